from odoo import api, models
from odoo.tools import SQL

#: Indicators of Circular 01/2018 Art 13 that rate the staff; the fourth (agencies to
#: contact) has no source in the dossiers.
INDICATORS = (1, 2, 3, 4, 7)


class TthcStaffNoticeScore(models.AbstractModel):
    """Points of the staff by indicator (Circular 01/2018 Art 13)."""

    _name = "tthc.staff.notice.score"
    _description = "Points of the staff by indicator"

    @api.model
    def _add_points(self, figures, spans, last):
        """Put the points of each person beside the other figures.

        An indicator is the sum of the points of its dossiers by their number, with
        one decimal; what lacks data is left out and says so.

        :param figures: as ``_notice_figures`` answers; changed in place
        :param spans: as ``_post_spans`` answers
        :param last: ``datetime.date``, last day of the notice
        """
        scale = self.env["tthc.rating.scale"]._of_kind("score", last)
        if not scale:
            return
        outcomes = {}
        for query in (self._ended_sql(spans), self._ended_steps_sql(spans)):
            for row in self.env.execute_query_dict(query):
                post = outcomes.setdefault(row["assignment"], {})
                counts = post.setdefault(row["indicator"], {})
                counts[row["outcome"]] = row["count"]
        for post, counts in outcomes.items():
            figures[post]["score_parts"] = [
                [number, self._indicator(scale, number, counts.get(number))]
                for number in INDICATORS
            ]

    @api.model
    def _indicator(self, scale, number, counts):
        """Points of an indicator, or None without a dossier.

        :param counts: dict outcome → number of dossiers
        """
        if not counts:
            return None
        points = sum(
            scale._points(f"{number}.{outcome}") * count
            for outcome, count in counts.items()
        )
        return round(points / sum(counts.values()), 1)

    @api.model
    def _ended_sql(self, spans):
        """Dossiers that the person received and that ended, by indicator and outcome.

        Contacts are requests to complete the dossier that reached the citizen.
        Attitude is told where nothing negative was found right, or something was;
        late without a complaint is neither by the circular and is left out.
        """
        return SQL(
            """
            WITH ended AS (
                SELECT p.assignment, d.punctuality,
                       (SELECT COUNT(*) FROM tthc_dossier_supplement s
                         WHERE s.dossier_id = d.id AND s.issued_at IS NOT NULL)
                           AS contacts,
                       r.state AS rated
                  FROM %s
                  JOIN tthc_dossier d
                    ON d.center_id = p.center AND d.received_by_id = p.user_id
                   AND d.resolved_at >= p.begin AND d.resolved_at < p.until
                   AND d.state IN ('resolved', 'returned')
                  LEFT JOIN tthc_staff_rating r
                    ON r.dossier_id = d.id AND r.state <> 'void'
            )
            SELECT assignment, 1 AS indicator, punctuality AS outcome, COUNT(*)
              FROM ended WHERE punctuality IS NOT NULL GROUP BY 1, 2, 3
            UNION ALL
            SELECT assignment, 3,
                   CASE contacts WHEN 0 THEN 'none' WHEN 1 THEN 'one' ELSE 'more' END,
                   COUNT(*)
              FROM ended GROUP BY 1, 2, 3
            UNION ALL
            SELECT assignment, 7,
                   CASE WHEN rated = 'right' THEN 'negative' ELSE punctuality END,
                   COUNT(*)
              FROM ended
             WHERE rated = 'right' OR (rated IS NOT NULL AND rated <> 'open'
                                       AND punctuality IN ('early', 'on_time'))
             GROUP BY 1, 2, 3
            """,
            self._spans_sql(spans),
        )

    @api.model
    def _ended_steps_sql(self, spans):
        """Steps that the person finished, by how they ended against their own date."""
        return SQL(
            """
            SELECT p.assignment, 2 AS indicator, s.punctuality AS outcome, COUNT(*)
              FROM %s
              JOIN tthc_dossier_step s
                ON s.done_by_id = p.user_id AND s.state = 'done'
               AND s.done_at >= p.begin AND s.done_at < p.until
             WHERE s.punctuality IS NOT NULL
             GROUP BY 1, 2, 3
            """,
            self._spans_sql(spans),
        )
