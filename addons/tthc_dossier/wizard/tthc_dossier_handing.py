from odoo import api, fields, models

from ..models.tthc_dossier_ending import MEANS


class TthcDossierHanding(models.TransientModel):
    """The result goes to the citizen: who takes it, and what they show."""

    _name = "tthc.dossier.handing"
    _description = "Return a result"

    dossier_id = fields.Many2one("tthc.dossier", required=True)
    result_channel = fields.Selection(related="dossier_id.result_channel")
    receiver = fields.Char(string="Handed to")
    proof = fields.Selection(
        [
            ("receipt", "Shows the receipt"),
            ("identity", "Receipt lost: identity paper checked"),
        ],
        string="Shows",
        default="receipt",
    )
    authorisation = fields.Char(
        help="Needed when somebody else than applicant or submitter collects it."
    )
    is_early = fields.Boolean(readonly=True)
    means = fields.Selection(
        MEANS, string="Citizen told", help="A result before its day is told first."
    )
    kept_originals = fields.Text(string="Originals to give back", readonly=True)
    originals = fields.Boolean(string="Originals given back")
    currency_id = fields.Many2one(related="dossier_id.currency_id")
    fee_balance = fields.Monetary(related="dossier_id.fee_balance")
    held_back = fields.Boolean(readonly=True)

    @api.model
    def default_get(self, fields_list):
        """Take the submitter, and what is still to be done for the dossier."""
        defaults = super().default_get(fields_list)
        dossier = self.env["tthc.dossier"].browse(self.env.context.get("active_id"))
        if dossier:
            early = dossier._is_before_its_day() and not dossier.notified_at
            defaults.update(
                dossier_id=dossier.id,
                receiver=dossier.submitter_name or dossier.owner_name,
                is_early=early,
                means="in_person" if early else False,
                held_back=dossier._is_held_back_unpaid(),
                kept_originals="\n".join(dossier._kept_originals().mapped("name")),
            )
        return defaults

    def action_collect(self):
        """Collect the fee first."""
        return self.dossier_id.action_collect()

    def action_confirm(self):
        """Return the result; see ``tthc.dossier._run`` for what is raised."""
        self.ensure_one()
        self.dossier_id.action_give_back(
            receiver=self.receiver,
            proof=self.proof if self.result_channel == "direct" else None,
            authorisation=self.authorisation,
            means=self.means,
            originals=self.originals,
        )
        return {"type": "ir.actions.act_window_close"}
