"""Every move of a campaign, a report and a difficulty, in three tables (design.md,
rule 4).

The code moves a record by these tables only; the tests walk every cell of them, and
the README of the addon shows them.
"""

from odoo.addons.tthc_base.models.tthc_guarded_table import Move

COORDINATOR = "tthc_base.group_rollout_coordinator"
REPORTER = "tthc_base.group_agency_reporter"
LEADER = "tthc_base.group_leader"

CAMPAIGN_MOVES = {
    "open": Move(("draft",), "open", (COORDINATOR,)),
    "close": Move(("open",), "closed", (COORDINATOR,)),
    "reopen": Move(("closed",), "open", (COORDINATOR,)),
    "cancel": Move(("draft", "open"), "cancelled", (COORDINATOR,)),
}

REPORT_MOVES = {
    # Where the agency wants it, its leader sees the report before it leaves.
    "submit": Move(("draft", "returned"), "submitted", (REPORTER,)),
    "recall": Move(("submitted", "approved"), "draft", (REPORTER,)),
    "approve": Move(("submitted",), "approved", (LEADER,)),
    "reject": Move(("submitted", "approved"), "draft", (LEADER,)),
    "file": Move(
        ("draft", "submitted", "approved", "returned"), "filed", (REPORTER, LEADER)
    ),
    "return": Move(("filed", "accepted"), "returned", (COORDINATOR,)),
    "accept": Move(("filed",), "accepted", (COORDINATOR,)),
}

DIFFICULTY_MOVES = {
    "assign": Move(("open", "assigned"), "assigned", (COORDINATOR,)),
    # By the coordinator, or by whoever reports for the agency that has to answer.
    "answer": Move(("open", "assigned"), "answered", (REPORTER, LEADER)),
    # It goes on in the register of problems, and no longer here.
    "follow": Move(("open", "assigned"), "answered", (COORDINATOR,)),
    "ask_again": Move(("answered",), "open", (REPORTER,)),
}

#: States of a report in which the agency writes.
EDITABLE = ("draft", "returned")
#: States of a report that the agency has sent.
SENT = ("filed", "accepted")
