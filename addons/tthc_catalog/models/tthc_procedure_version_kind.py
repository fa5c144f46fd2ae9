from odoo import api, fields, models


class TthcProcedureVersion(models.Model):
    """Which kind a procedure is, and whether somebody has looked."""

    _inherit = "tthc.procedure.version"

    kind_reviewed = fields.Boolean(
        string="Kind reviewed",
        tracking=True,
        help="Somebody has checked whether it is interlinked and whether it is a "
        "public service: what is not ticked is “no”. Otherwise it counts as not known.",
    )

    @api.model
    def _fields_open_after_approval(self):
        """What is known about a version is no part of what was published."""
        return super()._fields_open_after_approval() | {"kind_reviewed"}

    def action_review_kind(self):
        """Say of versions that their ticks for kind were checked.

        :raise AccessError: for anybody but a catalog editor
        """
        self.kind_reviewed = True
