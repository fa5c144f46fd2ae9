from odoo import Command, api, fields, models

PAPER_FIELDS = ("name", "original_count", "certified_count", "copy_count")


class TthcDossierRequest(models.TransientModel):
    """What the citizen is to bring: guidance at intake, or a supplement (form 02)."""

    _name = "tthc.dossier.request"
    _description = "Ask for what is missing"

    dossier_id = fields.Many2one("tthc.dossier", required=True)
    mode = fields.Selection(
        [("guide", "Guide the citizen"), ("ask_supplement", "Ask for a supplement")],
        required=True,
    )
    reason = fields.Char(required=True)
    line_ids = fields.One2many(
        "tthc.dossier.request.line", "request_id", string="What to bring"
    )

    @api.model
    def default_get(self, fields_list):
        """Begin with the required papers that are not there."""
        defaults = super().default_get(fields_list)
        dossier = self.env["tthc.dossier"].browse(self.env.context.get("active_id"))
        if dossier and "dossier_id" in fields_list:
            defaults["dossier_id"] = dossier.id
            defaults["line_ids"] = [
                Command.create(
                    {
                        "component_id": paper.id,
                        **{name: paper[name] for name in PAPER_FIELDS},
                    }
                )
                for paper in dossier._missing_components()
            ]
        return defaults

    def action_confirm(self):
        """Carry it out; see ``tthc.dossier._run`` for what is raised."""
        self.ensure_one()
        lines = [
            {
                "component_id": line.component_id.id,
                **{name: line[name] for name in PAPER_FIELDS},
            }
            for line in self.line_ids
        ]
        if self.mode == "guide":
            self.dossier_id.action_guide(self.reason, lines)
            return self.dossier_id._print_and_close("guidance")
        self.dossier_id.action_ask_supplement(self.reason, lines)
        return {"type": "ir.actions.act_window_close"}
