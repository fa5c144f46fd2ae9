from odoo import api, models
from odoo.exceptions import UserError

#: The receipt is a legal form: its words do not follow the language of the clerk.
UNIT_WORDS = {
    "minute": "phút",
    "hour": "giờ làm việc",
    "half_day": "nửa ngày làm việc",
    "working_day": "ngày làm việc",
    "day": "ngày",
    "month": "tháng",
}
RESULT_PLACES = {
    "online": "Cổng Dịch vụ công (kết quả điện tử)",
    "post": "Địa chỉ đã đăng ký, qua dịch vụ bưu chính công ích",
}


class TthcDossierReceipt(models.AbstractModel):
    """What the receipt says (Circular 01/2018, form 01)."""

    _name = "tthc.dossier.receipt"
    _description = "What the receipt says"

    def _receipt_values(self):
        """Texts of the receipt that do not stand in a field.

        :return: dict with ``day`` (of the receipt, at the center), ``center_name``
            (as on that day), ``submitter``, ``limit``, ``fee``, ``result_place`` and
            ``second_limit`` (of a second stage); a text that the dossier does not know
            is empty
        :raise UserError: before the dossier is received
        """
        self.ensure_one()
        if not self.received_at:
            raise UserError(
                self.env._(
                    "%(dossier)s has not been received: there is no receipt to print "
                    "yet. Receive it first.",
                    dossier=self.display_name,
                )
            )
        day = self.center_id._local_day(self.received_at)
        center_name = self.center_id._names_at(day)["name"]
        return {
            "day": day,
            "center_name": center_name,
            "submitter": self.submitter_name or self.owner_name,
            "limit": self._receipt_limit(),
            "fee": self._receipt_fee(),
            "result_place": RESULT_PLACES.get(self.result_channel, center_name),
            "second_limit": self._limit_words(
                self.version_id.second_stage_value, self.version_id.second_stage_unit
            ),
        }

    def _receipt_limit(self):
        """The legal time limit in words, “20 ngày làm việc”; empty without one."""
        return self._limit_words(self.limit_value, self.limit_unit)

    @api.model
    def _limit_words(self, value, unit):
        """A time limit in the words of legal forms.

        :param value: number of units
        :param unit: unit of the engine, or False where there is no limit
        :return: such as “20 ngày làm việc”; empty without a limit
        """
        if unit == "same_day":
            return "trong ngày làm việc"
        if not unit or not value:
            return ""
        return f"{value:g} {UNIT_WORDS[unit]}".replace(".", ",")

    def _receipt_fee(self):
        """Amount in đồng, else the tariff as published; empty when none is known."""
        if self.fee_amount:
            return f"{self.fee_amount:,.0f} đồng".replace(",", ".")
        return self.fee_text or ""
