from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase


@tagged("-at_install", "post_install")
class TestOpenUsage(DossierCase):
    """Open dossiers stay on the version by which they were received."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.receive()
        cls.draft = cls.version.browse(cls.version.action_amend()["res_id"])
        cls.draft.valid_from = THURSDAY.date() + timedelta(days=1)

    def _approve_amendment(self):
        self.draft.action_propose()
        self.draft.action_approve()

    def test_open_dossier_stays_on_the_version_before(self):
        self._approve_amendment()
        self.assertEqual(self.dossier.version_id, self.version)
        self.assertEqual(self.version.open_usage_count, 1)
        self.assertEqual(self.draft.open_usage_count, 0)
        self.assertEqual(self.draft.predecessor_usage_count, 1)

    def test_list_of_the_open_dossiers_is_the_number(self):
        self.resolved()
        manager = self.version.with_user(self.manager)
        action = manager.action_open_usage()
        self.assertEqual(action["res_model"], "tthc.dossier")
        found = self.dossier.search(action["domain"])
        self.assertEqual(found, self.dossier)
        self.assertEqual(len(found), manager.open_usage_count)
        again = self.draft.with_user(self.manager).action_open_predecessor_usage()
        self.assertEqual(again["domain"], action["domain"])

    def test_editor_sees_the_number_and_no_dossier(self):
        version = self.version.with_user(self.editor)
        self.assertEqual(version.open_usage_count, 1)
        with self.assertRaises(UserError):
            version.action_open_usage()

    def test_nothing_is_received_from_the_day_of_an_abolition_on(self):
        friday = THURSDAY + timedelta(days=1)
        self.version._abolish(friday.date())
        self.assertTrue(self.receive(owner="Trần Thị Bốn"))
        with self.assertRaises(UserError):
            self.receive(friday, owner="Lê Văn Năm")
        with frozen(friday):
            self.assertEqual(self.dossier.state, "received")
            self.dossier.with_user(self.clerk).action_transfer()
        self.assertEqual(self.dossier.state, "processing")
