import logging

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM
from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount

_logger = logging.getLogger(__name__)
MANAGER = "tthc_base.group_center_manager"


class TthcCashClosing(models.AbstractModel):
    """A till at its end: counted, handed to the cashier, or closed by the night."""

    _name = "tthc.cash.closing"
    _description = "Closing of a till"

    def action_set_float(self, amount=0):
        """Put down the change money that lay in the till at the start.

        :param amount: đồng
        """
        self.ensure_one()
        self._check_mine()
        self._check_whole(amount)
        self._lock()
        self._check_state("open")
        self._as_action().write({"float_amount": amount})

    def action_close(self, counts=None, reason=None):
        """Count the cash and close the till; nothing is taken into it any more.

        :param counts: dict of note (đồng) → number of notes
        :param reason: why the cash differs from what should be there
        :raise UserError: for a difference without a reason
        """
        self.ensure_one()
        self._check_mine()
        self._lock()
        self._check_state("open", "uncounted")
        self.invalidate_recordset()
        counts = {
            int(note): int(number or 0) for note, number in (counts or {}).items()
        }
        if any(note <= 0 or number < 0 for note, number in counts.items()):
            raise UserError(self.env._("Notes are counted from zero up."))
        counted = sum(note * number for note, number in counts.items())
        difference = counted - self.expected
        if difference and not (reason or "").strip():
            raise UserError(
                self.env._(
                    "The cash differs by %(difference)s đ from what should be there: "
                    "count again, or give the reason.",
                    difference=vietnamese_amount(difference),
                )
            )
        till = self._as_action()
        till.count_ids.unlink()
        till.write(
            {
                "state": "closed",
                "closed_at": self.closed_at or now(),
                "counted": counted,
                "difference": difference,
                "difference_reason": (reason or "").strip() or False,
                "count_ids": [
                    (0, 0, {"denomination": note, "quantity": number})
                    for note, number in sorted(counts.items(), reverse=True)
                    if number
                ],
            }
        )
        till.activity_unlink(["mail.mail_activity_data_todo"])
        if difference:
            self.center_id._remind_managers(
                till,
                self.env._(
                    "The till differs by %(difference)s đ: %(reason)s",
                    difference=vietnamese_amount(difference),
                    reason=reason.strip(),
                ),
            )

    def action_hand_over(self, cashier=None):
        """Hand the counted cash to the cashier; both sign the cash sheet.

        :param cashier: ``res.users`` of the same center who takes it
        """
        self.ensure_one()
        self._check_mine()
        self._lock()
        self._check_state("closed")
        # sudo: only whether the colleague works at the same center
        if not cashier or cashier.sudo().tthc_center_id != self.center_id:
            raise UserError(
                self.env._("Choose the colleague of your center who takes the cash.")
            )
        if cashier == self.user_id:
            raise UserError(
                self.env._("The cash is handed to somebody else than the clerk.")
            )
        self._as_action().write(
            {
                "state": "handed",
                "cashier_id": cashier.id,
                "handed_amount": self.counted,
                "handed_at": now(),
            }
        )

    def action_reopen(self, reason=None):
        """Open a till of today again (manager of the center).

        :param reason: why, kept with the till
        """
        self.ensure_one()
        self._check_role(MANAGER)
        self.check_access("read")
        self._check_center()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it stays on record."))
        self._lock()
        self._check_state("closed", "uncounted")
        if self.day != self.center_id._today():
            raise UserError(self.env._("Only a till of today can be opened again."))
        till = self._as_action()
        till.count_ids.unlink()
        till.write(
            {
                "state": "open",
                "closed_at": False,
                "counted": 0,
                "difference": 0,
                "difference_reason": False,
            }
        )
        till.message_post(
            body=self.env._("Opened again: %(reason)s", reason=reason.strip())
        )

    def _check_mine(self):
        """Refuse whoever does not answer for the till."""
        if self.env.su or self.user_id == self.env.user:
            return
        raise UserError(
            self.env._(
                "This is the till of %(user)s: only they count it and hand it over.",
                user=self.user_id.name,
            )
        )

    def _check_center(self):
        if not self.env.su and self.center_id != self.env.user.tthc_center_id:
            raise UserError(
                self.env._(
                    "This till belongs to %(center)s; you work at another center.",
                    center=self.center_id.display_name,
                )
            )

    @api.model
    def _check_whole(self, amount):
        if amount is None or amount < 0 or amount != int(amount):
            raise UserError(self.env._("Enter the amount in whole đồng, zero or more."))

    # -- night ------------------------------------------------------------------

    @api.model
    def _cron_close_tills(self):
        """Close what was left open, as “not counted”, and tell clerk and manager.

        Runs after closing time. What goes wrong with one till keeps no other back.
        """
        tills = self.search([("state", "=", "open"), ("day", "<=", today(VIETNAM))])
        self.env["ir.cron"]._commit_progress(remaining=len(tills))
        for till in tills:
            till._close_by_night()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _close_by_night(self):
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self.with_context(lang="vi_VN")._close_uncounted()
        except UserError:
            _logger.warning("Till %s could not be closed", self.id, exc_info=True)

    def _close_uncounted(self):
        self._lock()
        self._check_state("open")
        till = self._as_action()
        if not self.expected:
            till.write({"state": "closed", "closed_at": now()})
            return
        till.write({"state": "uncounted", "closed_at": now()})
        sentence = self.env._(
            "The till was left open: count %(expected)s đ and hand them over.",
            expected=vietnamese_amount(self.expected),
        )
        till.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.day,
            summary=sentence,
            user_id=self.user_id.id,
        )
        self.center_id._remind_managers(till, sentence)
