from odoo import api, fields, models


class TthcUniformSize(models.Model):
    """A size of a garment for women or for men, as its maker calls it."""

    _name = "tthc.uniform.size"
    _description = "Size of a garment"
    _order = "garment_id, sex, sequence, id"
    _rec_names_search = ["name"]

    name = fields.Char(string="Size", required=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    garment_id = fields.Many2one(
        "tthc.uniform.garment", required=True, ondelete="cascade"
    )
    sex = fields.Selection([("female", "Women"), ("male", "Men")], required=True)
    source = fields.Char(help="The document or the maker's chart that names the size.")

    # The sizes of a garment are found by it, too.
    _name_uniq = models.UniqueIndex(
        "(garment_id, sex, name)", "The garment has this size already."
    )

    @api.depends("name", "sex")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["sex"]._description_selection(self.env))
        for size in self:
            size.display_name = f"{labels.get(size.sex, '')} {size.name or ''}".strip()
