from odoo import fields, models


class TthcDossierWarning(models.Model):
    """That a rule warned of a dossier for one due date: it does not do so twice."""

    _name = "tthc.dossier.warning"
    _description = "Warning given about a dossier"
    _order = "fired_at desc, id desc"
    _rec_name = "rule_id"

    dossier_id = fields.Many2one("tthc.dossier", required=True, ondelete="cascade")
    rule_id = fields.Many2one("tthc.warning.rule", required=True, ondelete="cascade")
    due = fields.Datetime(required=True)
    fired_at = fields.Datetime(required=True)
    user_ids = fields.Many2many("res.users", string="Told")

    _once = models.UniqueIndex(
        "(dossier_id, rule_id, due)", "This warning was given already."
    )
