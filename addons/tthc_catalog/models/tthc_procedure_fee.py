from odoo import fields, models

from .tthc_limit import FEE_KINDS


class TthcProcedureFee(models.Model):
    """One line of the tariff: a fee or a charge, by case, channel and applicant.

    Where a version has lines, they say what is owed; else the one amount of the
    version, case or channel does.
    """

    _name = "tthc.procedure.fee"
    _inherit = ["tthc.procedure.part"]
    _description = "Fee of a procedure"
    _order = "version_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(string="What for", required=True)
    kind = fields.Selection(FEE_KINDS, required=True, default="charge")
    case_id = fields.Many2one(
        "tthc.procedure.case",
        ondelete="cascade",
        index="btree_not_null",
        domain="[('version_id', '=', version_id)]",
        help="Empty: in every case.",
    )
    channel = fields.Selection(
        [("direct", "At the counter"), ("online", "Online"), ("post", "By post")],
        help="Empty: in every way of submitting.",
    )
    applicant = fields.Selection(
        [("person", "Citizens"), ("body", "Organisations and enterprises")],
        help="Empty: everybody.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    amount = fields.Monetary(required=True)
    legal_basis = fields.Char(help="Text that sets it, with its article.")

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "A fee can't be negative."
    )

    def _matches(self, case, channel, applicant):
        """Whether the line applies to an applicant of a case and channel."""
        self.ensure_one()
        return (
            (not self.case_id or self.case_id == case)
            and (not self.channel or self.channel == channel)
            and (not self.applicant or self.applicant == applicant)
        )

    def _exactness(self):
        """How exactly the line says when it applies; the most exact one wins."""
        self.ensure_one()
        return (bool(self.case_id), bool(self.channel), bool(self.applicant))
