from odoo import models

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_date import local_moment


class TthcCenter(models.Model):
    _inherit = "tthc.center"

    def _local(self, moment):
        """An instant by the clock of the center.

        :param moment: naive UTC
        :return: naive ``datetime`` in the time zone of the center's calendar
        """
        self.ensure_one()
        return local_moment(moment, self.resource_calendar_id.tz).replace(tzinfo=None)

    def _local_day(self, moment):
        """The day of an instant at the center.

        :param moment: naive UTC
        :return: ``datetime.date`` in the time zone of the center's calendar
        """
        return self._local(moment).date()

    def _today(self):
        """Today at the center, ``datetime.date``."""
        return self._local_day(now())
