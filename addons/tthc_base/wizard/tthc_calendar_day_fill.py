from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import clock
from ..tools.vietnamese_date import VIETNAM


class TthcCalendarDayFill(models.TransientModel):
    """Adds the holidays that a library computes for a year not yet announced."""

    _name = "tthc.calendar.day.fill"
    _description = "Fill a year of holidays"

    year = fields.Integer(
        required=True, default=lambda self: clock.today(VIETNAM).year + 1
    )

    def action_fill(self):
        """Add what the year lacks and show all of its days.

        :return: window action on the days of the year
        :raise UserError: for a year that the library cannot compute
        """
        self.ensure_one()
        if not 2013 <= self.year <= 2099:
            raise UserError(
                self.env._(
                    "Holidays cannot be computed for %(year)s: enter a year from 2013"
                    " to 2099.",
                    year=self.year,
                )
            )
        self.env["tthc.calendar.day"]._fill_from_library(self.year)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_base.tthc_calendar_day_action"
        )
        action["domain"] = [
            ("date", ">=", f"{self.year}-01-01"),
            ("date", "<=", f"{self.year}-12-31"),
        ]
        return action
