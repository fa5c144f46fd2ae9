from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: The table that centers send upward every period.
TABLE = "tthc.table.settlement"


class TthcTableDuty(models.Model):
    """A table that a center has to send: put before its manager when it is due.

    Made the night after the cut-off for each kind of period that is marked so.
    """

    _name = "tthc.table.duty"
    _inherit = ["tthc.guarded.whole", "mail.thread", "mail.activity.mixin"]
    _description = "Table to be sent"
    _order = "date_to desc, center_id"

    name = fields.Char(required=True, readonly=True)
    center_id = fields.Many2one(
        "tthc.center", required=True, readonly=True, ondelete="restrict", index=True
    )
    period_id = fields.Many2one(
        "tthc.report.period", required=True, readonly=True, ondelete="restrict"
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    due_on = fields.Date(string="Send by", required=True, readonly=True)
    issue_id = fields.Many2one(
        "tthc.table.issue", string="Sent as", readonly=True, ondelete="restrict"
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    _period_uniq = models.UniqueIndex(
        "(center_id, period_id, date_from)", "This table is on the list already."
    )

    @api.depends("issue_id", "due_on")
    def _compute_is_overdue(self):
        day = today(VIETNAM)
        for duty in self:
            duty.is_overdue = bool(
                not duty.issue_id and duty.due_on and duty.due_on < day
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("issue_id", "=", False), ("due_on", "<", today(VIETNAM))]

    @api.model
    def _as_job(self):
        """The model as the nightly job and the sending of a table write it."""
        # sudo: nobody writes what is to be sent by hand
        return self.sudo().with_context(mail_create_nolog=True)._moving()

    @api.model
    def _cron_remind(self):
        """Make what is due since the last cut-off; put the unsent before managers."""
        day = today(VIETNAM)
        self._prepare(day)
        waiting = self.search([("issue_id", "=", False)], limit=1000)
        for duty in waiting:
            duty.center_id._remind_managers(
                duty._moving(),
                self.env._(
                    "Send %(table)s by %(day)s",
                    table=duty.name,
                    day=duty.due_on.strftime("%d/%m/%Y"),
                ),
            )

    @api.model
    def _prepare(self, day):
        """Make the duties of the periods that ended before a day.

        :param day: ``datetime.date``
        :return: those made
        """
        centers = self.env["tthc.center"].search([], limit=1000)
        rules = self.env["tthc.report.period"].search([("is_sent", "=", True)])
        values = []
        for kind, basis in {(rule.kind, rule.basis) for rule in rules}:
            first, _last = rules._rule(kind, basis, day)._bounds(day)
            over = first - timedelta(days=1)
            rule = rules._rule(kind, basis, over)
            if rule.is_sent:
                values += self._duties_of(centers, rule, over)
        return self._as_job().create(values)

    @api.model
    def _duties_of(self, centers, rule, over):
        """Values of the duties of a period that are not there yet.

        :param centers: ``tthc.center``
        :param rule: ``tthc.report.period``
        :param over: last day of the period
        """
        first, last = rule._bounds(over)
        known = self.search(
            [("period_id", "=", rule.id), ("date_from", "=", first)], limit=2000
        ).center_id
        return [
            {
                "name": f"Biểu II.06a – {rule._printed(over)}",
                "center_id": center.id,
                "period_id": rule.id,
                "date_from": first,
                "date_to": last,
                "due_on": last + timedelta(days=rule.send_within),
            }
            for center in centers - known
        ]

    @api.model
    def _done(self, issue):
        """Take what an issue sends off the list.

        :param issue: ``tthc.table.issue``
        """
        settings = issue.settings
        if settings.get("table") != TABLE or settings.get("agency_id"):
            return
        duties = self._as_job().search(
            [
                ("center_id", "=", issue.center_id.id),
                ("date_from", "=", issue.date_from),
                ("date_to", "=", issue.date_to),
            ]
        )
        duties.write({"issue_id": issue.id})
        duties.activity_unlink(["mail.mail_activity_data_todo"])

    def action_open_table(self):
        """Open the table that is to be sent.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "tthc.table.view",
            "views": [(False, "form")],
            "context": {
                "default_table": TABLE,
                "default_period_kind": self.period_id.kind,
                "default_basis": self.period_id.basis,
                "default_date_from": fields.Date.to_string(self.date_from),
                "default_date_to": fields.Date.to_string(self.date_to),
            },
        }
