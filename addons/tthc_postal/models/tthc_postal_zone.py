from odoo import api, fields, models

from odoo.addons.tthc_base.models.tthc_legal_period import VERIFIED


class TthcPostalZone(models.Model):
    """How long a parcel may take: J + n working days by zone (Circular 17/2017 Art 7).

    J is the day on which the Post accepts it.
    """

    _name = "tthc.postal.zone"
    _description = "Zone of the public postal service"
    _order = "regulation_id, sequence, id"

    regulation_id = fields.Many2one(
        "tthc.postal.regulation", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char(required=True)
    days = fields.Integer(
        string="J + n",
        required=True,
        help="Working days at most, without an appointment slip.",
    )
    days_with_slip = fields.Integer(
        string="J + n with the slip",
        required=True,
        help="Working days at most where the Post also brings the appointment slip.",
    )
    between_provinces = fields.Boolean(
        help="Complaints are answered within the longer limit."
    )
    source = fields.Char()
    verified = fields.Selection(VERIFIED, required=True, default="unverified")
    note = fields.Char()

    _code_uniq = models.UniqueIndex(
        "(regulation_id, code)", "These rules have a zone of this code already."
    )
    _days_sane = models.Constraint(
        "CHECK (days > 0 AND days_with_slip >= days)",
        "At least one working day, and with the slip not fewer than without.",
    )

    @api.depends("name", "days", "days_with_slip")
    def _compute_display_name(self):
        for zone in self:
            zone.display_name = f"{zone.name} (J+{zone.days})"

    def _days_of(self, with_slip):
        """Working days that the Post has.

        :param with_slip: whether it also brings the appointment slip
        """
        self.ensure_one()
        return self.days_with_slip if with_slip else self.days
