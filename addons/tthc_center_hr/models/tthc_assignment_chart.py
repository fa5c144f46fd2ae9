from odoo import models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: Who stands below whom in Odoo's chart of the organisation.
BELOW_LEADER = ("main", "reserve", "postal")
BELOW_DIRECTOR = ("deputy", "center_staff", "service", "leader")


class TthcAssignmentChart(models.AbstractModel):
    """Odoo's own chart of the organisation follows the posts."""

    _name = "tthc.assignment.chart"
    _description = "Chart of the people"

    def _post_changed(self, wait=True):
        """Who is in post stands below the agency's leader, else the director."""
        # sudo: the chart is Odoo's; whoever may move a post does not edit employees
        self.sudo()._seat()
        return super()._post_changed(wait)

    def _seat(self):
        day = today(VIETNAM)
        centers = Domain("center_id", "in", self.center_id.ids)
        heads = Domain("role", "in", ("director", "leader"))
        heads = self.search(self._in_post_domain(day) & heads & centers)
        directors = {row.center_id: row.employee_id for row in heads if _directs(row)}
        leaders = {
            (row.center_id, row.agency_id): row.employee_id
            for row in heads
            if not _directs(row)
        }
        # A new head gets everybody; a head that left nobody any more.
        below = BELOW_LEADER + BELOW_DIRECTOR
        below = self.search(
            self._in_post_domain(day)
            & Domain("role", "in", below)
            & (Domain("id", "in", self.ids) | self._led_domain())
        )
        for row in below:
            head = directors.get(row.center_id, self.env["hr.employee"])
            if row.role in BELOW_LEADER:
                head = leaders.get((row.center_id, row.agency_id), head)
            if head != row.employee_id and row.employee_id.parent_id != head:
                row.employee_id.parent_id = head

    def _led_domain(self):
        """Domain of the people whom the heads among these records lead."""
        directed = self.filtered(_directs)
        led = self.filtered(lambda row: row.role == "leader")
        return Domain("center_id", "in", directed.center_id.ids) | (
            Domain("center_id", "in", led.center_id.ids)
            & Domain("agency_id", "in", led.agency_id.ids)
        )


def _directs(row):
    return row.role == "director"
