from odoo import api, models


class TthcParcelAdapter(models.AbstractModel):
    """How the suite speaks with a carrier: the one interface of all adapters.

    None of these methods moves a parcel; that is done by who calls them.
    """

    _name = "tthc.parcel.adapter"
    _description = "Adapter of a carrier"

    @api.model
    def _speaks(self):
        """Whether the carrier is asked over a line at all."""
        return False

    @api.model
    def _place(self, parcel):
        """Order the transport of a parcel.

        :param parcel: ``tthc.parcel``, ordered; its ``order_key`` stays the same when
            it is ordered again
        :return: dict ``state`` (“placed”, “again” to be tried once more, “refused”
            for good), ``tracking_number`` where there is one, ``reason`` in words
        """
        raise NotImplementedError

    @api.model
    def _withdraw(self, parcel):
        """Take an order back; :return: dict as of :meth:`_place`."""
        raise NotImplementedError

    @api.model
    def _whereabouts(self, parcel):
        """Ask where a parcel is.

        :return: dict ``state`` (“told”, “again”), ``status`` (key of
            ``CARRIER_STATUS`` or False where the word is unknown), ``receiver``,
            ``reason``
        """
        raise NotImplementedError


class TthcParcelAdapterHand(models.AbstractModel):
    """No line to the carrier: numbers and moves are entered by people."""

    _name = "tthc.parcel.adapter.hand"
    _inherit = ["tthc.parcel.adapter"]
    _description = "Carrier by hand"

    @api.model
    def _place(self, parcel):
        """Nothing to ask: whatever number people enter is the number."""
        return {"state": "placed", "tracking_number": parcel.tracking_number}

    @api.model
    def _withdraw(self, parcel):
        """Nothing to ask: who cancels tells the carrier."""
        return {"state": "placed"}

    @api.model
    def _whereabouts(self, parcel):
        """Nothing to ask: people enter what happened."""
        return {"state": "again", "status": False}
