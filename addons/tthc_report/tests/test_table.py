import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from .table_common import AUGUST, LATER, SEPTEMBER, TableCase

GROUPINGS = ("sector", "agency", "center", "level")


@tagged("post_install", "-at_install")
class TestTable(TableCase):
    """Points 2, 3 and 5: one reckoning for screen, lists, Excel and print."""

    def setUp(self):
        super().setUp()
        self.make_dossiers()
        moment = frozen(LATER)
        moment.__enter__()
        self.addCleanup(moment.__exit__, None, None, None)

    def test_thirteen_columns_of_the_form(self):
        table = self.screen()._reckoned()
        self.assertEqual(2 + len(table["columns"]), 13)
        self.assertEqual(len(table["header"]), 3)
        self.assertEqual(sum(cell["colspan"] for cell in table["header"][0]), 11)

    def test_every_cell_opens_exactly_what_it_counts(self):
        checked = 0
        for period in (AUGUST, SEPTEMBER):
            for grouping in GROUPINGS:
                screen = self.screen(period=period, grouping=grouping)
                for row in screen._reckoned()["rows"]:
                    for cell in row["cells"]:
                        action = screen.open_cell(
                            screen._settings(), row["key"], cell["column"]
                        )
                        found = self.env[action["res_model"]].with_user(self.inspector)
                        number = found.search_count(action["domain"])
                        self.assertEqual(number, cell["value"], (row["key"], cell))
                        checked += bool(number)
        self.assertGreater(checked, 40)

    def test_sum_of_the_rows_is_the_total_and_r24_holds(self):
        for period in (AUGUST, SEPTEMBER):
            for grouping in GROUPINGS:
                *rows, total = self.screen(
                    period=period, grouping=grouping
                )._reckoned()["rows"]
                for at, cell in enumerate(total["cells"]):
                    parts = [row["cells"][at]["value"] for row in rows]
                    self.assertEqual(cell["value"], sum(parts))
                for row in [*rows, total]:
                    figures = {cell["column"]: cell["value"] for cell in row["cells"]}
                    self.assertEqual(figures["c3"], figures["c7"] + figures["c11"])

    def test_excel_has_the_figures_and_headings_of_the_screen(self):
        for grouping in GROUPINGS:
            screen = self.screen(grouping=grouping)
            table = screen._reckoned()
            sheet = load_workbook(io.BytesIO(screen._workbook())).active
            lines = {line[1]: line[2:13] for line in sheet.iter_rows(values_only=True)}
            for row in table["rows"]:
                shown = tuple(cell["value"] for cell in row["cells"])
                self.assertEqual(lines[row["label"]], shown)
            written = {
                cell for line in sheet.iter_rows(values_only=True) for cell in line
            }
            for line in table["header"]:
                for head in line:
                    self.assertIn(head["text"], written)
            self.assertIn(table["code"], written)
            self.assertIn(table["title"], written)

    def test_excel_prints_on_a4_landscape_with_its_head_on_each_page(self):
        sheet = load_workbook(io.BytesIO(self.screen()._workbook())).active
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertEqual(int(sheet.page_setup.paperSize), 9)
        self.assertTrue(sheet.print_area)
        self.assertTrue(sheet.print_title_rows)
        self.assertGreater(len(sheet.merged_cells.ranges), 8)

    def test_print_says_what_the_screen_says(self):
        screen = self.screen(self.manager, grouping="agency")
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.manager)
            ._render("tthc_report.action_report_table", screen.ids)
        )
        printed = PrintedFile(content)
        self.assertEqual(printed.sizes_mm()[0], (297.0, 210.0))
        text = " ".join(printed.texts())
        table = screen._reckoned()
        self.assertIn("Biểu số II.06a/VPCP/KSTT", text)
        self.assertIn(table["subtitle"], text)
        for row in table["rows"]:
            line = " ".join([row["label"], *(cell["text"] for cell in row["cells"])])
            self.assertIn(line, text)
        for note in table["notes"]:
            self.assertIn(note[:40], text)

    def test_footer_says_how_it_was_counted(self):
        notes = " ".join(self.screen()._reckoned()["notes"])
        convention = self.env["tthc.span.convention"]._at(SEPTEMBER[1])
        for sentence in convention.with_context(lang="vi_VN")._footer():
            self.assertIn(sentence, notes)

    def test_period_that_lasts_says_so(self):
        with frozen(LATER.replace(month=9, day=1)):
            notes = self.screen()._reckoned()["notes"]
        self.assertIn("chưa kết thúc", notes[0])

    def test_manager_sees_the_own_center_alone(self):
        screen = self.screen(self.manager)
        self.assertEqual(screen.center_id, self.center)
        self.assertEqual(self.total(screen._reckoned())["c3"], 2)
        for center in (self.other_center, self.env["tthc.center"]):
            with self.assertRaises(AccessError):
                self.screen(self.manager, center_id=center.id)._reckoned()

    def test_leader_sees_the_own_agency_alone(self):
        screen = self.screen(self.leader, grouping="agency")
        self.assertEqual(screen.agency_id, self.agency)
        labels = [row["label"] for row in screen._reckoned()["rows"]]
        self.assertEqual(labels, [self.agency.name, "Tổng cộng"])
        for agency in (self.other_agency, self.env["tthc.agency"]):
            with self.assertRaises(AccessError):
                self.screen(self.leader, agency_id=agency.id)._reckoned()

    def test_settings_of_a_client_open_no_foreign_cell(self):
        settings = {**self.screen(self.manager)._settings(), "center_id": False}
        with self.assertRaises(AccessError):
            self.env["tthc.table.view"].with_user(self.manager).open_cell(
                settings, "total", "c3"
            )

    def test_other_roles_see_no_table(self):
        for user in (self.clerk, self.specialist, self.courier, self.hr, self.editor):
            self.assertFalse(
                self.env["tthc.table.view"].with_user(user).has_access("create")
            )

    def test_cell_without_a_list_is_refused_in_words(self):
        screen = self.screen()
        with self.assertRaises(UserError):
            screen.open_cell(screen._settings(), "total", "c99")

    def test_steps_walk_period_by_period(self):
        screen = self.screen(period_kind="month")
        screen._onchange_period()
        ends = [screen.date_to]
        for step in ("action_previous", "action_previous", "action_next"):
            getattr(screen, step)()
            ends.append(screen.date_to)
        self.assertEqual([day.month for day in ends], [9, 8, 7, 8])
        self.assertEqual({day.day for day in ends}, {14})

    def test_free_dates_step_by_their_own_length(self):
        screen = self.screen(period=SEPTEMBER)
        screen.action_previous()
        self.assertEqual(str(screen.date_to), "2026-08-21")
        screen.action_next()
        self.assertEqual((screen.date_from, screen.date_to), SEPTEMBER)

    def test_queries_do_not_grow_with_agencies(self):
        def queries():
            screen = self.screen(grouping="agency")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = screen._reckoned()["rows"]
            return self.env.cr.sql_log_count - before, len(rows)

        queries()
        few, rows = queries()
        for number in range(4):
            agency = self.agency.copy(
                {"name": f"Sở thêm {number}", "identifier": f"H99.5{number}"}
            )
            version = self.make_version(
                self.env, f"1.99905{number}", "Thêm", 1, agency_id=agency.id
            )
            self.receive(version=version)
        queries()
        many, more_rows = queries()
        self.assertEqual(more_rows, rows + 4)
        self.assertEqual(many, few)
