"""Moves of a go-live checklist and of its lines (design rule 4)."""

from odoo.addons.tthc_base.models.tthc_guarded_table import Move

COORDINATOR = "tthc_base.group_rollout_coordinator"
REPORTER = "tthc_base.group_agency_reporter"
LEADER = "tthc_base.group_leader"
MANAGER = "tthc_base.group_center_manager"

GOLIVE_MOVES = {
    "start": Move(("draft",), "running", (COORDINATOR,)),
    # Every required line is done, or waived with a reason.
    "declare": Move(("running",), "ready", (MANAGER, COORDINATOR)),
    "resume": Move(("ready",), "running", (MANAGER, COORDINATOR)),
    "open": Move(("ready",), "opened", (COORDINATOR,)),
    "reopen": Move(("opened",), "running", (COORDINATOR,)),
    "cancel": Move(("draft", "running", "ready"), "cancelled", (COORDINATOR,)),
}
GOLIVE_LINE_MOVES = {
    # The agency says that its part is done; the center looks and ticks.
    "report": Move(("todo",), "reported", (REPORTER, LEADER)),
    "tick": Move(("todo", "reported"), "done", (MANAGER, COORDINATOR)),
    "return": Move(("reported",), "todo", (MANAGER, COORDINATOR)),
    "untick": Move(("done",), "todo", (MANAGER, COORDINATOR)),
    "waive": Move(("todo", "reported"), "waived", (COORDINATOR,)),
    "restore": Move(("waived",), "todo", (COORDINATOR,)),
}
#: A line that nothing is left to do about.
SETTLED = ("done", "waived")
