from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount

#: What people compare with the Post's list; the rest is written by actions.
COMPARED = {"handed", "note"}


class TthcParcelSettlementLine(models.Model):
    """What the postman took for one parcel, or what of it is put right later."""

    _name = "tthc.parcel.settlement.line"
    _inherit = ["tthc.guarded"]
    _description = "Line of a sheet with the Post"
    _order = "settlement_id desc, id"
    _rec_name = "parcel_id"

    settlement_id = fields.Many2one(
        "tthc.parcel.settlement",
        string="Sheet",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    parcel_id = fields.Many2one(
        "tthc.parcel", required=True, readonly=True, ondelete="restrict", index=True
    )
    center_id = fields.Many2one(
        related="settlement_id.center_id", store=True, precompute=True
    )
    carrier_id = fields.Many2one(
        related="settlement_id.carrier_id", store=True, precompute=True
    )
    day = fields.Date(related="settlement_id.day", store=True, precompute=True)
    state = fields.Selection(related="settlement_id.state", string="Sheet is")
    kind = fields.Selection(
        [("collected", "Collected"), ("correction", "Put right")],
        required=True,
        readonly=True,
    )
    origin_id = fields.Many2one(
        "tthc.parcel.settlement.line",
        string="Puts right",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    moment = fields.Datetime(string="Taken at", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Put down by",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    key = fields.Char(
        readonly=True,
        copy=False,
        help="Sent once a collection, so that a repeated request counts once.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        readonly=True,
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    postage = fields.Monetary(readonly=True)
    cod = fields.Monetary(string="Collected for the center", readonly=True)
    handed = fields.Monetary(
        string="Handed over", help="As the Post's list and the counted money say."
    )
    difference = fields.Monetary(
        compute="_compute_difference", store=True, precompute=True
    )
    note = fields.Char(string="Why it differs")
    payment_ids = fields.One2many(
        "tthc.fee.payment",
        "settlement_line_id",
        string="Receipts of money",
        readonly=True,
    )

    unbooked = fields.Monetary(
        string="Not booked",
        compute="_compute_unbooked",
        help="Collected at the door, but no fee of the dossier is paid with it: the "
        "dossier is not received yet, or it was paid elsewhere meanwhile.",
    )

    _key_uniq = models.UniqueIndex(
        "(key) WHERE key IS NOT NULL", "This money has been put down already."
    )
    # What a carrier took for a center in a quarter.
    _report_idx = models.Index("(center_id, carrier_id, day)")

    def init(self):
        """Refuse change of agreed lines, in the database itself."""
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION tthc_sheet_line_stays() RETURNS trigger
                LANGUAGE plpgsql AS $$
                DECLARE
                    sheet integer;
                BEGIN
                    IF TG_OP = 'INSERT' THEN
                        sheet := NEW.settlement_id;
                    ELSE
                        sheet := OLD.settlement_id;
                    END IF;
                    IF EXISTS (SELECT FROM tthc_parcel_settlement
                                WHERE id = sheet AND state IN ('agreed', 'paid')) THEN
                        RAISE EXCEPTION 'an agreed sheet is never changed'
                            USING ERRCODE = 'insufficient_privilege';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                END $$
                """
            )
        )
        self.env.cr.execute(
            SQL(
                "CREATE OR REPLACE TRIGGER tthc_sheet_line_stays"
                " BEFORE INSERT OR UPDATE OR DELETE ON tthc_parcel_settlement_line"
                " FOR EACH ROW EXECUTE FUNCTION tthc_sheet_line_stays()"
            )
        )

    @api.depends("cod", "handed")
    def _compute_difference(self):
        for line in self:
            line.difference = line.handed - line.cod

    @api.depends("cod", "payment_ids.counted")
    def _compute_unbooked(self):
        # sudo: the sum of the receipts, also for the postman who took the money
        for line in self.sudo():
            line.unbooked = line.cod - sum(line.payment_ids.mapped("counted"))

    @api.model_create_multi
    def create(self, vals_list):
        """Create lines, for actions only."""
        self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """People write what was handed over and why, as long as nobody has signed."""
        if not self._is_moving():
            if vals.keys() - COMPARED:
                self._check_moving()
            self._check_comparable(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(
            self.env._("What the Post took stays on record: put it right by a line.")
        )

    def _check_comparable(self, vals):
        """Refuse a change of lines that somebody has signed, or is signing."""
        handed = vals.get("handed") or 0
        if handed != int(handed):
            raise UserError(self.env._("There is no part of a đồng."))
        # sudo: only to hold the sheets against who signs them
        sheets = self.settlement_id.sudo()
        sheets._hold()
        for sheet in sheets:
            if sheet.state != "draft":
                raise UserError(
                    self.env._(
                        "%(sheet)s is signed: open it again first, or put it right on "
                        "a later sheet.",
                        sheet=sheet.display_name,
                    )
                )

    def _canonical(self):
        """What the line says, for the hash of its sheet: no person, no contents."""
        self.ensure_one()
        return [
            self.id,
            self.parcel_id.id,
            self.kind,
            int(self.postage),
            int(self.cod),
            int(self.handed),
            self.note or "",
        ]

    def _as_action(self):
        # sudo: nobody writes what the Post took by hand, its actions do
        return self.sudo()._moving()

    # -- fees that are paid with it ----------------------------------------------------

    def _book(self, amount):
        """Pay fees of the dossier with what was taken at the door, first come first.

        What is more than they owe waits: for the receipt of the dossier, or for a
        manager who pays it back.

        :param amount: đồng
        """
        self.ensure_one()
        parcel = self.parcel_id.sudo()  # sudo: a postman has no rights to fees
        parts = {}
        for fee in parcel._fees_of_post():
            part = min(fee.balance, amount)
            if part > 0:
                parts[fee] = part
                amount -= part
        if parts:
            self.env["tthc.fee.payment"]._collect_by_post(parts, self)
        if amount and parcel.dossier_id.received_at:
            parcel.center_id._remind_managers(
                parcel,
                self.env._(
                    "%(amount)s đ taken at the door for %(parcel)s were no longer "
                    "owed: pay them back",
                    amount=vietnamese_amount(amount),
                    parcel=parcel.display_name,
                ),
            )

    def _take_back(self, amount, reason):
        """What was put down and never collected is owed again.

        :param amount: đồng
        :param reason: what was wrong
        """
        self.ensure_one()
        parcel = self.parcel_id.sudo()  # sudo: as in _book
        lines = parcel.settlement_line_ids
        waiting = sum(lines.mapped("unbooked")) - self.unbooked
        booked = amount - max(min(waiting, amount), 0)
        if booked <= 0:
            return
        payments = lines.payment_ids.filtered(
            lambda payment: payment.kind == "payment" and payment.state == "posted"
        )
        payments._take_back_by_post(booked, reason, self)
