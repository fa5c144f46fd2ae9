from odoo.tests import Form

from odoo.addons.tthc_base.tools.clock import frozen

from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY, DossierCase


class TestWizard(DossierCase):
    """What the buttons of the dossier ask, as people fill it in."""

    def _wizard(self, model, dossier, user, **context):
        records = self.env[model].with_user(user)
        return Form(
            records.with_context(
                active_id=dossier[:1].id, active_ids=dossier.ids, **context
            )
        )

    def _act(self, dossier, user, mode, **values):
        form = self._wizard("tthc.dossier.act", dossier, user, default_mode=mode)
        for name, value in values.items():
            setattr(form, name, value)
        return form.save().action_confirm()

    def _processing(self):
        dossier = self.receive()
        with frozen(THURSDAY):
            dossier.with_user(self.clerk).action_transfer()
        return dossier

    def test_withdrawal_of_several_at_once(self):
        dossiers = self.receive() | self.receive()
        self._act(dossiers, self.clerk, "withdraw", reason="Đơn xin rút")
        self.assertEqual(set(dossiers.mapped("state")), {"withdrawn"})

    def test_stop_prints_its_notice(self):
        dossier = self._processing()
        action = self._act(dossier, self.leader, "stop", reason="Tranh chấp")
        self.assertEqual(dossier.state, "stopped")
        self.assertEqual(action["report_name"], "tthc_dossier.stop")

    def test_consultation_and_its_answer(self):
        dossier = self._processing()
        with frozen(THURSDAY):
            self._act(
                dossier,
                self.specialist,
                "consult",
                agency_id=self.other_agency,
                reason="Có phù hợp không?",
            )
            self._act(dossier, self.other_specialist, "end_pause", answer="Phù hợp")
        self.assertEqual(dossier.pause_ids.answer, "Phù hợp")

    def test_payment_and_its_proof(self):
        dossier = self._processing()
        with frozen(THURSDAY):
            self._act(dossier, self.specialist, "ask_fee", reason="Thông báo 01")
            self._act(dossier, self.clerk, "confirm_fee", proof="BL 01")
        self.assertEqual(dossier.state, "processing")

    def test_supplement_is_asked_with_its_papers(self):
        dossier = self._processing()
        form = self._wizard(
            "tthc.dossier.request",
            dossier,
            self.specialist,
            default_mode="ask_supplement",
        )
        form.reason = "Thiếu bản vẽ"
        with form.line_ids.new() as line:
            line.name = "Bản vẽ"
            line.original_count = 2
        with frozen(THURSDAY):
            form.save().action_confirm()
        self.assertEqual(dossier.supplement_ids.line_ids.original_count, 2)

    def test_guidance_begins_with_what_is_missing_and_prints(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        values = desk._dossier_values(self.clerk, self.intake(components=[]))
        draft = self.env["tthc.dossier"].with_user(self.clerk).create(values)
        form = self._wizard(
            "tthc.dossier.request", draft, self.clerk, default_mode="guide"
        )
        self.assertEqual(len(form.line_ids), 3)
        form.reason = "Chưa nộp giấy tờ nào"
        action = form.save().action_confirm()
        self.assertEqual(draft.state, "intake_supplement")
        self.assertEqual(action["report_name"], "tthc_dossier.guidance")

    def test_result_is_returned_with_what_the_citizen_shows(self):
        dossier = self.resolved()
        with frozen(AFTER_FIVE_WORKING_DAYS):
            form = self._wizard("tthc.dossier.handing", dossier, self.clerk)
            self.assertEqual(form.receiver, "Nguyễn Văn Đức")
            self.assertFalse(form.is_early)
            form.proof = "identity"
            form.save().action_confirm()
        self.assertEqual(dossier.collector_proof, "identity")

    def test_early_result_asks_how_the_citizen_was_told(self):
        dossier = self.resolved()
        with frozen(THURSDAY):
            form = self._wizard("tthc.dossier.handing", dossier, self.clerk)
            self.assertTrue(form.is_early)
            form.means = "phone"
            form.save().action_confirm()
        self.assertEqual(dossier.notified_by, "phone")

    def test_correction_begins_with_what_the_receipt_says(self):
        dossier = self.receive()
        form = self._wizard("tthc.dossier.correct", dossier, self.clerk)
        self.assertEqual(form.owner_name, "Nguyễn Văn Đức")
        form.owner_name = "Nguyễn Văn Đúc"
        form.reason = "Gõ nhầm"
        action = form.save().action_confirm()
        self.assertEqual(action["report_name"], "tthc_dossier.receipt")
        self.assertEqual(dossier.owner_name, "Nguyễn Văn Đúc")
        self.assertEqual(
            dossier.correction_ids.after,
            dict.fromkeys(("owner_name", "submitter_name"), "Nguyễn Văn Đúc"),
        )

    def test_correcting_the_applicant_corrects_who_brought_it(self):
        own, brought = (
            self.receive(),
            self.receive(submitter={"name": "Lê Thị Nộp", "identity": "075190000111"}),
        )
        for dossier, submitter in ((own, "Nguyễn Văn Đúc"), (brought, "Lê Thị Nộp")):
            wizards = self.env["tthc.dossier.correct"].with_user(self.clerk)
            with Form(wizards.with_context(active_id=dossier.id)) as form:
                form.reason = "Gõ nhầm tên"
                form.owner_name = "Nguyễn Văn Đúc"
            form.record.action_confirm()
            self.assertEqual(dossier.submitter_name, submitter)
