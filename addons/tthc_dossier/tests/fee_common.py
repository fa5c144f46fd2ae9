from datetime import timedelta

from odoo.tests import new_test_user

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierData

#: The hour of the first payment.
PAID_AT = THURSDAY + timedelta(minutes=10)


class FeeData(DossierData):
    """A clerk who collects, and a colleague at the same center."""

    @classmethod
    def make_people(cls, env):
        """Add a second clerk and a cashier of the same center."""
        result = super().make_people(env)
        for name in ("colleague", "cashier"):
            user = new_test_user(
                env,
                f"tthc_{name}",
                groups="tthc_base.group_reception",
                tthc_center_id=cls.center.id,
                tthc_agency_ids=[(6, 0, cls.agency.ids)],
            )
            setattr(cls, name, user)
        return result

    @classmethod
    def collect(cls, dossiers, moment=PAID_AT, user=None, amounts=None, **values):
        """Collect what is owed for dossiers as a clerk at a moment (naive UTC)."""
        desk = cls.version.env["tthc.fee.desk"].with_user(user or cls.clerk)
        fees = dossiers.fee_ids.filtered(lambda fee: fee.balance > 0)
        owed = amounts or {str(fee.id): fee.balance for fee in fees}
        with frozen(moment):
            answer = desk.collect({"amounts": owed, "method": "cash", **values})
        return cls.version.env["tthc.fee.payment"].browse(answer["id"])

    @classmethod
    def close_till(cls, moment=PAID_AT, payment=None, counts=None, reason=None):
        """Count the till of a payment, exactly as it should be unless told."""
        till = payment.session_id
        counts = counts or {1000: int(till.expected / 1000)}
        with frozen(moment):
            till.with_user(till.user_id).action_close(counts, reason)
        return till
