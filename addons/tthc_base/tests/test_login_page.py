from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestLoginPage(HttpCase):
    def _page(self, path):
        return self.url_open(path, headers={"Accept-Language": "en-US,en"})

    def test_login_page_speaks_vietnamese_to_every_browser(self):
        page = self._page("/web/login")
        self.assertIn("Mật khẩu", page.text)
        self.assertIn("Tên đăng nhập", page.text)
        self.assertNotIn(">Password<", page.text)

    def test_nobody_makes_an_account_for_himself(self):
        self.assertNotIn("/web/signup", self._page("/web/login").text)
        self.assertEqual(self._page("/web/signup").status_code, 404)
