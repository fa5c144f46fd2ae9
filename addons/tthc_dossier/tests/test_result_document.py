from datetime import date

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase
from .scan_common import pdf_bytes


class TestResultDocument(DossierCase):
    """Results with number, date, signer and kind; several a dossier."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.licence = cls.make_version(
            cls.env,
            "1.999080",
            "Cấp giấy phép hai kết quả",
            1,
            result_ids=[
                (0, 0, {"sequence": 1, "name": "Giấy phép"}),
                (0, 0, {"sequence": 2, "name": "Bản vẽ đóng dấu"}),
            ],
        )

    def _to_decide(self, version=None):
        with frozen(THURSDAY):
            dossier = self.receive(version=version or self.licence)
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_finish_step("granted")
        return dossier

    def test_several_documents_and_the_first_one_is_the_dossiers(self):
        dossier = self._to_decide()
        first, second = self.licence.result_ids
        with frozen(THURSDAY):
            dossier.with_user(self.leader).action_resolve(
                results=[
                    {
                        "kind_id": first.id,
                        "number": "12/GP",
                        "date": date(2026, 8, 19),
                        "signer_name": "Lê Văn Ký",
                        "signer_title": "Phó Giám đốc",
                        "valid_until": date(2031, 8, 19),
                    },
                    {"kind_id": second.id},
                ]
            )
        self.assertRecordValues(
            dossier.result_ids,
            [
                {
                    "name": "Giấy phép",
                    "number": "12/GP",
                    "date": date(2026, 8, 19),
                    "signer_name": "Lê Văn Ký",
                    "signer_title": "Phó Giám đốc",
                    "valid_until": date(2031, 8, 19),
                    "registered_by_id": self.leader.id,
                },
                {
                    "name": "Bản vẽ đóng dấu",
                    "number": False,
                    "date": date(2026, 8, 20),
                    "signer_name": False,
                    "signer_title": False,
                    "valid_until": False,
                    "registered_by_id": self.leader.id,
                },
            ],
        )
        self.assertEqual(dossier.result_number, "12/GP")
        self.assertEqual(dossier.result_date, date(2026, 8, 19))

    def test_number_and_date_alone_make_one_document(self):
        dossier = self.resolved()
        self.assertEqual(dossier.result_ids.number, "12/GP")
        self.assertEqual(dossier.result_number, "12/GP")
        self.assertEqual(dossier.result_date, dossier.result_ids.date)

    def test_kind_of_another_procedure_is_refused(self):
        dossier = self._to_decide(self.version)
        kind = self.licence.result_ids[0]
        with self.assertRaises(UserError):
            dossier.with_user(self.leader).action_resolve(
                results=[{"kind_id": kind.id}]
            )

    def test_taking_the_decision_back_takes_its_documents_back(self):
        dossier = self._to_decide()
        with frozen(THURSDAY):
            leader = dossier.with_user(self.leader)
            leader.action_resolve(number="12/GP")
            leader.action_undo()
        self.assertFalse(dossier.result_ids)
        self.assertFalse(dossier.result_number or dossier.result_date)

    def test_return_on_the_spot_has_a_document_too(self):
        version = self.make_version(self.env, "1.999081", "Sao y", 1, immediate=True)
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        answer = desk.return_now(self.intake(version), "15/CT")
        dossier = self.env["tthc.dossier"].browse(answer["id"])
        self.assertEqual(dossier.result_ids.number, "15/CT")
        self.assertEqual(dossier.result_number, "15/CT")

    def test_wizard_brings_kind_and_signer(self):
        dossier = self._to_decide()
        wizard = (
            self.env["tthc.dossier.deciding"]
            .with_user(self.leader)
            .with_context(active_ids=dossier.ids, default_mode="resolve")
            .create({})
        )
        self.assertEqual(wizard.line_ids.signer_name, self.leader.name)
        wizard.line_ids.write({"number": "7/GP", "name": "Giấy phép"})
        wizard.action_confirm()
        self.assertEqual(dossier.result_ids.number, "7/GP")

    def test_scan_of_a_result_by_its_agency_or_its_center(self):
        dossier = self.resolved()
        result = dossier.result_ids
        for role, content in (("specialist", pdf_bytes()), ("clerk", pdf_bytes(2))):
            answer = result.with_user(getattr(self, role))._attach_result(
                [("kq.pdf", content)]
            )
            self.assertEqual(answer["taken"], 1)
        self.assertEqual(result.page_count, 2)
        self.assertEqual(dossier.event_ids.sorted("seq")[-1].kind, "scan_result")
        again = result.with_user(self.clerk)._attach_result([("kq.pdf", pdf_bytes(2))])
        self.assertEqual(again["taken"], 0)
        for role in ("manager", "inspector", "courier", "other_specialist"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                result.with_user(getattr(self, role))._attach_result(
                    [("kq.pdf", pdf_bytes(3))]
                )

    def test_nobody_writes_a_result_by_hand(self):
        result = self.resolved().result_ids
        for role in ("clerk", "leader", "manager", "inspector"):
            own = result.with_user(getattr(self, role))
            for call in (own.unlink, lambda own=own: own.write({"number": "1"})):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call()

    def test_results_are_seen_with_their_dossier_only(self):
        result = self.resolved().result_ids
        results = self.env["tthc.dossier.result"]
        domain = [("id", "=", result.id)]
        for role in ("clerk", "specialist", "manager", "inspector"):
            self.assertTrue(results.with_user(getattr(self, role)).search(domain))
        for role in ("other_clerk", "other_specialist"):
            self.assertFalse(results.with_user(getattr(self, role)).search(domain))
        for role in ("courier", "editor", "hr", "reporter"):
            with self.assertRaises(AccessError):
                results.with_user(getattr(self, role)).search(domain)
