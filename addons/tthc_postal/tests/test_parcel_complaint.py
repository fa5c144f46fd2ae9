from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .settlement_common import AT_DOOR, SettlementCase

#: Friday 21/8/2026, 09:00 at the center; Saturday 22/8 is worked for another day, so
#: five working days end on Thursday 27/8.
COMPLAINED = datetime(2026, 8, 21, 2, 0)
DUE_INSIDE = datetime(2026, 8, 27, 10, 0)
#: Monday 31/8 to Wednesday 2/9 are off: seven end on Thursday 3/9.
DUE_BETWEEN = datetime(2026, 9, 3, 10, 0)
DAY = timedelta(days=1)


class ComplaintCase(SettlementCase):
    """A delivered parcel that somebody complains of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parcel = cls.deliver()

    def complain(self, moment=COMPLAINED, user=None, **values):
        """Take a complaint down as the clerk at a moment (naive UTC)."""
        with frozen(moment):
            return (
                self.env["tthc.parcel.complaint"]
                .with_user(user or self.clerk)
                .create(
                    {
                        "parcel_id": self.parcel.id,
                        "kind": "late",
                        "complainant_name": "Nguyễn Văn Đức",
                        "description": "Nhận chậm hai ngày",
                        **values,
                    }
                )
            )

    def answer(self, complaint, moment=COMPLAINED + DAY, user=None, **values):
        """Put the Post's answer down."""
        told = {"finding": "upheld", "answer": "Bưu điện xin lỗi", **values}
        with frozen(moment):
            complaint.with_user(user or self.settler).action_answer(**told)


class TestComplaint(ComplaintCase):
    """Circular 17/2017 Art 8."""

    def test_answer_is_due_in_five_working_days_within_the_province(self):
        row = self.complain()
        self.assertRecordValues(
            row,
            [
                {
                    "name": "1/KNBC-2026",
                    "state": "open",
                    "due_at": DUE_INSIDE,
                    "between_provinces": False,
                    "center_id": self.center.id,
                    "carrier_id": self.carrier.id,
                }
            ],
        )

    def test_answer_is_due_in_seven_between_provinces(self):
        self.parcel._moving().write(
            {"zone_id": self.env.ref("tthc_postal.postal_zone_2025_away").id}
        )
        row = self.complain()
        self.assertEqual((row.due_at, row.between_provinces), (DUE_BETWEEN, True))

    def test_limits_are_those_of_the_rules_of_the_day(self):
        self.parcel.regulation_id.complaint_days = 1
        self.assertLess(self.complain().due_at, DUE_INSIDE)

    def test_complaint_after_six_months_is_refused_with_the_last_day(self):
        # J + 2 of Thursday 20/8 is Saturday 22/8, worked for another day.
        last = datetime(2027, 2, 22, 8, 0)
        self.assertTrue(self.complain(moment=last))
        with self.assertRaisesRegex(UserError, "22/02/2027"):
            self.complain(moment=last + DAY)

    def test_complaint_is_not_taken_down_ahead(self):
        with self.assertRaisesRegex(UserError, "when it is made"):
            self.complain(received_at=COMPLAINED + DAY)

    def test_numbers_have_no_hole(self):
        names = [self.complain().name for _turn in range(3)]
        self.assertEqual(names, [f"{n}/KNBC-2026" for n in (1, 2, 3)])

    def test_who_follows_it_has_a_task_until_the_day_of_the_answer(self):
        row = self.complain()
        task = row.activity_ids
        self.assertEqual(
            (task.user_id, task.date_deadline), (self.clerk, date(2026, 8, 27))
        )
        row.with_user(self.clerk).write({"owner_id": self.manager.id})
        self.assertEqual(row.activity_ids.user_id, self.manager)
        self.answer(row)
        self.assertFalse(row.activity_ids)

    def test_overdue_follows_the_clock(self):
        row = self.complain()
        rows = self.env["tthc.parcel.complaint"]
        for moment, overdue in ((DUE_INSIDE, False), (DUE_INSIDE + DAY, True)):
            with self.subTest(moment=moment), frozen(moment):
                row.invalidate_recordset()
                self.assertEqual(row.is_overdue, overdue)
                found = rows.search([("is_overdue", "=", True), ("id", "=", row.id)])
                self.assertEqual(bool(found), overdue)
                found = rows.search([("is_overdue", "=", False), ("id", "=", row.id)])
                self.assertEqual(bool(found), not overdue)

    def test_managers_are_reminded_of_what_is_overdue(self):
        row = self.complain(owner_id=False)
        with frozen(DUE_INSIDE):
            row._cron_remind()
        self.assertFalse(row.activity_ids)
        with frozen(DUE_INSIDE + DAY):
            row._cron_remind()
            row._cron_remind()
        self.assertEqual(row.activity_ids.user_id, self.manager)

    def test_post_answers_and_the_center_closes(self):
        row = self.complain()
        self.answer(row, compensation=200000, payer="post")
        self.assertRecordValues(
            row,
            [
                {
                    "state": "answered",
                    "finding": "upheld",
                    "compensation": 200000,
                    "payer": "post",
                    "answered_late": False,
                    "answered_by_id": self.settler.id,
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "document"):
            row.with_user(self.clerk).action_close()
        row.with_user(self.clerk).action_close("PC 12")
        self.assertEqual((row.state, row.compensation_reference), ("closed", "PC 12"))

    def test_late_answer_stays_on_record(self):
        row = self.complain()
        self.answer(row, moment=DUE_INSIDE + DAY)
        self.assertTrue(row.answered_late)

    def test_answer_that_is_not_whole_is_refused(self):
        row = self.complain()
        for values in (
            {"finding": None},
            {"finding": "no such"},
            {"answer": " "},
            {"compensation": -1},
            {"compensation": 0.5},
            {"compensation": 1000},
            {"compensation": 1000, "payer": "nobody"},
            {"compensation": 1000, "payer": "post", "finding": "rejected"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.answer(row, **values)
        self.assertEqual(row.state, "open")

    def test_each_action_begins_where_it_should(self):
        row = self.complain()
        with self.assertRaises(UserError):
            row.with_user(self.clerk).action_close()
        self.answer(row)
        with self.assertRaises(UserError):
            self.answer(row)
        with self.assertRaises(UserError):
            row.with_user(self.clerk).action_withdraw("Nhầm")

    def test_withdrawn_with_a_reason(self):
        row = self.complain()
        with self.assertRaises(UserError):
            row.with_user(self.clerk).action_withdraw(" ")
        row.with_user(self.clerk).action_withdraw("Đã nhận được")
        self.assertEqual((row.state, row.closing_reason), ("withdrawn", "Đã nhận được"))
        self.assertFalse(row.activity_ids)

    def test_what_was_taken_down_stays(self):
        row = self.complain()
        for values in (
            {"kind": "lost"},
            {"state": "closed"},
            {"due_at": COMPLAINED},
            {"compensation": 1},
            {"finding": "upheld"},
            {"parcel_id": False},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                row.with_user(self.clerk).write(values)
        with self.assertRaises(AccessError):
            row.with_user(self.manager).unlink()
        with self.assertRaises(AccessError):
            self.complain(state="closed")

    def test_description_is_fixed_once_answered(self):
        row = self.complain()
        row.with_user(self.clerk).write({"description": "Nhận chậm ba ngày"})
        self.answer(row)
        with self.assertRaises(AccessError):
            row.with_user(self.clerk).write({"description": "Khác"})

    def test_form_takes_the_name_of_whose_parcel_it_is(self):
        new = self.env["tthc.parcel.complaint"].new({"parcel_id": self.parcel.id})
        new._onchange_parcel_id()
        self.assertEqual(new.complainant_name, self.parcel.receiver_name)


class TestComplaintRoles(ComplaintCase):
    """Who takes down, answers and sees complaints."""

    def test_couriers_and_agencies_see_none(self):
        row = self.complain(kind="attitude")
        self.assertFalse(row.with_user(self.courier).search([("id", "=", row.id)]))
        with self.assertRaises(AccessError):
            row.with_user(self.courier).read(["description"])
        for role in (self.specialist, self.leader, self.hr):
            with self.subTest(role=role.login), self.assertRaises(AccessError):
                row.with_user(role).search([])

    def test_who_sees_them(self):
        row = self.complain()
        for role in (self.clerk, self.manager, self.inspector, self.settler):
            with self.subTest(role=role.login):
                self.assertEqual(row.with_user(role).search([("id", "=", row.id)]), row)
        found = row.with_user(self.other_clerk).search([("id", "=", row.id)])
        self.assertFalse(found)

    def test_who_takes_them_down(self):
        self.complain(user=self.manager)
        for role in (self.courier, self.settler, self.inspector, self.other_clerk):
            with self.subTest(role=role.login), self.assertRaises(AccessError):
                self.complain(user=role)

    def test_who_answers_and_closes(self):
        row = self.complain()
        for role in (self.courier, self.inspector, self.other_clerk):
            with self.subTest(role=role.login), self.assertRaises(AccessError):
                self.answer(row, user=role)
        self.answer(row, user=self.clerk)
        for role in (self.settler, self.inspector):
            with self.subTest(role=role.login), self.assertRaises(AccessError):
                row.with_user(role).action_close()

    def test_cost_of_the_list_does_not_grow(self):
        rows = self.complain() | self.complain() | self.complain()
        counts = []
        for some in (rows[:1], rows):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(self.clerk).read(
                ["is_overdue", "display_name", "can_answer"]
            )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)


class TestComplaintUnaccepted(SettlementCase):
    """A parcel that the Post never had."""

    def test_complaint_about_a_pickup_that_never_came_has_no_last_day(self):
        parcel = self.ordered()
        with frozen(AT_DOOR):
            row = (
                self.env["tthc.parcel.complaint"]
                .with_user(self.clerk)
                .create(
                    {
                        "parcel_id": parcel.id,
                        "kind": "late",
                        "complainant_name": "Nguyễn Văn Đức",
                        "description": "Không ai đến lấy",
                    }
                )
            )
        self.assertEqual(row.state, "open")
