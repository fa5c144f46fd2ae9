from odoo import api, fields, models


class TthcFeeExemption(models.Model):
    """Who pays less or nothing. It changes no fee by itself: a clerk chooses it."""

    _name = "tthc.fee.exemption"
    _inherit = ["tthc.procedure.part"]
    _description = "Exemption from the fee of a procedure"
    _order = "version_id, sequence, id"

    sequence = fields.Integer(default=10)
    case_id = fields.Many2one(
        "tthc.procedure.case",
        ondelete="cascade",
        index="btree_not_null",
        domain="[('version_id', '=', version_id)]",
        help="Empty: in every case.",
    )
    name = fields.Char(string="Who", required=True)
    reduction = fields.Float(
        string="Reduction (%)",
        digits=(5, 2),
        default=100.0,
        help="100: pays nothing.",
    )
    legal_basis = fields.Char(help="Text that grants it, with its article.")

    _reduction_range = models.Constraint(
        "CHECK (reduction > 0 AND reduction <= 100)",
        "A reduction lies between 0 and 100 percent.",
    )

    @api.depends("name", "reduction")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for exemption in self:
            exemption.display_name = exemption._label()

    def _label(self):
        """Who, and how much less, such as “Người khuyết tật: giảm 50 %”."""
        self.ensure_one()
        if self.reduction >= 100:
            return self.env._("%(who)s: free of charge", who=self.name)
        return self.env._(
            "%(who)s: %(reduction)s %% less",
            who=self.name,
            reduction=f"{self.reduction:g}".replace(".", ","),
        )

    def _reduce(self, amount, currency):
        """What remains to be paid.

        :param amount: fee in đồng
        :param currency: ``res.currency`` whose rounding applies
        :return: amount in đồng
        """
        self.ensure_one()
        return currency.round(amount * (1 - self.reduction / 100))
