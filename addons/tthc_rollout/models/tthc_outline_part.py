from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.outline_paper import figure_line
from .outline_table import EDITABLE


class TthcOutlinePart(models.Model):
    """What one report says on one line of the outline."""

    _name = "tthc.outline.part"
    _description = "Line of a report along an outline"
    _order = "report_id, sequence, id"
    _rec_name = "name"

    report_id = fields.Many2one(
        "tthc.outline.report", required=True, ondelete="cascade", index=True
    )
    item_id = fields.Many2one("tthc.outline.item", required=True, ondelete="restrict")
    sequence = fields.Integer(related="item_id.sequence", store=True, precompute=True)
    level = fields.Integer(related="item_id.level")
    kind = fields.Selection(related="item_id.kind")
    code = fields.Char(related="item_id.code", string="No.")
    name = fields.Char(related="item_id.name", string="Outline")
    figures = fields.Json(
        readonly=True, help="What the system knows: labels with their numbers."
    )
    figures_text = fields.Text(
        string="Figures of the system", compute="_compute_figures_text"
    )
    text = fields.Text(string="What the unit reports")

    _line_uniq = models.UniqueIndex("(report_id, item_id)")

    @api.depends("figures")
    def _compute_figures_text(self):
        for part in self:
            part.figures_text = "\n".join(map(figure_line, part.figures or []))

    def write(self, vals):
        """Write what the own unit reports, as long as it is not filed.

        :raise AccessError: for figures, which are the system's
        :raise UserError: for a report that was filed, or of another unit
        """
        if vals.keys() - {"text"} and not self.env.su:
            raise AccessError(
                self.env._("Only the text is written by hand; figures are reckoned.")
            )
        for report in self.report_id:
            report._check_state(*EDITABLE)
            report._check_own()
        return super().write(vals)
