from odoo import Command, api, fields, models


class TthcDossierDeciding(models.TransientModel):
    """What a specialist proposes or a leader decides on one or many dossiers."""

    _name = "tthc.dossier.deciding"
    _description = "Decision on dossiers"

    dossier_ids = fields.Many2many("tthc.dossier", required=True)
    mode = fields.Selection(
        [("finish_step", "Propose"), ("resolve", "Decide")], required=True
    )
    outcome = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused")],
        required=True,
        default="granted",
    )
    line_ids = fields.One2many(
        "tthc.dossier.deciding.line", "deciding_id", string="Result documents"
    )
    version_id = fields.Many2one(
        "tthc.procedure.version", compute="_compute_version_id"
    )
    note = fields.Char(string="Reason or remark")

    @api.depends("dossier_ids")
    def _compute_version_id(self):
        for wizard in self:
            versions = wizard.dossier_ids.version_id
            wizard.version_id = versions if len(versions) == 1 else False

    @api.model
    def default_get(self, fields_list):
        """Take the chosen dossiers, and what the specialist proposed for one."""
        defaults = super().default_get(fields_list)
        dossiers = self.env["tthc.dossier"].browse(
            self.env.context.get("active_ids") or self.env.context.get("active_id")
        )
        if "dossier_ids" in fields_list and dossiers:
            defaults["dossier_ids"] = [Command.set(dossiers.ids)]
        if len(dossiers) == 1 and dossiers.proposed_outcome:
            defaults["outcome"] = dossiers.proposed_outcome
            defaults["note"] = dossiers.result_note
        if "line_ids" in fields_list and dossiers:
            defaults["line_ids"] = [Command.create(self._first_line(dossiers))]
        return defaults

    @api.model
    def _first_line(self, dossiers):
        kinds = dossiers.version_id.result_ids
        return {
            "kind_id": kinds.id if len(kinds) == 1 else False,
            "date": dossiers.center_id[:1]._today(),
            "signer_name": self.env.user.name,
        }

    def action_confirm(self):
        """Carry out what was chosen on all dossiers, or on none.

        See ``tthc.dossier._run`` for what is raised.
        """
        self.ensure_one()
        if self.mode == "finish_step":
            self.dossier_ids.action_finish_step(self.outcome, self.note)
        else:
            self.dossier_ids.action_resolve(
                self.outcome, note=self.note, results=self.line_ids._documents()
            )
        return {"type": "ir.actions.act_window_close"}
