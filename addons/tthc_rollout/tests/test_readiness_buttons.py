from lxml import etree

from odoo.tests import tagged

from .common import ReadinessCase

#: Actions of a report that a closed campaign refuses.
WHILE_OPEN = {"action_file", "action_submit"}


@tagged("post_install", "-at_install")
class TestReadinessButtons(ReadinessCase):
    """No button is shown that can only fail, and what can't be undone asks."""

    def buttons(self, model, role):
        """Buttons of a form's header as a role gets them."""
        view = self.env[model].with_user(self.users[role]).get_view(view_type="form")
        return etree.fromstring(view["arch"]).findall("header/button")

    def test_closed_campaign_offers_no_filing(self):
        for role in ("reporter", "leader", "coordinator"):
            for button in self.buttons("tthc.readiness.report", role):
                if button.get("name") in WHILE_OPEN:
                    with self.subTest(role=role, button=button.get("string")):
                        self.assertIn("campaign_state", button.get("invisible"))

    def test_filing_asks_before_it_freezes(self):
        for role in ("reporter", "leader"):
            for button in self.buttons("tthc.readiness.report", role):
                if button.get("name") == "action_file":
                    with self.subTest(role=role, button=button.get("string")):
                        self.assertTrue(button.get("confirm"))

    def test_inspector_has_buttons_that_read_only(self):
        for model in (
            "tthc.readiness.report",
            "tthc.readiness.campaign",
            "tthc.outline",
            "tthc.consultation",
        ):
            names = {
                button.get("name")
                for button in self.buttons(model, "inspector")
                if button.get("type") == "object"
            }
            with self.subTest(model):
                self.assertLessEqual(names, {"action_word", "action_excel"})

    def test_one_primary_button_a_state(self):
        for role in ("reporter", "leader"):
            shown = [
                button
                for button in self.buttons("tthc.readiness.report", role)
                if "btn-primary" in (button.get("class") or "")
            ]
            conditions = [button.get("invisible") for button in shown]
            with self.subTest(role):
                self.assertEqual(len(conditions), len(set(conditions)))
