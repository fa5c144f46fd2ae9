from odoo.tests import TransactionCase
from odoo.tools.translate import code_translations

from .translation_common import TranslationChecks


class TestTranslations(TranslationChecks, TransactionCase):
    addon = "tthc_base"

    def test_vietnamese_is_loaded_with_the_addon(self):
        group = self.env.ref("tthc_base.group_reception")
        self.assertEqual(group.with_context(lang="vi_VN").name, "Cán bộ tiếp nhận")
        # A word of Odoo itself, from a module that was installed before this one.
        model = self.env["ir.model"]._get("res.users")
        self.assertNotEqual(
            model.with_context(lang="vi_VN").name, model.with_context(lang="en_US").name
        )

    def test_words_that_odoo_lacks_are_lent_to_its_pages(self):
        own = code_translations.get_web_translations("tthc_base", "vi_VN")
        words = {message["id"]: message["string"] for message in own["messages"]}
        self.assertEqual(words["Missing required fields"], "Còn ô bắt buộc chưa điền")
