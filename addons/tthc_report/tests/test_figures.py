"""Further tables: every figure is its list, parts add up, the past stays as it was."""

from odoo.tests import tagged

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY

from .figure_common import DAY, FigureCase

AFTER = THURSDAY + 60 * DAY


@tagged("post_install", "-at_install")
class TestFigures(FigureCase):
    def test_every_figure_is_its_list_for_everybody(self):
        with frozen(AFTER):
            for user in (self.inspector, self.manager, self.leader):
                self.assertTrue(self.assert_figures_are_their_lists(user))

    def test_a_center_and_an_agency_narrow_the_tables(self):
        with frozen(AFTER):
            self.assert_figures_are_their_lists(
                self.inspector, center_id=self.center.id, agency_id=self.agency.id
            )
            none = self.figures("hours", center_id=self.other_center.id)
        self.assertEqual(list(none), ["Tổng cộng"])
        self.assertEqual(none["Tổng cộng"]["all"], 0)
