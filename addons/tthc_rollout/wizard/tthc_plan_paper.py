from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from ..tools.plan_book import PlanBook
from ..tools.plan_sheet import PlanSheet
from ..tools.taken_along import taken_along


class TthcPlanPaper(models.TransientModel):
    """The lines of a plan that somebody prints or takes along: one agency's, or all."""

    _name = "tthc.plan.paper"
    _description = "Plan on paper"

    line_ids = fields.Many2many("project.task", string="Lines")

    @api.depends("line_ids")
    def _compute_display_name(self):
        for paper in self:
            paper.display_name = self.env._("Rollout plan")

    def action_print(self):
        """Print the plan like section III of the form, with its time line.

        :return: action
        :raise UserError: when the plan has no line
        """
        self._check_lines()
        # sudo: nobody but the system administrator reads reports; the rights to what
        # is printed are checked by the print service
        report = self.env.ref("tthc_rollout.action_report_plan").sudo()
        return report.report_action(self)

    def action_excel(self):
        """Take the plan along as an Excel file.

        :return: action
        :raise UserError: when the plan has no line
        """
        self._check_lines()
        return taken_along(self, "plan")

    def _check_lines(self):
        self.ensure_one()
        if not self._lines():
            raise UserError(
                self.env._(
                    "There is nothing to print: no line of a plan is shown. Take "
                    "filters away, or let the agencies plan in their reports."
                )
            )

    def _lines(self):
        """The lines that are there and that the user may see, in the plan's order."""
        return self.env["project.task"]._tthc_lines([("id", "in", self.line_ids.ids)])

    def _days_off(self, sections, axis):
        """Days off of each center of the plan.

        :return: dict ``tthc.center`` → dict date → name of the holiday
        """
        centers = {section["center"] for section in sections}
        return {
            # sudo: working days of a center are no secret
            center: center.sudo().resource_calendar_id.tthc_days_off(
                axis.first, axis.last
            )
            for center in centers
        }

    def _sheet(self):
        """The plan, ready to be printed."""
        self.ensure_one()
        lines = self._lines()
        sections = lines._tthc_plan()
        axis = lines._tthc_axis(sections)
        off = self._days_off(sections, axis)
        return PlanSheet(sections, axis, off, clock.today(VIETNAM))

    def _issuer(self, sheet):
        """Whose paper it is: the agency's own plan, else that of who puts it together.

        :return: ``tthc.agency``, or none where the center issues it
        """
        agencies = {lane["agency"] for lane in sheet.lanes()}
        if len(agencies) == 1:
            return agencies.pop()
        return self.env.user.tthc_agency_ids[:1]

    def _workbook(self):
        """The plan as an Excel file.

        :return: bytes
        """
        return PlanBook(self._sheet()).excel()
