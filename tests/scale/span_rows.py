"""Dated rows of generated dossiers (tthc_report), by SQL from the same facts.

The addon derives them from the log in Python; a million dossiers would take it half an
hour. The nightly proof of the addon compares a sample of both (bench_scale), a test all
of a few hundred (test_generator).
"""

import json

from model_rows import insert_rows
from scale_spread import UNTIL

TABLE = "tthc_dossier_span"
#: State that an action leaves, of those that a generated dossier goes through.
STATES = {
    "receive": "received",
    "transfer": "processing",
    "resolve": "resolved",
    "give_back": "returned",
}


def make_span_rows(env, first_id, last_id):
    """Insert the rows of dossiers whose log is there; nothing without tthc_report.

    :param env: superuser environment
    :param first_id: lowest id of the dossiers
    :param last_id: highest id of them
    """
    if "tthc.dossier.span" not in env:
        return
    finished = {
        "punctuality": ("r.registered_on", "r.due_on"),
        "punctuality_first": ("r.registered_on", "r.due_on"),
        "handed_punctuality": ("r.handed_on", "r.due_on"),
        "handed_punctuality_first": ("r.handed_on", "r.due_on"),
    }
    same = (
        *("dossier_id", "date_from", "date_to", "state", "due_on", "entered_on"),
        *("outcome", "registered_on", "handed_on", "agency_id", "level"),
        *("center_id", "monitor_center_id", "sector_id", "procedure_id"),
        *("version_id", "channel"),
    )
    insert_rows(
        env,
        "tthc.dossier.span",
        {
            **{name: f"r.{name}" for name in same},
            **{name: _punctuality(*dates) for name, dates in finished.items()},
            "due_first_on": "r.due_on",
            "is_carried": "FALSE",
            "is_reappointed": "FALSE",
            "kind": "CASE WHEN r.state IN ('received', 'processing') THEN 'open'"
            " ELSE r.state END",
        },
        f"""
        FROM (
            SELECT last.*, lead(day) OVER own AS date_to, day AS date_from,
                   first_value(day) OVER own AS entered_on,
                   max(day) FILTER (WHERE state = 'resolved' OR resolved_on = day)
                       OVER own AS registered_on,
                   max(day) FILTER (WHERE state = 'returned') OVER own AS handed_on
              FROM (
                SELECT DISTINCT ON (e.dossier_id, e.day)
                       e.dossier_id, e.day, e.state, {_day("d.due")} AS due_on,
                       {_day("d.resolved_at")} AS resolved_on,
                       CASE WHEN e.state IN ('resolved', 'returned')
                            THEN d.outcome END AS outcome,
                       d.agency_id, a.level, d.center_id, d.monitor_center_id,
                       d.sector_id, d.procedure_id, d.version_id, d.channel
                  FROM (SELECT dossier_id, seq, {_day("happened_at")} AS day,
                               %(states)s::jsonb ->> kind AS state
                          FROM tthc_dossier_event
                         WHERE dossier_id BETWEEN %(first)s AND %(last)s
                           AND kind = ANY(%(kinds)s)) e
                  JOIN tthc_dossier d ON d.id = e.dossier_id
                  JOIN tthc_agency a ON a.id = d.agency_id
                 ORDER BY e.dossier_id, e.day, e.seq DESC) last
            WINDOW own AS (PARTITION BY dossier_id ORDER BY day)) r
        """,
        UNTIL,
        zone=env["tthc.center"].search([], limit=1).resource_calendar_id.tz,
        states=json.dumps(STATES),
        kinds=list(STATES),
        first=first_id,
        last=last_id,
    )


def _day(term):
    """SQL of the local day of an instant (naive UTC)."""
    return f"({term} AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date"


def _punctuality(finished_on, due_on):
    return (
        f"CASE WHEN {finished_on} IS NULL THEN NULL"
        f" WHEN {due_on} IS NULL OR {finished_on} = {due_on} THEN 'on_time'"
        f" WHEN {finished_on} < {due_on} THEN 'early' ELSE 'late' END"
    )
