from odoo.exceptions import AccessError

from odoo.addons.tthc_dossier.tests.common import THURSDAY

from .common import PostalCase


class TestCustodyRole(PostalCase):
    """Who sees which papers; nobody writes them by hand."""

    def seen(self, user, paper):
        return bool(
            self.env["tthc.paper"].with_user(user).search([("id", "=", paper.id)])
        )

    def test_papers_are_seen_by_center_agency_manager_and_inspector(self):
        paper = self.receive(THURSDAY).paper_ids
        for user, sees in (
            (self.clerk, True),
            (self.specialist, True),
            (self.manager, True),
            (self.inspector, True),
            (self.other_clerk, False),
            (self.other_specialist, False),
            (self.courier, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self.seen(user, paper), sees)

    def test_courier_sees_the_code_of_what_is_in_hand_and_nothing_of_the_dossier(self):
        dossier = self.receive(THURSDAY)
        paper = dossier.paper_ids
        paper._hand_to(self.with_courier, "minutes")
        found = self.env["tthc.paper"].with_user(self.courier).search([])
        self.assertEqual(found, paper)
        self.assertEqual(found.code, dossier.code)
        for name in ("owner_name", "owner_identity", "version_id", "component_ids"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                found.dossier_id.mapped(name)

    def test_nobody_writes_papers_moves_or_holders_by_hand(self):
        paper = self.receive(THURSDAY).paper_ids
        for user in (self.clerk, self.courier, self.manager, self.inspector):
            for record in (paper, paper.move_ids, paper.holder_id):
                with self.subTest(user=user.login, model=record._name):
                    with self.assertRaises(AccessError):
                        record.with_user(user).write({"create_uid": user.id})
                    with self.assertRaises(AccessError):
                        record.with_user(user).unlink()
                    with self.assertRaises(AccessError):
                        record.browse().with_user(user).create({})

    def test_agencies_staff_without_a_role_in_dossiers_see_nothing(self):
        for user in (self.hr, self.editor, self.reporter):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["tthc.paper"].with_user(user).search([])
