import re
from datetime import datetime

from odoo.addons.tthc_base.tools.working_calendar import Session, WorkingCalendar

from ..tools import step_plan
from ..tools.step_plan import Task
from .common import CatalogCommon

DAY = (Session.from_hours(7, 11.5), Session.from_hours(13.5, 17))
WEEK = WorkingCalendar((DAY, DAY, DAY, DAY, DAY, (), ()))
MONDAY = datetime(2026, 1, 5, 17)


class TestStepPlan(CatalogCommon):
    """How limits add up, on a plain week and without a database."""

    def check_end(self, expected, *tasks):
        end = step_plan.end(WEEK, MONDAY, list(tasks))
        self.assertEqual(end.strftime("%d/%m"), expected)

    def test_limits_one_after_the_other_add_up(self):
        self.check_end("02/02", *(Task(n, 5, "working_day") for n in range(4)))

    def test_tasks_side_by_side_take_as_long_as_the_longest(self):
        self.check_end("26/01", Task(0, 15, "working_day"), Task(0, 5, "day"), Task(1))

    def test_same_day_and_no_limit_take_no_day(self):
        self.check_end(
            "12/01", Task(0, 0, "same_day"), Task(1, 5, "working_day"), Task(2)
        )

    def test_cumulative_line_counts_from_start(self):
        self.check_end(
            "23/01",
            Task(0, 2, "working_day"),
            Task(1, 7, "working_day"),
            Task(2, 14, "working_day", from_start=True),
        )

    def test_weekends_between_day_limits_do_not_add_up(self):
        tasks = [Task(number, 10, "day") for number in range(3)]
        self.assertIsNone(step_plan.worst_excess(WEEK, tasks, 30, "day"))
        self.assertIsNotNone(step_plan.worst_excess(WEEK, tasks, 29, "day"))

    def test_mixed_units_are_compared_from_every_weekday(self):
        # Five working days take a weekend along from any day of the week.
        tasks = [Task(0, 4, "working_day")]
        self.assertIsNone(step_plan.worst_excess(WEEK, tasks, 6, "day"))
        start, end = step_plan.worst_excess(WEEK, tasks, 5, "day")
        self.assertEqual((start.strftime("%a"), (end - start).days), ("Tue", 6))

    def test_hours_run_through_the_sessions(self):
        self.check_end("06/01", Task(0, 1, "half_day"), Task(1, 4, "hour"))


class TestChainWarnings(CatalogCommon):
    def warnings_of(self, *lines, **values):
        version = self._new_version(limit_value=20, limit_unit="working_day")
        return self._new_chain(list(lines), version, **values).warning_text or ""

    @staticmethod
    def line(amount, unit="working_day", **values):
        return {"limit_value": amount, "limit_unit": unit, **values}

    def test_chain_within_its_limit_has_no_warning(self):
        text = self.warnings_of(
            self.line(0, "same_day"),
            self.line(13, parallel_group="A"),
            self.line(20, parallel_group="A", from_start=True),
            {},
        )
        self.assertFalse(text)

    def test_warns_steps_exceed_limit(self):
        text = self.warnings_of(self.line(15), self.line(10))
        self.assertIn("add up to 25 working days, more than 20 working days", text)

    def test_warns_steps_exceed_limit_in_mixed_units(self):
        text = self.warnings_of(self.line(15), self.line(10, "day"))
        self.assertIn("Received on a", text)
        self.assertIn("more than 20 working days", text)

    def test_warns_steps_exceed_limit_of_the_chain(self):
        text = self.warnings_of(self.line(15), total_value=10, total_unit="working_day")
        self.assertIn("more than 10 working days (limit of the chain)", text)
        self.assertIn("differs from that of the procedure", text)

    def test_excluded_line_does_not_count(self):
        text = self.warnings_of(self.line(15), self.line(10, excluded_from_clock=True))
        self.assertFalse(text)

    def test_warns_total_without_unit(self):
        self.assertIn("105 has no unit", self.warnings_of({}, total_value=105))

    def test_warns_line_without_agency_and_what_comes_after_it(self):
        text = self.warnings_of({}, {"agency_id": False}, {})
        self.assertIn("“Việc 2” has no agency", text)
        self.assertIn("1 step can't be reached, because “Việc 2” before", text)
        self.assertNotIn("“Việc 1”", text)

    def test_warns_limit_from_start_that_is_over_before_its_turn(self):
        text = self.warnings_of(self.line(10), self.line(5, from_start=True))
        self.assertIn("“Việc 2” can't be reached in time", text)

    def test_warns_letter_that_stands_alone(self):
        text = self.warnings_of({"parallel_group": "A"}, {}, {})
        self.assertIn("“Việc 1” is marked side by side (A) with no other line", text)

    def test_lone_letter_runs_beside_the_line_before_it(self):
        version = self._new_version(limit_value=20, limit_unit="day")
        chain = self._new_chain(
            [
                self.line(7),
                self.line(12, "day", parallel_group="A"),
                self.line(20, "day", from_start=True),
            ],
            version,
        )
        self.assertEqual(chain.line_ids._stage_keys(), [0, 0, 1])
        self.assertEqual(
            chain.warning_text,
            "“Việc 2” alone is marked side by side (A): it is taken to run beside "
            "“Việc 1”.",
        )

    def test_warns_letters_that_are_torn_apart(self):
        text = self.warnings_of({"parallel_group": "A"}, {}, {"parallel_group": "A"})
        self.assertIn("“Việc 1” is marked side by side (A), but lines", text)
        self.assertIn("“Việc 3” is marked side by side (A), but lines", text)

    def test_steps_of_a_version_are_warned_about_too(self):
        version = self._new_version(limit_value=5, agency_id=False)
        step = self.env["tthc.procedure.step"].create(
            {
                "version_id": version.id,
                "name": "Thẩm định",
                "limit_value": 6,
                "limit_unit": "working_day",
            }
        )
        self.assertIn("“Thẩm định” has no agency", version.step_warning_text)
        self.assertIn("6 working days, more than 5", version.step_warning_text)
        version.agency_id = self.justice
        self.assertNotIn("no agency", version.step_warning_text)
        version.is_interlinked = True
        self.assertIn("“Thẩm định” has no agency", version.step_warning_text)
        step.write({"agency_id": self.justice.id, "limit_value": 5})
        self.assertFalse(version.step_warning_text)

    def test_steps_must_keep_the_limit_of_each_case(self):
        version = self._new_version(
            case_ids=[
                (0, 0, {"name": "Gấp", "limit_value": 3, "limit_unit": "working_day"})
            ],
            step_ids=[
                (0, 0, {"name": "a", "limit_value": 4, "limit_unit": "working_day"})
            ],
        )
        self.assertIn("more than 3 working days (Gấp)", version.step_warning_text)

    def test_drawing_begins_on_the_weekday_that_the_warning_names(self):
        version = self._new_version(limit_value=35, limit_unit="day")
        chain = self._new_chain(
            [
                self.line(3),
                self.line(15, "day"),
                self.line(10, "day"),
                self.line(7),
            ],
            version,
        )
        total = re.search(r"steps take (\d+) days", chain.warning_text)[1]
        weekday = re.search(r"Received on a (\w+)", chain.warning_text)[1]
        self.assertEqual(chain.drawing["bars"][-1]["end"], total)
        self.assertIn(weekday, chain.drawing["axis"])

    def test_drawing_has_lanes_bars_and_the_limit(self):
        chain = self._new_chain(
            [
                self.line(5),
                self.line(7, parallel_group="A", agency_id=self.building.id),
                self.line(3, parallel_group="A"),
                {"at_center_body": True, "agency_id": False},
            ]
        )
        drawing = chain.drawing
        self.assertEqual(
            [lane["key"] for lane in drawing["lanes"]],
            [self.justice.id, self.building.id, "center"],
        )
        self.assertEqual(
            [(bar["from"], bar["to"]) for bar in drawing["bars"]],
            [(0, 5), (5, 12), (5, 8), (12, 12)],
        )
        self.assertEqual([mark["at"] for mark in drawing["marks"]], [20])
