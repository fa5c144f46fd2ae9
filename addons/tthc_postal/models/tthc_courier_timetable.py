from datetime import timedelta

from odoo import api, fields, models

#: Days of the week as a timetable names them.
DAY_NAMES = {
    "mon": "Thứ Hai",
    "tue": "Thứ Ba",
    "wed": "Thứ Tư",
    "thu": "Thứ Năm",
    "fri": "Thứ Sáu",
    "sat": "Thứ Bảy",
    "sun": "Chủ nhật",
}
WORKING_WEEK = ("mon", "tue", "wed", "thu", "fri")


def hour_text(hour):
    """A local hour as a timetable writes it: 10.25 is “10 giờ 15”.

    :param hour: local hour as a float
    """
    minutes = round(hour * 60)
    return f"{minutes // 60} giờ {minutes % 60:02d}"


class TthcCourierTimetable(models.AbstractModel):
    """What the printed timetables of a route say.

    For each agency the sheet that the dispatch of March 2017 asks to be attached
    (seeds/004: the way and the hour at each agency, twice a day), for the courier all
    stops in their order.
    """

    _name = "tthc.courier.timetable"
    _description = "Printed timetables of a route"

    missing_contacts = fields.Char(
        string="Without a contact person", compute="_compute_missing_contacts"
    )

    @api.depends("stop_ids.contact_ids", "stop_ids.agency_id")
    def _compute_missing_contacts(self):
        for route in self:
            bare = route.stop_ids.filtered(lambda stop: not stop.contact_ids)
            route.missing_contacts = ", ".join(bare.agency_id.mapped("display_name"))

    def action_print_agencies(self):
        """Print the timetable of each agency on these routes.

        :return: action of the web client
        """
        self.check_access("read")
        # sudo: nobody but the system administrator reads reports; the rights to what
        # is printed are checked by the print service
        report = self.env.ref("tthc_postal.action_report_timetable_agency").sudo()
        return report.report_action(self.stop_ids)

    def _timetable_values(self):
        """Texts and rows of the courier's sheet: every stop in its order."""
        self.ensure_one()
        return {
            **self._plan_words(),
            "rows": [
                {
                    "arrival": hour_text(stop.arrival),
                    "stay": stop.stay,
                    "agency": stop.agency_id.name,
                    "address": stop.address or "",
                    "contacts": stop._contact_rows(),
                    "phone": stop.phone or stop.agency_id.phone or "",
                    "note": stop.note or "",
                }
                for stop in self.stop_ids.sorted()
            ],
        }

    def _plan_words(self):
        """The plan of the route in the words of a timetable."""
        self.ensure_one()
        return {
            "name": self.name,
            "code": self.code,
            "loading": hour_text(self.loading_cutoff or self.departure),
            "departure": hour_text(self.departure),
            "back": hour_text(self.return_at) if self.return_at else "",
            "days": self._days_words(),
            "validity": self._validity_words(),
            "carrier": self.carrier_id.name or "Trung tâm tự vận chuyển",
            "courier": self.courier_id.name or "",
            "courier_phone": self.courier_id.phone or "",
            "vehicle": self.vehicle or "",
        }

    def _days_words(self):
        """“Thứ Hai đến Thứ Sáu”: rounds are made on working days of the center only."""
        self.ensure_one()
        chosen = [day for day in DAY_NAMES if self[day]]
        if set(WORKING_WEEK) <= set(chosen):
            return "các ngày làm việc trong tuần (kể cả ngày làm bù)"
        return ", ".join(DAY_NAMES[day] for day in chosen) + " (trừ ngày nghỉ)"

    def _validity_words(self):
        self.ensure_one()
        words = f"từ ngày {self.valid_from:%d/%m/%Y}"
        if not self.valid_to:
            return f"{words} đến khi có lịch mới"
        last = self.valid_to - timedelta(days=1)
        return f"{words} đến hết ngày {last:%d/%m/%Y}"
