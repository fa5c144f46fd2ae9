from datetime import datetime

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .uniform_common import UniformCase

HOUR_UTC = 1


class TestUniformCampaign(UniformCase):
    """Sizes are gathered by agency, with a deadline and reminders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reporter = cls.users["reporter"]
        cls.campaign = cls.make_campaign(cls.shirt | cls.skirt)

    def line(self, agency):
        return self.campaign.agency_ids.filtered(lambda row: row.agency_id == agency)

    def test_opening_asks_each_agency_for_its_main_staff(self):
        self.campaign.with_user(self.users["hr"]).action_open()
        # The woman wears shirt and skirt, the man the shirt alone.
        self.assertRecordValues(
            self.campaign.agency_ids.sorted("asked_count"),
            [
                {"agency_id": self.building.id, "asked_count": 1, "missing_count": 1},
                {"agency_id": self.justice.id, "asked_count": 2, "missing_count": 2},
            ],
        )
        duties = self.line(self.justice)._duties()
        self.assertIn(self.reporter, duties.user_id)
        self.assertEqual(str(duties[0].date_deadline), "2026-03-20")

    def test_progress_follows_what_the_reporter_enters(self):
        self.campaign.action_open()
        rows = self.env["tthc.uniform.size.choice"].with_user(self.reporter).search([])
        self.assertEqual(rows.sudo().staff_id, self.woman)
        rows.filtered(lambda row: row.garment_id == self.shirt).size_id = self.size(
            "female", "9"
        )
        self.assertEqual(self.line(self.justice).missing_count, 1)
        self.assertTrue(self.line(self.justice)._duties())
        rows.filtered(lambda row: row.garment_id == self.skirt).size_id = self.size(
            "female", "M", self.skirt
        )
        self.assertEqual(self.line(self.justice).missing_count, 0)
        self.assertFalse(self.line(self.justice)._duties(), "the duty is done")
        self.assertEqual(self.campaign.missing_count, 1)

    def test_grid_counts_agencies_by_sizes_and_what_is_missing(self):
        self.campaign.action_open()
        self.choose(self.woman, self.size("female", "9"))
        grid = self.campaign.grid
        labels = [column["label"] for column in grid["columns"]]
        (row,) = (row for row in grid["rows"] if row["id"] == self.justice.id)
        self.assertEqual(row["cells"][labels.index("9")], 1)
        self.assertEqual(row["cells"][labels.index("?")], 1)
        self.assertEqual(grid["total"], 3)
        self.assertEqual(sum(grid["totals"]), 3)
        self.assertEqual(
            [sum(r["cells"]) for r in grid["rows"]], [r["total"] for r in grid["rows"]]
        )

    def test_every_figure_opens_its_people(self):
        self.campaign.action_open()
        self.choose(self.woman, self.size("female", "9"))
        grid = self.campaign.grid
        choices = self.env["tthc.uniform.size.choice"]
        for row in grid["rows"]:
            for column, cell in zip(grid["columns"], row["cells"], strict=True):
                action = self.campaign.open_grid_cell(row["id"], column["id"])
                self.assertEqual(choices.search_count(action["domain"]), cell)

    def test_reminders_from_so_many_working_days_before_once_a_day(self):
        self.campaign.action_open()
        line = self.line(self.justice)
        cron = self.env["tthc.uniform.campaign"]
        for day, count in ((17, 0), (18, 1), (19, 2), (20, 3), (21, 3), (23, 4)):
            # 21 March 2026 is a Saturday; the deadline is Friday the 20th.
            with frozen(datetime(2026, 3, day, HOUR_UTC)):
                cron._cron_remind()
                cron._cron_remind()
            self.assertEqual(line.reminder_count, count, day)
        told = self.env["mail.message"].search(
            [("model", "=", line._name), ("res_id", "=", line.id)]
        )
        self.assertIn(self.reporter.partner_id, told.notified_partner_ids)

    def test_newcomers_are_asked_by_the_nightly_job(self):
        self.campaign.action_open()
        self.make_assignment("main", self.make_staff("Mới Đến", self.ward))
        self.env["tthc.uniform.campaign"]._cron_remind()
        self.assertTrue(self.line(self.ward))
        self.assertEqual(self.campaign.asked_count, 5)

    def test_late_agencies_are_marked(self):
        self.campaign.action_open()
        self.assertFalse(any(self.campaign.agency_ids.mapped("is_late")))
        with frozen(datetime(2026, 3, 21, HOUR_UTC)):
            self.campaign.agency_ids.invalidate_recordset()
            self.assertTrue(all(self.campaign.agency_ids.mapped("is_late")))

    def test_reminding_nobody_says_whom_to_ask(self):
        self.campaign.action_open()
        self.choose(self.woman, self.size("female", "9"))
        self.choose(self.woman, self.size("female", "M", self.skirt))
        with self.assertRaisesRegex(UserError, "Nobody reports for Sở Xây dựng"):
            self.campaign.action_remind()
        self.choose(self.man, self.size("male", "40"))
        with self.assertRaisesRegex(UserError, "No size is missing"):
            self.campaign.action_remind()

    def test_state_moves_by_actions_of_hr_alone(self):
        for role in ("reporter", "manager", "inspector", "reception"):
            mine = self.campaign.with_user(self.users[role])
            with self.subTest(role), self.assertRaises(AccessError):
                mine.action_open()
        with self.assertRaises(AccessError):
            self.campaign.with_user(self.users["hr"]).write({"state": "open"})
        with self.assertRaises(AccessError):
            self.campaign.with_context(**{"tthc.uniform.campaign.move": True}).write(
                {"state": "open"}
            )
        self.campaign.action_open()
        with self.assertRaisesRegex(UserError, "Gathering"):
            self.campaign.action_open()
        self.campaign.action_close()
        self.assertFalse(self.campaign.agency_ids._duties())
        with self.assertRaises(AccessError):
            self.campaign.deadline = "2026-04-01"
        self.campaign.action_reopen()
        self.assertEqual(self.campaign.state, "open")

    def test_deadline_that_is_over_is_refused(self):
        self.campaign.deadline = "2026-03-01"
        with self.assertRaisesRegex(UserError, "deadline"):
            self.campaign.action_open()

    def test_the_number_of_queries_does_not_grow_with_the_people(self):
        hr = self.users["hr"]
        self.campaign.action_open()

        def look():
            self.env.invalidate_all()
            campaign = self.campaign.with_user(hr)
            return campaign.read(["asked_count", "missing_count", "grid"])

        look()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        look()
        count = self.env.cr.sql_log_count - before
        staff = self.env["tthc.staff"].create(
            [
                {"name": f"Người {number}", "agency_id": self.justice.id, "sex": "male"}
                for number in range(500)
            ]
        )
        self.env["tthc.assignment"]._moving().create(
            [
                {
                    "staff_id": person.id,
                    "role": "main",
                    "title": "Chuyên viên",
                    "agency_id": self.justice.id,
                    "center_id": self.center.id,
                    "date_from": "2026-01-01",
                    "date_to": "2026-12-31",
                    "state": "approved",
                }
                for person in staff
            ]
        )
        self.campaign.action_refresh()
        self.env.flush_all()
        with self.assertQueryCount(count):
            look()
        self.assertEqual(self.campaign.asked_count, 503)
