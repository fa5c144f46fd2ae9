from odoo import api, fields, models


class TthcUniformOrderPerson(models.Model):
    """For whom a piece is ordered, in which size: as it was when the order was filled.

    Personal: read by HR alone; others see the grid.
    """

    _name = "tthc.uniform.order.person"
    _inherit = ["tthc.personal.data"]
    _description = "Person on an order of uniforms"
    _order = "order_id, agency_id, staff_id, garment_id"
    _rec_name = "staff_id"

    # Found by the unique index on order, person and garment.
    order_id = fields.Many2one("tthc.uniform.order", required=True, ondelete="cascade")
    staff_id = fields.Many2one(
        "tthc.staff", string="Person", required=True, ondelete="restrict", index=True
    )
    agency_id = fields.Many2one("tthc.agency", required=True, ondelete="restrict")
    garment_id = fields.Many2one(
        "tthc.uniform.garment", required=True, ondelete="restrict"
    )
    size_id = fields.Many2one("tthc.uniform.size", ondelete="restrict")
    quantity = fields.Integer(string="Pieces", required=True)
    given = fields.Integer(string="Handed out", compute="_compute_given")

    _once = models.UniqueIndex(
        "(order_id, staff_id, garment_id)",
        "This person stands on the order with this garment already.",
    )

    @api.model
    def _personal_fields(self):
        return {"staff_id", "size_id"}

    def _compute_given(self):
        groups = self.env["tthc.uniform.issue.line"]._read_group(
            [
                ("issue_id.order_id", "in", self.order_id.ids),
                ("issue_id.kind", "=", "issue"),
                ("issue_id.state", "=", "issued"),
            ],
            ["order_id", "staff_id", "garment_id"],
            ["quantity:sum"],
        )
        given = {tuple(key): pieces for *key, pieces in groups}
        for row in self:
            row.given = given.get((row.order_id, row.staff_id, row.garment_id), 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse whoever is no action of the order."""
        self.env["tthc.uniform.order"]._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Refuse whoever is no action of the order."""
        self.env["tthc.uniform.order"]._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_by_actions(self):
        self.env["tthc.uniform.order"]._check_moving()
