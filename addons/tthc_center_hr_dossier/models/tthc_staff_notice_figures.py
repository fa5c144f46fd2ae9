from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.tools import SQL

#: Vietnam has one time zone and no summer time.
VIETNAM_OFFSET = timedelta(hours=7)


class TthcStaffNoticeFigures(models.AbstractModel):
    _name = "tthc.staff.notice.figures"
    _inherit = ["tthc.staff.notice.figures", "tthc.staff.notice.score"]

    @api.model
    def _notice_figures(self, assignments, first, last):
        """Also the dossiers that each person received and passed on, and the steps.

        Counts only, on the days on which the person was in post; nothing of a
        citizen. Who has no account works with no dossiers here: no data.
        """
        figures = super()._notice_figures(assignments, first, last)
        spans = self._post_spans(assignments.filtered("user_id"), first, last)
        if not spans:
            return figures
        for query in (self._received_sql(spans), self._steps_sql(spans)):
            for row in self.env.execute_query_dict(query):
                post = row.pop("assignment")
                figures[post].update(progress_known=True, **row)
        self._add_points(figures, spans, last)
        return figures

    @api.model
    def _post_spans(self, assignments, first, last):
        """When the people were in post within the days of the notice.

        :return: list of (id of the assignment, user, center, from, to), the times
            naive UTC and the last one counted out
        """
        for model in ("tthc.dossier", "tthc.dossier.step", "tthc.dossier.supplement"):
            self.env[model].flush_model()
        spans = []
        for post in assignments:
            begin = max(post.date_from, first)
            end = min(post.last_day or last, last) + timedelta(days=1)
            spans.append(
                (
                    post.id,
                    post.user_id.id,
                    post.center_id.id,
                    datetime.combine(begin, time()) - VIETNAM_OFFSET,
                    datetime.combine(end, time()) - VIETNAM_OFFSET,
                )
            )
        return spans

    @api.model
    def _spans_sql(self, spans):
        """The spans as a table: assignment, user_id, center, begin, until."""
        return SQL(
            "(VALUES %s) AS p (assignment, user_id, center, begin, until)",
            SQL(", ").join(
                SQL("(%s, %s, %s, %s::timestamp, %s::timestamp)", *span)
                for span in spans
            ),
        )

    @api.model
    def _received_sql(self, spans):
        """Dossiers that the person received at the center, and those handed on."""
        return SQL(
            """
            SELECT p.assignment,
                   COUNT(d.id) AS received_count,
                   COUNT(d.transferred_at) AS handed_count,
                   COUNT(*) FILTER (WHERE d.transferred_at > d.transfer_due)
                       AS handed_late_count
              FROM %s
              LEFT JOIN tthc_dossier d
                ON d.center_id = p.center
               AND d.received_at >= p.begin AND d.received_at < p.until
               AND d.received_by_id = p.user_id
             GROUP BY p.assignment
            """,
            self._spans_sql(spans),
        )

    @api.model
    def _steps_sql(self, spans):
        """Steps that the person finished, by how they ended."""
        return SQL(
            """
            SELECT p.assignment,
                   COUNT(s.id) FILTER (WHERE s.punctuality IS DISTINCT FROM 'late')
                       AS step_on_time_count,
                   COUNT(s.id) FILTER (WHERE s.punctuality = 'late')
                       AS step_late_count
              FROM %s
              LEFT JOIN tthc_dossier_step s
                ON s.done_by_id = p.user_id AND s.state = 'done'
               AND s.done_at >= p.begin AND s.done_at < p.until
             GROUP BY p.assignment
            """,
            self._spans_sql(spans),
        )
