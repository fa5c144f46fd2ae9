from odoo import fields, models


class TthcAdminUnit(models.Model):
    """Province, district or commune, as long as it existed.

    A commune of before 1 July 2025 and the one that kept its code after the
    two-tier reform are two records; the province is one, with dated names.
    """

    _name = "tthc.admin.unit"
    _inherit = "tthc.dated.name.owner"
    _description = "Administrative unit"
    _order = "level, name"
    _parent_store = True

    code = fields.Char(required=True, help="Code of the General Statistics Office.")
    level = fields.Selection(
        [
            ("1_province", "Province"),
            ("2_district", "District"),
            ("3_commune", "Commune"),
        ],
        required=True,
        index=True,
    )
    kind = fields.Char(help="Tỉnh, thành phố, huyện, thị xã, xã, phường, thị trấn.")
    parent_id = fields.Many2one("tthc.admin.unit", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    date_from = fields.Date(help="Empty: from before the data begin.")
    date_to = fields.Date(help="First day on which the unit no longer exists.")
    successor_id = fields.Many2one("tthc.admin.unit", ondelete="set null")
    name_ids = fields.One2many(
        "tthc.admin.unit.name", "unit_id", string="Earlier names"
    )
    source = fields.Char()
    active = fields.Boolean(default=True)

    _dates_ordered = models.Constraint(
        "CHECK (date_to > date_from)",
        "An administrative unit can't end before it begins.",
    )
    _code_no_overlap = models.Constraint(
        "EXCLUDE USING gist (level WITH =, code WITH =,"
        " daterange(date_from, date_to) WITH &&)",
        "Two administrative units of one level have the same code on the same day.",
    )
