from datetime import date, datetime, timedelta

from odoo.tests import TransactionCase

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_center_hr.tests.common import HrData
from odoo.addons.tthc_dossier.tests.common import THURSDAY, DossierData

DAY = timedelta(days=1)
#: August 2026 is over: THURSDAY is the 20th of it.
MONTH = date(2026, 8, 1)
AFTER = datetime(2026, 9, 1, 2, 0)


class TestNoticeDossier(HrData, DossierData, TransactionCase):
    """Counts of dossiers and steps in a monthly notice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(frozen(AFTER))
        cls.make_data(cls.env)
        cls.justice = cls.agency
        cls.decision = cls.make_decision()
        cls.at_counter = cls.make_assignment(
            "main", cls.make_staff("Phạm Thị Quầy", user_id=cls.clerk.id)
        )
        cls.at_agency = cls.make_assignment(
            "main", cls.make_staff("Trần Văn Xử", user_id=cls.specialist.id)
        )
        cls.nobody = cls.make_assignment("main", cls.make_staff("Lê Không Tài Khoản"))

    def lines(self):
        notice = self.env["tthc.staff.notice"].create(
            {
                "center_id": self.center.id,
                "agency_id": self.agency.id,
                "month": MONTH,
            }
        )
        notice.action_gather()
        lines = notice.line_ids
        return [
            lines.filtered(lambda row, post=post: row.assignment_id == post)
            for post in (self.at_counter, self.at_agency, self.nobody)
        ]

    def move(self, dossier, moment, user, action, *arguments):
        with frozen(moment):
            getattr(dossier.with_user(user), f"action_{action}")(*arguments)
        dossier.invalidate_recordset()

    def test_received_and_handed_on_are_counted_for_who_did_it(self):
        first, second = self.receive(), self.receive()
        self.receive(moment=datetime(2026, 7, 31, 2, 0))  # of another month
        self.move(first, THURSDAY, self.clerk, "transfer")
        self.move(second, THURSDAY + 5 * DAY, self.clerk, "transfer")
        counter, agency, _nobody = self.lines()
        self.assertEqual(
            (counter.received_count, counter.handed_count, counter.handed_late_count),
            (2, 2, 1),
        )
        self.assertEqual((agency.received_count, agency.progress_known), (0, True))

    def test_steps_on_time_and_late_are_counted_for_who_finished_them(self):
        first, second = self.receive(), self.receive()
        for dossier, days in ((first, 1), (second, 11)):
            self.move(dossier, THURSDAY, self.clerk, "transfer")
            moment = THURSDAY + days * DAY
            self.move(dossier, moment, self.specialist, "finish_step", "granted")
        counter, agency, _nobody = self.lines()
        self.assertEqual((agency.step_on_time_count, agency.step_late_count), (1, 1))
        self.assertEqual((counter.step_on_time_count, counter.step_late_count), (0, 0))

    def test_who_has_no_account_has_no_figures(self):
        _counter, _agency, nobody = self.lines()
        self.assertFalse(nobody.progress_known)
        self.assertIn("No data", nobody.progress_text)
        self.assertFalse(nobody.score_parts)

    def test_days_before_and_after_the_post_do_not_count(self):
        self.receive()
        self.at_counter._moving().write({"date_to": "2026-08-19"})
        counter, _agency, _nobody = self.lines()
        self.assertEqual(counter.received_count, 0)

    def test_nothing_of_a_citizen_stands_in_the_notice(self):
        self.receive(owner="Nguyễn Thị Riêng Tư")
        counter, _agency, _nobody = self.lines()
        notice = counter.notice_id
        notice.action_check()
        notice.action_send()
        self.assertNotIn("Riêng Tư", notice.payload)

    def test_points_by_indicator_and_none_where_data_lacks(self):
        scale = self.env["tthc.rating.scale"]._of_kind("score", MONTH)
        figures = self.env["tthc.staff.notice"]
        for number, counts, points in (
            (1, {"early": 2, "late": 1}, 1.3),
            (2, {"on_time": 3}, 1.0),
            (3, {"none": 1, "one": 1, "more": 1}, 1.0),
            (7, {"early": 1, "negative": 1}, 1.0),
            (4, None, None),
        ):
            with self.subTest(number):
                self.assertEqual(figures._indicator(scale, number, counts), points)

    def test_queries_do_not_grow_with_the_people(self):
        def count():
            notice = self.env["tthc.staff.notice"].create(
                {
                    "center_id": self.center.id,
                    "agency_id": self.agency.id,
                    "month": MONTH,
                }
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            notice._line_values()
            used = self.env.cr.sql_log_count - before
            notice.unlink()
            return used

        count()  # fills the caches
        few = count()
        for number in range(46):
            self.make_assignment("main", self.make_staff(f"Người {number}"))
        self.assertEqual(count(), few)
