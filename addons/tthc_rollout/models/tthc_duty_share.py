from odoo import api, fields, models

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM, local_moment

from ..tools.duty_sheet import DutySheet
from ..tools.taken_along import taken_along
from .duty_table import OPEN, SHARE_MOVES

#: Where a share stands in the register: to be done, to be looked at, over.
RANKS = {"draft": 0, **dict.fromkeys(OPEN, 0), "reported": 1}


class TthcDutyShare(models.Model):
    """What one agency has to do of a duty: given → reported → accepted.

    Nobody writes a share by hand; agencies report, coordinators accept, by the
    actions. The register of who must do what by when is the list of these.
    """

    _name = "tthc.duty.share"
    _inherit = [
        "tthc.guarded.table",
        "tthc.duty.share.moving",
        "tthc.duty.share.reminding",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Duty of an agency"
    _order = "rank, due_at, id"
    _rec_names_search = ["duty_id", "agency_id", "agency_text"]
    _mail_post_access = "read"
    _moves = SHARE_MOVES
    _moved_fields = (
        "state",
        "agency_id",
        "agency_text",
        "deferred_to",
        "report_text",
        "evidence_ids",
        "reported_at",
        "reported_by_id",
        "first_reported_at",
        "is_late",
        "accepted_at",
        "accepted_by_id",
        "remarks",
    )

    duty_id = fields.Many2one(
        "tthc.duty", required=True, readonly=True, ondelete="restrict", index=True
    )
    dispatch_id = fields.Many2one(
        string="By dispatch",
        related="duty_id.dispatch_id",
        store=True,
        index=True,
        readonly=True,
    )
    center_id = fields.Many2one(
        related="duty_id.center_id", store=True, index="btree_not_null", readonly=True
    )
    agency_id = fields.Many2one(
        "tthc.agency", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    agency_text = fields.Char(
        string="Other agency",
        readonly=True,
        help="In the words of the dispatch: the suite does not have it.",
    )
    who = fields.Char(string="To be done by", compute="_compute_who")
    point = fields.Char(related="duty_id.point", readonly=True)
    text = fields.Text(string="What to do", related="duty_id.text", readonly=True)
    report_to = fields.Char(related="duty_id.report_to", readonly=True)
    partners = fields.Char(string="Together with", compute="_compute_partners")
    wants_evidence = fields.Boolean(related="duty_id.wants_evidence", readonly=True)
    state = fields.Selection(
        [
            ("draft", "Not given yet"),
            ("given", "Given"),
            ("taken", "Taken"),
            ("returned", "To be mended"),
            ("reported", "Reported"),
            ("accepted", "Accepted"),
            ("withdrawn", "Withdrawn"),
            ("recorded", "To be looked up"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        group_expand="_expand_states",
    )
    rank = fields.Integer(compute="_compute_rank", store=True, readonly=True)
    deferred_to = fields.Datetime(string="Deadline moved to", readonly=True)
    due_at = fields.Datetime(
        string="Due", compute="_compute_due_at", store=True, readonly=True
    )
    due_day = fields.Date(
        string="Day",
        compute="_compute_due_at",
        store=True,
        readonly=True,
        help="The last day in Vietnam, for the calendar.",
    )
    due_text = fields.Char(string="Due by", compute="_compute_due_text")
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_time", search="_search_is_overdue"
    )
    is_soon = fields.Boolean(
        string="Due soon", compute="_compute_time", search="_search_is_soon"
    )
    days_left = fields.Integer(string="Days left", compute="_compute_time")
    time_text = fields.Char(string="Time left", compute="_compute_time")
    report_text = fields.Text(string="Report", readonly=True)
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "tthc_duty_evidence_rel",
        readonly=True,
        copy=False,
    )
    evidence_count = fields.Integer(string="Files", compute="_compute_evidence_count")
    reported_at = fields.Datetime(string="Reported on", readonly=True)
    reported_by_id = fields.Many2one(
        "res.users", string="Reported by", readonly=True, ondelete="restrict"
    )
    first_reported_at = fields.Datetime(string="First reported on", readonly=True)
    is_late = fields.Boolean(
        string="Reported late",
        readonly=True,
        help="Whether the first report came after the last moment: a fact.",
    )
    accepted_at = fields.Datetime(string="Accepted on", readonly=True)
    accepted_by_id = fields.Many2one(
        "res.users", string="Accepted by", readonly=True, ondelete="restrict"
    )
    remarks = fields.Text(readonly=True)
    event_ids = fields.One2many(
        "tthc.duty.event", "share_id", string="History", readonly=True
    )
    is_own = fields.Boolean(compute="_compute_is_own", search="_search_is_own")

    _one_each = models.UniqueIndex(
        "(duty_id, agency_id) WHERE agency_id IS NOT NULL",
        "The agency has this duty already.",
    )
    _named = models.Constraint(
        "CHECK (agency_id IS NOT NULL OR agency_text IS NOT NULL)",
        "Say who has to do it.",
    )
    # The register as it opens: what is to be done first.
    _order_idx = models.Index("(rank, due_at, id)")
    # What the reminders look at, few of all that was ever given.
    _open_idx = models.Index("(due_at) WHERE state IN ('given', 'taken', 'returned')")

    @api.model
    def _expand_states(self, _values, _domain):
        """Columns of the board that stand there without a card, too."""
        return ["given", "taken", "returned", "reported", "accepted"]

    @api.depends("agency_id", "agency_text")
    def _compute_who(self):
        for share in self:
            share.who = share.agency_id.display_name or share.agency_text

    @api.depends("duty_id.partner_ids", "duty_id.partner_text")
    def _compute_partners(self):
        for share in self:
            names = share.duty_id.partner_ids.mapped("display_name")
            share.partners = ", ".join(
                filter(None, (*names, share.duty_id.partner_text))
            )

    @api.depends("duty_id.display_name", "agency_id", "agency_text")
    def _compute_display_name(self):
        for share in self:
            share.display_name = f"{share.duty_id.display_name} · {share.who}"

    @api.depends("state")
    def _compute_rank(self):
        for share in self:
            share.rank = RANKS.get(share.state, 2)

    @api.depends("duty_id.due_at", "deferred_to")
    def _compute_due_at(self):
        for share in self:
            due = share.deferred_to or share.duty_id.due_at
            share.due_at = due
            share.due_day = due and local_moment(due).date()

    @api.depends("duty_id.due_text", "deferred_to")
    @api.depends_context("lang")
    def _compute_due_text(self):
        for share in self:
            share.due_text = share.duty_id.due_text
            if share.deferred_to:
                share.due_text = self.env._(
                    "%(day)s (moved)", day=f"{local_moment(share.due_at):%d/%m/%Y}"
                )

    @api.depends("evidence_ids")
    def _compute_evidence_count(self):
        # sudo: how many there are; opening one asks for the right to it
        for share in self.sudo():
            share.evidence_count = len(share.evidence_ids)

    @api.depends("state", "due_at", "is_late")
    @api.depends_context("lang")
    def _compute_time(self):
        moment, day = clock.now(), clock.today(VIETNAM)
        for share in self:
            is_open = share.state in OPEN and bool(share.due_at)
            left = (local_moment(share.due_at).date() - day).days if is_open else 0
            share.is_overdue = is_open and share.due_at < moment
            share.is_soon = is_open and not share.is_overdue and left <= share._days()
            share.days_left = left
            share.time_text = share._time_words(left) if is_open else share._end_words()

    def _days(self):
        return self.dispatch_id.days_before

    def _time_words(self, left):
        """How much time is left, in words.

        :param left: days until the day on which it is due, negative when it is over
        """
        if self.is_overdue:
            return (
                self.env._("overdue since today")
                if not left
                else self.env._("%(days)s days overdue", days=-left)
            )
        if not left:
            return self.env._("due today")
        return self.env._("%(days)s days left", days=left)

    def _end_words(self):
        """What there is to say of a share without a day that comes."""
        if self.first_reported_at and self.is_late:
            return self.env._("reported late")
        if self.first_reported_at and self.due_at:
            return self.env._("reported in time")
        return ""

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "in", OPEN), ("due_at", "<", clock.now())]

    def _search_is_soon(self, operator, value):
        if operator != "in":
            return NotImplemented
        soon = [
            share.id
            for share in self.search(
                [("state", "in", OPEN), ("due_at", ">=", clock.now())]
            )
            if share.is_soon
        ]
        return [("id", "in", soon)]

    @api.depends("agency_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for share in self:
            share.is_own = share.agency_id in self.env.user.tthc_agency_ids

    def _search_is_own(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("agency_id.user_ids", "=", self.env.uid)]

    def _lock(self):
        # sudo: a lock needs the right to write, which nobody has by hand; who may
        # see the record was checked
        return super(TthcDutyShare, self.sudo())._lock()

    # -- the table --------------------------------------------------------------------

    def _print_table(self):
        """Print these shares as the table of who must do what by when.

        :return: action
        """
        # sudo: nobody but the system administrator reads reports; the rights to what
        # is printed are checked by the print service
        report = self.env.ref("tthc_rollout.action_report_duty_table").sudo()
        return report.report_action(self)

    def action_excel(self):
        """Take the chosen rows along as Excel.

        :return: action
        """
        return taken_along(self, "duty")

    def _workbook(self):
        """These shares as Excel.

        :return: bytes
        """
        return DutySheet(self._table_rows()).excel()

    def _table_rows(self):
        """The rows of the table, in the order of the dispatches and their points.

        :return: list of dicts of texts: ``dispatch``, ``subject``, ``point``, ``duty``,
            ``who``, ``partners``, ``due``, ``state``, ``time``, ``report`` and
            ``evidence``; and ``duty_id`` and ``is_overdue``
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        return [
            {
                "dispatch": share._dispatch_words(),
                "subject": share.dispatch_id.subject,
                "duty_id": share.duty_id.id,
                "point": share.point or "",
                "duty": share.text,
                "who": share.who,
                "partners": share.partners or "",
                "due": share.due_text or "",
                "state": labels[share.state],
                "time": share.time_text or "",
                "report": share._report_words(),
                "evidence": "\n".join(share.evidence_ids.mapped("name")),
                "is_overdue": share.is_overdue,
            }
            for share in self.sorted(
                lambda row: (
                    -row.dispatch_id.date.toordinal(),
                    row.dispatch_id.id,
                    row.duty_id.sequence,
                    row.duty_id.id,
                    row.id,
                )
            )
        ]

    def _dispatch_words(self):
        dispatch = self.dispatch_id
        return f"{dispatch.number}, {dispatch.date:%d/%m/%Y}"

    def _report_words(self):
        """What was reported and when, on one line more each."""
        if not self.reported_at:
            return self.remarks or ""
        moment = f"{local_moment(self.reported_at):%d/%m/%Y %H:%M}"
        return "\n".join(filter(None, (moment, self.report_text, self.remarks)))
