from odoo import models

from odoo.addons.tthc_base.tools import clock

from .training_table import ATTENDEE_MOVES, RESULT_MOVES


class TthcTrainingAttending(models.AbstractModel):
    """The actions of attendance; each is a row of :data:`ATTENDEE_MOVES`."""

    _name = "tthc.training.attending"
    _inherit = ["tthc.guarded.table"]
    _description = "Moves of attendance"
    _moves = ATTENDEE_MOVES

    def action_attend(self):
        """Tick that they came.

        :raise AccessError: for whoever is neither HR nor the center's manager
        :raise UserError: before the first day, or once the session is closed
        """
        self._check_move("attend")
        self._move("attend", {"reason": False})

    def action_miss(self):
        """Tick that they did not come; raises as :meth:`action_attend`."""
        self._check_move("miss")
        self._move("miss", {"reason": False})

    def action_excuse(self, reason=None):
        """Excuse them, also ahead of the day; they have to come another time.

        :param reason: why, as told
        :raise AccessError: for whoever is neither HR nor the center's manager
        :raise UserError: without a reason, or once the session is closed
        """
        self._check_move("excuse")
        self._move("excuse", {"reason": self._said(reason)})

    def action_undo(self):
        """Take a tick back; raises as :meth:`action_attend`."""
        self._check_move("undo")
        self._move("undo", {"reason": False})

    def action_pass(self):
        """Note that they passed; also after the session was closed.

        :raise AccessError: for everybody but HR
        :raise UserError: for who did not come, or a topic without a test
        """
        self._check_move("pass")
        self._move("pass")

    def action_fail(self):
        """Note that they failed; raises as :meth:`action_pass`."""
        self._check_move("fail")
        self._move("fail")

    def action_unmark(self):
        """Take a result back; raises as :meth:`action_pass`."""
        self._check_move("unmark")
        self._move("unmark")

    # -- what an action asks for ------------------------------------------------------

    def _check_move(self, name):
        """Refuse who may not make a move, and people who are elsewhere.

        :param name: key of :data:`ATTENDEE_MOVES`
        :raise AccessError: when the user has none of its roles or may not see them
        :raise UserError: when somebody is in another state, or the session is
        """
        result = super()._check_move(name)
        for session in self.session_id:
            if name in RESULT_MOVES:
                session._check_state("invited", "held")
                session._check_examined()
            elif name == "excuse":
                session._check_state("invited")
            else:
                session._check_state("invited")
                session._check_begun()
        return result

    def _move(self, name, values=None):
        mark = {"marked_by_id": self.env.uid, "marked_at": clock.now()}
        return super()._move(name, {**mark, **(values or {})})

    # -- notices ----------------------------------------------------------------------

    def _tell_invited(self):
        """They are on the list of an announced session."""
        for session, rows in self.grouped("session_id").items():
            session._tell(
                rows,
                lambda session: (
                    session.env._("Invited: %(name)s", name=session.display_name),
                    session._when_and_where(),
                ),
            )

    def _tell_removed(self):
        """They need not come."""
        for session, rows in self.grouped("session_id").items():
            session._tell(
                rows,
                lambda session: (
                    session.env._("Taken off: %(name)s", name=session.display_name),
                    session.env._("They need not come to this training."),
                ),
            )

    def _tell_cancelled(self, reason):
        """The session does not take place.

        :param reason: why, as entered
        """
        for session, rows in self.grouped("session_id").items():
            session._tell(
                rows,
                lambda session: (
                    session.env._("Cancelled: %(name)s", name=session.display_name),
                    session.env._(
                        "%(when)s It does not take place: %(reason)s.",
                        when=session._when_and_where(),
                        reason=reason,
                    ),
                ),
            )
