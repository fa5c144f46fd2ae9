from datetime import timedelta

from odoo import api, models

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: Counters whose people are away in the demo: one with a reserve, one without.
AWAY = {"07": "sick", "10": "leave"}


class TthcSeedRosterDemo(models.AbstractModel):
    """Plans two weeks of the demo center, with absences in the second."""

    _name = "tthc.seed.roster.demo"
    _description = "Loader of the demo's roster"

    @api.model
    def _load_roster_demo(self):
        """This week and the next; who is ill is replaced, who is on leave is not."""
        manager = self.env.ref("tthc_base.user_demo_manager")
        center = manager.tthc_center_id.with_user(manager).with_context(lang="vi_VN")
        now = today(VIETNAM)
        monday = now - timedelta(days=now.weekday())
        center._roster_fill(now, monday + timedelta(days=13))
        day = center.resource_calendar_id.tthc_working_day_from(
            monday + timedelta(days=8)
        )
        for code, kind in AWAY.items():
            counter = center.counter_ids.filtered(
                lambda row, code=code: row.code == code
            )
            self._roster_demo_absence(counter, day, kind)

    @api.model
    def _roster_demo_absence(self, counter, day, kind):
        """Somebody of a counter is away for a day; a free reserve stands in."""
        shift = self.env["tthc.roster.shift"].search(
            [("counter_id", "=", counter.id), ("day", "=", day)], limit=1
        )
        if not shift:
            return
        absence = self.env["tthc.absence"].create(
            {
                "assignment_id": shift.assignment_id.id,
                "kind": kind,
                "date_from": day,
                "date_to": day,
            }
        )
        reserve = self.env["tthc.assignment"].search(
            [
                ("agency_id", "=", shift.agency_id.id),
                ("center_id", "=", shift.center_id.id),
                ("role", "=", "reserve"),
                ("in_post", "=", True),
            ],
            limit=1,
        )
        absence._approve(
            dict.fromkeys(absence._holes(), reserve),
            False
            if reserve
            else "Chưa có người dự phòng, báo trước cho người dân (demo)",
        )
