from odoo import api, fields, models


class TthcDecision(models.Model):
    """A decision that publishes procedures (Decree 63/2010 Art 13–15)."""

    _name = "tthc.decision"
    _inherit = ["mail.thread"]
    _description = "Publication decision"
    _order = "date desc, name"

    name = fields.Char(string="Number", required=True, tracking=True)
    date = fields.Date(tracking=True)
    date_effective = fields.Date(string="In effect from", tracking=True)
    authority = fields.Char(tracking=True)
    kind = fields.Selection(
        [
            ("new", "New"),
            ("amended", "Amended"),
            ("replaced", "Replaced"),
            ("abolished", "Abolished"),
            ("kept", "Kept or standardised"),
        ],
        tracking=True,
    )
    file = fields.Binary(attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    version_ids = fields.One2many("tthc.procedure.version", "decision_id")
    version_count = fields.Integer(compute="_compute_version_count")

    _name_uniq = models.UniqueIndex(
        "(name, date) NULLS NOT DISTINCT",
        "A decision with this number and date exists.",
    )

    @api.depends("version_ids")
    def _compute_version_count(self):
        counts = dict(
            self.env["tthc.procedure.version"]._read_group(
                [("decision_id", "in", self.ids)], ["decision_id"], ["__count"]
            )
        )
        for decision in self:
            decision.version_count = counts.get(decision, 0)
