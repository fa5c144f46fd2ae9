from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now


class TthcDossierEntering(models.AbstractModel):
    """What was received on paper while the system was down, entered afterwards.

    The citizen holds a receipt that was numbered ahead. The clock starts at the hour
    that was written on it; the log tells when it was entered and in which outage.
    """

    _name = "tthc.dossier.entering"
    _description = "Entry after an outage"

    origin = fields.Selection(
        [
            ("here", "Received here"),
            ("outage", "Entered after an outage"),
            ("carried_over", "Carried over"),
        ],
        required=True,
        default="here",
        readonly=True,
        copy=False,
    )
    reserved_number = fields.Char(
        string="Number of the blank receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="What stands on the paper that the citizen holds.",
    )
    entered_at = fields.Datetime(string="Entered", readonly=True, copy=False)

    def action_receive_late(self, number=None, received_at=None):
        """Enter a dossier that was received on a numbered blank during an outage.

        :param number: number of the blank, or what its QR code holds
        :param received_at: hour written on the blank, naive UTC
        :raise UserError: when the number is not open, or no declared outage covers the
            hour; see :meth:`_run` for the rest (Decree 61/2018 Art 17)
        """
        self.ensure_one()
        received_at = fields.Datetime.to_datetime(received_at)
        self._run("receive_late", number=number, received_at=received_at)

    @api.model
    def _check_late(self, center, number, received_at):
        """The number and the outage by which a receipt of an hour is entered.

        :param center: ``tthc.center``
        :param number: as :meth:`action_receive_late`
        :param received_at: naive UTC
        :return: pair of ``tthc.receipt.blank`` and ``tthc.outage``
        :raise UserError: in words
        """
        blank = self.env["tthc.receipt.blank"]._find(center, number)
        blank._check_open()
        if not received_at:
            raise UserError(self.env._("Enter day and hour as written on the receipt."))
        if received_at > now():
            raise UserError(self.env._("The hour of the receipt is in the future."))
        outage = self.env["tthc.outage"]._at(center, received_at)
        if not outage:
            raise UserError(
                self.env._(
                    "No outage is declared for %(moment)s. The manager of the center "
                    "declares it; only then can a receipt of that hour be entered.",
                    moment=center._local(received_at).strftime("%H:%M %d/%m/%Y"),
                )
            )
        printed_at = blank.pack_id.printed_at
        if not printed_at or printed_at > received_at:
            raise UserError(
                self.env._(
                    "%(code)s was not printed yet at that hour: look at number and "
                    "hour again.",
                    code=blank.code,
                )
            )
        return blank, outage

    def _need_reserved_number(self, number=None, received_at=None, **_arguments):
        for dossier in self:
            blank, _outage = self._check_late(dossier.center_id, number, received_at)
            # sudo: a clerk holds the number, which only actions write
            blank.sudo()._lock()
            blank._check_open()
            # sudo: the hours of the log are compared, nothing is shown
            last = dossier.sudo().event_ids.sorted("seq")[-1:]
            if last and last.happened_at > received_at:
                raise UserError(
                    self.env._(
                        "%(code)s: something was done with it after that hour. Look "
                        "at the hour again.",
                        code=dossier.display_name,
                    )
                )

    def _moment_of_receipt(self, received_at=None, **_arguments):
        """When a receipt that is entered afterwards happened, naive UTC."""
        return received_at

    def _effect_receive_late(self, moment, number=None, **_arguments):
        self.ensure_one()
        blank, outage = self._check_late(self.center_id, number, moment)
        # sudo: the word of the printed QR code is closed to staff; from now on the
        # citizen's paper leads to this dossier
        paper = blank.sudo()
        paper._moving().write({"received_at": moment})
        # sudo: the word of the paper is closed to staff
        self.sudo().with_context(**self._move_context()).write({"token": paper.token})
        blank._use(self, outage)
        effects = self._effect_receive(moment)
        values, data = effects[self]
        values.update(origin="outage", reserved_number=blank.code, entered_at=now())
        data.update(reserved_number=blank.code, outage=outage.id)
        return effects
