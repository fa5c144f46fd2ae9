from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now


class TthcDossierApologyBatch(models.TransientModel):
    """Several letters of apology, each with its reason and new day, signed at once."""

    _name = "tthc.dossier.apology.batch"
    _description = "Sign letters of apology"

    reason = fields.Char(
        string="Reason for all", help="Fills the rows that have no reason yet."
    )
    line_ids = fields.One2many("tthc.dossier.apology.batch.line", "batch_id")
    signed_count = fields.Integer(compute="_compute_counts")
    failed_count = fields.Integer(compute="_compute_counts")

    @api.depends("line_ids.letter_id", "line_ids.error")
    def _compute_counts(self):
        for batch in self:
            batch.signed_count = len(batch.line_ids.letter_id)
            batch.failed_count = len(batch.line_ids.filtered("error"))

    @api.model
    def default_get(self, fields_list):
        """Take what waits for the user's signature among what was chosen.

        :raise UserError: when none of it does
        """
        defaults = super().default_get(fields_list)
        if "line_ids" in fields_list:
            lines = self._lines_of(self._chosen_dossiers())
            if not lines:
                raise UserError(
                    self.env._("None of what you chose waits for your signature.")
                )
            defaults["line_ids"] = [Command.create(values) for values in lines]
        return defaults

    @api.model
    def _chosen_dossiers(self):
        context = self.env.context
        chosen = context.get("active_ids") or []
        if context.get("active_model") == "tthc.dossier.apology":
            return self.env["tthc.dossier.apology"].browse(chosen).exists().dossier_id
        return self.env["tthc.dossier"].browse(chosen).exists()

    @api.model
    def _lines_of(self, dossiers):
        """Rows for the dossiers that the user may sign for, most urgent first."""
        moment = now()
        leads, manages = (
            self.env.user.has_group(f"tthc_base.group_{role}")
            for role in ("leader", "center_manager")
        )
        return [
            {
                "dossier_id": dossier.id,
                "action": (
                    "apologise" if dossier.can_apologise else "overrule_apology"
                ),
                "finding": dossier._finding(moment),
                **dossier._letter_to_sign(moment),
            }
            for dossier in dossiers.sorted(lambda row: (row.due or moment, row.id))
            if (leads and dossier.can_apologise)
            or (manages and dossier.can_overrule_apology)
        ]

    @api.onchange("reason")
    def _onchange_reason(self):
        for line in self.line_ids.filtered(lambda line: not line.reason):
            line.reason = self.reason

    def action_confirm(self):
        """Sign what can be signed; what can't is named and keeps nothing back.

        :return: the letters, printed; or this dialog with the rows that are left
        """
        self.ensure_one()
        for line in self.line_ids.filtered(lambda line: not line.letter_id):
            line._sign()
        if self.failed_count:
            return self._reopen()
        return self.action_print()

    def action_print(self):
        """Print the letters that were signed here."""
        self.ensure_one()
        letter = self.env.ref("tthc_dossier.action_report_apology")
        return letter.report_action(self.line_ids.letter_id, config=False) | {
            "close_on_report_download": not self.failed_count
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign letters of apology"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
