import io
import json
from datetime import date, datetime, timedelta

import openpyxl

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from ..models.tthc_postal_report_figures import FIGURES
from .settlement_common import FEE, POSTAGE, SettlementCase

QUARTER_END = date(2026, 9, 30)
#: Thursday 1/10/2026, 09:00 at the center.
OCTOBER = datetime(2026, 10, 1, 2, 0)
DAY = timedelta(days=1)


class ReportCase(SettlementCase):
    """The third quarter of 2026, with something of everything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parcels = cls.deliver() | cls.deliver(cod=0)
        cls.parcels._moving().write({"price": POSTAGE})
        cls.parcels[1]._moving().write({"punctuality": "late"})
        cls.lost = cls.accepted()
        with frozen(datetime(2026, 8, 25, 2, 0)):
            cls.lost.with_user(cls.manager).action_lose("Không tìm thấy")
        complaints = cls.env["tthc.parcel.complaint"].with_user(cls.clerk)
        with frozen(datetime(2026, 8, 26, 2, 0)):
            cls.complaints = complaints.create(
                [
                    {
                        "parcel_id": parcel.id,
                        "kind": kind,
                        "complainant_name": "Nguyễn Văn Đức",
                        "description": "…",
                    }
                    for parcel, kind in (
                        (cls.parcels[0], "damaged"),
                        (cls.lost, "lost"),
                        (cls.parcels[1], "late"),
                    )
                ]
            )
        with frozen(datetime(2026, 9, 20, 2, 0)):
            damaged, lost, late = cls.complaints
            damaged.with_user(cls.settler).action_answer("rejected", "Không có lỗi")
            lost.with_user(cls.settler).action_answer(
                "upheld", "Bồi thường", 500000, "post"
            )
            late.with_user(cls.clerk).action_withdraw("Đã nhận")

    def report(self, day=QUARTER_END):
        """The report of the quarter of a day."""
        reports = self.env["tthc.postal.report"]
        reports._prepare(day)
        return reports.search(
            [
                ("center_id", "=", self.center.id),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
            ]
        )

    def send(self, report, moment=OCTOBER):
        """The manager sends it."""
        with frozen(moment):
            report.with_user(self.manager).action_send("Sở Khoa học và Công nghệ")
        return report


class TestPostalReport(ReportCase):
    """Circular 17/2017 Art 13."""

    def test_figures(self):
        self.assertRecordValues(
            self.report(),
            [
                {
                    "procedures": 1,
                    "fetched": 0,
                    "delivered": 3,
                    "volume": 3,
                    "late": 1,
                    "sent_back": 0,
                    "revenue": 2 * POSTAGE,
                    "cod": FEE,
                    "handed": FEE,
                    "complaints": 2,
                    "complaints_upheld": 1,
                    "complaints_late": 2,
                    "lost": 1,
                    "damaged": 0,
                    "compensation": 500000,
                }
            ],
        )

    def check_lists(self, report):
        for name, (model, field) in FIGURES.items():
            with self.subTest(figure=name):
                action = report.with_context(figure=name).action_open_figure()
                self.assertEqual(action["res_model"], model)
                rows = self.env[model].search(action["domain"])
                listed = sum(rows.mapped(field)) if field else len(rows)
                self.assertEqual(report[name], listed)

    def test_each_figure_is_the_sum_of_the_list_that_it_opens(self):
        report = self.report()
        self.check_lists(report.with_user(self.manager))
        self.check_lists(self.send(report).with_user(self.manager))

    def test_unknown_figure_is_refused(self):
        with self.assertRaises(UserError):
            self.report().with_context(figure="hash").action_open_figure()

    def test_moment_decides_by_the_clock_of_the_center(self):
        """What was accepted at 06:00 on 1/10 in Vietnam is still September in UTC."""
        self.parcels[0]._moving().write({"accepted_at": datetime(2026, 9, 30, 23, 0)})
        self.assertEqual(self.report().delivered, 2)
        self.assertEqual(self.report(date(2026, 10, 1)).delivered, 1)

    def test_made_once_in_the_night_after_the_quarter_with_a_task(self):
        with frozen(OCTOBER):
            self.env["tthc.postal.report"]._cron_prepare()
            self.env["tthc.postal.report"]._cron_prepare()
        report = self.env["tthc.postal.report"].search(
            [("center_id", "=", self.center.id)]
        )
        self.assertRecordValues(
            report, [{"year": 2026, "quarter": 3, "due_on": date(2026, 10, 10)}]
        )
        self.assertEqual(report.activity_ids.user_id, self.manager)
        self.assertIn("10/10/2026", report.activity_ids.summary)
        self.send(report)
        self.assertFalse(report.activity_ids)

    def test_day_of_the_report_is_law_as_data(self):
        rules = self.env.ref("tthc_postal.postal_regulation_2025")
        rules.report_day = 15
        self.assertEqual(self.report().due_on, date(2026, 10, 15))

    def test_overdue_on_the_day_before_which_it_is_sent(self):
        report = self.report()
        for day, overdue in ((9, False), (10, True)):
            with self.subTest(day=day), frozen(datetime(2026, 10, day, 2, 0)):
                report.invalidate_recordset()
                self.assertEqual(report.is_overdue, overdue)
                found = report.search(
                    [("is_overdue", "=", True), ("id", "=", report.id)]
                )
                self.assertEqual(bool(found), overdue)

    def test_running_quarter_is_not_sent(self):
        report = self.report()
        with frozen(OCTOBER - DAY), self.assertRaisesRegex(UserError, "not over"):
            report.with_user(self.manager).action_send("Sở")

    def test_receiver_is_named(self):
        report = self.report()
        with frozen(OCTOBER), self.assertRaisesRegex(UserError, "whom"):
            report.with_user(self.manager).action_send(" ")

    def test_sent_report_says_for_ever_what_it_said(self):
        report = self.send(self.report())
        self.assertFalse(report.sent_late)
        self.assertTrue(report._is_intact())
        self.parcels[0]._moving().write({"price": 1})
        self.complaints[1]._as_action().write({"compensation": 1})
        report.invalidate_recordset()
        self.assertEqual((report.revenue, report.compensation), (2 * POSTAGE, 500000))
        with self.assertRaisesRegex(AccessError, "never changes"):
            report._as_action().write({"payload": "{}"})
        self.assertEqual(json.loads(report.payload)["figures"]["delivered"], 3)
        with self.assertRaises(UserError):
            self.send(report)

    def test_list_of_procedures(self):
        self.assertEqual(
            self.report()._procedure_rows(),
            [
                {
                    "code": "1.999001",
                    "name": "Cấp giấy phép thử nghiệm",
                    "fetched": 0,
                    "delivered": 3,
                    "late": 1,
                    "revenue": 2 * POSTAGE,
                    "complaints": 2,
                }
            ],
        )

    def test_cost_of_the_list_does_not_grow(self):
        self.parcels[0]._moving().write({"accepted_at": datetime(2026, 10, 5, 2, 0)})
        one = self.report()
        both = one | self.report(date(2026, 12, 31))
        self.assertEqual(len(both), 2)
        counts = []
        for reports in (one, both):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            reports.mapped("volume")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_printed_report(self):
        report = self.send(self.report())
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.manager)
            ._render_tthc_pdf("tthc_postal.action_report_postal_quarter", report.ids)
        )
        printed = PrintedFile(content)
        self.assertEqual(set(printed.sizes_mm()), {(210.0, 297.0)})
        text = " ".join(printed.texts())
        for words in (
            "Quý 3 năm 2026",
            "Doanh thu cước 66.000 đồng",
            "Bồi thường của Bưu điện 500.000 đồng",
            "1.999001",
            "Sở Khoa học và Công nghệ",
        ):
            with self.subTest(words=words):
                self.assertIn(words, text)
        self.assertNotIn("Bản nháp", text)

    def test_excel_says_the_same(self):
        book = openpyxl.load_workbook(io.BytesIO(self.report()._excel()))
        figures = {
            row[1]: row[2] for row in book["Bao cao"].iter_rows(values_only=True)
        }
        self.assertEqual(figures["Doanh thu cước"], 2 * POSTAGE)
        self.assertEqual(figures["Kết quả chuyển trả"], 3)
        rows = list(book["Thu tuc"].iter_rows(values_only=True))
        self.assertIn("1.999001", [row[1] for row in rows])
        totals = next(row for row in rows if row[2] == "Tổng cộng")
        self.assertEqual(totals[3:], (0, 3, 1, 2 * POSTAGE, 2))


class TestPostalReportRoles(ReportCase):
    """Who sees and sends it."""

    def test_who_sees_it(self):
        report = self.report()
        for role in (self.manager, self.inspector, self.settler):
            with self.subTest(role=role.login):
                self.assertEqual(
                    report.with_user(role).search([("id", "=", report.id)]), report
                )
        found = report.with_user(self.courier).search([("id", "=", report.id)])
        self.assertFalse(found)
        for role in (self.clerk, self.specialist, self.leader, self.hr):
            with self.subTest(role=role.login), self.assertRaises(AccessError):
                report.with_user(role).search([])

    def test_who_sends_it(self):
        report = self.report()
        for role in (self.clerk, self.settler, self.inspector, self.leader):
            with self.subTest(role=role.login), frozen(OCTOBER):
                with self.assertRaises(AccessError):
                    report.with_user(role).action_send("Sở")
        for role in (self.manager, self.env.ref("base.user_admin")):
            with self.subTest(role=role.login), self.assertRaises(AccessError):
                report.with_user(role).write({"state": "sent"})
            with self.assertRaises(AccessError):
                report.with_user(role).unlink()
