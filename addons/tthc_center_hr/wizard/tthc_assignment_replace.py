from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models


class TthcAssignmentReplace(models.TransientModel):
    """Names the successor of a person in post, or renews the term."""

    _name = "tthc.assignment.replace"
    _description = "Successor of a person in post"

    assignment_id = fields.Many2one("tthc.assignment", required=True)
    agency_id = fields.Many2one(related="assignment_id.agency_id")
    staff_id = fields.Many2one(
        "tthc.staff",
        string="Successor",
        required=True,
        help="The same person renews the term.",
    )
    title = fields.Char(required=True)
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To")

    @api.model
    def default_get(self, fields_list):
        """Begin where the term ends, for as long as it was."""
        values = super().default_get(fields_list)
        assignment = self.env["tthc.assignment"].browse(
            values.get("assignment_id") or self.env.context.get("active_id", [])
        )
        if not assignment:
            return values
        values["assignment_id"] = assignment.id
        if assignment.last_day:
            start = assignment.last_day + timedelta(days=1)
            values["date_from"] = start
            if assignment.date_to:
                months = relativedelta(start, assignment.date_from)
                values["date_to"] = start + months - timedelta(days=1)
        return values

    @api.onchange("staff_id")
    def _onchange_staff_id(self):
        same = self.staff_id == self.assignment_id.staff_id
        last = self.staff_id.assignment_ids[:1]
        self.title = self.assignment_id.title if same else last.title

    def action_confirm(self):
        """Draft the proposal of the successor.

        :return: the action that opens it
        """
        self.ensure_one()
        before = self.assignment_id
        successor = self.env["tthc.assignment"].create(
            {
                "staff_id": self.staff_id.id,
                "title": self.title,
                "role": before.role,
                "agency_id": before.agency_id.id,
                "center_id": before.center_id.id,
                "counter_ids": [Command.set(before.counter_ids.ids)],
                "sector_ids": [Command.set(before.sector_ids.ids)],
                "date_from": self.date_from,
                "date_to": self.date_to,
                "predecessor_id": before.id,
            }
        )
        return successor._get_records_action()
