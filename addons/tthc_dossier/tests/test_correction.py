import json
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY, DossierCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class TestCorrection(DossierCase):
    """A wrong receipt corrected or void, the last action taken back."""

    def _correct(self, dossier, **values):
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_correct_receipt("Gõ nhầm tên", values)

    def test_corrected_receipt_is_reissued_and_the_old_one_kept_void(self):
        dossier = self.receive()
        number = dossier.register_number
        self._correct(dossier, owner_name="Nguyễn Văn Đúc", owner_phone="0912345678")
        self.assertEqual(dossier.owner_name, "Nguyễn Văn Đúc")
        self.assertEqual(dossier.receipt_edition, 2)
        self.assertEqual(dossier.register_number, number)
        void = dossier.correction_ids
        self.assertEqual((void.number, void.reason), (1, "Gõ nhầm tên"))
        self.assertEqual(void.before["owner_name"], "Nguyễn Văn Đức")
        self.assertEqual(len(void.before["papers"]), 3)
        self.assertEqual(void.after, {"owner_name": "Nguyễn Văn Đúc"})
        self.assertIn("Nguyễn Văn Đức → Nguyễn Văn Đúc", void.changes)

    def test_corrected_number_leads_to_the_right_person(self):
        dossier = self.receive()
        wrong = dossier.owner_id
        self._correct(
            dossier, owner_identity="075 088 009 999", owner_phone="+84 912 000 111"
        )
        self.assertEqual(dossier.owner_identity, "075088009999")
        self.assertEqual(dossier.owner_phone, "0912000111")
        self.assertNotEqual(dossier.owner_id, wrong)
        self.assertEqual(dossier.owner_id.identity_ids.number_key, "075088009999")

    def test_correction_logs_the_fields_and_no_personal_data(self):
        dossier = self.receive()
        self._correct(dossier, owner_name="Nguyễn Văn Đúc")
        payload = dossier.event_ids.sorted("seq")[-1:].payload
        self.assertIn("owner_name", payload)
        self.assertNotIn("Đúc", payload)

    def test_correction_needs_a_reason_and_a_change(self):
        dossier = self.receive().with_user(self.clerk)
        for reason, values in (
            ("", {"owner_name": "Khác"}),
            ("Nhầm", {}),
            ("Nhầm", {"owner_name": dossier.owner_name}),
            ("Nhầm", {"owner_name": " "}),
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                dossier.action_correct_receipt(reason, values)
        self.assertFalse(dossier.correction_ids)

    def _print_void(self, void, user):
        reports = self.env["ir.actions.report"].with_user(user)
        content, _extension = reports._render(
            "tthc_dossier.action_report_void_receipt", void.ids
        )
        return PrintedFile(content).texts()

    def test_void_receipt_prints_as_it_was_and_says_that_it_is_void(self):
        dossier = self.receive()
        self._correct(dossier, owner_name="Nguyễn Văn Đúc")
        self._correct(dossier, owner_name="Nguyễn Văn Đục")
        first, second = (
            self._print_void(void, self.clerk)[0] for void in dossier.correction_ids
        )
        self.assertIn("Nguyễn Văn Đức", first)
        self.assertIn("Nguyễn Văn Đúc", second)
        for text in (first, second):
            self.assertIn("GIẤY NÀY ĐÃ HỦY (Gõ nhầm tên)", text)
            self.assertIn(dossier.code, text)
            self.assertIn("1 Giấy tờ 1 1", text)
            self.assertNotIn("Nguyễn Văn Đục", text)
        self.assertIn("Cấp lại lần 1", second)
        self.assertEqual(dossier.receipt_edition, 3)
        self.assertFalse(dossier.stop_reason)
        form = self.env.ref("tthc_dossier.form_void_receipt_form")
        dossier.correction_ids[0].with_user(self.clerk)._tthc_after_print(form, 1)
        self.assertIn("print", dossier.event_ids.mapped("kind"))

    def test_void_receipt_is_printed_by_who_may_see_it(self):
        dossier = self.receive()
        self._correct(dossier, owner_name="Nguyễn Văn Đúc")
        void = dossier.correction_ids
        self.assertTrue(self._print_void(void, self.inspector))
        for user in (self.other_clerk, self.specialist, self.courier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._print_void(void, user)

    def test_legal_facts_are_no_correction(self):
        dossier = self.receive().with_user(self.clerk)
        for name, value in (
            ("due", AFTER_FIVE_WORKING_DAYS + 24 * HOUR),
            ("due_original", AFTER_FIVE_WORKING_DAYS + 24 * HOUR),
            ("version_id", self.version.id),
            ("state", "returned"),
            ("register_number", 9),
        ):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, name):
                dossier.action_correct_receipt("Nhầm", {name: value})
        self.assertEqual(dossier.due_original, AFTER_FIVE_WORKING_DAYS)

    def _papers(self, dossier):
        """The papers of a receipt as the counter sends them back, to be changed."""
        names = ("name", "original_count", "certified_count", "copy_count")
        return [
            {"id": paper.id, **{name: paper[name] for name in names}}
            for paper in dossier.component_ids
        ]

    def _correct_papers(self, dossier, papers, reason="Ghi nhầm giấy tờ"):
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_correct_receipt(reason, {}, papers)

    def test_wrong_counts_wrong_and_missing_papers_are_corrected(self):
        dossier = self.receive()
        first, wrong, last = self._papers(dossier)
        first["copy_count"] = 2
        self._correct_papers(
            dossier, [first, last, {"name": "Giấy ủy quyền", "certified_count": 1}]
        )
        self.assertEqual(
            dossier.component_ids.mapped("name"),
            ["Giấy tờ 1", "Giấy tờ 3", "Giấy ủy quyền"],
        )
        kept = dossier.component_ids.filtered(lambda row: row.id == first["id"])
        self.assertEqual((kept.original_count, kept.copy_count), (1, 2))
        self.assertEqual(dossier.receipt_edition, 2)
        data = json.loads(dossier.event_ids.sorted("seq")[-1:].payload)
        self.assertEqual(data["fields"], ["papers"])
        self.assertEqual(
            data["papers"],
            {"changed": [first["id"]], "removed": [wrong["id"]], "added": 1},
        )
        self.assertNotIn("ủy quyền", dossier.event_ids.sorted("seq")[-1:].payload)

    def test_void_receipt_keeps_the_papers_as_they_were_printed(self):
        dossier = self.receive()
        first, second, third = self._papers(dossier)
        self._correct_papers(dossier, [{**first, "original_count": 3}, third])
        void = dossier.correction_ids
        self.assertEqual(
            [row[:2] for row in void.before["papers"]],
            [["Giấy tờ 1", 1], ["Giấy tờ 2", 1], ["Giấy tờ 3", 1]],
        )
        told = void._void_dossier().component_ids
        self.assertEqual(told.mapped("name"), ["Giấy tờ 1", "Giấy tờ 2", "Giấy tờ 3"])
        self.assertEqual(told.mapped("original_count"), [1, 1, 1])
        self.assertIn(second["name"], void.changes)
        self.assertNotIn(third["name"], void.changes)
        self.assertEqual([row[1] for row in void.after["papers"]], [3, 1])

    def test_correction_of_papers_needs_a_change_and_whole_rows(self):
        dossier = self.receive()
        papers = self._papers(dossier)
        foreign = self._papers(self.receive())[0]
        for wrong in (
            papers,
            [*papers[:2], {**papers[2], "name": " "}],
            [*papers[:2], {**papers[2], "original_count": 0}],
            [*papers[:2], {**papers[2], "copy_count": -1}],
            [*papers, foreign],
        ):
            with self.subTest(wrong=wrong[-1]), self.assertRaises(UserError):
                self._correct_papers(dossier, wrong)
        self.assertFalse(dossier.correction_ids)
        self.assertEqual(len(dossier.component_ids), 3)

    def test_paper_that_was_given_back_stays_on_the_receipt(self):
        dossier = self.receive()
        papers = self._papers(dossier)
        dossier.component_ids[0].with_context(**dossier._move_context()).write(
            {"given_back_at": THURSDAY}
        )
        with self.assertRaisesRegex(UserError, "Giấy tờ 1"):
            self._correct_papers(dossier, papers[1:])
        self.assertEqual(len(dossier.component_ids), 3)

    def test_paper_of_a_supplement_is_not_on_the_receipt(self):
        dossier = self._in_processing()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.specialist).action_ask_supplement(
                "Thiếu", [{"name": "Bản vẽ", "original_count": 1}]
            )
            dossier.with_user(self.clerk).action_request_supplement()
            dossier.with_user(self.clerk).action_accept_supplement()
        brought = dossier.component_ids.filtered("supplement_id")
        rest = [row for row in self._papers(dossier) if row["id"] != brought.id]
        with self.assertRaises(UserError):
            self._correct_papers(dossier, rest)
        self._correct_papers(dossier, rest[1:])
        self.assertIn(brought, dossier.component_ids)

    def test_papers_are_corrected_by_nobody_but_the_counter(self):
        dossier = self.receive()
        papers = self._papers(dossier)[1:]
        for user in (self.other_clerk, self.specialist, self.leader, self.manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                dossier.with_user(user).action_correct_receipt("x", {}, papers)
        self.assertEqual(len(dossier.component_ids), 3)

    def test_wizard_begins_with_the_papers_and_sends_what_was_changed(self):
        dossier = self.receive()
        wizard = Form(
            self.env["tthc.dossier.correct"]
            .with_user(self.clerk)
            .with_context(active_id=dossier.id)
        )
        wizard.reason = "Ghi nhầm số bản"
        with wizard.line_ids.edit(0) as line:
            line.copy_count = 4
        wizard.line_ids.remove(1)
        with frozen(THURSDAY + HOUR):
            wizard.save().action_confirm()
        self.assertEqual(len(dossier.component_ids), 2)
        self.assertEqual(dossier.component_ids[0].copy_count, 4)

    def test_void_receipt_keeps_its_number_with_the_reason(self):
        dossier = self.receive()
        dossier.with_user(self.clerk).action_annul("Chọn nhầm thủ tục")
        self.assertEqual((dossier.state, dossier.stop_reason), ("stopped", "void"))
        self.assertEqual(dossier.end_reason, "Chọn nhầm thủ tục")
        self.assertTrue(dossier.code)
        self.assertEqual(self.receive().register_number, dossier.register_number + 1)
        with self.assertRaises(UserError):
            dossier.unlink()

    def test_counter_voids_its_last_receipt(self):
        dossier = self.receive()
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        self.assertTrue(desk.recent()[0]["can_annul"])
        left = desk.annul(dossier.id, "Nhầm người")
        self.assertNotIn(dossier.id, [row["id"] for row in left])

    def test_receipt_that_the_agency_has_opened_is_not_void_any_more(self):
        dossier = self.receive()
        dossier.with_user(self.specialist).web_read({"code": {}, "step_ids": {}})
        self.assertEqual(dossier.opened_by_id, self.specialist)
        self.assertFalse(dossier.with_user(self.clerk).can_annul)
        with self.assertRaisesRegex(UserError, "tthc_specialist"):
            dossier.with_user(self.clerk).action_annul("Nhầm")

    def test_list_and_colleagues_do_not_open_a_dossier(self):
        dossier = self.receive()
        dossier.with_user(self.specialist).web_read({"code": {}})
        for user in (self.manager, self.inspector, self.clerk):
            dossier.with_user(user).web_read({"code": {}, "step_ids": {}})
        self.assertFalse(dossier.opened_by_id)

    def _at_decision(self):
        dossier = self.receive()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
        with frozen(THURSDAY + 2 * HOUR):
            dossier.with_user(self.specialist).action_finish_step("granted", "Đủ")
        return dossier

    def test_undo_brings_back_dossier_and_steps(self):
        dossier = self._at_decision()
        first, decision = dossier.step_ids
        self.assertEqual(decision.state, "active")
        dossier.with_user(self.specialist).action_undo()
        self.assertEqual(dossier.step_ids.mapped("state"), ["active", "waiting"])
        self.assertFalse(first.done_at or first.done_by_id or decision.due)
        self.assertFalse(dossier.proposed_outcome or dossier.result_note)
        self.assertEqual(dossier.event_ids.sorted("seq")[-1:].kind, "undo")
        self.assertFalse(self.env["tthc.dossier.event"]._broken_chains(dossier))

    def test_undo_is_for_the_last_action_and_its_actor_only(self):
        dossier = self._at_decision()
        with self.assertRaisesRegex(UserError, "tthc_specialist"):
            dossier.with_user(self.leader).action_undo()
        dossier.with_user(self.specialist).action_undo()
        with self.assertRaises(UserError):
            dossier.with_user(self.specialist).action_undo()

    def test_undo_ends_when_the_next_one_has_opened_it(self):
        dossier = self._at_decision()
        self.assertTrue(dossier.with_user(self.specialist).can_undo)
        dossier.with_user(self.leader).web_read({"step_ids": {}})
        self.assertFalse(dossier.with_user(self.specialist).can_undo)
        with self.assertRaisesRegex(UserError, "tthc_leader"):
            dossier.with_user(self.specialist).action_undo()

    def test_undone_request_is_gone_and_may_be_asked_again(self):
        dossier = self.receive()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
            specialist = dossier.with_user(self.specialist)
            specialist.action_ask_supplement("Thiếu", [{"name": "Bản vẽ"}])
            specialist.action_undo()
            self.assertFalse(dossier.supplement_ids)
            specialist.action_ask_supplement("Thiếu", [{"name": "Bản vẽ mới"}])
        self.assertEqual(dossier.supplement_ids.line_ids.name, "Bản vẽ mới")

    def test_undone_payment_lets_the_clock_run_as_before(self):
        dossier = self.receive()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_ask_fee("Thông báo 01")
            self.assertTrue(dossier.paused_at)
            dossier.with_user(self.specialist).action_undo()
        self.assertFalse(dossier.paused_at or dossier.pause_ids)
        self.assertEqual(dossier.due, AFTER_FIVE_WORKING_DAYS)

    def _undone(self, dossier, user, act):
        """Let an action move the due date on Monday, and take it back."""
        monday = THURSDAY + 4 * DAY
        with frozen(monday):
            act(dossier.with_user(user))
            moved = dossier.due
            self.assertNotEqual(moved, AFTER_FIVE_WORKING_DAYS)
            self.assertFalse(self._changed_without_ground(dossier))
            dossier.with_user(user).action_undo()
        self.assertEqual(dossier.due, AFTER_FIVE_WORKING_DAYS)
        payload = json.loads(dossier.event_ids.sorted("seq")[-1:].payload)
        self.assertEqual(payload["due_before"], moved.isoformat())
        self.assertEqual(payload["due"], AFTER_FIVE_WORKING_DAYS.isoformat())
        self.assertEqual(payload["due_lines"], dossier.due_lines)

    def _changed_without_ground(self, dossier):
        rules = self.env["tthc.inspection.rule"]
        return rules._found_date_changed() & dossier

    def _in_processing(self, version=None):
        dossier = self.receive(version=version or self.version)
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
        return dossier

    def _asked_consultation(self):
        version = self.make_version(
            self.env,
            "1.999110",
            "Không tính thời gian lấy ý kiến",
            1,
            step_ids=[
                Command.create({"sequence": 1, "name": "Thẩm định"}),
                Command.create(
                    {
                        "sequence": 9,
                        "name": "Lấy ý kiến",
                        "kind": "consultation",
                        "agency_id": self.other_agency.id,
                        "excluded_from_clock": True,
                    }
                ),
            ],
        )
        dossier = self._in_processing(version)
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.specialist).action_consult(
                self.other_agency, "Phù hợp không?", 2, "working_day"
            )
        return dossier

    def test_undo_that_moves_the_date_gives_the_daily_check_its_ground(self):
        supplemented = self._in_processing()
        with frozen(THURSDAY + HOUR):
            supplemented.with_user(self.specialist).action_ask_supplement(
                "Thiếu", [{"name": "Bản vẽ"}]
            )
            supplemented.with_user(self.clerk).action_request_supplement()
        paid = self._in_processing()
        with frozen(THURSDAY + HOUR):
            paid.with_user(self.specialist).action_ask_fee("Thông báo 01")
        consulted = self._asked_consultation()
        for name, dossier, user, act in (
            (
                "accept_supplement",
                supplemented,
                self.clerk,
                lambda dossier: dossier.action_accept_supplement(),
            ),
            (
                "confirm_fee",
                paid,
                self.clerk,
                lambda dossier: dossier.action_confirm_fee("BL 01"),
            ),
            (
                "end_pause",
                consulted,
                self.specialist,
                lambda dossier: dossier.action_end_pause(answer="Phù hợp"),
            ),
        ):
            with self.subTest(action=name):
                self._undone(dossier, user, act)
                self.assertFalse(self._changed_without_ground(dossier))
