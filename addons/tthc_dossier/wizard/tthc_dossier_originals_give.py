from odoo import Command, api, fields, models


class TthcDossierOriginalsGive(models.TransientModel):
    """Originals shown for comparison go back to the citizen (rule R11)."""

    _name = "tthc.dossier.originals.give"
    _description = "Give originals back"

    dossier_id = fields.Many2one("tthc.dossier", required=True)
    held_ids = fields.Many2many(
        "tthc.dossier.component", compute="_compute_held_ids", string="Held originals"
    )
    paper_ids = fields.Many2many(
        "tthc.dossier.component",
        string="Originals",
        domain="[('id', 'in', held_ids)]",
        required=True,
    )
    receiver = fields.Char(string="Handed to", required=True)
    authorisation = fields.Char(
        help="Needed when somebody else than applicant or submitter takes them."
    )

    @api.depends("dossier_id")
    def _compute_held_ids(self):
        for wizard in self:
            wizard.held_ids = wizard.dossier_id._kept_originals()

    @api.model
    def default_get(self, fields_list):
        """Take all that is held, and the submitter.

        Opened from a dossier, or from one or more papers of one dossier.
        """
        defaults = super().default_get(fields_list)
        context = self.env.context
        ids = context.get("active_ids") or [context.get("active_id")]
        if context.get("active_model") == "tthc.dossier.component":
            papers = self.env["tthc.dossier.component"].browse(ids)
            dossier = papers.dossier_id[:1]
            papers = dossier._kept_originals(papers)
        else:
            dossier = self.env["tthc.dossier"].browse(ids[0])
            papers = dossier._kept_originals()
        if dossier:
            defaults.update(
                dossier_id=dossier.id,
                paper_ids=[Command.set(papers.ids)],
                receiver=dossier._usual_receiver(),
            )
        return defaults

    def action_confirm(self):
        """Give them back; see ``tthc.dossier._run`` for what is raised."""
        self.ensure_one()
        self.dossier_id.action_give_originals(
            self.paper_ids, self.receiver, self.authorisation
        )
        return {"type": "ir.actions.act_window_close"}
