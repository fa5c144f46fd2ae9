from odoo import api, fields, models
from odoo.fields import Domain

SHOWN_OUTAGES = 3


class TthcIntakeDeskLate(models.AbstractModel):
    """What the counter does after an outage: enter what was received on paper."""

    _name = "tthc.intake.desk.late"
    _description = "Counter screen: entry after an outage"

    @api.model
    def open_late(self):
        """The outages of the clerk's center that are open for entry, newest first.

        :return: list of dicts ``id``, ``name`` and ``day`` (as a clerk types it)
        """
        center = self._clerk().tthc_center_id
        outages = self.env["tthc.outage"].search(
            Domain("center_id", "=", center.id) & Domain("closed_at", "=", False),
            limit=SHOWN_OUTAGES,
        )
        return [
            {
                "id": outage.id,
                "name": outage.display_name,
                "day": f"{center._local(outage.date_from):%d/%m/%Y}",
            }
            for outage in outages
        ]

    @api.model
    def check_late(self, number, hour):
        """Look at number and hour before the clerk types everything else.

        :param number: as printed on the blank, its last digits, or what was scanned
        :param hour: day and hour written on the blank, “2026-08-20 09:05”: by the
            clock of the center, whatever zone the clerk's computer is set to
        :return: dict ``number`` (whole), ``received_at`` (naive UTC text), ``hour`` (as
            shown) and ``outage``
        :raise UserError: in words, see ``tthc.dossier._check_late``
        """
        center = self._clerk().tthc_center_id
        moment = center._utc(fields.Datetime.to_datetime(hour))
        blank, outage = self.env["tthc.dossier"]._check_late(center, number, moment)
        return {
            "number": blank.code,
            "received_at": fields.Datetime.to_string(moment),
            "hour": f"{center._local(moment):%H:%M %d/%m/%Y}",
            "outage": outage.display_name,
        }

    @api.model
    def receive_late(self, intake, number):
        """Receive what was taken in on paper, at its true hour.

        :param intake: dict as ``receive`` takes, with ``received_at`` (naive UTC text)
        :param number: number of the blank receipt
        :return: dict as ``receive`` gives
        :raise UserError: in words
        """
        return self._finish_intake(
            intake,
            lambda dossier: dossier.action_receive_late(
                number, intake.get("received_at")
            ),
        )

    @api.model
    def _day(self, at=False):
        """Day of a receipt at the clerk's center: of the hour told, else today.

        :param at: naive UTC text, or a false value
        """
        center = self.env.user.tthc_center_id
        moment = fields.Datetime.to_datetime(at)
        return center._local_day(moment) if moment else center._today()
