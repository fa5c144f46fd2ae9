from odoo.exceptions import AccessError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase


class TestRole(DossierCase):
    """What each role must not see; RPC goes through the same checks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.receive()

    def _seen_by(self, role):
        user = getattr(self, role)
        return (
            self.env["tthc.dossier"]
            .with_user(user)
            .search([("id", "=", self.dossier.id)])
        )

    def test_who_sees_the_dossier(self):
        for role in ("clerk", "specialist", "leader", "manager", "inspector"):
            with self.subTest(role=role):
                self.assertEqual(self._seen_by(role), self.dossier)

    def test_other_agency_and_other_center_see_nothing(self):
        for role in ("other_clerk", "other_specialist"):
            with self.subTest(role=role):
                self.assertFalse(self._seen_by(role))
                with self.assertRaises(AccessError):
                    self.dossier.with_user(getattr(self, role)).read(["owner_name"])

    def test_courier_editor_hr_and_reporter_read_no_dossier(self):
        for role in ("courier", "editor", "hr", "reporter"):
            for model in (
                "tthc.dossier",
                "tthc.dossier.component",
                "tthc.dossier.step",
                "tthc.dossier.event",
            ):
                with self.subTest(role=role, model=model):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(getattr(self, role)).search([])

    def test_parts_follow_their_dossier(self):
        for model in ("component", "step", "event"):
            records = self.env[f"tthc.dossier.{model}"]
            domain = [("dossier_id", "=", self.dossier.id)]
            with self.subTest(model=model):
                self.assertTrue(records.with_user(self.specialist).search(domain))
                self.assertFalse(
                    records.with_user(self.other_specialist).search(domain)
                )
                self.assertFalse(records.with_user(self.other_clerk).search(domain))

    def test_inspector_and_manager_write_nothing(self):
        for role in ("inspector", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.dossier.with_user(getattr(self, role)).write({"note": "x"})

    def test_change_of_membership_takes_effect_at_once(self):
        self.assertFalse(self._seen_by("other_specialist"))
        self.other_specialist.tthc_agency_ids |= self.agency
        self.assertTrue(self._seen_by("other_specialist"))
        self.other_specialist.tthc_agency_ids -= self.agency
        self.env.invalidate_all()
        self.assertFalse(self._seen_by("other_specialist"))

    def test_change_of_center_takes_effect_at_once(self):
        self.assertEqual(self._seen_by("clerk"), self.dossier)
        self.clerk.write(
            {"tthc_counter_id": False, "tthc_center_id": self.other_center.id}
        )
        self.assertFalse(self._seen_by("clerk"))
        self.center.user_ids += self.clerk
        self.assertEqual(self._seen_by("clerk"), self.dossier)
        self.clerk.tthc_center_id = False
        self.assertFalse(self._seen_by("clerk"))

    def test_name_shown_through_links_is_the_code_alone(self):
        self.assertEqual(self.dossier.display_name, self.dossier.code)

    def test_token_of_the_receipt_is_closed_to_staff(self):
        for role in ("clerk", "leader", "inspector"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.dossier.with_user(getattr(self, role)).read(["token"])

    def test_work_queue_shows_own_open_steps(self):
        self.dossier.with_user(self.clerk).action_transfer()
        queue = [("is_mine", "=", True), ("id", "=", self.dossier.id)]
        dossiers = self.env["tthc.dossier"]
        self.assertTrue(dossiers.with_user(self.specialist).search(queue))
        self.assertFalse(dossiers.with_user(self.other_specialist).search(queue))
        self.dossier.with_user(self.specialist).action_finish_step("granted")
        self.assertFalse(dossiers.with_user(self.specialist).search(queue))
        self.assertTrue(dossiers.with_user(self.leader).search(queue))

    def test_work_queue_begins_with_the_most_urgent(self):
        action = self.env.ref("tthc_dossier.tthc_dossier_action_queue")
        view = self.env.ref("tthc_dossier.tthc_dossier_view_list_queue")
        self.assertEqual(action.view_ids[0].view_id, view)
        self.assertIn('default_order="due, id"', view.get_combined_arch())

    def test_search_by_name_without_accents_code_and_exact_number(self):
        dossiers = self.env["tthc.dossier"].with_user(self.clerk)
        for text in ("duc nguyen", "ĐỨC", self.dossier.code, "075088001234"):
            with self.subTest(text=text):
                self.assertIn(self.dossier, dossiers.search([("query", "=", text)]))
        self.assertFalse(dossiers.search([("query", "=", "07508800123")]))


class TestRoleOfRequests(DossierCase):
    """Requests, pauses and void receipts follow their dossier."""

    MODELS = ("supplement", "supplement.line", "pause", "correction")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.receive(group_key="g")
        with frozen(THURSDAY):
            cls._make_parts(cls.dossier)

    @classmethod
    def _make_parts(cls, dossier):
        clerk = dossier.with_user(cls.clerk)
        clerk.action_correct_receipt("Sai tên", {"owner_name": "Nguyễn Văn Đúc"})
        clerk.action_transfer()
        dossier.with_user(cls.specialist).action_ask_supplement(
            "Thiếu", [{"name": "Bản vẽ"}]
        )
        clerk.action_request_supplement()

    def test_parts_are_seen_with_their_dossier_only(self):
        for model in self.MODELS:
            records = self.env[f"tthc.dossier.{model}"]
            for role in ("clerk", "specialist", "leader", "manager", "inspector"):
                with self.subTest(model=model, role=role):
                    self.assertTrue(records.with_user(getattr(self, role)).search([]))
            for role in ("other_clerk", "other_specialist"):
                with self.subTest(model=model, role=role):
                    self.assertFalse(records.with_user(getattr(self, role)).search([]))
            for role in ("courier", "editor", "hr", "reporter"):
                with self.subTest(model=model, role=role):
                    with self.assertRaises(AccessError):
                        records.with_user(getattr(self, role)).search([])

    def test_nobody_writes_them_by_hand(self):
        for model in (*self.MODELS, "group"):
            record = self.env[f"tthc.dossier.{model}"].search([], limit=1)
            for role in ("clerk", "specialist", "leader", "manager", "inspector"):
                own = record.with_user(getattr(self, role))
                for call in (own.unlink, own.copy, lambda own=own: own.write({})):
                    with self.subTest(model=model, role=role):
                        with self.assertRaises(AccessError):
                            call()

    def test_group_receipt_belongs_to_its_center(self):
        groups = self.env["tthc.dossier.group"]
        self.assertTrue(groups.with_user(self.clerk).search([]))
        self.assertFalse(groups.with_user(self.other_clerk).search([]))
        with self.assertRaises(AccessError):
            groups.with_user(self.specialist).search([])
