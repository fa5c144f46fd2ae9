from odoo.fields import Command
from odoo.tests import tagged

from .golive_common import GoliveCase

FEW, MANY = 10, 200


@tagged("post_install", "-at_install")
class TestGoliveScale(GoliveCase):
    """A list of 200 lines costs the queries of one of ten; so do many centers."""

    def _grow(self, count):
        """Let the list have as many lines, of each kind, agency and state."""
        kinds = ("hand", "goods", "live")
        agencies = self.justice | self.building | self.ward
        self.env["tthc.golive.line"].create(
            [
                {
                    "golive_id": self.golive.id,
                    "section_id": (self.section | self.other_section)[number % 2].id,
                    "name": f"Nội dung {number}",
                    "kind": kinds[number % 3],
                    "live_key": "staff" if number % 3 == 2 else False,
                    "planned_quantity": 5,
                    "agency_id": agencies[number % 3].id,
                    "fund_id": self.fund.id,
                }
                for number in range(count - len(self.golive.line_ids))
            ]
        )

    def _count(self, call):
        # rules and accesses of the user are read once a process
        self.env.invalidate_all()
        call()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _costs(self, calls):
        """Queries of each call."""
        golive = self.golive.with_user(self.users["coordinator"])
        return {
            name: self._count(lambda call=call: call(golive))
            for name, call in calls.items()
        }

    def test_screen_and_files_cost_the_same(self):
        calls = {
            "checklist": lambda golive: golive.checklist,
            "progress": lambda golive: golive.missing_count,
            "lines": lambda golive: golive.line_ids.mapped("standing"),
            "paper": lambda golive: golive._paper().sections(),
            "excel": lambda golive: golive._workbook(),
            "standings": lambda golive: golive._live_standings(),
        }
        self._grow(FEW)
        few = self._costs(calls)
        self._grow(MANY)
        self.assertEqual(self._costs(calls), few)

    def test_centers_cost_no_more_each(self):
        centers = self.env["tthc.center"].create(
            [
                {
                    "name": f"Trung tâm {number}",
                    "agency_id": self.ward.id,
                    "place_name": "Thử",
                    "counter_ids": [
                        Command.create(
                            {
                                "code": "01",
                                "name": "Quầy",
                                "agency_ids": [Command.set(self.ward.ids)],
                            }
                        )
                    ],
                }
                for number in range(FEW)
            ]
        )
        golives = self.env["tthc.golive"].union(
            *(self.make_golive(center_id=center.id) for center in centers)
        )
        golives = golives.with_user(self.users["coordinator"])
        names = ["display_name", "progress", "missing_count", "actual_cost"]
        few = self._count(lambda: golives[:2].read(names))
        many = self._count(lambda: golives.read(names))
        self.assertEqual(few, many)
