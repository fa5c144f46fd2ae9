from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from .tthc_roster_shift import VIETNAM_OFFSET

#: So many minutes after the opening, or before the closing, are not told.
GRACE_PARAMETER = "tthc_center_hr_attendance.grace_minutes"
GRACE_MINUTES = 5


class TthcStaffNoticeFigures(models.AbstractModel):
    _inherit = "tthc.staff.notice.figures"

    @api.model
    def _notice_figures(self, assignments, first, last):
        """Also who came late, left early or did not check in, by the half-days.

        Judged are half-days of the roster that were no absence, against the hours
        of the center on that day. People who never checked in have no such figures:
        they do not use it.
        """
        figures = super()._notice_figures(assignments, first, last)
        using = self._checked_in(assignments.employee_id, last)
        users = assignments.filtered(lambda post: post.employee_id in using)
        if not users:
            return figures
        counts = self._attendance_counts(users, first, last)
        for post in users:
            # Without a half-day on the roster there is nothing to compare with.
            if figures[post.id]["roster_known"]:
                figures[post.id].update(attendance_known=True, **counts[post.id])
        return figures

    @api.model
    def _checked_in(self, employees, last):
        """Those who have used check-ins so far.

        :param last: ``datetime.date``, last day that counts
        :return: ``hr.employee``
        """
        groups = (
            self.env["hr.attendance"]
            # sudo: whether, not when: hours stay with HR
            .sudo()
            ._read_group(
                [
                    ("employee_id", "in", employees.ids),
                    ("check_in", "<", last + timedelta(days=1)),
                ],
                ["employee_id"],
            )
        )
        return employees.browse(employee.id for (employee,) in groups)

    @api.model
    def _attendance_counts(self, assignments, first, last):
        """Half-days late, left early and without a check-in.

        :return: dict id → dict of values
        """
        calendar = assignments.center_id.resource_calendar_id
        hours = calendar.tthc_half_day_hours(first, last)
        grace = timedelta(minutes=self._grace_minutes())
        counts = defaultdict(
            lambda: {"late_count": 0, "early_count": 0, "missed_count": 0}
        )
        for row in self._attended_rows(assignments, first, last):
            opening, closing = hours.get((row["day"], row["half"]), (None, None))
            count = counts[row["assignment"]]
            if not opening:
                continue
            came, left = row["came"], row["left"]
            if not came:
                count["missed_count"] += 1
                continue
            count["late_count"] += came > opening + grace
            count["early_count"] += bool(left) and left < closing - grace
        return counts

    @api.model
    def _grace_minutes(self):
        # sudo: a setting of the center, read for whoever makes up the notice
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param(GRACE_PARAMETER) or GRACE_MINUTES)

    @api.model
    def _attended_rows(self, assignments, first, last):
        """Half-days of the roster that were no absence, with the check-ins in them.

        One query, whatever the number of people.

        :return: list of dict ``assignment``, ``day``, ``half``, ``came``, ``left``
            (naive UTC; None where nobody checked in, or is checked in still)
        """
        for model in ("hr.attendance", "tthc.roster.shift"):
            self.env[model].flush_model()
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT s.assignment_id AS assignment, s.day, s.half,
                       MIN(a.check_in) AS came,
                       CASE WHEN BOOL_OR(a.check_out IS NULL) THEN NULL
                            ELSE MAX(a.check_out) END AS "left"
                  FROM tthc_roster_shift s
                  JOIN tthc_assignment p ON p.id = s.assignment_id
                 CROSS JOIN LATERAL (
                       SELECT s.day + (CASE s.half WHEN 'am' THEN TIME '00:00'
                                       ELSE TIME '12:00' END) - %(offset)s AS begin
                       ) b
                  LEFT JOIN hr_attendance a
                    ON a.employee_id = p.employee_id
                   AND a.check_in < b.begin + INTERVAL '12 hours'
                   AND (a.check_out IS NULL OR a.check_out > b.begin)
                 WHERE s.assignment_id = ANY(%(assignments)s)
                   AND s.is_served
                   AND s.day BETWEEN %(first)s AND %(last)s
                 GROUP BY s.id
                """,
                offset=VIETNAM_OFFSET,
                assignments=list(assignments.ids),
                first=first,
                last=last,
            )
        )
