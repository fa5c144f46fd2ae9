import ast
import io
from datetime import datetime, timedelta

from lxml import etree
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import HttpCase, JsonRpcException, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_center_hr.tests.common import MOMENT, HrData

from .common import DUE, ReadinessCase, ReadinessData

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
READERS = ("coordinator", "inspector", "manager")


@tagged("post_install", "-at_install")
class TestReadinessBoard(ReadinessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.report_of(cls.building)

    def _cell(self, column, report=None):
        """Level and words of a cell, read anew."""
        self.env.invalidate_all()
        cell = (report or self.report)[f"{column}_standing"]
        return cell["level"], cell["words"]

    def _complete(self, report):
        """Fill a report so that nothing is missing that is asked for."""
        self.env["tthc.readiness.rule"].search(
            [("code", "not in", ("leader", "plan", "dates"))]
        ).active = False
        report.person_ids = [
            (0, 0, {"role": "leader", "name": "Võ Thị Lãnh", "phone": "0911222333"})
        ]
        return self.add_line(report)

    def _board(self, role="coordinator", domain=(), order="standing_rank, agency_id"):
        self.env.invalidate_all()
        reports = self.env["tthc.readiness.report"].with_user(self.users[role])
        reports = reports.with_context(readiness_campaign_id=self.campaign.id)
        return reports.search(
            Domain("campaign_id", "=", self.campaign.id) & Domain(domain or []),
            order=order,
        )

    # -- cells ------------------------------------------------------------------------

    def test_what_weighs_is_red_and_what_is_light_amber(self):
        level, words = self._cell("staff")
        self.assertEqual(level, "red")
        self.assertIn("no leader", words)
        self.report.person_ids = [(0, 0, {"role": "leader", "name": "Võ Thị Lãnh"})]
        level, words = self._cell("staff")
        self.assertEqual(level, "amber")
        self.assertIn("phones missing", words)
        self.env["tthc.readiness.rule"].search(
            [("code", "in", ("phone", "photo", "size"))]
        ).severity = "note"
        self.assertEqual(
            self._cell("staff"), ("green", f"{len(self.report.person_ids)} people")
        )

    def test_contact_for_the_post_stands_with_the_hours(self):
        self.assertEqual(self._cell("routes")[0], "red")
        self.assertIn("0/1 contact", self._cell("routes")[1])
        self.report.person_ids = [(0, 0, {"role": "postal", "name": "Lý Văn Thư"})]
        self.report.visit_ids = [(0, 0, {"name": "T1", "hour": 10})]
        self.assertEqual(self._cell("routes"), ("green", "1 visits a day"))

    def test_line_that_should_have_ended_is_red(self):
        self.assertEqual(self._cell("plan"), ("red", "no plan"))
        line = self.add_line(self.report, tthc_date_to="2026-04-15")
        self.assertEqual(self._cell("plan"), ("green", "1 lines, 0 % done"))
        with frozen(datetime(2026, 4, 16, 1, 0)):
            self.assertEqual(self._cell("plan"), ("red", "1 lines late"))
            line.tthc_progress = 100
            self.assertEqual(self._cell("plan"), ("green", "1 lines, 100 % done"))

    def test_filing_tells_time_left_and_time_over(self):
        with frozen(DUE - 3 * HOUR):
            self.assertEqual(self._cell("filing"), ("amber", "3 hours left"))
        with frozen(DUE - timedelta(days=4)):
            self.assertEqual(self._cell("filing"), ("grey", "4 days left"))
        with frozen(DUE):
            self.assertEqual(self._cell("filing")[0], "amber")
        with frozen(DUE + 2 * HOUR):
            self.assertEqual(self._cell("filing"), ("red", "2 hours late"))
        self.file(self.report, DUE - MINUTE)
        self.assertEqual(self._cell("filing"), ("green", "filed 16:29 03/03"))
        self.file(self.other, DUE + 2 * HOUR, self.building_reporter)
        self.assertEqual(
            self._cell("filing", self.other),
            ("amber", "filed 18:30 03/03, 2 hours late"),
        )
        with frozen(DUE + 3 * HOUR):
            self.as_user(self.report, "coordinator").action_return("Sửa")
            self.assertEqual(self._cell("filing"), ("red", "returned, 3 hours late"))

    def test_extension_does_not_change_how_late_it_was(self):
        self.file(self.other, DUE + 2 * HOUR, self.building_reporter)
        with frozen(DUE + 3 * HOUR):
            self.as_user(self.other, "coordinator").action_return(
                "Sửa", DUE + timedelta(days=2)
            )
        self.file(self.other, DUE + timedelta(days=1), self.building_reporter)
        self.assertIn("2 hours late", self._cell("filing", self.other)[1])

    def test_difficulties_are_counted_as_their_list_shows_them(self):
        self.assertEqual(self._cell("difficulties")[0], "grey")
        self.report.difficulty_ids = [(0, 0, {"name": "Thiếu máy"}) for _n in range(2)]
        self.assertEqual(self._cell("difficulties"), ("amber", "2 to be answered"))
        first = self.report.difficulty_ids[0].with_user(self.users["coordinator"])
        first.action_assign(self.building, day="2026-03-02")
        with frozen(DUE + timedelta(days=2)):
            self.assertEqual(self._cell("difficulties"), ("red", "1 of 2 overdue"))
        self.report.difficulty_ids.with_user(self.users["coordinator"]).action_answer(
            "Đã cấp"
        )
        self.assertEqual(self._cell("difficulties"), ("green", "2 answered"))
        action = self.as_user(self.report, "coordinator").action_difficulties()
        found = self.env["tthc.readiness.difficulty"].search(action["domain"])
        self.assertEqual(found, self.report.difficulty_ids)

    def test_photo_and_counter_change_the_board_at_once(self):
        """What is no write to the report is true at once, too."""
        self._complete(self.report)
        rule = self.env["tthc.readiness.rule"].with_context(active_test=False)
        rule.search([("code", "=", "main")]).active = True
        self.assertEqual(self._cell("staff")[0], "green")
        self.env["tthc.counter"].create(
            {
                "code": "02",
                "name": "Hộ tịch",
                "center_id": self.center.id,
                "agency_ids": self.justice.ids,
            }
        )
        self.assertEqual(self._cell("staff"), ("red", "1 counters without main staff"))
        self.assertIn(self.report, self._board(domain=[("lacks_staff", "=", True)]))

    # -- order, filters, figures ------------------------------------------------------

    def test_red_first_then_overdue_then_the_lower_score(self):
        self._complete(self.report)
        self.file(self.report, DUE - MINUTE)
        self.assertEqual(self.report.standing_level, "green")
        for role in READERS:
            self.assertEqual(self._board(role), self.other | self.report, role)
        self.assertEqual(
            self._board(order="standing_rank desc"), self.report | self.other
        )
        ward = self.ward
        self.campaign.with_user(self.users["coordinator"]).agency_ids |= ward
        third = self.report_of(ward)
        self._complete(self.other)
        with frozen(DUE + MINUTE):
            self.assertEqual(self._board()[:2], third | self.other)
            self.as_user(third, "coordinator").action_extend(DUE + HOUR, "Mất điện")
            self.assertEqual(self._board()[0], self.other)

    def test_order_holds_from_page_to_page_and_by_score(self):
        self._complete(self.report)
        reports = self.env["tthc.readiness.report"].with_user(self.users["inspector"])
        domain = [("campaign_id", "=", self.campaign.id)]
        found = reports.web_search_read(
            domain, {"agency_id": {}}, limit=1, order="standing_rank, agency_id"
        )
        self.assertEqual(found["length"], 2)
        self.assertEqual(found["records"][0]["id"], self.other.id)
        pages = [
            reports.search(domain, limit=1, offset=at, order="score") for at in (0, 1)
        ]
        self.assertEqual(pages, [self.other, self.report])
        self.assertTrue(
            reports.fields_get(["standing_rank"])["standing_rank"]["sortable"]
        )

    def _filters(self):
        view = self.env.ref("tthc_rollout.tthc_readiness_board_view_search")
        return {
            node.get("name"): ast.literal_eval(node.get("domain"))
            for node in etree.fromstring(view.arch).iter("filter")
            if node.get("domain")
        }

    def test_each_figure_is_the_list_behind_it(self):
        self._complete(self.report)
        self.campaign.with_user(self.users["coordinator"]).agency_ids |= self.ward
        self.file(self.report, DUE - MINUTE)
        self.file(self.other, DUE + HOUR, self.building_reporter)
        filters = self._filters()
        with frozen(DUE + 2 * HOUR):
            self.as_user(self.other, "coordinator").action_return("Sửa")
            for role in READERS:
                campaign = self.as_user(self.campaign, role)
                tiles = {
                    row["key"]: row["number"]
                    for row in campaign.board_summary()["tiles"]
                }
                listed = {key: len(self._board(role, filters[key])) for key in tiles}
                self.assertEqual(tiles, listed, role)
                self.assertEqual(
                    tiles,
                    {
                        "filed": 1,
                        "unfiled": 2,
                        "overdue": 2,
                        "late": 1,
                        "returned": 1,
                        "accepted": 0,
                        "red": 2,
                        "ready": 1,
                    },
                )

    def test_filters_say_what_the_cells_say(self):
        self._complete(self.report)
        for column in ("staff", "procedures", "routes", "plan"):
            with self.subTest(column):
                name = f"lacks_{column}"
                red = self._board(domain=[(name, "=", True)])
                rest = self._board(domain=[(name, "=", False)])
                self.assertEqual(red | rest, self._board(order="id") & (red | rest))
                self.assertFalse(red & rest)
                self.assertEqual(len(red | rest), 2)
                for report in red:
                    self.assertIn(
                        report[f"{column}_standing"]["level"], ("red", "amber")
                    )

    def test_search_without_the_board_is_true_as_well(self):
        self._complete(self.report)
        found = self.env["tthc.readiness.report"].search(
            [("standing_level", "=", "red"), ("campaign_id", "=", self.campaign.id)]
        )
        self.assertEqual(found, self.other)

    def test_agency_is_found_without_accents(self):
        self.assertEqual(
            self._board(domain=[("agency_id", "ilike", "tu phap")]), self.report
        )

    # -- days to the opening ----------------------------------------------------------

    def test_days_and_working_days_until_the_opening(self):
        self.campaign.with_user(self.users["coordinator"]).opening_day = "2026-03-14"
        words = {
            # Monday: ten working days of two weeks, the Saturday is the opening.
            datetime(2026, 3, 2, 1): "12 days (10 working days) until the opening",
            datetime(2026, 3, 13, 1): "1 days (1 working days) until",
            datetime(2026, 3, 14, 1): "The center opens today, 14/03/2026",
            datetime(2026, 3, 16, 1): "Opened on 14/03/2026, 2 days ago",
        }
        for moment, told in words.items():
            with frozen(moment):
                self.env.invalidate_all()
                self.assertIn(told, self.campaign.opening_countdown)
                self.assertIn(told, self.report.opening_words)
        self.campaign.with_user(self.users["coordinator"]).opening_day = False
        self.assertFalse(self.campaign.opening_countdown)

    # -- roles ------------------------------------------------------------------------

    def test_agencies_people_do_not_open_the_board(self):
        for role in ("reporter", "leader"):
            campaign = self.as_user(self.campaign, role)
            report = self.as_user(self.report, role)
            for call in (
                campaign.action_board,
                campaign.browse().action_board,
                campaign.board_summary,
                report.action_board_excel,
                report._board_workbook,
                report.action_remind,
            ):
                with self.subTest(role=role, call=call.__name__):
                    with self.assertRaises(AccessError):
                        call()
            self.assertEqual(self._board(role), self.report)

    def test_menu_is_there_for_those_who_see_the_board(self):
        menus = self.env.ref("tthc_rollout.menu_readiness_board") | self.env.ref(
            "tthc_rollout.menu_readiness_turnout"
        )
        for role in (*READERS, "reporter", "leader"):
            seen = self.env["ir.ui.menu"].with_user(self.users[role])
            shown = menus.ids if role in READERS else []
            found = [row for row in menus.ids if row in seen._visible_menu_ids()]
            self.assertEqual(found, shown, role)

    def test_manager_sees_the_board_of_the_own_center_only(self):
        manager = self.users["manager"]
        self.assertEqual(
            self.campaign.with_user(manager).action_board()["context"]["active_id"],
            self.campaign.id,
        )
        foreign = self.make_readiness_campaign(
            name="Trung tâm khác",
            center_id=self.other_center.id,
            agency_ids=self.ward.ids,
        )
        foreign.with_user(self.users["coordinator"]).action_open()
        self.env.invalidate_all()
        for call in ("action_board", "board_summary"):
            with self.assertRaises(AccessError):
                getattr(foreign.with_user(manager), call)()
        own = self.campaign.with_user(manager).board_summary()
        self.assertFalse(own["others"])
        theirs = self.campaign.with_user(self.users["inspector"]).board_summary()
        self.assertIn(foreign.id, [row["id"] for row in theirs["others"]])

    def test_board_of_the_menu_is_of_the_campaign_due_next(self):
        campaigns = self.env["tthc.readiness.campaign"]
        coordinator = campaigns.with_user(self.users["coordinator"])
        self.env.invalidate_all()
        due = coordinator.search([("state", "=", "open")], order="due_at, id", limit=1)
        action = coordinator.action_board()
        self.assertEqual(action["context"]["readiness_campaign_id"], due.id)

    # -- reminded by hand -------------------------------------------------------------

    def test_reminder_by_hand_is_told_once_an_hour(self):
        reports = self.as_user(self.report | self.other, "coordinator")
        notice = reports.action_remind()
        self.assertIn("2", notice["params"]["title"])
        reminders = self.report.reminder_ids.filtered(lambda row: row.stage == "hand")
        self.assertEqual(reminders.user_ids, self.report.reporter_ids)
        with self.assertRaisesRegex(UserError, "within the hour"):
            reports.action_remind()
        with frozen(MOMENT + HOUR):
            self.file(self.other, user=self.building_reporter)
            notice = self.as_user(reports, "coordinator").action_remind()
        self.assertIn("Filed already", notice["params"]["message"])
        self.assertEqual(
            len(self.report.reminder_ids.filtered(lambda row: row.stage == "hand")), 2
        )

    def test_reminder_by_hand_says_how_late_it_is(self):
        with frozen(DUE + HOUR):
            report = self.as_user(self.report, "coordinator")
            report.action_remind()
            lang = self.users["reporter"].lang
            words = report.with_context(lang=lang)._nudge_words()
            self.assertIn("late since 16:30 03/03/2026", report._nudge_words())
        message = self.env["mail.message"].search(
            [
                ("model", "=", self.report._name),
                ("res_id", "=", self.report.id),
                ("message_type", "=", "user_notification"),
            ],
            limit=1,
        )
        self.assertEqual(message.subject, words)

    def test_agency_without_an_account_is_named(self):
        self.campaign.with_user(self.users["coordinator"]).agency_ids |= self.ward
        silent = self.report_of(self.ward)
        self.assertFalse(silent.reporter_ids)
        with self.assertRaisesRegex(UserError, "No account of a reporter"):
            self.as_user(silent, "coordinator").action_remind()

    def test_nobody_is_reminded_of_a_closed_campaign(self):
        self.campaign.with_user(self.users["coordinator"]).action_close()
        with self.assertRaises(UserError):
            self.as_user(self.report, "coordinator").action_remind()

    def test_inspector_and_manager_remind_nobody(self):
        for role in ("inspector", "manager"):
            with self.assertRaises(AccessError):
                self.as_user(self.report, role).action_remind()

    # -- Excel ------------------------------------------------------------------------

    def test_excel_has_the_rows_shown_in_their_order(self):
        self._complete(self.report)
        shown = self._board()
        action = (
            shown.browse()
            .with_context(active_domain=[("campaign_id", "=", self.campaign.id)])
            .action_board_excel()
        )
        self.assertEqual(
            action["url"],
            f"/tthc_rollout/readiness_board/{shown[0].id}.xlsx?more={shown[1].id}",
        )
        sheet = load_workbook(io.BytesIO(shown._board_workbook())).active
        column = [row[0].value for row in sheet.iter_rows(min_row=5)]
        self.assertEqual(column, shown.agency_id.mapped("display_name"))
        self.assertIn("no leader", sheet["B5"].value)
        with self.assertRaises(UserError):
            shown.browse().action_board_excel()


@tagged("post_install", "-at_install")
class TestReadinessBoardHttp(ReadinessData, HrData, TthcOrganisation, HttpCase):
    """Over RPC and HTTP: an agency's reporter gets nothing of the others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(frozen(MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_readiness_data()
        cls.other = cls.report_of(cls.building)

    def _call(self, model, method, ids, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": [ids], "kwargs": kwargs},
        )

    def test_reporter_by_rpc(self):
        self.authenticate("test_reporter", "test_reporter")
        campaign = "tthc.readiness.campaign"
        for method in ("action_board", "board_summary"):
            with self.assertRaises(JsonRpcException):
                self._call(campaign, method, self.campaign.ids)
        with self.assertRaises(JsonRpcException):
            self._call(
                "tthc.readiness.report",
                "read",
                self.other.ids,
                fields=["staff_standing", "standing_level"],
            )

    def test_file_is_for_those_who_see_the_board(self):
        address = f"/tthc_rollout/readiness_board/{self.report.id}.xlsx"
        more = f"?more={self.other.id}"
        for login, status in (
            ("test_inspector", 200),
            ("test_reporter", 403),
            ("test_courier", 404),
        ):
            self.authenticate(login, login)
            answer = self.url_open(f"{address}{more}", allow_redirects=False)
            self.assertEqual(answer.status_code, status, login)
