from odoo.exceptions import AccessDenied, AccessError, ValidationError
from odoo.tests import Form
from odoo.tools import config

from .common import TthcCommon


class TestCounterOfUser(TthcCommon):
    def test_counter_of_another_center_is_refused_in_words(self):
        with self.assertRaisesRegex(ValidationError, "belongs to another center"):
            self.users["reception"].tthc_counter_id = self.other_counter

    def test_counter_without_a_center_is_refused(self):
        with self.assertRaises(ValidationError):
            self._new_user(
                "reception",
                "nowhere",
                tthc_center_id=False,
                tthc_counter_id=self.counter.id,
            )

    def test_counter_with_clerks_can_not_move_to_another_center(self):
        self.users["reception"].tthc_counter_id = self.counter
        with self.assertRaises(ValidationError):
            self.counter.center_id = self.other_center

    def test_clerk_chooses_the_own_counter(self):
        clerk = self.users["reception"]
        clerk.with_user(clerk).write({"tthc_counter_id": self.counter.id})
        self.assertEqual(clerk.tthc_counter_id, self.counter)

    def test_preferences_offer_the_counters_of_the_own_center(self):
        clerk = self.users["reception"]
        view = "base.view_users_form_simple_modif"
        with Form(clerk.with_user(clerk), view) as preferences:
            preferences.tthc_counter_id = self.counter
        self.assertEqual(clerk.tthc_counter_id, self.counter)
        with (
            Form(clerk.with_user(clerk), view) as preferences,
            self.assertRaises(AssertionError),
        ):
            preferences.tthc_center_id = self.other_center

    def test_clerk_can_not_choose_agency_center_or_roles(self):
        clerk = self.users["reception"]
        admin_group = self.env.ref("tthc_base.group_admin")
        for values in (
            {"tthc_agency_ids": [(4, self.building.id)]},
            {"tthc_center_id": self.other_center.id},
            {"tthc_demo_role": "x"},
            {"group_ids": [(4, admin_group.id)]},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                clerk.with_user(clerk).write(values)

    def test_clerk_chooses_no_counter_for_a_colleague(self):
        clerk = self.users["reception"]
        with self.assertRaises(AccessError):
            self.users["courier"].with_user(clerk).tthc_counter_id = self.counter


class TestDemoLogins(TthcCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demo_user = cls._new_user("reception", "demo_clerk", tthc_demo_role="Clerk")

    def _serve(self, interface, proxy=False):
        """Pretend that the server was started with these settings."""
        self.patch(
            config,
            "options",
            config.options.new_child(
                {"http_interface": interface, "proxy_mode": proxy}
            ),
        )

    def _log_in(self, user):
        return user.with_user(user)._check_credentials(
            {"type": "password", "login": user.login, "password": user.login},
            {"interactive": True},
        )

    def test_demo_login_works_on_the_loopback_address(self):
        for interface in ("127.0.0.1", "::1", "localhost"):
            with self.subTest(interface):
                self._serve(interface)
                self.assertEqual(self._log_in(self.demo_user)["uid"], self.demo_user.id)

    def test_demo_login_is_refused_where_others_can_reach_the_server(self):
        for interface in ("0.0.0.0", "::", "192.168.1.5", "", "server.example"):
            self._serve(interface)
            with self.subTest(interface), self.assertRaises(AccessDenied):
                self._log_in(self.demo_user)

    def test_demo_login_is_refused_behind_a_proxy(self):
        self._serve("127.0.0.1", proxy=True)
        with self.assertRaises(AccessDenied):
            self._log_in(self.demo_user)

    def test_real_login_works_everywhere(self):
        clerk = self.users["reception"]
        self._serve("0.0.0.0", proxy=True)
        self.assertEqual(self._log_in(clerk)["uid"], clerk.id)
