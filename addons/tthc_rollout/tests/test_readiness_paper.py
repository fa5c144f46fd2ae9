import io

from docx import Document
from openpyxl import load_workbook

from odoo.fields import Command

from odoo.addons.tthc_base.tests.print_common import PrintedFile

from ..tools.readiness_paper import ROLES, day_text
from .common import ReadinessCase


class TestReadinessPaper(ReadinessCase):
    """The form of the dispatch as Word, the reports of all agencies as Excel."""

    def tables(self, report):
        """The tables of the Word file as lists of rows of texts."""
        document = Document(io.BytesIO(report._document()))
        return [
            [[cell.text for cell in row.cells] for row in table.rows]
            for table in document.tables
        ]

    def test_word_file_has_the_sections_and_headings_of_the_form(self):
        document = Document(io.BytesIO(self.report._document()))
        text = "\n".join(row.text for row in document.paragraphs)
        for words in (
            "TIẾN ĐỘ TRIỂN KHAI THÀNH LẬP TRUNG TÂM HÀNH CHÍNH CÔNG TỈNH",
            "(Đính kèm văn bản số 581/SNV-CCHC ngày 02/03/2026)",
            "I. Về nhân sự:",
            "*Lưu ý: Chỉ bổ sung thông tin về kích cỡ áo đối với nhân sự chính.",
            "II. Về quy trình tiếp nhận",
            "III. Về kế hoạch chi tiết tiến độ",
            "IV. Khó khăn, kiến nghị khác:",
        ):
            with self.subTest(words):
                self.assertIn(words, text)
        _heading, people, counts, plan, _signature = self.tables(self.report)
        self.assertEqual(
            people[0], ["", "Tên", "Chức vụ", "Số điện thoại", "Kích cỡ áo*"]
        )
        self.assertEqual(
            counts[0],
            ["Loại thủ tục", "Loại thủ tục", "Số lượng", "Đơn vị liên thông"],
        )
        self.assertEqual(
            plan[0],
            [
                "STT",
                "Nội dung thực hiện",
                "Chi tiết",
                "Thời gian bắt đầu",
                "Thời gian kết thúc",
                "Đơn vị phối hợp",
            ],
        )

    def test_word_file_says_what_the_report_says(self):
        self.add_line(self.report)
        self.report.count_ids[0].write({"number": 118, "partners": "Sở Tài chính"})
        content = self.report._report_content()
        _heading, people, counts, plan, _signature = self.tables(self.report)
        named = [row[1:] for row in people[1:] if row[1]]
        self.assertEqual(
            sorted(named),
            sorted(
                [row["name"], row["title"], row["phone"], row["size"]]
                for row in content["people"]
            ),
        )
        self.assertEqual(
            [row[0] for row in people[1:]], [*map(ROLES.get, self.roles(content))]
        )
        self.assertEqual(counts[1][2:], ["118", "Sở Tài chính"])
        self.assertEqual(len(counts), 1 + 7)
        self.assertEqual(
            counts[5:][0][0], "Thủ tục có sử dụng dịch vụ trả nhận của bưu điện"
        )
        self.assertEqual({row[0] for row in counts[5:]}, {counts[5][0]})
        line = content["plan"][0]
        self.assertEqual(
            plan[1],
            [
                "1",
                line["content"],
                line["detail"],
                day_text(line["date_from"]),
                day_text(line["date_to"]),
                line["partners"],
            ],
        )

    def roles(self, content):
        """The roles of the rows of section I, those that nobody has with one row."""
        found = [row["role"] for row in content["people"]]
        return [role for role in ROLES for _row in range(max(found.count(role), 1))]

    def test_filed_report_prints_as_it_was_filed(self):
        self.file(self.report)
        before = self.tables(self.report)
        self.main.staff_id.personal_phone = "0999999999"
        self.assertEqual(self.tables(self.report), before)

    def test_phones_and_sizes_stay_with_who_may_see_them(self):
        self.report.person_ids[0].phone = "0912345678"
        seen = self.tables(self.as_user(self.report, "reporter"))
        self.assertIn("0912345678", str(seen))
        hidden = self.tables(self.as_user(self.report, "inspector"))
        self.assertNotIn("0912345678", str(hidden))

    def test_print_says_what_the_word_file_says(self):
        self.add_line(self.report)
        self.report.count_ids[0].write({"number": 118, "partners": "Sở Tài chính"})
        paper = self.report._paper()
        content, _kind = self.env["ir.actions.report"]._render(
            "tthc_rollout.action_report_readiness_report", self.report.ids
        )
        text = " ".join(PrintedFile(content).texts())
        said = [
            paper.reference(),
            *(text for row in paper.people_rows() for text in row),
            *(text for row in paper.count_rows() for text in row),
            *(text for row in paper.plan_rows() for text in row),
        ]
        shown = "".join(text.split())
        for words in said:
            with self.subTest(words):
                self.assertIn("".join(words.split()), shown)

    def test_excel_has_every_agency_on_a_sheet_for_each_section(self):
        self.add_line(self.report)
        self.report.visit_ids = [Command.create({"name": "Chuyến 1", "hour": 10.25})]
        campaign = self.as_user(self.campaign, "coordinator")
        book = load_workbook(io.BytesIO(campaign._workbook()))
        self.assertEqual(
            book.sheetnames,
            [
                "I. Nhân sự",
                "II. Thủ tục",
                "II. Giờ bưu điện",
                "III. Kế hoạch",
                "IV. Khó khăn",
            ],
        )
        names = {*self.campaign.report_ids.agency_id.mapped("name")}
        for sheet in book.sheetnames[:2]:
            rows = list(book[sheet].iter_rows(min_row=2, values_only=True))
            with self.subTest(sheet):
                self.assertEqual({row[0] for row in rows}, names)
        (visit,) = book["II. Giờ bưu điện"].iter_rows(min_row=2, values_only=True)
        self.assertEqual(visit, (self.justice.name, "Chuyến 1", "10 giờ 15"))
        (line,) = book["III. Kế hoạch"].iter_rows(min_row=2, values_only=True)
        self.assertEqual(line[:3], (self.justice.name, 1, "Rà soát thủ tục"))

    def test_reporter_gets_the_own_agency_alone(self):
        campaign = self.as_user(self.campaign, "reporter")
        book = load_workbook(io.BytesIO(campaign._workbook()))
        rows = book["I. Nhân sự"].iter_rows(min_row=2, values_only=True)
        self.assertEqual({row[0] for row in rows}, {self.justice.name})
