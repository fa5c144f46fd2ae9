from odoo import api, fields, models

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM


class TthcVersionAbolition(models.TransientModel):
    """Asks from which day on, and by which decision, versions end."""

    _name = "tthc.version.abolition"
    _description = "Abolition of versions"

    version_ids = fields.Many2many(
        "tthc.procedure.version", string="To abolish", readonly=True
    )
    decision_id = fields.Many2one("tthc.decision", string="By decision")
    date = fields.Date(
        string="From",
        required=True,
        compute="_compute_date",
        precompute=True,
        store=True,
        readonly=False,
        help="First day on which nothing can be received by them any more. A day in "
        "the future is waited for.",
    )
    usage_count = fields.Integer(
        string="Open dossiers that stay on them", compute="_compute_usage_count"
    )

    @api.depends("decision_id")
    def _compute_date(self):
        today = clock.today(VIETNAM)
        for abolition in self:
            abolition.date = abolition.decision_id.date_effective or today

    @api.depends("version_ids")
    def _compute_usage_count(self):
        for abolition in self:
            abolition.usage_count = sum(
                abolition.version_ids.mapped("open_usage_count")
            )

    def action_abolish(self):
        """Abolish what was asked for.

        :return: client action that says how many
        """
        self.ensure_one()
        done = self.version_ids._abolish(self.date, self.decision_id)
        if self.decision_id:
            self.decision_id.ending_ids |= self.version_ids
        return done
