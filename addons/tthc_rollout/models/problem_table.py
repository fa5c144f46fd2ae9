"""Moves of a difficulty that a unit raises (design rule 4)."""

from odoo.addons.tthc_base.models.tthc_guarded_table import Move

COORDINATOR = "tthc_base.group_rollout_coordinator"
REPORTER = "tthc_base.group_agency_reporter"
LEADER = "tthc_base.group_leader"
MANAGER = "tthc_base.group_center_manager"

PROBLEM_MOVES = {
    "raise": Move(("draft",), "raised", (REPORTER, LEADER, MANAGER)),
    "recall": Move(("raised",), "draft", (REPORTER, LEADER, MANAGER)),
    "take": Move(("raised",), "taken", (COORDINATOR,)),
    # The owner answers: the coordinator, or the agency that was asked to.
    "answer": Move(("raised", "taken"), "answered", (REPORTER, LEADER)),
    # The unit that raised it says whether that solved it.
    "close": Move(("answered",), "closed", (REPORTER, LEADER, MANAGER)),
    "reopen": Move(("answered", "closed"), "taken", (REPORTER, LEADER, MANAGER)),
}
