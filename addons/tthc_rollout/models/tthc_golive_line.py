from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .golive_table import COORDINATOR, GOLIVE_LINE_MOVES, MANAGER, SETTLED
from .tthc_golive_checklist import BUTTONS
from .tthc_golive_template_line import KINDS, LIVE_KEYS, VERIFICATIONS

#: What the responsible agency writes on its line; the rest is the plan.
AGENCY_FIELDS = {"note", "evidence_ids"}
#: The plan of a line, which the center and the coordinator make.
PLAN_FIELDS = {
    *("golive_id", "section_id", "sequence", "name", "detail", "kind", "live_key"),
    *("is_required", "needs_evidence", "agency_id", "user_id", "responsible"),
    *("due_on", "unit", "planned_quantity", "planned_cost", "fund_id", "ground"),
    "verification",
}


class TthcGoliveLine(models.Model):
    """A line of a go-live checklist: who sees to what by when, and what proves it."""

    _name = "tthc.golive.line"
    _inherit = [
        "tthc.golive.line.moving",
        "tthc.golive.line.receiving",
        "tthc.guarded.table",
        "mail.thread",
    ]
    _description = "Line of a go-live checklist"
    _order = "golive_id, section_id, sequence, id"
    _mail_post_access = "read"
    _moves = GOLIVE_LINE_MOVES
    _moved_fields = (
        *("state", "reported_by_id", "reported_at", "done_by_id", "done_at"),
        *("waive_reason", "kept", "receipt_ids", "received_quantity", "actual_cost"),
    )

    golive_id = fields.Many2one(
        "tthc.golive",
        string="Checklist",
        required=True,
        ondelete="cascade",
        index=True,
    )
    golive_state = fields.Selection(
        related="golive_id.state", string="State of the checklist"
    )
    center_id = fields.Many2one(
        "tthc.center", related="golive_id.center_id", store=True, index=True
    )
    section_id = fields.Many2one(
        "tthc.golive.section", required=True, ondelete="restrict"
    )
    sequence = fields.Integer(default=100)
    name = fields.Char(string="Content", required=True, tracking=True)
    detail = fields.Char()
    kind = fields.Selection(KINDS, string="Proved by", required=True, default="hand")
    live_key = fields.Selection(LIVE_KEYS, string="What is counted")
    is_required = fields.Boolean(string="Required", default=True, tracking=True)
    needs_evidence = fields.Boolean(string="With evidence", tracking=True)
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Responsible agency",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person in charge",
        ondelete="restrict",
        domain="[('tthc_agency_ids', '=', agency_id)]",
        tracking=True,
    )
    responsible = fields.Char(string="Responsible, as told")
    due_on = fields.Date(string="Due", tracking=True)
    state = fields.Selection(
        [
            ("todo", "To do"),
            ("reported", "Reported"),
            ("done", "Done"),
            ("waived", "Waived"),
        ],
        required=True,
        default="todo",
        readonly=True,
        copy=False,
        tracking=True,
    )
    unit = fields.Char(string="Unit of measure")
    planned_quantity = fields.Float(digits=(12, 2), tracking=True)
    received_quantity = fields.Float(
        string="Received",
        digits=(12, 2),
        compute="_compute_received",
        store=True,
        readonly=True,
    )
    open_quantity = fields.Float(
        string="Still to come",
        digits=(12, 2),
        compute="_compute_open_quantity",
        store=True,
    )
    planned_cost = fields.Monetary(string="Planned cost", tracking=True)
    actual_cost = fields.Monetary(
        string="Actual cost", compute="_compute_received", store=True, readonly=True
    )
    # stored: the pivot sums what has a stored currency only
    currency_id = fields.Many2one(
        "res.currency",
        readonly=True,
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    fund_id = fields.Many2one(
        "tthc.golive.fund", string="Source of funds", ondelete="restrict", tracking=True
    )
    ground = fields.Char(string="Source", help="The document that asks for it.")
    verification = fields.Selection(
        VERIFICATIONS, string="Source checked", required=True, default="practice"
    )
    receipt_ids = fields.One2many(
        "tthc.golive.receipt", "line_id", string="Deliveries", readonly=True
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "tthc_golive_line_evidence_rel",
        "line_id",
        "attachment_id",
        copy=False,
        # what proves a line is not deleted under it
        ondelete="restrict",
    )
    note = fields.Text(string="What was done", copy=False)
    reported_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    reported_at = fields.Datetime(string="Reported on", readonly=True, copy=False)
    done_by_id = fields.Many2one(
        "res.users", string="Ticked by", readonly=True, copy=False
    )
    done_at = fields.Datetime(string="Ticked on", readonly=True, copy=False)
    waive_reason = fields.Char(
        string="Why waived", readonly=True, copy=False, tracking=True
    )
    kept = fields.Json(readonly=True, copy=False)
    standing = fields.Char(compute="_compute_standing")
    is_settled = fields.Boolean(string="In order", compute="_compute_standing")
    can_keep = fields.Boolean(related="golive_id.can_keep")
    can_report = fields.Boolean(compute="_compute_can_report")
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_late", search="_search_is_late"
    )

    # What is still to do by when, few of all that ever was.
    _open_idx = models.Index("(due_on) WHERE state IN ('todo', 'reported')")
    _live_has_key = models.Constraint(
        "CHECK ((kind = 'live') = (live_key IS NOT NULL))",
        "Say what the system counts, for lines that it counts and for no others.",
    )
    _figures_positive = models.Constraint(
        "CHECK (planned_quantity >= 0 AND planned_cost >= 0)",
        "A quantity or a cost can't be less than nothing.",
    )

    @api.depends("receipt_ids.state", "receipt_ids.quantity", "receipt_ids.cost")
    def _compute_received(self):
        for line in self:
            valid = line.receipt_ids.filtered(lambda row: row.state == "valid")
            line.received_quantity = sum(valid.mapped("quantity"))
            line.actual_cost = sum(valid.mapped("cost"))

    @api.depends("planned_quantity", "received_quantity")
    def _compute_open_quantity(self):
        for line in self:
            line.open_quantity = max(line.planned_quantity - line.received_quantity, 0)

    @api.depends("state", "kind", "live_key", "received_quantity", "planned_quantity")
    def _compute_standing(self):
        standings = self.golive_id._live_standings()
        for line in self:
            live = standings.get(line.golive_id, {})
            line.is_settled = line._settled(live)
            line.standing = line._standing_words(live)

    @api.depends("state", "agency_id", "golive_id.state")
    @api.depends_context("uid")
    def _compute_can_report(self):
        for line in self:
            line.can_report = line._can("report")

    @api.depends("state", "due_on", "golive_id.state")
    def _compute_is_late(self):
        day = today(VIETNAM)
        for line in self:
            line.is_late = bool(
                line.state not in SETTLED
                and line.kind != "live"
                and line.due_on
                and line.due_on < day
                and line.golive_id.state == "running"
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("state", "not in", SETTLED),
            ("kind", "!=", "live"),
            ("due_on", "<", today(VIETNAM)),
            ("golive_id.state", "=", "running"),
        ]

    def _settled(self, live):
        """Whether nothing is left to do about the line.

        :param live: dict of key → ``Standing`` of the checklist
        """
        self.ensure_one()
        if self.kind == "live" and self.state != "waived":
            return self.live_key in live and live[self.live_key].holds
        return self.state in SETTLED

    def _standing_words(self, live):
        """How the line stands: what the system counts, or what was received.

        :param live: dict of key → ``Standing`` of the checklist
        """
        self.ensure_one()
        if self.kind == "live":
            return live[self.live_key].text(self.env) if self.live_key in live else ""
        if self.kind == "goods":
            return self._quantity_words()
        return ""

    def _checklist_row(self, live, settled):
        """The line as the screen shows it.

        :param live: dict of key → ``Standing`` of the checklist
        :param settled: whether nothing is left to do about it
        """
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "state": self.state,
            "settled": settled,
            "required": self.is_required,
            "late": self.is_late,
            "standing": self._standing_words(live),
            "due": self.due_on and self.due_on.strftime("%d/%m"),
            "who": self.user_id.name or self.agency_id.display_name or "",
            "ground": self.ground or "",
            "waive_reason": self.waive_reason or "",
            "needs_evidence": self.needs_evidence,
            "evidence": len(self.evidence_ids),
            "mend": not settled and self.kind == "live" and self._can_mend(),
            "can": [name for name in BUTTONS if self._can(name)],
        }

    @api.model_create_multi
    def create(self, vals_list):
        """Add lines to a list that is being prepared or worked on."""
        lines = super().create(vals_list)
        if not self._is_moving():
            lines._check_planner()
        lines._claim_evidence()
        return lines

    def write(self, vals):
        """Write the plan, or what the agency says; evidence of a ticked line stays.

        :raise AccessError: for the plan, by who only reports
        :raise UserError: when the list is no longer worked on
        """
        if self._is_moving():
            return super().write(vals)
        if vals.keys() & PLAN_FIELDS:
            self._check_planner()
        if vals.keys() & AGENCY_FIELDS:
            self._check_own_word()
        before = {line: line.evidence_ids for line in self}
        result = super().write(vals)
        if "golive_id" in vals:
            self._check_planner()
        if "evidence_ids" in vals:
            self._check_evidence_kept(before)
            self._claim_evidence()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts_only(self):
        if self.filtered(lambda line: line.golive_id.state != "draft"):
            raise UserError(
                self.env._(
                    "A line of a list that is worked on is not deleted: waive it with "
                    "a reason."
                )
            )

    def _check_planner(self):
        """Refuse who plans no lines, and lists that are over.

        :raise AccessError: for everybody but the coordinator and the center's manager
        :raise UserError: when the list is not being prepared or worked on
        """
        self._check_receiver()
        self.golive_id._check_state("draft", "running")

    def _check_receiver(self):
        """Refuse everybody but the coordinator and the manager of the center.

        :raise AccessError: for them
        """
        self.golive_id._check_keeper()

    def _check_own_word(self):
        """Refuse words on lines that are no longer asked for, or another's.

        :raise AccessError: for lines of another agency or center
        :raise UserError: when the list is not being worked on
        """
        for line in self:
            if not line.golive_id._is_keeper() and (
                self.env.user not in line.agency_id.user_ids
            ):
                raise AccessError(
                    self.env._("“%(name)s” is another agency's line.", name=line.name)
                )
        self.golive_id._check_state("draft", "running", "ready", "opened")

    def _check_evidence_kept(self, before):
        """Refuse to take evidence away from under what it proved.

        :param before: dict of line → ``ir.attachment`` that were there
        :raise UserError: for a line that was reported, ticked or waived
        """
        for line in self:
            if line.state != "todo" and before[line] - line.evidence_ids:
                raise UserError(
                    self.env._(
                        "“%(name)s” rests on this evidence. Undo the tick first.",
                        name=line.name,
                    )
                )

    def _claim_evidence(self):
        """Bind what was attached to its line: who may read the line reads it."""
        for line in self:
            # sudo: an upload belongs to nobody yet; only the own uploads are bound
            loose = line.sudo().evidence_ids.filtered(
                lambda file: (
                    not file.res_id
                    and (self.env.su or file.create_uid.id == self.env.uid)
                )
            )
            loose.write({"res_model": self._name, "res_id": line.id})

    def _can(self, name):
        """Whether the user can make a move now; the action itself checks again.

        :param name: key of the table of moves, or “receive”
        """
        self.ensure_one()
        running = self.golive_id.state == "running"
        if name == "receive":
            return (
                self.kind == "goods"
                and self.open_quantity > 0
                and self.golive_id.state in ("running", "ready", "opened")
                and self.golive_id._is_keeper()
            )
        move = self._moves[name]
        if not running or self.state not in move.sources:
            return False
        if self.kind == "live" and name not in ("waive", "restore"):
            return False
        if name == "report":
            user = self.env.user
            return (
                user in self.agency_id.user_ids
                and any(map(user.has_group, move.groups))
                and not self.golive_id._is_keeper()
            )
        if MANAGER in move.groups:
            return self.golive_id._is_keeper()
        return self.env.user.has_group(COORDINATOR)
