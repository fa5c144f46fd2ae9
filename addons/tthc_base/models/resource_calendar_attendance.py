from odoo import api, models


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        """Create sessions, and forget the compiled working calendars."""
        attendances = super().create(vals_list)
        self.env.registry.clear_cache()  # compiled working calendars
        return attendances

    def write(self, vals):
        """Write, and forget the compiled working calendars."""
        result = super().write(vals)
        self.env.registry.clear_cache()  # compiled working calendars
        return result

    def unlink(self):
        """Delete, and forget the compiled working calendars."""
        result = super().unlink()
        self.env.registry.clear_cache()  # compiled working calendars
        return result
