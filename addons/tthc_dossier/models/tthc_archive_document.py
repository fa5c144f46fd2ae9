from odoo import api, fields, models


class TthcArchiveDocument(models.Model):
    """A line of the list of documents in a closed file (mục lục văn bản)."""

    _name = "tthc.archive.document"
    _inherit = ["tthc.dossier.part", "tthc.personal.data"]
    _description = "Document in a closed file"
    _order = "dossier_id, sequence, id"

    _free_states = ()

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="cascade", index=True, readonly=True
    )
    sequence = fields.Integer(string="No.", readonly=True)
    number = fields.Char(string="Number and sign", readonly=True)
    date = fields.Date(readonly=True)
    name = fields.Char(string="What it is", required=True, readonly=True)
    author = fields.Char(readonly=True)
    sheet_count = fields.Integer(string="Sheets", readonly=True)
    first_sheet = fields.Integer(readonly=True)
    sheet_label = fields.Char(string="Sheet no.", compute="_compute_sheet_label")
    note = fields.Char(readonly=True)

    @api.depends("sheet_count", "first_sheet")
    def _compute_sheet_label(self):
        for document in self:
            first, count = document.first_sheet, document.sheet_count
            last = first + count - 1
            document.sheet_label = (
                "" if not count else f"{first}" if count == 1 else f"{first}-{last}"
            )

    @api.model
    def _personal_fields(self):
        """An author or a note may name a citizen."""
        return super()._personal_fields() | {"author", "note"}
