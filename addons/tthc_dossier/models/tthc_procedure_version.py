from datetime import timedelta

from odoo import models

from odoo.addons.tthc_base.tools.clock import now

from .transition_table import OPEN_STATES

RANK_DAYS = 90


class TthcProcedureVersion(models.Model):
    _inherit = "tthc.procedure.version"

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
