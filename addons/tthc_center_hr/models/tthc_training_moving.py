from odoo import models
from odoo.exceptions import UserError

from .training_table import SESSION_MOVES
from .tthc_roster_shift import DAY_FORMAT


class TthcTrainingMoving(models.AbstractModel):
    """The actions of a training session; each is a row of :data:`SESSION_MOVES`."""

    _name = "tthc.training.moving"
    _inherit = ["tthc.guarded.table"]
    _description = "Moves of a training session"
    _moves = SESSION_MOVES

    def action_invite(self):
        """Invite everybody on the list; they and their agencies are told.

        :raise AccessError: for everybody but HR
        :raise UserError: without people or place, or on days that are not worked
        """
        self._check_move("invite")
        self._check_days()
        for session in self:
            if not session.attendee_ids:
                raise UserError(
                    self.env._(
                        "%(name)s: nobody is on the list. “Who lacks it” gathers them.",
                        name=session.display_name,
                    )
                )
            if not session.place:
                raise UserError(
                    self.env._("%(name)s: enter the place.", name=session.display_name)
                )
        self._check_capacity()
        self._move("invite")
        self.attendee_ids._tell_invited()

    def action_close(self):
        """Close a session whose attendance is told.

        :raise AccessError: for whoever is neither HR nor the center's manager
        :raise UserError: before it began, or while somebody is not ticked
        """
        self._check_move("close")
        for session in self:
            session._check_begun()
            waiting = session.attendee_ids.filtered(lambda row: row.state == "invited")
            if waiting:
                raise UserError(
                    self.env._(
                        "%(name)s: tick whether they came: %(people)s.",
                        name=session.display_name,
                        people=", ".join(waiting[:5].mapped("name")),
                    )
                )
        self._move("close")

    def action_reopen(self, reason=None):
        """Open a closed session again, to mend its attendance.

        :param reason: why
        :raise AccessError: for everybody but HR
        :raise UserError: without a reason
        """
        self._check_move("reopen")
        self._move("reopen", {"reason": self._said(reason)})

    def action_cancel(self, reason=None):
        """Call a session off; those invited and their agencies are told.

        :param reason: why, as they are told
        :raise AccessError: for everybody but HR
        :raise UserError: without a reason, or when somebody came to it
        """
        self._check_move("cancel")
        reason = self._said(reason)
        for session in self:
            if session.present_count:
                raise UserError(
                    self.env._(
                        "%(name)s was held: %(count)s people came. Take the ticks back "
                        "first if that is wrong.",
                        name=session.display_name,
                        count=session.present_count,
                    )
                )
        told = self.filtered(lambda session: session.state == "invited")
        self._move("cancel", {"reason": reason})
        told.attendee_ids._tell_cancelled(reason)

    # -- what an action asks for ------------------------------------------------------

    def _check_begun(self):
        if not self._has_begun():
            raise UserError(
                self.env._(
                    "%(name)s: attendance is ticked from the first day on (%(day)s).",
                    name=self.display_name,
                    day=(
                        self.date_from.strftime(DAY_FORMAT) if self.date_from else "…"
                    ),
                )
            )

    def _check_examined(self):
        if not self.examined:
            raise UserError(
                self.env._(
                    "“%(topic)s” ends without a test: being there is enough.",
                    topic=self.topic_id.name,
                )
            )
