from odoo import api, fields, models


class TthcConsultationArticle(models.Model):
    """An article of the draft; comments stand at one."""

    _name = "tthc.consultation.article"
    _description = "Article of a draft"
    _order = "consultation_id, sequence, id"

    consultation_id = fields.Many2one(
        "tthc.consultation", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Article", required=True)
    heading = fields.Char()
    text = fields.Text(string="Wording")

    @api.depends("name", "heading")
    def _compute_display_name(self):
        for article in self:
            article.display_name = ". ".join(
                part for part in (article.name, article.heading) if part
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Add articles to drafts that nobody was asked about yet."""
        articles = super().create(vals_list)
        articles.consultation_id._check_state("draft")
        return articles

    def write(self, vals):
        """Change articles that nobody was asked about yet."""
        self.consultation_id._check_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unasked(self):
        self.consultation_id._check_state("draft")
