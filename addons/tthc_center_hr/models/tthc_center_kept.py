from odoo import models
from odoo.exceptions import AccessError

from .assignment_table import HR, MANAGER


class TthcCenterKept(models.AbstractModel):
    """Papers that HR and the manager of the own center keep, and move by a table.

    Mixed into guarded models that have a ``center_id``; ``_moves`` is their table.
    """

    _name = "tthc.center.kept"
    _inherit = ["tthc.guarded.table"]
    _description = "Kept by HR and the center's manager"

    def _check_mover(self, groups):
        """A manager moves what belongs to the own center only.

        :param groups: external ids, any of which will do
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
