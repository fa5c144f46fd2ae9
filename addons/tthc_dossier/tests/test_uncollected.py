from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

DAY = timedelta(days=1)


class TestUncollected(DossierCase):
    """Results that nobody collects: reminders, list by age, end of keeping ready."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.resolved()

    def _run_job(self, moment):
        with frozen(moment):
            work = self.env["tthc.dossier"]._uncollected_work()
            for dossier, action in work:
                if dossier.center_id in (self.center, self.other_center):
                    dossier._do_uncollected(action)

    def _reminders(self):
        return self.dossier.event_ids.filtered(lambda row: row.kind == "remind_result")

    def test_reminded_after_the_working_days_of_the_center_and_no_more_than_it_says(
        self,
    ):
        self._run_job(THURSDAY + 6 * DAY)
        self.assertFalse(self.dossier.reminder_count)
        self._run_job(THURSDAY + 8 * DAY)
        self.assertEqual(self.dossier.reminder_count, 1)
        self._run_job(THURSDAY + 9 * DAY)
        self.assertEqual(self.dossier.reminder_count, 1)
        for days in (30, 60, 90, 120):
            self._run_job(THURSDAY + days * DAY)
        self.assertEqual(self.dossier.reminder_count, 3)
        self.env.invalidate_all()
        self.assertEqual(len(self._reminders()), 3)
        self.assertEqual(self.dossier.state, "resolved")

    def test_citizen_is_told_or_the_desk_calls(self):
        self._run_job(THURSDAY + 8 * DAY)
        told = self.dossier.notice_ids.filtered(lambda row: row.event == "uncollected")
        self.assertTrue(told)
        silent = self.resolved()
        silent.with_context(**silent._move_context()).write(
            {
                "owner_phone": False,
                "owner_email": False,
                "submitter_phone": False,
                "proxy_phone": False,
            }
        )
        self._run_job(THURSDAY + 8 * DAY)
        self.assertEqual(silent.reminder_count, 1)
        self.assertFalse(
            silent.notice_ids.filtered(lambda row: row.event == "uncollected")
        )
        self.assertEqual(silent.activity_ids.user_id, self.clerk)

    def test_center_that_reminds_nobody(self):
        self.center.remind_first_days = 0
        self._run_job(THURSDAY + 60 * DAY)
        self.assertFalse(self.dossier.reminder_count)

    def test_result_by_post_is_the_posts(self):
        self.dossier.with_context(**self.dossier._move_context()).write(
            {"result_channel": "post"}
        )
        self._run_job(THURSDAY + 400 * DAY)
        self.assertFalse(self.dossier.reminder_count or self.dossier.unclaimed_at)

    def test_keeping_ready_ends_as_the_center_sets_it(self):
        with frozen(THURSDAY + 100 * DAY), self.assertRaises(UserError):
            self.dossier.with_user(self.clerk).action_end_keeping()
        self._run_job(THURSDAY + 181 * DAY)
        self.assertEqual(self.dossier.unclaimed_at, THURSDAY + 181 * DAY)
        self.assertEqual(self.dossier.state, "resolved")
        self._run_job(THURSDAY + 250 * DAY)
        self.assertFalse(self.dossier.reminder_count)
        with frozen(THURSDAY + 251 * DAY):
            self.dossier.with_user(self.clerk).action_give_back(proof="receipt")
        self.assertEqual(self.dossier.state, "returned")

    def test_without_an_end_nothing_ends(self):
        self.center.unclaimed_after_days = 0
        self._run_job(THURSDAY + 900 * DAY)
        self.assertFalse(self.dossier.unclaimed_at)

    def test_list_by_age(self):
        rows = self.env["tthc.uncollected"].with_user(self.clerk)
        domain = [("dossier_id", "=", self.dossier.id)]
        for days, age in ((0, "0"), (7, "007"), (30, "030"), (90, "090"), (180, "180")):
            with self.subTest(days=days), frozen(THURSDAY + days * DAY):
                self.env.invalidate_all()
                row = rows.search(domain)
                self.assertEqual((row.days, row.age), (days, age))
                groups = rows._read_group(domain, ["age"], ["__count"])
                self.assertEqual(groups, [(age, 1)])
        with frozen(THURSDAY + 10 * DAY):
            self.dossier.with_user(self.clerk).action_give_back(proof="receipt")
        self.assertFalse(rows.search(domain))

    def test_who_sees_the_list(self):
        domain = [("dossier_id", "=", self.dossier.id)]
        rows = self.env["tthc.uncollected"]
        for role in ("clerk", "manager", "inspector"):
            self.assertTrue(rows.with_user(getattr(self, role)).search(domain))
        self.assertFalse(rows.with_user(self.other_clerk).search(domain))
        for role in ("specialist", "leader", "courier", "editor", "hr", "reporter"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                rows.with_user(getattr(self, role)).search(domain)

    def test_only_the_desk_reminds(self):
        row = self.env["tthc.uncollected"].search(
            [("dossier_id", "=", self.dossier.id)]
        )
        with self.assertRaises(AccessError):
            row.with_user(self.manager).action_remind()
        row.with_user(self.clerk).action_remind()
        self.assertEqual(self.dossier.reminder_count, 1)

    def test_printed_list(self):
        with frozen(THURSDAY + 12 * DAY):
            content, _kind = (
                self.env["ir.actions.report"]
                .with_user(self.clerk)
                ._render("tthc_dossier.action_report_uncollected", self.center.ids)
            )
        printed = PrintedFile(content)
        self.assertEqual(printed.sizes_mm()[0], (297.0, 210.0))
        text = printed.texts()[0]
        self.assertIn("DANH SÁCH KẾT QUẢ CHƯA NHẬN", text)
        self.assertIn(self.dossier.code, text.replace(" ", ""))
        self.assertIn("Nguyễn Văn Đức", text)

    def test_many_results_are_found_by_as_many_queries(self):
        counts = []
        for more in (0, 6):
            for _number in range(more):
                self.resolved()
            self.env.flush_all()
            self.env.invalidate_all()
            with frozen(THURSDAY + 8 * DAY):
                start = self.env.cr.sql_log_count
                self.env["tthc.dossier"]._uncollected_work()
                counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 2)
