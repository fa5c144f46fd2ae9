from odoo import Command, api, fields, models


class TthcDossierResult(models.TransientModel):
    """What a specialist proposes or a leader decides on one or many dossiers."""

    _name = "tthc.dossier.result"
    _description = "Result of dossiers"

    dossier_ids = fields.Many2many("tthc.dossier", required=True)
    mode = fields.Selection(
        [("finish_step", "Propose"), ("resolve", "Decide")], required=True
    )
    outcome = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused")],
        required=True,
        default="granted",
    )
    number = fields.Char(string="Number of the result")
    date = fields.Date(string="Date of the result", default=fields.Date.context_today)
    note = fields.Char(string="Reason or remark")

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
        return defaults

    def action_confirm(self):
        """Carry out what was chosen on all dossiers, or on none.

        See ``tthc.dossier._run`` for what is raised.
        """
        self.ensure_one()
        if self.mode == "finish_step":
            self.dossier_ids.action_finish_step(self.outcome, self.note)
        else:
            self.dossier_ids.action_resolve(
                self.outcome, self.number, self.date, self.note
            )
        return {"type": "ir.actions.act_window_close"}
