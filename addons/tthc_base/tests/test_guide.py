from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestGuide(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk, cls.leader, cls.courier = (
            new_test_user(cls.env, f"guide_{role}", groups=f"tthc_base.group_{role}")
            for role in ("reception", "leader", "courier")
        )
        cls.env["tthc.guide"].search([]).active = False
        cls.first, cls.second = cls.env["tthc.guide"].create(
            [
                {
                    "name": f"Vai {role}",
                    "code": f"vai-{role}",
                    "group_id": cls.env.ref(f"tthc_base.group_{role}").id,
                    "template": "tthc_base.guide_list",
                    "paths": f"man-{role} chung",
                }
                for role in ("reception", "specialist")
            ]
        )

    def guide(self, user, screen):
        """The guide that a user gets at a screen."""
        return self.env["tthc.guide"].with_user(user)._for_screen(screen)

    def test_screen_and_role_lead_to_the_guide(self):
        self.assertEqual(self.guide(self.clerk, "chung"), self.first)
        self.assertEqual(self.guide(self.leader, "chung"), self.second)
        self.assertEqual(self.guide(self.clerk, "man-specialist"), self.second)
        self.assertEqual(self.guide(self.clerk, "khac"), self.first)
        self.assertFalse(self.guide(self.courier, "khac"))

    def test_guides_are_read_by_all_and_written_by_the_administrator(self):
        self.assertTrue(self.first.with_user(self.courier).name)
        for user in (self.clerk, self.leader, self.courier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.first.with_user(user).name = "x"

    def test_page_leads_from_the_screen_to_the_sheet(self):
        self.authenticate("guide_reception", "guide_reception")
        page = self.url_open("/huong-dan?screen=chung")
        self.assertEqual(page.status_code, 200)
        self.assertTrue(page.url.endswith("/huong-dan/vai-reception"))
        self.assertIn("Vai specialist", page.text)
        self.assertEqual(self.url_open("/huong-dan/khong-co").status_code, 404)

    def test_guides_ask_for_a_login(self):
        page = self.url_open("/huong-dan/vai-reception", allow_redirects=False)
        self.assertIn("/web/login", page.headers.get("Location", ""))

    def test_every_guide_that_is_installed_can_be_shown(self):
        self.authenticate("guide_reception", "guide_reception")
        guides = self.env["tthc.guide"].with_context(active_test=False)
        for guide in guides.search([("id", "not in", (self.first | self.second).ids)]):
            guide.active = True
            with self.subTest(code=guide.code):
                page = self.url_open(f"/huong-dan/{guide.code}")
                self.assertEqual(page.status_code, 200)
                self.assertIn(guide.name, page.text)
