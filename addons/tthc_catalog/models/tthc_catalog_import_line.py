from odoo import fields, models

SEVERITIES = [("error", "Error"), ("warning", "Warning"), ("info", "For information")]

OUTCOMES = [
    ("new", "Added"),
    ("changed", "Changed"),
    ("unchanged", "Unchanged"),
    ("refused", "Refused"),
    ("skipped", "Left out"),
]


class TthcCatalogImportLine(models.Model):
    """What one row of a file comes to, or what is wrong with one of its cells."""

    _name = "tthc.catalog.import.line"
    _description = "Line of an import"
    _order = "import_id desc, row, id"

    import_id = fields.Many2one(
        "tthc.catalog.import", required=True, ondelete="cascade", index=True
    )
    row = fields.Integer(help="As Excel counts, the heading included.")
    column = fields.Char(help="Heading in the file.")
    label = fields.Char(string="Code")
    severity = fields.Selection(
        SEVERITIES,
        required=True,
        default="info",
    )
    outcome = fields.Selection(
        OUTCOMES,
        string="Result",
        help="What becomes of the row as a whole.",
    )
    message = fields.Text()
    before = fields.Text()
    after = fields.Text()

    _severity_idx = models.Index("(import_id, severity)")
