from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY, DossierCase

from ..tools import dashboard_sheet
from .risk_common import RiskData

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
#: Measures of a pivot, as the web client asks for them.
MEASURES = [
    "__count",
    "open_count:sum",
    "settled_count:sum",
    "late_count:sum",
    "settled_late_count:sum",
    "late_rate:avg",
    "days_late:sum",
    "hours_whole:avg",
    "hours_work:avg",
    "hours_citizen:avg",
    "apology_count:sum",
    "supplement_count:sum",
]


class TestDossierAnalysis(RiskData, DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_risk_data(cls.env)

    def measured(self, user, domain=(), groupby=(), moment=THURSDAY):
        """What a pivot of a user shows: list of dicts."""
        self.env.flush_all()
        self.env.invalidate_all()
        analysis = self.env["tthc.dossier.analysis"].with_user(user)
        with frozen(moment):
            return analysis.formatted_read_group(list(domain), list(groupby), MEASURES)

    def test_groups_come_in_the_order_of_names_as_the_database_sorts_them(self):
        for name in ("Trễ Hẹn", "Còn Mở"):
            self.receive(owner=name)
        self.env.flush_all()
        other = self.env["tthc.agency"].create({"name": "Ban Đầu Tiên"})
        last = self.env["tthc.dossier.span"].search([("date_to", "=", False)], limit=1)
        # As if it had been led by an agency that comes first by name.
        self.env.cr.execute(
            SQL(
                "UPDATE tthc_dossier_span SET agency_id = %s WHERE id = %s",
                other.id,
                last.id,
            )
        )
        self.env.invalidate_all()
        analysis = self.env["tthc.dossier.analysis"]
        groupby = ["agency_id", "entered_on:month", "channel", "outcome"]
        usual = analysis.formatted_read_group([], groupby, ["__count"])
        sorted_by_database = analysis.formatted_read_group(
            [], groupby, ["__count"], order=", ".join(f"{name} ASC" for name in groupby)
        )
        self.assertEqual(usual, sorted_by_database)
        sets = [[], groupby[:1], groupby[:2]]
        found = analysis.formatted_read_grouping_sets([], sets, ["__count"])
        for specs, groups in zip(sets[1:], found[1:], strict=True):
            with self.subTest(specs):
                order = ", ".join(f"{name} ASC" for name in specs)
                self.assertEqual(
                    groups,
                    analysis.formatted_read_group([], specs, ["__count"], order=order),
                )

    def test_measures_of_one_settled_in_time_one_late_and_one_open(self):
        self.resolved()
        late = self.receive(owner="Trễ Hẹn")
        still_open = self.receive(owner="Còn Mở")
        ended = late.due + 2 * DAY
        with frozen(THURSDAY + HOUR):
            (late | still_open).with_user(self.clerk).action_transfer()
        with frozen(ended):
            late.with_user(self.specialist).action_finish_step("granted")
            late.with_user(self.leader).action_resolve(number="13/GP")
        [row] = self.measured(self.manager, moment=ended)
        self.assertEqual(row["__count"], 3)
        self.assertEqual(row["settled_count:sum"], 2)
        self.assertEqual(row["settled_late_count:sum"], 1)
        self.assertEqual(row["open_count:sum"], 1)
        self.assertEqual(row["late_count:sum"], 2)
        self.assertEqual(row["late_rate:avg"], 50)
        self.assertEqual(row["days_late:sum"], 4)
        self.assertGreater(row["hours_whole:avg"], 0)

    def test_each_cell_lists_the_dossiers_that_it_counts(self):
        self.resolved()
        self.receive(owner="Còn Mở")
        rows = self.measured(self.manager, groupby=["agency_id", "entered_on:month"])
        analysis = self.env["tthc.dossier.analysis"].with_user(self.manager)
        for row in rows:
            listed = analysis.search(row["__extra_domain"])
            self.assertEqual(len(listed.dossier_id), row["__count"])
        self.assertEqual(sum(row["__count"] for row in rows), 2)
        opened = analysis.search([], limit=1).action_open_dossier()
        self.assertEqual(opened["res_model"], "tthc.dossier")

    def test_the_month_of_the_law_begins_on_its_cut_off(self):
        before = self.receive(THURSDAY - 6 * DAY, owner="Ngày 14")
        after = self.receive(THURSDAY - 3 * DAY, owner="Ngày 17")
        analysis = self.env["tthc.dossier.analysis"]
        months = {
            row.dossier_id: str(row.entered_law_month)
            for row in analysis.search([("dossier_id", "in", (before | after).ids)])
        }
        self.assertEqual(months, {before: "2026-08-01", after: "2026-09-01"})

    def test_a_void_receipt_is_no_dossier(self):
        dossier = self.receive()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_annul("Nhập nhầm")
        self.assertEqual(self.measured(self.manager)[0]["__count"], 0)

    def test_each_role_measures_its_own_dossiers_only(self):
        self.receive()
        for user in (self.manager, self.leader):
            self.assertEqual(self.measured(user)[0]["__count"], 1)
        self.leader.tthc_agency_ids = self.other_agency
        self.manager.tthc_center_id = self.other_center
        for user in (self.manager, self.leader):
            with self.subTest(user=user.login):
                self.assertEqual(self.measured(user)[0]["__count"], 0)
        for user in (self.clerk, self.specialist, self.courier, self.hr):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.measured(user)

    def test_the_dashboard_asks_for_fields_that_are_there(self):
        sheet = dashboard_sheet.sheet()
        charts = [figure["data"] for figure in sheet["sheets"][0]["figures"]]
        asked = [
            (chart["metaData"]["resModel"], chart["metaData"]["groupBy"], chart)
            for chart in charts
        ] + [
            (pivot["model"], [row["fieldName"] for row in pivot["rows"]], pivot)
            for pivot in sheet["pivots"].values()
        ]
        for model, groups, part in asked:
            chains = [match["chain"] for match in part["fieldMatching"].values()]
            for name in [*groups, *chains]:
                self.assertIn(name.split(":")[0], self.env[model]._fields)
            domain = part.get("domain") or part.get("searchParams", {}).get("domain")
            self.env[model].with_user(self.manager).search_count(domain or [])

    def test_the_file_of_the_dashboard_is_what_its_script_writes(self):
        written = dashboard_sheet.FILE.read_text(encoding="utf-8")
        self.assertEqual(written, dashboard_sheet.text())

    def test_the_dashboard_is_for_those_who_lead_and_has_no_public_link(self):
        dashboard = self.env.ref("tthc_report.dashboard_center")
        for user in (self.manager, self.leader, self.inspector):
            self.assertTrue(
                dashboard.with_user(user).search([("id", "=", dashboard.id)])
            )
        for user in (self.clerk, self.courier):
            self.assertFalse(
                dashboard.with_user(user).search([("id", "=", dashboard.id)])
            )
        with self.assertRaises(AccessError):
            self.env["spreadsheet.dashboard.share"].with_user(self.manager).create(
                {"dashboard_id": dashboard.id, "spreadsheet_data": "{}"}
            )
