from odoo import api, fields, models

from odoo.addons.tthc_base.tools.clock import now


class TthcDossierApologySign(models.TransientModel):
    """The reason and the new day that a letter of apology needs."""

    _name = "tthc.dossier.apology.sign"
    _description = "Sign a letter of apology"

    dossier_id = fields.Many2one("tthc.dossier", required=True, readonly=True)
    mode = fields.Selection(
        [
            ("draft", "Draft"),
            ("apologise", "By the agency"),
            ("overrule", "By the director"),
        ],
        required=True,
        default="apologise",
    )
    due = fields.Datetime(related="dossier_id.due", string="Promised for")
    finding = fields.Selection(
        selection=lambda self: (
            self.env["tthc.dossier.apology"]
            ._fields["finding"]
            ._description_selection(self.env)
        ),
        string="Why a letter is needed",
        readonly=True,
    )
    forecast = fields.Datetime(string="Steps end at best", readonly=True)
    deadline = fields.Datetime(string="Letter in time until", readonly=True)
    is_too_late = fields.Boolean(readonly=True)
    reason = fields.Char(string="Reason, as the citizen reads it", required=True)
    new_date = fields.Date(string="New day", required=True)

    @api.model
    def default_get(self, fields_list):
        """Begin with the draft of the job, or with what it would propose."""
        defaults = super().default_get(fields_list)
        dossier = self.env["tthc.dossier"].browse(self.env.context.get("active_id"))
        if dossier and dossier.due:
            moment = now()
            deadline = dossier._apology_deadline()
            defaults.update(
                dossier_id=dossier.id,
                finding=dossier._finding(moment),
                forecast=dossier._forecast(moment),
                deadline=deadline,
                is_too_late=deadline < moment,
                **dossier._letter_to_sign(moment),
            )
        return defaults

    def action_confirm(self):
        """Sign the letter and print it; a draft only goes to those who sign.

        See ``tthc.dossier._run`` for what is raised.
        """
        self.ensure_one()
        if self.mode == "draft":
            self.dossier_id.action_draft_apology(self.reason, self.new_date)
            return {"type": "ir.actions.act_window_close"}
        if self.mode == "overrule":
            self.dossier_id.action_overrule_apology(self.reason, self.new_date)
        else:
            self.dossier_id.action_apologise(self.reason, self.new_date)
        letter = self.env.ref("tthc_dossier.action_report_apology")
        return letter.report_action(self.dossier_id.apology_ids[-1:], config=False) | {
            "close_on_report_download": True
        }
