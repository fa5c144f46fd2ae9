from datetime import date

from .common import HrCase

#: February 2026 is over on the day of the tests.
MONTH = date(2026, 2, 1)
LAST = date(2026, 2, 28)


class StaffNoticeCase(HrCase):
    """A notice of February to the justice department, about main and reserve."""

    @classmethod
    def make_notice(cls, state="draft", **values):
        """A notice of February with its figures, in a state without its actions."""
        notice = cls.env["tthc.staff.notice"].create(
            {
                "center_id": cls.center.id,
                "agency_id": cls.justice.id,
                "month": MONTH,
                **values,
            }
        )
        notice.action_gather()
        notice._moving().state = state
        return notice

    @classmethod
    def send(cls, notice):
        """Check and send a notice by its actions.

        :return: the notice
        """
        notice.action_check()
        notice.action_send()
        return notice

    @classmethod
    def serve(cls, assignment, halves, absent=0):
        """So many half-days of the roster, of which the last ones were absences."""
        calendar = cls.center.resource_calendar_id
        shifts = cls.env["tthc.roster.shift"].create(
            [
                {
                    "counter_id": cls.counter.id,
                    "day": day,
                    "half": half,
                    "assignment_id": assignment.id,
                }
                for day, half in calendar.tthc_half_days(MONTH, LAST)[:halves]
            ]
        )
        if absent:
            away = shifts[-absent:]
            away.absence_id = cls.env["tthc.absence"].create(
                {
                    "assignment_id": assignment.id,
                    "kind": "sick",
                    "date_from": away[0].day,
                    "half_from": away[0].half,
                    "date_to": away[-1].day,
                    "half_to": away[-1].half,
                }
            )
        return shifts

    def line(self, notice, assignment):
        return notice.line_ids.filtered(lambda row: row.assignment_id == assignment)
