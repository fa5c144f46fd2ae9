from odoo import fields, models


class TthcOutlineFiling(models.Model):
    """A version of a report along an outline, as it was filed."""

    _name = "tthc.outline.filing"
    _inherit = ["tthc.append.only"]
    _description = "Version of a report along an outline"
    _order = "report_id, number"
    _rec_name = "filed_at"

    report_id = fields.Many2one(
        "tthc.outline.report", required=True, readonly=True, ondelete="restrict"
    )
    number = fields.Integer(string="No.", required=True, readonly=True)
    filed_at = fields.Datetime(string="Filed on", required=True, readonly=True)
    filed_by_id = fields.Many2one(
        "res.users",
        string="Filed by",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    content = fields.Text(required=True, readonly=True)
    digest = fields.Char(string="SHA-256", required=True, readonly=True)

    # Two who file at the same moment: one version.
    _once = models.UniqueIndex(
        "(report_id, number)", "The report was filed by somebody else just now."
    )
