"""Moves of what one agency has to do of a duty (design rule 4)."""

from odoo.addons.tthc_base.models.tthc_guarded_table import Move

COORDINATOR = "tthc_base.group_rollout_coordinator"
REPORTER = "tthc_base.group_agency_reporter"
LEADER = "tthc_base.group_leader"

SHARE_MOVES = {
    "give": Move(("draft",), "given", (COORDINATOR,)),
    # A dispatch of the past is kept to be looked up: nothing of it is due.
    "record": Move(("draft",), "recorded", (COORDINATOR,)),
    "take": Move(("given",), "taken", (REPORTER, LEADER)),
    "report": Move(("given", "taken", "returned"), "reported", (REPORTER, LEADER)),
    "return": Move(("reported", "accepted"), "returned", (COORDINATOR,)),
    "accept": Move(("reported",), "accepted", (COORDINATOR,)),
    "withdraw": Move(
        ("given", "taken", "reported", "returned"), "withdrawn", (COORDINATOR,)
    ),
}

#: States in which the agency has something to do.
OPEN = ("given", "taken", "returned")
