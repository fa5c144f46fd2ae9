from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .outline_table import EDITABLE


class TthcOutlineUnit(models.Model):
    """Desks, staff, line and software of a unit that reports through its superior.

    Seed 003 II.1: people's committees of districts report for those of their
    communes.
    """

    _name = "tthc.outline.unit"
    _description = "Unit below, in a report along an outline"
    _order = "report_id, id"
    _rec_name = "agency_id"

    report_id = fields.Many2one(
        "tthc.outline.report", required=True, ondelete="cascade", index=True
    )
    agency_id = fields.Many2one(
        "tthc.agency", string="Unit", required=True, ondelete="restrict", readonly=True
    )
    known_counters = fields.Integer(string="Counters, by the system", readonly=True)
    known_staff = fields.Integer(string="Staff, by the system", readonly=True)
    counters = fields.Integer()
    staff = fields.Integer()
    line = fields.Char(string="Data line")
    software = fields.Char()
    premises = fields.Char(string="Premises and equipment")

    def write(self, vals):
        """Write rows of the own unit, as long as the report is not filed.

        :raise AccessError: for what the system fills in
        :raise UserError: for a report that was filed, or of another unit
        """
        if not self.env.su and vals.keys() & {
            "known_counters",
            "known_staff",
            "agency_id",
            "report_id",
        }:
            raise AccessError(
                self.env._("Only the text is written by hand; figures are reckoned.")
            )
        for report in self.report_id:
            report._check_state(*EDITABLE)
            report._check_own()
        return super().write(vals)

    def _refresh(self):
        """Take counters and staff from the system; corrected numbers stay."""
        day = today(VIETNAM)
        centers = self.env["tthc.center"].search(
            [("agency_id", "in", self.agency_id.ids)]
        )
        counters = dict(
            self.env["tthc.counter"]._read_group(
                [("center_id", "in", centers.ids)], ["center_id"], ["__count"]
            )
        )
        posts = self.env["tthc.assignment"]
        staff = dict(
            posts._read_group(
                posts._in_post_domain(day) & Domain("center_id", "in", centers.ids),
                ["center_id"],
                ["__count"],
            )
        )
        for unit in self:
            own = centers.filtered(
                lambda center, unit=unit: center.agency_id == unit.agency_id
            )
            desks = sum(counters.get(center, 0) for center in own)
            people = sum(staff.get(center, 0) for center in own)
            values = {"known_counters": desks, "known_staff": people}
            if unit.counters == unit.known_counters:
                values["counters"] = desks
            if unit.staff == unit.known_staff:
                values["staff"] = people
            unit.write(values)

    def _content(self):
        self.ensure_one()
        return {
            "agency": self.agency_id.name,
            "counters": self.counters,
            "staff": self.staff,
            "line": self.line or "",
            "software": self.software or "",
            "premises": self.premises or "",
        }
