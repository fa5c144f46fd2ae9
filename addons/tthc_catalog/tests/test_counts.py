from datetime import date, datetime

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tests.common import ROLES
from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_base.tools.table_layout import NO_DATA

from ..tools.count_layout import TABLES
from .count_common import DAY, CountCommon


class TestCounts(CountCommon):
    """Point 6: counts by agency, on a day, each with its list."""

    def setUp(self):
        super().setUp()
        self.justice_key = f"agency:{self.justice.id}"
        self.building_key = f"agency:{self.building.id}"

    def test_p6_section_two_has_the_rows_of_the_form(self):
        rows = self.env["tthc.catalog.count"]._section_two(self.justice, DAY)
        post = "Thủ tục có sử dụng dịch vụ trả nhận của bưu điện"
        self.assertEqual(
            [(row["heads"], row["text"]) for row in rows],
            [
                (("Thủ tục hành chính",), "2"),
                (("Thủ tục hành chính liên thông",), "1 (1 chưa rõ)"),
                (("Dịch vụ công",), "1 (1 chưa rõ)"),
                (("Dịch vụ công trực tuyến",), "1 (1 chưa rõ)"),
                ((post, "Trả kết quả qua bưu điện"), "1 (1 chưa rõ)"),
                ((post, "Nhận hồ sơ qua bưu điện"), "0 (2 chưa rõ)"),
                ((post, "DVC trực tuyến kết hợp bưu điện"), "1 (1 chưa rõ)"),
            ],
        )

    def test_p6_section_two_names_the_agencies_responsible(self):
        rows = self.env["tthc.catalog.count"]._section_two(self.justice, DAY)
        partners = {row["key"]: row["partners"] for row in rows}
        self.assertEqual(partners["interlinked"], "Sở Xây dựng Thử Nghiệm")

    def test_p6_chain_names_its_agencies_resolved_or_not(self):
        self.env["tthc.procedure.chain"].create(
            {
                "name": "Chuỗi thử nghiệm",
                "version_id": self._new_version("9.000409").id,
                "line_ids": [
                    (0, 0, {"task": "Tiếp nhận", "agency_id": self.justice.id}),
                    (0, 0, {"task": "Xác nhận", "agency_text": "Công an tỉnh"}),
                ],
            }
        )
        version = self.env["tthc.procedure.version"].search([("code", "=", "9.000409")])
        self.assertEqual(
            self.env["tthc.catalog.count"]._partners_of(version), {"Công an tỉnh"}
        )

    def test_p6_section_two_gives_the_list_of_each_figure(self):
        rows = self.env["tthc.catalog.count"]._section_two(self.justice, DAY)
        versions = self.env["tthc.procedure.version"]
        for row in rows:
            self.assertEqual(versions.search_count(row["domain"]), row["value"] or 0)

    def test_p6_nothing_known_is_no_data_and_never_zero(self):
        for table in ("section_two", "report_two"):
            texts = self._texts(self._count(table), self.building_key)
            texts.pop("procedure", None)
            texts.pop("partners", None)
            self.assertEqual(set(texts.values()), {NO_DATA}, table)

    def test_p6_blank_kind_becomes_no_once_it_was_reviewed(self):
        self.house.with_user(self.users["editor"]).action_review_kind()
        texts = self._texts(self._count("section_two"), self.building_key)
        self.assertEqual(texts["interlinked"], "0")
        self.assertEqual(texts["public_service"], "0")

    def test_p6_clerk_does_not_review_kinds(self):
        with self.assertRaises(AccessError):
            self.house.with_user(self.users["reception"]).action_review_kind()

    def test_p6_report_two_counts_one_stop_interlinked_and_levels(self):
        texts = self._texts(self._count("report_two"), self.justice_key)
        self.assertEqual(texts["one_stop"], "2 (1 chưa rõ)")
        self.assertEqual(texts["one_stop_interlinked"], "1 (1 chưa rõ)")
        self.assertEqual(texts["level_3_4"], "1 (2 chưa rõ)")

    def test_p6_table_07b_has_fourteen_columns(self):
        table = self._count("table_07b")._reckoned()
        self.assertEqual(2 + len(table["columns"]), 14)
        spans = [sum(cell["colspan"] for cell in line) for line in table["header"]]
        self.assertEqual(spans, [12, 12])

    def test_p6_table_07b_by_level(self):
        texts = self._texts(self._count("table_07b"), self.justice_key)
        self.assertEqual(texts["total"], "3")
        self.assertEqual(texts["at_province"], "2 (1 chưa rõ)")
        self.assertEqual(texts["at_commune"], "1 (1 chưa rõ)")
        self.assertEqual(texts["one_stop_province"], "2 (1 chưa rõ)")
        self.assertEqual(texts["one_stop_commune"], "0 (1 chưa rõ)")
        self.assertEqual(texts["process"], "1 (2 chưa rõ)")
        self.assertEqual(texts["process_province"], "1 (2 chưa rõ)")
        self.assertEqual(texts["process_commune"], NO_DATA)

    def test_p6_what_the_commune_settles_has_its_own_row(self):
        texts = self._texts(self._count("table_07b"), "body")
        self.assertEqual(texts["total"], "1")
        self.assertEqual(texts["one_stop_commune"], "1")
        count = self._count("table_07b", center_id=self.other_center.id)
        labels = {row["key"]: row["label"] for row in count._reckoned()["rows"]}
        self.assertEqual(labels["body"], self.ward.name)

    def test_p6_each_figure_opens_its_list_and_the_lists_make_the_number(self):
        places = (False, self.center.id, self.other_center.id)
        versions = self.env["tthc.procedure.version"]
        checked = 0
        for table in TABLES:
            for center_id in places:
                count = self._count(table, center_id=center_id)
                for row in count._reckoned()["rows"]:
                    for cell in row["cells"]:
                        if cell["kind"] != "count":
                            continue
                        figure = (count._settings(), row["key"], cell["column"])
                        action = count.open_cell(*figure)
                        number = versions.search_count(action["domain"])
                        self.assertEqual(number, cell["value"] or 0, figure)
                        checked += 1
                        if cell["unknown"]:
                            action = count.open_cell(*figure, unknown=True)
                            number = versions.search_count(action["domain"])
                            self.assertEqual(number, cell["unknown"], figure)
        self.assertGreater(checked, 150)

    def test_p6_total_is_the_sum_of_the_rows(self):
        for table in TABLES:
            *rows, total = self._count(table)._reckoned()["rows"]
            for at, cell in enumerate(total["cells"]):
                if cell["kind"] == "count":
                    parts = [row["cells"][at]["value"] or 0 for row in rows]
                    self.assertEqual(cell["value"] or 0, sum(parts), cell["column"])

    def test_p6_only_what_is_in_force_on_the_day_counts(self):
        with frozen(datetime(2026, 5, 4, 2)):
            self.silent.action_abolish()
            before = self._texts(self._count("section_two"), self.justice_key)
            after = self._texts(
                self._count("section_two", day="2026-05-04"), self.justice_key
            )
            early = self._count("section_two", day="2025-12-31")._reckoned()
        self.assertEqual((before["procedure"], after["procedure"]), ("2", "1"))
        self.assertEqual(early["rows"][-1]["cells"][0]["text"], NO_DATA)

    def test_p6_admissions_count_as_they_stood_on_the_day(self):
        admission = self.linked.admission_ids
        mobile = self.env.ref("tthc_catalog.admission_reason_mobile")
        admission.write(
            {"state": "excluded", "date": "2026-04-01", "reason_id": mobile.id}
        )
        march = self._texts(self._count("report_two"), self.justice_key)
        april = self._texts(
            self._count("report_two", day="2026-04-01"), self.justice_key
        )
        self.assertEqual(march["one_stop"], "2 (1 chưa rõ)")
        self.assertEqual(april["one_stop"], "1 (1 chưa rõ)")

    def test_p6_province_s_own_row_is_counted_instead_of_the_national_one(self):
        self._approved_version("9.000404", self.province, agency_id=self.building.id)
        texts = self._texts(self._count("table_07b"), self.building_key)
        self.assertEqual(texts["total"], "1")

    def test_p6_one_agency_alone(self):
        count = self._count("section_two", agency_id=self.building.id)
        self.assertEqual(
            [row["key"] for row in count._reckoned()["rows"]], [self.building_key]
        )

    def test_p6_same_figures_as_pivot(self):
        action = self._count("section_two").action_pivot()
        facts = self.env["tthc.catalog.fact"].with_context(**action["context"])
        groups = facts._read_group(
            action["domain"], ["agency_id"], ["interlinked:sum", "total:sum"]
        )
        by_agency = {agency: (linked, total) for agency, linked, total in groups}
        self.assertEqual(by_agency[self.justice], (1, 3))
        self.assertEqual(by_agency[self.building], (0, 1))

    def test_p6_figure_without_a_list_is_refused_in_words(self):
        with self.assertRaises(UserError):
            count = self._count("section_two")
            count.open_cell(count._settings(), "total", "partners")

    def test_p6_every_role_counts_and_nobody_writes_facts(self):
        for role in ROLES:
            user = self.users[role]
            count = self.env["tthc.catalog.count"].with_user(user)
            table = count.create({"table": "section_two", "day": DAY})._reckoned()
            self.assertTrue(table["rows"], role)
            facts = self.env["tthc.catalog.fact"].with_user(user)
            self.assertFalse(facts.has_access("write"), role)

    def test_p6_queries_do_not_grow_with_the_procedures(self):
        count = self._count("section_two")

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            count._reckoned()
            return self.env.cr.sql_log_count - before

        few = queries()
        for number in range(20):
            self._approved_version(f"9.3{number:05}", is_interlinked=True)
        self.assertLessEqual(queries(), few)

    def test_p6_screen_answers_before_it_is_saved(self):
        count = self.env["tthc.catalog.count"].new(
            {"table": "table_07b", "day": date(2026, 3, 2)}
        )
        self.assertEqual(len(count.content["columns"]), 12)
