"""Every move of a card or name plate, in one table (design.md, rule 4).

The code moves a card by this table only; the tests walk every cell of it, and the
README of the addon shows it.
"""

from .assignment_table import HR, MANAGER, Move

CARD_MOVES = {
    # Name, title, agency and term are fixed and the number is drawn.
    "check": Move(("new",), "checked", (HR,)),
    "reopen": Move(("checked",), "new", (HR,)),
    # By printing the sheet alone; a sheet that jammed is printed again.
    "print": Move(("checked", "printed"), "printed", (HR,)),
    "hand_out": Move(("printed",), "handed_out", (HR,)),
    "take_back": Move(("handed_out",), "returned", (HR,)),
    # Whoever hears of it first, so that the card is dead at once.
    "lose": Move(("printed", "handed_out"), "lost", (HR, MANAGER)),
    "void": Move(("new", "checked", "printed", "handed_out"), "void", (HR,)),
}
#: A person has one card and one name plate of a post in these states.
LIVING = ("new", "checked", "printed", "handed_out")
