from datetime import date, datetime

from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY, DossierCase


class TestIntake(DossierCase):
    def test_r01_receipt_starts_clock_and_gives_code(self):
        dossier = self.receive()
        self.assertEqual(dossier.state, "received")
        self.assertEqual(dossier.code, "H99.14-20260820-0000001")
        self.assertEqual(dossier.received_at, THURSDAY)
        self.assertEqual(dossier.received_by_id, self.clerk)
        self.assertEqual(dossier.regulation_id.code, "RS2025")

    def test_r01_no_receipt_no_code(self):
        draft = self.env["tthc.dossier"].create(
            {"version_id": self.version.id, "center_id": self.center.id}
        )
        self.assertFalse(draft.code)
        self.assertFalse(draft.due)
        self.assertFalse(draft.event_ids)

    def test_due_date_over_make_up_saturday_explains_itself(self):
        dossier = self.receive()
        self.assertEqual(dossier.due, AFTER_FIVE_WORKING_DAYS)
        self.assertEqual(dossier.due_original, AFTER_FIVE_WORKING_DAYS)
        self.assertIn("22/08/2026", dossier.due_explanation)
        self.assertIn("26/08/2026, 17:00", dossier.due_explanation)

    def test_code_of_2018_has_four_part_identifier(self):
        dossier = self.receive(datetime(2018, 6, 21, 2, 0))
        self.assertEqual(dossier.code, "000.00.14.H99-180621-0001")
        self.assertEqual(dossier.regulation_id.code, "RS2018")

    def test_code_day_is_the_day_in_vietnam(self):
        dossier = self.receive(datetime(2026, 8, 19, 23, 30))
        self.assertEqual(dossier.code_day, date(2026, 8, 20))

    def test_code_number_restarts_daily_and_register_does_not(self):
        first = self.receive()
        second = self.receive(datetime(2026, 8, 21, 2, 0))
        third = self.receive(datetime(2026, 8, 21, 3, 0))
        self.assertEqual([row.code_number for row in first | second | third], [1, 1, 2])
        self.assertEqual(
            [row.register_number for row in first | second | third], [1, 2, 3]
        )

    def test_register_restarts_with_the_year(self):
        self.receive(datetime(2025, 12, 31, 2, 0))
        self.assertEqual(self.receive(datetime(2026, 1, 5, 2, 0)).register_number, 1)

    def test_register_number_undone_with_its_savepoint_is_given_again(self):
        first = self.receive()
        savepoint = self.env.cr.savepoint()
        lost = self.receive().register_number
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        self.assertEqual(self.receive().register_number, lost)
        self.assertEqual(lost, first.register_number + 1)

    def test_missing_paper_is_named_and_nothing_is_kept(self):
        intake = self.intake(components=[])
        before = self.env["tthc.dossier"].search_count([])
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "Giấy tờ 1"), self.env.cr.savepoint():
            desk.receive(intake)
        self.assertEqual(self.env["tthc.dossier"].search_count([]), before)

    def test_paper_that_the_state_holds_is_not_asked_for(self):
        version = self.make_version(self.env, "1.999002", "Có sẵn", 0)
        held = version.copy({"valid_from": "2014-01-01", "valid_to": "2014-02-01"})
        self.env["tthc.procedure.component"].create(
            {"version_id": held.id, "name": "Sổ hộ khẩu", "held_by_state": True}
        )
        draft = self.env["tthc.dossier"].create(
            {"version_id": held.id, "center_id": self.center.id}
        )
        self.assertFalse(draft._missing_components())

    def test_nameless_applicant_is_refused_in_words(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "name"):
            desk.with_context(lang="en_US").receive(self.intake(owner=" "))

    def test_limit_not_set_by_law_promises_no_day(self):
        version = self.make_version(
            self.env,
            "1.999003",
            "Không thời hạn",
            1,
            limit_value=0,
            limit_unit=False,
            no_legal_limit=True,
        )
        dossier = self.receive(version=version)
        self.assertFalse(dossier.due)
        self.assertEqual(dossier.urgency, "stopped")

    def test_same_day_after_cutoff_is_due_next_working_day(self):
        version = self.make_version(
            self.env,
            "1.999004",
            "Trong ngày",
            1,
            limit_value=0,
            limit_unit="same_day",
        )
        friday_after_15h = datetime(2026, 8, 21, 8, 20)
        dossier = self.receive(friday_after_15h, version=version)
        self.assertEqual(dossier.due, datetime(2026, 8, 22, 10, 0))

    def test_version_out_of_force_is_not_received(self):
        with self.assertRaisesRegex(UserError, "in force|hiệu lực"):
            self.receive(datetime(2014, 8, 20, 2, 0))

    def test_dossier_keeps_version_and_regulation_of_its_day(self):
        dossier = self.receive(datetime(2025, 6, 30, 2, 0))
        with frozen(THURSDAY):
            self.assertEqual(dossier.regulation_id.code, "RS2018")
        self.assertEqual(dossier.version_id, self.version)

    def test_case_and_channel_decide_limit_and_fee(self):
        version = self.make_version(
            self.env,
            "1.999005",
            "Có trường hợp",
            1,
            case_ids=[
                (0, 0, {"name": "Nhanh", "limit_value": 1, "limit_unit": "working_day"})
            ],
            channel_ids=[
                (0, 0, {"channel": "online", "fee_known": True, "fee_amount": 0})
            ],
        )
        dossier = self.receive(
            version=version, case_id=version.case_ids.id, channel="online"
        )
        self.assertEqual(dossier.due, datetime(2026, 8, 21, 10, 0))
        self.assertEqual(dossier.fee_amount, 0)

    def test_steps_of_version_with_their_agencies_take_part(self):
        version = self.make_version(
            self.env,
            "1.999006",
            "Nhiều bước",
            1,
            step_ids=[
                (0, 0, {"sequence": 1, "name": "Thẩm định"}),
                (
                    0,
                    0,
                    {
                        "sequence": 2,
                        "name": "Lấy ý kiến",
                        "agency_id": self.other_agency.id,
                        "limit_value": 2,
                        "limit_unit": "working_day",
                    },
                ),
                (0, 0, {"sequence": 3, "name": "Quyết định", "role": "leader"}),
            ],
        )
        dossier = self.receive(version=version)
        self.assertEqual(dossier.agency_ids, self.agency | self.other_agency)
        self.assertEqual(
            dossier.step_ids.mapped("agency_id"), self.agency | self.other_agency
        )
        self.assertEqual(set(dossier.step_ids.mapped("state")), {"waiting"})
