from odoo import models
from odoo.exceptions import AccessError

from .assignment_table import HR, MANAGER


class TthcCenterKept(models.AbstractModel):
    """Papers that HR and the manager of the own center keep, and move by a table.

    Mixed into guarded models that have a ``center_id``; ``_moves`` is their table.
    """

    _name = "tthc.center.kept"
    _description = "Kept by HR and the center's manager"

    _moves = {}

    def _begin(self, name):
        """Check who moves the records, from where, and hold them."""
        move = self._moves[name]
        self._check_keeper(move.groups)
        self._lock()
        self._check_state(*move.sources)

    def _finish(self, name, **values):
        self._moving().write({"state": self._moves[name].target, **values})

    def _check_keeper(self, groups):
        """Refuse whoever does not keep these records.

        :param groups: external ids; a manager keeps those of the own center only
        :raise AccessError: for everybody else
        """
        user = self.env.user
        if self.env.su or (HR in groups and user.has_group(HR)):
            return
        self._check_role(MANAGER)
        if self.center_id - user.tthc_center_id:
            raise AccessError(
                self.env._("This is done by the manager of the own center.")
            )
