from odoo import models

#: What a citizen is told, in four plain words.
PROGRESS = {
    "received": 1,
    "processing": 2,
    "supplement": 2,
    "fee_wait": 2,
    "resolved": 3,
    "returned": 4,
}


class TthcDossierTracking(models.AbstractModel):
    """What the citizen's page tells (Circular 01/2018 Art 16.2.d, rule R25)."""

    _name = "tthc.dossier.tracking"
    _description = "What the citizen's page tells"

    def _tracking_url(self):
        """Address behind the QR code of the receipt."""
        self.ensure_one()
        # sudo: the printed receipt carries the word, the field is closed otherwise
        return f"{self.get_base_url()}/hs/{self.sudo().token}"

    def _tracking_values(self):
        """Values of the citizen's page: no name, no step, nothing of an agency's."""
        self.ensure_one()
        dossier = self.with_context(lang="vi_VN")
        return {
            "code": dossier.code,
            "progress": PROGRESS.get(dossier.state, 0),
            "closed": dossier.state in ("withdrawn", "stopped", "refused_intake"),
            "waiting": dossier.state in ("supplement", "fee_wait"),
            "due_label": dossier._local_label(dossier.due),
            "no_limit": not dossier.due,
            "lines": dossier._explain(dossier.due_lines),
            "center": dossier.center_id,
            "at_counter": dossier.result_channel == "direct",
        }

    def _local_label(self, moment):
        """An instant as the center's clock shows it, such as “17:00 T4 26/04/2028”.

        :param moment: naive UTC or False
        """
        if not moment:
            return ""
        calendar = self.center_id.resource_calendar_id
        return calendar._tthc_moment_text(self.center_id._local(moment))
