from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

ACTIVITY = "tthc_center_hr.mail_activity_uniform_sizes"
REPORTER = "tthc_base.group_agency_reporter"


class TthcUniformCampaignAgency(models.Model):
    """An agency's share of a campaign: how far it is, whom it has to thank for it."""

    _name = "tthc.uniform.campaign.agency"
    _inherit = ["tthc.guarded.whole", "mail.thread", "mail.activity.mixin"]
    _description = "Sizes of an agency"
    _order = "campaign_id desc, agency_id"
    # A reporter who reads the line may answer on it.
    _mail_post_access = "read"
    _rec_name = "agency_id"

    campaign_id = fields.Many2one(
        "tthc.uniform.campaign", required=True, ondelete="cascade"
    )
    state = fields.Selection(related="campaign_id.state", string="State")
    deadline = fields.Date(related="campaign_id.deadline", store=True)
    note = fields.Text(related="campaign_id.note")
    agency_id = fields.Many2one(
        "tthc.agency", required=True, ondelete="restrict", index=True
    )
    reporter_ids = fields.Many2many(
        "res.users",
        string="Reporters",
        compute="_compute_reporter_ids",
        compute_sudo=True,
    )
    asked_count = fields.Integer(string="Asked for", compute="_compute_counts")
    known_count = fields.Integer(string="Entered", compute="_compute_counts")
    missing_count = fields.Integer(string="Missing", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")
    is_late = fields.Boolean(string="Late", compute="_compute_counts")
    reminded_on = fields.Date(string="Reminded", readonly=True)
    reminder_count = fields.Integer(string="Reminders", readonly=True)

    _once = models.UniqueIndex(
        "(campaign_id, agency_id)", "This agency is asked by the campaign already."
    )

    def _compute_reporter_ids(self):
        # sudo: who holds the role is read to tell them, not to list them
        users = self.env.ref(REPORTER).sudo().all_user_ids.filtered("active")
        for line in self:
            line.reporter_ids = users.filtered(
                lambda user, agency=line.agency_id: agency in user.tthc_agency_ids
            )

    def _compute_counts(self):
        counts = self._counts()
        day = clock.today(VIETNAM)
        for line in self:
            asked, known = counts.get((line.campaign_id.id, line.agency_id.id), (0, 0))
            line.asked_count, line.known_count = asked, known
            line.missing_count = asked - known
            line.progress = 100 * known / asked if asked else 100
            line.is_late = bool(asked - known) and line.deadline < day

    def _counts(self):
        """Rows asked for and known, by campaign and agency, in a few queries.

        :return: dict (campaign id, agency id) → pair
        """
        counts = {}
        # sudo: a manager sees how far an agency is, not the sizes of its people
        for campaign, rows in self.sudo().campaign_id._sizes().items():
            for person, _garment, row in rows:
                key = (campaign.id, person.agency_id.id)
                asked, known = counts.get(key, (0, 0))
                counts[key] = (asked + 1, known + bool(row.size_id))
        return counts

    def action_enter(self):
        """Open the agency's sizes to enter them.

        :return: action
        """
        self.ensure_one()
        rows = [
            row.id
            # sudo: the sizes of the own agency, which its reporter gathers
            for person, _garment, row in self.sudo().campaign_id._sizes()[
                # sudo: as above
                self.sudo().campaign_id
            ]
            if row and person.agency_id == self.agency_id
        ]
        return self.campaign_id._action_sizes([("id", "in", rows)])

    # -- duties and reminders -------------------------------------------------------

    def _give_duties(self):
        """An activity for each reporter of an agency with sizes missing.

        Odoo tells them by mail what they are assigned to, in their language.
        """
        for line in self.filtered("missing_count"):
            busy = line._duties().user_id
            for user in line.reporter_ids - busy:
                line.activity_schedule(
                    ACTIVITY,
                    date_deadline=line.deadline,
                    summary=line.with_context(lang=user.lang)._duty_words(),
                    note=line.note,
                    user_id=user.id,
                )

    def _duty_words(self):
        return self.env._(
            "Enter the sizes of your people: %(name)s", name=self.campaign_id.name
        )

    def _duties(self):
        """The open activities of these lines, of all reporters."""
        # sudo: a duty of one reporter ends when another one has done it
        activities = self.env["mail.activity"].sudo()
        return activities.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
            ]
        )

    def _drop_duties(self):
        self._duties().unlink()

    def _move_duties(self):
        """The deadline changed: so do the days of the duties."""
        for line in self:
            line._duties().write({"date_deadline": line.deadline})

    def _remind(self):
        """Write to the reporters of these agencies.

        :return: the lines that somebody was reminded of
        """
        told = self.browse()
        for line in self:
            people = line.reporter_ids
            if not people:
                continue
            for lang, users in people.grouped("lang").items():
                line.with_context(lang=lang)._send_reminder(users)
            # sudo: who reminds writes no line by hand, see tthc.guarded.whole
            line.sudo()._moving().write(
                {
                    "reminded_on": clock.today(VIETNAM),
                    "reminder_count": line.reminder_count + 1,
                }
            )
            told |= line
        return told

    def _send_reminder(self, users):
        """One reminder in the language of its readers.

        :param users: ``res.users``
        """
        self.message_notify(
            partner_ids=users.partner_id.ids,
            subject=self._duty_words(),
            body=self.env._(
                "%(agency)s: %(missing)s of %(asked)s sizes are still missing; they "
                "are asked for by %(deadline)s.",
                agency=self.agency_id.display_name,
                missing=self.missing_count,
                asked=self.asked_count,
                deadline=self.deadline.strftime("%d/%m/%Y"),
            ),
        )

    @api.model
    def _settle(self, agencies):
        """End the duties of agencies whose sizes are all there.

        :param agencies: ``tthc.agency`` in which a size was entered
        """
        # sudo: whoever enters the last size ends the duty of all reporters
        lines = self.sudo().search(
            Domain("agency_id", "in", agencies.ids)
            & Domain("campaign_id.state", "=", "open")
        )
        if lines:
            lines.invalidate_recordset(["missing_count"])
            lines.filtered(lambda line: not line.missing_count)._drop_duties()
