"""Every move of an assignment, in one table (design.md, rule 4).

The code moves an assignment by this table only; the tests walk every cell of it, and
the README of the addon shows it.
"""

from odoo.addons.tthc_base.models.tthc_guarded_table import Move

HR = "tthc_base.group_hr_logistics"
REPORTER = "tthc_base.group_agency_reporter"
MANAGER = "tthc_base.group_center_manager"

MOVES = {
    # The agency names its people (Circular 01/2018 Art 7.2) …
    "propose": Move(("draft",), "proposed", (REPORTER, HR)),
    # … takes its word back while nothing is decided …
    "recall": Move(("proposed",), "draft", (REPORTER,)),
    # … or is asked to mend it.
    "return": Move(("proposed",), "draft", (HR, MANAGER)),
    # The head of the center may refuse a person (Decree 61/2018 Art 9.3).
    "refuse": Move(("proposed",), "refused", (HR, MANAGER)),
    "reopen": Move(("refused",), "draft", (REPORTER, HR)),
    # By a decision alone, many at once.
    "approve": Move(("proposed",), "approved", (HR,)),
    "end": Move(("approved",), "ended", (HR,)),
}
