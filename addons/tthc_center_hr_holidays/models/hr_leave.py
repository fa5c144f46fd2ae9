from odoo import models
from odoo.exceptions import RedirectWarning
from odoo.fields import Domain

#: States in which leave holds no longer.
GONE = ("refuse", "cancel", "confirm")


class HrLeave(models.Model):
    _inherit = "hr.leave"

    def _validate_leave_request(self):
        """Also an absence from the counter, for whoever serves one.

        :raise RedirectWarning: where a counter would be empty; leads to the absence,
            in which the substitute is named first (Decree 61/2018 Art 12.8)
        """
        result = super()._validate_leave_request()
        for leave in self:
            for assignment in leave._tthc_assignments():
                leave._tthc_make_absence(assignment)
        return result

    def _tthc_assignments(self):
        """Posts with a counter that the person holds during the leave.

        :return: ``tthc.assignment``
        """
        self.ensure_one()
        # sudo: who is at which counter, whoever approves leave
        assignments = self.env["tthc.assignment"].sudo()
        return assignments.search(
            assignments._in_post_between_domain(
                self.request_date_from, self.request_date_to
            )
            & Domain("employee_id", "=", self.employee_id.id)
            & Domain("counter_ids", "!=", False)
        )

    def _tthc_absence_values(self, assignment):
        half = self.request_unit_half
        return {
            "assignment_id": assignment.id,
            "kind": self.holiday_status_id.tthc_kind,
            "date_from": self.request_date_from,
            "half_from": half and self.request_date_from_period or "am",
            "date_to": self.request_date_to,
            "half_to": half and self.request_date_to_period or "pm",
        }

    def _tthc_make_absence(self, assignment):
        """Make the absence of a post, unless it was entered and approved before."""
        # sudo: the absence follows the leave, whoever approves that
        absences = self.env["tthc.absence"].sudo()
        values = self._tthc_absence_values(assignment)
        known = absences.search(
            [
                ("assignment_id", "=", assignment.id),
                ("state", "=", "approved"),
                ("date_from", "<=", values["date_from"]),
                ("date_to", ">=", values["date_to"]),
            ],
            limit=1,
        )
        if known:
            known.leave_id = self
            return
        absence = absences.create({**values, "leave_id": self.id})
        holes = absence._holes()
        if holes:
            raise RedirectWarning(
                self.env._(
                    "Without %(person)s %(counter)s would be empty on %(day)s. Enter "
                    "the absence and name who stands in; then approve the time off.",
                    person=assignment.name,
                    counter=holes[0].counter_id.display_name,
                    day=holes[0].day.strftime("%d/%m/%Y"),
                ),
                {
                    "type": "ir.actions.act_window",
                    "res_model": "tthc.absence",
                    "views": [(False, "form")],
                    "context": {f"default_{name}": values[name] for name in values},
                },
                self.env._("Enter the absence"),
            )
        absence._approve({})

    def write(self, vals):
        """Write; leave that no longer holds takes its absence back."""
        result = super().write(vals)
        if vals.get("state") in GONE:
            # sudo: as above, the absence follows the leave
            absences = self.env["tthc.absence"].sudo()
            absences.search(
                [("leave_id", "in", self.ids), ("state", "=", "approved")]
            ).filtered(lambda absence: not absence._is_over()).action_cancel()
        return result
