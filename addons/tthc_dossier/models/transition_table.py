"""Every transition of a dossier, in one table (design.md, rule 4).

The code moves a dossier by this table only; the tests walk every cell of it, and the
README of the addon shows it.
"""

from dataclasses import dataclass

RECEPTION = "tthc_base.group_reception"
SPECIALIST = "tthc_base.group_specialist"
LEADER = "tthc_base.group_leader"

STATES = [
    ("draft", "Draft"),
    ("submitted", "To be received"),
    ("intake_supplement", "Waiting for papers before receipt"),
    ("refused_intake", "Refused at intake"),
    ("received", "Received"),
    ("processing", "In processing"),
    ("supplement", "Waiting for a supplement"),
    ("fee_wait", "Waiting for a financial obligation"),
    ("resolved", "Result ready"),
    ("returned", "Result returned"),
    ("withdrawn", "Withdrawn"),
    ("stopped", "Stopped"),
]

#: Status codes of the national portal (domain.md §2.3 A).
NATIONAL_CODES = {
    "submitted": 1,
    "received": 2,
    "refused_intake": 3,
    "processing": 4,
    "intake_supplement": 5,
    "supplement": 5,
    "fee_wait": 6,
    "withdrawn": 7,
    "stopped": 8,
    "resolved": 9,
    "returned": 10,
}

#: States in which the legal clock runs or is paused.
OPEN_STATES = ("received", "processing", "supplement", "fee_wait")


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    ``needs`` and ``effect`` name methods of ``tthc.dossier``. A need raises a
    ``UserError`` that says what is missing; the effect returns the values to write,
    one dict a dossier.
    """

    action: str
    origins: tuple
    target: str
    group: str
    needs: tuple = ()
    effect: str = ""
    ground: str = ""


TRANSITIONS = {
    row.action: row
    for row in (
        Transition(
            "receive",
            ("draft", "submitted"),
            "received",
            RECEPTION,
            needs=("_need_center", "_need_owner", "_need_papers"),
            effect="_effect_receive",
            ground="NĐ 61/2018 Điều 17",
        ),
        Transition(
            "transfer",
            ("received",),
            "processing",
            RECEPTION,
            needs=("_need_center",),
            effect="_effect_transfer",
            ground="NĐ 61/2018 Điều 18",
        ),
        Transition(
            "finish_step",
            ("processing",),
            "processing",
            SPECIALIST,
            needs=("_need_own_step", "_need_result_of_specialist"),
            effect="_effect_finish_step",
            ground="NĐ 61/2018 Điều 19",
        ),
        Transition(
            "resolve",
            ("processing",),
            "resolved",
            LEADER,
            needs=("_need_own_step", "_need_last_step", "_need_result"),
            effect="_effect_resolve",
            ground="NĐ 61/2018 Điều 19",
        ),
        Transition(
            "give_back",
            ("resolved",),
            "returned",
            RECEPTION,
            needs=("_need_center",),
            effect="_effect_give_back",
            ground="NĐ 61/2018 Điều 20",
        ),
    )
}
