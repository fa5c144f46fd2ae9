import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

from .parcel_table import (
    DESK,
    DIRECTIONS,
    INSIDE,
    OPEN_PARCEL,
    PARCEL_STATES,
    WAITING_PARCEL,
)

#: States of a dossier in which the citizen sends papers in.
FETCHED = ("submitted", "intake_supplement", "supplement")
#: States in which the time of the Post runs, as long as nobody was invited yet.
RUNNING = ("accepted", "under_way")


class TthcParcel(models.Model):
    """A dossier fetched from the citizen's door, or a result brought to it.

    Decision 45/2016, Circular 17/2017. Names and addresses are kept as printed on the
    consignment note. A courier reads the own parcels, never what is in them: fields
    that say so belong to :data:`INSIDE`.
    """

    _name = "tthc.parcel"
    _inherit = [
        "tthc.guarded",
        "tthc.parcel.lifecycle",
        "tthc.parcel.custody",
        "tthc.parcel.delivering",
        "tthc.parcel.carrying",
        "tthc.parcel.phone",
        "tthc.parcel.note",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Parcel of a citizen"
    _order = "id desc"
    _rec_names_search = ["name", "code", "tracking_number"]

    name = fields.Char(string="Parcel no.", readonly=True, copy=False)
    year = fields.Integer(readonly=True, copy=False)
    number = fields.Integer(readonly=True, copy=False)
    direction = fields.Selection(DIRECTIONS, required=True, default="delivery")
    state = fields.Selection(
        PARCEL_STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user.tthc_center_id,
    )
    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="restrict", index=True, groups=INSIDE
    )
    code = fields.Char(string="Dossier code", related="dossier_id.code", store=True)
    version_id = fields.Many2one(
        related="dossier_id.version_id", string="Procedure", groups=INSIDE
    )
    paper_ids = fields.Many2many(
        "tthc.paper",
        "tthc_parcel_paper_rel",
        "parcel_id",
        "paper_id",
        string="Papers in custody",
        readonly=True,
        copy=False,
        groups=INSIDE,
    )
    line_ids = fields.One2many(
        "tthc.parcel.line", "parcel_id", string="Contents", groups=INSIDE
    )
    attempt_ids = fields.One2many(
        "tthc.parcel.attempt", "parcel_id", string="Attempts", readonly=True
    )
    # -- as printed --
    sender_name = fields.Char()
    sender_address = fields.Char()
    sender_phone = fields.Char()
    sender_email = fields.Char()
    receiver_name = fields.Char()
    receiver_address = fields.Char()
    receiver_phone = fields.Char()
    receiver_email = fields.Char()
    # -- carriage --
    carrier_id = fields.Many2one(
        "tthc.parcel.carrier",
        ondelete="restrict",
        default=lambda self: self.env["tthc.parcel.carrier"].search([], limit=1),
    )
    courier_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        domain=lambda self: self._courier_domain(),
        tracking=True,
        help="Who carries it with the own phone. Empty: the carrier's people are not "
        "in the suite, and the desk enters what happens.",
    )
    courier_name = fields.Char(string="Name of the courier", readonly=True, copy=False)
    tracking_number = fields.Char(copy=False, tracking=True)
    tracking_link = fields.Char(compute="_compute_tracking_link")
    order_key = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: uuid.uuid4().hex,
        help="Stays the same when a parcel is ordered again, so that a carrier that "
        "compares takes it once.",
    )
    weight = fields.Integer(string="Weight (g)")
    regulation_id = fields.Many2one(
        "tthc.postal.regulation", ondelete="restrict", readonly=True, copy=False
    )
    zone_id = fields.Many2one(
        "tthc.postal.zone",
        ondelete="restrict",
        default=lambda self: self._default_zone(),
    )
    with_slip = fields.Boolean(
        string="Brings the appointment slip",
        help="The Post also brings the appointment slip to the citizen: more days.",
    )
    # -- money --
    currency_id = fields.Many2one(
        "res.currency",
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    price = fields.Monetary(string="Postage")
    price_payment = fields.Selection(
        [
            ("sender", "Paid by the sender"),
            ("receiver", "Paid by the receiver"),
            ("contract", "By contract with the center"),
            ("free", "Free"),
        ],
        string="Postage paid",
        required=True,
        default="receiver",
    )
    cod_amount = fields.Monetary(
        string="Fees to collect",
        readonly=True,
        copy=False,
        help="Fees of the dossier that the courier collects at the door.",
    )
    cod_collected = fields.Monetary(string="Fees collected", readonly=True, copy=False)
    price_collected = fields.Monetary(
        string="Postage collected", readonly=True, copy=False
    )
    # -- what happened --
    ordered_at = fields.Datetime(readonly=True, copy=False)
    handed_by_id = fields.Many2one(
        "res.users",
        string="Handed over by",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    accepted_at = fields.Datetime(
        string="Accepted (J)", readonly=True, copy=False, help="Day J of the note."
    )
    due = fields.Datetime(string="Due (J + n)", readonly=True, copy=False)
    due_lines = fields.Json(readonly=True, copy=False)
    due_explanation = fields.Text(compute="_compute_due_explanation")
    next_attempt = fields.Date(
        string="Next invitation not before", readonly=True, copy=False
    )
    attempt_count = fields.Integer(string="Invitations", readonly=True, copy=False)
    transit_ended_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="First invitation or delivery: the time of the Post ends with it.",
    )
    punctuality = fields.Selection(
        [("on_time", "On time"), ("late", "Late")],
        string="Against J + n",
        readonly=True,
        copy=False,
        help="How long the Post took; a fact.",
    )
    delivered_at = fields.Datetime(readonly=True, copy=False)
    returned_at = fields.Datetime(readonly=True, copy=False)
    ended_at = fields.Datetime(readonly=True, copy=False)
    end_reason = fields.Char(string="Reason", readonly=True, copy=False, groups=INSIDE)
    is_overdue = fields.Boolean(
        compute="_compute_is_overdue", search="_search_is_overdue"
    )

    _number_uniq = models.UniqueIndex(
        "(center_id, year, number) WHERE number > 0",
        "This number of the year is taken.",
    )
    _name_uniq = models.UniqueIndex(
        "(name) WHERE name IS NOT NULL", "This parcel number is taken."
    )
    _order_key_uniq = models.UniqueIndex("(order_key)")
    # One parcel a dossier and direction under way: papers are in one place.
    _one_open = models.UniqueIndex(
        "(dossier_id, direction) WHERE state IN ('draft', 'ordered', 'accepted',"
        " 'under_way', 'failed', 'returning')",
        "There is an open parcel of this dossier already.",
    )
    # The courier's day, and what the center has outside: few rows of many.
    _courier_idx = models.Index(
        "(courier_id, state) WHERE state IN ('ordered', 'accepted', 'under_way',"
        " 'failed', 'returning')"
    )
    _open_idx = models.Index(
        "(center_id, due) WHERE state IN ('draft', 'ordered', 'accepted',"
        " 'under_way', 'failed', 'returning')"
    )
    # What the jobs take up: orders in line, and those to be asked for.
    _line_idx = models.Index(
        "(order_next) WHERE order_state IN ('waiting', 'withdrawing')"
    )
    # Reports by month: what was delivered by a center.
    _delivered_idx = models.Index("(center_id, delivered_at)")
    _accepted_idx = models.Index("(center_id, accepted_at)")

    @api.model
    def _courier_domain(self):
        couriers = self.env.ref("tthc_base.group_courier", raise_if_not_found=False)
        return [("all_group_ids", "in", couriers.ids)] if couriers else []

    @api.model
    def _default_zone(self):
        """The zone of most parcels: within the province."""
        center = self.env.user.tthc_center_id
        day = center._today() if center else now().date()
        zones = self.env["tthc.postal.zone"].search(
            [
                ("code", "=", "province"),
                ("regulation_id.date_from", "<=", day),
                "|",
                ("regulation_id.date_to", "=", False),
                ("regulation_id.date_to", ">", day),
            ],
            limit=1,
        )
        return zones

    @api.depends("name", "direction")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["direction"]._description_selection(self.env))
        for parcel in self:
            parcel.display_name = parcel.name or labels.get(parcel.direction, "")

    @api.depends("carrier_id", "tracking_number")
    def _compute_tracking_link(self):
        for parcel in self:
            carrier = parcel.carrier_id
            parcel.tracking_link = carrier and carrier._tracking_link(
                parcel.tracking_number
            )

    @api.depends("due_lines")
    @api.depends_context("lang")
    def _compute_due_explanation(self):
        for parcel in self:
            parcel.due_explanation = "\n".join(parcel._explain_due())

    @api.depends("state", "due", "transit_ended_at")
    def _compute_is_overdue(self):
        moment = now()
        for parcel in self:
            parcel.is_overdue = bool(
                parcel.state in RUNNING
                and not parcel.transit_ended_at
                and parcel.due
                and parcel.due < moment
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return (
            Domain("state", "in", RUNNING)
            & Domain("transit_ended_at", "=", False)
            & Domain("due", "<", now())
        )

    # -- written by hand only while it is prepared ----------------------------------

    @api.model
    def _own_facts(self):
        """Fields that only actions write."""
        return {
            name
            for name, field in self._fields.items()
            if field.store and field.readonly
        } - self._mail_fields()

    @api.model
    def _mail_fields(self):
        return {
            *self.env["mail.thread"]._fields,
            *self.env["mail.activity.mixin"]._fields,
        }

    @api.model
    def _free_facts(self):
        """Fields that are still written when the parcel is on its way."""
        return {"tracking_number", "price", "weight"}

    @api.model_create_multi
    def create(self, vals_list):
        """Prepare parcels; what happens to them is written by actions only."""
        if not self._is_moving():
            self._check_role(DESK)
            facts = self._own_facts()
            for vals in vals_list:
                if facts & vals.keys():
                    self._check_moving()
        parcels = super().create(vals_list)
        for parcel in parcels:
            parcel._check_belongs()
            parcel._fill_from_dossier()
        return parcels

    def _check_belongs(self):
        """Refuse a parcel of a dossier that is not there to be sent or fetched.

        :raise AccessError: for a dossier that the user does not see
        :raise UserError: for one of another center, or in a state that needs no parcel
        """
        self.ensure_one()
        dossier = self.dossier_id
        dossier.check_access("read")
        states = FETCHED if self.direction == "pickup" else ("resolved",)
        if dossier.center_id != self.center_id or dossier.state not in states:
            raise UserError(
                self.env._(
                    "There is nothing of %(code)s to be carried this way now.",
                    code=dossier.display_name,
                )
            )

    def write(self, vals):
        """Change a parcel that is being prepared, afterwards its number only."""
        if not self._is_moving():
            self.check_access("write")
            self._check_by_hand(vals)
        return super().write(vals)

    def _check_by_hand(self, vals):
        own = vals.keys() - self._mail_fields()
        if own & {"dossier_id", "center_id", "direction"}:
            self._check_moving()
        if own & self._own_facts():
            self._check_moving()
        if own - self._free_facts():
            self._check_prepared()

    def _check_prepared(self):
        """Refuse parcels that are ordered already.

        :raise UserError: names the first one
        """
        if self._is_moving():
            return
        for parcel in self:
            if parcel.state not in WAITING_PARCEL or parcel.accepted_at:
                raise UserError(
                    self.env._(
                        "%(parcel)s has left: what its note says no longer changes.",
                        parcel=parcel.display_name,
                    )
                )
            if parcel.order_state in ("placed", "withdrawing"):
                raise UserError(
                    self.env._(
                        "%(carrier)s has the order of %(parcel)s already: cancel the "
                        "parcel and make a new one.",
                        carrier=parcel.carrier_id.name,
                        parcel=parcel.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_moving()

    # -- what the note says --------------------------------------------------------

    def _fill_from_dossier(self):
        """Names, addresses and contents as they stand on the dossier."""
        self.ensure_one()
        dossier, center = self.dossier_id, self.center_id
        pickup = self.direction == "pickup"
        citizen = {
            "name": (pickup and dossier.submitter_name) or dossier.owner_name,
            "address": dossier.owner_address,
            "phone": dossier.owner_phone or dossier.proxy_phone,
            "email": dossier.owner_email,
        }
        office = {
            "name": center.name,
            "address": center.address,
            "phone": center.phone,
            "email": center.email,
        }
        sides = {
            "sender": citizen if pickup else office,
            "receiver": office if pickup else citizen,
        }
        values = {
            f"{side}_{key}": value
            for side, words in sides.items()
            for key, value in words.items()
            if not self[f"{side}_{key}"]
        }
        moving = self._moving()
        moving.write(values)
        if not self.line_ids:
            moving.line_ids = [(0, 0, line) for line in self._contents()]

    def _contents(self):
        """The papers of the dossier as the note lists them."""
        dossier = self.dossier_id
        if self.direction == "delivery":
            return dossier._parcel_results()
        return dossier._parcel_components()

    def _explain_due(self):
        self.ensure_one()
        if not self.due_lines:
            return []
        # sudo: the working time of a center is no secret to who sees the parcel
        return self.sudo().dossier_id._explain(self.due_lines)

    def action_open_dossier(self):
        """Open the dossier of the parcel."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "views": [(False, "form")],
        }

    def _is_open(self):
        """Whether the parcel still moves."""
        self.ensure_one()
        return self.state in OPEN_PARCEL
