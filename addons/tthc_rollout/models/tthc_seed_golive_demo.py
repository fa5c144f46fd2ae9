from datetime import timedelta

from odoo import Command, api, models

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: Planned cost in đồng and source of funds of goods of the template; all invented.
COSTS = {
    "works": (480_000_000, "investment"),
    "desks": (36_000_000, "commune"),
    "queue": (85_000_000, "province"),
    "screen": (32_000_000, "province"),
    "camera": (12_000_000, "commune"),
    "public_pc": (16_500_000, "province"),
    "pc": (33_000_000, "province"),
    "printer": (14_000_000, "province"),
    "scanner": (19_000_000, "province"),
    "rating": (9_000_000, "commune"),
    "chairs": (18_000_000, "commune"),
    "line": (7_200_000, "regular"),
    "board": (15_000_000, "commune"),
    "counter_signs": (3_000_000, "commune"),
}
#: Deliveries: line, share of the plan that came, days ago, paper, share of the cost.
DELIVERIES = (
    ("pc", 0.5, 6, "03/BBGN (demo)", 0.5),
    ("pc", 0.5, 1, "07/BBGN (demo)", 0.48),
    ("chairs", 0.5, 4, "05/BBGN (demo)", 0.5),
    ("queue", 1, 3, "06/BBGN (demo)", 0.97),
    ("desks", 1, 8, "02/BBGN (demo)", 1),
)
TICKED = ("decision", "director", "information", "power", "estimate", "approved")
#: Words on the waived line.
WAIVED = "Ký kết chung ở cấp tỉnh (demo)"
PAPER = Command.create(
    {
        "name": "Văn bản minh họa.txt",
        "raw": "Văn bản minh họa của danh mục (demo).".encode(),
    }
)


class TthcSeedGoliveDemo(models.AbstractModel):
    """The go-live checklist of a commune's center; days, costs and papers invented."""

    _name = "tthc.seed.golive.demo"
    _description = "Loader of the demo's go-live checklist"

    @api.model
    def _load_golive_demo(self):
        """A list half done: received in parts, ticked with evidence, waived, open."""
        coordinator = self.env.ref("tthc_base.user_demo_coordinator")
        manager = self.env.ref("tthc_rollout.user_demo_commune_manager")
        center = self.env.ref("tthc_base.center_commune_2")
        seed = self.with_user(coordinator).with_context(lang="vi_VN")
        golive = seed._draw_up(center)
        kept = golive.with_user(manager).with_context(lang="vi_VN")
        self.with_user(manager)._work(kept)
        self._line(golive, "contract").action_waive(WAIVED)
        self._report(self._line(golive, "trial"))

    @api.model
    def _draw_up(self, center):
        opening = center.resource_calendar_id.tthc_working_day_from(
            clock.today(VIETNAM) + timedelta(days=24)
        )
        golive = self.env["tthc.golive"].create(
            {
                "center_id": center.id,
                "opening_day": opening,
                "template_id": self.env.ref("tthc_rollout.golive_template_default").id,
                "note": "Danh mục minh họa: ngày, số tiền, số biên bản là giả định.",
            }
        )
        for name, (cost, fund) in COSTS.items():
            self._line(golive, name).write(
                {
                    "planned_cost": cost,
                    "fund_id": self.env.ref(f"tthc_rollout.golive_fund_{fund}").id,
                }
            )
        golive.action_start()
        return golive

    @api.model
    def _report(self, line):
        """What an agency says of the line that it is responsible for."""
        reporter = self.env.ref("tthc_base.user_demo_reporter")
        line.agency_id = reporter.tthc_agency_ids[:1]
        line = line.with_user(reporter).with_context(lang="vi_VN")
        line.write({"note": "Đã chạy thử ba ngày (demo).", "evidence_ids": [PAPER]})
        line.action_report()

    @api.model
    def _line(self, golive, name):
        """The line that came from a line of the template.

        :param name: end of the external id of the template's line
        """
        # sudo: lines of templates are the coordinator's
        wording = self.env.ref(f"tthc_rollout.golive_line_{name}").sudo().name
        return golive.line_ids.filtered(lambda line: line.name == wording)

    @api.model
    def _work(self, golive):
        """What the center's manager has done so far."""
        for name, share, days, paper, spent in DELIVERIES:
            line = self._line(golive, name)
            with clock.frozen(clock.now() - timedelta(days=days)):
                line.action_receive(
                    line.planned_quantity * share,
                    paper,
                    cost=round(COSTS[name][0] * spent),
                )
        for name in TICKED:
            line = self._line(golive, name)
            line.evidence_ids = [PAPER]
            line.action_tick()
