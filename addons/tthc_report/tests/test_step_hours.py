"""Hours of finished steps: a fact of the end, by the one engine, with nothing lost."""

import random
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY, DossierCase

from ..tools.time_shares import KINDS, REST, time_shares

HOUR = timedelta(hours=1)
PARTS = ("desk", "way", "work", "citizen", "other")

spans = st.lists(
    st.tuples(
        st.sampled_from(KINDS), st.integers(-5, 60), st.none() | st.integers(-5, 60)
    ),
    max_size=8,
)


repeatable = settings(
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


class TestTimeShares(BaseCase):
    @repeatable
    @given(st.integers(0, 50), st.integers(0, 50), spans)
    def test_parts_add_up_and_each_minute_is_told_once(self, first, length, told):
        """Against a reckoning minute by minute."""
        last = first + length
        told = [span for span in told if span[2] is None or span[1] <= span[2]]
        naive = dict.fromkeys((*KINDS, REST), 0)
        for minute in range(first, last):
            inside = {
                kind
                for kind, since, until in told
                if since <= minute and (until is None or minute < until)
            }
            naive[next((kind for kind in KINDS if kind in inside), REST)] += 1
        shares = time_shares(first, last, told, lambda at: at - first)
        self.assertEqual(shares, naive)
        self.assertEqual(sum(shares.values()), length)


@tagged("post_install", "-at_install")
class TestStepHours(DossierCase):
    def _rows(self, dossier):
        rows = self.env["tthc.step.hours"].search([("dossier_id", "=", dossier.id)])
        return rows.sorted("sequence")

    def _handed_over(self, moment=THURSDAY):
        dossier = self.receive(moment)
        with frozen(moment + HOUR):
            dossier.with_user(self.clerk).action_transfer()
        return dossier

    def test_a_finished_step_leaves_its_hours(self):
        dossier = self.resolved()
        appraisal, decision = self._rows(dossier)
        self.assertEqual(appraisal.agency_id, self.agency)
        self.assertEqual(appraisal.taken_minutes, 60)
        self.assertEqual(appraisal.punctuality, "early")
        self.assertEqual(str(appraisal.finished_on), "2026-08-20")
        calendar = self.center.resource_calendar_id
        step = appraisal.step_id
        self.assertTrue(appraisal.has_due)
        self.assertEqual(
            appraisal.allowed_minutes,
            calendar.tthc_working_minutes_between(step.started_at, step.due),
        )
        self.assertEqual(decision.role, "leader")
        whole = self.env["tthc.dossier.hours"].search([("dossier_id", "=", dossier.id)])
        # Received 9:00, handed over 10:00, decided 12:00; work ends at 11:30.
        self.assertEqual(whole.desk_minutes, 60 if not dossier.paper_ids else 150)
        self.assertEqual(whole.whole_minutes, 150)

    def test_taken_back_takes_the_row_away(self):
        dossier = self._handed_over()
        with frozen(THURSDAY + 2 * HOUR):
            dossier.with_user(self.specialist).action_finish_step("granted")
        self.assertEqual(len(self._rows(dossier)), 1)
        with frozen(THURSDAY + 2 * HOUR):
            dossier.with_user(self.specialist).action_undo()
        self.assertFalse(self._rows(dossier))
        with frozen(THURSDAY + 26 * HOUR):
            dossier.with_user(self.specialist).action_finish_step("granted")
        # From Thursday 10:00 to Friday 11:00: one working day and an hour.
        self.assertEqual(self._rows(dossier).taken_minutes, 60 + 8 * 60)

    def test_result_taken_back_takes_both_rows_away(self):
        dossier = self.resolved()
        with frozen(THURSDAY + 3 * HOUR):
            dossier.with_user(self.leader).action_undo()
        self.assertEqual(len(self._rows(dossier)), 1)
        self.assertFalse(
            self.env["tthc.dossier.hours"].search([("dossier_id", "=", dossier.id)])
        )

    def test_the_citizens_time_is_not_the_agencys(self):
        dossier = self._handed_over()
        with frozen(THURSDAY + 2 * HOUR):
            dossier.with_user(self.specialist).action_ask_supplement(
                "Thiếu bản vẽ", [{"name": "Bản vẽ", "original_count": 1}]
            )
            dossier.with_user(self.clerk).action_request_supplement()
        with frozen(THURSDAY + 26 * HOUR):
            dossier.with_user(self.clerk).action_accept_supplement()
        with frozen(THURSDAY + 27 * HOUR):
            dossier.with_user(self.specialist).action_finish_step("granted")
        row = self._rows(dossier)
        self.assertEqual(row.paused_minutes, 8 * 60)
        self.assertEqual(row.citizen_minutes, 8 * 60)
        # An hour before the request, half an hour after it (until 11:30).
        self.assertEqual(row.taken_minutes, 90)
        self.assertEqual(row.whole_minutes, sum(row[f"{p}_minutes"] for p in PARTS))

    def test_a_step_that_ends_after_its_day_is_late(self):
        dossier = self._handed_over()
        with frozen(THURSDAY + timedelta(days=14)):
            dossier.with_user(self.specialist).action_finish_step("granted")
        row = self._rows(dossier)
        self.assertEqual(row.punctuality, "late")
        self.assertGreater(row.taken_minutes, row.allowed_minutes)

    def test_time_with_the_courier_is_on_the_way(self):
        self.center.custody_from = "2026-01-01"
        dossier = self._handed_over()
        paper = dossier.paper_ids.filtered(lambda paper: paper.kind == "file")
        holders = self.env["tthc.custody.holder"]
        courier = holders._of("courier", user=self.specialist)
        paper._hand_to(courier, "minutes", THURSDAY + HOUR)
        at_agency = holders._person_of(self.specialist, self.agency)
        paper._hand_to(at_agency, "minutes", THURSDAY + 2 * HOUR)
        with frozen(THURSDAY + 5 * HOUR):
            dossier.with_user(self.specialist).action_finish_step("granted")
        row = self._rows(dossier)
        # 10:00 to 14:00 with a break from 11:30 to 13:30.
        self.assertEqual(row.taken_minutes, 120)
        self.assertEqual(row.way_minutes, 60)
        self.assertEqual(row.work_minutes, 60)

    def test_filling_an_old_database_gives_the_same_rows(self):
        dossier = self.resolved()
        names = ("taken_minutes", "allowed_minutes", "punctuality", "finished_on")
        before = self._rows(dossier).read(names)
        parts = self.env["tthc.dossier.hours"].search([("dossier_id", "=", dossier.id)])
        whole = parts.whole_minutes
        self.env.cr.execute("DELETE FROM tthc_step_hours")
        self.env.cr.execute("DELETE FROM tthc_dossier_hours")
        self.env.invalidate_all()
        self.env["tthc.step.hours"]._fill(batch=1)
        after = self._rows(dossier).read(names)
        for row in before + after:
            del row["id"]
        self.assertEqual(after, before)
        parts = self.env["tthc.dossier.hours"].search([("dossier_id", "=", dossier.id)])
        self.assertEqual(parts.whole_minutes, whole)

    def test_queries_do_not_grow_with_the_dossiers(self):
        dossiers = self.env["tthc.dossier"].browse()
        for number in range(6):
            dossiers |= self._handed_over(THURSDAY + number * timedelta(minutes=1))
        steps = dossiers.step_ids.filtered(lambda step: step.state == "active")
        # The action itself is not measured: the steps are ended by hand.
        steps.with_context(**dossiers._move_context()).write(
            {"state": "done", "done_at": THURSDAY + 2 * HOUR, "punctuality": "early"}
        )
        counts = []
        for some in (dossiers[:1], dossiers[1:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["tthc.step.hours"]._note(some)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(
            len(
                self.env["tthc.step.hours"].search([("dossier_id", "in", dossiers.ids)])
            ),
            6,
        )
        self.assertLessEqual(counts[1], counts[0])

    def test_nobody_writes_hours_by_hand(self):
        row = self._rows(self.resolved())[:1]
        for user in (self.leader, self.manager, self.inspector):
            with self.assertRaises(AccessError):
                row.with_user(user).write({"taken_minutes": 1})
        with self.assertRaises(AccessError):
            row.write({"taken_minutes": 1})
        with self.assertRaises(AccessError):
            row.unlink()

    def test_who_sees_which_hours(self):
        row = self._rows(self.resolved())[:1]
        for user in (self.leader, self.manager, self.inspector):
            self.assertTrue(row.with_user(user).taken_minutes)
        self.leader.tthc_agency_ids = self.other_agency
        self.manager.tthc_center_id = self.other_center
        hours = self.env["tthc.step.hours"]
        for user in (self.leader, self.manager):
            self.assertFalse(hours.with_user(user).search([("id", "=", row.id)]))
        for user in (self.courier, self.editor, self.hr, self.clerk):
            for model in ("tthc.step.hours", "tthc.dossier.hours", "tthc.step.usual"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])


@tagged("post_install", "-at_install")
class TestStepUsual(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sector = cls.env["tthc.sector"].create({"name": "Lĩnh vực thử"})
        cls.version = cls.make_version(
            cls.env, "1.999008", "Thủ tục thường", 1, sector_id=cls.sector.id
        )

    def setUp(self):
        super().setUp()
        self.dossier = self.resolved()
        self.step = self.dossier.step_ids[:1]
        self.row = self.env["tthc.step.hours"].search([("step_id", "=", self.step.id)])
        self.usual = self.env["tthc.step.usual"]

    def _with_minutes(self, taken):
        """Reckon over rows of one step that took these minutes."""
        self.env.cr.execute("DELETE FROM tthc_step_hours")
        self.env.invalidate_all()
        values = dict(
            step_id=None,
            dossier_id=self.dossier.id,
            procedure_id=self.version.procedure_id.id,
            version_id=self.version.id,
            sector_id=self.sector.id,
            center_id=self.center.id,
            agency_id=self.agency.id,
            name="Thẩm định",
            sequence=self.step.sequence,
            role="specialist",
            finished_on="2026-08-20",
            punctuality="early",
        )
        steps = (
            self.env["tthc.dossier.step"]
            .with_context(**self.env["tthc.dossier"]._move_context())
            .create(
                [
                    {
                        "dossier_id": self.dossier.id,
                        "name": "Thẩm định",
                        "agency_id": self.agency.id,
                        "role": "specialist",
                    }
                    for _m in taken
                ]
            )
        )
        self.env["tthc.step.hours"]._moving().create(
            [
                {
                    **values,
                    "step_id": step.id,
                    "taken_minutes": minutes,
                    "work_minutes": minutes,
                    "whole_minutes": minutes,
                }
                for step, minutes in zip(steps, taken, strict=True)
            ]
        )
        with frozen(THURSDAY):
            self.usual._refresh()

    def test_median_and_ninetieth_against_counting(self):
        """The k-th of the sorted times, counted by hand."""
        # A seed, so that a failure comes back.
        chance = random.Random(1)
        for size in (10, 11, 19, 20, 37):
            taken = [chance.randrange(5000) for _n in range(size)]
            self._with_minutes(taken)
            usual = self.usual._usual(self.step)[self.step]
            ordered = sorted(taken)
            self.assertEqual(usual.median_minutes, ordered[-(-size // 2) - 1])
            self.assertEqual(usual.p90_minutes, ordered[-(-size * 9 // 10) - 1])
            self.assertEqual(usual.sample, size)
            self.assertEqual(str(usual.as_of), "2026-08-20")

    def test_no_figure_on_too_few_steps(self):
        self._with_minutes([60] * 9)
        self.assertFalse(self.usual._usual(self.step)[self.step])

    def test_the_sector_stands_in_for_a_rare_procedure(self):
        self._with_minutes([60] * 10)
        rare = self.make_version(
            self.env, "1.999009", "Thủ tục hiếm", 1, sector_id=self.sector.id
        )
        other = self.receive(THURSDAY + HOUR, version=rare)
        step = other.step_ids[:1]
        found = self.usual._usual(step | self.step)
        self.assertEqual(found[self.step].procedure_id, self.version.procedure_id)
        self.assertEqual(found[step].sector_id, self.sector)
        self.assertFalse(found[step].procedure_id)

    def test_only_the_window_counts(self):
        self._with_minutes([60] * 10)
        with frozen(THURSDAY + relativedelta(months=13)):
            self.usual._refresh()
        self.assertFalse(self.usual._usual(self.step)[self.step])

    def test_one_query_for_any_number_of_steps(self):
        steps = self.dossier.step_ids | self.receive(THURSDAY + HOUR).step_ids
        steps.fetch(["procedure_id", "sector_id"])
        steps.dossier_id.fetch(["procedure_id", "sector_id"])
        with self.assertQueryCount(1):
            self.usual._usual(steps)
