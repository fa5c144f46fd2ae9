from odoo import fields, models


class TthcDossierRecountLine(models.TransientModel):
    """A dossier whose dates a change of the calendar moves."""

    _name = "tthc.dossier.recount.line"
    _description = "Dossier to count anew"
    _order = "center_id, agency_id, old_due, id"

    recount_id = fields.Many2one(
        "tthc.dossier.recount", required=True, ondelete="cascade", index=True
    )
    dossier_id = fields.Many2one("tthc.dossier", required=True, ondelete="cascade")
    code = fields.Char()
    center_id = fields.Many2one("tthc.center")
    agency_id = fields.Many2one("tthc.agency", string="Lead agency")
    old_due = fields.Datetime(string="Promised")
    new_due = fields.Datetime(string="By the calendar now")
    step_count = fields.Integer(string="Steps that move")
    explanation = fields.Text()
    state = fields.Selection(
        [
            ("pending", "To be counted anew"),
            ("over", "Stays: would have passed already"),
            ("applied", "Counted anew"),
            ("skipped", "Skipped: changed in between"),
        ],
        required=True,
        default="pending",
    )

    def _still_holds(self, moment):
        """Whether the dossier stands as it did when the preview was made.

        :param moment: naive UTC
        """
        self.ensure_one()
        # sudo: the change holds for every center; the wizard is the administrator's
        dossier = self.sudo().dossier_id
        if not dossier._is_running() or dossier.due != self.old_due:
            return False
        counted, _steps = dossier._recounted(moment)
        return bool(counted) and counted["due"] == self.new_due
