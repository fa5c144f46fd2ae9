from datetime import datetime, time, timedelta

from odoo import api, fields, models

#: Vietnam has one time zone and no summer time.
VIETNAM_OFFSET = timedelta(hours=7)


class TthcRosterShift(models.Model):
    _inherit = "tthc.roster.shift"

    is_attended = fields.Boolean(
        string="Checked in",
        compute="_compute_is_attended",
        help="The person was checked in for some time of this half-day.",
    )

    @api.depends("day", "half", "assignment_id.employee_id.attendance_ids")
    def _compute_is_attended(self):
        days = [day for day in self.mapped("day") if day]
        if not days:
            self.is_attended = False
            return
        attendances = (
            self.env["hr.attendance"]
            # sudo: whether, not when: hours stay with HR
            .sudo()
            .search(
                [
                    # sudo: as above
                    ("employee_id", "in", self.sudo().assignment_id.employee_id.ids),
                    ("check_in", "<", _moment(max(days) + timedelta(days=1), time())),
                    "|",
                    ("check_out", "=", False),
                    ("check_out", ">", _moment(min(days), time())),
                ]
            )
        )
        by_employee = attendances.grouped("employee_id")
        for shift in self:
            # sudo: as above
            employee = shift.sudo().assignment_id.employee_id
            first, last = shift._bounds()
            shift.is_attended = any(
                row.check_in < last and (not row.check_out or row.check_out > first)
                for row in by_employee.get(employee, attendances.browse())
            )

    def _bounds(self):
        """Begin and end of the half-day, naive UTC."""
        noon = _moment(self.day, time(12))
        if self.half == "am":
            return noon - timedelta(hours=12), noon
        return noon, noon + timedelta(hours=12)


def _moment(day, hour):
    """An hour of a day at the center as naive UTC."""
    return datetime.combine(day, hour) - VIETNAM_OFFSET
