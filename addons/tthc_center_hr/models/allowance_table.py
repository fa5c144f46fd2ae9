"""Every move of a month's sheet of allowances, in one table (design.md, rule 4)."""

from .assignment_table import HR, MANAGER, Move

MOVES = {
    "check": Move(("draft",), "checked", (HR, MANAGER)),
    # Of the manager alone, and not of who checked it.
    "approve": Move(("checked",), "approved", (MANAGER,)),
    "return": Move(("checked", "approved"), "draft", (HR, MANAGER)),
    "send": Move(("approved",), "sent", (HR, MANAGER)),
}
#: What was sent never moves again; it is mended by a supplement.
SUPPLEMENT = ("sent",)
