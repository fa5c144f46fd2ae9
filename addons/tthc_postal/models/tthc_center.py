from odoo import fields, models


class TthcCenter(models.Model):
    _inherit = "tthc.center"

    custody_from = fields.Date(
        string="Custody of the paper kept from",
        help="Dossiers received from this day on: each folder, result and original has "
        "a holder in the ledger, and a result is given back only when minutes have "
        "brought it to the counter. Empty: the ledger is not kept.",
    )

    loss_search_days = fields.Integer(
        string="Search for lost papers (working days)",
        default=2,
        help="How long a lost paper is searched before it is replaced, unless the "
        "manager sets another day.",
    )

    custody_way_hours = fields.Integer(
        string="On the way at most (working hours)",
        default=4,
        help="After so long in a courier's hands, the nightly check asks for a paper.",
    )
    custody_wait_hours = fields.Integer(
        string="Waits for its round at most (working hours)",
        default=8,
        help="After so long where it no longer belongs, the nightly check asks for a "
        "paper (Decree 61/2018 Art 18: the same day, or the next morning).",
    )

    discrepancy_days = fields.Integer(
        string="Days to clear up a discrepancy",
        default=1,
        help="Working days from a hand-over on: by then what was missing, damaged or "
        "counted otherwise is to be cleared up.",
    )

    _discrepancy_days_positive = models.Constraint(
        "CHECK (discrepancy_days > 0)",
        "A discrepancy is cleared up within one working day or more.",
    )

    def _discrepancy_deadline(self, moment):
        """By which day a discrepancy is to be cleared up, by the center's calendar.

        :param moment: when it was found, naive UTC
        :return: ``datetime.date``
        """
        self.ensure_one()
        return self.resource_calendar_id.tthc_working_day_after(
            self._local_day(moment), self.discrepancy_days
        )

    def _keeps_custody(self, day):
        """Whether the center keeps the ledger of papers on a day.

        :param day: ``datetime.date`` in the time zone of the center
        """
        self.ensure_one()
        return bool(self.custody_from and self.custody_from <= day)
