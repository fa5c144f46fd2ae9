import io
from itertools import product

from docx import Document
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import file_open

from odoo.addons.tthc_base.tests.common import ROLES, assert_reads_own_lines
from odoo.addons.tthc_base.tests.print_common import PrintedFile

from ..models.outline_table import OUTLINE_MOVES, OUTLINE_REPORT_MOVES
from .voice_common import DAY, HOUR, MOMENT, TODAY, VoiceCase

DUE = MOMENT + 8 * HOUR


class TestOutline(VoiceCase):
    """Reports along the outline of 2520/SNV-CCHC (seed 003)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.commune = cls.env["tthc.agency"].create(
            {
                "name": "UBND xã Thử Nghiệm Một",
                "kind": "committee",
                "level": "commune",
                "identifier": "H99.101",
                "parent_id": cls.ward.id,
            }
        )
        cls.ward.user_ids = [Command.set(cls.other_reporter.ids)]
        cls.outline = cls.make()

    @classmethod
    def make(cls, **values):
        return (
            cls.env["tthc.outline"]
            .with_user(cls.coordinator)
            .create(
                {
                    "name": "Kết quả thực hiện cơ chế một cửa",
                    "dispatch_number": "2520/SNV-CCHC",
                    "dispatch_date": TODAY,
                    "date_from": TODAY - 30 * DAY,
                    "date_to": TODAY,
                    "due_at": DUE,
                    "agency_ids": [Command.set((cls.justice | cls.ward).ids)],
                    **values,
                }
            )
        )

    def report_of(self, user, outline=None):
        return (
            self.env["tthc.outline.report"]
            .with_user(user)
            .search([("outline_id", "=", (outline or self.outline).id)])
        )

    def opened(self):
        self.outline.action_open()
        return self.report_of(self.reporter)

    def test_rule_over_reports_shows_the_own_one_only(self):
        self.opened()
        assert_reads_own_lines(self, self.outline, "report_ids", self.reporter)

    def write_all(self, report, text="Không có"):
        for part in report.part_ids.filtered(lambda part: part.kind != "heading"):
            part.text = part.text or text

    def test_readme_shows_the_tables(self):
        with file_open("tthc_rollout/README.md") as handle:
            text = handle.read()
        for what, table in (
            ("outline", OUTLINE_MOVES),
            ("outline report", OUTLINE_REPORT_MOVES),
        ):
            for name, move in table.items():
                with self.subTest(what=what, move=name):
                    row = f"| {what} | {', '.join(move.sources)} | {name} | "
                    self.assertIn(row + move.target + " |", text)

    def test_every_move_of_a_report_in_every_state_by_every_role(self):
        report = self.opened()
        self.write_all(report)
        members = self.users["reporter"] | self.users["leader"] | self.users["admin"]
        self.justice.user_ids = members | self.coordinator
        states = ("draft", "filed", "returned", "accepted")
        for name, state, role in product(OUTLINE_REPORT_MOVES, states, ROLES):
            move, user = OUTLINE_REPORT_MOVES[name], self.users[role]
            may = any(map(user.has_group, move.groups))
            with self.subTest(move=name, state=state, role=role):
                savepoint = self.env.cr.savepoint()
                report.sudo()._moving().state = state
                mine = report.with_user(user)
                arguments = ["Ghi rõ hơn"] if name == "return" else []
                act = getattr(mine, f"action_{name}")
                if may and state in move.sources:
                    act(*arguments)
                    self.assertEqual(mine.state, move.target)
                else:
                    with self.assertRaises(UserError) as caught:
                        act(*arguments)
                    self.assertEqual(isinstance(caught.exception, AccessError), not may)
                    self.assertEqual(report.sudo().state, state)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_lines_are_those_of_the_outline_for_this_kind_of_unit(self):
        department = self.opened()
        names = department.part_ids.mapped("name")
        self.assertIn("Quá trình phối hợp kiện toàn hoạt động", " ".join(names))
        self.assertFalse(department.has_units)
        self.assertEqual(
            [part.code for part in department.part_ids if part.level == 1],
            ["I", "II", "III", "IV"],
        )
        local = self.report_of(self.other_reporter)
        self.assertTrue(local.has_units)
        self.assertEqual(local.unit_ids.agency_id, self.ward | self.commune)
        own = local.unit_ids[0]
        self.assertEqual((own.known_counters, own.counters), (1, 1))

    def test_filing_needs_every_line_and_names_what_is_missing(self):
        report = self.opened()
        with self.assertRaisesRegex(UserError, "Những mặt làm được"):
            report.action_file()
        self.write_all(report)
        report.action_file()
        self.assertEqual(report.state, "filed")
        self.assertFalse(report.is_late)

    def test_late_is_a_fact_of_the_first_filing(self):
        report = self.opened()
        self.write_all(report)
        self.set_clock(DUE + HOUR / 60)
        report.action_file()
        self.assertTrue(report.is_late)
        report.with_user(self.coordinator).action_return("Bổ sung số liệu")
        self.assertEqual(report.remarks, "Bổ sung số liệu")
        report.action_file()
        self.assertTrue(report.is_late)
        self.assertEqual(report.filing_ids.mapped("number"), [1, 2])

    def test_every_version_stays_as_it_was_filed(self):
        report = self.opened()
        self.write_all(report)
        report.action_file()
        first = report.filing_ids.content
        report.with_user(self.coordinator).action_return("Sửa")
        report.part_ids[-1].text = "Kiến nghị mới"
        report.action_file()
        self.assertEqual(report.filing_ids[0].content, first)
        self.assertIn("Kiến nghị mới", report.filing_ids[1].content)
        for act in (lambda: report.filing_ids[0].write({"number": 9}),):
            with self.assertRaises(AccessError):
                act()

    def test_figures_are_the_systems_and_text_the_units(self):
        report = self.opened()
        part = report.part_ids.filtered(lambda row: row.item_id.figures == "staff")
        self.assertIn("Số quầy tiếp nhận: 1", part.figures_text)
        with self.assertRaises(AccessError):
            part.figures = [{"label": "Số quầy tiếp nhận", "value": 99}]
        counter = self.env["tthc.counter"].create(
            {
                "code": "77",
                "name": "Thêm",
                "center_id": self.center.id,
                "agency_ids": [Command.set(self.justice.ids)],
            }
        )
        self.assertTrue(counter)
        part.text = "Đã bố trí"
        report.action_refresh()
        self.assertIn("Số quầy tiếp nhận: 2", part.figures_text)
        self.assertEqual(part.text, "Đã bố trí")

    def test_procedures_are_counted_as_the_catalog_counts_them(self):
        sector = self.env["tthc.sector"].create({"name": "Hộ tịch thử"})
        procedure = self.env["tthc.procedure"].create({"code": "1.999901"})
        self.env["tthc.procedure.version"]._moving().create(
            {
                "procedure_id": procedure.id,
                "name": "Thủ tục thử",
                "sector_id": sector.id,
                "agency_id": self.justice.id,
                "state": "approved",
                "valid_from": TODAY - DAY,
            }
        )
        report = self.opened()
        table = (
            self.env["tthc.catalog.count"]
            .new({"table": "report_two", "day": TODAY, "center_id": False})
            ._reckoned()
        )
        cells = next(
            row["cells"]
            for row in table["rows"]
            if row["key"] == f"agency:{self.justice.id}"
        )
        for key, cell in zip(table["columns"], cells, strict=True):
            part = report.part_ids.filtered(
                lambda row, key=key: row.item_id.figures == key
            )
            with self.subTest(key):
                self.assertEqual(part.figures[0]["value"], cell["value"])
                self.assertEqual(part.figures_text, f"Số thủ tục: {cell['text']}")

    def test_corrected_number_of_a_unit_below_stays(self):
        self.opened()
        report = self.report_of(self.other_reporter)
        own = report.unit_ids[0]
        own.write({"counters": 5, "software": "Một cửa điện tử"})
        report.action_refresh()
        self.assertEqual((own.known_counters, own.counters), (1, 5))
        with self.assertRaises(AccessError):
            own.known_counters = 5

    def test_what_was_filed_last_is_the_start_of_the_next(self):
        report = self.opened()
        self.write_all(report, "Như cũ")
        report.action_file()
        following = self.make(name="Quý sau")
        following.action_open()
        texts = self.report_of(self.reporter, following).part_ids.mapped("text")
        self.assertEqual({*texts}, {"Như cũ", False})

    def test_nobody_writes_for_another_unit(self):
        report = self.opened()
        part = report.part_ids[1]
        self.assertFalse(report.with_user(self.other_reporter).search([]) & report)
        with self.assertRaises(AccessError):
            part.with_user(self.other_reporter).read(["text"])
        with self.assertRaisesRegex(UserError, "itself writes"):
            part.with_user(self.coordinator).text = "Sửa hộ"
        self.write_all(report)
        report.action_file()
        with self.assertRaisesRegex(UserError, "by now"):
            part.text = "Sửa sau"
        for role in ("courier", "editor", "hr", "reception", "manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                report.with_user(self.users[role]).read(["state"])

    def test_opening_needs_units_and_time(self):
        with self.assertRaisesRegex(UserError, "which units"):
            self.make(agency_ids=[Command.clear()]).action_open()
        with self.assertRaisesRegex(UserError, "is over"):
            self.make(due_at=MOMENT).action_open()
        self.outline.action_open()
        with self.assertRaisesRegex(UserError, "by now"):
            self.outline.write({"agency_ids": [Command.clear()]})

    def test_word_file_says_what_the_report_says(self):
        self.opened()
        report = self.report_of(self.other_reporter)
        self.write_all(report, "Nội dung thử")
        report.unit_ids[1].line = "Cáp quang"
        report.action_file()
        document = Document(io.BytesIO(report._document()))
        text = "\n".join(row.text for row in document.paragraphs)
        for part in report.part_ids:
            self.assertIn(part.name, text)
        self.assertIn("Theo văn bản số 2520/SNV-CCHC ngày 02/03/2026", text)
        self.assertIn("Nội dung thử", text)
        cells = [cell.text for row in document.tables[1].rows for cell in row.cells]
        self.assertIn("Cáp quang", cells)

    def test_print_says_what_the_word_file_says(self):
        self.opened()
        report = self.report_of(self.other_reporter)
        self.write_all(report, "Nội dung thử")
        report.unit_ids[1].line = "Cáp quang"
        report.action_file()
        content, _kind = self.env["ir.actions.report"]._render(
            "tthc_rollout.action_report_outline_report", report.ids
        )
        shown = "".join(" ".join(PrintedFile(content).texts()).split())
        document = Document(io.BytesIO(report._document()))
        cells = [cell.text for row in document.tables[1].rows for cell in row.cells]
        said = [row.text for row in document.paragraphs] + cells
        for words in filter(None, said):
            with self.subTest(words):
                self.assertIn("".join(words.split()), shown)

    def test_outline_is_that_of_the_dispatch(self):
        self.opened()
        report = self.report_of(self.other_reporter)
        heads = [section["heading"] for section in report._paper().sections()]
        for line in (
            "I. Công tác chỉ đạo, triển khai cơ chế một cửa, một cửa liên thông tại "
            "đơn vị, địa phương",
            "- Kết quả công tác chỉ đạo triển khai tại UBND cấp xã trực thuộc",
            "1. Kết quả kiện toàn Bộ phận tiếp nhận và trả kết quả",
            "a) Số lượng TTHC, dịch vụ công thực hiện theo cơ chế một cửa",
            "b) Số TTHC, dịch vụ công thực hiện theo cơ chế một cửa liên thông",
            "c) Số lượng dịch vụ công trực tuyến cấp độ 3, 4",
            "đ) Triển khai các giải pháp nâng cao hiệu quả thực hiện cơ chế một cửa, "
            "cơ chế một cửa liên thông",
            "3. Chất lượng giải quyết TTHC theo cơ chế một cửa, một cửa liên thông",
            "III. Đánh giá chung",
            "1. Những mặt làm được",
            "2. Những tồn tại, hạn chế (nếu có)",
            "IV. Kiến nghị, đề xuất",
        ):
            with self.subTest(line):
                self.assertIn(line, heads)

    def test_unit_below_tells_desks_staff_line_and_software(self):
        self.opened()
        report = self.report_of(self.other_reporter)
        below = report.unit_ids.filtered(lambda row: row.agency_id == self.commune)
        told = {
            "counters": 3,
            "staff": 5,
            "line": "Cáp quang",
            "software": "Egov",
            "premises": "Đủ",
        }
        below.write(told)
        self.write_all(report)
        report.action_file()
        book = load_workbook(io.BytesIO(self.outline._workbook()))
        rows = book["Đơn vị trực thuộc"].iter_rows(values_only=True)
        (row,) = [row for row in rows if self.commune.name in row]
        self.assertEqual(row[-5:], ("3", "5", "Cáp quang", "Egov", "Đủ"))

    def test_only_the_unit_is_shown_the_buttons_to_file(self):
        report = self.opened()
        self.assertTrue(report.is_own)
        self.users["inspector"].tthc_agency_ids = self.justice
        for role in ("coordinator", "inspector"):
            with self.subTest(role):
                self.assertFalse(report.with_user(self.users[role]).is_own)

    def test_roll_up_has_every_unit_and_adds_up(self):
        report = self.opened()
        other = self.report_of(self.other_reporter)
        self.write_all(report, "Của Sở")
        self.write_all(other, "Của phường")
        report.action_file()
        roll_up = self.outline._workbook()
        texts = self.cells(roll_up, "Số liệu")
        self.assertIn("Chưa báo cáo (1): UBND phường Thử Nghiệm.", texts)
        other.action_file()
        book = load_workbook(io.BytesIO(self.outline._workbook()))
        rows = list(book["Số liệu"].iter_rows(min_row=3, values_only=True))
        at = rows[0].index(
            "Quá trình phối hợp kiện toàn hoạt động Trung tâm hành chính công tỉnh: "
            "Số quầy tiếp nhận"
        )
        by_name = {row[0]: row[at] for row in rows[1:]}
        self.assertEqual(
            by_name,
            {
                "Sở Tư pháp Thử Nghiệm": 1,
                "UBND phường Thử Nghiệm": "chưa có dữ liệu",
                "Tổng cộng": 1,
            },
        )
        words = self.cells(self.outline._workbook(), "Nội dung")
        self.assertIn("Của Sở", words)
        self.assertIn("Của phường", words)
        document = Document(io.BytesIO(self.outline._document()))
        cells = [
            cell.text
            for table in document.tables
            for row in table.rows
            for cell in row.cells
        ]
        self.assertIn("Của phường", cells)

    def cells(self, content, sheet):
        book = load_workbook(io.BytesIO(content))
        return [
            value for row in book[sheet].iter_rows(values_only=True) for value in row
        ]

    def test_opening_costs_no_more_queries_for_more_units(self):
        agencies = self.env["tthc.agency"].create(
            [{"name": f"Sở Thử {number}"} for number in range(40)]
        )
        counts = []
        for number in (5, 40):
            outline = self.make(agency_ids=[Command.set(agencies[:number].ids)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            outline.action_open()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
