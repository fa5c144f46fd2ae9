from types import SimpleNamespace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools import clock

from .common import MOMENT
from .training_common import TrainingData


@tagged("post_install", "-at_install")
class TestTrainingTour(TrainingData, TthcOrganisation, HttpCase):
    """From who lacks a training to nobody, as HR works."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_training_data()
        cls.training.unlink()

    def test_until_nobody_lacks_it(self):
        needs = self.env["tthc.training.need"]
        lacking = [("standing", "=", "missing")]
        self.assertEqual(needs.search_count(lacking), 2)
        self.start_tour(
            "/odoo/training-needs", "tthc_training", login="test_hr", timeout=120
        )
        needs.invalidate_model()
        self.assertFalse(needs.search_count(lacking))
        session = self.env["tthc.training.session"].search(
            [("topic_id", "=", self.topic.id)]
        )
        self.assertEqual((session.state, session.present_count), ("held", 2))
        # in the words of those who are told
        self.assertIn(self.users["reception"].name, self.told(session)["Mời dự"])
