from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import now


class TthcUncollected(models.Model):
    """Results that wait at the counter, by age: a reading of the dossiers.

    Ages depend on today, so that they are reckoned when the list is read.
    """

    _name = "tthc.uncollected"
    _inherit = ["tthc.personal.data"]
    _description = "Result not collected"
    _auto = False
    _order = "days desc, id"
    _rec_name = "dossier_id"
    _depends = {
        "tthc.dossier": [
            "state",
            "result_channel",
            "center_id",
            "agency_id",
            "procedure_id",
            "sector_id",
            "resolved_at",
            "notified_at",
            "reminder_count",
            "reminded_at",
            "unclaimed_at",
            "owner_name",
            "owner_phone",
        ]
    }

    dossier_id = fields.Many2one("tthc.dossier", readonly=True)
    center_id = fields.Many2one("tthc.center", readonly=True)
    agency_id = fields.Many2one("tthc.agency", string="Lead agency", readonly=True)
    procedure_id = fields.Many2one("tthc.procedure", readonly=True)
    sector_id = fields.Many2one("tthc.sector", readonly=True)
    owner_name = fields.Char(string="Applicant", readonly=True)
    owner_phone = fields.Char(readonly=True)
    resolved_at = fields.Datetime(string="Ready since", readonly=True)
    notified_at = fields.Datetime(string="Citizen told of the result", readonly=True)
    reminder_count = fields.Integer(string="Reminders", readonly=True)
    reminded_at = fields.Datetime(string="Last reminder", readonly=True)
    unclaimed_at = fields.Datetime(string="Keeping ready ended", readonly=True)
    days = fields.Integer(string="Days waiting", readonly=True, aggregator="max")
    age = fields.Selection(
        [
            ("0", "Under 7 days"),
            ("007", "7 to 29 days"),
            ("030", "30 to 89 days"),
            ("090", "90 to 179 days"),
            ("180", "180 days and more"),
        ],
        readonly=True,
    )

    @property
    def _table_query(self):
        days = SQL("(%s::date - resolved_at::date)", now())
        return SQL(
            """
            SELECT id, id AS dossier_id, center_id, agency_id, procedure_id, sector_id,
                   owner_name, owner_phone, resolved_at, notified_at, reminder_count,
                   reminded_at, unclaimed_at, %(days)s AS days,
                   CASE WHEN %(days)s >= 180 THEN '180' WHEN %(days)s >= 90 THEN '090'
                        WHEN %(days)s >= 30 THEN '030' WHEN %(days)s >= 7 THEN '007'
                        ELSE '0' END AS age
              FROM tthc_dossier
             WHERE state = 'resolved' AND result_channel = 'direct'
            """,
            days=days,
        )

    @api.model
    def _personal_fields(self):
        """Who has not come is a person."""
        return super()._personal_fields() | {"owner_name", "owner_phone"}

    @api.model
    def action_print(self, *_ids):
        """Print the list of the user's center.

        :return: action of the web client
        """
        report = self.env.ref("tthc_dossier.action_report_uncollected")
        return report.report_action(self.env.user.tthc_center_id)

    def action_remind(self):
        """Remind the citizens of the chosen results; see ``tthc.dossier._run``."""
        self.dossier_id.action_remind_result()

    def action_end_keeping(self):
        """End keeping the chosen results ready; see ``tthc.dossier._run``."""
        self.dossier_id.action_end_keeping()

    def action_open_dossier(self):
        """Open the dossier in the same window."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "views": [[False, "form"]],
        }
