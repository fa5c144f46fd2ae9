from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.models.tthc_finding import FINDING_STATES
from odoo.addons.tthc_base.tools.clock import now

ADMIN = "tthc_base.group_admin"


class TthcSpanFinding(models.Model):
    """What the nightly proof found: figures that say otherwise than the log."""

    _name = "tthc.span.finding"
    _inherit = ["tthc.finding"]
    _description = "Difference between figures and log"
    _order = "state desc, found_at desc, id desc"
    _key_fields = ("kind", "subject")

    state = fields.Selection(FINDING_STATES)
    kind = fields.Selection(
        [
            ("rows", "Dated rows say otherwise than the log"),
            ("open", "Open dossiers are others than those counted"),
            ("list", "A cell and its list differ"),
            ("table", "A table contradicts itself"),
            ("issue", "A table that was sent was changed"),
        ],
        string="What is wrong",
        required=True,
        readonly=True,
    )
    dossier_id = fields.Many2one("tthc.dossier", ondelete="restrict", readonly=True)
    subject = fields.Char(
        required=True,
        readonly=True,
        help="Code of the dossier, or period and column of the table.",
    )
    repaired_by_id = fields.Many2one(
        "res.users", string="Rebuilt by", readonly=True, ondelete="restrict"
    )

    # One open row of each difference: it is told once.
    _open_uniq = models.UniqueIndex(
        "(kind, subject) WHERE state = 'open'", "This difference is noted already."
    )

    @api.depends("kind", "subject")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for finding in self:
            finding.display_name = f"{finding.subject} · {labels[finding.kind]}"

    def action_rebuild(self):
        """Derive the rows of these dossiers from their log anew.

        It is kept who did it and when. For administrators.

        :raise AccessError: to others
        :raise UserError: when there is nothing to rebuild
        """
        self._check_role(ADMIN)
        mended = self.filtered(lambda row: row.state == "open" and row.dossier_id)
        if not mended:
            raise UserError(
                self.env._("Choose differences that are open and name a dossier.")
            )
        # sudo: rows are owned by the log, nobody writes them by hand
        self.env["tthc.dossier.span"].sudo()._rebuild(mended.dossier_id)
        # sudo: findings are written by their actions only
        mended.sudo()._moving().write(
            {"state": "closed", "closed_at": now(), "repaired_by_id": self.env.uid}
        )

    def action_dossier(self):
        """Open the dossier."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "view_mode": "form",
        }

    @api.model
    def _reconcile(self, kinds, subjects, found, moment):
        """Open what is new, keep what stands, close what agrees by now.

        :param kinds: kinds that were looked for
        :param subjects: dict subject → dossier id or False of all that was looked at
        :param found: dict (kind, subject) → sentence
        :param moment: naive UTC
        :return: number of rows that are new
        """
        looked_at = [("kind", "in", kinds), ("subject", "in", list(subjects))]
        new = self._compare(looked_at, found, moment)
        for row in new:
            row.dossier_id = subjects[row.subject]
        return len(new)
