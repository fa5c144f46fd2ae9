from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class TthcDossierAssign(models.TransientModel):
    """Give steps to a member of the agency (Decree 61/2018 Art 19.1)."""

    _name = "tthc.dossier.assign"
    _description = "Assign steps"

    step_ids = fields.Many2many("tthc.dossier.step", required=True)
    agency_ids = fields.Many2many("tthc.agency", compute="_compute_agency_ids")
    user_id = fields.Many2one(
        "res.users",
        string="Handler",
        required=True,
        domain="[('tthc_agency_ids', 'in', agency_ids)]",
    )
    note = fields.Char(string="Note to the handler")

    @api.model
    def default_get(self, fields_list):
        """Take the chosen steps, or the open ones of the dossier at hand."""
        defaults = super().default_get(fields_list)
        if "step_ids" not in fields_list:
            return defaults
        context = self.env.context
        chosen = self.env[context.get("active_model") or "tthc.dossier"].browse(
            context.get("active_ids") or context.get("active_id")
        )
        if chosen._name == "tthc.dossier":
            chosen = chosen._own_unfinished_steps()
        defaults["step_ids"] = [Command.set(chosen.ids)]
        return defaults

    @api.depends("step_ids")
    def _compute_agency_ids(self):
        for wizard in self:
            own = self.env.user.tthc_agency_ids
            wizard.agency_ids = wizard.step_ids.agency_id & own

    def action_confirm(self):
        """Assign what nobody has, and give the rest to somebody else.

        See ``tthc.dossier._run`` for what is raised.
        """
        self.ensure_one()
        if not self.step_ids:
            raise UserError(self.env._("Choose the steps that are to be handled."))
        held = self.step_ids.filtered("user_id")
        for steps, action in (
            (self.step_ids - held, "action_assign"),
            (held, "action_reassign"),
        ):
            if steps:
                getattr(steps.dossier_id, action)(
                    user=self.user_id, steps=steps, note=self.note
                )
        return {"type": "ir.actions.act_window_close"}
