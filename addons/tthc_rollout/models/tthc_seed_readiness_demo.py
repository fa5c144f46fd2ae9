from datetime import date, datetime, time, timedelta

import pytz

from odoo import Command, api, models

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM, local_moment

#: The hour of the dispatch of March 2017.
DUE_HOUR = time(16, 30)
MINUTE = timedelta(minutes=1)
#: Lines as the agencies of 2017 had to plan them, days from the opening of the
#: campaign; the last one of the first agency ends after the opening.
PLAN = (
    ("Rà soát, trình công bố thủ tục đưa vào Trung tâm", "Lập danh mục", 0, 10, 60),
    ("Cử nhân sự chính, dự phòng", "Gửi danh sách, ảnh 3×4, cỡ áo", 0, 3, 100),
    ("Tập huấn phần mềm, quy trình giao nhận", "Cùng Bưu điện", 8, 12, 0),
    ("Chạy thử tiếp nhận tại quầy", "Ba ngày, hồ sơ giả định", 14, 17, 0),
)
DIFFICULTIES = (
    ("difficulty", "Chưa có máy quét tại quầy cho hồ sơ khổ A3."),
    ("proposal", "Đề nghị bưu điện đến lấy hồ sơ lúc 14 giờ 30."),
)
#: First rows of section II of an agency that the catalog does not have yet.
COUNTED = ("118", "12", "0", "96")


class TthcSeedReadinessDemo(models.AbstractModel):
    """A campaign of the demo: the dispatch of March 2017 in terms of 2026.

    Agencies, procedures and routes are those of the demo center; number, people and
    plans are invented and marked.
    """

    _name = "tthc.seed.readiness.demo"
    _description = "Loader of the demo's readiness reports"

    @api.model
    def _load_readiness_demo(self):
        """Filed on time, filed late, returned, accepted, still to be filed."""
        coordinator = self.env.ref("tthc_base.user_demo_coordinator")
        center = self.env.ref("tthc_base.center_province")
        reporter = self.env.ref("tthc_base.user_demo_reporter")
        seed = self.with_user(coordinator).with_context(lang="vi_VN")
        calendar = center.resource_calendar_id
        today = clock.today(VIETNAM)
        opened = calendar.tthc_previous_working_day(
            calendar.tthc_previous_working_day(today)
        )
        due = self._moment(calendar.tthc_working_day_after(opened), DUE_HOUR)
        own = reporter.tthc_agency_ids[:1]
        leader = self.env.ref("tthc_base.user_demo_leader")
        led = leader.tthc_agency_ids[:1] - own
        others = (center.agency_ids - center.agency_id - own - led).sorted()
        with clock.frozen(self._moment(opened, time(9, 0))):
            campaign = seed._open(center, own | led | others[:6], due)
        reports = {row.agency_id: row for row in campaign.report_ids}
        for agency, report in reports.items():
            seed._plan(report, late=agency == own)
        seed._count(reports[own])
        if led:
            reports[led].with_user(leader).action_toggle_approval()
            reports[led].action_submit()
        seed._file(reports[others[0]], due - MINUTE)
        seed._file(reports[others[1]], due + MINUTE)
        seed._file(reports[others[2]], due - 90 * MINUTE)
        seed._file(reports[others[3]], due - 150 * MINUTE)
        with clock.frozen(due + 60 * MINUTE):
            reports[others[2]].action_return("Bổ sung ảnh 3×4 của nhân sự chính.")
            reports[others[3]].action_accept()
            seed._assign(reports[others[1]].difficulty_ids, own, due)
            reports[own].action_extend(
                self._moment(calendar.tthc_working_day_after(today), DUE_HOUR),
                "Đang sắp xếp lại nhân sự (demo)",
            )
        seed._answer(reports[others[0]].difficulty_ids)

    @api.model
    def _moment(self, day, hour):
        """An hour of a day in Vietnam as naive UTC.

        :param day: ``datetime.date``
        :param hour: ``datetime.time``
        """
        local = pytz.timezone(VIETNAM).localize(datetime.combine(day, hour))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _open(self, center, agencies, due):
        campaign = self.env["tthc.readiness.campaign"].create(
            {
                "name": "Báo cáo tiến độ đưa trụ sở mới của Trung tâm vào hoạt động",
                "dispatch_number": "581/SNV-CCHC (demo)",
                "dispatch_date": clock.today(VIETNAM),
                "center_id": center.id,
                "due_at": due,
                "opening_day": self._opening_day(),
                "count_scope": "agency",
                "agency_ids": [Command.set(agencies.ids)],
                "contact_phone": "0251 3822 000",
                "note": "Điền theo mẫu kèm công văn; phần lớn đã có sẵn trên hệ thống.",
            }
        )
        campaign.action_open()
        return campaign

    @api.model
    def _opening_day(self):
        return clock.today(VIETNAM) + timedelta(days=20)

    @api.model
    def _plan(self, report, late=False):
        """Four lines and a difficulty; one line that ends too late."""
        first: date = report.campaign_id.dispatch_date
        partner = self.env["tthc.agency"].search([("kind", "=", "post")], limit=1)
        self.env["project.task"].create(
            [
                {
                    "tthc_report_id": report.id,
                    "sequence": place,
                    "name": name,
                    "tthc_detail": detail,
                    "tthc_date_from": first + timedelta(days=start),
                    "tthc_date_to": first
                    + timedelta(days=end + (10 if late and place == len(PLAN) else 0)),
                    "tthc_progress": done,
                    "tthc_partner_ids": [Command.set(partner.ids)]
                    if "Bưu điện" in detail
                    else [],
                }
                for place, (name, detail, start, end, done) in enumerate(PLAN, 1)
            ]
        )
        if not late:
            report.difficulty_ids = [
                Command.create({"kind": kind, "name": text})
                for kind, text in DIFFICULTIES[: 1 + report.id % 2]
            ]

    @api.model
    def _count(self, report):
        """The agency of the demo's reporter has its procedures on paper only."""
        for row, number in zip(report.count_ids, COUNTED, strict=False):
            row.write({"number": number, "remark": "Danh mục đang nhập (demo)"})

    @api.model
    def _file(self, report, moment):
        """File for an agency that has no account, as its paper came in.

        :param moment: naive UTC
        """
        with clock.frozen(moment):
            report.action_file()

    @api.model
    def _assign(self, difficulties, agency, moment):
        """The demo's reporter has to answer by a day that is over by now.

        :param moment: naive UTC of that day
        """
        difficulties[:1].action_assign(agency, day=local_moment(moment).date())

    @api.model
    def _answer(self, difficulties):
        owner = self.env.user.tthc_agency_ids[:1]
        difficulties[:1].action_assign(owner)
        difficulties[:1].action_answer("Đã bổ sung vào dự toán, lắp trước khai trương.")
