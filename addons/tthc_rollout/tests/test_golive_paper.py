import io

from openpyxl import load_workbook

from odoo.addons.tthc_base.tests.print_common import PrintedFile

from .golive_common import GoliveCase


class TestGolivePaper(GoliveCase):
    """The list as print, equipment and costs as Excel."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods.planned_cost = 100_000_000
        manager = cls.goods.with_user(cls.users["manager"])
        manager.action_receive(4, "01/BBGN", cost=39_500_000)
        cls.sign = cls.env["tthc.golive.line"].create(
            {
                "golive_id": cls.golive.id,
                "section_id": cls.other_section.id,
                "name": "Biển hiệu",
                "kind": "goods",
                "planned_quantity": 1,
                "planned_cost": 15_000_000,
                "fund_id": cls.other_fund.id,
            }
        )
        cls.env.invalidate_all()

    def book(self, role="coordinator"):
        content = self.as_user(self.golive, role)._workbook()
        return load_workbook(io.BytesIO(content), data_only=True)

    def test_print_says_what_the_list_says(self):
        content, _kind = self.env["ir.actions.report"]._render(
            "tthc_rollout.action_report_golive", self.golive.ids
        )
        shown = "".join("".join(PrintedFile(content).texts()).split())
        for words in (
            "DANH MỤC CHUẨN BỊ KHAI TRƯƠNG",
            "Máy tính",
            "100.000.000",
            "39.500.000",
            "115.000.000",
            "Nguồn thử A",
            "Xong (1/1)",
        ):
            with self.subTest(words):
                self.assertIn("".join(words.split()), shown)

    def test_excel_lists_equipment_with_quantities_and_sums(self):
        sheet = self.book()["Trang thiết bị, kinh phí"]
        rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[1]]
        found = {row[1]: row for row in rows}
        self.assertEqual(
            found["Máy tính"][:10],
            (
                *(1, "Máy tính", "bộ", 10, 4, 6),
                *(100_000_000, 39_500_000, 60_500_000, "Nguồn thử A"),
            ),
        )
        self.assertEqual(found["TỔNG CỘNG"][6:9], (115_000_000, 39_500_000, 75_500_000))
        self.assertNotIn("Quyết định", found)

    def test_excel_sums_by_source_of_funds(self):
        sheet = self.book()["Theo nguồn kinh phí"]
        rows = [*sheet.iter_rows(min_row=5, values_only=True)]
        self.assertIn(
            ("Nguồn thử A", "Thiết bị thử", 100_000_000, 39_500_000, 60_500_000), rows
        )
        self.assertIn(("Nguồn thử B", "Việc khác thử", 15_000_000, 0, 15_000_000), rows)
        total = self.book()["Theo nguồn kinh phí"].max_row
        self.assertEqual(rows[total - 5][2:], (115_000_000, 39_500_000, 75_500_000))

    def test_excel_lists_the_deliveries(self):
        rows = [*self.book()["Giao nhận"].iter_rows(min_row=5, values_only=True)]
        (row,) = [row for row in rows if row[1]]
        self.assertEqual(row[1:6], ("Máy tính", 4, "bộ", 39_500_000, "01/BBGN"))

    def test_agency_takes_its_own_lines_along(self):
        self.goods.agency_id = self.justice
        sheet = self.book("reporter")["Trang thiết bị, kinh phí"]
        names = {row[1] for row in sheet.iter_rows(min_row=5, values_only=True)}
        self.assertIn("Máy tính", names)
        self.assertNotIn("Biển hiệu", names)

    def test_pivot_sums_plan_and_actual_by_source_and_section(self):
        groups = self.env["tthc.golive.line"]._read_group(
            [("golive_id", "=", self.golive.id), ("kind", "=", "goods")],
            ["fund_id", "section_id"],
            ["planned_cost:sum", "actual_cost:sum", "received_quantity:sum"],
        )
        self.assertIn((self.fund, self.section, 100_000_000, 39_500_000, 4), groups)
        self.assertIn((self.other_fund, self.other_section, 15_000_000, 0, 0), groups)
