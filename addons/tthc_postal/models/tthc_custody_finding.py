from odoo import api, fields, models

from odoo.addons.tthc_base.models.tthc_finding import FINDING_STATES


class TthcCustodyFinding(models.Model):
    """What the nightly check found on a paper; it closes by itself when mended."""

    _name = "tthc.custody.finding"
    _inherit = ["tthc.finding"]
    _description = "Paper to be looked at"
    _order = "state desc, found_at, id"
    _key_fields = ("paper_id", "kind")

    state = fields.Selection(FINDING_STATES)
    paper_id = fields.Many2one(
        "tthc.paper", required=True, ondelete="restrict", readonly=True
    )
    code = fields.Char(related="paper_id.code", store=True, string="Dossier")
    center_id = fields.Many2one(
        related="paper_id.center_id", store=True, string="Center"
    )
    kind = fields.Selection(
        [
            ("step", "Not where the dossier wants it"),
            ("way", "On the way too long"),
            ("left", "With somebody who left"),
            ("search", "Lost, and the search is over"),
            ("no_move", "Not in the ledger"),
            ("holder", "Ledger says otherwise"),
            ("chain", "Ledger tampered with"),
        ],
        string="What is wrong",
        required=True,
        readonly=True,
    )
    holder_id = fields.Many2one(related="paper_id.holder_id", string="Where it is")

    # One open row a paper and kind; also what the check compares with.
    _open_uniq = models.UniqueIndex(
        "(paper_id, kind) WHERE state = 'open'", "This is noted already."
    )
    # The list of a center.
    _center_idx = models.Index("(center_id, kind) WHERE state = 'open'")

    @api.depends("kind", "code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for finding in self:
            finding.display_name = f"{finding.code} · {labels[finding.kind]}"

    def action_where(self):
        """Open the screen “where is it” on the paper."""
        self.ensure_one()
        return self.paper_id.action_where()

    @api.model
    def _reconcile(self, papers, found, moment):
        """Open what is new, keep what stands, close what was mended.

        :param papers: ``tthc.paper`` that were checked
        :param found: dict (paper id, kind) → sentence
        :param moment: naive UTC
        :return: number of rows that are new
        """
        return len(self._compare([("paper_id", "in", papers.ids)], found, moment))
