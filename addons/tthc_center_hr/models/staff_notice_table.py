"""Every move of a monthly notice, in one table (design.md, rule 4)."""

from .assignment_table import HR, MANAGER, Move

MOVES = {
    # The head of the center answers for it (Decree 61/2018 Art 9.3).
    "check": Move(("draft",), "checked", (MANAGER,)),
    "return": Move(("checked",), "draft", (HR, MANAGER)),
    "send": Move(("checked",), "sent", (HR, MANAGER)),
}

#: Who works at the center and is told about; leaders in charge and contacts for the
#: Post work at their agency.
NOTICED = ("main", "reserve", "center_staff", "service")
