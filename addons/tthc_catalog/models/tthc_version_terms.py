from typing import NamedTuple

from odoo import models

#: What is owed is a legal fact: its words do not follow the language of the clerk.
FEE_WORDS = {"fee": "Phí", "charge": "Lệ phí"}


class FeeOption(NamedTuple):
    """One fee that may apply: the ordinary one, or that of an exemption."""

    exemption: models.Model
    amount: float | None
    label: str


class FeeLine(NamedTuple):
    """One thing that is owed, in đồng; the kind is empty where nobody said it."""

    name: str
    kind: str
    amount: float
    legal_basis: str


class TthcVersionTerms(models.AbstractModel):
    """Which limit and fee apply to a case and a way of submitting."""

    _name = "tthc.version.terms"
    _description = "Terms of a version"

    def _terms(self, case=None, channel=None):
        """Limit and fee for a case and a channel of submission.

        The most exact row that states something wins: channel of the case, channel
        of the version, case, version. Limit and fee are looked up separately. No
        exemption is taken off: see :meth:`_fee_options`.

        :param case: ``tthc.procedure.case`` or None
        :param channel: “direct”, “online”, “post” or None
        :return: pair of records of ``tthc.limit``: (limit, fee)
        """
        self.ensure_one()
        rows = self.channel_ids.filtered(lambda row: row.channel == channel)
        candidates = [
            *rows.filtered(lambda row: case and row.case_id == case),
            *rows.filtered(lambda row: not row.case_id),
            *(case or ()),
            self,
        ]
        limit = next((row for row in candidates if row._has_limit()), self)
        fee = next((row for row in candidates if row.fee_known or row.fee_text), self)
        return limit, fee

    def _fee_options(self, case=None, channel=None):
        """The ordinary fee, then what each exemption leaves of it.

        Nobody is exempted silently: a clerk picks one of these. Where the fee is no
        single amount, an option has no amount, unless nothing is to be paid.

        :param case: ``tthc.procedure.case`` or None
        :param channel: “direct”, “online”, “post” or None
        :return: list of :class:`FeeOption`; the amount is in đồng or None
        """
        self.ensure_one()
        _limit, fee = self._terms(case, channel)
        exemptions = self.exemption_ids.filtered(
            lambda row: not row.case_id or row.case_id == case
        )
        ordinary = fee.fee_amount if fee.fee_known else None
        return [
            FeeOption(self.exemption_ids.browse(), ordinary, fee._fee_label()),
            *(
                FeeOption(row, self._reduced_fee(row, fee), row.display_name)
                for row in exemptions
            ),
        ]

    def _reduced_fee(self, exemption, fee):
        if fee.fee_known:
            return exemption._reduce(fee.fee_amount, fee.currency_id)
        return 0.0 if exemption.reduction >= 100 else None

    def _fee_lines(self, case=None, channel=None, applicant="person"):
        """What is owed, by the lines of the tariff or by the one amount.

        Of the lines of one name the most exact one counts: case, channel, applicant.

        :param case: ``tthc.procedure.case`` or None
        :param channel: “direct”, “online”, “post” or None
        :param applicant: “person” or “body”
        :return: list of :class:`FeeLine` above zero
        """
        self.ensure_one()
        if not self.fee_ids:
            return self._fee_line_of_amount(case, channel)
        chosen = {}
        for row in self.fee_ids.sorted(lambda row: row._exactness()):
            if row._matches(case, channel, applicant):
                chosen[row.name] = row
        return [
            FeeLine(row.name, row.kind, row.amount, row.legal_basis or "")
            for row in self.fee_ids
            if chosen.get(row.name) == row and row.amount
        ]

    def _fee_line_of_amount(self, case, channel):
        _limit, fee = self._terms(case, channel)
        if not (fee.fee_known and fee.fee_amount):
            return []
        name = FEE_WORDS.get(self.fee_kind, "Phí, lệ phí")
        return [FeeLine(name, self.fee_kind, fee.fee_amount, "")]
