from odoo import models
from odoo.exceptions import AccessError, UserError

from .training_table import SESSION_MOVES
from .tthc_roster_shift import DAY_FORMAT


class TthcTrainingMoving(models.AbstractModel):
    """The actions of a training session; each is a row of :data:`SESSION_MOVES`."""

    _name = "tthc.training.moving"
    _description = "Moves of a training session"

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
        self._move("invite", {})
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
        self._move("close", {})

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

    def _check_move(self, name):
        """Refuse who may not make a move, and sessions that are elsewhere.

        :param name: key of :data:`SESSION_MOVES`
        :raise AccessError: when the user has none of its roles or may not see them
        :raise UserError: when a session is in another state
        """
        move = SESSION_MOVES[name]
        self.check_access("read")
        self._check_one_role(move.groups)
        self._lock()
        self._check_state(*move.sources)

    def _check_one_role(self, groups):
        """Refuse whoever has none of some roles.

        :param groups: external ids
        :raise AccessError: names the roles
        """
        if self.env.su or any(map(self.env.user.has_group, groups)):
            return
        # sudo: names to tell the user, who can't read groups
        roles = [self.env.ref(group).sudo().name for group in groups]
        raise AccessError(
            self.env._("This is done by the role “%(role)s”.", role="”, “".join(roles))
        )

    def _move(self, name, values):
        # sudo: the center's manager closes but plans nothing; the role and the record
        # were checked
        self.sudo()._moving().write({"state": SESSION_MOVES[name].target, **values})

    def _lock(self):
        # sudo: a lock needs the right to write, which the manager does not have
        return super(TthcTrainingMoving, self.sudo())._lock()

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

    def _said(self, text):
        """The words of a reason.

        :raise UserError: without any
        """
        text = (text or "").strip() if isinstance(text, str) else ""
        if not text:
            raise UserError(self.env._("Give the reason."))
        return text
