from datetime import date

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tests.common import assert_reads_own_lines
from odoo.addons.tthc_base.tools.clock import frozen

from .common import DAY, HOUR, NINE, PostalCase, local


class TestRound(PostalCase):
    def test_round_is_made_from_the_plan_of_its_day(self):
        run = self.make_round()
        self.assertEqual(run.departure_at, local(10))
        self.assertEqual(run.cutoff_at, local(9, 45))
        self.assertEqual(
            run.stop_ids.mapped("planned_at"), [local(10, 15), local(10, 45)]
        )
        self.assertEqual(run.stop_ids.agency_id, self.agency | self.other_agency)

    def test_job_makes_each_round_once(self):
        route = self.make_route()
        rounds = self.env["tthc.courier.round"]
        with frozen(NINE):
            rounds._cron_make_rounds()
            rounds._cron_make_rounds()
        # Thursday, Friday, and the make-up Saturday of 22/8/2026.
        self.assertEqual(
            sorted(rounds.search([("route_id", "=", route.id)]).mapped("date")),
            [date(2026, 8, 20), date(2026, 8, 21), date(2026, 8, 22)],
        )

    def test_no_round_on_holidays_and_days_of_rest(self):
        route = self.make_route()
        for day in (date(2026, 8, 23), date(2026, 8, 29), date(2026, 9, 2)):
            with self.subTest(day=day):
                self.assertFalse(route._make_rounds(day))

    def test_make_up_saturday_counts_as_the_weekday_that_it_replaces(self):
        weekday = self.center.resource_calendar_id.tthc_weekday(date(2026, 8, 22))
        names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        self.assertLess(weekday, 5)
        route = self.make_route(sat=False)
        self.assertTrue(route._runs_on(date(2026, 8, 22)))
        route[names[weekday]] = False
        self.assertFalse(route._runs_on(date(2026, 8, 22)))

    def test_new_version_of_a_plan_leaves_made_rounds_alone(self):
        route = self.make_route()
        run = route._make_rounds(DAY)
        with frozen(NINE):
            version = self.env["tthc.courier.route"].browse(
                route.action_new_version()["res_id"]
            )
        version.stop_ids[1:].unlink()
        tomorrow = date(2026, 8, 21)
        valid = self.env["tthc.courier.route"].search(
            [*self.env["tthc.courier.route"]._at(tomorrow), ("code", "=", route.code)]
        )
        self.assertEqual(valid, version)
        self.assertEqual(len(version._make_rounds(tomorrow).stop_ids), 1)
        self.assertEqual(len(run.stop_ids), 2)

    def test_two_versions_of_a_route_never_run_on_one_day(self):
        self.make_route()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.make_route(valid_from="2026-01-01")

    def test_hours_go_forward(self):
        route = self.make_route()
        for values in (
            {"loading_cutoff": 10.5},
            {"departure": 10.5},
            {"return_at": 10.5},
            {"stop_ids": [Command.update(route.stop_ids[1].id, {"arrival": 10.0})]},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(ValidationError),
                self.env.cr.savepoint(),
            ):
                route.write(values)

    def test_contact_person_works_for_the_agency(self):
        stop = self.make_route().stop_ids[0]
        stop.contact_ids = self.specialist
        with self.assertRaises(ValidationError):
            stop.contact_ids = self.other_specialist

    def test_rule_over_stops_shows_the_own_ones_only(self):
        for record in (self.make_route(code="T9-10H"), self.make_round()):
            with self.subTest(record._name):
                assert_reads_own_lines(self, record, "stop_ids", self.specialist)

    def test_round_runs_through_its_states(self):
        run = self.make_round().with_user(self.courier)
        with frozen(local(9, 30)):
            run.action_load()
            run.action_leave()
        self.assertEqual((run.state, run.left_at), ("under_way", local(9, 30)))
        with self.assertRaises(UserError):
            run.action_finish()
        with frozen(local(10, 20)):
            run.stop_ids[0].action_arrive()
            run.stop_ids[1].action_miss("Không có người nhận")
        self.assertEqual(run.stop_ids[0].delay, 5)
        with frozen(local(12)):
            run.action_finish()
        self.assertEqual((run.state, run.ended_at), ("done", local(12)))

    def test_state_moves_by_actions_only(self):
        run = self.make_round()
        for user in (self.courier, self.manager, self.env.user):
            for record, values in (
                (run, {"state": "done"}),
                (run, {"left_at": NINE}),
                (run.stop_ids[0], {"state": "made"}),
            ):
                with (
                    self.subTest(user=user.login, values=values),
                    self.assertRaises(AccessError),
                ):
                    record.with_user(user).write(values)

    def test_stale_page_can_not_leave_twice(self):
        run = self.make_round().with_user(self.courier)
        run.action_load()
        run.action_leave()
        with self.assertRaises(UserError):
            run.action_leave()

    def test_manager_cancels_with_a_reason_before_it_leaves(self):
        run = self.make_round()
        with self.assertRaises(AccessError):
            run.with_user(self.courier).action_cancel("Xe hỏng")
        managed = run.with_user(self.manager)
        with self.assertRaises(UserError):
            managed.action_cancel(" ")
        managed.action_cancel("Xe hỏng")
        self.assertEqual(run.state, "cancelled")
        with self.assertRaises(UserError):
            managed.action_load()

    def test_missed_stop_says_what_it_leaves_and_what_falls_due(self):
        with frozen(NINE):
            dossiers = [self.receive(NINE) for _number in range(3)]
        run = self.make_round()
        papers = self.env["tthc.paper"].union(*(d.paper_ids for d in dossiers))
        self.load(run, papers)
        stop = run.stop_ids[0]
        # Received on Thursday 20/8 with five working days: due on Wednesday 26/8.
        with frozen(NINE + 1.5 * HOUR):
            stop.with_user(self.courier).action_miss("Không có người nhận")
        row = self.env["tthc.handover.discrepancy"].search(
            [("round_stop_id", "=", stop.id)]
        )
        self.assertEqual((row.kind, row.owner_id), ("nobody", self.manager))
        self.assertIn("3", row.note)
        self.assertTrue(row.activity_ids)
        self.assertEqual(row.deadline, date(2026, 8, 21))

    def test_late_rounds_are_found(self):
        run = self.make_round()
        rounds = self.env["tthc.courier.round"]
        own = [("id", "=", run.id), ("is_late", "=", True)]
        with frozen(local(10, 5)):
            self.assertFalse(run.is_late)
            self.assertFalse(rounds.search(own))
        run.invalidate_recordset()
        with frozen(local(10, 15)):
            self.assertTrue(run.is_late)
            self.assertEqual(rounds.search(own), run)
