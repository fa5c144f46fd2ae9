import io
from datetime import date

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_center_hr.tests.common import TODAY

from ..tools.plan_book import FIRST_ROW, HEADS, MARK_ROW, MONTH_ROW, WEEK_ROW
from .common import ReadinessCase


class PlanCase(ReadinessCase):
    """Lines of two agencies, one of each kind that can go wrong."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add = cls.add_line
        cls.other_report = cls.report_of(cls.building)
        cls.running = add(cls.report, "Rà soát", tthc_progress=60)
        cls.running.write({"tthc_date_from": "2026-02-26", "tthc_detail": "Danh mục"})
        cls.late = add(
            cls.report,
            "Cử nhân sự",
            tthc_date_from="2026-02-02",
            tthc_date_to="2026-02-27",
        )
        cls.done = add(cls.report, "Tập huấn", tthc_progress=100)
        cls.past = add(
            cls.other_report,
            "Chạy thử",
            tthc_date_to="2026-05-20",
            tthc_partner_ids=cls.justice.ids,
        )
        cls.reversed = add(
            cls.other_report,
            "Ngược ngày",
            tthc_date_from="2026-03-20",
            tthc_date_to="2026-03-10",
        )
        cls.undated = add(
            cls.other_report, "Chưa ngày", tthc_date_from=False, tthc_date_to=False
        )
        cls.half = add(cls.other_report, "Thiếu ngày", tthc_date_from=False)
        cls.lines = (
            cls.running
            | cls.late
            | cls.done
            | cls.past
            | cls.reversed
            | cls.undated
            | cls.half
        )
        cls.env.invalidate_all()

    def tasks(self, role="coordinator"):
        """Tasks as a role sees them."""
        self.env.invalidate_all()
        return self.env["project.task"].with_user(self.users[role])

    def drawn(self, role="coordinator", **search):
        """The drawing's bars by line."""
        drawing = self.tasks(role).tthc_lanes(**search)
        return {
            bar["id"]: bar
            for section in drawing["sections"]
            for lane in section["lanes"]
            for bar in lane["bars"]
        }

    def paper(self, role="coordinator", domain=None):
        """What is printed."""
        return self.tasks(role)._tthc_paper(domain)

    def printed(self, paper):
        """Text of the pages, without white space: cells break words."""
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(paper.env.user)
            ._render("tthc_rollout.action_report_plan", paper.ids)
        )
        return PrintedFile(content)

    def sheet(self, paper):
        """The sheet of the Excel file."""
        return load_workbook(io.BytesIO(paper._workbook()))["Kế hoạch"]


@tagged("post_install", "-at_install")
class TestPlan(PlanCase):
    # -- every line stands there ------------------------------------------------------

    def test_every_line_of_every_agency_is_drawn(self):
        found = self.tasks().search([("tthc_agency_id", "!=", False)])
        self.assertLessEqual(self.lines, found)
        self.assertEqual(set(self.drawn()), set(found.ids))

    def test_every_line_is_printed(self):
        text = "".join("".join(self.printed(self.paper()).texts()).split())
        for line in self.lines:
            with self.subTest(line.name):
                self.assertIn("".join(line.name.split()), text)
        for agency in (self.justice, self.building):
            self.assertIn("".join(agency.name.split()), text)

    def test_every_line_is_a_row_of_the_excel_file(self):
        sheet = self.sheet(self.paper())
        rows = [
            (row[0], row[3])
            for row in sheet.iter_rows(min_row=FIRST_ROW + 1, values_only=True)
        ]
        found = self.tasks().search([("tthc_agency_id", "!=", False)])
        self.assertCountEqual(
            rows, [(line.tthc_agency_id.name, line.name) for line in found]
        )

    def test_task_of_another_project_is_not_drawn(self):
        project = self.env["project.project"].create({"name": "Việc khác"})
        task = self.env["project.task"].create(
            {"name": "Ngoài kế hoạch", "project_id": project.id}
        )
        self.assertNotIn(task.id, self.drawn())
        self.assertNotIn(task, self.tasks().search([("tthc_standing", "=", "undated")]))

    # -- how they stand ---------------------------------------------------------------

    def test_lines_stand_as_their_dates_and_progress_say(self):
        bars = self.drawn()
        self.assertEqual(
            {line.name: bars[line.id]["state"] for line in self.lines},
            {
                "Rà soát": "running",
                "Cử nhân sự": "late",
                "Tập huấn": "done",
                "Chạy thử": "planned",
                "Ngược ngày": "planned",
                "Chưa ngày": "undated",
                "Thiếu ngày": "planned",
            },
        )
        self.assertEqual(bars[self.running.id]["done"], 60)

    def test_each_standing_finds_what_it_says(self):
        for standing in ("undated", "planned", "running", "late", "done"):
            with self.subTest(standing):
                found = self.lines.search(
                    [("tthc_standing", "=", standing), ("id", "in", self.lines.ids)]
                )
                said = self.lines.filtered(
                    lambda line, standing=standing: line.tthc_standing == standing
                )
                self.assertEqual(found, said.sorted())
                self.assertTrue(found)

    def test_no_line_is_dropped_when_all_but_the_done_are_asked_for(self):
        found = self.lines.search(
            [("tthc_standing", "!=", "done"), ("id", "in", self.lines.ids)]
        )
        self.assertEqual(found, (self.lines - self.done).sorted())

    def test_wrong_dates_are_marked_and_drawn(self):
        bars = self.drawn()
        warned = {
            self.past: "ends after the opening",
            self.reversed: "ends before it begins",
            self.undated: "no dates yet",
            self.half: "no begin or no end",
        }
        for line, words in warned.items():
            with self.subTest(line.name):
                self.assertEqual(bars[line.id]["warnings"], [words])
                self.assertGreater(bars[line.id]["to"], bars[line.id]["from"])
        self.assertFalse(bars[self.running.id]["warnings"])
        text = " ".join(self.printed(self.paper()).texts())
        for words in ("kết thúc trước khi bắt đầu", "chưa có ngày", "thiếu ngày"):
            self.assertIn(words, text)

    def test_reversed_line_is_drawn_between_its_dates(self):
        bar = self.drawn()[self.reversed.id]
        self.assertEqual(bar["to"] - bar["from"], 11)
        self.assertEqual(self.reversed.tthc_drawn_from, date(2026, 3, 10))

    def test_lines_past_the_opening_are_found(self):
        found = self.tasks("reporter").search([("tthc_past_opening", "=", True)])
        self.assertFalse(found)
        found = self.tasks().search([("tthc_past_opening", "=", True)])
        self.assertEqual(found, self.past)

    def test_lines_of_this_week_touch_it(self):
        found = self.tasks().search(
            [("tthc_this_week", "=", True), ("id", "in", self.lines.ids)]
        )
        # Monday 2 to Sunday 8 March
        expected = self.lines.filtered(
            lambda line: (
                line.tthc_drawn_from
                and line.tthc_drawn_from <= date(2026, 3, 8)
                and line.tthc_drawn_to >= TODAY
            )
        )
        self.assertEqual(set(found.ids), set(expected.ids))
        self.assertIn(self.running, found)
        self.assertNotIn(self.late, found)
        self.assertTrue(self.running.tthc_this_week)

    # -- the axis ---------------------------------------------------------------------

    def test_tet_and_weekends_are_shaded(self):
        self.late.tthc_date_from = "2026-02-10"
        drawing = self.tasks().tthc_lanes([("id", "=", self.late.id)])
        first = date.fromisoformat(drawing["first"])
        shades = drawing["sections"][0]["shades"]
        off = {at for shade in shades for at in range(shade["from"], shade["to"])}
        # lunar new year of 2026 is on Tuesday 17 February
        self.assertIn((date(2026, 2, 17) - first).days, off)
        self.assertIn((date(2026, 2, 28) - first).days, off)
        self.assertNotIn((date(2026, 2, 27) - first).days, off)
        self.assertTrue(any(shade["label"] for shade in shades))

    def test_opening_and_today_are_marked(self):
        drawing = self.tasks().tthc_lanes()
        first = date.fromisoformat(drawing["first"])
        marks = drawing["sections"][0]["marks"]
        self.assertEqual(
            [mark["at"] for mark in marks], [(date(2026, 5, 15) - first).days]
        )
        self.assertEqual(drawing["today"]["at"], (TODAY - first).days)

    def test_filter_and_group_of_the_screen_are_followed(self):
        bars = self.drawn(domain=[("tthc_agency_id", "=", self.justice.id)])
        self.assertEqual(set(bars), set((self.running | self.late | self.done).ids))
        for group in ("tthc_campaign_id", "tthc_date_to:month", "tthc_standing"):
            with self.subTest(group):
                bars = self.drawn(group_by=[group])
                self.assertLessEqual(set(self.lines.ids), set(bars))
        drawing = self.tasks().tthc_lanes(
            [("id", "in", self.lines.ids)], ["tthc_date_to:month"]
        )
        self.assertEqual(
            [section["label"] for section in drawing["sections"]],
            ["–", "02/2026", "03/2026", "04/2026", "05/2026"],
        )

    # -- who sees what ----------------------------------------------------------------

    def test_reporter_and_leader_have_their_own_agency_alone(self):
        own = self.running | self.late | self.done
        for role in ("reporter", "leader"):
            with self.subTest(role):
                self.assertEqual(set(self.drawn(role)), set(own.ids))
                text = " ".join(self.printed(self.paper(role)).texts())
                self.assertIn("Cử nhân sự", text)
                self.assertNotIn("Chạy thử", text)
                rows = self.sheet(self.paper(role)).iter_rows(
                    min_row=FIRST_ROW + 1, values_only=True
                )
                self.assertEqual({row[0] for row in rows}, {self.justice.name})

    def test_manager_has_the_own_center_and_inspector_all(self):
        for role in ("manager", "inspector"):
            with self.subTest(role):
                self.assertLessEqual(set(self.lines.ids), set(self.drawn(role)))
        self.users["manager"].tthc_center_id = self.other_center
        self.assertFalse(self.drawn("manager"))

    def test_others_have_no_plan(self):
        for role in ("reception", "specialist", "courier", "editor", "hr"):
            with self.subTest(role):
                try:
                    drawn = self.drawn(role)
                except AccessError:
                    continue
                self.assertFalse(drawn)
                with self.assertRaises(AccessError):
                    self.tasks(role).tthc_plan_print()

    def test_paper_of_another_does_not_open(self):
        paper = self.paper()
        theirs = paper.with_user(self.users["reporter"])
        with self.assertRaises(AccessError):
            theirs.read(["line_ids"])
        with self.assertRaises(AccessError):
            self.printed(theirs)

    def test_lines_that_are_not_ones_own_stay_off_the_paper(self):
        paper = (
            self.env["tthc.plan.paper"]
            .with_user(self.users["reporter"])
            .create({"line_ids": [(6, 0, self.running.ids)]})
        )
        # sudo: what a client could smuggle in
        paper.sudo().line_ids |= self.past
        self.env.invalidate_all()
        self.assertEqual(paper._lines(), self.running.with_env(paper.env))

    def test_nothing_to_print_is_said(self):
        for method in ("tthc_plan_print", "tthc_plan_excel"):
            with self.subTest(method), self.assertRaises(UserError):
                getattr(self.tasks(), method)([("id", "=", 0)])

    # -- the paper --------------------------------------------------------------------

    def test_print_has_the_head_and_columns_of_section_three(self):
        file = self.printed(self.paper())
        text = file.texts()[0]
        for words in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "KẾ HOẠCH CHI TIẾT",
            "STT",
            "Nội dung thực hiện",
            "Chi tiết",
            "Đơn vị phối hợp",
            "Tiến độ",
            "khai trương 15/05/2026",
            "trễ hạn",
            "60%",
        ):
            with self.subTest(words):
                self.assertIn(words, text)
        self.assertEqual(file.sizes_mm()[0], (297.0, 210.0))

    def test_own_plan_is_headed_by_the_agency(self):
        sheet = self.paper("reporter")._sheet()
        self.assertEqual(self.paper("reporter")._issuer(sheet).id, self.justice.id)
        text = self.printed(self.paper("reporter")).texts()[0]
        self.assertIn(self.justice.name.upper(), text.upper())
        self.assertNotIn("Tổng hợp kế hoạch", text)

    def test_bars_on_paper_stand_where_their_days_are(self):
        sheet = self.paper()._sheet()
        rows = {row["id"]: row for row in sheet.rows()}
        bar = sheet.bar(rows[self.running.id])
        days = sheet.axis.length
        begin = (date(2026, 2, 26) - sheet.axis.first).days
        self.assertEqual(bar["left"], f"{100 * begin / days:.3f}%")
        self.assertEqual(bar["done"], "60%")
        self.assertIsNone(sheet.bar(rows[self.undated.id]))

    # -- the workbook -----------------------------------------------------------------

    def test_weeks_of_a_line_are_filled(self):
        sheet = self.sheet(self.paper(domain=[("id", "=", self.late.id)]))
        row = list(sheet.iter_rows(min_row=FIRST_ROW + 1))[0]
        weeks = [
            sheet.cell(WEEK_ROW + 1, len(HEADS) + 1 + at).value.date()
            for at in range(len(row) - len(HEADS))
        ]
        filled = [
            week
            for week, cell in zip(weeks, row[len(HEADS) :], strict=True)
            if cell.fill.patternType == "lightUp"
            or cell.fill.patternType not in (None, "gray125", "none")
        ]
        self.assertEqual(
            filled,
            [date(2026, 2, 2), date(2026, 2, 9), date(2026, 2, 16), date(2026, 2, 23)],
        )

    def test_workbook_prints_with_its_heads(self):
        sheet = self.sheet(self.paper())
        self.assertEqual(sheet.freeze_panes, f"E{FIRST_ROW + 1}")
        self.assertEqual(sheet.print_title_rows, f"${MONTH_ROW + 1}:${MARK_ROW + 1}")
        self.assertTrue(sheet.print_area)
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        marks = [cell.value for cell in sheet[MARK_ROW + 1]]
        self.assertIn("Khai trương", marks)
        self.assertIn("Hôm nay", marks)
        rows = sheet.iter_rows(min_row=FIRST_ROW + 1, values_only=True)
        days = {row[3]: row[5] for row in rows}
        self.assertEqual(days["Rà soát"].date(), date(2026, 2, 26))
        self.assertIsNone(days["Chưa ngày"])

    # -- the screens ------------------------------------------------------------------

    def test_time_line_needs_a_model_that_says_what_to_draw(self):
        view = {"name": "x", "model": "res.partner", "arch": "<tthc_lanes/>"}
        with self.assertRaises(UserError):
            self.env["ir.ui.view"].create(view)

    def test_line_says_whose_it_is_on_the_screens_of_the_plan(self):
        line = self.running.with_context(tthc_with_agency=True)
        self.assertEqual(line.display_name, f"{self.justice.display_name}: Rà soát")
        self.assertEqual(self.running.display_name, "Rà soát")
