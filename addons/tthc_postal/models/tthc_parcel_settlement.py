import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount

#: The sheet takes lines, and what was handed over is compared.
OPEN_SHEET = ("draft",)


class TthcParcelSettlement(models.Model):
    """What the Post collected on a day for a center, and what it hands over.

    Postage (cước) is the Post's own; fees of the dossiers (phí, lệ phí) it collects
    for the center and hands over. Both sides sign; then the sheet never changes. What
    turns out later stands on a later sheet, with its reason.
    """

    _name = "tthc.parcel.settlement"
    _inherit = [
        "tthc.guarded.paper",
        "tthc.parcel.settlement.signing",
        "tthc.parcel.settlement.printing",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Settlement sheet with the Post"
    _order = "day desc, id desc"
    _rec_names_search = ["name"]

    name = fields.Char(readonly=True, copy=False)
    center_id = fields.Many2one(
        "tthc.center", required=True, readonly=True, ondelete="restrict"
    )
    carrier_id = fields.Many2one(
        "tthc.parcel.carrier", required=True, readonly=True, ondelete="restrict"
    )
    day = fields.Date(required=True, readonly=True, help="By the clock of the center.")
    part = fields.Integer(
        required=True,
        readonly=True,
        help="Second and further sheets of a day hold what came after the first was "
        "signed.",
    )
    state = fields.Selection(
        [
            ("draft", "Being compared"),
            ("signed", "Waiting for the other signature"),
            ("agreed", "Agreed by both"),
            ("paid", "Handed over"),
        ],
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
        copy=False,
    )
    year = fields.Integer(readonly=True, copy=False)
    number = fields.Integer(string="No.", readonly=True, copy=False)
    currency_id = fields.Many2one(
        "res.currency",
        readonly=True,
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    line_ids = fields.One2many(
        "tthc.parcel.settlement.line", "settlement_id", string="Parcels"
    )
    parcel_count = fields.Integer(string="Number of parcels", compute="_compute_sums")
    postage = fields.Monetary(
        compute="_compute_sums", help="The Post's own revenue: it stays with the Post."
    )
    cod = fields.Monetary(
        string="Collected for the center",
        compute="_compute_sums",
        help="Fees of dossiers that the postman took at the door.",
    )
    handed = fields.Monetary(string="Handed over", compute="_compute_sums")
    difference = fields.Monetary(
        compute="_compute_sums", help="Handed over − collected for the center."
    )
    unexplained_count = fields.Integer(compute="_compute_sums")
    revision = fields.Integer(
        readonly=True,
        required=True,
        default=0,
        help="Grows with each change of a line.",
    )
    paid_at = fields.Datetime(string="Handed over at", readonly=True, copy=False)
    paid_by_id = fields.Many2one(
        "res.users", string="Taken by", readonly=True, ondelete="restrict", copy=False
    )
    paid_reference = fields.Char(
        string="Document no.", readonly=True, copy=False, tracking=True
    )

    _day_uniq = models.UniqueIndex(
        "(center_id, carrier_id, day, part)", "This sheet of the day exists already."
    )
    _number_uniq = models.UniqueIndex(
        "(center_id, year, number) WHERE number > 0",
        "This number of the sheets with the Post is taken.",
    )
    # What both sides still have to do: few of many sheets.
    _open_idx = models.Index("(center_id) WHERE state IN ('draft', 'signed', 'agreed')")

    def init(self):
        """Refuse change of what both have signed, in the database itself."""
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION tthc_sheet_stays() RETURNS trigger
                LANGUAGE plpgsql AS $$
                BEGIN
                    IF OLD.state IN ('agreed', 'paid') AND (
                        TG_OP = 'DELETE'
                        OR NEW.state NOT IN ('agreed', 'paid')
                        OR OLD.state = 'paid' AND NEW.state != 'paid'
                        OR NEW.payload IS DISTINCT FROM OLD.payload
                        OR NEW.hash IS DISTINCT FROM OLD.hash
                    ) THEN
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
                "CREATE OR REPLACE TRIGGER tthc_sheet_stays"
                " BEFORE UPDATE OR DELETE ON tthc_parcel_settlement"
                " FOR EACH ROW EXECUTE FUNCTION tthc_sheet_stays()"
            )
        )

    @api.depends("name", "carrier_id", "day", "part")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for sheet in self:
            day = sheet.day.strftime("%d/%m/%Y") if sheet.day else ""
            parts = [sheet.name, sheet.carrier_id.display_name, day]
            if sheet.part > 1:
                parts.append(self.env._("sheet %(part)s", part=sheet.part))
            sheet.display_name = " · ".join(part for part in parts if part)

    @api.depends(
        "line_ids.postage", "line_ids.cod", "line_ids.handed", "line_ids.parcel_id"
    )
    def _compute_sums(self):
        rows = self.env["tthc.parcel.settlement.line"]._read_group(
            [("settlement_id", "in", self.ids)],
            ["settlement_id"],
            ["parcel_id:count_distinct", "postage:sum", "cod:sum", "handed:sum"],
        )
        sums = {sheet.id: values for sheet, *values in rows}
        bare = self.env["tthc.parcel.settlement.line"]._read_group(
            [
                ("settlement_id", "in", self.ids),
                ("difference", "!=", 0),
                ("note", "in", (False, "")),
            ],
            ["settlement_id"],
            ["__count"],
        )
        unexplained = {sheet.id: count for sheet, count in bare}
        for sheet in self:
            count, postage, cod, handed = sums.get(sheet.id, (0, 0, 0, 0))
            sheet.parcel_count = count
            sheet.postage = postage
            sheet.cod = cod
            sheet.handed = handed
            sheet.difference = handed - cod
            sheet.unexplained_count = unexplained.get(sheet.id, 0)

    # -- guarding -----------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("A sheet with the Post is never deleted."))

    # -- which sheet ----------------------------------------------------------------

    @api.model
    def _open_for(self, center, carrier, day):
        """The sheet that takes a line of a day, held against who signs it.

        A day whose sheets are signed takes no more lines: they stand on the sheet of
        today.

        :param center: one ``tthc.center``
        :param carrier: one ``tthc.parcel.carrier``
        :param day: ``datetime.date`` at the center on which the money was taken
        :return: one sheet in the state “draft”
        """
        # sudo: a postman opens the sheet of the day without seeing those of others
        sheets = self.sudo()
        today = center._today()
        for wanted in dict.fromkeys((day, today)):
            found = sheets.search(
                [
                    ("center_id", "=", center.id),
                    ("carrier_id", "=", carrier.id),
                    ("day", "=", wanted),
                ],
                order="part desc",
                limit=1,
            )
            # A sheet that is signed takes no line: whoever signs it is not disturbed.
            if found.state in OPEN_SHEET:
                found._hold()
            if found.state in OPEN_SHEET:
                return found
            if not found or wanted == today:
                return self._begin(center, carrier, wanted, found.part + 1)
        raise AssertionError("today always has a sheet")

    @api.model
    def _begin(self, center, carrier, day, part):
        try:
            with self.env.cr.savepoint():
                return self._as_action().create(
                    {
                        "center_id": center.id,
                        "carrier_id": carrier.id,
                        "day": day,
                        "part": part,
                    }
                )
        except psycopg2.errors.UniqueViolation as error:
            # Two postmen bring the first money of a day at this very moment: Odoo
            # repeats the request, which then finds the sheet.
            raise ConcurrencyError(str(error)) from error

    def _hold(self):
        """Hold sheets whose lines change, against whoever signs them.

        The new revision is what tells a signer who looked before: without it the
        signature would not cover a line that was committed meanwhile.
        """
        self.flush_recordset()
        if self:
            self.env.cr.execute(
                SQL(
                    "UPDATE tthc_parcel_settlement SET revision = revision + 1"
                    " WHERE id = ANY(%s)",
                    list(self.ids),
                )
            )
            self.invalidate_recordset(["state", "revision"])

    # -- handing over the money -------------------------------------------------------

    def action_pay(self, amount=None, reference=None):
        """Put down that the Post handed over what was agreed.

        :param amount: đồng, as counted or transferred
        :param reference: number of the transfer or of the receipt
        :raise UserError: when it is not what both agreed on
        """
        self.ensure_one()
        self._check_center_side()
        self._lock()
        self.invalidate_recordset()
        self._check_state("agreed")
        if amount != self.handed:
            raise UserError(
                self.env._(
                    "Both agreed on %(agreed)s đ, this is %(amount)s đ: put down what "
                    "was agreed, and the rest as a correction on a later sheet.",
                    agreed=vietnamese_amount(self.handed),
                    amount=vietnamese_amount(amount or 0),
                )
            )
        if not (reference or "").strip():
            raise UserError(
                self.env._("Enter the number of the transfer or of the receipt.")
            )
        self._pay(reference.strip())

    def action_open_lines(self):
        """Open the lines of a sheet as a list of its own."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lines of the sheet"),
            "res_model": "tthc.parcel.settlement.line",
            "view_mode": "list,pivot",
            "domain": [("settlement_id", "=", self.id)],
        }
