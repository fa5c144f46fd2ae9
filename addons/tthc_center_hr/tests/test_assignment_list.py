import base64
import io

import openpyxl
import xlsxwriter

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from ..tools.agency_list import GROUPS, NOTE, TITLES, role_of, template
from ..tools.phone_number import plain_phone
from .common import HrCase

#: The list of an agency as the form of March 2017 has it: a group stands once.
PEOPLE = (
    ("Lãnh đạo phụ trách trực tiếp", "Trần Văn Lãnh", "Phó Giám đốc", "0912000001", ""),
    ("Nhân sự chính tại trung tâm", "Lê Thị Chính", "Chuyên viên", "0912000002", "7"),
    ("", "Lê Văn Chính", "Chuyên viên", "912000003", "40"),
    ("Nhân sự dự phòng tại trung tâm", "Võ Thị Dự", "Chuyên viên", "0912.000.004", ""),
    (GROUPS[3][1], "Bùi Văn Thư", "Văn thư", "+84 912 000 005", ""),
)


def workbook(rows, head=("", *TITLES), before=()):
    """An Excel file with the headings of the form, as base64."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, cells in enumerate((*before, head, *rows)):
        for place, cell in enumerate(cells):
            sheet.write(number, place, cell)
    book.close()
    return base64.b64encode(buffer.getvalue())


class TestAgencyList(TransactionCase):
    """The form itself: read by its headings, printed as the dispatch has it."""

    def test_groups_are_told_however_they_are_worded(self):
        for role, title, _rows in GROUPS:
            self.assertEqual(role_of(title), role)
        for text, role in (
            ("LÃNH ĐẠO", "leader"),
            ("1. Nhân sự dự phòng", "reserve"),
            ("Công chức chính thức", "main"),
            ("Đầu mối bưu điện", "postal"),
            ("Khác", ""),
            ("", ""),
        ):
            with self.subTest(text):
                self.assertEqual(role_of(text), role)

    def test_phones_are_read_as_people_write_them(self):
        for text, phone in (
            ("0912345678", "0912345678"),
            ("0912.345.678", "0912345678"),
            ("+84 912 345 678", "0912345678"),
            ("84912345678", "0912345678"),
            ("912345678", "0912345678"),
            ("(0251) 3822 123", "02513822123"),
            ("12345", None),
            ("không có", None),
            ("", None),
        ):
            with self.subTest(text):
                self.assertEqual(plain_phone(text), phone)

    def test_template_has_the_columns_of_the_dispatch(self):
        sheet = openpyxl.load_workbook(io.BytesIO(template())).active
        rows = list(sheet.iter_rows(values_only=True))
        self.assertEqual(rows[0], ("Nhóm", *TITLES))
        self.assertEqual(
            [row[0] for row in rows[1:] if row[0]],
            [title for _role, title, _rows in GROUPS] + [NOTE],
        )


@tagged("post_install", "-at_install")
class TestAssignmentList(HrCase):
    """An agency's list becomes proposals: all of it or nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reporter = cls.users["reporter"]

    def make_list(self, file=None, role="reporter", **values):
        return (
            self.env["tthc.assignment.list"]
            .with_user(self.users[role])
            .create(
                {
                    "agency_id": self.justice.id,
                    "center_id": self.center.id,
                    "date_from": "2026-04-01",
                    "date_to": "2027-03-31",
                    "file": file,
                    **values,
                }
            )
        )

    def read_file(self, rows, **options):
        sheet = self.make_list(workbook(rows, **options))
        sheet.action_read()
        return sheet

    def type_in(self, *rows):
        names = ("role", "name", "title", "phone", "size")
        sheet = self.make_list()
        sheet.line_ids = [(0, 0, dict(zip(names, row, strict=False))) for row in rows]
        return sheet

    def test_list_of_excel_becomes_proposals(self):
        sheet = self.read_file(PEOPLE)
        self.assertFalse(sheet.problem_count, sheet.line_ids.mapped("problem"))
        action = sheet.action_make()
        made = self.env["tthc.assignment"].search(action["domain"]).sorted("id")
        self.assertEqual(
            made.mapped("role"), ["leader", "main", "main", "reserve", "postal"]
        )
        self.assertEqual(set(made.mapped("state")), {"proposed"})
        self.assertEqual(made.agency_id, self.justice)
        self.assertEqual(
            made.staff_id.mapped("personal_phone"),
            [f"091200000{number}" for number in range(1, 6)],
        )
        self.assertEqual(made[1].staff_id.size_told, "7")
        self.assertTrue(made[1].date_to)
        self.assertFalse(made[0].date_to)

    def test_personal_phones_of_the_list_stay_off_odoos_public_cards(self):
        self.read_file(PEOPLE).action_make()
        person = self.env["tthc.staff"].search([("name", "=", "Lê Thị Chính")])
        card = self.env["hr.employee.public"].browse(person.employee_id.id)
        self.assertFalse(card.mobile_phone or card.work_phone)

    def test_lines_before_the_headings_and_the_note_below_are_passed_over(self):
        sheet = self.read_file(
            [*PEOPLE, ("", "", "", "", ""), (NOTE,)],
            before=[("BÁO CÁO",), ("I. Về nhân sự:",)],
        )
        self.assertEqual(len(sheet.line_ids), len(PEOPLE))

    def test_what_is_wrong_with_a_row_is_said_in_the_row(self):
        good = ("main", "Lê Thị Chính", "Chuyên viên", "0912000002", "7")
        for place, value, words in (
            (0, False, "Choose the group"),
            (1, "", "name is missing"),
            (1, "Lê Thị 2", "no digits"),
            (1, "=…", "formula"),
            (2, " ", "title is missing"),
            (3, "", "phone is missing"),
            (3, "09120", "no phone number"),
            (0, "reserve", "main staff only"),
        ):
            row = (*good[:place], value, *good[place + 1 :])
            sheet = self.type_in(row)
            with self.subTest(words):
                self.assertIn(words, sheet.line_ids.problem)
                with self.assertRaisesRegex(UserError, "Nothing was taken over"):
                    sheet.action_make()

    def test_nothing_is_half_written(self):
        before = self.env["tthc.staff"].search_count([])
        sheet = self.type_in(
            ("main", "Lê Thị Chính", "Chuyên viên", "0912000002"),
            ("main", "Lê Văn Sai", "Chuyên viên", "x"),
        )
        with self.assertRaises(UserError):
            sheet.action_make()
        self.assertEqual(self.env["tthc.staff"].search_count([]), before)

    def test_who_stands_there_twice_is_found(self):
        twice = ("main", "Lê Thị Chính", "Chuyên viên", "0912000002")
        sheet = self.type_in(twice, ("main", "lê thị  CHÍNH", "CV", "0912000009"))
        self.assertEqual(sheet.problem_count, 2)
        sheet = self.type_in(twice, ("main", "Lê Văn Khác", "CV", "0912 000 002"))
        self.assertIn("this phone number", sheet.line_ids[0].problem)

    def test_one_person_may_stand_in_two_groups(self):
        person = ("Lê Thị Chính", "Chuyên viên", "0912000002")
        sheet = self.type_in(("main", *person), ("postal", *person))
        self.assertFalse(sheet.problem_count)
        sheet.action_make()
        people = self.env["tthc.staff"].search([("name", "=", "Lê Thị Chính")])
        self.assertEqual(len(people), 1)
        self.assertEqual(len(people.assignment_ids), 2)

    def test_a_known_person_is_found_by_name_and_phone(self):
        known = self.make_staff("Lê Thị Chính", personal_phone="0912 000 002")
        sheet = self.type_in(("main", "Le Thi Chinh", "CV", "0912000002"))
        self.assertEqual(sheet.line_ids.staff_id, known)
        sheet.action_make()
        self.assertTrue(known.assignment_ids)
        again = self.type_in(("main", "Lê Thị Chính", "CV", "0912000002"))
        self.assertIn("already", again.line_ids.problem)

    def test_a_namesake_is_asked_about(self):
        self.make_staff("Lê Thị Chính", personal_phone="0912000009")
        sheet = self.type_in(("main", "Lê Thị Chính", "CV", "0912000002"))
        self.assertIn("another phone", sheet.line_ids.problem)
        sheet.line_ids.is_other = True
        sheet.action_make()
        people = self.env["tthc.staff"].search([("name", "=", "Lê Thị Chính")])
        self.assertEqual(len(people), 2)

    def test_missing_reserve_is_said_and_does_not_stop(self):
        sheet = self.type_in(("main", "Lê Thị Chính", "CV", "0912000002"))
        self.assertTrue(sheet.lacks_reserve)
        sheet.action_make()

    def test_another_file_is_refused_in_words(self):
        for content, words in (
            (base64.b64encode(b"%PDF-1.7 ..."), "neither an Excel"),
            (workbook([("a", "b")], head=("x", "y")), "headings"),
            (workbook([]), "names nobody"),
            (None, "Choose the Excel file"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.make_list(content).action_read()

    def test_reporter_of_another_agency_names_nobody(self):
        sheet = self.make_list(agency_id=self.building.id)
        sheet.line_ids = [
            (
                0,
                0,
                {"role": "main", "name": "A B", "title": "CV", "phone": "0912000002"},
            )
        ]
        with self.assertRaises(AccessError):
            sheet.action_make()

    def test_who_does_not_propose_has_no_list(self):
        for role in ("reception", "manager", "courier", "inspector", "leader"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.make_list(role=role)
