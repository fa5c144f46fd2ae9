"""What can be done about a lost paper, in one table (design.md, rule 4).

The code moves a loss by this table only; the tests walk every cell of it, and the
README of the addon shows it. ``tthc_paper_loss_*.py`` hold needs and effects.
"""

from dataclasses import dataclass

RECEPTION = "tthc_base.group_reception"
SPECIALIST = "tthc_base.group_specialist"
LEADER = "tthc_base.group_leader"
COURIER = "tthc_base.group_courier"
MANAGER = "tthc_base.group_center_manager"

STATES = [
    ("declared", "Declared"),
    ("searching", "Being searched"),
    ("found", "Found again"),
    ("replaced", "Replaced"),
    ("waived", "Not to be replaced"),
    ("closed", "Closed"),
]
#: The paper is not there: it is held back, and somebody has to act.
OPEN = ("declared", "searching")
#: It is known what became of it; blame, apology and money may still be open.
TOLD = ("found", "replaced", "waived")
#: Target of an action that leaves the loss in the state that it is in.
SAME = "same"
#: What the law of a loss is.
GROUND = "NĐ 61/2018 Điều 21"
#: What it is where the Post lost the paper.
POST_GROUND = "QĐ 45/2016 Điều 14"


@dataclass(frozen=True)
class LossAction:
    """One row of the table: from where to where, and who may.

    A role counts where its bearer stands for a side: reception and manager for the
    center of the paper, specialist and leader for an agency that takes part in the
    dossier, a courier for what was in the own hands or is to be searched.
    """

    action: str
    origins: tuple
    target: str
    roles: tuple


LOSS_ACTIONS = {
    row.action: row
    for row in (
        LossAction("search", OPEN, "searching", (MANAGER,)),
        LossAction("find", OPEN, "found", (RECEPTION, SPECIALIST, COURIER, MANAGER)),
        LossAction("replace", OPEN, "replaced", (RECEPTION, LEADER)),
        LossAction("waive", OPEN, "waived", (MANAGER,)),
        LossAction(
            "find_late",
            ("replaced", "waived", "closed"),
            SAME,
            (RECEPTION, SPECIALIST, COURIER, MANAGER),
        ),
        LossAction("judge", (*OPEN, *TOLD), SAME, (MANAGER,)),
        LossAction("apologise", (*OPEN, *TOLD), SAME, (MANAGER, LEADER)),
        LossAction("tell", (*OPEN, *TOLD), SAME, (RECEPTION,)),
        LossAction("settle", TOLD, SAME, (MANAGER,)),
        LossAction("close", TOLD, "closed", (MANAGER,)),
    )
}
