from datetime import timedelta

from odoo import api, models

#: What citizens said of last month, over and over: mostly good.
SAID = ("very", "satisfied", "very", "very", "satisfied", "not", "very", "satisfied")
REMARKS = (
    "Hướng dẫn tận tình, đúng giờ (demo)",
    "Cần bàn giao quầy đúng giờ hơn (demo)",
)


class TthcSeedNoticeDemo(models.AbstractModel):
    """Last month of the demo center: roster, ratings, notices in each state."""

    _name = "tthc.seed.notice.demo"
    _description = "Loader of the demo's monthly notices"

    @api.model
    def _load_notice_demo(self):
        """Notices of last month: drafts, checked, and sent to the demo agencies."""
        manager = self.env.ref("tthc_base.user_demo_manager")
        center = manager.tthc_center_id
        month = center._last_notice_month()
        first, last = center._notice_bounds(month)
        self._demo_month(center, first, last)
        notices = center._prepare_notices(month).with_user(manager)
        center.notice_prepared = month
        mine = self.env.ref("tthc_base.user_demo_leader").tthc_agency_ids
        mine |= self.env.ref("tthc_base.user_demo_reporter").tthc_agency_ids
        sent = notices.filtered(lambda row: row.agency_id in mine)
        checked = sent + (notices - sent)[:2]
        good = self.env.ref("tthc_center_hr.rating_head_good")
        for notice in checked:
            for line, remark in zip(notice.line_ids, REMARKS, strict=False):
                line.write({"note": remark, "head_option_id": good.id})
        checked.action_check()
        for number, notice in enumerate(sent, 1):
            notice.number = f"{number:02d}/TB-TTHC (demo)"
        sent.action_send()

    @api.model
    def _demo_month(self, center, first, last):
        """Roster and ratings of the people at the counters."""
        people = self.env["tthc.assignment"].search(
            [
                ("center_id", "=", center.id),
                ("counter_ids", "!=", False),
                ("date_from", "<=", first),
                ("state", "=", "approved"),
            ]
        )
        halves = center.resource_calendar_id.tthc_half_days(first, last)
        self.env["tthc.roster.shift"].create(
            [
                {
                    "counter_id": post.counter_ids[0].id,
                    "assignment_id": post.id,
                    "day": day,
                    "half": half,
                }
                # Nobody plans the last one: the notice says that it has no data.
                for post in people[:-1]
                for day, half in halves
            ]
        )
        scale = self.env["tthc.rating.scale"]._of_kind("citizen", first)
        options = {option.code: option.id for option in scale.option_ids}
        self.env["tthc.staff.rating"].create(
            [
                {
                    "center_id": center.id,
                    "day": first + timedelta(days=2 + number),
                    "assignment_id": post.id,
                    "counter_id": post.counter_ids[0].id,
                    "option_id": options[code],
                }
                for place, post in enumerate(people[:6])
                for number, code in enumerate(SAID[: 3 + place])
            ]
        )
