import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.identity_mask import mask

from .notice_table import (
    CHANNELS,
    EVENT_LABELS,
    NOTICE_STATES,
    PROBLEM_STATES,
    SENT_CHANNELS,
)
from .transition_table import MANAGER, RECEPTION

#: Failed ones first, then what waits, then the rest.
RANKS = {"failed": 0, "unknown": 0, "waiting": 1, "sending": 1}
LAST_RANK = 2


class TthcNotice(models.Model):
    """One message to a citizen: queue and record in one.

    Written by actions and by the job only. The address is closed to everybody: lists
    show it masked, the dossier has it.
    """

    _name = "tthc.notice"
    _inherit = ["tthc.guarded.whole", "tthc.notice.sending", "tthc.personal.data"]
    _description = "Notice to a citizen"
    _order = "rank, id desc"
    _rec_name = "dossier_id"

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="cascade", index=True
    )
    center_id = fields.Many2one("tthc.center", required=True, ondelete="restrict")
    event = fields.Selection(EVENT_LABELS, string="About", required=True)
    channel = fields.Selection(CHANNELS, string="Sent by", required=True)
    address = fields.Char(groups="base.group_system")
    address_masked = fields.Char(
        string="Sent to", compute="_compute_address_masked", compute_sudo=True
    )
    state = fields.Selection(NOTICE_STATES, required=True, default="waiting")
    rank = fields.Integer(compute="_compute_rank", store=True, precompute=True)
    subject = fields.Char()
    body = fields.Text(string="Text")
    tries = fields.Integer()
    next_try = fields.Datetime(string="Next try")
    sending_at = fields.Datetime(string="Sending since")
    error = fields.Char(string="What went wrong")
    sent_at = fields.Datetime(string="Told on")
    user_id = fields.Many2one(
        "res.users",
        string="By whom",
        ondelete="restrict",
        default=lambda self: self.env.user,
        help="Who did what the citizen is told of, sent it again, or told it.",
    )
    note = fields.Char(help="What was said, or with whom.")
    reference = fields.Char(
        default=lambda self: secrets.token_hex(16),
        help="Sent along each time, so that a gateway knows a repeated message.",
    )
    in_log = fields.Boolean(help="The log of the dossier has it.")

    # The list of a center: what failed first.
    _center_idx = models.Index("(center_id, rank, id DESC)")
    # The same over all centers, for the inspector.
    _rank_idx = models.Index("(rank, id DESC)")
    # What the job looks for.
    _due_idx = models.Index("(next_try, id) WHERE state = 'waiting'")
    _sending_idx = models.Index("(reference) WHERE state = 'sending'")
    _unlogged_idx = models.Index("(id) WHERE state = 'sent' AND in_log IS NOT TRUE")

    @api.depends("state")
    def _compute_rank(self):
        for notice in self:
            notice.rank = RANKS.get(notice.state, LAST_RANK)

    @api.depends("address", "channel")
    def _compute_address_masked(self):
        for notice in self:
            notice.address_masked = notice._masked(notice.address or "")

    def _masked(self, address):
        """An address as lists show it: “••••••5678”, “n•••@example.com”."""
        if "@" not in address:
            return mask(address)
        person, domain = address.split("@", 1)
        return f"{person[:1]}•••@{domain}"

    @api.model
    def _personal_fields(self):
        """Whom it went to and what it said."""
        names = {"address", "address_masked", "subject", "body", "note"}
        return super()._personal_fields() | names

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        # With a draft of a dossier goes what it had; a record is never deleted.
        if self.dossier_id.filtered(lambda dossier: dossier.state != "draft"):
            self._check_moving()

    @api.model
    def _moving_refusal(self):
        return self.env._("What a citizen was told is recorded by the system only.")

    @api.model
    def _queue(self, vals_list):
        """Put messages in line and wake the job for when the first one is due.

        :param vals_list: dicts of ``dossier_id``, ``center_id``, ``event``,
            ``channel``, ``address``, ``next_try``
        :return: ``tthc.notice``
        """
        if not vals_list:
            return self.browse()
        # sudo: notices are written by the actions of a dossier only
        notices = self.sudo()._moving().create(vals_list)
        self._wake(min(vals["next_try"] for vals in vals_list))
        return notices.with_env(self.env)

    def _write_as_action(self, vals):
        """Write on behalf of an action or of the job."""
        # sudo: notices are written by actions only
        self.sudo()._moving().write(vals)

    # -- what people do with one ------------------------------------------------

    def action_resend(self):
        """Put messages in line again that did not arrive, to the address of today.

        :raise AccessError: for others than the counter and the manager of the center
        :raise UserError: for a message that went out or waits
        """
        self._check_desk()
        self._check_state(*PROBLEM_STATES, "cancelled", "logged")
        moment = now()
        for notice in self:
            notice._check_still_true()
            notice._check_address()
            notice._write_as_action(
                {
                    "state": "waiting",
                    "tries": 0,
                    "next_try": moment,
                    "error": False,
                    "subject": False,
                    "body": False,
                    "user_id": self.env.uid,
                }
            )
        self.dossier_id._clear_notice_activities()
        self._wake(moment)

    def action_cancel(self):
        """Take messages out of the line that nobody needs any more."""
        self._check_desk()
        self._check_state("waiting", *PROBLEM_STATES)
        self._write_as_action({"state": "cancelled", "user_id": self.env.uid})
        self.dossier_id._clear_notice_activities()

    def action_told(self, means="phone", note=None):
        """Record that somebody told the citizen, in place of the message.

        :param means: “phone” or “in_person”
        :param note: what was said, or with whom
        """
        self._check_desk()
        self._check_state("waiting", "cancelled", "logged", *PROBLEM_STATES)
        if means not in ("phone", "in_person"):
            raise UserError(self.env._("Say how the citizen was told."))
        self._write_as_action(
            {
                "state": "told",
                "channel": means,
                "sent_at": now(),
                "note": (note or "").strip() or False,
                "user_id": self.env.uid,
                "subject": False,
                "body": False,
            }
        )
        self.dossier_id._lock()
        self._enter_in_log("web")
        self.dossier_id._clear_notice_activities()

    def action_open_dossier(self):
        """Open the dossier that the message is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _check_desk(self):
        """Let the counters and the managers of the center pass.

        Who reads a notice by another role changes nothing about it.
        """
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(MANAGER)):
            self._check_role(RECEPTION)
        self._lock()
        for notice in self:
            if not self.env.su and notice.center_id != self.env.user.tthc_center_id:
                raise UserError(
                    self.env._(
                        "%(code)s belongs to %(center)s; you work at another center.",
                        code=notice.dossier_id.display_name,
                        center=notice.center_id.display_name,
                    )
                )

    def _check_still_true(self):
        if not self.dossier_id._is_still_told(self.event):
            raise UserError(
                self.env._(
                    "%(code)s has gone on since: this message would not be true any "
                    "more.",
                    code=self.dossier_id.display_name,
                )
            )

    def _check_address(self):
        if self._address_of_today():
            return
        raise UserError(
            self.env._(
                "%(code)s has no address for this channel: correct the receipt, or "
                "tell the citizen by phone.",
                code=self.dossier_id.display_name,
            )
        )

    def _address_of_today(self):
        """Where the dossier says that the citizen is reached; it may be corrected."""
        if self.channel not in SENT_CHANNELS:
            return None
        return self.dossier_id._notice_addresses().get(self.channel)
