from odoo import fields, models

#: Actions that end a step or a dossier, or take that back.
ENDING = (
    "finish_step",
    "resolve",
    "refuse_supplement",
    "return_now",
    "carry_over",
    "undo",
)


class TthcDossier(models.Model):
    """What the reports keep of a dossier."""

    _name = "tthc.dossier"
    _inherit = ["tthc.dossier", "tthc.dossier.timing", "tthc.dossier.risk"]

    span_ids = fields.One2many("tthc.dossier.span", "dossier_id", string="Dated rows")

    def _run(self, action, source="web", **arguments):
        """Extend: what ends leaves its hours with it."""
        result = super()._run(action, source=source, **arguments)
        if action in ENDING:
            self._note_hours()
        return result
