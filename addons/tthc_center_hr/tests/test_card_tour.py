from types import SimpleNamespace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools import clock

from .card_common import CardData, picture
from .common import MOMENT


@tagged("post_install", "-at_install")
class TestCardTour(CardData, TthcOrganisation, HttpCase):
    """From the post to the card that is lost, as HR works."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.reserve.staff_id.photo = picture(600, 800)
        cls.main.staff_id.photo = picture(1000, 800)

    def test_picture_is_cropped_on_the_screen(self):
        person = self.main.staff_id
        self.assertFalse(person.photo_fits)
        self.start_tour(
            f"/odoo/staff-sheets/{person.id}", "tthc_photo_crop", login="test_hr"
        )
        person.invalidate_recordset()
        self.assertTrue(person.photo_fits)
        self.assertEqual((person.photo_width, person.photo_height), (600, 800))
