from odoo.exceptions import RedirectWarning

from odoo.addons.tthc_center_hr.tests.common import DAY, TODAY, HrCase


class TestLeave(HrCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["hr.leave.type"].create(
            {
                "name": "Nghỉ ốm thử",
                "requires_allocation": False,
                "leave_validation_type": "hr",
                "tthc_kind": "sick",
            }
        )

    def leave(self, **values):
        return (
            self.env["hr.leave"]
            .with_context(leave_skip_date_check=True)
            .create(
                {
                    "employee_id": self.main.employee_id.id,
                    "holiday_status_id": self.kind.id,
                    "request_date_from": TODAY,
                    "request_date_to": TODAY,
                    **values,
                }
            )
        )

    def colleague(self):
        return self.make_assignment(
            "main", self.make_staff("Người Thứ Hai"), counter_ids=self.counter.ids
        )

    def absences(self):
        return self.env["tthc.absence"].search([("assignment_id", "=", self.main.id)])

    def test_approved_leave_is_an_absence(self):
        self.colleague()
        leave = self.leave()
        leave.action_approve()
        absence = self.absences()
        self.assertEqual(
            (absence.state, absence.kind, absence.date_from, absence.leave_id),
            ("approved", "sick", TODAY, leave),
        )

    def test_leave_that_empties_a_counter_asks_for_the_substitute_first(self):
        leave = self.leave()
        with self.assertRaises(RedirectWarning), self.env.cr.savepoint():
            leave.action_approve()
        self.assertNotEqual(leave.state, "validate")
        self.assertFalse(self.absences())
        absence = self.env["tthc.absence"].create(
            {"assignment_id": self.main.id, "date_from": TODAY, "date_to": TODAY}
        )
        absence._approve(dict.fromkeys(absence._holes(), self.reserve))
        leave.action_approve()
        self.assertEqual(leave.state, "validate")
        self.assertEqual(self.absences(), absence)
        self.assertEqual(absence.leave_id, leave)

    def test_refused_leave_takes_the_absence_back(self):
        self.colleague()
        leave = self.leave(request_date_to=TODAY + DAY)
        leave.action_approve()
        leave.action_refuse()
        self.assertEqual(self.absences().state, "cancelled")

    def test_leave_of_others_is_none_of_the_centers_business(self):
        employee = self.env["hr.employee"].create({"name": "Người Ngoài"})
        self.leave(employee_id=employee.id).action_approve()
        self.assertFalse(self.env["tthc.absence"].search([]))
