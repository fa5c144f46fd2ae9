import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged

from .duty_common import DUE, DutyCase

MODELS = ("tthc.dispatch", "tthc.duty", "tthc.duty.share", "tthc.duty.event")
STRANGERS = ("reception", "specialist", "courier", "editor", "controller", "hr")


@tagged("post_install", "-at_install")
class TestDutyRole(DutyCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.give()
        cls.dispatch_of_building = cls.make_dispatch(
            number="13",
            center_id=cls.other_center.id,
            duty={"lead_ids": cls.building.ids},
        )
        cls.give(cls.dispatch_of_building)
        cls.theirs = cls.share_of(cls.building, cls.dispatch_of_building)
        cls.report(cls.theirs, cls.building_reporter)

    def seen(self, model, role):
        self.env.invalidate_all()
        found = self.env[model].with_user(self.users[role]).search([])
        dispatches = self.dispatch | self.dispatch_of_building
        field = {
            "tthc.dispatch": "id",
            "tthc.duty.event": "share_id.dispatch_id",
        }.get(model, "dispatch_id")
        return found.sudo().filtered_domain([(field, "in", dispatches.ids)])

    def test_reporter_and_leader_see_the_shares_of_the_own_agency_only(self):
        for role in ("reporter", "leader"):
            with self.subTest(role):
                self.assertEqual(self.seen("tthc.duty.share", role), self.mine)
                self.assertEqual(self.seen("tthc.dispatch", role), self.dispatch)
                self.assertEqual(self.seen("tthc.duty", role), self.duty)
                events = self.seen("tthc.duty.event", role)
                self.assertEqual(events.share_id, self.mine)
                with self.assertRaises(AccessError):
                    self.theirs.with_user(self.users[role]).read(["text"])
                self.env.invalidate_all()
                shares = self.duty.with_user(self.users[role]).share_ids
                self.assertEqual(shares, self.mine)

    def test_evidence_of_another_agency_is_not_opened(self):
        file = self.theirs.evidence_ids
        with self.assertRaises(AccessError):
            file.with_user(self.reporter).read(["raw"])
        self.authenticate("test_reporter", "test_reporter")
        answer = self.url_open(f"/web/content/{file.id}", allow_redirects=False)
        self.assertIn(answer.status_code, (403, 404))

    def test_manager_reads_those_of_the_own_center_and_moves_none(self):
        manager = self.users["manager"]
        self.assertEqual(
            self.seen("tthc.duty.share", "manager"), self.dispatch.share_ids
        )
        self.assertEqual(self.seen("tthc.dispatch", "manager"), self.dispatch)
        with self.assertRaises(AccessError):
            self.mine.with_user(manager).action_report("Đã làm", [])

    def test_coordinator_and_inspector_see_all(self):
        everything = (self.dispatch | self.dispatch_of_building).share_ids
        for role in ("coordinator", "inspector"):
            self.assertEqual(self.seen("tthc.duty.share", role), everything)

    def test_other_roles_see_nothing(self):
        for role in STRANGERS:
            for model in MODELS:
                with self.subTest(role=role, model=model):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(self.users[role]).search([])

    def test_agency_moves_no_share_of_another_agency(self):
        theirs = self.share_of(self.building).with_user(self.reporter)
        for action in (
            theirs.action_take,
            lambda: theirs.action_report("Đã làm", []),
        ):
            with self.assertRaises(AccessError):
                action()
        self.assertEqual(theirs.sudo().state, "given")

    def test_agency_neither_accepts_nor_returns_nor_defers_nor_withdraws(self):
        self.report(self.mine)
        for role in ("reporter", "leader", "inspector", "manager"):
            mine = self.mine.with_user(self.users[role])
            for action in (
                mine.action_accept,
                lambda mine=mine: mine.action_return("Sửa"),
                lambda mine=mine: mine.action_withdraw("Thôi"),
                lambda mine=mine: mine.action_defer("2026-04-01", "Chậm", "1/UBND"),
            ):
                with self.subTest(role), self.assertRaises(AccessError):
                    action()
        self.assertEqual(self.mine.state, "reported")

    def test_only_the_coordinator_enters_and_gives(self):
        draft = self.make_dispatch(number="14")
        for role in ("reporter", "leader", "manager", "inspector"):
            user = self.users[role]
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    draft.with_user(user).action_give()
                with self.assertRaises(AccessError):
                    self.dispatch.with_user(user).write({"subject": "Khác"})
                with self.assertRaises(AccessError):
                    self.env["tthc.dispatch"].with_user(user).create(
                        {
                            "number": "1",
                            "date": "2026-03-01",
                            "issuer": "x",
                            "subject": "y",
                        }
                    )
        self.assertNotIn(
            draft, self.env["tthc.dispatch"].with_user(self.reporter).search([])
        )

    def test_nobody_makes_shares_or_events_or_reminders(self):
        for user in (self.coordinator, self.reporter, self.users["admin"]):
            for model, values in (
                ("tthc.duty.share", {"duty_id": self.duty.id, "agency_text": "x"}),
                (
                    "tthc.duty.event",
                    {
                        "share_id": self.mine.id,
                        "kind": "accept",
                        "at": DUE,
                        "user_id": user.id,
                    },
                ),
                (
                    "tthc.duty.reminder",
                    {"share_id": self.mine.id, "stage": "late", "told_at": DUE},
                ),
            ):
                with self.subTest(user.login, model=model):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).create(values)

    def test_dialog_moves_no_share_that_its_user_may_not(self):
        act = (
            self.env["tthc.duty.act"]
            .with_user(self.reporter)
            .with_context(active_model="tthc.duty.share", active_ids=self.mine.ids)
            .create({"mode": "withdraw", "words": "Thôi"})
        )
        with self.assertRaises(AccessError):
            act.action_confirm()
        act = (
            self.env["tthc.duty.act"]
            .with_user(self.reporter)
            .create({"mode": "report", "words": "Đã làm"})
        )
        with self.assertRaises(UserError):
            act.action_confirm()

    def test_over_rpc_no_state_is_written(self):
        self.authenticate("test_coordinator", "test_coordinator")
        for values in ({"state": "accepted"}, {"is_late": False}):
            with self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request(
                    "/web/dataset/call_kw/tthc.duty.share/write",
                    {
                        "model": "tthc.duty.share",
                        "method": "write",
                        "args": [self.mine.ids, values],
                        "kwargs": {"context": {"tthc.duty.share.move": True}},
                    },
                )
        self.assertEqual(self.mine.state, "given")

    def test_files_are_taken_by_who_may_read_the_dispatch(self):
        for login, number in (
            ("test_coordinator", 200),
            ("test_reporter", 404),
            ("test_courier", 404),
        ):
            with self.subTest(login):
                self.authenticate(login, login)
                address = f"/tthc_rollout/dispatch/{self.dispatch_of_building.id}.xlsx"
                answer = self.url_open(address, allow_redirects=False)
                self.assertEqual(answer.status_code, number)

    def test_rows_of_others_are_left_out_of_the_file(self):
        address = (self.mine | self.theirs).action_excel()["url"]
        for login, count in (("test_reporter", 1), ("test_inspector", 2)):
            with self.subTest(login):
                self.authenticate(login, login)
                answer = self.url_open(address, allow_redirects=False)
                book = load_workbook(io.BytesIO(answer.content))
                rows = [*book.active.iter_rows(min_row=4, values_only=True)]
                self.assertEqual(len(rows), count)
