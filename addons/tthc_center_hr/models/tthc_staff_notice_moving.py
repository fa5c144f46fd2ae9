from odoo import models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM, local_moment

from .assignment_table import HR, MANAGER
from .staff_notice_table import MOVES


class TthcStaffNoticeMoving(models.AbstractModel):
    """How a monthly notice is checked, sent and corrected."""

    _name = "tthc.staff.notice.moving"
    _inherit = ["tthc.center.kept"]
    _description = "Life of a monthly notice"
    _moves = MOVES

    def action_check(self):
        """Say, as the manager of the center, that figures and remarks are right.

        :raise AccessError: for whoever does not manage the center
        :raise UserError: without people, or with figures that were taken before the
            days of the notice were over
        """
        self._check_move("check")
        for notice in self:
            taken = notice._day_of_figures()
            if clock.today(VIETNAM) <= notice.date_to:
                raise UserError(
                    self.env._(
                        "%(notice)s: the month is not over; it ends on %(day)s.",
                        notice=notice.display_name,
                        day=notice.date_to.strftime("%d/%m/%Y"),
                    )
                )
            if not notice.line_ids or not taken or taken <= notice.date_to:
                raise UserError(
                    self.env._(
                        "%(notice)s: the figures are not those of the whole month. "
                        "Take them anew and look again.",
                        notice=notice.display_name,
                    )
                )
        self._move("check", {"checked_by_id": self.env.uid})

    def _day_of_figures(self):
        """The day at the center on which the figures were taken, or False."""
        self.ensure_one()
        taken = self.gathered_at
        return taken and local_moment(taken).date()

    def action_return(self):
        """Open a checked notice again.

        :raise AccessError: for whoever is neither HR nor the center's manager
        """
        self._check_move("return")
        self._move("return", {"checked_by_id": False})

    def action_send(self):
        """Send notices: from here on they say for ever what they say.

        Readers are told by a job afterwards; no failure of it takes the sending back.

        :raise AccessError: for whoever is neither HR nor the center's manager
        """
        self._check_move("send")
        self._move("send", {"sent_by_id": self.env.uid, "sent_at": clock.now()})
        self._freeze()
        self._queue_telling()
        self.center_id._settle_notice_duties()

    def action_correct(self, reason=None):
        """Begin a new notice that says what differs from this one.

        :param reason: why
        :return: the action that opens the new notice
        :raise AccessError: for whoever is neither HR nor the center's manager
        :raise UserError: without a reason, before it was sent, or when it was
            corrected already
        """
        self.ensure_one()
        self._check_mover((HR, MANAGER))
        self._lock()
        self._check_state("sent")
        reason = self._said(reason)
        if self.correction_ids:
            raise UserError(
                self.env._(
                    "%(notice)s was corrected already: correct the later notice.",
                    notice=self.display_name,
                )
            )
        new = self._moving().create(
            {
                "center_id": self.center_id.id,
                "agency_id": self.agency_id.id,
                "month": self.month,
                # The days stay those of the notice, whatever the cut-off is by now.
                "date_from": self.date_from,
                "date_to": self.date_to,
                "corrects_id": self.id,
                "reason": reason,
                "note": self.note,
            }
        )
        new._gather()
        by_hand = {line.assignment_id: line._by_hand() for line in self.line_ids}
        for line in new.line_ids:
            line._moving().write(by_hand.get(line.assignment_id, {}))
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": new.id,
            "views": [(False, "form")],
        }

    def action_excel(self):
        """Take the people of these notices along as an Excel file.

        :return: action of the web client that downloads it
        """
        self.check_access("read")
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/tthc_center_hr/staff_notices?ids={ids}",
            "target": "download",
        }
