from odoo import api, fields, models
from odoo.exceptions import UserError

#: Proof that time off is being derived from calendar days. It is compared by identity,
#: so no client can send it along in a context.
DERIVATION = object()


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    tthc_calendar_day_id = fields.Many2one(
        "tthc.calendar.day",
        string="Derived from",
        ondelete="cascade",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Holiday or swapped day that this time off follows.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Create leaves; those of a calendar day only through the day."""
        leaves = super().create(vals_list)
        leaves._check_not_derived()
        return leaves

    def write(self, vals):
        """Write leaves; those of a calendar day only through the day."""
        self._check_not_derived()
        result = super().write(vals)
        self._check_not_derived()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_derived(self):
        self._check_not_derived()

    def _check_not_derived(self):
        """Raise UserError for time off that follows a calendar day."""
        if self.env.context.get("tthc_derivation") is DERIVATION:
            return
        derived = self.filtered("tthc_calendar_day_id")
        if derived:
            raise UserError(
                self.env._(
                    "The time off “%(leave)s” follows from the holidays and swapped"
                    " days. Change it there: Configuration, Holidays and make-up days.",
                    leave=derived[0].name,
                )
            )
