"""Every move of a citizen's rating, in one table (design.md, rule 4)."""

from .assignment_table import HR, MANAGER, Move

MOVES = {
    # What speaks against somebody counts once it was looked into (Circular 01/2018
    # Art 13, indicator 7: negative feedback).
    "confirm": Move(("open",), "right", (MANAGER,)),
    "reject": Move(("open",), "wrong", (MANAGER,)),
    "reopen": Move(("right", "wrong"), "open", (MANAGER,)),
    # Typed wrongly, or a slip that was entered for somebody else.
    "void": Move(("counted", "open"), "void", (HR, MANAGER)),
}
