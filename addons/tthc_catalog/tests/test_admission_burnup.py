from datetime import datetime

from psycopg2.errors import CheckViolation

from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import CatalogCommon

#: 20 November 2017 in Vietnam: the target of Bắc Giang is six weeks off.
AUTUMN = datetime(2017, 11, 20, 2)


class TestAdmissionBurnup(CatalogCommon):
    """Point 4: burn-up by agency toward 100 % by a date."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        start = {"valid_from": "2017-01-01"}
        cls.first, cls.second, cls.third = (
            cls._approved_version(f"9.00001{number}", **start) for number in range(3)
        )
        cls.house = cls._approved_version(
            "9.000020", agency_id=cls.building.id, **start
        )
        with frozen(datetime(2017, 10, 2, 2)):
            cls._admit(cls.first, date="2017-09-01")
            cls._admit(cls.second, state="planned", date="2017-12-15")
        cls.target = cls.env["tthc.admission.target"].create(
            {"center_id": cls.center.id, "date": "2018-01-01", "source": "Bắc Giang"}
        )

    def _line(self, series, agency=None):
        domain = [("center_id", "=", self.center.id), ("series", "=", series)]
        if agency:
            domain.append(("agency_id", "=", agency.id))
        rows = self.env["tthc.admission.burnup"]._read_group(
            domain, ["day:month"], ["value:sum"]
        )
        return {month.strftime("%Y-%m"): value for month, value in rows}

    def test_p4_months_of_the_past_come_from_the_history(self):
        with frozen(AUTUMN):
            received = self._line("1_in", self.justice)
        self.assertEqual(received["2017-08"], 0)
        self.assertEqual(received["2017-09"], 1)
        self.assertEqual(received["2017-11"], 1)
        # What was decided so far holds on; the plan alone adds nothing to it.
        self.assertEqual(received["2017-12"], 1)

    def test_p4_plan_runs_ahead_to_the_target(self):
        with frozen(AUTUMN):
            planned = self._line("2_plan", self.justice)
        self.assertEqual(planned["2017-11"], 1)
        self.assertEqual(planned["2017-12"], 2)
        self.assertIn("2018-01", planned)
        self.assertNotIn("2018-02", planned)

    def test_p4_target_is_a_share_of_what_is_not_excluded(self):
        mobile = self.env.ref("tthc_catalog.admission_reason_vertical")
        with frozen(AUTUMN):
            self.assertEqual(self._line("3_target", self.justice)["2017-11"], 3)
            self._admit(
                self.third,
                state="excluded",
                date="2017-11-01",
                reason_id=mobile.id,
            )
            self.assertEqual(self._line("3_target", self.justice)["2017-11"], 2)
            self.target.of_all = True
            self.assertEqual(self._line("3_target", self.justice)["2017-11"], 3)

    def test_p4_agency_without_an_admission_is_behind_the_target_too(self):
        with frozen(AUTUMN):
            self.assertEqual(self._line("1_in", self.building)["2017-11"], 0)
            self.assertEqual(self._line("4_total", self.building)["2017-11"], 1)

    def test_p4_agency_s_own_target_goes_before_the_general_one(self):
        self.target.copy({"agency_id": self.justice.id, "percent": 34})
        with frozen(AUTUMN):
            self.assertEqual(self._line("3_target", self.justice)["2017-11"], 2)
            self.assertEqual(self._line("3_target", self.building)["2017-11"], 1)

    def test_p4_each_figure_of_the_graph_opens_its_procedures(self):
        with frozen(AUTUMN):
            rows = self.env["tthc.admission.burnup"].search(
                [("center_id", "=", self.center.id), ("series", "!=", "3_target")]
            )
            self.assertTrue(rows)
            for row in rows:
                action = row.action_open_procedures()
                found = self.env["tthc.procedure.version"].search(action["domain"])
                self.assertEqual(len(found), row.value, (row.day, row.series))

    def test_p4_table_by_agency_shows_share_and_gap(self):
        with frozen(AUTUMN):
            count = self.env["tthc.catalog.count"].create(
                {"table": "admission", "center_id": self.center.id}
            )
            rows = {row["key"]: row["cells"] for row in count._reckoned()["rows"]}
        texts = {
            cell["column"]: cell["text"] for cell in rows[f"agency:{self.justice.id}"]
        }
        self.assertEqual(texts["total"], "3")
        self.assertEqual(texts["one_stop"], "1 (1 chưa rõ)")
        self.assertEqual(texts["planned"], "1")
        self.assertEqual(texts["percent"], "33,3 %")
        self.assertEqual(texts["target"], "100 % (01/01/2018)")
        self.assertEqual(texts["gap"], "2")

    def test_p4_clerk_reads_the_burnup_and_sets_no_target(self):
        rows = self.env["tthc.admission.burnup"].with_user(self.users["reception"])
        with frozen(AUTUMN):
            self.assertTrue(rows.search_count([]))
        target = self.target.with_user(self.users["reception"])
        self.assertFalse(target.has_access("write"))
        self.assertFalse(target.has_access("create"))

    @mute_logger("odoo.sql_db")
    def test_p4_target_is_a_percentage(self):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.target.copy({"percent": 120, "date": "2018-02-01"})
