"""Moves of the reports along an outline (design rule 4)."""

from odoo.addons.tthc_base.models.tthc_guarded_table import Move

COORDINATOR = "tthc_base.group_rollout_coordinator"
REPORTER = "tthc_base.group_agency_reporter"
LEADER = "tthc_base.group_leader"

OUTLINE_MOVES = {
    "open": Move(("draft",), "open", (COORDINATOR,)),
    "close": Move(("open",), "closed", (COORDINATOR,)),
    "reopen": Move(("closed",), "open", (COORDINATOR,)),
}

OUTLINE_REPORT_MOVES = {
    "file": Move(("draft", "returned"), "filed", (REPORTER, LEADER)),
    "return": Move(("filed", "accepted"), "returned", (COORDINATOR,)),
    "accept": Move(("filed",), "accepted", (COORDINATOR,)),
}
#: States of a report in which the unit writes.
EDITABLE = ("draft", "returned")
