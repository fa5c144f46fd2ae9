from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM


class TthcUniformOrderMake(models.TransientModel):
    """Make the orders of a center's year: one a supplier."""

    _name = "tthc.uniform.order.make"
    _description = "Make orders of uniforms"

    campaign_id = fields.Many2one("tthc.uniform.campaign", readonly=True)
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        default=lambda self: self.env.user.tthc_center_id,
    )
    year = fields.Integer(required=True, default=lambda self: clock.today(VIETNAM).year)
    garment_ids = fields.Many2many(
        "tthc.uniform.garment", string="Garments", required=True
    )
    sets = fields.Integer(string="Uniforms a person", required=True, default=1)
    rule_id = fields.Many2one(
        "tthc.uniform.rule", string="Entitlement", compute="_compute_rule_id"
    )
    spare_percent = fields.Integer(
        string="Spare pieces (%)",
        default=5,
        help="On top of what people need, of each size, rounded up.",
    )
    wanted_on = fields.Date(string="Wanted by")

    @api.model
    def default_get(self, fields_list):
        """Take center and garments of the campaign it was opened from."""
        defaults = super().default_get(fields_list)
        campaign = self.env["tthc.uniform.campaign"].browse(
            defaults.get("campaign_id", [])
        )
        if campaign:
            defaults["center_id"] = campaign.center_id.id
            defaults["garment_ids"] = [Command.set(campaign.garment_ids.ids)]
        return defaults

    @api.depends("center_id", "year")
    def _compute_rule_id(self):
        rules = self.env["tthc.uniform.rule"]
        for wizard in self:
            day = max(
                clock.today(VIETNAM),
                fields.Date.to_date(f"{wizard.year or 1:04d}-01-01"),
            )
            wizard.rule_id = rules._entitling(wizard.center_id, day).get("main", rules)

    def action_make(self):
        """Make one order a supplier, filled with people and sizes.

        :return: action that opens the order, or the list of them
        :raise UserError: when nobody is left without
        """
        self.ensure_one()
        orders = self.env["tthc.uniform.order"]
        orders._check_role("tthc_base.group_hr_logistics")
        if self.sets < 1 or self.spare_percent < 0:
            raise UserError(
                self.env._("Order at least one uniform a person; spare is 0 or more.")
            )
        for supplier, garments in self.garment_ids.grouped("supplier_id").items():
            orders |= orders._moving().create(
                {
                    "center_id": self.center_id.id,
                    "year": self.year,
                    "supplier_id": supplier.id,
                    "campaign_id": self.campaign_id.id,
                    "garment_ids": garments.ids,
                    "sets": self.sets,
                    "wanted_on": self.wanted_on,
                }
            )
        orders = orders.with_env(self.env)
        for order in orders:
            order._fill(self.spare_percent)
        if not orders.person_ids:
            raise UserError(
                self.env._(
                    "There is nothing to order for %(year)s: whoever is entitled "
                    "stands on an order already, or nobody is in post then.",
                    year=self.year,
                )
            )
        orders.filtered(lambda order: not order.person_ids).unlink()
        orders = orders.exists()
        if len(orders) == 1:
            return orders._open(orders)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_center_hr.tthc_uniform_order_action"
        )
        return {**action, "domain": [("id", "in", orders.ids)], "context": {}}
