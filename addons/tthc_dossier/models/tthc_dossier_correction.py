from odoo import Command, api, fields, models

from .tthc_dossier_correcting_papers import ON_RECEIPT


class TthcDossierCorrection(models.Model):
    """A receipt that was replaced: what it said, and why it is void."""

    _name = "tthc.dossier.correction"
    _inherit = ["tthc.dossier.part", "tthc.personal.data"]
    _description = "Void receipt of a dossier"
    _order = "dossier_id, number"
    _rec_name = "number"

    _free_states = ()

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="cascade", index=True
    )
    number = fields.Integer(
        string="Issue of the receipt",
        help="1 is the first receipt, 2 its replacement …",
    )
    reason = fields.Char(required=True)
    corrected_at = fields.Datetime(required=True, string="Void since")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    before = fields.Json(required=True, help="Every field of the void receipt.")
    changes = fields.Text(
        compute="_compute_changes",
        help="What the void receipt said and what stands in its place.",
    )
    after = fields.Json(required=True)

    @api.model
    def _personal_fields(self):
        """All that the receipts say of persons."""
        return super()._personal_fields() | {"before", "after", "changes", "reason"}

    def _compute_changes(self):
        for correction in self:
            after = dict(correction.after or {})
            papers = after.pop("papers", None)
            labels = self.env["tthc.dossier"].fields_get(list(after), ["string"])
            lines = [
                f"{labels[name]['string']}: "
                f"{correction.before.get(name) or '–'} → {value or '–'}"
                for name, value in after.items()
            ]
            if papers is not None:
                lines += correction._paper_changes(papers)
            correction.changes = "\n".join(lines)

    def _paper_changes(self, papers):
        """Papers that the receipts list differently, in words.

        :param papers: those of the right receipt, as ``before`` has them
        """
        self.ensure_one()
        wrong = [self._paper_text(row) for row in self.before["papers"]]
        right = [self._paper_text(row) for row in papers]
        return [
            *(f"– {text}" for text in wrong if text not in right),
            *(f"+ {text}" for text in right if text not in wrong),
        ]

    def _paper_text(self, row):
        paper = dict(zip(ON_RECEIPT, row, strict=False))
        return self.env._(
            "%(name)s: originals %(originals)s, certified %(certified)s, copies "
            "%(copies)s",
            name=paper["name"],
            originals=paper["original_count"],
            certified=paper["certified_count"],
            copies=paper["copy_count"],
        )

    # -- printing ---------------------------------------------------------------

    def action_print(self):
        """Print the void receipt as it was, marked void."""
        self.ensure_one()
        report = self.env.ref("tthc_dossier.action_report_void_receipt")
        return report.report_action(self, config=False)

    def _receipt_edition(self):
        """The edition of form 01 that the void receipt was printed on."""
        self.ensure_one()
        # sudo: forms are the administrator's, the print service reads them for all
        form = self.env.ref("tthc_dossier.form_mau_01").sudo()
        return form._edition_for(self.dossier_id.regulation_id)

    def _void_dossier(self):
        """The dossier as the void receipt told it; nothing of it is written.

        :return: a new ``tthc.dossier`` that takes the rest from the one on file
        """
        self.ensure_one()
        told = dict(self.before)
        papers = [
            dict(zip(ON_RECEIPT, row, strict=False)) for row in told.pop("papers")
        ]
        return self.dossier_id.new(
            {
                **told,
                "receipt_edition": self.number,
                "stop_reason": "void",
                "end_reason": self.reason,
                "component_ids": [
                    Command.clear(),
                    *(Command.create(paper) for paper in papers),
                ],
            },
            origin=self.dossier_id,
        )

    def _tthc_after_print(self, form, copies):
        """The log of the dossier keeps that its void receipt was printed."""
        # sudo: an inspector prints it and writes nothing else on the dossier
        self.dossier_id.sudo()._tthc_after_print(form, copies)
