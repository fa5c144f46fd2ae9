import re

import polib

from odoo import models
from odoo.tools import file_path

PLACEHOLDER = re.compile(r"%\(\w+\)s|{\w+(?::\w+)?}")


class TranslationChecks:
    """What every addon of the suite keeps in ``i18n``; mixed into a TransactionCase.

    ``addon`` is the technical name.
    """

    addon = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template, cls.vietnamese = (
            polib.pofile(file_path(f"{cls.addon}/i18n/{name}"))
            for name in (f"{cls.addon}.pot", "vi.po")
        )

    def test_every_word_has_its_vietnamese(self):
        words = {entry.msgid for entry in self.template}
        self.assertEqual({entry.msgid for entry in self.vietnamese}, words)
        self.assertEqual([e.msgid for e in self.vietnamese if not e.msgstr], [])
        self.assertFalse(self.vietnamese.fuzzy_entries())

    def test_every_place_of_a_word_has_its_vietnamese(self):
        # Odoo loads the labels of fields and choices by their place, not their word.
        for entry in self.template:
            with self.subTest(entry.msgid):
                there = self.vietnamese.find(entry.msgid)
                self.assertLessEqual({*entry.occurrences}, {*there.occurrences})

    def test_placeholders_survive_the_translation(self):
        for entry in self.vietnamese:
            with self.subTest(entry.msgid):
                self.assertEqual(
                    sorted(PLACEHOLDER.findall(entry.msgstr)),
                    sorted(PLACEHOLDER.findall(entry.msgid)),
                )

    def test_labels_of_all_fields_are_in_vietnamese(self):
        known = {entry.msgid: entry.msgstr for entry in self.vietnamese}
        english, vietnamese = (
            self.env(context={"lang": lang}) for lang in ("en_US", "vi_VN")
        )
        for name, field in self._own_fields():
            with self.subTest(model=name, field=field.name):
                word = field._description_string(english)
                self.assertEqual(field._description_string(vietnamese), known[word])
                if field.type == "selection" and isinstance(field.selection, list):
                    shown = dict(field._description_selection(vietnamese))
                    for key, word in field._description_selection(english):
                        # A choice of another addon has its Vietnamese there.
                        self.assertEqual(shown[key], known.get(word, shown[key]))

    def _own_fields(self):
        """Fields that the addon gives to models, as pairs (name of model, field)."""
        for name, model in self.env.registry.items():
            for field in model._fields.values():
                if field._module != self.addon or field.name in models.MAGIC_COLUMNS:
                    continue
                if field.name == "display_name" or field.related:
                    continue
                yield name, field
