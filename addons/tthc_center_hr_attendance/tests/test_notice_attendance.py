from datetime import datetime, timedelta

from odoo.addons.tthc_center_hr.tests.staff_notice_common import StaffNoticeCase

MINUTE = timedelta(minutes=1)


class TestNoticeAttendance(StaffNoticeCase):
    """Late, early and missed half-days of a monthly notice."""

    def shift(self, day, half):
        return self.env["tthc.roster.shift"].create(
            {
                "counter_id": self.counter.id,
                "day": day,
                "half": half,
                "assignment_id": self.main.id,
            }
        )

    def check(self, day, come=0, leave=0, until="am"):
        """Check in so many minutes after the opening, out so many before the end."""
        calendar = self.center.resource_calendar_id
        hours = calendar.tthc_half_day_hours(day, day)
        return self.env["hr.attendance"].create(
            {
                "employee_id": self.main.employee_id.id,
                "check_in": hours[day, "am"][0] + come * MINUTE,
                "check_out": hours[day, until][1] - leave * MINUTE,
            }
        )

    def counted(self):
        notice = self.make_notice()
        line = self.line(notice, self.main)
        return line.late_count, line.early_count, line.missed_count

    def test_late_early_and_missed_are_counted_by_half_days(self):
        days = [datetime(2026, 2, day).date() for day in (2, 3, 4)]
        for day in days:
            self.shift(day, "am")
            self.shift(day, "pm")
        self.check(days[0], until="pm")  # the whole day
        self.check(days[1], come=10)  # late, and away in the afternoon
        self.check(days[2], come=5, leave=20, until="pm")  # leaves early
        self.assertEqual(self.counted(), (1, 1, 1))

    def test_an_absence_is_no_missed_check_in(self):
        self.serve(self.main, 4, absent=4)
        self.check(datetime(2026, 2, 3).date())
        self.assertEqual(self.counted(), (0, 0, 0))

    def test_who_is_still_checked_in_did_not_leave_early(self):
        day = datetime(2026, 2, 2).date()
        self.shift(day, "am")
        self.check(day).check_out = False
        self.assertEqual(self.counted(), (0, 0, 0))

    def test_without_check_ins_or_roster_there_are_no_figures(self):
        self.shift(datetime(2026, 2, 2).date(), "am")
        line = self.line(self.make_notice(), self.main)
        self.assertFalse(line.attendance_known)
        self.assertIn("check-ins: no data", line.time_text)
        self.env["tthc.roster.shift"].search([]).unlink()
        self.check(datetime(2026, 2, 2).date())
        notice = line.notice_id
        notice.action_gather()
        line = self.line(notice, self.main)
        self.assertFalse(line.attendance_known)

    def test_queries_do_not_grow_with_the_people(self):
        def count():
            notice = self.make_notice()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            notice._line_values()
            used = self.env.cr.sql_log_count - before
            notice.unlink()
            return used

        def attend(assignment, number):
            self.env["hr.attendance"].create(
                {
                    "employee_id": assignment.employee_id.id,
                    "check_in": datetime(2026, 2, 2, 1, number),
                    "check_out": datetime(2026, 2, 2, 4, number),
                }
            )

        attend(self.main, 0)
        count()  # fills the caches
        few = count()
        for number in range(1, 47):
            post = self.make_assignment("main", self.make_staff(f"Người {number}"))
            attend(post, number)
        self.assertEqual(count(), few)
