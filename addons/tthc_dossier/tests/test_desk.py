from datetime import datetime

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY, DossierCase


class TestDesk(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = cls.env["tthc.intake.desk"].with_user(cls.clerk)

    def test_only_reception_officers_with_a_center(self):
        for role in ("specialist", "leader", "manager", "inspector", "courier"):
            desk = self.env["tthc.intake.desk"].with_user(getattr(self, role))
            for call in (desk.open_desk, desk.recent, desk.clear_draft):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call()
        self.clerk.write({"tthc_counter_id": False, "tthc_center_id": False})
        with self.assertRaises(UserError):
            self.desk.open_desk()

    def test_procedure_is_found_without_accents_in_any_order_or_by_code(self):
        for text in ("cap giay thu", "nghiem giay", "GIẤY PHÉP", "1.999001", "999001"):
            with self.subTest(text=text):
                found = self.desk.search_procedures(text)
                self.assertIn(self.version.id, [row["id"] for row in found])
        self.assertFalse(self.desk.search_procedures("không có thủ tục này"))

    def test_procedure_of_another_center_is_not_offered(self):
        desk = self.env["tthc.intake.desk"].with_user(self.other_clerk)
        self.assertFalse(desk.search_procedures("1.999001"))

    def test_most_received_procedure_comes_first(self):
        often = self.make_version(self.env, "1.999090", "Cấp giấy phép hay gặp", 1)
        self.receive(datetime.now().replace(microsecond=0), version=often)
        found = [row["id"] for row in self.desk.search_procedures("cap giay phep")]
        self.assertLess(found.index(often.id), found.index(self.version.id))

    def test_preview_says_what_the_receipt_will_say(self):
        with frozen(THURSDAY):
            terms = self.desk.preview(self.version.id)
            dossier = self.receive()
        self.assertEqual(terms["due"], str(AFTER_FIVE_WORKING_DAYS))
        self.assertEqual(terms["due"], str(dossier.due))
        self.assertEqual("\n".join(terms["lines"]), dossier.due_explanation)
        self.assertEqual(terms["fee_amount"], 75000)
        self.assertIn("75", terms["fee"])

    def test_double_click_receives_once(self):
        intake = self.intake(key="phieu-1")
        first = self.desk.receive(intake)
        self.assertEqual(self.desk.receive(intake), first)
        self.assertEqual(
            self.env["tthc.dossier"].search_count([("intake_key", "=", "phieu-1")]), 1
        )

    def test_known_applicant_is_found_by_number_and_not_made_twice(self):
        first = self.receive()
        found = self.desk.find_applicant("075 088 001 234")
        self.assertEqual(found["id"], first.owner_id.id)
        self.assertEqual(found["name"], "Nguyễn Văn Đức")
        self.assertEqual(self.receive().owner_id, first.owner_id)
        self.assertFalse(self.desk.find_applicant("075088009999"))
        self.assertFalse(self.desk.find_applicant(""))

    def test_phone_offers_a_list_only_for_a_whole_number(self):
        dossier = self.receive()
        found = self.desk.find_by_phone("+84 912 345 678")
        self.assertEqual([row["id"] for row in found], [dossier.owner_id.id])
        self.assertEqual(self.desk.find_by_phone("0912"), [])

    def test_applicants_are_not_browsed(self):
        self.receive()
        for role in ("clerk", "specialist", "leader", "manager", "courier"):
            model = self.env["tthc.applicant"].with_user(getattr(self, role))
            with self.subTest(role=role), self.assertRaises(AccessError):
                model.search_read([], ["name"])

    def test_what_was_told_is_kept_though_the_register_knows_other(self):
        self.receive()
        intake = self.intake()
        intake["owner"]["address"] = "34 Đường mới"
        dossier = self.env["tthc.dossier"].browse(self.desk.receive(intake)["id"])
        self.assertEqual(dossier.owner_address, "34 Đường mới")
        self.assertEqual(dossier.owner_id.address, "12 Nguyễn Ái Quốc")

    def test_somebody_else_may_bring_it(self):
        dossier = self.receive(
            submitter={"name": "Trần Thị Bích", "identity": "075188004321"}
        )
        self.assertEqual(dossier.submitter_name, "Trần Thị Bích")
        self.assertNotEqual(dossier.submitter_id, dossier.owner_id)

    def test_open_dossier_of_same_person_and_procedure_warns(self):
        self.assertEqual(self.desk.open_dossiers("075088001234", self.version.id), [])
        dossier = self.receive()
        self.assertEqual(
            self.desk.open_dossiers("075 088 001234", self.version.id), [dossier.code]
        )

    def test_draft_is_the_clerks_own_and_gone_after_the_receipt(self):
        self.desk.save_draft({"owner": "đang gõ"})
        self.desk.save_draft({"owner": "đang gõ tiếp"})
        self.assertEqual(self.desk.open_desk()["draft"], {"owner": "đang gõ tiếp"})
        other = self.env["tthc.intake.desk"].with_user(self.other_clerk)
        self.assertFalse(other.open_desk()["draft"])
        self.desk.receive(self.intake())
        self.assertFalse(self.desk.open_desk()["draft"])

    def test_paper_of_another_procedure_is_refused_in_words(self):
        other = self.make_version(self.env, "1.999091", "Khác", 1)
        intake = self.intake(components=[{"id": other.component_ids.id}])
        with self.assertRaisesRegex(UserError, "1.999001"):
            self.desk.receive(intake)

    def test_receiving_costs_the_same_with_many_dossiers_on_file(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.receive(owner="Người Mới")
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        self.receive()
        few = queries()
        for _number in range(10):
            self.receive()
        self.assertEqual(queries(), few)
