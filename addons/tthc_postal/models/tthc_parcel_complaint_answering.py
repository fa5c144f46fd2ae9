from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now

FINDINGS = [
    ("upheld", "The Post is at fault"),
    ("part", "Partly"),
    ("rejected", "The Post is not at fault"),
]
PAYERS = [
    ("post", "The Post"),
    ("agency", "The agency or center at fault"),
    ("nobody", "Nobody"),
]


class TthcParcelComplaintAnswering(models.AbstractModel):
    """The end of a complaint: answered, compensated, or withdrawn."""

    _name = "tthc.parcel.complaint.answering"
    _description = "Answer to a complaint"

    currency_id = fields.Many2one("res.currency")
    state = fields.Selection(
        [
            ("open", "Waiting for the answer"),
            ("answered", "Answered"),
            ("closed", "Closed"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="open",
        tracking=True,
        copy=False,
    )
    finding = fields.Selection(FINDINGS, readonly=True, copy=False, tracking=True)
    answer = fields.Text(readonly=True, copy=False)
    answered_at = fields.Datetime(readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", copy=False
    )
    answered_late = fields.Boolean(
        readonly=True, copy=False, help="After the day on which the answer was due."
    )
    compensation = fields.Monetary(readonly=True, copy=False, tracking=True)
    payer = fields.Selection(
        PAYERS, string="Compensation paid by", readonly=True, copy=False
    )
    compensation_reference = fields.Char(
        string="Document of the compensation", readonly=True, copy=False
    )
    closed_at = fields.Datetime(readonly=True, copy=False)
    closing_reason = fields.Char(readonly=True, copy=False)
    can_answer = fields.Boolean(compute="_compute_can_answer")

    @api.depends("state", "carrier_id", "center_id")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        for row in self:
            row.can_answer = row.state == "open" and row._may_answer()

    def _may_answer(self):
        """Whether the user puts the answer down: people of the Post or the center."""
        self.ensure_one()
        if self.env.su:
            return True
        # sudo: who settles for a carrier is on its record, which not all may read
        if self.env.user in self.sudo().carrier_id.settler_ids:
            return True
        return self._is_center_side()

    def _is_center_side(self):
        user = self.env.user
        return user.tthc_center_id == self.center_id and (
            user.has_group("tthc_base.group_reception")
            or user.has_group("tthc_base.group_center_manager")
        )

    def action_answer(self, finding=None, answer=None, compensation=0, payer=None):
        """Put the answer of the Post down.

        :param finding: key of :data:`FINDINGS`
        :param answer: what the complainant is told
        :param compensation: đồng, 0 for none
        :param payer: key of :data:`PAYERS`; needed with a compensation
        :raise UserError: for an answer that is not whole
        """
        self.check_access("read")
        for row in self:
            if not row._may_answer():
                raise AccessError(
                    self.env._("The Post or the center of the parcel answers.")
                )
        self._check_answer(finding, answer, compensation, payer)
        rows = self._as_action()
        rows._lock()
        rows.invalidate_recordset()
        rows._check_state("open")
        moment = now()
        for row in rows:
            row.write(
                {
                    "state": "answered",
                    "finding": finding,
                    "answer": answer.strip(),
                    "answered_at": moment,
                    "answered_by_id": self.env.uid,
                    "answered_late": row.due_at < moment,
                    "compensation": compensation or 0,
                    "payer": payer if compensation else "nobody",
                }
            )
        rows._end_tasks()

    def _check_answer(self, finding, answer, compensation, payer):
        if finding not in dict(FINDINGS):
            raise UserError(self.env._("Say who was found at fault."))
        if not (answer or "").strip():
            raise UserError(self.env._("Write down what the complainant is told."))
        compensation = compensation or 0
        if compensation < 0 or compensation != int(compensation):
            raise UserError(self.env._("Enter the compensation in whole đồng."))
        if compensation and payer not in ("post", "agency"):
            raise UserError(self.env._("Say who pays the compensation."))
        if compensation and payer == "post" and finding == "rejected":
            raise UserError(
                self.env._("Where the Post is not at fault it pays no compensation.")
            )

    def action_close(self, reference=None):
        """Close an answered complaint: told to the complainant, compensation paid.

        :param reference: document of the compensation; needed where there is one
        """
        self.check_access("read")
        self._check_center()
        rows = self._as_action()
        rows._lock()
        rows.invalidate_recordset()
        rows._check_state("answered")
        reference = (reference or "").strip()
        for row in rows:
            if row.compensation and not reference:
                raise UserError(
                    self.env._(
                        "%(name)s: enter the document by which the compensation was "
                        "paid.",
                        name=row.display_name,
                    )
                )
        rows.write(
            {
                "state": "closed",
                "closed_at": now(),
                "compensation_reference": reference or False,
            }
        )

    def action_withdraw(self, reason=None):
        """The complainant takes it back.

        :param reason: why, kept on record
        """
        self.check_access("read")
        self._check_center()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it stays on record."))
        rows = self._as_action()
        rows._lock()
        rows.invalidate_recordset()
        rows._check_state("open")
        rows.write(
            {
                "state": "withdrawn",
                "closed_at": now(),
                "closing_reason": reason.strip(),
            }
        )
        rows._end_tasks()

    def _check_center(self):
        for row in self:
            if not self.env.su and not row._is_center_side():
                raise AccessError(
                    self.env._(
                        "%(name)s is followed by %(center)s.",
                        name=row.display_name,
                        center=row.center_id.display_name,
                    )
                )

    def _end_tasks(self):
        """Nobody has to be reminded of it any more."""
        self.activity_unlink(["mail.mail_activity_data_todo"])
