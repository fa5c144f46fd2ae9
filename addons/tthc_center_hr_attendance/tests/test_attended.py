from datetime import timedelta

from odoo.addons.tthc_center_hr.tests.common import MOMENT, TODAY, HrCase

HOUR = timedelta(hours=1)


class TestAttended(HrCase):
    def test_a_half_day_is_attended_where_a_check_in_reaches_into_it(self):
        shifts = self.env["tthc.roster.shift"].create(
            [
                {
                    "counter_id": self.counter.id,
                    "day": TODAY,
                    "half": half,
                    "assignment_id": self.main.id,
                }
                for half in ("am", "pm")
            ]
        )
        self.assertEqual(shifts.mapped("is_attended"), [False, False])
        attendance = self.env["hr.attendance"].create(
            {
                "employee_id": self.main.employee_id.id,
                "check_in": MOMENT,  # 08:00
                "check_out": MOMENT + 3 * HOUR,  # 11:00
            }
        )
        shifts.invalidate_recordset(["is_attended"])
        self.assertEqual(shifts.mapped("is_attended"), [True, False])
        attendance.check_out = MOMENT + 8 * HOUR  # 16:00
        shifts.invalidate_recordset(["is_attended"])
        self.assertEqual(shifts.mapped("is_attended"), [True, True])

    def test_clerks_see_whether_but_not_when(self):
        shift = self.env["tthc.roster.shift"].create(
            {
                "counter_id": self.counter.id,
                "day": TODAY,
                "half": "am",
                "assignment_id": self.main.id,
            }
        )
        self.env["hr.attendance"].create(
            {"employee_id": self.main.employee_id.id, "check_in": MOMENT}
        )
        self.assertTrue(shift.with_user(self.users["manager"]).is_attended)
