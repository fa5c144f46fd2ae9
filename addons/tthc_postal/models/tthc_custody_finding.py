from odoo import api, fields, models


class TthcCustodyFinding(models.Model):
    """What the nightly check found on a paper; it closes by itself when mended."""

    _name = "tthc.custody.finding"
    _inherit = ["tthc.guarded.whole"]
    _description = "Paper to be looked at"
    _order = "state desc, found_at, id"

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
    explanation = fields.Text(required=True, readonly=True)
    state = fields.Selection(
        [("open", "To be looked at"), ("closed", "Mended")],
        required=True,
        default="open",
        readonly=True,
    )
    found_at = fields.Datetime(string="Found first", required=True, readonly=True)
    seen_at = fields.Datetime(string="Seen last", required=True, readonly=True)
    closed_at = fields.Datetime(string="Mended at", readonly=True)
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

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_moving()

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
        standing = self._moving().search(
            [("paper_id", "in", papers.ids), ("state", "=", "open")]
        )
        known = set()
        for row in standing:
            key = (row.paper_id.id, row.kind)
            if key not in found:
                row.write({"state": "closed", "closed_at": moment})
                continue
            known.add(key)
            row.write({"seen_at": moment, "explanation": found[key]})
        new = [
            {
                "paper_id": paper_id,
                "kind": kind,
                "explanation": sentence,
                "found_at": moment,
                "seen_at": moment,
            }
            for (paper_id, kind), sentence in found.items()
            if (paper_id, kind) not in known
        ]
        self._moving().create(new)
        return len(new)
