from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .handover_sides import OTHER, SIDES

KINDS = [
    ("center", "Courier and center"),
    ("stop", "Courier and agency"),
    ("direct", "Center and agency"),
    ("post", "Citizens' post and center"),
]


class TthcHandover(models.Model):
    """Hand-over minutes: what changed hands between two sides, both of whom sign.

    Papers go both ways on one sheet; the ledger says which side gives a paper. Once
    signed by both it is never changed, in SQL neither; a correction is a new one that
    names the old (Decision 45/2016 Art 7.3, Circular 17/2017 Art 5.1.g).
    """

    _name = "tthc.handover"
    _inherit = [
        "tthc.guarded.whole",
        "tthc.handover.scanning",
        "tthc.handover.counting",
        "tthc.handover.correcting",
        "tthc.handover.parcels",
        "tthc.handover.posting",
        "tthc.handover.signing",
        "tthc.handover.copying",
        "tthc.handover.printing",
    ]
    _description = "Hand-over minutes"
    _order = "id desc"
    _rec_names_search = ["name"]

    name = fields.Char(readonly=True, copy=False)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    state = fields.Selection(
        [
            ("draft", "Being scanned"),
            ("signing", "Waiting for the other signature"),
            ("done", "Signed by both"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    center_id = fields.Many2one(
        "tthc.center", required=True, ondelete="restrict", readonly=True
    )
    year = fields.Integer(readonly=True, copy=False)
    number = fields.Integer(string="No.", readonly=True, copy=False)
    round_stop_id = fields.Many2one(
        "tthc.courier.round.stop",
        string="Stop",
        ondelete="restrict",
        readonly=True,
        index="btree_not_null",
    )
    round_id = fields.Many2one(
        "tthc.courier.round", ondelete="restrict", readonly=True, index="btree_not_null"
    )
    courier_id = fields.Many2one(
        "res.users", ondelete="restrict", readonly=True, index="btree_not_null"
    )
    counter_id = fields.Many2one("tthc.counter", ondelete="restrict", readonly=True)
    agency_id = fields.Many2one(
        "tthc.agency", ondelete="restrict", readonly=True, index="btree_not_null"
    )
    line_ids = fields.One2many("tthc.handover.line", "handover_id", string="Papers")
    line_count = fields.Integer(compute="_compute_line_count")

    _number_uniq = models.UniqueIndex(
        "(center_id, year, number) WHERE number > 0",
        "This number of the minutes is taken.",
    )
    # One open sheet of a place at a time, though two open it at once.
    _open_uniq = models.UniqueIndex(
        "(center_id, courier_id, kind, round_id, round_stop_id, agency_id, corrects_id)"
        " NULLS NOT DISTINCT WHERE state IN ('draft', 'signing')",
        "Somebody has opened this sheet just now: open it again.",
    )

    def init(self):
        """Refuse change of what both have signed, in the database itself."""
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION tthc_signed_stays() RETURNS trigger
                LANGUAGE plpgsql AS $$
                BEGIN
                    IF OLD.state = 'done' THEN
                        RAISE EXCEPTION 'signed minutes are never changed'
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
                "CREATE OR REPLACE TRIGGER tthc_signed_stays"
                " BEFORE UPDATE OR DELETE ON tthc_handover"
                " FOR EACH ROW EXECUTE FUNCTION tthc_signed_stays()"
            )
        )

    @api.depends("name", "kind", "agency_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for minutes in self:
            place = minutes.agency_id.display_name or minutes.center_id.display_name
            minutes.display_name = minutes.name or self.env._(
                "Draft · %(place)s", place=place
            )

    @api.depends("line_ids")
    def _compute_line_count(self):
        for minutes in self:
            minutes.line_count = len(minutes.line_ids)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_moving()

    # -- the two sides ----------------------------------------------------------

    def _side_kind(self, side):
        """What stands on a side: “courier”, “counter” or “agency”.

        :param side: “a” or “b”
        """
        self.ensure_one()
        return SIDES[self.kind][side]

    def _holders_of(self, side):
        """Domain of the holders that belong to a side.

        :param side: “a” or “b”
        """
        kind = self._side_kind(side)
        own = {
            "courier": Domain("user_id", "=", self.courier_id.id),
            "counter": Domain("center_id", "=", self.center_id.id),
            "agency": Domain("agency_id", "=", self.agency_id.id),
        }
        return Domain("kind", "=", kind) & own[kind]

    def _has(self, side, holder):
        """Whether a holder belongs to a side.

        :param side: “a” or “b”
        :param holder: ``tthc.custody.holder``
        """
        kind = self._side_kind(side)
        if holder.kind != kind:
            return False
        if kind == "courier":
            return holder.user_id == self.courier_id
        if kind == "counter":
            return holder.center_id == self.center_id
        return holder.agency_id == self.agency_id

    def _giver_side(self, holder):
        """The side that has a paper, or None.

        :param holder: ``tthc.custody.holder``
        """
        return next((side for side in OTHER if self._has(side, holder)), None)

    def _receiver(self, side, user):
        """The holder that a side's signature stands for.

        :param side: “a” or “b”
        :param user: who signed for it
        """
        holders = self.env["tthc.custody.holder"]
        kind = self._side_kind(side)
        if kind == "courier":
            return holders._of("courier", user=self.courier_id)
        if kind == "counter":
            return holders._counter_of(user, self.center_id)
        return holders._person_of(user, self.agency_id)

    def _side_name(self, side):
        """How a side is called, in words."""
        kind = self._side_kind(side)
        if kind == "courier":
            return self.courier_id.name
        place = self.center_id if kind == "counter" else self.agency_id
        return place.display_name

    def _check_lines(self):
        if not self.line_ids:
            raise UserError(self.env._("Scan at least one paper before you sign."))
        self._check_corrections()

    def action_scan(self):
        """Open the scan screen on these minutes."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "tthc_scan",
            "params": {"open": "minutes", "id": self.id},
        }
