import json
from datetime import timedelta
from types import SimpleNamespace

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY, DossierCase, DossierData

from .risk_common import RiskData

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class TestWatch(RiskData, DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_risk_data(cls.env)

    def board(self, user, moment=THURSDAY):
        self.env.flush_all()
        self.env.invalidate_all()
        with frozen(moment):
            return self.env["tthc.watch"].with_user(user).board()

    def tiles(self, user, moment=THURSDAY):
        return {tile["key"]: tile for tile in self.board(user, moment)["tiles"]}

    def test_each_figure_is_the_count_of_its_list(self):
        self.make_a_day()
        tiles = self.tiles(self.manager, THURSDAY + 6 * HOUR)
        self.assertEqual(
            {key: tile["value"] for key, tile in tiles.items()},
            {
                "received": 4,
                "returned": 0,
                "due_today": 0,
                "late": 0,
                "will_be_late": 0,
                "waiting": 1,
                "at_desk": 1,
                "ready": 1,
            },
        )
        for key, tile in tiles.items():
            with self.subTest(tile=key):
                model = self.env[tile["model"]].with_user(self.manager)
                listed = model.search(json.loads(json.dumps(tile["domain"])))
                self.assertEqual(len(listed), tile["value"])

    def make_a_day(self):
        """One of each: at the counter, at work, waiting for the citizen, resolved."""
        self.receive(owner="Trần A")
        working = self.receive(owner="Trần B")
        waiting = self.receive(owner="Trần C")
        with frozen(THURSDAY + HOUR):
            (working | waiting).with_user(self.clerk).action_transfer()
            waiting.with_user(self.specialist).action_ask_fee(reason="Nộp thuế")
        self.resolved()

    def test_today_begins_at_midnight_in_vietnam(self):
        self.receive()
        midnight = THURSDAY + 15 * HOUR
        before = self.tiles(self.manager, midnight - HOUR / 60)
        after = self.tiles(self.manager, midnight)
        self.assertEqual(before["received"]["value"], 1)
        self.assertEqual(after["received"]["value"], 0)

    def test_late_is_told_by_lead_agency_and_opens_its_dossiers(self):
        dossier = self.receive()
        board = self.board(self.manager, dossier.due + HOUR)
        [row] = board["agencies"]
        self.assertEqual((row["id"], row["late"]), (self.agency.id, 1))
        found = self.env["tthc.dossier"].search(row["late_domain"])
        self.assertEqual(found, dossier)

    def test_what_will_be_late_is_told_with_the_hour_of_its_reckoning(self):
        dossier = self.receive(version=self.two_steps)
        moment = dossier.due - 2 * HOUR
        with self.usual((9, 10), (9, 10)), frozen(moment):
            self.env["tthc.risk"].with_user(self.manager).action_refresh()
        board = self.board(self.manager, moment + HOUR)
        self.assertEqual(board["risk_as_of"], "15:00")
        self.assertEqual(board["agencies"][0]["will_be_late"], 1)

    def test_the_trend_counts_by_weeks_from_monday(self):
        self.resolved()
        weeks = self.board(self.manager, THURSDAY + DAY)["weeks"]
        self.assertEqual(len(weeks), 12)
        self.assertEqual(
            weeks[-1], {"label": "17/08", "received": 1, "settled": 1, "late": 0}
        )
        later = self.board(self.manager, THURSDAY + 7 * DAY)["weeks"]
        self.assertEqual(later[-2]["received"], 1)
        self.assertEqual(later[-1]["received"], 0)

    def test_rounds_of_today_are_told_with_their_state(self):
        run = self.make_round()
        [told] = self.board(self.manager, THURSDAY)["rounds"]
        self.assertEqual((told["id"], told["hour"]), (run.id, "10:00"))
        self.assertFalse(told["late"])
        [late] = self.board(self.manager, THURSDAY + 3 * HOUR)["rounds"]
        self.assertTrue(late["late"])

    def test_each_role_counts_its_own_dossiers_only(self):
        self.receive()
        for user, count in ((self.manager, 1), (self.leader, 1)):
            with self.subTest(user=user.login):
                tiles = self.tiles(user)
                self.assertEqual(tiles["received"]["value"], count)
        self.assertGreaterEqual(self.tiles(self.inspector)["received"]["value"], 1)
        self.leader.tthc_agency_ids = self.other_agency
        self.manager.tthc_center_id = self.other_center
        for user in (self.manager, self.leader):
            with self.subTest(other=user.login):
                self.assertEqual(self.tiles(user)["received"]["value"], 0)

    def test_no_board_for_who_watches_nothing(self):
        for user in (self.clerk, self.specialist, self.courier, self.editor, self.hr):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.board(user)

    def test_the_board_tells_nothing_about_a_person(self):
        dossier = self.receive(owner="Đoàn Thị Kín Tiếng")
        told = json.dumps(
            self.board(self.manager, dossier.due + HOUR), ensure_ascii=False
        )
        for secret in ("Kín Tiếng", dossier.owner_identity, dossier.owner_phone):
            self.assertNotIn(secret, told)

    def test_queries_do_not_grow_with_the_dossiers(self):
        self.receive()
        counts = []
        for number in range(3):
            before = self.env.cr.sql_log_count
            self.board(self.inspector, THURSDAY + 30 * DAY)
            counts.append(self.env.cr.sql_log_count - before)
            for turn in range(4):
                self.receive(owner=f"Lê {number} {turn}")
        self.assertEqual(counts[1], counts[2])


@tagged("post_install", "-at_install")
class TestWatchTour(RiskData, DossierData, HttpCase):
    """Board, risk and wall as a manager sees them, the screen of the wall included."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.make_risk_data(cls.env)
        cls.late = cls.receive(THURSDAY - 14 * DAY, owner="Quá Hạn")
        cls.tight = cls.receive(version=cls.two_steps)
        moment = cls.tight.due - 3 * HOUR
        cls.make_route()
        with frozen(moment):
            cls.env["tthc.risk"].with_user(cls.manager).action_refresh()
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: moment))

    def test_a_manager_goes_from_the_board_to_the_sum_of_one_dossier(self):
        self.browser_size = "1366x768"
        self.start_tour("/odoo/day-board", "tthc_watch_board", login="tthc_manager")

    def test_the_wall_keeps_its_figures_when_the_line_is_lost(self):
        self.browser_size = "1920x1080"
        self.start_tour("/odoo/wall", "tthc_watch_wall", login="tthc_manager")

    def test_no_cell_of_the_dashboard_is_in_error_and_a_figure_opens_its_list(self):
        self.browser_size = "1366x768"
        for login in ("tthc_manager", "tthc_leader"):
            with self.subTest(login=login):
                self.start_tour("/odoo/dashboards", "tthc_dashboard", login=login)
