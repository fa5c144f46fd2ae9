from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.tthc_base.tests.common import ROLES

from ..models.tthc_version_lifecycle import TRANSITIONS
from .common import CatalogCommon

#: Roles that hold the group of a transition, as the groups imply each other.
HOLDERS = {
    "tthc_base.group_catalog_editor": {"editor", "controller", "admin"},
    "tthc_base.group_catalog_controller": {"controller", "admin"},
}
STATES = ("draft", "proposed", "approved", "abolished")


@tagged("-at_install", "post_install")
class TestStates(CatalogCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # An end that has not come: withdrawing the abolition is still possible.
        actions = (
            lambda version: version.action_propose(),
            lambda version: version.action_approve(),
            lambda version: version._abolish(date(2999, 1, 1)),
        )
        cls.version_in = {}
        for number, state in enumerate(STATES):
            version = cls._new_version(f"9.00010{number}")
            for action in actions[:number]:
                action(version)
            cls.version_in[state] = version

    def test_every_action_in_every_state_by_every_role(self):
        for state, version in self.version_in.items():
            self.assertEqual(version.state, state)
            for name, transition in TRANSITIONS.items():
                for role in ROLES:
                    with (
                        self.subTest(action=name, role=role, state=state),
                        self.env.cr.savepoint() as savepoint,
                    ):
                        self._check_cell(name, transition, role, version)
                        savepoint.rollback()

    def _check_cell(self, name, transition, role, version):
        state = version.state
        version = version.with_user(self.users[role])
        action = getattr(version, f"action_{name}")
        if role not in HOLDERS[transition.group]:
            with self.assertRaises(AccessError):
                action()
        elif state != transition.source:
            with self.assertRaises(UserError):
                action()
        else:
            action()
            self.assertEqual(version.state, transition.target)

    def test_write_of_the_state_is_refused_to_everybody(self):
        version = self._new_version()
        for user in (self.users["admin"], self.env.user):
            with self.assertRaises(AccessError):
                version.with_user(user).write({"state": "approved"})

    def test_no_context_of_a_client_opens_the_state(self):
        version = self._new_version().with_user(self.users["admin"])
        for value in (True, 1, "1", {}, object()):
            with self.assertRaises(AccessError):
                version.with_context(**{version._move_key(): value}).state = "approved"

    def test_creation_in_another_state_is_refused(self):
        values = {
            "procedure_id": self._new_version().procedure_id.id,
            "name": "Lén lút",
            "valid_from": "2026-01-01",
        }
        model = self.env["tthc.procedure.version"].with_user(self.users["admin"])
        with self.assertRaises(AccessError):
            model.create({**values, "state": "approved"})
        with self.assertRaises(AccessError):
            model.with_context(default_state="approved").create(values)

    def test_copy_in_another_state_is_refused(self):
        with self.assertRaises(AccessError):
            self._new_version().copy({"state": "approved"})

    def test_import_of_a_state_is_refused(self):
        version = self._new_version()
        result = version.with_user(self.users["admin"]).load(
            [".id", "state"], [[str(version.id), "approved"]]
        )
        self.assertFalse(result["ids"])
        self.assertEqual(version.state, "draft")

    def test_batch_with_one_wrong_state_moves_nothing(self):
        draft = self._new_version("9.000002")
        proposed = self._new_version("9.000003")
        proposed.action_propose()
        with self.assertRaisesRegex(UserError, "9.000003 is “Proposed”"):
            (draft | proposed).action_propose()
        self.assertEqual(draft.state, "draft")

    def test_hook_gets_the_approved_batch_once_and_may_write(self):
        versions = self._new_version("9.000004") | self._new_version("9.000005")
        versions.action_propose()
        batches = []

        def on_approved(batch):
            batches.append((batch, set(batch.mapped("state"))))
            batch.source = "chain"

        with patch.object(type(versions), "_on_approved", on_approved):
            versions.with_user(self.users["controller"]).action_approve()
        self.assertEqual(batches, [(versions, {"approved"})])
        self.assertEqual(set(versions.mapped("source")), {"chain"})

    def test_abolishing_decision_is_not_written_by_hand(self):
        version = self._approved_version("9.000006").with_user(self.users["admin"])
        decision = self.env["tthc.decision"].create({"name": "1/QĐ"})
        with self.assertRaises(AccessError):
            version.abolished_by_id = decision
        with self.assertRaises(AccessError):
            version.with_context(default_abolished_by_id=decision.id).create(
                {"procedure_id": version.procedure_id.id, "name": "Lén lút"}
            )

    def test_batch_with_one_incomplete_says_which_and_moves_nothing(self):
        whole = self._new_version("9.000007")
        bad = self._new_version("9.000008", limit_unit=False)
        worse = self._new_version("9.000009", valid_from=False, agency_id=False)
        with self.assertRaises(UserError) as caught:
            (whole | bad | worse).action_propose()
        message = str(caught.exception)
        self.assertIn("2 of 3", message)
        self.assertIn("9.000008: the limit 20 has no unit", message)
        self.assertIn("9.000009: no date of effect; no agency stated", message)
        self.assertEqual(whole.state, "draft")

    def test_batch_says_how_many_were_moved(self):
        versions = self._new_version("9.000010") | self._new_version("9.000011")
        told = versions.with_user(self.users["editor"]).action_propose()
        self.assertIn("2 proposed", told["params"]["message"])
        told = versions.with_user(self.users["controller"]).action_approve()
        self.assertIn("2 approved", told["params"]["message"])
