from odoo import api, fields, models


class TthcRosterSheet(models.TransientModel):
    """A week of the roster as a sheet of paper."""

    _name = "tthc.roster.sheet"
    _description = "Roster of a week, printed"

    center_id = fields.Many2one("tthc.center", required=True, ondelete="cascade")
    monday = fields.Date(required=True)

    @api.depends("center_id", "monday")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = self.env._(
                "Roster %(center)s %(day)s",
                center=sheet.center_id.display_name or "",
                day=sheet.monday.strftime("%d-%m-%Y") if sheet.monday else "",
            )

    def _sheet_values(self):
        """What is printed: the week as the grid shows it.

        :raise AccessError: for another center's staff
        """
        self.ensure_one()
        return self.center_id.roster_week(self.monday)
