from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .tthc_roster_shift import DAY_FORMAT, HALVES


class TthcShiftNote(models.Model):
    """What one clerk leaves to the next at a counter: cash, folders, what is open.

    Cash and folders are typed here; with the dossiers and the custody of the paper
    installed, the bridges fill them in from there.
    """

    _name = "tthc.shift.note"
    _inherit = ["tthc.guarded", "mail.thread"]
    _description = "Hand-over of a shift"
    _order = "day desc, half desc, id desc"

    counter_id = fields.Many2one(
        "tthc.counter",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user.tthc_counter_id,
    )
    center_id = fields.Many2one(
        "tthc.center", related="counter_id.center_id", store=True, precompute=True
    )
    day = fields.Date(required=True, default=lambda self: today(VIETNAM))
    half = fields.Selection(HALVES, string="Half-day", required=True, default="am")
    giver_id = fields.Many2one(
        "res.users",
        string="Hands over",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        index=True,
    )
    receiver_id = fields.Many2one(
        "res.users",
        string="Takes over",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('tthc_center_id', '=', center_id), ('id', '!=', giver_id)]",
    )
    currency_id = fields.Many2one(
        "res.currency",
        readonly=True,
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    cash = fields.Monetary(string="Cash in the till")
    folder_count = fields.Integer(string="Folders in hand")
    note = fields.Text(string="Left to do", help="People waiting, things out of order.")
    objection = fields.Char(
        string="Remarks of the one who takes over",
        help="Where cash or folders are not as written.",
    )
    state = fields.Selection(
        [("draft", "Being written"), ("given", "Handed over"), ("taken", "Taken over")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    given_at = fields.Datetime(readonly=True, copy=False)
    taken_at = fields.Datetime(readonly=True, copy=False)
    is_giver = fields.Boolean(compute="_compute_is_mine")
    is_receiver = fields.Boolean(compute="_compute_is_mine")

    _place_idx = models.Index("(center_id, day)")
    _cash_not_negative = models.Constraint(
        "CHECK (cash >= 0 AND folder_count >= 0)",
        "Cash and folders can't be negative.",
    )

    @api.depends("giver_id", "receiver_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for note in self:
            note.is_giver = note.giver_id == self.env.user
            note.is_receiver = note.receiver_id == self.env.user

    @api.depends("counter_id", "day", "half")
    @api.depends_context("lang")
    def _compute_display_name(self):
        halves = dict(self._fields["half"]._description_selection(self.env))
        for note in self:
            note.display_name = self.env._(
                "%(counter)s · %(half)s %(day)s",
                counter=note.counter_id.display_name or "",
                half=halves.get(note.half, ""),
                day=note.day.strftime(DAY_FORMAT) if note.day else "",
            )

    @api.onchange("counter_id")
    def _onchange_counter_id(self):
        self._fill_in()

    def _fill_in(self):
        """Cash and folders as the counter stands; a bridge that knows them says so."""

    @api.model_create_multi
    def create(self, vals_list):
        """Write notes; the one who writes hands over.

        :raise AccessError: for values that belong to the actions
        """
        if not self._is_moving():
            for vals in vals_list:
                given = vals.keys() & self._own_facts()
                if given - {"state", "giver_id"}:
                    self._check_moving()
                if vals.get("state", "draft") != "draft":
                    self._check_moving()
                if vals.get("giver_id", self.env.uid) != self.env.uid:
                    self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Change a note that is not handed over yet.

        :raise AccessError: once it was handed over, or for values of the actions
        """
        mine = set(vals) - {"message_follower_ids", "message_main_attachment_id"}
        if mine and not self._is_moving():
            fixed = self.filtered(lambda note: note.state != "draft")
            if fixed or mine & self._own_facts():
                self._check_moving()
        return super().write(vals)

    @api.model
    def _own_facts(self):
        """Fields that only actions write."""
        return {"state", "giver_id", "given_at", "taken_at", "objection"}

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered(lambda note: note.state != "draft"):
            raise UserError(self.env._("What was handed over is not deleted."))

    def action_give(self):
        """Hand over.

        :raise AccessError: for somebody else's note
        :raise UserError: without anybody who takes over
        """
        self._check_state("draft")
        for note in self:
            if not note.is_giver:
                raise AccessError(self.env._("Only who wrote the note hands over."))
            if not note.receiver_id:
                raise UserError(self.env._("Say who takes over."))
        self._moving().write({"state": "given", "given_at": now()})
        for note in self:
            note.message_subscribe(note.receiver_id.partner_id.ids)

    def action_take(self, objection=None):
        """Take over, with remarks where something is not as written.

        :param objection: what is not as written
        :raise AccessError: for whoever is not named as the one who takes over
        """
        self._check_state("given")
        if self.filtered(lambda note: not note.is_receiver):
            raise AccessError(self.env._("Only who is named takes over."))
        self._lock()
        self._moving().write(
            {"state": "taken", "taken_at": now(), "objection": objection or False}
        )
