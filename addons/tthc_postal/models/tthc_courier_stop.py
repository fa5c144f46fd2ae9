from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TthcCourierStop(models.Model):
    """A stop of a route: the agency, the hour, and who is there for the Post."""

    _name = "tthc.courier.stop"
    _description = "Stop of a courier route"
    _order = "route_id, sequence, arrival, id"

    route_id = fields.Many2one(
        "tthc.courier.route", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    agency_id = fields.Many2one(
        "tthc.agency", required=True, ondelete="restrict", index=True
    )
    address = fields.Char(
        compute="_compute_address", store=True, readonly=False, precompute=True
    )
    arrival = fields.Float(required=True, help="Planned local hour.")
    stay = fields.Integer(string="Stay (minutes)", default=10)
    contact_ids = fields.Many2many(
        "res.users",
        string="Contact persons",
        domain="[('share', '=', False)]",
        help="The agency's staff who hand papers over to the Post and take them in.",
    )
    phone = fields.Char(help="Where the courier calls when nobody is there.")
    note = fields.Char(help="Door, floor, reception.")

    _once_a_run = models.UniqueIndex(
        "(route_id, agency_id)", "A run stops at an agency once."
    )
    _stay_positive = models.Constraint(
        "CHECK (stay >= 0)", "A stay can't be less than no time."
    )

    @api.depends("agency_id")
    def _compute_address(self):
        for stop in self:
            stop.address = stop.agency_id.address

    @api.depends("agency_id")
    def _compute_display_name(self):
        for stop in self:
            stop.display_name = stop.agency_id.display_name

    @api.constrains("contact_ids", "agency_id")
    def _check_contacts(self):
        for stop in self:
            strangers = stop.contact_ids.filtered(
                lambda user, stop=stop: stop.agency_id not in user.tthc_agency_ids
            )
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%(person)s does not work for %(agency)s: enter its own staff.",
                        person=strangers[0].name,
                        agency=stop.agency_id.display_name,
                    )
                )

    @api.constrains("arrival", "sequence")
    def _check_hours(self):
        self.route_id._check_hours()
