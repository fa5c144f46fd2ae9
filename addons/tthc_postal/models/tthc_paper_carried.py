from odoo import api, fields, models


class TthcPaperCarried(models.AbstractModel):
    """A paper in a citizen's parcel: it belongs at the door, not at a desk."""

    _name = "tthc.paper.carried"
    _description = "Paper in a parcel"

    parcel_id = fields.Many2one(
        "tthc.parcel",
        ondelete="restrict",
        readonly=True,
        index="btree_not_null",
        help="The parcel that carries it now.",
    )

    @api.depends("parcel_id.direction", "parcel_id.state")
    def _compute_destination(self):
        return super()._compute_destination()

    def _destination(self):
        """Extend: what is being delivered goes to no desk, until it comes back."""
        if self._is_being_delivered():
            return None, None
        return super()._destination()

    def _is_being_delivered(self):
        """Whether a courier has it for the citizen."""
        self.ensure_one()
        parcel = self.parcel_id
        at_door = ("accepted", "under_way", "failed")
        return parcel.direction == "delivery" and parcel.state in at_door
