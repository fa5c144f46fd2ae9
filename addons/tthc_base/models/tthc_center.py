from odoo import api, fields, models


class TthcCenter(models.Model):
    """A place that receives dossiers and returns results."""

    _name = "tthc.center"
    _inherit = ["tthc.dated.name.owner", "mail.thread"]
    _description = "Public administration service center"
    _order = "sequence, name"

    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    level = fields.Selection(
        [("province", "Province"), ("district", "District"), ("commune", "Commune")],
        required=True,
        default="province",
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Belongs to",
        required=True,
        ondelete="restrict",
        index=True,
        help="The body that the center is part of; the first line of its letterhead.",
    )
    admin_unit_id = fields.Many2one(
        "tthc.admin.unit", string="Territory", ondelete="restrict"
    )
    name_ids = fields.One2many("tthc.center.name", "center_id", string="Earlier names")
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working time",
        required=True,
        ondelete="restrict",
        default=lambda self: self._default_resource_calendar_id(),
    )
    counter_ids = fields.One2many("tthc.counter", "center_id", string="Counters")
    agency_ids = fields.Many2many(
        "tthc.agency",
        string="Agencies at the center",
        compute="_compute_agency_ids",
        help="Agencies that have a counter here.",
    )
    user_ids = fields.One2many("res.users", "tthc_center_id", string="Staff")
    place_name = fields.Char(
        required=True,
        help="Printed before the date: “Đồng Nai, ngày …”.",
    )
    address = fields.Char()
    phone = fields.Char()
    email = fields.Char()
    website = fields.Char()
    opening_note = fields.Char(
        string="Opening hours",
        help="As printed on receipts and shown on the citizen's page.",
    )
    head_title = fields.Char(string="Title of the head", default="GIÁM ĐỐC")
    source = fields.Char()

    @api.model
    def _default_resource_calendar_id(self):
        return self.env.ref(
            "tthc_base.calendar_administrative", raise_if_not_found=False
        )

    @api.depends("counter_ids.agency_ids", "counter_ids.active")
    def _compute_agency_ids(self):
        for center in self:
            center.agency_ids = center.counter_ids.agency_ids

    @api.depends("name", "short_name")
    def _compute_display_name(self):
        for center in self:
            center.display_name = center.short_name or center.name

    def _body_at(self, day):
        """The body that the center was part of on a day.

        :param day: ``datetime.date`` in the time zone of the center
        :return: ``tthc.agency``
        """
        return self._earlier_name_at(day).agency_id or self.agency_id

    def _keep_body_until(self, day, document):
        """Write the present body down as that of earlier, before it changes.

        :param day: ``datetime.date``, the first on which it no longer holds
        :param document: the decision that changes it
        :raise UserError: when the earlier names reach beyond the day already
        """
        for center in self:
            body = center.agency_id
            center.name_ids.filtered(lambda row: not row.agency_id).agency_id = body
            center._keep_names_until(day, document, agency_id=body.id)
