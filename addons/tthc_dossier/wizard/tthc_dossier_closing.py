from odoo import Command, api, fields, models


class TthcDossierClosing(models.TransientModel):
    """Closing a file: its documents in order, with the number of their sheets."""

    _name = "tthc.dossier.closing"
    _description = "Close a file"

    dossier_id = fields.Many2one("tthc.dossier", required=True)
    retention_id = fields.Many2one("tthc.retention", compute="_compute_retention_id")
    line_ids = fields.One2many("tthc.dossier.closing.line", "closing_id")
    sheet_count = fields.Integer(string="Sheets", compute="_compute_sheet_count")

    @api.depends("dossier_id")
    def _compute_retention_id(self):
        for wizard in self:
            wizard.retention_id = wizard.dossier_id.procedure_id._retention()

    @api.depends("line_ids.sheet_count")
    def _compute_sheet_count(self):
        for wizard in self:
            wizard.sheet_count = sum(wizard.line_ids.mapped("sheet_count"))

    @api.model
    def default_get(self, fields_list):
        """List the papers and results of the dossier."""
        defaults = super().default_get(fields_list)
        dossier = self.env["tthc.dossier"].browse(self.env.context.get("active_id"))
        if dossier:
            defaults["dossier_id"] = dossier.id
            defaults["line_ids"] = [
                Command.create({**row, "sequence": number})
                for number, row in enumerate(dossier._default_documents(), start=1)
            ]
        return defaults

    def action_confirm(self):
        """Close the file; see ``tthc.dossier._run`` for what is raised."""
        self.ensure_one()
        names = ("name", "number", "date", "author", "sheet_count", "note")
        self.dossier_id.action_close_file(
            [{name: line[name] for name in names} for line in self.line_ids]
        )
        return {"type": "ir.actions.act_window_close"}
