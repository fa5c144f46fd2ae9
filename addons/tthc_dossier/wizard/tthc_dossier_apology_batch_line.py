from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcDossierApologyBatchLine(models.TransientModel):
    """One letter among those that are signed at once."""

    _name = "tthc.dossier.apology.batch.line"
    _description = "Letter of apology to sign"
    _order = "id"

    batch_id = fields.Many2one(
        "tthc.dossier.apology.batch", required=True, ondelete="cascade", index=True
    )
    dossier_id = fields.Many2one("tthc.dossier", required=True, ondelete="cascade")
    action = fields.Selection(
        [("apologise", "By the agency"), ("overrule_apology", "By the director")],
        string="Signed as",
        required=True,
    )
    due = fields.Datetime(related="dossier_id.due", string="Promised for")
    finding = fields.Selection(
        selection=lambda self: (
            self.env["tthc.dossier.apology"]
            ._fields["finding"]
            ._description_selection(self.env)
        ),
        string="Why a letter is needed",
    )
    reason = fields.Char(string="Reason, as the citizen reads it")
    new_date = fields.Date(string="New day")
    problem = fields.Char(string="What is missing", compute="_compute_problem")
    error = fields.Char(readonly=True)
    letter_id = fields.Many2one(
        "tthc.dossier.apology", string="Signed letter", readonly=True
    )

    @api.depends("reason", "new_date", "error", "letter_id")
    def _compute_problem(self):
        for line in self:
            line.problem = not line.letter_id and (line._problem() or line.error)

    def _problem(self):
        """What would keep the letter from being signed, in words; None if nothing."""
        self.ensure_one()
        dossier = self.dossier_id
        try:
            for need in dossier._transition(self.action).needs:
                getattr(dossier, need)(reason=self.reason, new_date=self.new_date)
        except UserError as error:
            return str(error)
        return None

    def _sign(self):
        """Sign this letter, or keep the reason why that can't be."""
        self.ensure_one()
        act = getattr(self.dossier_id, f"action_{self.action}")
        try:
            with self.env.cr.savepoint():
                act(self.reason, self.new_date)
        except UserError as error:
            self.error = str(error)
            return
        self.write({"error": False, "letter_id": self.dossier_id.apology_ids[-1:].id})
