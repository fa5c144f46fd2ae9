from odoo import api, fields, models
from odoo.tools import SQL

#: Points of a grade of “early, on time, late” (or of a count) by an indicator.
PUNCTUAL = """
    CASE {what} WHEN 'early' THEN {law}.points_high WHEN 'on_time' THEN {law}.points_mid
                WHEN 'late' THEN {law}.points_low END
"""


class TthcDossierScore(models.Model):
    """Points of each settled dossier, for the agencies that took part in it.

    One row the dossier and agency. The points of the whole dossier stand on the row of
    the lead agency only, so that they are counted once; the share of each agency in
    time stands on its own row.
    """

    _name = "tthc.dossier.score"
    _description = "Points of a settled dossier"
    _auto = False
    _order = "finished_on desc, dossier_id, id"
    _rec_name = "dossier_id"

    dossier_id = fields.Many2one("tthc.dossier", readonly=True)
    agency_id = fields.Many2one("tthc.agency", readonly=True)
    is_lead = fields.Boolean(string="Lead agency", readonly=True)
    center_id = fields.Many2one("tthc.center", readonly=True)
    sector_id = fields.Many2one("tthc.sector", readonly=True)
    procedure_id = fields.Many2one("tthc.procedure", readonly=True)
    finished_on = fields.Date(readonly=True)
    punctuality = fields.Selection(
        [("early", "Early"), ("on_time", "On time"), ("late", "Late")], readonly=True
    )
    share_punctuality = fields.Selection(
        [("early", "Early"), ("on_time", "On time"), ("late", "Late")],
        string="Own share",
        readonly=True,
    )
    contacts = fields.Integer(
        readonly=True, help="How often the citizen was asked to complete the dossier."
    )
    is_remote = fields.Boolean(
        string="Without the counter",
        readonly=True,
        help="Neither handed in nor collected at a counter.",
    )
    points_time = fields.Float(digits=(4, 1), readonly=True)
    points_agencies = fields.Float(
        digits=(4, 1), readonly=True, help="Of the slowest share of all agencies."
    )
    points_share = fields.Float(digits=(4, 1), readonly=True)
    points_contacts = fields.Float(digits=(4, 1), readonly=True)
    points_bodies = fields.Float(digits=(4, 1), readonly=True)

    _depends = {
        "tthc.dossier.span": [
            "agency_id",
            "center_id",
            "date_to",
            "dossier_id",
            "kind",
            "procedure_id",
            "punctuality",
            "registered_on",
            "sector_id",
        ],
        "tthc.dossier": ["channel", "result_channel"],
        "tthc.dossier.supplement": ["dossier_id", "number"],
        "tthc.step.hours": ["agency_id", "dossier_id", "punctuality"],
        "tthc.score.scheme": ["date_from", "date_to"],
        "tthc.score.indicator": [
            "code",
            "limit_high",
            "limit_mid",
            "points_high",
            "points_low",
            "points_mid",
            "scheme_id",
        ],
    }

    @property
    def _table_query(self):
        """Rows of lead agencies, and rows of the other ones with their share alone.

        A period asks for days of the result, which the index of the dated rows knows:
        nothing else is read of the years before.
        """
        return SQL("%s UNION ALL %s", self._lead_rows(), self._other_rows())

    @api.model
    def _lead_rows(self):
        return SQL(
            """
            SELECT s.id * 2 AS id, s.dossier_id, s.agency_id, TRUE AS is_lead,
                   s.center_id, s.sector_id, s.procedure_id,
                   s.registered_on AS finished_on, s.punctuality,
                   steps.own AS share_punctuality, asked.contacts,
                   d.channel != 'direct' AND d.result_channel != 'direct' AS is_remote,
                   %(time)s AS points_time, %(agencies)s AS points_agencies,
                   %(share)s AS points_share, %(contacts)s AS points_contacts,
                   CASE WHEN d.channel != 'direct' AND d.result_channel != 'direct'
                        THEN bodies.points_high ELSE bodies.points_mid END
                       AS points_bodies
              FROM tthc_dossier_span s
              JOIN tthc_dossier d ON d.id = s.dossier_id
              LEFT JOIN LATERAL (
                   SELECT count(*) AS contacts FROM tthc_dossier_supplement r
                    WHERE r.dossier_id = s.dossier_id AND r.number > 0) asked ON TRUE
              LEFT JOIN LATERAL (
                   SELECT %(worst)s AS whole, %(worst_own)s AS own
                     FROM tthc_step_hours h
                    WHERE h.dossier_id = s.dossier_id) steps ON TRUE
              %(law)s
             WHERE s.kind IN ('resolved', 'returned') AND s.date_to IS NULL
               AND s.registered_on IS NOT NULL
            """,
            time=_punctual("s.punctuality", "time"),
            agencies=_punctual("steps.whole", "shares"),
            share=_punctual("steps.own", "shares"),
            contacts=SQL(
                """CASE WHEN asked.contacts <= contacts.limit_high
                             THEN contacts.points_high
                        WHEN asked.contacts <= contacts.limit_mid
                             THEN contacts.points_mid
                        ELSE contacts.points_low END"""
            ),
            worst=_worst(SQL("TRUE")),
            worst_own=_worst(SQL("h.agency_id = s.agency_id")),
            law=self._law("time", "shares", "contacts", "bodies"),
        )

    @api.model
    def _other_rows(self):
        return SQL(
            """
            SELECT min(h.id) * 2 + 1, s.dossier_id, h.agency_id, FALSE,
                   s.center_id, s.sector_id, s.procedure_id, s.registered_on,
                   s.punctuality, %(worst)s, NULL, NULL, NULL, NULL,
                   %(share)s, NULL, NULL
              FROM tthc_dossier_span s
              JOIN tthc_step_hours h
                ON h.dossier_id = s.dossier_id AND h.agency_id != s.agency_id
              %(law)s
             WHERE s.kind IN ('resolved', 'returned') AND s.date_to IS NULL
               AND s.registered_on IS NOT NULL
             GROUP BY s.id, s.dossier_id, h.agency_id, s.center_id, s.sector_id,
                      s.procedure_id, s.registered_on, s.punctuality,
                      shares.points_high, shares.points_mid, shares.points_low
            """,
            worst=_worst(SQL("TRUE")),
            share=SQL(
                """CASE %(worst)s WHEN 'early' THEN shares.points_high
                        WHEN 'on_time' THEN shares.points_mid
                        WHEN 'late' THEN shares.points_low END""",
                worst=_worst(SQL("TRUE")),
            ),
            law=self._law("shares"),
        )

    @api.model
    def _law(self, *codes):
        """The scheme of the day of the result, and its indicators by their code."""
        joins = [
            SQL(
                "LEFT JOIN tthc_score_indicator %(name)s"
                " ON %(name)s.scheme_id = scheme.id AND %(name)s.code = %(code)s",
                name=SQL.identifier(code),
                code=code,
            )
            for code in codes
        ]
        return SQL(
            """
            LEFT JOIN tthc_score_scheme scheme
              ON scheme.date_from <= s.registered_on
             AND (scheme.date_to IS NULL OR scheme.date_to > s.registered_on)
            %s
            """,
            SQL(" ").join(joins),
        )

    def action_open_dossier(self):
        """Open the dossier behind the points."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "views": [(False, "form")],
        }


def _punctual(what, law):
    # The texts are constants of this module.
    return SQL(PUNCTUAL.format(what=what, law=law))  # pylint: disable=sql-injection


def _worst(where):
    """The worst of what steps were: late, on time, early."""
    return SQL(
        """CASE WHEN bool_or(h.punctuality = 'late') FILTER (WHERE %(where)s)
                     THEN 'late'
                WHEN bool_or(h.punctuality = 'on_time') FILTER (WHERE %(where)s)
                     THEN 'on_time'
                WHEN bool_or(h.punctuality = 'early') FILTER (WHERE %(where)s)
                     THEN 'early' END""",
        where=where,
    )
