import io

import openpyxl

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from ..tools.period_layout import TABLES
from .common import DAY, HOUR, NINE, PostalCase, local

HANDOVER = "tthc.handover.discrepancy"
MODELS = ("tthc.courier.volume", "tthc.courier.punctuality", "tthc.courier.discrepancy")


class TestCourierReport(PostalCase):
    """No figure without its list: volumes, punctuality, discrepancies of a day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        dossiers = [cls.receive(NINE) for _number in range(3)]
        cls.papers = cls.env["tthc.paper"].union(*(d.paper_ids for d in dossiers))
        cls.result = cls.paper(cls.resolved(NINE - 24 * HOUR), "result")
        cls.run_of_day = cls.make_round()

    def setUp(self):
        super().setUp()
        self.load(self.run_of_day, self.papers)
        # Loaded three, shown two: one is missing. 15 minutes late.
        self.minutes = self.deliver(self.run_of_day, self.papers[:2] | self.result)
        with frozen(local(11)):
            second = self.run_of_day.stop_ids[1].with_user(self.courier)
            second.action_miss("Đóng cửa")
        self.env.flush_all()

    def count(self, table, user=None):
        counts = self.env["tthc.courier.count"].with_user(user or self.manager)
        return counts.create({"table": table, "date_from": DAY, "date_to": DAY})

    def figures(self, count, row=-1):
        cells = count._reckoned()["rows"][row]["cells"]
        return {cell["column"]: cell["text"] for cell in cells}

    def test_volumes_count_what_changed_hands_at_the_agency_once(self):
        figures = self.figures(self.count("volume"))
        self.assertEqual(
            figures,
            {
                "out": "2",
                "out_file": "2",
                "out_other": "0",
                "in": "1",
                "in_result": "1",
                "in_other": "0",
                "all": "3",
            },
        )
        by_round = self.count("rounds")._reckoned()["rows"]
        self.assertEqual(by_round[0]["label"], self.run_of_day.display_name)

    def test_line_taken_back_by_a_correction_is_no_volume(self):
        wrong = self.papers[0]
        with frozen(local(11)):
            self.minutes.with_user(self.courier).action_correct("Chưa giao bộ này")
            sheet = self.minutes.search([("corrects_id", "=", self.minutes.id)])
            sheet.with_user(self.courier).take("k", wrong.id)
            sheet.with_user(self.courier).sign("a")
            sheet.with_user(self.specialist).sign("b")
        self.assertEqual(wrong.holder_id, self.with_courier)
        self.env.flush_all()
        self.assertEqual(self.figures(self.count("volume"))["out"], "1")

    def test_punctuality_tells_late_missed_and_the_share_on_time(self):
        figures = self.figures(self.count("punctuality"))
        # 10:15 planned, 10:30 made: more than the ten minutes of grace.
        self.assertEqual(
            {key: figures[key] for key in ("all", "on_time", "late", "missed")},
            {"all": "2", "on_time": "0", "late": "1", "missed": "1"},
        )
        self.assertEqual((figures["share"], figures["minutes"]), ("0 %", "15"))

    def test_stops_of_a_cancelled_round_do_not_count_as_late(self):
        run = self.make_round(code="T2")
        run.with_user(self.manager).action_cancel("Xe hỏng")
        self.env.flush_all()
        figures = self.figures(self.count("punctuality"))
        self.assertEqual((figures["cancelled"], figures["missed"]), ("2", "1"))

    def test_discrepancies_by_kind_open_and_days(self):
        row = self.env["tthc.courier.discrepancy"].search([("kind", "=", "missing")])
        self.assertEqual((row.paper_id, row.state), (self.papers[2], "open"))
        with frozen(NINE + 1.5 * HOUR + 48 * HOUR):
            row.invalidate_recordset()
            self.assertAlmostEqual(row.days, 2, places=2)
            figures = self.figures(self.count("discrepancy"))
            self.assertEqual((figures["missing"], figures["open"]), ("1", "2"))
            row.discrepancy_id.with_user(self.manager).action_clear("Nằm ở thùng xe")
            self.env.flush_all()
            self.assertEqual(self.figures(self.count("discrepancy"))["open"], "1")

    def test_each_figure_opens_its_list_and_the_lists_sum_up(self):
        for table, layout in TABLES.items():
            count = self.count(table)
            rows = count._reckoned()["rows"]
            for index, column in enumerate(layout.columns):
                if column.kind != "count":
                    continue
                lists = []
                for row in rows:
                    settings = count._settings()
                    action = count.open_cell(settings, row["key"], column.key)
                    found = self.env[action["res_model"]].with_user(self.manager)
                    number = found.search_count(action["domain"])
                    with self.subTest(table=table, row=row["key"], column=column.key):
                        self.assertEqual(number, row["cells"][index]["value"])
                    lists.append(number)
                self.assertEqual(sum(lists[:-1]), lists[-1])

    def test_figure_that_is_none_opens_nothing(self):
        with self.assertRaises(UserError):
            count = self.count("punctuality")
            count.open_cell(count._settings(), "total", "share")

    def test_excel_has_the_figures_of_the_screen(self):
        for table in TABLES:
            count = self.count(table)
            reckoned = count._reckoned()
            book = openpyxl.load_workbook(io.BytesIO(count._workbook()))
            cells = list(book.active.iter_rows(values_only=True))
            first = 3 + len(reckoned["header"])
            for line, row in zip(cells[first:], reckoned["rows"], strict=False):
                shown = [
                    cell["text"]
                    if cell["kind"] == "percent" or cell["value"] is None
                    else cell["value"]
                    for cell in row["cells"]
                ]
                written = ["" if cell is None else cell for cell in line[2:]]
                with self.subTest(table=table, row=row["key"]):
                    self.assertEqual(line[1], row["label"])
                    self.assertEqual(written, shown)
            self.assertEqual(cells[3][1], reckoned["row_head"])

    def test_print_has_title_period_and_agency(self):
        count = self.count("punctuality")
        reports = self.env["ir.actions.report"].with_user(self.manager)
        content, _kind = reports._render_tthc_pdf(
            "tthc_postal.action_report_courier_count", count.ids
        )
        text = " ".join(PrintedFile(content).texts())
        for words in (
            "MỨC ĐỘ ĐÚNG GIỜ TẠI ĐIỂM DỪNG",
            "từ 20/08/2026 đến 20/08/2026",
            "Sở Xây dựng",
        ):
            self.assertIn(words, text)

    def test_an_agency_sees_its_own_rows_a_courier_none(self):
        for model in MODELS:
            rows = self.env[model]
            own = rows.with_user(self.specialist).search([])
            others = rows.with_user(self.other_specialist).search([])
            with self.subTest(model=model):
                self.assertEqual(own.agency_id, self.agency)
                self.assertNotIn(self.agency, others.agency_id)
                self.assertEqual(
                    rows.with_user(self.inspector).search([]),
                    rows.with_user(self.manager).search([]),
                )
                for user in (self.courier, self.clerk, self.hr):
                    with self.assertRaises(AccessError):
                        rows.with_user(user).search([])

    def test_kinds_are_told_in_vietnamese(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        for model in ("tthc.courier.volume", "tthc.courier.discrepancy"):
            rows = self.env[model].with_context(lang="vi_VN")
            vietnamese = rows.fields_get(["kind"])["kind"]["selection"]
            source = "tthc.paper" if model.endswith("volume") else HANDOVER
            wanted = self.env[source].with_context(lang="vi_VN").fields_get(["kind"])
            with self.subTest(model=model):
                self.assertEqual(vietnamese, wanted["kind"]["selection"])

    def test_rows_are_read_only(self):
        row = self.env["tthc.courier.volume"].search([], limit=1)
        with self.assertRaises(AccessError):
            row.with_user(self.manager).write({"papers": 5})

    def test_queries_do_not_grow_with_the_rows(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            count = self.count("volume")
            before = self.env.cr.sql_log_count
            count._reckoned()
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        extra = [self.receive(NINE).paper_ids for _number in range(3)]
        papers = self.env["tthc.paper"].union(*extra)
        with frozen(local(11)):
            direct = self.sheet(self.as_user(self.clerk).open_direct(self.agency.id))
            for paper in papers:
                direct.with_user(self.clerk).scan(f"d-{paper.id}", paper.token)
            direct.with_user(self.clerk).sign("a")
            direct.with_user(self.specialist).sign("b")
        self.assertEqual(queries(), few)
