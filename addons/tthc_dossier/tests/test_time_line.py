from datetime import timedelta

from odoo import Command

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class TestTimeLine(DossierCase):
    """Point 5: the sum and each agency's share as a time line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chain = cls.make_version(
            cls.env,
            "1.999080",
            "Liên thông",
            1,
            step_ids=[
                Command.create({"sequence": 1, "name": "Thẩm định"}),
                Command.create(
                    {
                        "sequence": 2,
                        "name": "Cấp phép",
                        "agency_id": cls.other_agency.id,
                        "limit_value": 1,
                        "limit_unit": "working_day",
                    }
                ),
                Command.create({"sequence": 3, "name": "Ký", "role": "leader"}),
            ],
        )
        cls.dossier = cls.receive(version=cls.chain)
        with frozen(THURSDAY):
            cls.dossier.with_user(cls.clerk).action_transfer()
        with frozen(THURSDAY + HOUR):
            cls.dossier.with_user(cls.specialist).action_finish_step("granted")

    def _drawing(self, moment, user=None):
        self.env.invalidate_all()
        with frozen(moment):
            return self.dossier.with_user(user or self.specialist).time_line

    def test_a_lane_an_agency_and_a_bar_a_step(self):
        drawing = self._drawing(THURSDAY + 2 * HOUR)
        self.assertEqual(
            [lane["key"] for lane in drawing["lanes"]],
            [self.agency.id, self.other_agency.id],
        )
        self.assertEqual(
            [
                (bar["lane"], bar["from"], bar["to"], bar["state"])
                for bar in drawing["bars"]
            ],
            [
                (self.agency.id, 0, 1, "done"),
                (self.other_agency.id, 1, 2, "running"),
                (self.agency.id, 2, 2, "planned"),
            ],
        )

    def test_step_past_its_day_is_late_and_nights_take_no_room(self):
        bar = self._drawing(THURSDAY + 4 * DAY)["bars"][1]
        self.assertEqual(bar["state"], "late")
        # Thursday 10:00 to Monday 09:00, Saturday 22/8 is worked
        self.assertLess(bar["to"] - bar["from"], 3 * 8 + 1)

    def test_citizens_date_is_a_line_and_now_while_it_runs(self):
        marks = self._drawing(THURSDAY + 2 * HOUR)["marks"]
        self.assertEqual(len(marks), 2)
        self.assertGreater(marks[0]["at"], marks[1]["at"])

    def test_sum_and_shares_count_one_dossier_once(self):
        with frozen(THURSDAY + 2 * HOUR):
            steps = self.dossier.step_ids
            moment = THURSDAY + 2 * HOUR
            whole = self.dossier._used_hours(steps, moment)
            shares = [self.dossier._used_hours(step, moment) for step in steps]
        self.assertEqual(whole, 2)
        self.assertEqual(shares, [1, 1, 0])

    def test_side_by_side_counts_once_in_the_sum(self):
        steps = self.dossier.step_ids[:2]
        steps.with_context(**self.dossier._move_context()).write(
            {"started_at": THURSDAY, "done_at": THURSDAY + HOUR}
        )
        self.assertEqual(self.dossier._used_hours(steps, THURSDAY + HOUR), 1)

    def test_papers_at_the_desk_are_said(self):
        self.center.desk_pass_from = "2017-10-01"
        with frozen(THURSDAY + 2 * HOUR):
            self.dossier.with_user(self.other_specialist).action_finish_step()
        bar = self._drawing(THURSDAY + 2 * HOUR)["bars"][2]
        self.assertEqual(bar["state"], "planned")
        self.assertIn(self.center.display_name, bar["warnings"][0])

    def test_nothing_is_drawn_before_the_receipt(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        values = desk._dossier_values(self.clerk, self.intake())
        draft = self.env["tthc.dossier"].with_user(self.clerk).create(values)
        self.assertFalse(draft.time_line)
