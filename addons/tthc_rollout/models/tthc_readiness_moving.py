from odoo import models
from odoo.exceptions import AccessError


class TthcReadinessMoving(models.AbstractModel):
    """Moves a record by the table of its model."""

    _name = "tthc.readiness.moving"
    _inherit = ["tthc.guarded"]
    _description = "Moves by a table"

    def _moves(self):
        """The table of the model: dict of name → ``Move``."""
        raise NotImplementedError

    def _own_facts(self):
        """Fields that only actions write."""
        return {"state"}

    def _check_move(self, name):
        """Refuse who may not make a move, and records that are elsewhere.

        :param name: key of the table
        :raise AccessError: when the user has none of its roles or may not see them
        :raise UserError: when a record is in another state, or being moved
        """
        move = self._moves()[name]
        if not self.env.su and not any(
            self.env.user.has_group(group) for group in move.groups
        ):
            # sudo: names to tell the user, who can't read groups
            names = [self.env.ref(group).sudo().name for group in move.groups]
            raise AccessError(
                self.env._(
                    "This is done by the role “%(role)s”.", role=" / ".join(names)
                )
            )
        self.check_access("read")
        # sudo: a lock needs the right to write, which a leader does not have
        self.sudo()._lock()
        self.invalidate_recordset(["state"])
        self._check_state(*move.sources)

    def _move(self, name, vals=None):
        """Make a move that was checked.

        :param name: key of the table
        :param vals: what is written with it
        """
        # sudo: whoever may make the move need not write the record by hand
        self.sudo()._moving().write(
            {"state": self._moves()[name].target, **(vals or {})}
        )

    def _check_own_facts(self, vals):
        """Refuse what only actions write.

        :raise AccessError: when no action is at work
        """
        if vals.keys() & self._own_facts():
            self._check_moving()
