from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_date import local_moment

from .consultation_table import REPLY_MOVES

ACTIVITY = "tthc_rollout.mail_activity_consultation"


class TthcConsultationReply(models.Model):
    """What one unit says to a draft: comments, or that it agrees."""

    _name = "tthc.consultation.reply"
    _inherit = ["tthc.guarded.table", "mail.thread", "mail.activity.mixin"]
    _description = "Reply to a consultation"
    _order = "state, is_late desc, agency_id, id"
    _rec_name = "agency_id"
    _moves = REPLY_MOVES
    _moved_fields = (
        "state",
        "sent_at",
        "sent_by_id",
        "is_late",
        "consultation_id",
        "agency_id",
    )

    consultation_id = fields.Many2one(
        "tthc.consultation", required=True, ondelete="restrict", readonly=True
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Unit",
        required=True,
        ondelete="restrict",
        readonly=True,
        index=True,
    )
    comment_ids = fields.One2many(
        "tthc.consultation.comment", "reply_id", string="Comments"
    )
    comment_count = fields.Integer(string="Comments made", compute="_compute_count")
    state = fields.Selection(
        [("draft", "Not sent"), ("sent", "Sent")],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
    )
    sent_at = fields.Datetime(string="Sent on", readonly=True)
    sent_by_id = fields.Many2one("res.users", string="Sent by", readonly=True)
    is_late = fields.Boolean(string="Late", readonly=True)
    due_at = fields.Datetime(string="Due", related="consultation_id.due_at")
    focus = fields.Text(string="Asked above all", related="consultation_id.focus")
    # The text of the draft belongs to the consultation, which units may read.
    attachment_ids = fields.Many2many(
        string="Text of the draft", related="consultation_id.attachment_ids"
    )
    consultation_state = fields.Selection(
        string="Consultation is", related="consultation_id.state"
    )

    is_own = fields.Boolean(compute="_compute_is_own")

    _unit_uniq = models.UniqueIndex(
        "(consultation_id, agency_id)", "This unit is asked already."
    )

    @api.depends("consultation_id", "agency_id")
    def _compute_display_name(self):
        for reply in self:
            reply.display_name = (
                f"{reply.agency_id.display_name} · {reply.consultation_id.name}"
            )

    @api.depends("agency_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        sends = self._may_move("send")
        for reply in self:
            reply.is_own = sends and self.env.user in reply.agency_id.user_ids

    @api.depends("comment_ids")
    def _compute_count(self):
        groups = self.env["tthc.consultation.comment"]._read_group(
            [("reply_id", "in", self.ids)], ["reply_id"], ["__count"]
        )
        counts = {reply.id: count for reply, count in groups}
        for reply in self:
            reply.comment_count = counts.get(reply.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Create replies; opening a consultation does it.

        :raise AccessError: for everybody else
        """
        self._check_moving()
        return super().create(vals_list)

    def _ask(self):
        """Put the draft on the list of the reporters of each unit."""
        for reply in self:
            # sudo: whom to tell does not depend on who opens
            reporters = reply.sudo().agency_id.user_ids.filtered(
                lambda user: user.has_group("tthc_base.group_agency_reporter")
            )
            for user in reporters:
                reply.with_context(mail_activity_quick_update=True).activity_schedule(
                    ACTIVITY,
                    date_deadline=local_moment(reply.due_at).date(),
                    user_id=user.id,
                )

    def _forget(self):
        """Take what is done or not needed from the lists of the reporters."""
        # sudo: one who sends ends the task of the others, too
        self.sudo().activity_unlink([ACTIVITY])

    def action_send(self):
        """Send the comments; a unit without any agrees with the draft.

        :raise AccessError: for everybody but reporters and leaders of the unit
        :raise UserError: when it was sent, or the consultation is closed
        """
        self._check_move("send")
        moment = now()
        for reply in self:
            reply._check_own()
            reply.consultation_id._check_state("open")
            reply._move(
                "send",
                {
                    "sent_at": moment,
                    "sent_by_id": self.env.uid,
                    "is_late": moment > reply.due_at,
                },
            )
        self._forget()

    def _check_own(self):
        """Refuse who speaks for another unit, be it the coordinator.

        :raise UserError: names the unit
        """
        self.ensure_one()
        if self.env.user not in self.agency_id.user_ids:
            raise UserError(
                self.env._(
                    "Only %(agency)s itself replies to “%(name)s”.",
                    agency=self.agency_id.display_name,
                    name=self.consultation_id.name,
                )
            )

    def action_return(self, reason=None):
        """Let a unit write again.

        :param reason: told to the unit
        :raise AccessError: when the user is no coordinator
        :raise UserError: without a reason, or when its comments are answered
        """
        self._check_move("return")
        reason = self._said(reason)
        for reply in self:
            if reply.comment_ids.filtered("answer_kind"):
                raise UserError(
                    self.env._(
                        "%(agency)s: comments are answered already.",
                        agency=reply.agency_id.display_name,
                    )
                )
            reply.consultation_id._check_state("open")
        self._move("return", {"sent_at": False, "sent_by_id": False, "is_late": False})
        for reply in self:
            # sudo: the coordinator writes to the unit's record
            reply.sudo().message_post(body=reason)
        self._ask()
