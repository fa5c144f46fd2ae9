from odoo import models

from ..tools.time_shares import time_shares

#: What it means that the folder is there.
PLACES = {"courier": "way", "counter": "desk"}


class TthcDossierTiming(models.AbstractModel):
    """Working time of a dossier: who had it when, in working minutes."""

    _name = "tthc.dossier.timing"
    _description = "Working time of a dossier by who had it"

    def _note_hours(self):
        self.env["tthc.step.hours"]._note(self)
        self.env["tthc.dossier.hours"]._note(self)

    # -- measure --------------------------------------------------------------------

    def _shares(self, start, end, spans):
        """Working minutes between two instants by where they went.

        :param start: naive UTC
        :param end: naive UTC
        :param spans: as :meth:`_time_spans` gives
        :return: dict as ``time_shares`` gives
        """
        self.ensure_one()
        calendar = self.center_id.resource_calendar_id
        return time_shares(
            start,
            max(start, end),
            spans,
            lambda at: calendar.tthc_working_minutes_between(start, at),
        )

    def _minutes_within(self, start, end, stops):
        """Working minutes of spans that lie between two instants, each once.

        :param stops: pairs of naive UTC instants; an open end is None
        """
        if end <= start:
            return 0
        spans = [("citizen", since, until) for since, until in stops]
        return self._shares(start, end, spans)["citizen"]

    # -- spans ----------------------------------------------------------------------

    def _stopped_spans(self, step):
        """Spans in which the clock of a step stood still.

        The pause that a step is itself (a consultation that the procedure does not
        count) stops the citizen's clock, not the one of who works in it.

        :param step: ``tthc.dossier.step`` of this dossier
        :return: list of pairs of naive UTC instants
        """
        self.ensure_one()
        return [
            (pause.started_at, pause.ended_at)
            for pause in self.pause_ids
            if pause.effect != "none" and pause.step_id != step
        ]

    def _time_spans(self):
        """Who had these dossiers when; constant queries.

        :return: dict dossier → spans as ``time_shares`` takes them
        """
        moves = self._folder_spans()
        return {
            dossier: [
                *dossier._waiting_spans(),
                *(moves.get(dossier.id) or dossier._desk_spans()),
            ]
            for dossier in self
        }

    def _waiting_spans(self):
        """Spans in which the citizen or another agency was waited for."""
        self.ensure_one()
        spans = []
        for pause in self.pause_ids:
            if pause.kind in ("supplement", "fee"):
                kind = "citizen"
            elif pause.agency_id and pause.agency_id != self.agency_id:
                kind = "other"
            else:
                continue  # a field check is the agency's own work
            spans.append((kind, pause.started_at, pause.ended_at))
        return spans

    def _desk_spans(self):
        """Spans at the desk, of a dossier whose folder the ledger does not know."""
        self.ensure_one()
        spans = []
        if self.received_at and (self.transferred_at or not self.resolved_at):
            spans.append(("desk", self.received_at, self.transferred_at or None))
        spans += [
            ("desk", step.pass_asked_at, step.passed_at or None)
            for step in self.step_ids
            if step.pass_asked_at
        ]
        return spans

    def _folder_spans(self):
        """Where the folders were, by the ledger of custody.

        :return: dict id of a dossier → spans; those without a folder are left out
        """
        moves = (
            self.env["tthc.custody.move"]
            # sudo: the ledger tells where a folder was, whoever may see its holders
            .sudo()
            .search(
                [
                    ("paper_id.dossier_id", "in", self.ids),
                    ("paper_id.kind", "=", "file"),
                ],
                order="paper_id, seq",
            )
        )
        spans = {}
        for dossier, path in moves.grouped(
            lambda move: move.paper_id.dossier_id
        ).items():
            ends = [*path.mapped("happened_at")[1:], None]
            spans[dossier.id] = [
                (PLACES[move.to_id.kind], move.happened_at, end)
                for move, end in zip(path, ends, strict=True)
                if move.to_id.kind in PLACES
            ]
        return spans
