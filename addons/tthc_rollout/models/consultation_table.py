"""Moves of a consultation on a draft, and of the reply of a unit (design rule 4)."""

from odoo.addons.tthc_base.models.tthc_guarded_table import Move

COORDINATOR = "tthc_base.group_rollout_coordinator"
REPORTER = "tthc_base.group_agency_reporter"
LEADER = "tthc_base.group_leader"

CONSULTATION_MOVES = {
    "open": Move(("draft",), "open", (COORDINATOR,)),
    # Opened by mistake; possible until a unit has replied.
    "recall": Move(("open",), "draft", (COORDINATOR,)),
    # Every comment has its answer.
    "close": Move(("open",), "closed", (COORDINATOR,)),
    "reopen": Move(("closed",), "open", (COORDINATOR,)),
}

REPLY_MOVES = {
    "send": Move(("draft",), "sent", (REPORTER, LEADER)),
    # The coordinator lets a unit say more, as long as nothing is answered.
    "return": Move(("sent",), "draft", (COORDINATOR,)),
}
