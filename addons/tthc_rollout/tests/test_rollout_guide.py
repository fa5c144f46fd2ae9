import re

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path


@tagged("post_install", "-at_install")
class TestRolloutGuide(TransactionCase):
    """The guides of the addon: their pictures are there, their screens, too."""

    def guides(self):
        guides = self.env["tthc.guide"].search(
            [("template", "=like", "tthc_rollout.%")], limit=50
        )
        self.assertGreaterEqual(len(guides), 8)
        return guides

    def test_each_picture_of_a_guide_is_there(self):
        pictures = set()
        for guide in self.guides():
            page = str(self.env["ir.qweb"]._render(guide.template, {"guide": guide}))
            pictures |= {*re.findall(r'src="/(tthc_rollout/[^"]+)"', page)}
        self.assertGreaterEqual(len(pictures), 5)
        for path in pictures:
            with self.subTest(path):
                self.assertTrue(file_path(path))

    def test_each_screen_of_a_guide_is_there(self):
        paths = {path for guide in self.guides() for path in guide.paths.split()}
        for path in paths:
            with self.subTest(path):
                self.assertTrue(
                    self.env["ir.actions.actions"].search_count([("path", "=", path)])
                )
