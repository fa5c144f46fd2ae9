"""What a citizen is told of, in one table (Decree 61/2018 Art 19.9, 20.4).

``tthc_dossier_telling.py`` queues by it, the texts stand in ``tthc.notice.template``.
"""

from dataclasses import dataclass

from .transition_table import OPEN_STATES

CHANNELS = [
    ("email", "E-mail"),
    ("sms", "SMS"),
    ("phone", "Phone"),
    ("in_person", "In person"),
]
#: Channels that the system sends by; the others are told by somebody.
SENT_CHANNELS = ("sms", "email")
#: Channels whose texts may tell something about the person.
PERSONAL_CHANNELS = ("email",)
NOTICE_STATES = [
    ("waiting", "Waiting"),
    ("sending", "Being sent"),
    ("sent", "Sent"),
    ("told", "Told by staff"),
    ("logged", "Trial: written to the log only"),
    ("unknown", "Unclear whether it arrived"),
    ("failed", "Not delivered"),
    ("cancelled", "Not sent any more"),
]
#: What somebody has to look at.
PROBLEM_STATES = ("failed", "unknown")


@dataclass(frozen=True, slots=True)
class NoticeEvent:
    """One row of the table.

    ``states``: those of the dossier in which the message is still true when its turn
    comes; empty means always. ``result``: it tells of the result, and counts as the
    notice that an early one needs (rule R09). ``repeats``: may come again while the
    first one still waits; one message then tells of both.
    """

    key: str
    label: str
    states: tuple = ()
    result: bool = False
    repeats: bool = False


NOTICE_EVENTS = {
    row.key: row
    for row in (
        NoticeEvent("received", "Received", OPEN_STATES),
        NoticeEvent(
            "supplement", "Supplement asked", ("supplement", "intake_supplement")
        ),
        NoticeEvent("apology", "New date, with the apology", OPEN_STATES, repeats=True),
        NoticeEvent("ready", "Result ready", ("resolved",), result=True),
        NoticeEvent("early", "Result ready early", ("resolved",), result=True),
        NoticeEvent("refused", "Refused by the agency", ("resolved",), result=True),
        NoticeEvent("refused_intake", "Refused at intake", ("refused_intake",)),
        NoticeEvent("uncollected", "Result not collected", ("resolved",), repeats=True),
        NoticeEvent("parcel", "Parcel on its way", repeats=True),
    )
}
EVENT_LABELS = [(row.key, row.label) for row in NOTICE_EVENTS.values()]
RESULT_EVENTS = tuple(row.key for row in NOTICE_EVENTS.values() if row.result)
