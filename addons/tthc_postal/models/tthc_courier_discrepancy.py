from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM


class TthcCourierDiscrepancy(models.Model):
    """Discrepancies by kind and owner, how many are open and how long they took.

    Days run on while one is open, so that they are reckoned when the list is read.
    """

    _name = "tthc.courier.discrepancy"
    _description = "Analysis of discrepancies"
    _auto = False
    _order = "found_at desc, id desc"
    _rec_name = "discrepancy_id"
    _depends = {
        "tthc.handover.discrepancy": [
            "kind",
            "owner_id",
            "center_id",
            "agency_id",
            "state",
            "found_at",
            "deadline",
            "cleared_at",
            "paper_id",
        ]
    }

    discrepancy_id = fields.Many2one("tthc.handover.discrepancy", readonly=True)
    kind = fields.Selection(
        lambda self: (
            self.env["tthc.handover.discrepancy"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        readonly=True,
    )
    owner_id = fields.Many2one("res.users", string="Who clears it up", readonly=True)
    center_id = fields.Many2one("tthc.center", readonly=True)
    agency_id = fields.Many2one("tthc.agency", readonly=True)
    paper_id = fields.Many2one("tthc.paper", readonly=True)
    day = fields.Date(string="Found", readonly=True)
    found_at = fields.Datetime(string="Found at", readonly=True)
    deadline = fields.Date(readonly=True)
    state = fields.Selection(
        [("open", "To be cleared up"), ("cleared", "Cleared up")], readonly=True
    )
    rows = fields.Integer(string="Discrepancies", readonly=True)
    open_rows = fields.Integer(string="Open", readonly=True)
    overdue_rows = fields.Integer(string="Overdue", readonly=True)
    days = fields.Float(string="Days until cleared up", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT id, id AS discrepancy_id, kind, owner_id, center_id, agency_id,
                   paper_id, found_at, deadline, state, 1 AS rows,
                   (found_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
                   (state = 'open')::int AS open_rows,
                   (state = 'open' AND COALESCE(deadline < %(today)s, FALSE))::int
                       AS overdue_rows,
                   EXTRACT(EPOCH FROM COALESCE(cleared_at, %(now)s) - found_at)
                       / 86400 AS days
              FROM tthc_handover_discrepancy
             WHERE state IN ('open', 'cleared')
            """,
            zone=VIETNAM,
            today=today(VIETNAM),
            now=now(),
        )

    def action_open_discrepancy(self):
        """Open the discrepancy behind a row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.handover.discrepancy",
            "res_id": self.discrepancy_id.id,
            "views": [[False, "form"]],
        }
