import json

from odoo import api, fields, models

from .tthc_readiness_person import PERSONAL


class TthcReadinessFiling(models.Model):
    """A report as it was filed, for ever: content, hash, when, by whom, late or not.

    Each filing of a report that was returned and mended is one more.
    """

    _name = "tthc.readiness.filing"
    _inherit = ["tthc.append.only"]
    _description = "Filing of a readiness report"
    _order = "report_id, number"
    _rec_name = "filed_at"

    report_id = fields.Many2one(
        "tthc.readiness.report", required=True, readonly=True, ondelete="restrict"
    )
    agency_id = fields.Many2one(
        "tthc.agency", required=True, readonly=True, ondelete="restrict", index=True
    )
    number = fields.Integer(string="No.", required=True, readonly=True)
    filed_at = fields.Datetime(string="Filed", required=True, readonly=True)
    filed_by_id = fields.Many2one(
        "res.users",
        string="Filed by",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, ondelete="restrict"
    )
    due_at = fields.Datetime(string="Was due at", required=True, readonly=True)
    is_late = fields.Boolean(string="Late", readonly=True)
    score = fields.Integer(readonly=True)
    content = fields.Text(
        required=True,
        readonly=True,
        groups=PERSONAL,
        help="Sections I to IV as sorted JSON.",
    )
    digest = fields.Char(
        string="SHA-256", required=True, readonly=True, help="Of the content, in UTF-8."
    )

    # Two who file at the same moment: one filing.
    _once = models.UniqueIndex(
        "(report_id, number)", "The report was filed by somebody else just now."
    )

    @api.model
    def _plan_words(self, row):
        """What of a line of the plan can change."""
        return {
            name: row[name]
            for name in ("content", "date_from", "date_to", "partners", "progress")
        }

    def _plan_changes(self, rows):
        """How the plan of today differs from the one that was filed.

        :param rows: see ``tthc.readiness.report._plan_rows``
        :return: list of sentences
        """
        self.ensure_one()
        filed = {row["id"]: row for row in json.loads(self.content)["plan"]}
        words = []
        for row in rows:
            before = filed.pop(row["id"], None)
            if not before:
                words.append(self.env._("New: %(line)s", line=row["content"]))
            elif self._plan_words(before) != self._plan_words(row):
                words.append(
                    self.env._(
                        "%(line)s: %(before)s → %(after)s",
                        line=row["content"],
                        before=self._plan_state(before),
                        after=self._plan_state(row),
                    )
                )
        words += [
            self.env._("Gone: %(line)s", line=row["content"]) for row in filed.values()
        ]
        return words

    @api.model
    def _plan_state(self, row):
        days = [
            fields.Date.to_date(row[name]).strftime("%d/%m/%Y") if row[name] else "…"
            for name in ("date_from", "date_to")
        ]
        return f"{days[0]}–{days[1]}, {row['progress']} %"
