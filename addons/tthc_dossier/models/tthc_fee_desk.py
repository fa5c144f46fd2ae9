from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount


class TthcFeeDesk(models.AbstractModel):
    """What the panel that collects fees asks the server: two calls, small answers."""

    _name = "tthc.fee.desk"
    _description = "Panel that collects fees"

    @api.model
    def open_panel(self, dossier_ids):
        """What is to be paid for some dossiers, and for those of their group receipt.

        :param dossier_ids: ids of dossiers
        :return: dict with ``fees`` (list of dicts ``id``, ``dossier``, ``name``,
            ``balance``, ``elsewhere``), ``payer``, ``partial``, ``till`` (False where
            it is closed), ``exemptions`` (list of dicts ``id``, ``label``, ``fee_ids``)
        """
        dossiers = self._dossiers(dossier_ids)
        dossiers |= dossiers.group_id.dossier_ids
        fees = dossiers.fee_ids.filtered(lambda fee: fee.balance > 0)
        return {
            "fees": [self._fee_values(fee) for fee in fees],
            "payer": self.env["tthc.fee.payment"]._payer_of(fees).name or "",
            "partial": dossiers.center_id.fee_partial,
            "exemptions": [
                {
                    "id": row.id,
                    "label": row.display_name,
                    "fee_ids": fees.filtered(
                        lambda fee, row=row: fee.dossier_id.version_id == row.version_id
                    ).ids,
                }
                for row in fees.dossier_id.version_id.exemption_ids
            ],
        }

    @api.model
    def _dossiers(self, dossier_ids):
        user = self.env.user
        if not user.has_group("tthc_base.group_reception"):
            raise AccessError(self.env._("The counter is for reception officers."))
        dossiers = self.env["tthc.dossier"].browse(dossier_ids).exists()
        dossiers.check_access("read")
        dossiers._need_center()
        if len(dossiers.center_id) > 1:
            raise UserError(self.env._("Collect for the dossiers of one center."))
        return dossiers

    @api.model
    def _fee_values(self, fee):
        collectors = dict(fee._fields["collector"]._description_selection(self.env))
        return {
            "id": fee.id,
            "dossier": fee.dossier_id.display_name,
            "name": fee.name,
            "balance": fee.balance,
            "label": vietnamese_amount(fee.balance),
            "elsewhere": fee.collector != "center" and collectors[fee.collector],
        }

    @api.model
    def collect(self, payment):
        """Take the money, once.

        :param payment: dict with ``key`` (unique word of this payment), ``amounts``
            (dict fee id → đồng), ``method``, ``given`` (cash on the desk, đồng),
            ``reference``, ``payer``
        :return: dict with ``id``, ``code``, ``amount``, ``change`` and ``printable``
        :raise UserError: in words; nothing is taken
        """
        self._dossiers([])
        fees = self.env["tthc.dossier.fee"].browse(
            int(fee_id) for fee_id in payment.get("amounts") or ()
        )
        fees.exists().check_access("read")
        made = self.env["tthc.fee.payment"]._collect(
            {fee: payment["amounts"][str(fee.id)] for fee in fees.exists()},
            payment.get("method") or "cash",
            given=payment.get("given") or 0,
            reference=payment.get("reference"),
            key=payment.get("key"),
            payer_name=payment.get("payer"),
        )
        return {
            "id": made.id,
            "code": made.display_name,
            "amount": made.amount,
            "change": made.change,
            "printable": bool(made.number),
        }

    @api.model
    def exempt(self, fee_ids, exemption_id, reason):
        """Let somebody pay less or nothing, and say what is left to pay.

        :param fee_ids: ids of fees
        :param exemption_id: id of an exemption of the procedure, or False for wholly
        :param reason: the paper that proves it, or why
        :return: dict as :meth:`open_panel` gives
        """
        fees = self.env["tthc.dossier.fee"].browse(fee_ids).exists()
        exemption = self.env["tthc.fee.exemption"].browse(exemption_id or [])
        fees.action_exempt(exemption.exists(), reason)
        return self.open_panel(fees.dossier_id.ids)
