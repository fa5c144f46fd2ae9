from datetime import date, datetime

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.tthc_base.tools.clock import frozen

from .common import CatalogCommon

TODAY = datetime(2026, 5, 4, 3, 0)


@tagged("-at_install", "post_install")
class TestLife(CatalogCommon):
    """What a version is today follows from its state and its dates."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.by_life = {
            "draft": cls._new_version("9.000101"),
            "proposed": cls._new_version("9.000102"),
            "waiting": cls._approved_version("9.000103", valid_from="2026-06-01"),
            "in_force": cls._approved_version("9.000104"),
            "superseded": cls._approved_version("9.000105", valid_to="2026-05-04"),
            "abolished": cls._approved_version("9.000106"),
        }
        cls.by_life["proposed"].action_propose()
        with frozen(TODAY):
            cls.by_life["abolished"].action_abolish()
            never = cls._approved_version("9.000107", valid_from="2026-08-01")
            never.action_abolish()
            cls.by_life["abolished"] |= never
            ending = cls._approved_version("9.000108")
            ending._abolish(date(2026, 6, 1))
            cls.by_life["in_force"] |= ending
        cls.all = cls.env["tthc.procedure.version"].union(*cls.by_life.values())

    def setUp(self):
        super().setUp()
        self.enterContext(frozen(TODAY))
        self.all.invalidate_recordset(["life"])

    def test_each_version_has_its_stage(self):
        for life, versions in self.by_life.items():
            self.assertEqual(set(versions.mapped("life")), {life})

    def test_search_of_each_stage_agrees_with_the_record(self):
        mine = [("id", "in", self.all.ids)]
        for life, versions in self.by_life.items():
            with self.subTest(life=life):
                domain = [*mine, ("life", "=", life)]
                self.assertEqual(self.all.search(domain), versions.sorted())
                self.assertEqual(self.all.filtered_domain(domain), versions.sorted())

    def test_search_of_several_stages_and_of_the_others(self):
        mine = [("id", "in", self.all.ids)]
        some = ("waiting", "superseded")
        found = self.all.search([*mine, ("life", "in", some)])
        rest = self.all.search([*mine, ("life", "not in", some)])
        self.assertEqual(set(found.mapped("life")), set(some))
        self.assertEqual(found | rest, self.all.search(mine))
        self.assertFalse(found & rest)

    def test_stage_changes_with_the_day_alone(self):
        waiting = self.by_life["waiting"]
        with frozen(datetime(2026, 6, 1, 3, 0)):
            waiting.invalidate_recordset(["life"])
            self.assertEqual(waiting.life, "in_force")
            self.assertIn(waiting, waiting.search([("life", "=", "in_force")]))

    def test_filter_of_changes_within_30_days_finds_beginnings_and_ends(self):
        view = self.env.ref("tthc_catalog.tthc_procedure_version_view_search")
        self.assertIn("changes_soon", view.arch)


@tagged("-at_install", "post_install")
class TestLimitWhole(CatalogCommon):
    def test_part_of_a_day_is_refused_where_days_are_counted(self):
        for unit in ("working_day", "day", "month"):
            with self.subTest(unit), self.assertRaisesRegex(ValidationError, "2,5"):
                self._new_version(limit_value=2.5, limit_unit=unit)

    def test_part_of_an_hour_and_of_a_half_day_is_accepted(self):
        for unit in ("minute", "hour", "half_day"):
            version = self._new_version(limit_value=2.5, limit_unit=unit)
            self.assertEqual(version.limit_value, 2.5)

    def test_limit_of_a_part_is_looked_at_too(self):
        version = self._new_version()
        case = self.env["tthc.procedure.case"].create(
            {"version_id": version.id, "name": "Cấp lại", "limit_value": 1.5}
        )
        with self.assertRaises(ValidationError):
            case.limit_unit = "working_day"

    def test_every_limit_that_is_accepted_can_be_counted(self):
        calendar = self.center.resource_calendar_id
        for unit, _label in self.env["tthc.limit"]._fields["limit_unit"].selection:
            for value in (1, 2.5):
                with self.subTest(unit=unit, value=value):
                    try:
                        self._new_version(limit_value=value, limit_unit=unit)
                    except ValidationError:
                        with self.assertRaises(UserError):
                            calendar.tthc_due(TODAY, value, unit)
                    else:
                        self.assertTrue(calendar.tthc_due(TODAY, value, unit).at)
