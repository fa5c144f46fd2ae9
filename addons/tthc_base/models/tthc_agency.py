from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class TthcAgency(models.Model):
    """A department, board, vertical body, people's committee or the Post."""

    _name = "tthc.agency"
    _inherit = ["tthc.dated.name.owner", "mail.thread"]
    _description = "Agency"
    _order = "sequence, name"
    _parent_store = True
    _rec_names_search = ["name", "short_name", "identifier"]

    name = fields.Char(tracking=True)
    identifier = fields.Char(tracking=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("committee", "People's committee"),
            ("department", "Department or board"),
            ("unit", "Unit of an agency"),
            ("vertical", "Vertical body"),
            ("post", "Post"),
        ],
        required=True,
        default="department",
        index=True,
    )
    level = fields.Selection(
        [
            ("ministry", "Ministry"),
            ("province", "Province"),
            ("district", "District"),
            ("commune", "Commune"),
        ],
        required=True,
        default="province",
    )
    parent_id = fields.Many2one("tthc.agency", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("tthc.agency", "parent_id", string="Units")
    admin_unit_id = fields.Many2one(
        "tthc.admin.unit", string="Territory", ondelete="restrict"
    )
    name_ids = fields.One2many("tthc.agency.name", "agency_id", string="Earlier names")
    date_from = fields.Date(string="Founded on")
    date_to = fields.Date(
        string="Dissolved on", help="First day on which the agency no longer exists."
    )
    successor_id = fields.Many2one(
        "tthc.agency",
        ondelete="restrict",
        tracking=True,
        help="The agency that took over after a merger or a dissolution.",
    )
    user_ids = fields.Many2many(
        "res.users", "tthc_agency_user_rel", "agency_id", "user_id", string="Members"
    )
    address = fields.Char()
    phone = fields.Char()
    email = fields.Char()
    source = fields.Char()
    note = fields.Char()

    _identifier_uniq = models.UniqueIndex(
        "(identifier) WHERE identifier IS NOT NULL AND date_to IS NULL",
        "Another agency already has this electronic identifier.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to > date_from)",
        "An agency can't be dissolved before it is founded.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Create agencies; who has members forgets what was kept of their rights."""
        agencies = super().create(vals_list)
        if any(vals.get("user_ids") for vals in vals_list):
            self._forget_rights()
        return agencies

    def write(self, vals):
        """Write agencies; new members see at once what is their agency's."""
        result = super().write(vals)
        if "user_ids" in vals:
            self._forget_rights()
        return result

    @api.model
    def _forget_rights(self):
        """Forget record rules that name the agencies of a user.

        The other side of the membership does so by itself, see
        ``res.users._get_invalidation_fields``.
        """
        self.env.registry.clear_cache()

    @api.constrains("successor_id")
    def _check_successor(self):
        if self._has_cycle("successor_id"):
            raise ValidationError(
                self.env._("An agency can't be its own successor, not even in turns.")
            )

    @api.depends("name", "short_name")
    def _compute_display_name(self):
        for agency in self:
            agency.display_name = agency.short_name or agency.name

    def _search_display_name(self, operator, value):
        found = super()._search_display_name(operator, value)
        if operator in Domain.NEGATIVE_OPERATORS:
            return found & Domain("name_ids.name", operator, value)
        return found | Domain("name_ids.name", operator, value)

    def _named_since(self):
        return self.date_from or super()._named_since()

    def _successor_at(self, day):
        """The agency that does this one's work on a day.

        :param day: ``datetime.date`` in the time zone of the center
        :return: the agency itself while it exists, else the last of its
            successors that exists on that day
        """
        self.ensure_one()
        agency = self
        while agency.successor_id and agency.date_to and agency.date_to <= day:
            agency = agency.successor_id
        return agency
