"""Every move of a training session and of who is invited to it (design.md, rule 4).

The code moves both by these tables only; the tests walk every cell of them, and the
README of the addon shows them.
"""

from .assignment_table import HR, MANAGER, Move

SESSION_MOVES = {
    # Everybody on it is told where and when.
    "invite": Move(("draft",), "invited", (HR,)),
    # Attendance of everybody is told.
    "close": Move(("invited",), "held", (HR, MANAGER)),
    "reopen": Move(("held",), "invited", (HR,)),
    "cancel": Move(("draft", "invited"), "cancelled", (HR,)),
}
ATTENDEE_MOVES = {
    "attend": Move(("invited", "absent", "excused"), "attended", (HR, MANAGER)),
    "miss": Move(("invited", "attended", "excused"), "absent", (HR, MANAGER)),
    "excuse": Move(("invited", "absent"), "excused", (HR, MANAGER)),
    # A tick that was wrong.
    "undo": Move(("attended", "absent", "excused"), "invited", (HR, MANAGER)),
    "pass": Move(("attended", "failed"), "passed", (HR,)),
    "fail": Move(("attended", "passed"), "failed", (HR,)),
    "unmark": Move(("passed", "failed"), "attended", (HR,)),
}
#: Results come when the papers are marked, after the session was closed, too.
RESULT_MOVES = ("pass", "fail", "unmark")
#: States of who sat in the session.
PRESENT = ("attended", "passed", "failed")
