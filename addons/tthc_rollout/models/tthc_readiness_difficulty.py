from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .readiness_table import COORDINATOR, DIFFICULTY_MOVES

STATES = [
    ("open", "Not taken up"),
    ("assigned", "Being answered"),
    ("answered", "Answered"),
]


class TthcReadinessDifficulty(models.Model):
    """Section IV: a difficulty or a proposal of an agency, followed to its answer.

    It belongs to the agency, not to one report: until it is answered it stands in the
    next one, too.
    """

    _name = "tthc.readiness.difficulty"
    _inherit = [
        "tthc.readiness.difficulty.list",
        "tthc.guarded.table",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Difficulty or proposal"
    _order = "id desc"
    _mail_post_access = "read"
    _moves = DIFFICULTY_MOVES
    _moved_fields = (
        "state",
        "owner_agency_id",
        "owner_id",
        "answer_by",
        "answer",
        "answered_at",
        "answered_by_id",
        "problem_id",
    )

    report_id = fields.Many2one(
        "tthc.readiness.report", required=True, ondelete="cascade", index=True
    )
    agency_id = fields.Many2one(
        related="report_id.agency_id", store=True, index=True, string="Raised by"
    )
    center_id = fields.Many2one(
        related="report_id.center_id", store=True, index=True, string="Center"
    )
    campaign_id = fields.Many2one(
        related="report_id.campaign_id", store=True, index=True, string="Campaign"
    )
    kind = fields.Selection(
        [("difficulty", "Difficulty"), ("proposal", "Proposal")],
        required=True,
        default="difficulty",
    )
    name = fields.Text(string="What", required=True)
    state = fields.Selection(
        STATES, required=True, default="open", readonly=True, copy=False, tracking=True
    )
    owner_agency_id = fields.Many2one(
        "tthc.agency",
        string="To be answered by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Person in charge",
        readonly=True,
        copy=False,
        ondelete="restrict",
        tracking=True,
    )
    answer_by = fields.Date(
        string="Answer by", readonly=True, copy=False, tracking=True
    )
    answer = fields.Text(readonly=True, copy=False, tracking=True)
    answered_at = fields.Datetime(string="Answered", readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        "res.users",
        string="Answered by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    problem_id = fields.Many2one(
        "tthc.problem",
        string="Followed in the register",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    can_answer = fields.Boolean(compute="_compute_whose")
    is_own = fields.Boolean(compute="_compute_whose")

    # What waits for an answer, by the day it was promised for.
    _open_idx = models.Index("(answer_by) WHERE state <> 'answered'")

    @api.depends("state", "answer_by")
    def _compute_is_overdue(self):
        day = clock.today(VIETNAM)
        for row in self:
            row.is_overdue = bool(
                row.state != "answered" and row.answer_by and row.answer_by < day
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "!=", "answered") & Domain(
            "answer_by", "<", clock.today(VIETNAM)
        )

    @api.depends("agency_id", "owner_agency_id")
    @api.depends_context("uid")
    def _compute_whose(self):
        answers, asks = self._may_move("answer"), self._may_move("ask_again")
        for row in self:
            row.can_answer = answers and row._speaks_for(row.owner_agency_id)
            row.is_own = asks and row._speaks_for(row.agency_id)

    def _speaks_for(self, agency):
        """Whether the user speaks for an agency; the coordinator speaks for all.

        :param agency: ``tthc.agency`` that raised it, or has to answer
        """
        user = self.env.user
        return (
            self.env.su or user.has_group(COORDINATOR) or agency in user.tthc_agency_ids
        )

    @api.depends("name")
    def _compute_display_name(self):
        for row in self:
            first = (row.name or "").strip().partition("\n")[0]
            row.display_name = first if len(first) <= 80 else f"{first[:79]}…"

    @api.model_create_multi
    def create(self, vals_list):
        """Raise difficulties in a report that is being filled in.

        :raise AccessError: for values that belong to the actions
        :raise UserError: when the report has left the agency's desk
        """
        rows = super().create(vals_list)
        if not self._is_moving():
            rows.report_id._check_editable()
        return rows

    def write(self, vals):
        """Word a difficulty while its report is being filled in.

        :raise AccessError: for values that belong to the actions
        :raise UserError: when the report has left the agency's desk, or it was taken up
        """
        if not self._is_moving() and vals.keys() & {"name", "kind", "report_id"}:
            self._check_wordable()
        return super().write(vals)

    def _check_wordable(self):
        self.report_id._check_editable()
        self._check_state("open")

    @api.ondelete(at_uninstall=False)
    def _unlink_while_wordable(self):
        self._check_wordable()

    # -- actions --------------------------------------------------------------------

    def action_assign(self, agency=None, user=None, day=None):
        """Say who has to answer, and by when.

        :param agency: ``tthc.agency`` or its id
        :param user: ``res.users`` or its id, or nobody in particular
        :param day: ``datetime.date`` or its text
        :raise AccessError: for everybody but the coordinator
        :raise UserError: without an agency, or for a day that is over
        """
        self._check_move("assign")
        agency = self.env["tthc.agency"].browse(getattr(agency, "id", agency) or [])
        day = fields.Date.to_date(day)
        if not agency:
            raise UserError(self.env._("Say which agency has to answer."))
        if day and day < clock.today(VIETNAM):
            raise UserError(self.env._("The day is over. Set a later one."))
        self._move(
            "assign",
            {
                "owner_agency_id": agency.id,
                "owner_id": getattr(user, "id", user) or False,
                "answer_by": day,
            },
        )
        self._tell_owner()

    def action_answer(self, answer=None):
        """Answer; the agency that asked sees it at once.

        :param answer: words
        :raise AccessError: for everybody but the coordinator and whoever reports for
            the agency that has to answer
        :raise UserError: without words
        """
        self._check_move("answer")
        self._check_answers()
        text = (answer or "").strip()
        if not text:
            raise UserError(self.env._("Enter the answer."))
        self._move(
            "answer",
            {
                "answer": text,
                "answered_at": clock.now(),
                "answered_by_id": self.env.uid,
            },
        )
        for row in self:
            row.report_id._tell_reporters(self.env._("Answered: %(name)s"), text)

    def _check_answers(self):
        for row in self:
            if not row._speaks_for(row.owner_agency_id):
                raise AccessError(
                    self.env._(
                        "“%(name)s” is answered by the coordinator or by the agency "
                        "that was asked to.",
                        name=row.display_name,
                    )
                )

    def action_ask_again(self, reason=None):
        """The answer does not settle it: it is open again.

        :param reason: why
        :raise AccessError: for everybody but the agency's reporter and the
            coordinator
        :raise UserError: without a reason
        """
        self._check_move("ask_again")
        for row in self:
            if not row._speaks_for(row.agency_id):
                raise AccessError(
                    self.env._(
                        "“%(name)s” was raised by %(agency)s, which alone asks again.",
                        name=row.display_name,
                        agency=row.agency_id.display_name,
                    )
                )
        reason = self._said(reason)
        self._move("ask_again", {"answered_at": False, "answered_by_id": False})
        for row in self:
            row.message_post(body=reason, subtype_xmlid="mail.mt_note")
