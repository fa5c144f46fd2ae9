from odoo.exceptions import AccessError

from .common import DossierCase


class TestReceiptScan(DossierCase):
    """Point 9: a scanned receipt opens the dossier of whoever may see it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.receive()

    def _opened_by(self, user, token=None):
        dossiers = self.env["tthc.dossier"].with_user(user)
        return dossiers.open_by_token(token or self.dossier.token)

    def test_who_may_read_it_opens_it(self):
        for user in (self.clerk, self.specialist, self.manager, self.inspector):
            with self.subTest(user=user.login):
                self.assertEqual(self._opened_by(user), self.dossier.id)

    def test_lower_case_of_a_scanner_is_read_too(self):
        token = f" {self.dossier.token.lower()} "
        self.assertEqual(self._opened_by(self.clerk, token), self.dossier.id)

    def test_others_learn_no_more_than_from_a_wrong_code(self):
        for user in (self.other_clerk, self.other_specialist):
            with self.subTest(user=user.login):
                self.assertIs(self._opened_by(user), False)
        self.assertIs(self._opened_by(self.clerk, "B" * 25), False)
        for token in ("", "  ", None, ["x"], {"a": 1}):
            with self.subTest(token=token):
                dossiers = self.env["tthc.dossier"].with_user(self.clerk)
                self.assertIs(dossiers.open_by_token(token), False)

    def test_receipt_opens_its_dossier(self):
        dossiers = self.env["tthc.dossier"].with_user(self.clerk)
        action = dossiers.open_receipt(self.dossier.token)
        self.assertEqual(action["res_id"], self.dossier.id)
        self.assertIs(dossiers.open_receipt("B" * 25), False)

    def test_group_receipt_lists_its_dossiers(self):
        both = self.receive(group_key="nhom-1") | self.receive(group_key="nhom-1")
        dossiers = self.env["tthc.dossier"].with_user(self.clerk)
        for dossier in both:
            action = dossiers.open_receipt(dossier.token)
            self.assertEqual(dossiers.search(action["domain"]), both.sorted())
            self.assertEqual(action["views"][0][1], "list")
        self.assertIs(
            dossiers.with_user(self.other_clerk).open_receipt(both[0].token), False
        )

    def test_roles_without_dossiers_are_refused(self):
        for user in (self.courier, self.editor, self.hr):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._opened_by(user)
