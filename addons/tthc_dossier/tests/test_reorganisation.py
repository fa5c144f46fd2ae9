import json
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY
from .reorganisation_common import MONDAY, ReorganisationCase


class TestReorganisation(ReorganisationCase):
    """Point 9 of the catalog: open work moves, what was promised stays."""

    def test_p09_open_dossier_is_settled_by_the_successor(self):
        dossier = self._transferred()
        promised = (
            dossier.code,
            dossier.register_number,
            dossier.due,
            dossier.version_id,
            dossier.regulation_id,
        )
        self._done(self._merge(), MONDAY)
        self.assertEqual(dossier.agency_id, self.heir)
        self.assertEqual(dossier.step_ids.agency_id, self.heir)
        self.assertEqual(dossier.register_agency_id, self.agency)
        self.assertEqual(
            promised,
            (
                dossier.code,
                dossier.register_number,
                dossier.due,
                dossier.version_id,
                dossier.regulation_id,
            ),
        )

    def test_p09_log_has_one_entry_that_cites_the_decision(self):
        dossier = self._transferred()
        before = dossier.event_count
        steps = dossier.step_ids.ids
        self._done(self._merge(), MONDAY)
        self.assertEqual(dossier.event_count, before + 1)
        event = dossier.event_ids[0]
        self.assertEqual(event.kind, "succession")
        self.assertIn("05/2025/QĐ-THỬ", event.ground)
        self.assertEqual(event.happened_at, MONDAY)
        payload = json.loads(event.payload)
        self.assertEqual(payload["agency_from"], self.agency.id)
        self.assertEqual(payload["agency_to"], self.heir.id)
        self.assertEqual(payload["steps"], steps)
        self.assertFalse(self.env["tthc.dossier.event"]._broken_chains(dossier))

    def test_p09_people_of_the_successor_see_and_finish_it(self):
        dossier = self._transferred()
        stranger = dossier.with_user(self.heirs_specialist)
        self.assertFalse(stranger.has_access("read"))
        self._done(self._merge(), MONDAY)
        mine = dossier.with_user(self.heirs_specialist)
        self.assertIn(mine, mine.search([("is_mine", "=", True)]))
        with frozen(MONDAY):
            mine.action_finish_step("granted")
        self.assertEqual(dossier.step_ids[0].done_by_id, self.heirs_specialist)

    def test_p09_colleague_who_moved_goes_on_with_the_own_step(self):
        dossier = self._transferred()
        step = dossier.step_ids[0]
        step.with_context(**dossier._move_context()).user_id = self.specialist
        self._done(self._merge(), MONDAY)
        self.assertEqual(step.user_id, self.specialist)
        with frozen(MONDAY):
            dossier.with_user(self.specialist).action_finish_step("granted")
        self.assertEqual(step.state, "done")

    def test_p09_handler_who_left_is_taken_off_the_step(self):
        dossier = self._transferred()
        step = dossier.step_ids[0]
        step.with_context(**dossier._move_context()).user_id = self.specialist
        line = {
            "from_agency_id": self.agency.id,
            "scope": "user",
            "user_id": self.specialist.id,
        }
        self._done(self._merge(lines=[line]), MONDAY)
        self.assertFalse(step.user_id)
        self.assertEqual(step.agency_id, self.heir)

    def test_p09_finished_step_stays_with_the_old_agency(self):
        dossier = self._transferred()
        with frozen(THURSDAY + timedelta(hours=2)):
            dossier.with_user(self.specialist).action_finish_step("granted")
        self._done(self._merge(), MONDAY)
        self.assertEqual(
            dossier.step_ids.mapped("agency_id.name"), ["Sở Xây dựng", "Sở Kế thừa"]
        )

    def test_p09_agency_that_only_takes_part_hands_over_its_step_alone(self):
        version = self.make_version(
            self.env,
            "1.999009",
            "Thủ tục liên thông",
            1,
            step_ids=[
                Command.create({"name": "Thẩm định", "agency_id": self.agency.id}),
                Command.create({"name": "Ý", "agency_id": self.other_agency.id}),
            ],
        )
        dossier = self.receive(version=version)
        merger = self._reorganise(
            self.other_agency, self.heir, date_effective="2026-08-24"
        )
        self._done(merger, MONDAY)
        self.assertEqual(dossier.agency_id, self.agency)
        self.assertEqual(dossier.step_ids.agency_id, self.agency | self.heir)
        self.assertEqual(dossier.event_ids[0].kind, "succession")

    def test_p09_question_to_the_old_agency_is_answered_by_the_successor(self):
        dossier = self._transferred()
        with frozen(THURSDAY + timedelta(hours=2)):
            dossier.with_user(self.specialist).action_consult(
                self.other_agency, "Có quy hoạch không?", 3, "working_day"
            )
        merger = self._reorganise(
            self.other_agency, self.heir, date_effective="2026-08-24"
        )
        self._done(merger, MONDAY)
        self.assertEqual(dossier.pause_ids.agency_id, self.heir)
        self.assertEqual(dossier.agency_id, self.agency)
        self.assertIn(self.heir, dossier.agency_ids)

    def test_p09_closed_dossier_stays_and_the_successor_reads_it(self):
        dossier = self.resolved()
        before = dossier.event_count
        self._done(self._merge(), MONDAY)
        self.assertEqual(dossier.agency_id, self.agency)
        self.assertEqual(dossier.step_ids.agency_id, self.agency)
        self.assertEqual(dossier.event_count, before)
        self.assertEqual(dossier.agency_ids, self.agency | self.heir)
        mine = dossier.with_user(self.heirs_specialist)
        self.assertEqual(mine.code, dossier.code)
        self.assertEqual(mine.search([("code", "=", dossier.code)]), mine)

    def test_p09_other_agencies_still_see_nothing(self):
        open_one, closed_one = self._transferred(), self.resolved()
        third = self.env["tthc.agency"].create({"name": "Sở Khác"})
        self._done(self._merge(), MONDAY)
        self.heirs_specialist.tthc_agency_ids = third
        for dossier in (open_one, closed_one):
            with self.assertRaises(AccessError):
                dossier.with_user(self.heirs_specialist).read(["code"])

    def test_p09_new_receipt_belongs_to_the_successor(self):
        old = self._transferred()
        self._done(self._merge(), MONDAY)
        with self.assertRaisesRegex(UserError, "no longer in force"):
            self.receive(MONDAY)
        version = self.version.procedure_id._version_at(MONDAY.date())
        new = self.receive(MONDAY, version=version)
        self.assertEqual(new.agency_id, self.heir)
        self.assertEqual(new.code, "H99.50-20260824-0000001")
        self.assertEqual(new.register_number, 1)
        self.assertEqual(old.code, "H99.14-20260820-0000001")

    def test_p09_numbers_of_both_registers_do_not_meet(self):
        taken = self._transferred()
        other = self.make_version(
            self.env, "1.999008", "Việc của nơi kế thừa", 0, agency_id=self.heir.id
        )
        first = self.receive(version=other)
        self._done(self._merge(), MONDAY)
        second = self.receive(MONDAY, version=other)
        self.assertEqual((taken.register_number, first.register_number), (1, 1))
        self.assertEqual(second.register_number, 2)

    def test_p09_receipt_printed_again_is_as_it_was(self):
        committee = self.env["tthc.agency"].create(
            {"name": "UBND huyện Cũ", "kind": "committee", "level": "district"}
        )
        self.center.agency_id = committee
        dossier = self._transferred()
        before = self._print(dossier)
        self.assertIn("UBND HUYỆN CŨ", before)
        merger = self._reorganise(
            committee | self.agency,
            self.heir,
            kind="dissolve",
            date_effective="2026-08-24",
        )
        self._done(merger, MONDAY)
        self.assertEqual(self._print(dossier), before)
        version = self.version.procedure_id._version_at(MONDAY.date())
        new = self._print(self.receive(MONDAY, version=version))
        self.assertIn("SỞ KẾ THỪA", new)
        self.assertNotIn("UBND HUYỆN CŨ", new)

    def test_p09_receipt_keeps_the_name_of_its_day_after_a_new_name(self):
        dossier = self._transferred()
        before = self._print(dossier)
        renamed = self._reorganise(
            self.committee,
            self.env["tthc.agency"],
            kind="rename",
            new_name="UBND thành phố Thử",
            date_effective="2026-08-24",
        )
        self._done(renamed, MONDAY)
        self.assertEqual(self._print(dossier), before)
        self.assertIn("UBND THÀNH PHỐ THỬ", self._print(self.receive(MONDAY)))
