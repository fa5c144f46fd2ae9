from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestEmptyScreens(TransactionCase):
    """Whoever opens an empty screen of the menu reads what to do first."""

    def test_every_screen_of_the_menu_says_what_to_do_when_it_is_empty(self):
        root = self.env.ref("tthc_center_hr.menu_root")
        menus = self.env["ir.ui.menu"].search([("id", "child_of", root.id)])
        screens = [
            menu.action
            for menu in menus.filtered("action")
            if menu.action._name == "ir.actions.act_window"
            and menu.action.target != "new"
        ]
        self.assertGreater(len(screens), 20)
        for screen in screens:
            with self.subTest(screen.path or screen.name):
                self.assertIn("o_view_nocontent", screen.help or "")
