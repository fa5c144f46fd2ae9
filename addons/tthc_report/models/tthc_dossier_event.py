from odoo import api, models

from ..tools.dossier_rows import concerns

#: Open states in which a consultation or field check can stop the clock.
RUNNING = ("received", "processing")


class TthcDossierEvent(models.Model):
    """Every entry that a table counts by is written into the dated rows with it."""

    _inherit = "tthc.dossier.event"

    @api.model
    def _append(self, entries):
        """Append entries, and write what they change in the figures."""
        entries = [self._with_standstill(entry) for entry in entries]
        told = self._told_to_figures(entries)
        appended = super()._append(entries)
        if told:
            self.env["tthc.dossier.span"]._follow(told)
        return appended

    @api.model
    def _with_standstill(self, entry):
        """An entry that tells as well that the clock stands still in an open state.

        The rows are derived from the log alone, and whether a consultation is counted
        is nothing that it says otherwise.
        """
        dossier = entry["dossier"]
        if not (dossier.paused_at and dossier.state in RUNNING):
            return entry
        return {**entry, "data": {**(entry.get("data") or {}), "stands_still": True}}

    @api.model
    def _told_to_figures(self, entries):
        """Entries that concern the figures, as these read them; before they are kept.

        :return: list of pairs of ``tthc.dossier`` and its entry
        """
        told, seqs = [], {}
        for entry in entries:
            dossier, data = entry["dossier"], entry.get("data") or {}
            seqs[dossier] = seqs.get(dossier, dossier.event_count) + 1
            kind, state_to = entry["kind"], entry.get("state_to")
            if concerns(kind, entry.get("state_from"), state_to, "due" in data):
                read = self.env["tthc.dossier.span"]._entry(
                    dossier, seqs[dossier], kind, state_to, entry["happened_at"], data
                )
                told.append((dossier, read))
        return told
