from datetime import timedelta

from odoo import fields, models

from odoo.addons.tthc_base.tools.clock import now

from .transition_table import OPEN_STATES

RANK_DAYS = 90


class TthcProcedureVersion(models.Model):
    _inherit = "tthc.procedure.version"

    supplement_ask_days = fields.Integer(
        string="Days to ask for a supplement",
        help="Working days from the receipt. 0: as the regulation says.",
    )
    second_stage_value = fields.Float(
        string="Limit of the second stage",
        digits=(6, 1),
        help="Counted from the proof of payment. Empty: the first limit goes on, "
        "without the time of waiting.",
    )
    second_stage_unit = fields.Selection(
        [
            ("hour", "working hours"),
            ("working_day", "working days"),
            ("day", "days"),
            ("month", "months"),
        ],
        string="Unit of the second stage",
    )

    def _usage_rank(self, center):
        since = now() - timedelta(days=RANK_DAYS)
        # sudo: counts of the own center, whatever the record rules say of each dossier
        dossiers = self.env["tthc.dossier"].sudo()
        groups = dossiers._read_group(
            [
                ("center_id", "=", center.id),
                ("procedure_id", "in", self.procedure_id.ids),
                ("received_at", ">=", since),
            ],
            ["procedure_id"],
            ["__count"],
        )
        counts = {procedure.id: count for procedure, count in groups}
        return {version.id: counts.get(version.procedure_id.id, 0) for version in self}

    def _open_usage(self):
        # sudo: counts only, so that an editor learns how many dossiers hold a version
        dossiers = self.env["tthc.dossier"].sudo()
        groups = dossiers._read_group(
            [("version_id", "in", self.ids), ("state", "in", OPEN_STATES)],
            ["version_id"],
            ["__count"],
        )
        return {version.id: count for version, count in groups}

    def _open_usage_action(self):
        if not self.env["tthc.dossier"].has_access("read"):
            return super()._open_usage_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_dossier.tthc_dossier_action"
        )
        return action | {
            "display_name": self.env._(
                "Open dossiers of %(codes)s", codes=self._codes()
            ),
            "domain": [
                ("version_id", "in", self.ids),
                ("state", "in", list(OPEN_STATES)),
            ],
            "context": {},
        }
