from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.coverage import Gap


class TthcAbsenceCover(models.TransientModel):
    """Who stands in, half-day by half-day, before an absence is approved."""

    _name = "tthc.absence.cover"
    _description = "Substitutes for an absence"

    absence_id = fields.Many2one("tthc.absence", required=True, ondelete="cascade")
    agency_id = fields.Many2one(related="absence_id.agency_id")
    center_id = fields.Many2one(related="absence_id.center_id")
    person = fields.Char(related="absence_id.assignment_id.name", string="Absent")
    substitute_id = fields.Many2one(
        "tthc.assignment",
        string="For all half-days",
        help="Sets all lines below at once; single lines can be changed afterwards.",
    )
    line_ids = fields.One2many("tthc.absence.cover.line", "cover_id")
    empty_count = fields.Integer(
        string="Half-days without anybody", compute="_compute_empty_count"
    )
    empty_reason = fields.Char(string="Left empty because")

    @api.model
    def default_get(self, fields_list):
        """Propose a substitute for each half-day that would be empty."""
        values = super().default_get(fields_list)
        absence = self.env["tthc.absence"].browse(values.get("absence_id", []))
        if absence and "line_ids" in fields_list:
            absence._check_may_decide()
            values["line_ids"] = self._proposed_lines(absence)
        return values

    @api.model
    def _proposed_lines(self, absence):
        holes = absence._holes()
        if not holes:
            return []
        gaps = {Gap(hole._slot(), hole.counter_id.id): hole for hole in holes}
        proposals = absence._substitutes().propose(list(gaps))
        return [
            Command.create(
                {
                    "shift_id": hole.id,
                    "substitute_id": proposals[gap].id if gap in proposals else False,
                }
            )
            for gap, hole in gaps.items()
        ]

    @api.depends("line_ids.substitute_id")
    def _compute_empty_count(self):
        for cover in self:
            cover.empty_count = len(
                cover.line_ids.filtered(lambda line: not line.substitute_id)
            )

    @api.onchange("substitute_id")
    def _onchange_substitute_id(self):
        if self.substitute_id:
            self.line_ids.substitute_id = self.substitute_id

    def action_confirm(self):
        """Approve the absence with the substitutes named.

        :raise AccessError: for whoever does not manage the center
        :raise UserError: for a half-day without anybody and without a reason, or for
            somebody who is absent or at another counter at that time
        """
        self.ensure_one()
        self.absence_id._check_may_decide()
        self._check_free()
        self.absence_id._approve(
            {line.shift_id: line.substitute_id for line in self.line_ids},
            self.empty_reason,
        )

    def _check_free(self):
        absence = self.absence_id
        coverage = absence.center_id._coverage(absence.date_from, absence.date_to)
        for line in self.line_ids.filtered("substitute_id"):
            gap = Gap(line.shift_id._slot(), line.shift_id.counter_id.id)
            free = {person.id for person in coverage.candidates(gap)}
            if line.substitute_id.id not in free:
                raise UserError(
                    self.env._(
                        "%(person)s can't stand in (%(shift)s): absent, at another "
                        "counter, of another agency or not for its sectors.",
                        person=line.substitute_id.name,
                        shift=line.shift_id.display_name,
                    )
                )
