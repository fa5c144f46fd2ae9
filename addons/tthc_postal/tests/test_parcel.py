from datetime import date

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY

from ..models.parcel_table import PARCEL_MOVES, PARCEL_STATES
from .parcel_common import DAY, HOUR, READY, ParcelCase


class TestParcel(ParcelCase):
    """A result to the citizen's door (Decision 45/2016, Circular 17/2017)."""

    def test_result_by_post_makes_its_parcel_once(self):
        dossier, parcel = self.post_resolved()
        self.assertEqual(parcel.state, "draft")
        self.assertEqual(parcel.direction, "delivery")
        self.assertEqual(parcel.receiver_name, "Nguyễn Văn Đức")
        self.assertEqual(parcel.receiver_address, "12 Nguyễn Ái Quốc")
        self.assertEqual(parcel.sender_name, "Trung tâm Một")
        self.assertIn("12/GP", parcel.line_ids.name)
        self.assertEqual(dossier.parcel_count, 1)

    def test_result_at_the_counter_makes_none(self):
        self.assertFalse(self.resolved().parcel_ids)

    def test_result_taken_back_cancels_the_parcel(self):
        dossier, parcel = self.post_resolved()
        self.paper(dossier, "result")  # at the counter: it can't be taken back any more
        with self.assertRaises(UserError), self.env.cr.savepoint():
            dossier.with_user(self.leader).action_undo()
        self.assertEqual(parcel.state, "draft")

    def test_result_channel_corrected_to_the_counter_cancels_the_parcel(self):
        dossier, parcel = self.post_resolved()
        with frozen(READY):
            dossier.with_user(self.clerk).action_correct_receipt(
                values={"result_channel": "direct"}, reason="Đổi ý"
            )
        self.assertEqual(parcel.state, "cancelled")
        self.assertTrue(parcel.end_reason)

    def test_note_without_an_address_is_refused_in_words(self):
        _dossier, parcel = self.post_resolved()
        parcel.with_user(self.clerk).write({"receiver_phone": False})
        with self.assertRaisesRegex(UserError, "Receiver Phone"):
            parcel.with_user(self.clerk).action_order()
        self.assertFalse(parcel.name)

    def test_numbers_have_no_holes(self):
        parcels = self.ordered() | self.ordered()
        self.assertEqual(sorted(parcels.mapped("number")), [1, 2])
        self.assertEqual(len(set(parcels.mapped("name"))), 2)

    def test_day_j_counts_working_days_by_zone(self):
        # Thursday 20/8; Saturday 22/8 is a make-up day of a working center.
        parcel = self.accepted()
        self.assertEqual(parcel.zone_id.code, "province")
        self.assertEqual(parcel.accepted_at, READY)
        calendar = self.center.resource_calendar_id
        expected = calendar.tthc_due(READY, 2, "working_day").at
        self.assertEqual(parcel.due, expected)
        self.assertEqual(self.center._local_day(parcel.due), date(2026, 8, 22))
        self.assertTrue(parcel.due_explanation)

    def test_with_the_appointment_slip_the_post_has_longer(self):
        _dossier, parcel = self.post_resolved()
        parcel.with_user(self.clerk).write(
            {"with_slip": True, "courier_id": self.courier.id}
        )
        with frozen(READY):
            parcel.with_user(self.clerk).action_order()
            parcel.with_user(self.courier).action_accept()
        calendar = self.center.resource_calendar_id
        self.assertEqual(parcel.due, calendar.tthc_due(READY, 4, "working_day").at)

    def test_zone_of_the_time_counts(self):
        _dossier, parcel = self.post_resolved()
        old = self.env.ref("tthc_postal.postal_zone_2017_away")
        parcel.with_user(self.clerk).write(
            {"zone_id": old.id, "courier_id": self.courier.id}
        )
        with frozen(READY):
            parcel.with_user(self.clerk).action_order()
            parcel.with_user(self.courier).action_accept()
        self.assertEqual(parcel.zone_id.code, "away")
        self.assertEqual(parcel.regulation_id.date_from, date(2025, 7, 1))
        self.assertEqual(parcel.regulation_id.verified, "unverified")

    def test_papers_go_to_the_courier_with_the_note(self):
        parcel = self.accepted()
        self.assertEqual(parcel.paper_ids.holder_id, self.with_courier)
        move = parcel.paper_ids.move_ids.sorted("seq")[-1]
        self.assertEqual((move.source, move.evidence), ("minutes", parcel.name))
        self.assertEqual(parcel.courier_name, self.courier.name)
        self.assertEqual(parcel.handed_by_id, self.clerk)

    def test_result_that_is_not_here_can_not_leave(self):
        parcel = self.ordered()
        self.paper(parcel.dossier_id, "result")._hand_to(
            self.holders._person_of(self.leader, self.agency), "minutes"
        )
        with self.assertRaisesRegex(UserError, "Sở Xây dựng"):
            parcel.with_user(self.courier).action_accept()

    def test_citizen_is_told_that_it_is_on_its_way(self):
        parcel = self.accepted()
        self.assertIn("parcel", parcel.dossier_id.notice_ids.mapped("event"))

    # -- at the door --------------------------------------------------------------

    def test_delivery_returns_the_dossier_by_its_own_action(self):
        parcel = self.identified()
        dossier = parcel.dossier_id
        with frozen(READY + HOUR):
            parcel.with_user(self.courier).action_deliver(
                taken_by="Nguyễn Văn Đức", signed_on_paper=True
            )
        self.assertEqual((parcel.state, dossier.state), ("delivered", "returned"))
        self.assertEqual(dossier.receiver_name, "Nguyễn Văn Đức")
        self.assertEqual(parcel.paper_ids.holder_id.kind, "citizen")
        self.assertEqual(parcel.punctuality, "on_time")
        kinds = dossier.event_ids.mapped("kind")
        self.assertIn("give_back", kinds)
        self.assertIn("parcel_deliver", kinds)
        event = dossier.event_ids.filtered(lambda row: row.kind == "give_back")
        self.assertEqual((event.source, event.user_id), ("post", self.courier))

    def test_delivery_without_identity_or_authorisation_is_refused(self):
        parcel = self.accepted()
        with self.assertRaises(UserError):
            parcel.with_user(self.courier).action_deliver(
                taken_by="Nguyễn Văn Đức", signed_on_paper=True
            )
        with self.assertRaises(UserError):
            parcel.with_user(self.courier).action_deliver(
                taken_by="Trần Thị B", authorisation="  ", signed_on_paper=True
            )
        self.assertEqual(parcel.state, "accepted")
        with frozen(READY + HOUR):
            parcel.with_user(self.courier).action_deliver(
                taken_by="Trần Thị B",
                relation="Vợ",
                authorisation="Giấy ủy quyền 01/2026",
                signed_on_paper=True,
            )
        self.assertEqual(parcel.state, "delivered")

    def test_delivery_needs_a_signature(self):
        parcel = self.identified()
        with self.assertRaises(UserError):
            parcel.with_user(self.courier).action_deliver(taken_by="Nguyễn Văn Đức")

    def test_identity_number_is_compared_and_never_told(self):
        parcel = self.accepted().with_user(self.courier)
        wrong = parcel.check_identity("000000000000")
        self.assertEqual(wrong, {"match": False, "of": "", "left": 4})
        right = parcel.check_identity("0750 8800 1234")
        self.assertTrue(right["match"])
        self.assertNotIn("0750", str(right))

    def test_identity_tries_are_limited_and_renewed_by_the_desk(self):
        parcel = self.accepted().with_user(self.courier)
        for _try in range(5):
            parcel.check_identity("1")
        with self.assertRaises(UserError):
            parcel.check_identity("075088001234")
        with self.assertRaises(AccessError):
            parcel.action_reset_identity()
        parcel.with_user(self.clerk).action_reset_identity()
        self.assertTrue(parcel.check_identity("075088001234")["match"])

    def test_dossier_without_identity_number_matches_nothing(self):
        parcel = self.accepted(
            owner={"name": "Nguyễn Văn Đức", "phone": "0912345678", "address": "12 Thử"}
        )
        for number in ("", "0", False):
            answer = parcel.with_user(self.courier).check_identity(number)
            self.assertFalse(answer["match"])

    def test_counter_does_not_return_what_the_post_has(self):
        parcel = self.accepted()
        with self.assertRaisesRegex(UserError, parcel.name):
            parcel.dossier_id.with_user(self.clerk).action_give_back(
                proof="receipt", means="phone", originals=True
            )

    def test_result_collected_at_the_counter_cancels_what_has_not_left(self):
        parcel = self.ordered()
        with frozen(READY + HOUR):
            parcel.dossier_id.with_user(self.clerk).action_give_back(
                proof="receipt", means="phone", originals=True
            )
        self.assertEqual(parcel.state, "cancelled")

    # -- rule R22 -----------------------------------------------------------------

    def _invite(self, parcel, moment, outcome="nobody"):
        with frozen(moment):
            parcel.with_user(self.courier).action_fail(outcome)

    def test_r22_second_invitation_is_two_working_days_later(self):
        parcel = self.accepted()
        self._invite(parcel, READY + HOUR)
        # Thursday 20/8 → Monday 24/8 would be two plain working days, but Saturday
        # 22/8 is a make-up day.
        self.assertEqual(parcel.next_attempt, date(2026, 8, 22))
        with self.assertRaisesRegex(UserError, "22/08/2026"):
            self._invite(parcel, READY + DAY)
        self._invite(parcel, READY + 2 * DAY)
        self.assertEqual(parcel.attempt_count, 2)
        self.assertEqual(parcel.attempt_ids.mapped("number"), [1, 2])

    def test_r22_goes_back_after_two_invitations_and_not_before(self):
        parcel = self.accepted()
        with self.assertRaises(UserError):
            parcel.with_user(self.courier).action_send_back()
        self._invite(parcel, READY + HOUR)
        with frozen(READY + HOUR), self.assertRaisesRegex(UserError, "22/08/2026"):
            parcel.with_user(self.courier).action_send_back()
        self._invite(parcel, READY + 2 * DAY)
        with frozen(READY + 2 * DAY):
            parcel.with_user(self.courier).action_send_back()
            self.assertEqual(parcel.state, "returning")
            parcel.with_user(self.clerk).action_take_back()
        self.assertEqual(parcel.state, "returned")
        self.assertEqual(parcel.paper_ids.holder_id, self.at_counter)
        self.assertEqual(parcel.dossier_id.state, "resolved")
        self.assertIn("uncollected", parcel.dossier_id.notice_ids.mapped("event"))

    def test_r22_delivery_in_between_is_always_possible(self):
        parcel = self.identified()
        self._invite(parcel, READY + HOUR)
        with frozen(READY + 2 * HOUR):
            parcel.with_user(self.courier).action_deliver(
                taken_by="Nguyễn Văn Đức", signed_on_paper=True
            )
        self.assertEqual(parcel.state, "delivered")

    def test_r22_number_of_invitations_is_data(self):
        self.env.ref("tthc_postal.postal_regulation_2025").attempts_min = 3
        parcel = self.accepted()
        self._invite(parcel, READY)
        self._invite(parcel, READY + 2 * DAY)
        with frozen(READY + 2 * DAY), self.assertRaises(UserError):
            parcel.with_user(self.courier).action_send_back()

    def test_refused_parcel_goes_back_at_once(self):
        parcel = self.accepted()
        self._invite(parcel, READY + HOUR, "refused")
        with frozen(READY + HOUR):
            parcel.with_user(self.courier).action_send_back()
        self.assertEqual(parcel.state, "returning")

    def test_result_that_came_back_is_collected_with_proof(self):
        parcel = self.accepted()
        self._invite(parcel, READY, "refused")
        with frozen(READY):
            parcel.with_user(self.courier).action_send_back()
            parcel.with_user(self.clerk).action_take_back()
        clerk = parcel.dossier_id.with_user(self.clerk)
        with self.assertRaises(UserError):
            clerk.action_give_back(means="phone", originals=True)
        with frozen(READY + HOUR):
            clerk.action_give_back(proof="receipt", means="phone", originals=True)
        self.assertEqual(parcel.dossier_id.state, "returned")
        self.assertEqual(parcel.state, "returned")

    def test_attempts_are_never_changed(self):
        parcel = self.accepted()
        self._invite(parcel, READY)
        with self.assertRaises(AccessError):
            parcel.attempt_ids.write({"note": "x"})
        with self.assertRaises(AccessError):
            parcel.attempt_ids.unlink()

    # -- time ----------------------------------------------------------------------

    def test_overdue_is_computed_and_searched_alike(self):
        parcel = self.accepted()
        for moment, late in ((READY + DAY, False), (READY + 9 * DAY, True)):
            with self.subTest(late=late), frozen(moment):
                parcel.invalidate_recordset(["is_overdue"])
                self.assertEqual(parcel.is_overdue, late)
                found = parcel.search(
                    [("id", "=", parcel.id), ("is_overdue", "=", True)]
                )
                self.assertEqual(bool(found), late)

    def test_first_invitation_ends_the_time_of_the_post(self):
        parcel = self.accepted()
        self._invite(parcel, READY + 9 * DAY)
        self.assertEqual(parcel.punctuality, "late")
        with frozen(READY + 20 * DAY):
            parcel.invalidate_recordset(["is_overdue"])
            self.assertFalse(parcel.is_overdue)

    # -- recalled, lost --------------------------------------------------------------

    def test_parcel_is_called_back_with_a_reason(self):
        parcel = self.accepted()
        with self.assertRaises(UserError):
            parcel.with_user(self.clerk).action_recall()
        parcel.with_user(self.clerk).action_recall("Sai địa chỉ")
        self.assertEqual(
            (parcel.state, parcel.end_reason), ("returning", "Sai địa chỉ")
        )

    def test_lost_parcel_loses_its_papers(self):
        parcel = self.accepted()
        with self.assertRaises(AccessError):
            parcel.with_user(self.clerk).action_lose("Mất xe")
        parcel.with_user(self.manager).action_lose("Mất xe")
        self.assertEqual(parcel.state, "lost")
        self.assertEqual(parcel.paper_ids.holder_id.kind, "lost")
        self.assertEqual(parcel.paper_ids.loss_ids.fault, "post")

    # -- pick-up ----------------------------------------------------------------------

    def _submitted(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with frozen(THURSDAY):
            answer = desk.submit(self.intake(channel="post"))
        return self.env["tthc.dossier"].browse(answer["id"])

    def test_dossier_sent_by_post_has_its_pick_up(self):
        dossier = self._submitted()
        parcel = dossier.parcel_ids
        self.assertEqual((parcel.direction, parcel.state), ("pickup", "draft"))
        self.assertEqual(parcel.sender_name, "Nguyễn Văn Đức")
        self.assertEqual(parcel.receiver_name, "Trung tâm Một")
        self.assertEqual(len(parcel.line_ids), 3)
        self.assertEqual(parcel.price_payment, "sender")

    def _fetched(self, courier=True):
        """A pick-up that is with the Post."""
        dossier = self._submitted()
        parcel = dossier.parcel_ids
        with frozen(THURSDAY):
            if courier:
                parcel.with_user(self.clerk).write({"courier_id": self.courier.id})
            parcel.with_user(self.clerk).action_order()
        with frozen(THURSDAY + HOUR):
            user = self.courier if courier else self.clerk
            parcel.with_user(user).action_collect("Trần Bưu Tá")
        return dossier, parcel

    def _received(self, dossier, moment=THURSDAY + 3 * HOUR):
        with frozen(moment):
            desk = self.env["tthc.intake.desk"].with_user(self.clerk)
            desk.receive(self.intake(channel="post", dossier_id=dossier.id))

    def test_r12_time_of_a_fetched_dossier_counts_from_the_signed_minutes(self):
        dossier, parcel = self._fetched()
        self.assertEqual(parcel.paper_ids.holder_id, self.with_courier)
        with frozen(THURSDAY + 2 * HOUR):
            with self.assertRaisesRegex(UserError, "minutes"):
                parcel.with_user(self.clerk).action_arrive()
            sheet = self.sheet(self.as_user(self.clerk).open_for_post(self.courier.id))
            minutes = sheet.with_user(self.clerk)
            self.assertIn(parcel.paper_ids, sheet._expected_papers())
            minutes.scan("k1", parcel.paper_ids.token)
            minutes.with_user(self.courier).sign("a")
            minutes.sign("b")
        self.assertEqual(parcel.state, "delivered")
        self.assertEqual(parcel.paper_ids.holder_id, self.at_counter)
        self.assertEqual(dossier.post_minutes_at, THURSDAY + 2 * HOUR)
        self.assertEqual(dossier._consignment_numbers()[dossier.id], parcel.name)
        self._received(dossier)
        self.assertEqual(dossier.clock_start, THURSDAY + 2 * HOUR)
        self.assertEqual(dossier.paper_ids, parcel.paper_ids)
        self.assertEqual(dossier.paper_ids.original_count, 3)

    def test_r12_courier_without_a_login_hands_over_on_paper(self):
        dossier, parcel = self._fetched(courier=False)
        with frozen(THURSDAY + 2 * HOUR):
            parcel.with_user(self.clerk).action_arrive()
        self.assertEqual(parcel.courier_name, "Trần Bưu Tá")
        self.assertEqual(dossier.post_minutes_at, THURSDAY + 2 * HOUR)
        self._received(dossier)
        self.assertEqual(dossier.clock_start, THURSDAY + 2 * HOUR)

    def test_pick_up_that_nobody_noted_ends_with_the_minutes(self):
        dossier = self._submitted()
        parcel = dossier.parcel_ids
        with frozen(THURSDAY):
            parcel.with_user(self.clerk).write({"courier_id": self.courier.id})
            parcel.with_user(self.clerk).action_order()
            sheet = self.sheet(self.as_user(self.clerk).open_for_post(self.courier.id))
            sheet.with_user(self.clerk).take_posted("k1", dossier.id)
            sheet.with_user(self.courier).sign("a")
            sheet.with_user(self.clerk).sign("b")
        self.assertEqual(parcel.state, "delivered")
        self.assertEqual(parcel.paper_ids, dossier.paper_ids)

    # -- minutes --------------------------------------------------------------------

    def test_result_leaves_and_comes_back_with_minutes(self):
        parcel = self.ordered()
        result = self.paper(parcel.dossier_id, "result")
        with frozen(READY):
            sheet = self.sheet(self.as_user(self.clerk).open_for_post(self.courier.id))
            self.assertEqual(sheet._expected_papers(), result)
            sheet.with_user(self.clerk).scan("k1", result.token)
            sheet.with_user(self.clerk).sign("b")
            sheet.with_user(self.courier).sign("a")
        self.assertEqual(parcel.state, "accepted")
        self.assertEqual(result.holder_id, self.with_courier)
        self.assertEqual(result.move_count, 4)
        self.assertFalse(result.goes_to_center_id)
        with frozen(READY + HOUR):
            parcel.with_user(self.courier).action_fail("refused")
            parcel.with_user(self.courier).action_send_back()
        self.assertEqual(result.goes_to_center_id, self.center)
        with frozen(READY + 2 * HOUR):
            sheet = self.sheet(self.as_user(self.clerk).open_for_post(self.courier.id))
            self.assertIn(result, sheet._expected_papers())
            sheet.with_user(self.clerk).scan("k2", result.token)
            sheet.with_user(self.clerk).sign("b")
            sheet.with_user(self.courier).sign("a")
        self.assertEqual(parcel.state, "returned")
        self.assertEqual(result.holder_id, self.at_counter)
        self.assertFalse(result.parcel_id)

    def test_round_ends_with_parcels_in_hand(self):
        run = self.make_round(loading_cutoff=10.0)
        self.load(run, [])
        self.accepted()
        with frozen(READY):
            for stop in run.stop_ids:
                stop.with_user(self.courier).action_miss("Không có hồ sơ")
            run.with_user(self.courier).action_finish()
        self.assertEqual(run.state, "done")

    # -- the table ---------------------------------------------------------------------

    def test_every_move_is_refused_from_every_other_state(self):
        parcel = self.ordered()
        for state, _label in PARCEL_STATES:
            parcel._moving().write({"state": state})
            for action, move in PARCEL_MOVES.items():
                if state in move.origins or parcel.direction not in move.directions:
                    continue
                with self.subTest(state=state, action=action):
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        getattr(parcel, f"action_{action}")()
                    self.assertEqual(parcel.state, state)

    def test_state_is_written_by_actions_only(self):
        parcel = self.ordered()
        for user in (self.clerk, self.manager, self.env.ref("base.user_admin")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                forged = parcel.with_user(user).with_context(
                    **{parcel._move_key(): True}
                )
                forged.write({"state": "delivered"})
        with self.assertRaises(AccessError):
            parcel.with_user(self.clerk).unlink()

    def test_note_no_longer_changes_when_it_has_left(self):
        parcel = self.accepted()
        with self.assertRaises(UserError):
            parcel.with_user(self.clerk).write({"receiver_address": "Nơi khác"})
        with self.assertRaises(UserError):
            parcel.with_user(self.clerk).line_ids.write({"name": "Khác"})
        parcel.with_user(self.clerk).write({"tracking_number": "EV123VN"})
        self.assertEqual(parcel.tracking_number, "EV123VN")
