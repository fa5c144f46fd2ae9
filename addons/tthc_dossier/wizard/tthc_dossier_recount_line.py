from odoo import fields, models

from ..models.transition_table import OPEN_STATES


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
    details = fields.Text(
        string="Other dates",
        help="Hand-over, supplement, answers and steps: before and after.",
    )
    explanation = fields.Text(help="Of the new day, or why it failed.")
    state = fields.Selection(
        [
            ("pending", "To be counted anew"),
            ("over", "Stays: would have passed already"),
            ("applied", "Counted anew"),
            ("skipped", "Skipped: changed in between"),
            ("failed", "Failed: stays as it was"),
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
        if dossier.state not in OPEN_STATES or dossier.due != self.old_due:
            return False
        try:
            recount = dossier._recounted(moment)
        # What is wrong with it is told when it is counted.
        except Exception:
            return True
        return (
            bool(recount)
            and recount.values.get("due", dossier.due) == self.new_due
            and dossier._recount_details(recount) == (self.details or "")
        )
