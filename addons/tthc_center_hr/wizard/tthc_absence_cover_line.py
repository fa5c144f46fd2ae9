from odoo import api, fields, models

from ..tools.coverage import Gap


class TthcAbsenceCoverLine(models.TransientModel):
    """A half-day that would be empty."""

    _name = "tthc.absence.cover.line"
    _description = "Half-day to be covered"
    _order = "day, half, id"

    cover_id = fields.Many2one("tthc.absence.cover", required=True, ondelete="cascade")
    shift_id = fields.Many2one("tthc.roster.shift", required=True, ondelete="cascade")
    counter_id = fields.Many2one(related="shift_id.counter_id")
    day = fields.Date(related="shift_id.day", store=True)
    half = fields.Selection(related="shift_id.half", store=True)
    candidate_ids = fields.Many2many(
        "tthc.assignment", compute="_compute_candidate_ids", string="Who could"
    )
    substitute_id = fields.Many2one(
        "tthc.assignment",
        string="Stands in",
        domain="[('id', 'in', candidate_ids)]",
    )

    @api.depends("shift_id")
    def _compute_candidate_ids(self):
        for cover, lines in self.grouped("cover_id").items():
            absence = cover.absence_id
            if not absence:
                lines.candidate_ids = False
                continue
            coverage = absence._substitutes()
            for line in lines:
                gap = Gap(line.shift_id._slot(), line.shift_id.counter_id.id)
                line.candidate_ids = [p.id for p in coverage.candidates(gap)]
