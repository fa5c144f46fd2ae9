from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

MANAGER = "tthc_base.group_center_manager"


class TthcPostalReport(models.Model):
    """The quarterly report on the public postal service (Circular 17/2017 Art 13).

    List of procedures, volume, revenue, complaints, lost and damaged, compensation.
    Each figure opens what it counts. Once sent, the report says for ever what it said.
    """

    _name = "tthc.postal.report"
    _inherit = [
        "tthc.guarded.paper",
        "tthc.postal.report.figures",
        "tthc.postal.report.printing",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Quarterly report of the Post"
    _order = "year desc, quarter desc, center_id, carrier_id"

    center_id = fields.Many2one(
        "tthc.center", required=True, readonly=True, ondelete="restrict"
    )
    carrier_id = fields.Many2one(
        "tthc.parcel.carrier", required=True, readonly=True, ondelete="restrict"
    )
    year = fields.Integer(required=True, readonly=True)
    quarter = fields.Integer(required=True, readonly=True)
    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date(string="Last day", required=True, readonly=True)
    time_from = fields.Datetime(
        required=True, readonly=True, help="Begin of the quarter at the center."
    )
    time_to = fields.Datetime(
        required=True, readonly=True, help="End of the quarter at the center."
    )
    due_on = fields.Date(
        string="To be sent before",
        required=True,
        readonly=True,
        help="Circular 17/2017 Art 13.",
    )
    state = fields.Selection(
        [("draft", "To be sent"), ("sent", "Sent")],
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    sent_at = fields.Datetime(readonly=True)
    sent_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    sent_to = fields.Char(readonly=True)
    sent_late = fields.Boolean(readonly=True)

    _quarter_uniq = models.UniqueIndex(
        "(center_id, carrier_id, year, quarter)",
        "There is a report of this quarter already.",
    )
    _quarter_range = models.Constraint(
        "CHECK (quarter BETWEEN 1 AND 4)", "A year has four quarters."
    )

    @api.depends("year", "quarter", "carrier_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._(
                "Q%(quarter)s/%(year)s · %(carrier)s",
                quarter=row.quarter,
                year=row.year,
                carrier=row.carrier_id.display_name,
            )

    @api.depends("state", "due_on")
    def _compute_is_overdue(self):
        day = today(VIETNAM)
        for row in self:
            row.is_overdue = bool(
                row.state == "draft" and row.due_on and row.due_on <= day
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "=", "draft"), ("due_on", "<=", today(VIETNAM))]

    # -- guarding -----------------------------------------------------------------

    def write(self, vals):
        """Write reports, for actions only; one that was sent never changes.

        :raise AccessError: when no action is at work, and for one that was sent
        """
        if vals.keys() - self._by_hand() and "sent" in self.mapped("state"):
            self._check_moving()
            raise AccessError(self.env._("A report that was sent never changes."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("A report of the Post is never deleted."))

    # -- making and sending ---------------------------------------------------------

    @api.model
    def _prepare(self, day):
        """Make the reports of the quarter of a day, where a carrier had parcels.

        :param day: ``datetime.date``
        :return: the reports that were made
        """
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        last = first + relativedelta(months=3, days=-1)
        quarter = (first.month - 1) // 3 + 1
        known = {
            (row.center_id.id, row.carrier_id.id)
            for row in self.search(
                [("year", "=", first.year), ("quarter", "=", quarter)]
            )
        }
        pairs = self.env["tthc.parcel"]._read_group(
            [
                ("accepted_at", ">=", first - timedelta(days=1)),
                ("accepted_at", "<", last + timedelta(days=2)),
                ("carrier_id", "!=", False),
            ],
            ["center_id", "carrier_id"],
        )
        return self._as_action().create(
            [
                {
                    "center_id": center.id,
                    "carrier_id": carrier.id,
                    "year": first.year,
                    "quarter": quarter,
                    "date_from": first,
                    "date_to": last,
                    "time_from": center._utc(self._midnight(first)),
                    "time_to": center._utc(self._midnight(last + timedelta(days=1))),
                    "due_on": self._due_on(last),
                }
                for center, carrier in pairs
                if (center.id, carrier.id) not in known
            ]
        )

    @api.model
    def _midnight(self, day):
        return fields.Datetime.to_datetime(day)

    @api.model
    def _due_on(self, last):
        """The day before which the report of a quarter is sent.

        :param last: last day of the quarter, ``datetime.date``
        """
        rules = self.env["tthc.postal.regulation"]._at(last)
        return last + timedelta(days=rules.report_day)

    @api.model
    def _cron_prepare(self):
        """Make the reports of the quarter that is over, and remind of those to send."""
        day = today(VIETNAM)
        over = date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
        self._prepare(over)
        waiting = self.search(
            [("state", "=", "draft"), ("date_to", "<", day)], limit=1000
        )
        for row in waiting:
            row._remind()

    def _remind(self):
        """Put the report before the managers of its center until it is sent."""
        self.ensure_one()
        self.center_id._remind_managers(
            self,
            self.env._(
                "Send the report %(report)s before %(day)s",
                report=self.display_name,
                day=self.due_on.strftime("%d/%m/%Y"),
            ),
        )

    def action_send(self, receiver=None):
        """Freeze the report as it was sent (manager of the center).

        :param receiver: whom it was sent to, such as the department of the province
        :raise UserError: before the quarter is over
        """
        self._check_role(MANAGER)
        self.check_access("read")
        for row in self:
            row._check_own_center()
            if row.date_to >= row.center_id._today():
                raise UserError(
                    self.env._("%(quarter)s is not over yet.", quarter=row.display_name)
                )
        if not (receiver or "").strip():
            raise UserError(self.env._("Say whom the report is sent to."))
        rows = self._as_action()
        rows._lock()
        rows.invalidate_recordset()
        rows._check_state("draft")
        for row in rows:
            row.write(
                {
                    **row._frozen(),
                    "state": "sent",
                    "sent_at": now(),
                    "sent_by_id": self.env.uid,
                    "sent_to": receiver.strip(),
                    "sent_late": row.center_id._today() >= row.due_on,
                }
            )
        rows.activity_unlink(["mail.mail_activity_data_todo"])

    def _check_own_center(self):
        if not self.env.su and self.center_id != self.env.user.tthc_center_id:
            raise UserError(
                self.env._(
                    "This report belongs to %(center)s; you work at another center.",
                    center=self.center_id.display_name,
                )
            )
