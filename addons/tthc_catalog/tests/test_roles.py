from datetime import date

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import ROLES

from .common import CatalogMaker

MODEL = "tthc.procedure.version"
EDITORS = {"editor", "controller", "admin"}
CONTROLLERS = {"controller", "admin"}
ACCESS_ERROR = "odoo.exceptions.AccessError"


@tagged("-at_install", "post_install")
class TestRoles(CatalogMaker, HttpCase):
    """Editor proposes, controller approves, others read: as a client calls it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()
        cls._set_up_catalog()

    def _call(self, model, method, *args, **kwargs):
        """Call a method like the web client.

        :return: pair: result, name and message of the error
        """
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={
                "params": {
                    "model": model,
                    "method": method,
                    "args": list(args),
                    "kwargs": kwargs,
                }
            },
        ).json()
        data = answer.get("error", {}).get("data", {})
        return answer.get("result"), data.get("name", ""), data.get("message", "")

    def _log_in(self, role):
        login = self.users[role].login
        self.authenticate(login, login)

    def test_everybody_reads_by_rpc(self):
        version = self._approved_version()
        for role in ROLES:
            with self.subTest(role=role):
                self._log_in(role)
                result, error, _said = self._call(
                    MODEL, "read", version.ids, ["code", "life", "difference_html"]
                )
                self.assertFalse(error)
                self.assertEqual(result[0]["life"], "in_force")

    def test_only_editors_propose_by_rpc(self):
        for number, role in enumerate(ROLES):
            with self.subTest(role=role):
                version = self._new_version(f"9.1{number:05}")
                self._log_in(role)
                error = self._call(MODEL, "action_propose", version.ids)[1]
                allowed = role in EDITORS
                self.assertEqual(error, "" if allowed else ACCESS_ERROR)
                self.assertEqual(version.state, "proposed" if allowed else "draft")

    def test_only_controllers_approve_by_rpc(self):
        for number, role in enumerate(ROLES):
            with self.subTest(role=role):
                version = self._new_version(f"9.1{number:05}")
                version.action_propose()
                self._log_in(role)
                error = self._call(MODEL, "action_approve", version.ids)[1]
                allowed = role in CONTROLLERS
                self.assertEqual(error, "" if allowed else ACCESS_ERROR)
                self.assertEqual(version.state, "approved" if allowed else "proposed")

    def test_only_controllers_abolish_by_rpc(self):
        for number, role in enumerate(ROLES):
            with self.subTest(role=role):
                version = self._approved_version(f"9.1{number:05}")
                self._log_in(role)
                error = self._call(MODEL, "action_abolish", version.ids)[1]
                allowed = role in CONTROLLERS
                self.assertEqual(error, "" if allowed else ACCESS_ERROR)
                self.assertEqual(version.state, "abolished" if allowed else "approved")

    def test_nobody_writes_the_state_by_rpc(self):
        version = self._new_version()
        self._log_in("admin")
        for context in ({}, {version._move_key(): True}):
            error = self._call(
                MODEL, "write", version.ids, {"state": "approved"}, context=context
            )[1]
            self.assertEqual(error, ACCESS_ERROR)
        self.assertEqual(version.state, "draft")

    def test_overlap_is_refused_by_rpc_in_vietnamese_words(self):
        self._approved_version(valid_from="2026-03-01")
        other = self._new_version(valid_from="2026-03-01")
        other.action_propose()
        self.users["controller"].lang = "vi_VN"
        self._log_in("controller")
        _result, error, said = self._call(
            MODEL, "action_approve", other.ids, context={"lang": "vi_VN"}
        )
        self.assertEqual(error, "odoo.exceptions.UserError")
        self.assertIn("9.000001 đã có phiên bản được phê duyệt", said)
        self.assertEqual(other.state, "proposed")

    def test_dates_are_written_to_many_drafts_and_to_no_approved_one(self):
        drafts = self._new_version("9.000001") | self._new_version("9.000002")
        approved = self._approved_version("9.000003")
        self._log_in("editor")
        values = {"valid_from": "2026-09-01"}
        error = self._call(MODEL, "write", drafts.ids, values)[1]
        self.assertFalse(error)
        self.assertEqual(set(drafts.mapped("valid_from")), {date(2026, 9, 1)})
        values = {"valid_from": "2026-10-01"}
        _result, error, said = self._call(
            MODEL, "write", (drafts | approved).ids, values
        )
        self.assertEqual(error, "odoo.exceptions.UserError")
        self.assertIn("9.000003", said)
        self.assertNotIn("9.000001", said)
        self.assertEqual(set(drafts.mapped("valid_from")), {date(2026, 9, 1)})
