from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY, DossierCase

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
REASON = "Chờ kết quả đo đạc"
#: The promised day is Wednesday 26/8/2026; the letter is in time until Tuesday 17:00.
TUESDAY, WEDNESDAY, NEXT_DAY = (THURSDAY + days * DAY for days in (5, 6, 7))
TUESDAY_CLOSING = datetime(2026, 8, 25, 10, 0)
MONDAY_31 = date(2026, 8, 31)
#: Thursday 27/8; Friday 28/8 is the next working day, then 3/9 after the holidays.
NEW_DATE, LATER_DATE = date(2026, 8, 28), date(2026, 9, 4)
NEW_DUE = datetime(2026, 8, 28, 10, 0)


class TestApology(DossierCase):
    """R08: apology at least a day before, a new appointment at most once."""

    def setUp(self):
        super().setUp()
        self.dossier = self.receive()
        with frozen(THURSDAY + HOUR):
            self.dossier.with_user(self.clerk).action_transfer()

    def _apologise(self, moment=TUESDAY, reason=REASON, new_date=NEW_DATE, user=None):
        with frozen(moment):
            self.dossier.with_user(user or self.leader).action_apologise(
                reason, new_date
            )
        return self.dossier.apology_ids[-1:]

    def _overrule(self, moment=NEXT_DAY, new_date=LATER_DATE, user=None):
        with frozen(moment):
            self.dossier.with_user(user or self.manager).action_overrule_apology(
                "Chờ thêm ý kiến", new_date
            )
        return self.dossier.apology_ids[-1:]

    def test_t5_apology_before_the_day_moves_it_once_and_the_citizen_is_told(self):
        letter = self._apologise()
        self.assertTrue(letter.in_time)
        self.assertEqual(letter.deadline, TUESDAY_CLOSING)
        self.assertEqual((letter.reason, letter.new_date), (REASON, NEW_DATE))
        self.assertEqual(self.dossier.due, NEW_DUE)
        with self.assertRaisesRegex(UserError, self.dossier.code):
            self._apologise(moment=WEDNESDAY, new_date=LATER_DATE)
        self.assertEqual(self.dossier.due, NEW_DUE)
        for means in ("sms", "email", "phone"):
            with self.subTest(means=means):
                clerk = self.dossier.with_user(self.clerk)
                clerk.action_issue_apology(means)
                self.assertEqual((letter.state, letter.means), ("issued", means))
                self.assertEqual(
                    self.dossier.event_ids.sorted("seq")[-1:].kind, "issue_apology"
                )
                letter._write_as_action({"state": "signed"})

    # -- date -------------------------------------------------------------------

    def test_r08_new_date_moves_due_and_never_the_original(self):
        self._apologise()
        self.assertEqual(self.dossier.due, NEW_DUE)
        self.assertEqual(self.dossier.due_original, AFTER_FIVE_WORKING_DAYS)
        self.assertEqual(self.dossier.state, "processing")

    def test_r08_the_event_cites_the_article_and_explains_the_date(self):
        letter = self._apologise()
        event = self.dossier.event_ids.sorted("seq")[-1:]
        self.assertEqual(event.kind, "apologise")
        self.assertEqual(event.ground, "NĐ 61/2018 Điều 19.9")
        self.assertIn(letter.slip, event.explanation)
        self.assertIn("28/08/2026", event.explanation)
        self.assertNotIn(REASON, event.payload)
        self.assertEqual(self.dossier.due_explanation, event.explanation)

    def test_r08_the_citizens_page_explains_the_new_date(self):
        letter = self._apologise()
        lines = "\n".join(self.dossier._tracking_values()["lines"])
        self.assertIn(letter.slip, lines)
        self.assertIn("28/08/2026", lines)

    def test_r08_new_date_is_a_working_day_after_the_promised_one(self):
        for wrong in (None, date(2026, 8, 26), date(2026, 8, 21), MONDAY_31):
            with self.subTest(day=wrong), self.assertRaises(UserError):
                self._apologise(new_date=wrong)
        self.assertEqual(self.dossier.due, AFTER_FIVE_WORKING_DAYS)

    def test_r08_new_date_lies_in_the_future(self):
        with self.assertRaisesRegex(UserError, "04/09/2026"):
            self._apologise(moment=datetime(2026, 9, 3, 2, 0), new_date=NEW_DATE)

    def test_r08_letter_needs_a_reason(self):
        for reason in (None, "  "):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                self._apologise(reason=reason)

    def test_r08_dossier_that_stands_still_has_no_date_to_move(self):
        with frozen(TUESDAY):
            self.dossier.with_user(self.specialist).action_ask_fee("Nộp thuế")
        with self.assertRaises(UserError):
            self._apologise()

    # -- once, and once more ----------------------------------------------------

    def test_r08_agency_appoints_anew_at_most_once(self):
        self._apologise()
        with self.assertRaisesRegex(UserError, self.dossier.code):
            self._apologise(moment=WEDNESDAY, new_date=LATER_DATE)

    def test_r08_how_often_is_data_of_the_regulation(self):
        self.dossier.regulation_id.reappointment_max = 2
        self._apologise()
        self._apologise(moment=WEDNESDAY, new_date=LATER_DATE)
        self.assertEqual(len(self.dossier.apology_ids), 2)

    def test_r08_director_allows_one_more_with_a_reason_and_no_further(self):
        self._apologise()
        letter = self._overrule()
        self.assertEqual(letter.kind, "overrule")
        self.assertEqual(letter.signatory, "center")
        self.assertEqual(letter.signed_by_id, self.manager)
        self.assertEqual(self.dossier.due, datetime(2026, 9, 4, 10, 0))
        with self.assertRaises(UserError):
            self._overrule(moment=NEXT_DAY + DAY, new_date=date(2026, 9, 10))

    def test_r08_director_does_not_go_before_the_agency(self):
        with self.assertRaises(UserError):
            self._overrule(moment=TUESDAY)

    def test_r08_only_the_lead_agencys_leader_and_the_own_director_sign(self):
        for user in (self.clerk, self.specialist, self.manager, self.inspector):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._apologise(user=user)
        self._apologise()
        self.manager.tthc_center_id = self.other_center
        for user in (self.manager, self.leader, self.inspector):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._overrule(user=user)

    # -- in time ----------------------------------------------------------------

    def test_r08_in_time_is_a_fact_of_the_signing(self):
        letter = self._apologise(moment=TUESDAY_CLOSING)
        self.assertTrue(letter.in_time)
        self.assertTrue(self.dossier.apologised_in_time)
        self.assertEqual(letter.deadline, TUESDAY_CLOSING)

    def test_r08_one_second_after_the_last_day_is_not_in_time(self):
        letter = self._apologise(moment=TUESDAY_CLOSING + timedelta(seconds=1))
        self.assertFalse(letter.in_time)
        self.assertFalse(self.dossier.apologised_in_time)

    def test_r08_lead_of_two_days_is_data(self):
        self.dossier.regulation_id.apology_lead_days = 2
        self.assertFalse(self._apologise(moment=TUESDAY).in_time)

    def test_r08_late_without_a_letter_is_listed_until_it_is_signed(self):
        dossiers = self.env["tthc.dossier"].with_user(self.leader)
        listed = [("is_unapologised", "=", True), ("id", "=", self.dossier.id)]
        with frozen(WEDNESDAY):
            self.assertFalse(dossiers.search(listed))
        with frozen(NEXT_DAY):
            self.assertEqual(dossiers.search(listed), self.dossier)
            self.assertTrue(self.dossier.is_unapologised)
        self._apologise(moment=NEXT_DAY)
        self.assertFalse(self.dossier.apologised_in_time)
        with frozen(NEXT_DAY):
            self.assertFalse(dossiers.search(listed))

    def test_r08_second_letter_does_not_rewrite_the_first_fact(self):
        self._apologise()
        self._overrule(moment=datetime(2026, 8, 28, 3, 0))
        self.assertTrue(self.dossier.apologised_in_time)
        self.assertEqual(self.dossier.apologised_at, TUESDAY)

    # -- clock afterwards -------------------------------------------------------

    def test_r08_pause_after_the_letter_gives_its_time_back(self):
        self._apologise()
        with frozen(TUESDAY + HOUR):
            self.dossier.with_user(self.specialist).action_ask_fee("Nộp thuế")
        with frozen(WEDNESDAY + HOUR):
            self.dossier.with_user(self.clerk).action_confirm_fee("BL 1")
        # Friday 28/8 and one working day more: 31/8 to 2/9 are days off.
        self.assertEqual(self.dossier.due, datetime(2026, 9, 3, 10, 0))
        self.assertIn(self.dossier.apology_ids.slip, self.dossier.due_explanation)

    def test_r08_restart_after_a_supplement_takes_the_place_of_the_letter(self):
        self._apologise(moment=THURSDAY + 2 * HOUR)
        lines = [{"name": "Bản vẽ", "original_count": 1}]
        with frozen(THURSDAY + 3 * HOUR):
            self.dossier.with_user(self.specialist).action_ask_supplement("x", lines)
            self.dossier.with_user(self.clerk).action_request_supplement()
        with frozen(TUESDAY):
            self.dossier.with_user(self.clerk).action_accept_supplement()
        self.assertFalse(self.dossier.appointment_id)
        # Five working days from Tuesday 25/8: 26, 27, 28/8, 3, 4/9.
        self.assertEqual(self.dossier.due, datetime(2026, 9, 4, 10, 0))
        first_line = self.dossier.with_context(lang="en_US").due_explanation
        self.assertTrue(first_line.startswith("Counted anew"), first_line)

    def test_r08_open_step_without_a_limit_follows_the_new_date(self):
        self._apologise()
        step = self.dossier._active_steps()
        self.assertEqual(step.due, self.dossier.due_center)

    def test_r08_open_step_keeps_room_for_the_steps_to_come(self):
        version = self.make_version(
            self.env,
            "1.999081",
            "Có thời hạn bước",
            1,
            step_ids=[
                (0, 0, self._step(1, "Thẩm định", 3)),
                (0, 0, self._step(2, "Ký", 2, role="leader")),
            ],
        )
        self.center.result_lead_hours = 0
        self.dossier = self.receive(version=version)
        with frozen(THURSDAY + HOUR):
            self.dossier.with_user(self.clerk).action_transfer()
        step = self.dossier._active_steps()
        self.assertEqual(step.due, datetime(2026, 8, 24, 10, 0))
        self._apologise()
        # Two working days before Friday 28/8, 17:00.
        self.assertEqual(step.due, datetime(2026, 8, 26, 10, 0))

    def _step(self, sequence, name, days, **values):
        return {
            "sequence": sequence,
            "name": name,
            "limit_value": days,
            "limit_unit": "working_day",
            **values,
        }

    # -- letter -----------------------------------------------------------------

    def _print(self, letter, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.leader)
        content, _extension = reports._render(
            "tthc_dossier.action_report_apology", letter.ids
        )
        return PrintedFile(content)

    def test_r08_letter_says_who_what_why_and_when(self):
        letter = self._apologise()
        printed = self._print(letter)
        self.assertEqual(printed.sizes_mm(), [(148.0, 210.0)])
        text = printed.texts()[0]
        for words in (
            "SỞ XÂY DỰNG",
            "Số: 1/PXL-2026",
            f"Mã hồ sơ: {self.dossier.code}",
            "Thử, ngày 25 tháng 8 năm 2026",
            "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
            "Kính gửi: Nguyễn Văn Đức",
            "Địa chỉ: 12 Nguyễn Ái Quốc",
            "Nội dung yêu cầu giải quyết: Cấp giấy phép thử nghiệm",
            "17 giờ 00 phút, ngày 26 tháng 8 năm 2026",
            f"Lý do: {REASON}",
            "ngày 28 tháng 8 năm 2026",
            "tại: Trung tâm Một",
            "THỦ TRƯỞNG CƠ QUAN",
            "Nơi nhận: Như trên; Trung tâm Một; Lưu: VT.",
        ):
            with self.subTest(words=words):
                self.assertIn(words, text)
        self.assertNotIn("Thông tư", text)

    def test_r08_center_signs_where_the_province_says_so(self):
        self.center.apology_signatory = "center"
        text = self._print(self._apologise()).texts()[0]
        self.assertIn("TRUNG TÂM MỘT", text)
        self.assertIn("GIÁM ĐỐC", text)

    def test_r08_letters_are_numbered_without_holes_by_agency(self):
        first = self._apologise()
        self.dossier = self.receive()
        second = self._apologise(moment=WEDNESDAY)
        self.assertEqual([first.slip, second.slip], ["1/PXL-2026", "2/PXL-2026"])

    def test_r08_center_hands_the_letter_over_once(self):
        letter = self._apologise()
        clerk = self.dossier.with_user(self.clerk)
        with self.assertRaises(UserError):
            clerk.action_issue_apology()
        with frozen(WEDNESDAY):
            clerk.action_issue_apology("sms")
        self.assertEqual((letter.state, letter.means), ("issued", "sms"))
        with self.assertRaises(UserError):
            clerk.action_issue_apology("sms")

    def test_r08_letter_is_written_by_actions_only(self):
        letter = self._apologise()
        for user in (self.leader, self.clerk, self.manager):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    letter.with_user(user).write({"in_time": False})
        for name in ("appointment_id", "apologised_at", "apologised_in_time"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.dossier.with_user(self.leader).write({name: False})

    def test_r08_who_reads_the_letter(self):
        letters = self.env["tthc.dossier.apology"]
        mine = [("id", "=", self._apologise().id)]
        for role in ("clerk", "specialist", "leader", "manager", "inspector"):
            with self.subTest(role=role):
                self.assertTrue(letters.with_user(getattr(self, role)).search(mine))
        for role in ("other_clerk", "other_specialist"):
            with self.subTest(role=role):
                self.assertFalse(letters.with_user(getattr(self, role)).search(mine))
        for role in ("courier", "hr", "editor", "reporter"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                letters.with_user(getattr(self, role)).search(mine)

    def test_r08_wizard_proposes_the_date_and_prints_the_letter(self):
        wizards = self.env["tthc.dossier.apology.sign"].with_user(self.leader)
        with frozen(NEXT_DAY):
            wizard = wizards.with_context(active_id=self.dossier.id).create(
                {"reason": REASON}
            )
            self.assertEqual(wizard.new_date, NEW_DATE)
            self.assertTrue(wizard.is_too_late)
            action = wizard.action_confirm()
        self.assertEqual(action["report_type"], "tthc-pdf")
        self.assertEqual(self.dossier.due, NEW_DUE)
