from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import TthcOrganisation

CHECK_IDENTITY = "odoo.addons.auth_timeout.models.ir_http.CheckIdentityException"


@tagged("post_install", "-at_install")
class TestSessionLock(TthcOrganisation, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()
        cls.clerk = cls.users["reception"]
        cls.colleague = cls._new_user("reception", "test_colleague")

    def setUp(self):
        super().setUp()
        self.authenticate(self.clerk.login, self.clerk.login)

    def _lock(self):
        self.make_jsonrpc_request("/tthc/session/lock")

    def _unlock(self, password):
        return self.make_jsonrpc_request(
            "/auth-timeout/session/check-identity",
            {"type": "password", "password": password},
        )

    def _read_agency(self):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw/tthc.agency/read",
            {
                "model": "tthc.agency",
                "method": "read",
                "args": [self.justice.ids, ["name"]],
                "kwargs": {},
            },
        )

    def test_locked_session_reads_nothing_over_rpc(self):
        self.assertEqual(self._read_agency()[0]["name"], self.justice.name)
        self._lock()
        with self.assertRaises(JsonRpcException) as refused:
            self._read_agency()
        self.assertEqual(refused.exception.args[0], CHECK_IDENTITY)

    def test_locked_session_is_a_stranger_to_public_routes(self):
        attachment = self.env["ir.attachment"].create(
            {
                "name": "paper.txt",
                "raw": b"contents of a dossier",
                "res_model": "tthc.agency",
                "res_id": self.justice.id,
            }
        )
        address = f"/web/content/{attachment.id}"
        self.assertEqual(self.url_open(address).content, b"contents of a dossier")
        self._lock()
        response = self.url_open(address)
        self.assertEqual(response.status_code, 404)
        self.assertNotIn(b"contents of a dossier", response.content)

    def test_locked_session_reads_nothing_over_json_2(self):
        headers = {
            "Sec-Fetch-Dest": "document",
            "Sec-Fetch-Mode": "navigate",
            "Sec-Fetch-Site": "same-origin",
            "Sec-Fetch-User": "?1",
        }
        address = "/json/2/tthc.agency/search_read"
        body = {"domain": [["id", "=", self.justice.id]], "fields": ["name"]}
        self.assertIn(
            self.justice.name,
            self.url_open(address, headers=headers, json=body).json()[0]["name"],
        )
        self._lock()
        response = self.url_open(address, headers=headers, json=body)
        self.assertNotIn(self.justice.name, response.text)

    def test_locked_page_asks_for_the_password(self):
        self._lock()
        response = self.url_open("/report/html/base.report_irmodeloverview/1")
        self.assertIn("/auth-timeout/check-identity", response.url)
        self.assertIn("o_tthc_other_login", response.text)

    def test_password_of_the_same_user_unlocks(self):
        self._lock()
        self._unlock(self.clerk.login)
        self.assertEqual(self._read_agency()[0]["name"], self.justice.name)

    def test_wrong_password_leaves_the_session_locked(self):
        self._lock()
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self._unlock(self.colleague.login)
        with self.assertRaises(JsonRpcException):
            self._read_agency()

    def test_question_for_the_methods_does_not_unlock(self):
        self._lock()
        self.make_jsonrpc_request("/auth-timeout/session/check-identity")
        with self.assertRaises(JsonRpcException):
            self._read_agency()

    def test_another_clerk_can_log_in_over_a_locked_session(self):
        self._lock()
        self.make_jsonrpc_request(
            "/web/session/authenticate",
            {
                "db": self.env.cr.dbname,
                "login": self.colleague.login,
                "password": self.colleague.login,
            },
        )
        self.assertEqual(self._read_agency()[0]["name"], self.justice.name)

    def test_staff_is_locked_out_after_inactivity(self):
        group = self.env.ref("tthc_base.group_staff")
        group.lock_timeout_inactivity = 7
        self.assertEqual(self.clerk._get_lock_timeout_inactivity(), 7 * 60)

    def test_lock_button_hides_the_screen_until_the_password_is_given(self):
        self.start_tour(
            f"/odoo/agencies/{self.justice.id}",
            "tthc_session_lock",
            login=self.clerk.login,
        )

    def test_lock_hotkey_works_while_typing(self):
        self.start_tour(
            f"/odoo/agencies/{self.justice.id}",
            "tthc_session_lock_hotkey",
            login=self.users["admin"].login,
        )
        self.justice.invalidate_recordset(["short_name"])
        self.assertEqual(self.justice.short_name, "Typed before the lock")
