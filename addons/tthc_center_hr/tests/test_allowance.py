import io
from datetime import date

import psycopg2
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tests.common import ROLES
from odoo.addons.tthc_base.tests.table_common import TableWalk

from ..models.allowance_table import MOVES
from ..models.tthc_allowance_sheet import STATES
from .common import HrCase

#: February 2026: 28 days, over on the day of the tests.
MONTH = date(2026, 2, 1)
AMOUNT = 1760000
NAMES = {
    "tthc_base.group_hr_logistics": "HR",
    "tthc_base.group_center_manager": "manager",
}


class AllowanceCase(HrCase):
    """A rate for main staff of the center, by days in post unless told otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rate = cls.make_rate()

    @classmethod
    def make_rate(cls, **values):
        return cls.env["tthc.allowance.rate"].create(
            {
                "name": "NQ 1/2026",
                "role": "main",
                "date_from": "2026-01-01",
                "amount": AMOUNT,
                "reckoning": "days",
                "center_ids": cls.center.ids,
                **values,
            }
        )

    @classmethod
    def make_sheet(cls, state="draft", **values):
        """A sheet of February, made without its actions beyond the figures."""
        sheet = cls.env["tthc.allowance.sheet"].create(
            {"center_id": cls.center.id, "month": MONTH, **values}
        )
        sheet.action_gather()
        sheet._moving().state = state
        return sheet

    @classmethod
    def serve(cls, assignment, halves, absent=0):
        """So many half-days of the roster, of which the last ones were absences."""
        calendar = cls.center.resource_calendar_id
        slots = calendar.tthc_half_days(MONTH, date(2026, 2, 28))[:halves]
        shifts = cls.env["tthc.roster.shift"].create(
            [
                {
                    "counter_id": cls.counter.id,
                    "day": day,
                    "half": half,
                    "assignment_id": assignment.id,
                }
                for day, half in slots
            ]
        )
        if absent:
            away = shifts[-absent:]
            absence = cls.env["tthc.absence"].create(
                {
                    "assignment_id": assignment.id,
                    "kind": "sick",
                    "date_from": away[0].day,
                    "half_from": away[0].half,
                    "date_to": away[-1].day,
                    "half_to": away[-1].half,
                }
            )
            away.absence_id = absence
        return shifts

    def line(self, sheet, assignment):
        return sheet.line_ids.filtered(lambda row: row.assignment_id == assignment)


class TestAllowance(AllowanceCase):
    """Amounts reckoned by hand, and who gets none."""

    def test_whole_month_in_post_is_the_whole_rate(self):
        line = self.line(self.make_sheet(), self.main)
        self.assertEqual((line.days_in_post, line.amount), (28, AMOUNT))

    def test_part_of_a_month_is_paid_by_days_in_post(self):
        self.main._moving().write({"date_to": "2026-02-10"})
        line = self.line(self.make_sheet(), self.main)
        # 1 760 000 × 10 / 28 = 628 571,43
        self.assertEqual((line.days_in_post, line.amount), (10, 628571))

    def test_half_a_dong_is_rounded_up(self):
        self.assertEqual(self.make_rate(role="postal", amount=1)._amount_for(14, 28), 1)

    def test_half_days_served_against_those_of_the_month(self):
        self.rate.reckoning = "served"
        self.serve(self.main, 10, absent=4)
        sheet = self.make_sheet()
        worked = sheet.half_days
        calendar = self.center.resource_calendar_id
        self.assertEqual(worked, len(calendar.tthc_half_days(MONTH, date(2026, 2, 28))))
        line = self.line(sheet, self.main)
        self.assertEqual((line.planned, line.served, line.absent), (10, 6, 4))
        self.assertEqual((line.counted, line.whole), (6, worked))
        self.assertEqual(line.amount, int(AMOUNT * 6 / worked + 0.5))

    def test_amount_a_half_day(self):
        self.rate.write({"reckoning": "half_day", "amount": 50000})
        self.serve(self.main, 10, absent=3)
        # 7 × 50 000
        self.assertEqual(self.line(self.make_sheet(), self.main).amount, 350000)

    def test_whole_month_for_any_day_in_post(self):
        self.rate.reckoning = "month"
        self.main._moving().write({"date_to": "2026-02-03"})
        self.assertEqual(self.line(self.make_sheet(), self.main).amount, AMOUNT)

    def test_role_without_a_rate_is_left_out_with_the_reason(self):
        sheet = self.make_sheet()
        line = self.line(sheet, self.reserve)
        self.assertEqual((line.rule_reason, line.amount), ("no_rate", 0))
        self.assertEqual((sheet.paid_count, sheet.unpaid_count), (1, 1))
        self.assertEqual(sheet.amount, AMOUNT)

    def test_whoever_serves_besides_the_own_job_gets_it_by_the_rate_only(self):
        self.main.is_part_time = True
        sheet = self.make_sheet()
        self.assertEqual(self.line(sheet, self.main).rule_reason, "part_time")
        self.rate.pays_part_time = True
        sheet.action_gather()
        self.assertEqual(self.line(sheet, self.main).amount, AMOUNT)

    def test_nobody_is_paid_twice_for_a_day(self):
        self.make_rate(role="postal", amount=3000000)
        second = self.make_assignment(
            "postal", self.main.staff_id, date_to="2026-02-14"
        )
        sheet = self.make_sheet()
        # The better paid role first: 14 days of it, the other 14 by the lower rate.
        self.assertEqual(self.line(sheet, second).amount, 1500000)
        self.assertEqual(self.line(sheet, self.main).amount, AMOUNT / 2)

    def test_rate_of_another_month_or_center_does_not_hold(self):
        for values in (
            {"date_to": MONTH},
            {"date_from": "2026-03-01"},
            {"center_ids": False},
        ):
            savepoint = self.env.cr.savepoint()
            self.rate.write(values)
            with self.subTest(values):
                line = self.line(self.make_sheet(), self.main)
                self.assertEqual(line.rule_reason, "no_rate")
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def test_two_rates_never_hold_for_the_same_people(self):
        with self.assertRaises(ValidationError):
            self.make_rate(date_from="2026-06-01")
        with self.assertRaises(ValidationError):
            self.make_rate(role="postal", level="commune")

    def test_left_out_by_hand_stays_so_when_figures_are_taken_anew(self):
        sheet = self.make_sheet()
        line = self.line(sheet, self.main)
        sheet.write({"line_ids": [(1, line.id, {"hand_reason": "Đã nhận ở Sở"})]})
        self.assertEqual((line.amount, sheet.amount), (0, 0))
        sheet.action_gather()
        line = self.line(sheet, self.main)
        self.assertEqual((line.reason, line.amount), ("Đã nhận ở Sở", 0))

    def test_queries_do_not_grow_with_the_people(self):
        def count():
            sheet = self.env["tthc.allowance.sheet"].create(
                {"center_id": self.center.id, "month": MONTH}
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            sheet._line_values()
            used = self.env.cr.sql_log_count - before
            sheet.unlink()
            return used

        count()  # fills the caches
        few = count()
        for number in range(12):
            self.make_assignment("main", self.make_staff(f"Người {number}"))
        self.assertEqual(count(), few)

    def test_month_is_kept_by_its_first_day_and_once_a_center(self):
        sheet = self.make_sheet(month="2026-02-17")
        self.assertEqual(sheet.month, MONTH)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            self.make_sheet(month="2026-02-20")


class TestAllowanceMoves(TableWalk, AllowanceCase):
    """States, who moves them, and what is fixed."""

    def test_every_move_in_every_state_by_every_role(self):
        def put(sheet, _name, state):
            sheet._moving().write({"state": state, "checked_by_id": False})

        def run(sheet, name):
            return getattr(sheet, f"action_{name}")(*(["Sai"] * (name == "return")))

        sheets = dict.fromkeys(dict(STATES), self.make_sheet())
        self.check_table(MOVES, sheets, run, put)

    def test_readme_shows_the_table(self):
        heading = "### States of a sheet of allowances"
        self.check_readme("tthc_center_hr", heading, MOVES, NAMES)

    def test_who_checked_does_not_approve(self):
        sheet = self.make_sheet().with_user(self.users["manager"])
        sheet.action_check()
        with self.assertRaises(UserError):
            sheet.action_approve()
        self.assertEqual(sheet.state, "checked")

    def test_month_that_is_not_over_is_not_checked(self):
        sheet = self.make_sheet(month="2026-03-01")
        with self.assertRaisesRegex(UserError, "not over"):
            sheet.action_check()

    def test_figures_that_changed_are_taken_anew_before_the_check(self):
        sheet = self.make_sheet()
        self.serve(self.main, 2)
        with self.assertRaisesRegex(UserError, "Phạm Thị Chính"):
            sheet.action_check()
        sheet.action_gather()
        sheet.action_check()
        self.assertEqual(sheet.state, "checked")

    def test_return_needs_a_reason(self):
        sheet = self.make_sheet("approved")
        for words in (None, " ", 7):
            with self.subTest(words), self.assertRaises(UserError):
                sheet.action_return(words)

    def test_approved_sheet_stays_as_it_was_signed(self):
        sheet = self.make_sheet("approved").with_user(self.users["hr"])
        line = self.line(sheet, self.main)
        self.rate.amount = 1
        self.main._moving().write({"date_to": "2026-02-10"})
        self.assertEqual(line.amount, AMOUNT)
        with self.assertRaises(AccessError):
            line.write({"hand_reason": "x"})
        with self.assertRaises(AccessError):
            sheet.write({"note": "x"})
        with self.assertRaises(UserError):
            sheet.action_gather()
        with self.assertRaises(UserError):
            sheet.unlink()

    def test_manager_of_another_center_does_nothing(self):
        sheet = self.make_sheet()
        self.users["manager"].tthc_center_id = self.other_center
        mine = sheet.with_user(self.users["manager"])
        self.assertFalse(mine.search([]))
        for action in (mine.action_gather, mine.action_check):
            with self.assertRaises(AccessError):
                action()

    def test_nobody_writes_figures_or_state_by_hand(self):
        sheet = self.make_sheet()
        line = self.line(sheet, self.main)
        for role in ROLES:
            user = self.users[role]
            for record, values in (
                (sheet, {"state": "approved"}),
                (line, {"full_amount": 1}),
                (line, {"amount": 1}),
                (line, {"served": 40}),
            ):
                with self.subTest(role=role, values=values):
                    with self.assertRaises(AccessError):
                        record.with_user(user).write(values)
            with self.assertRaises(AccessError):
                line.with_user(user).unlink()

    def test_who_sees_sheets(self):
        self.make_sheet()
        for role in ROLES:
            sees = role in ("hr", "manager", "inspector", "admin", "coordinator")
            sheets = self.env["tthc.allowance.sheet"].with_user(self.users[role])
            if not sees:
                with self.subTest(role), self.assertRaises(AccessError):
                    sheets.search([])
            elif role in ("hr", "manager", "inspector"):
                with self.subTest(role):
                    self.assertTrue(sheets.search([]).line_ids.mapped("name"))
        sheet = sheets.search([]).with_user(self.users["inspector"])
        for right in ("write", "create", "unlink"):
            self.assertFalse(sheet.has_access(right))

    def test_excel_tells_who_is_paid_and_who_is_not(self):
        sheet = self.make_sheet().with_user(self.users["inspector"])
        book = load_workbook(io.BytesIO(sheet._workbook()))
        paid, unpaid = book.worksheets
        self.assertEqual(paid["B5"].value, "Phạm Thị Chính")
        self.assertEqual(paid["L5"].value, AMOUNT)
        self.assertEqual(paid["L6"].value, AMOUNT)
        self.assertEqual(unpaid["B5"].value, "Trần Văn Phòng")

    def test_print_shows_people_amounts_and_reasons(self):
        sheet = self.make_sheet()
        form = self.env.ref("tthc_center_hr.form_bang_chi_ho_tro")
        (page,) = self.env["ir.actions.report"]._tthc_sheets(form, sheet, {})
        for text in ("Phạm Thị Chính", "1.760.000", "Trần Văn Phòng"):
            self.assertIn(text, page.decode())


class TestAllowanceSupplement(AllowanceCase):
    """What was sent is mended by the differences; nobody is paid at two centers."""

    def elsewhere(self, **values):
        """The main person's post at the other center, with a rate there."""
        self.make_rate(
            name="NQ 2/2026", level="commune", center_ids=self.other_center.ids
        )
        return self.make_assignment(
            "main", self.main.staff_id, center_id=self.other_center.id, **values
        )

    def test_nobody_is_paid_at_two_centers_for_a_day(self):
        there = self.elsewhere(date_from="2026-02-15")
        here = self.make_sheet()
        self.assertEqual(self.line(here, self.main).amount, AMOUNT)
        other = self.make_sheet(center_id=self.other_center.id)
        self.assertEqual(self.line(other, there).rule_reason, "other_center")
        self.assertFalse(other.amount)

    def test_days_that_the_other_center_does_not_pay_are_paid(self):
        there = self.elsewhere(date_from="2026-02-15")
        other = self.make_sheet(center_id=self.other_center.id)
        self.assertEqual(self.line(other, there).amount, AMOUNT * 14 // 28)
        # 14 of the 28 days are left
        here = self.make_sheet()
        self.assertEqual(self.line(here, self.main).amount, AMOUNT * 14 // 28)

    def test_left_out_there_is_paid_here(self):
        there = self.elsewhere()
        other = self.make_sheet(center_id=self.other_center.id)
        here = self.make_sheet()
        self.assertEqual(self.line(here, self.main).rule_reason, "other_center")
        self.line(other, there).hand_reason = "Hưởng tại Trung tâm tỉnh"
        with self.assertRaisesRegex(UserError, "not of today"):
            here.action_check()
        here.action_gather()
        self.assertEqual(self.line(here, self.main).amount, AMOUNT)

    def supplement(self, sheet, why="Quyết định kết thúc gửi muộn"):
        action = sheet.with_user(self.users["hr"]).action_supplement(why)
        return self.env["tthc.allowance.sheet"].browse(action["res_id"])

    def end_main(self, day):
        self.main._moving().write(
            {"state": "ended", "ended_on": day, "end_reason": "other"}
        )

    def test_supplement_holds_the_differences_alone(self):
        second = self.make_assignment("main", self.make_staff("Người Hai"))
        sheet = self.make_sheet("sent")
        before = sheet.line_ids.read(["amount", "days_in_post"])
        self.end_main("2026-02-15")
        supplement = self.supplement(sheet)
        self.assertEqual(supplement.line_ids.assignment_id, self.main)
        line = supplement.line_ids
        self.assertEqual((line.paid_before, line.amount), (AMOUNT, -AMOUNT // 2))
        self.assertEqual(supplement.amount, -AMOUNT // 2)
        self.assertEqual(sheet.line_ids.read(["amount", "days_in_post"]), before)
        self.assertEqual(self.line(sheet, second).amount, AMOUNT)

    def test_supplement_of_a_supplement(self):
        sheet = self.make_sheet("sent")
        self.end_main("2026-02-15")
        first = self.supplement(sheet)
        with self.assertRaisesRegex(UserError, "has a supplement already"):
            self.supplement(sheet)
        first._moving().state = "sent"
        self.main._moving().write({"ended_on": "2026-02-22"})
        second = self.supplement(first)
        self.assertEqual(second.line_ids.amount, AMOUNT * 7 // 28)
        chain = sheet | first | second
        self.assertEqual(sum(chain.mapped("amount")), AMOUNT * 21 // 28)

    def test_whose_post_was_not_in_the_month_pays_back(self):
        sheet = self.make_sheet("sent")
        self.end_main("2026-01-20")
        line = self.supplement(sheet).line_ids
        self.assertEqual((line.rule_reason, line.amount), ("gone", -AMOUNT))

    def test_left_out_by_hand_makes_no_difference(self):
        second = self.make_assignment("main", self.make_staff("Người Hai"))
        sheet = self.make_sheet()
        self.line(sheet, second).hand_reason = "Nghỉ không lương"
        sheet._moving().state = "sent"
        self.end_main("2026-02-15")
        self.assertEqual(self.supplement(sheet).line_ids.assignment_id, self.main)

    def test_supplement_needs_a_reason_and_a_difference(self):
        sheet = self.make_sheet("sent")
        with self.assertRaisesRegex(UserError, "why"):
            sheet.action_supplement(" ")
        with self.assertRaisesRegex(UserError, "nothing differs"):
            sheet.action_supplement("Vì")
        with self.assertRaises(UserError):
            self.make_sheet(month="2026-01-01").action_supplement("Vì")

    def test_who_may_supplement(self):
        sheet = self.make_sheet("sent")
        self.end_main("2026-02-15")
        for role in ("inspector", "reporter", "reception"):
            with self.subTest(role), self.assertRaises(AccessError):
                sheet.with_user(self.users[role]).action_supplement("Vì")
        with self.assertRaises(AccessError):
            self.env["tthc.allowance.sheet"].with_user(self.users["hr"]).create(
                {
                    "center_id": self.center.id,
                    "month": MONTH,
                    "supplements_id": sheet.id,
                }
            )

    def test_supplement_moves_as_any_sheet(self):
        sheet = self.make_sheet("sent")
        self.end_main("2026-02-15")
        supplement = self.supplement(sheet)
        supplement.with_user(self.users["hr"]).action_check()
        supplement.with_user(self.users["manager"]).action_approve()
        supplement.with_user(self.users["hr"]).action_send()
        self.assertEqual(supplement.state, "sent")
        book = load_workbook(io.BytesIO(supplement._workbook()))
        cells = [cell.value for row in book["Được hưởng"].iter_rows() for cell in row]
        self.assertIn("Chênh lệch", cells)
        self.assertIn(-AMOUNT // 2, cells)
