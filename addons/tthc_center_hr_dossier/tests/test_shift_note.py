from odoo.tests import Form

from odoo.addons.tthc_center_hr.tests.common import TODAY, HrCase


class TestShiftNoteCash(HrCase):
    def test_the_note_starts_with_the_cash_of_the_clerks_open_till(self):
        clerk = self.users["reception"]
        self.env["tthc.cash.session"]._moving().create(
            {
                "center_id": self.center.id,
                "counter_id": self.counter.id,
                "user_id": clerk.id,
                "day": TODAY,
                "state": "open",
                "float_amount": 200_000,
            }
        )
        form = Form(self.env["tthc.shift.note"].with_user(clerk))
        form.counter_id = self.counter
        self.assertEqual(form.cash, 200_000)

    def test_without_a_till_the_cash_is_typed(self):
        form = Form(self.env["tthc.shift.note"].with_user(self.users["reception"]))
        form.counter_id = self.counter
        self.assertEqual(form.cash, 0)
