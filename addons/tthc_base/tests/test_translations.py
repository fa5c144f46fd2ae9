import re

import polib

from odoo.tests import TransactionCase
from odoo.tools import file_path

PLACEHOLDER = re.compile(r"%\(\w+\)s|{\w+(?::\w+)?}")


class TestTranslations(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = polib.pofile(file_path("tthc_base/i18n/tthc_base.pot"))
        cls.vietnamese = polib.pofile(file_path("tthc_base/i18n/vi.po"))

    def test_every_word_has_its_vietnamese(self):
        words = {entry.msgid for entry in self.template}
        self.assertEqual({entry.msgid for entry in self.vietnamese}, words)
        self.assertEqual([e.msgid for e in self.vietnamese if not e.msgstr], [])
        self.assertFalse(self.vietnamese.fuzzy_entries())

    def test_placeholders_survive_the_translation(self):
        for entry in self.vietnamese:
            with self.subTest(entry.msgid):
                self.assertEqual(
                    sorted(PLACEHOLDER.findall(entry.msgstr)),
                    sorted(PLACEHOLDER.findall(entry.msgid)),
                )

    def test_vietnamese_is_loaded_with_the_addon(self):
        group = self.env.ref("tthc_base.group_reception")
        self.assertEqual(group.with_context(lang="vi_VN").name, "Cán bộ tiếp nhận")
        # A word of Odoo itself, from a module that was installed before this one.
        model = self.env["ir.model"]._get("res.users")
        self.assertNotEqual(
            model.with_context(lang="vi_VN").name, model.with_context(lang="en_US").name
        )
