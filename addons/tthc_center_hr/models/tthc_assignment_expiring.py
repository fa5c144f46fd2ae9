from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .assignment_table import HR

#: More centers than a country has communes.
CENTERS_AT_MOST = 20000


class TthcAssignmentExpiring(models.AbstractModel):
    """Whose term ends soon, and what is to be done before it does."""

    _name = "tthc.assignment.expiring"
    _description = "Ending terms"

    expires_soon = fields.Boolean(
        string="Term ends soon",
        compute="_compute_expires_soon",
        search="_search_expires_soon",
        help="Within the days that are set on the center.",
    )
    days_left = fields.Integer(compute="_compute_expires_soon")
    reminded_on = fields.Date(readonly=True, copy=False)

    @api.depends("state", "last_day", "center_id.expiry_notice_days")
    def _compute_expires_soon(self):
        day = today(VIETNAM)
        for assignment in self:
            left = assignment.last_day and (assignment.last_day - day).days
            assignment.days_left = left if left and left > 0 else 0
            assignment.expires_soon = bool(
                assignment.state == "approved"
                and assignment.last_day
                and 0 <= left <= assignment.center_id.expiry_notice_days
            )

    def _search_expires_soon(self, operator, value):
        if operator != "in":
            return NotImplemented
        day = today(VIETNAM)
        # A center has its own number of days; there are few numbers, many centers.
        centers = self.env["tthc.center"].with_context(active_test=False)
        centers = centers.search_fetch(
            [], ["expiry_notice_days"], limit=CENTERS_AT_MOST
        )
        within = Domain.OR(
            Domain("center_id", "in", same.ids)
            & Domain("last_day", "<=", day + timedelta(days=days))
            for days, same in centers.grouped("expiry_notice_days").items()
        )
        return Domain("state", "=", "approved") & Domain("last_day", ">=", day) & within

    @api.model
    def _remind_of_expiring(self):
        """Put an activity before HR for each term that ends soon, once.

        A term that a successor was approved for needs nothing any more.
        """
        ending = self.search([("expires_soon", "=", True), ("reminded_on", "=", False)])
        open_ends = ending.filtered(
            lambda row: (
                not row.successor_ids.filtered(lambda other: other.state == "approved")
            )
        )
        for assignment in open_ends:
            user = assignment._reminded_user()
            if not user:
                continue
            assignment.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=assignment.last_day,
                user_id=user.id,
                summary=self.env._("The term ends: name a successor or renew it"),
            )
        open_ends._moving().write({"reminded_on": today(VIETNAM)})

    def _reminded_user(self):
        """Who is reminded: who is set on the center, else who drafted the decision.

        :return: one or no ``res.users`` with the role of HR
        """
        self.ensure_one()
        users = self.center_id.hr_user_id + self.decision_id.create_uid
        return users.filtered(lambda user: user.active and user.has_group(HR))[:1]

    @api.model
    def _end_terms(self):
        """Note the end of each term that is over: in post it has not been since."""
        over = self.search(
            [("state", "=", "approved"), ("last_day", "<", today(VIETNAM))]
        )
        for last_day, rows in over.grouped("last_day").items():
            rows._end("term", last_day + timedelta(days=1), wait=False)

    @api.model
    def _cron_daily(self):
        """What a new day brings: terms that are over, terms that end soon."""
        self._end_terms()
        self._remind_of_expiring()
