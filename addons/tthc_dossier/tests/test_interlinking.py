from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class TestInterlinking(DossierCase):
    """Papers between agencies, and a dossier of two centers (Art 19.6-7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.commune = cls.env["tthc.center"].create(
            {
                "name": "Trung tâm phường Thử",
                "level": "commune",
                "agency_id": cls.committee.id,
                "place_name": "Phường Thử",
            }
        )
        cls.commune_clerk = new_test_user(
            cls.env,
            "tthc_commune_clerk",
            groups="tthc_base.group_reception",
            tthc_center_id=cls.commune.id,
            tthc_agency_ids=[Command.set(cls.committee.ids)],
        )
        cls.chain = cls.make_version(
            cls.env,
            "1.999070",
            "Liên thông",
            1,
            step_ids=[
                Command.create({"sequence": 1, "name": "Thẩm định"}),
                Command.create(
                    {
                        "sequence": 2,
                        "name": "Cấp phép",
                        "agency_id": cls.other_agency.id,
                        "limit_value": 1,
                        "limit_unit": "working_day",
                    }
                ),
                Command.create({"sequence": 3, "name": "Ký", "role": "leader"}),
            ],
        )
        cls.chain.procedure_id.admission_ids = [
            Command.create({"center_id": cls.commune.id})
        ]

    def _finished_first(self, **values):
        dossier = self.receive(version=self.chain, **values)
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
        with frozen(THURSDAY + 2 * HOUR):
            dossier.with_user(self.specialist).action_finish_step("granted")
        return dossier

    def _received_at_the_commune(self):
        desk = self.env["tthc.intake.desk"].with_user(self.commune_clerk)
        with frozen(THURSDAY):
            answer = desk.receive(self.intake(self.chain))
        return self.env["tthc.dossier"].browse(answer["id"])

    # -- papers that pass the desks (seed 002 §3) ----------------------------------

    def test_without_the_setting_the_next_agency_begins_at_once(self):
        step = self._finished_first().step_ids[1]
        self.assertEqual(step.state, "active")
        self.assertFalse(step.pass_asked_at)

    def test_setting_holds_from_its_day_to_its_day(self):
        for first, last, held in (
            ("2026-08-20", False, True),
            ("2026-08-21", False, False),
            ("2017-10-01", "2026-08-20", True),
            ("2017-10-01", "2026-08-19", False),
        ):
            with self.subTest(first=first, last=last):
                self.center.write({"desk_pass_from": first, "desk_pass_to": last})
                step = self._finished_first().step_ids[1]
                self.assertEqual(bool(step.pass_asked_at), held)
                self.assertEqual(step.state, "waiting" if held else "active")

    def test_step_begins_when_the_desk_has_passed_it_on(self):
        self.center.desk_pass_from = "2017-10-01"
        dossier = self._finished_first()
        due = dossier.due
        step = dossier.step_ids[1]
        self.assertTrue(dossier.waits_at_desk)
        self.assertIn(self.center.display_name, step.holder)
        with self.assertRaisesRegex(UserError, self.center.display_name):
            dossier.with_user(self.other_specialist).action_finish_step()
        waiting = self.env["tthc.dossier"].with_user(self.clerk)
        self.assertEqual(waiting.search([("waits_at_desk", "=", True)]), dossier)
        with frozen(THURSDAY + 4 * HOUR):
            dossier.with_user(self.clerk).action_pass_on()
        self.assertEqual(step.state, "active")
        self.assertEqual(step.started_at, THURSDAY + 4 * HOUR)
        self.assertEqual(step.passed_by_id, self.clerk)
        self.assertEqual(dossier.due, due)
        self.assertFalse(dossier.waits_at_desk)
        event = dossier.event_ids.sorted("seq")[-1:]
        self.assertEqual((event.kind, event.user_id), ("pass_on", self.clerk))
        dossier.with_user(self.other_specialist).action_finish_step()
        self.assertEqual(dossier._held_steps(), dossier.step_ids[2])

    def test_only_the_desk_of_the_center_passes_on(self):
        self.center.desk_pass_from = "2017-10-01"
        dossier = self._finished_first()
        for user in (
            self.other_clerk,
            self.commune_clerk,
            self.specialist,
            self.other_specialist,
            self.manager,
            self.inspector,
        ):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                dossier.with_user(user).action_pass_on()
        self.assertTrue(dossier.waits_at_desk)

    def test_undo_takes_the_papers_back_from_the_desk(self):
        self.center.desk_pass_from = "2017-10-01"
        dossier = self._finished_first()
        dossier.with_user(self.specialist).action_undo()
        self.assertFalse(dossier.waits_at_desk)
        self.assertEqual(dossier.step_ids[0].state, "active")

    def test_steps_of_one_agency_do_not_pass_the_desk(self):
        self.center.desk_pass_from = "2017-10-01"
        dossier = self.receive()
        dossier.with_user(self.clerk).action_transfer()
        dossier.with_user(self.specialist).action_finish_step("granted")
        self.assertEqual(dossier.step_ids[1].state, "active")

    def _held_beside_an_open_step(self, code):
        """The second agency's papers wait at the desk while the first works on."""
        version = self.make_version(
            self.env,
            code,
            "Liên thông song song",
            1,
            step_ids=[
                Command.create({"sequence": 1, "name": "Thẩm định"}),
                Command.create({"sequence": 2, "name": "Tính thuế"}),
                Command.create(
                    {
                        "sequence": 2,
                        "name": "Thẩm tra",
                        "agency_id": self.other_agency.id,
                        "limit_value": 2,
                        "limit_unit": "working_day",
                    }
                ),
                Command.create({"sequence": 3, "name": "Ký", "role": "leader"}),
            ],
        )
        self.center.desk_pass_from = "2017-10-01"
        dossier = self.receive(version=version)
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
        with frozen(THURSDAY + 2 * HOUR):
            dossier.with_user(self.specialist).action_finish_step("granted")
        self.assertEqual(
            dossier.step_ids.mapped("state"), ["done", "active", "waiting", "waiting"]
        )
        self.assertTrue(dossier.waits_at_desk)
        return dossier

    def test_t1_papers_pass_the_desk_while_the_citizen_pays(self):
        dossier = self._held_beside_an_open_step("1.999140")
        with frozen(THURSDAY + 2 * HOUR):
            dossier.with_user(self.specialist).action_ask_fee("Thông báo thuế 01")
        self.assertEqual(dossier.state, "fee_wait")
        self.assertTrue(dossier.with_user(self.clerk).can_pass_on)
        with frozen(THURSDAY + 4 * HOUR):
            dossier.with_user(self.clerk).action_pass_on()
        step = dossier.step_ids[2]
        self.assertEqual((dossier.state, step.state), ("fee_wait", "active"))
        self.assertEqual(step.passed_by_id, self.clerk)
        self.assertTrue(dossier.paused_at)
        monday = THURSDAY + 4 * DAY
        with frozen(monday):
            dossier.with_user(self.clerk).action_confirm_fee("BL 01")
        # Its two working days run from the payment on, as the whole clock does.
        self.assertEqual(step.due, datetime(2026, 8, 26, 10, 0))
        self.assertFalse(dossier.paused_at)

    def test_r02_nothing_passes_the_desk_while_the_citizen_completes(self):
        dossier = self._held_beside_an_open_step("1.999141")
        with frozen(THURSDAY + 2 * HOUR):
            dossier.with_user(self.specialist).action_ask_supplement(
                "Thiếu", [{"name": "Bản vẽ"}]
            )
            dossier.with_user(self.clerk).action_request_supplement()
        waiting = self.env["tthc.dossier"].with_user(self.clerk)
        self.assertFalse(dossier.waits_at_desk)
        self.assertFalse(waiting.search([("waits_at_desk", "=", True)]) & dossier)
        with frozen(THURSDAY + 4 * HOUR), self.assertRaises(UserError):
            dossier.with_user(self.clerk).action_pass_on()
        with frozen(THURSDAY + DAY):
            dossier.with_user(self.clerk).action_accept_supplement()
            self.assertTrue(dossier.waits_at_desk)
            dossier.with_user(self.clerk).action_pass_on()
        self.assertEqual(dossier.step_ids[2].state, "active")

    # -- two centers (Art 19.7) ------------------------------------------------------

    def test_center_of_the_agencys_level_follows(self):
        dossier = self._received_at_the_commune()
        self.assertEqual(dossier.center_id, self.commune)
        self.assertEqual(dossier.monitor_center_id, self.center)
        self.assertFalse(self.receive().monitor_center_id)

    def test_following_center_sees_dossier_steps_and_log_and_writes_nothing(self):
        dossier = self._received_at_the_commune()
        for user in (self.clerk, self.manager):
            with self.subTest(user=user.login):
                seen = dossier.with_user(user)
                self.assertEqual(seen.search([("id", "=", dossier.id)]), dossier)
                self.assertTrue(seen.step_ids)
                self.assertEqual(seen.event_ids.mapped("kind"), ["receive"])
                with self.assertRaises(AccessError):
                    seen.write({"note": "x"})
        for user in (self.other_clerk, self.courier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                dossier.with_user(user).read(["owner_name"])

    def test_receiving_center_does_not_see_what_it_did_not_receive(self):
        dossier = self.receive()
        with self.assertRaises(AccessError):
            dossier.with_user(self.commune_clerk).read(["owner_name"])

    def test_user_without_a_center_sees_no_dossier_that_nobody_follows(self):
        self.receive()
        self.clerk.write({"tthc_counter_id": False, "tthc_center_id": False})
        self.env.invalidate_all()
        self.assertFalse(self.env["tthc.dossier"].with_user(self.clerk).search([]))

    def test_result_goes_back_to_the_center_that_received_it(self):
        self.center.desk_pass_from = "2017-10-01"
        dossier = self._received_at_the_commune()
        with self.assertRaises(UserError):
            dossier.with_user(self.clerk).action_transfer()
        dossier.with_user(self.commune_clerk).action_transfer()
        dossier.with_user(self.specialist).action_finish_step("granted")
        with self.assertRaises(UserError):
            dossier.with_user(self.commune_clerk).action_pass_on()
        dossier.with_user(self.clerk).action_pass_on()
        dossier.with_user(self.other_specialist).action_finish_step()
        dossier.with_user(self.clerk).action_pass_on()
        dossier.with_user(self.leader).action_resolve()
        with self.assertRaises(UserError):
            dossier.with_user(self.clerk).action_give_back(
                proof="receipt", means="phone"
            )
        dossier.with_user(self.commune_clerk).action_give_back(
            proof="receipt", means="phone"
        )
        self.assertEqual(dossier.state, "returned")
