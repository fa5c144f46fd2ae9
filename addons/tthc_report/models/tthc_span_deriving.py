import json
from collections import defaultdict

from odoo import api, fields, models

from ..tools.dossier_rows import UNCHANGED, Entry, extended, rows_of


class TthcSpanDeriving(models.AbstractModel):
    """From the log to the dated rows: with each event, and for whole dossiers."""

    _name = "tthc.span.deriving"
    _description = "Dated rows from the log"

    @api.model
    def _follow(self, told):
        """Write what entries of the log change, in the transaction that appends them.

        :param told: pairs of ``tthc.dossier`` and :class:`Entry`, in the order of the
            log, of entries that concern the figures
        """
        taken_back = {dossier for dossier, entry in told if entry.kind == "undo"}
        by_dossier = defaultdict(list)
        for dossier, entry in told:
            by_dossier[dossier].append(entry)
        known = self._rows_by_dossier(
            [
                dossier
                for dossier, entries in by_dossier.items()
                if dossier not in taken_back and not _begins(entries[0])
            ]
        )
        after = {}
        for dossier in by_dossier.keys() - taken_back:
            rows = known[dossier]._as_rows()
            for entry in by_dossier[dossier]:
                rows = extended(rows, entry, dossier.carried_over_on or None)
            after[dossier] = rows
        self._replace(after, known)
        if taken_back:
            self._rebuild(self.env["tthc.dossier"].union(*taken_back))

    @api.model
    def _rebuild(self, dossiers):
        """Derive the rows of dossiers from their log alone, and write what differs.

        :param dossiers: ``tthc.dossier``
        :return: those of which rows differed
        """
        after = self._derived(dossiers)
        return self._replace(after, self._rows_by_dossier(dossiers))

    @api.model
    def _derived(self, dossiers):
        """What the rows of dossiers are by their log.

        :param dossiers: ``tthc.dossier``
        :return: dict dossier → list of :class:`Row`
        """
        # sudo: the log is read whole, whoever acts on the dossier
        events = self.env["tthc.dossier.event"].sudo()
        entries = defaultdict(list)
        found = events.search_fetch(
            [("dossier_id", "in", dossiers.ids)],
            ["dossier_id", "seq", "kind", "state_to", "happened_at", "payload"],
            order="dossier_id, seq",
        )
        for event in found:
            entries[event.dossier_id.id].append(
                self._entry(
                    event.dossier_id,
                    event.seq,
                    event.kind,
                    event.state_to,
                    event.happened_at,
                    json.loads(event.payload),
                )
            )
        after = {
            dossier: rows_of(entries[dossier.id], dossier.carried_over_on or None)
            for dossier in dossiers
        }
        self._fetch_agencies(after)
        return after

    @api.model
    def _entry(self, dossier, seq, kind, state, happened_at, data):
        """An entry of the log as the figures read it.

        :param happened_at: naive UTC
        :param data: what the log keeps
        """
        center = dossier.center_id
        lines = data.get("due_lines") or ()
        agency = UNCHANGED
        if kind == "succession":
            agency = data["agency_to"] if data.get("lead") else UNCHANGED
        elif "regulation" in data or kind == "carry_over":
            agency = data["agency"]
        due = UNCHANGED
        if "due" in data:
            moment = data["due"] and fields.Datetime.to_datetime(
                data["due"].replace("T", " ")
            )
            due = center._local_day(moment) if moment else None
        return Entry(
            seq=seq,
            kind=kind,
            day=center._local_day(happened_at),
            state=state or "",
            due=due,
            appointed=bool(lines) and lines[0]["kind"] == "appointed",
            agency_id=agency,
            still=bool(data.get("stands_still")),
            outcome=data.get("outcome") or None,
            undone=data.get("undone_seq"),
        )

    @api.model
    def _told_later(self, dossiers, last, since):
        """What was entered afterwards of days that had been counted.

        Such an entry (a receipt on paper during an outage, an opening balance) is what
        makes a table of a past period differ from the one that was sent.

        :param dossiers: ``tthc.dossier``
        :param last: last local day of the period
        :param since: when the table was sent, naive UTC
        :return: dict dossier id → ``tthc.dossier.event``, the first such entry; nothing
            of dossiers that have none
        """
        # sudo: which entry it was, of dossiers that the caller may see
        events = self.env["tthc.dossier.event"].sudo()
        found = events.search(
            [("dossier_id", "in", dossiers.ids), ("recorded_at", ">", since)],
            order="seq desc",
        )
        return {
            event.dossier_id.id: event
            for event in found
            if self._counts_from(event) <= last
        }

    @api.model
    def _counts_from(self, event):
        """Local day from which an entry of the log counts."""
        dossier = event.dossier_id
        if event.kind == "carry_over":
            return dossier.carried_over_on
        return dossier.center_id._local_day(event.happened_at)


def _begins(entry):
    """Whether an entry is a receipt: nothing was kept before it."""
    return entry.agency_id is not UNCHANGED and entry.kind != "succession"
