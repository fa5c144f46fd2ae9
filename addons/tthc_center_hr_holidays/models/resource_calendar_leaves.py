from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    def _prepare_public_holidays_values(self, vals_list):
        """Leave the hours of days off that follow a calendar day as they are.

        They are reckoned in the time zone of their working time, not in the user's.

        :param vals_list: values of new days off
        :return: the same values
        """
        typed = [vals for vals in vals_list if not vals.get("tthc_calendar_day_id")]
        super()._prepare_public_holidays_values(typed)
        return vals_list

    @api.constrains("date_from", "date_to", "calendar_id")
    def _check_compare_dates(self):
        """Leave out days off that follow a calendar day.

        A day that holds everywhere and one of a single working time may fall on one
        date; ``tthc.calendar.day`` itself keeps one entry a date and calendar.
        """
        others = self.filtered(lambda leave: not leave.tthc_calendar_day_id)
        if not others:
            return None
        return super(ResourceCalendarLeaves, others)._check_compare_dates()
