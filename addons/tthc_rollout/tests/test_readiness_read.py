import base64
import io
from datetime import date

from docx import Document
from openpyxl import Workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase

from ..models.tthc_readiness_count import HEADS
from ..tools.readiness_reader import Form, read_day
from .common import ReadinessCase

PEOPLE = [
    ["", "Tên", "Chức vụ", "Số điện thoại", "Kích cỡ áo*"],
    ["Lãnh đạo phụ trách trực tiếp", "Bà Hiền", "Phó Giám đốc", "0901", ""],
    ["Nhân sự chính tại trung tâm", "Phạm Thị Chính", "Chuyên viên", "0902", "9"],
    ["", "Lý Thị Mới", "Chuyên viên", "0903", "7"],
    ["Ban chỉ đạo", "Ông Khách", "Trưởng ban", "", ""],
]
COUNTS = [
    ["Loại thủ tục", "", "Số lượng", "Đơn vị liên thông"],
    ["Thủ tục hành chính", "", "118", ""],
    ["Dịch vụ công", "", "khoảng 20", ""],
    [
        "Thủ tục có sử dụng dịch vụ trả nhận của bưu điện",
        "Trả kết quả qua bưu điện",
        "12",
        "Bưu điện",
    ],
    ["", "Nhận hồ sơ qua bưu điện", "3", ""],
]
PLAN = [
    [
        "STT",
        "Nội dung thực hiện",
        "Chi tiết",
        "Thời gian bắt đầu",
        "Thời gian kết thúc",
        "Đơn vị phối hợp",
    ],
    ["1", "Rà soát thủ tục", "Theo Đề án", "5/3/2026", "15.04.2026", "Sở Nội vụ"],
    ["2", "Tập huấn", "", "đầu tháng 4", "", ""],
    ["3", "", "", "", "", ""],
]


def word_file(*parts):
    """A Word file of tables (lists) and paragraphs (texts)."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=0, cols=len(part[0]))
        for texts in part:
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def excel_file(*parts):
    """An Excel file of the same parts, one sheet each."""
    book = Workbook()
    book.remove(book.active)
    for number, part in enumerate(parts):
        sheet = book.create_sheet(f"Phần {number}")
        for row in [[part]] if isinstance(part, str) else part:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


FILLED = (PEOPLE, COUNTS, PLAN)
WORDS = "IV. Khó khăn, kiến nghị khác: "


class TestReadinessReader(TransactionCase):
    """Tables are found by their headings; what is not understood is listed."""

    def check(self, form):
        self.assertEqual(
            [(row["role"], row["name"], row["size"]) for row in form.people],
            [
                ("leader", "Bà Hiền", ""),
                ("main", "Phạm Thị Chính", "9"),
                ("main", "Lý Thị Mới", "7"),
            ],
        )
        self.assertEqual(
            {key: row["number"] for key, row in form.counts.items()},
            {"procedure": "118", "postal_return": "12", "postal_receive": "3"},
        )
        self.assertEqual(
            [(row["content"], row["date_from"], row["date_to"]) for row in form.plan],
            [
                ("Rà soát thủ tục", date(2026, 3, 5), date(2026, 4, 15)),
                ("Tập huấn", None, None),
            ],
        )
        missed = "\n".join(form.unknown)
        for words in ("Ông Khách", "khoảng 20", "đầu tháng 4"):
            self.assertIn(words, missed)
        self.assertEqual(len(form.unknown), 3)

    def test_word_file_is_read_by_its_headings(self):
        form = Form(word_file("BÁO CÁO", *FILLED, WORDS, "- Thiếu máy in"), HEADS)
        self.check(form)
        self.assertEqual(form.difficulties, ["Thiếu máy in"])

    def test_excel_file_is_read_alike(self):
        self.check(Form(excel_file("BÁO CÁO", *FILLED), HEADS))

    def test_tables_in_another_order_and_with_more_columns_are_read(self):
        people = [[*row, "thừa"] for row in PEOPLE]
        people[0][-1] = "Ghi chú"
        self.check(Form(word_file(PLAN, people, COUNTS), HEADS))

    def test_words_beside_and_below_the_fourth_heading_are_difficulties(self):
        form = Form(word_file(WORDS + "Thiếu ghế", "+ Thiếu quạt", "……"), HEADS)
        self.assertEqual(form.difficulties, ["Thiếu ghế", "Thiếu quạt"])

    def test_marks_and_numbers_of_points_are_left_out(self):
        form = Form(
            word_file(
                "IV. Khó khăn, kiến nghị:",
                "1. Chưa có máy quét",
                "2) Đề nghị thêm quầy",
                "- Thiếu ghế\ntại khu chờ\n+ Thiếu quạt",
                "3.5 m² mỗi quầy là chật",
            ),
            HEADS,
        )
        self.assertEqual(
            form.difficulties,
            [
                "Chưa có máy quét",
                "Đề nghị thêm quầy",
                "Thiếu ghế\ntại khu chờ",
                "Thiếu quạt",
                "3.5 m² mỗi quầy là chật",
            ],
        )

    def test_difficulties_of_a_table_are_read(self):
        rows = [["STT", "Nội dung", "Ghi chú"], ["1", "Thiếu máy in", "Quầy 2"]]
        for content in (word_file(WORDS, rows), excel_file(WORDS, rows)):
            self.assertEqual(Form(content, HEADS).difficulties, ["Thiếu máy in Quầy 2"])

    def test_foot_of_the_form_is_no_difficulty(self):
        form = Form(
            word_file(
                WORDS, "- Thiếu máy in", "Nơi nhận:", "- Như trên;", "KT. GIÁM ĐỐC"
            ),
            HEADS,
        )
        self.assertEqual(form.difficulties, ["Thiếu máy in"])

    def test_hours_of_the_post_below_the_second_section_are_read(self):
        form = Form(
            word_file(
                COUNTS[:2],
                "Thời gian bưu điện giao nhận tại đơn vị:",
                "- Tuyến 1, 10 giờ (sáng): 11 giờ 15",
                "Lần 2: 15h05",
                "Lần 3: 25 giờ 00",
            ),
            HEADS,
        )
        self.assertEqual(
            [(row["name"], round(row["hour"] * 60)) for row in form.visits],
            [("Tuyến 1, 10 giờ (sáng)", 675), ("Lần 2", 905)],
        )
        self.assertEqual(form.unknown, ["Mục II: Lần 3: 25 giờ 00"])

    def test_what_the_form_does_not_have_is_listed(self):
        form = Form(
            word_file(
                "Kính gửi: Sở Nội vụ",
                "I. Về nhân sự:",
                PEOPLE[:2],
                "*Lưu ý: Chỉ bổ sung thông tin về kích cỡ áo",
                "Danh sách có thể thay đổi",
                [["Máy in", "3"], ["Máy quét", "2"]],
                PLAN[:2],
            ),
            HEADS,
        )
        self.assertEqual(
            form.unknown,
            [
                "Mục I: Danh sách có thể thay đổi",
                "Bảng không có trong mẫu, dòng 1: Máy in | 3",
                "Bảng không có trong mẫu, dòng 2: Máy quét | 2",
            ],
        )
        self.assertEqual(len(form.plan), 1)

    def test_row_without_a_name_is_listed(self):
        rows = [PEOPLE[0], ["Nhân sự chính tại trung tâm", "", "Chuyên viên", "09", ""]]
        form = Form(word_file(rows), HEADS)
        self.assertFalse(form.people)
        self.assertIn("Chuyên viên", form.unknown[0])

    def test_formula_is_listed_and_not_reckoned(self):
        rows = [COUNTS[0], ["Thủ tục hành chính", "", "=1+1", ""]]
        form = Form(excel_file(rows), HEADS)
        self.assertFalse(form.counts)
        self.assertEqual(len(form.unknown), 1)

    def test_days_as_agencies_write_them(self):
        for text, day in (
            ("5/3/2026", date(2026, 3, 5)),
            ("05-03-2026", date(2026, 3, 5)),
            ("2026-03-05 00:00:00", date(2026, 3, 5)),
            ("31/2/2026", None),
            ("tháng 3", None),
            ("", None),
        ):
            with self.subTest(text):
                self.assertEqual(read_day(text), day)


class TestReadinessRead(ReadinessCase):
    """The file is shown first, then taken; nothing of the report is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["reporter"].lang = "en_US"

    def begin(self, content, role="reporter", report=None):
        record = (
            self.env["tthc.readiness.read"]
            .with_user(self.users[role])
            .create(
                {
                    "report_id": (report or self.report).id,
                    "file": base64.b64encode(content),
                }
            )
        )
        record.action_read()
        return record

    def test_reading_writes_nothing_before_it_is_taken(self):
        before = self.report._content_now()
        record = self.begin(word_file(*FILLED, WORDS, "- Thiếu máy in"))
        self.assertIn("Ông Khách", record.unknown)
        self.assertIn("3", record.found)
        self.env.invalidate_all()
        self.assertEqual(self.report._content_now(), before)

    def test_taking_fills_in_adds_and_takes_nothing_away(self):
        names = {*self.report.person_ids.mapped("name")}
        self.add_line(self.report)
        self.begin(word_file(*FILLED, WORDS, "- Thiếu máy in")).action_take()
        self.env.invalidate_all()
        report = self.report
        self.assertEqual(
            {*report.person_ids.mapped("name")}, names | {"Bà Hiền", "Lý Thị Mới"}
        )
        main = report.person_ids.filtered(lambda row: row.name == "Phạm Thị Chính")
        self.assertEqual((main.phone, main.size), ("0902", "9"))
        counts = {row.key: row.number for row in report.count_ids}
        self.assertEqual((counts["procedure"], counts["postal_receive"]), ("118", "3"))
        self.assertEqual(
            sorted(report.plan_ids.mapped("name")), ["Rà soát thủ tục", "Tập huấn"]
        )
        first = report.plan_ids.filtered(lambda row: row.name == "Rà soát thủ tục")
        self.assertEqual(first.tthc_detail, "Theo Đề án")
        self.assertEqual(report.difficulty_ids.mapped("name"), ["Thiếu máy in"])
        self.assertIn("Ông Khách", str(report.message_ids.mapped("body")))

    def test_taking_twice_changes_nothing_more(self):
        content = word_file(*FILLED, WORDS, "- Thiếu máy in")
        self.begin(content).action_take()
        before = self.report._content_now()
        self.begin(content).action_take()
        self.env.invalidate_all()
        self.assertEqual(self.report._content_now(), before)

    def test_own_word_file_read_back_says_the_same(self):
        self.add_line(self.report, tthc_detail="Theo Đề án")
        self.report.count_ids[0].write({"number": "118"})
        before = self.report._content_now()
        record = self.begin(self.report._document())
        self.assertFalse(record.unknown)
        record.action_take()
        self.env.invalidate_all()
        self.assertEqual(self.report._content_now(), before)

    def test_partners_and_hours_of_the_own_file_are_not_doubled(self):
        self.add_line(
            self.report,
            tthc_partner_ids=self.building.ids,
            tthc_partner_text="Công ty Điện lực",
        )
        self.report.visit_ids = [Command.create({"name": "Chuyến 1", "hour": 10.25})]
        before = self.report._content_now()
        record = self.begin(self.report._document())
        self.assertFalse(record.unknown)
        record.action_take()
        self.env.invalidate_all()
        self.assertEqual(self.report._content_now(), before)

    def test_partner_agencies_are_found_by_their_names(self):
        line = list(PLAN[1])
        line[-1] = f"{self.building.name}; Công ty Điện lực, Đội 3"
        self.begin(word_file([PLAN[0], line])).action_take()
        task = self.report.plan_ids
        self.assertEqual(task.tthc_partner_ids, self.building)
        self.assertEqual(task.tthc_partner_text, "Công ty Điện lực, Đội 3")

    def test_difficulty_of_an_earlier_report_is_not_raised_again(self):
        self.report.difficulty_ids = [Command.create({"name": "Thiếu máy in"})]
        self.file(self.report)
        coordinator = self.users["coordinator"]
        self.report.with_user(coordinator).action_accept()
        campaign = self.make_readiness_campaign(name="Đợt 2")
        self.campaign.with_user(coordinator).action_close()
        campaign.with_user(coordinator).action_open()
        report = self.report_of(self.justice, campaign)
        self.begin(
            word_file(WORDS, "- Thiếu máy in", "- Đề nghị thêm quầy"), report=report
        ).action_take()
        self.assertEqual(
            report.difficulty_ids.mapped(lambda row: (row.kind, row.name)),
            [("proposal", "Đề nghị thêm quầy")],
        )

    def test_what_was_not_understood_stands_line_by_line_on_the_report(self):
        self.begin(word_file(*FILLED)).action_take()
        body = str(self.report.message_ids[:1].body)
        self.assertGreaterEqual(body.count("<br"), 3, body)

    def test_files_that_are_none_are_refused_in_words(self):
        for content, words in (
            (b"PK\x03\x04x", "damaged"),
            (word_file("Kính gửi"), "Nothing of the form"),
            (b"\xd0\xcf\x11\xe0", "before 2007"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.begin(content)

    def test_filed_report_takes_no_file(self):
        record = self.begin(word_file(*FILLED))
        self.file(self.report)
        with self.assertRaises(UserError):
            record.action_take()

    def test_nobody_reads_a_file_into_another_agencys_report(self):
        other = self.report_of(self.building)
        with self.assertRaises(UserError):
            self.begin(word_file(*FILLED), report=other).action_take()
        for role in ("inspector", "courier"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.begin(word_file(*FILLED), role)
