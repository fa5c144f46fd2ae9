from odoo.tests import TransactionCase

from odoo.addons.tthc_base.tests.translation_common import TranslationChecks


class TestTranslations(TranslationChecks, TransactionCase):
    addon = "tthc_center_hr_postal"
