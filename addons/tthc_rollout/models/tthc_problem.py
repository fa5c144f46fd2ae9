from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .problem_table import COORDINATOR, PROBLEM_MOVES

ACTIVITY = "tthc_rollout.mail_activity_problem"
WAITING = ("raised", "taken")


class TthcProblem(models.Model):
    """A difficulty that a unit raises at any time, until it is solved.

    Seed 000 (the ministry's dispatch, §4) and seed 002 (end) ask for it: what comes
    up in the work of a center is followed, answered and reported upward.
    """

    _name = "tthc.problem"
    _inherit = ["tthc.guarded.table", "mail.thread", "mail.activity.mixin"]
    _description = "Difficulty"
    _order = "raised_at desc, id desc"
    _moves = PROBLEM_MOVES
    _moved_fields = (
        "state",
        "raised_at",
        "raised_by_id",
        "answer",
        "answered_at",
        "answered_by_id",
        "owner_agency_id",
        "owner_id",
        "due_on",
        "closed_at",
        "report_id",
    )

    name = fields.Char(string="In one sentence", required=True, tracking=True)
    description = fields.Text(string="What happens, since when, how often")
    proposal = fields.Text(string="What would solve it")
    kind = fields.Selection(
        [
            ("law", "Regulation"),
            ("procedure", "Procedures and their steps"),
            ("staff", "Staff"),
            ("premises", "Premises and equipment"),
            ("software", "Software and data"),
            ("post", "Post and couriers"),
            ("finance", "Money"),
            ("other", "Other"),
        ],
        required=True,
        tracking=True,
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Raised by",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user.tthc_agency_ids[:1],
    )
    center_id = fields.Many2one(
        "tthc.center",
        ondelete="restrict",
        index="btree_not_null",
        default=lambda self: self.env.user.tthc_center_id,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("raised", "Raised"),
            ("taken", "Being solved"),
            ("answered", "Answered"),
            ("closed", "Solved"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    raised_at = fields.Datetime(string="Raised on", readonly=True, copy=False)
    raised_by_id = fields.Many2one(
        "res.users", string="Person", readonly=True, copy=False
    )
    owner_agency_id = fields.Many2one(
        "tthc.agency",
        string="To be solved by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    owner_id = fields.Many2one(
        "res.users", string="Person in charge", readonly=True, copy=False, tracking=True
    )
    due_on = fields.Date(string="Answer by", readonly=True, copy=False, tracking=True)
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    can_answer = fields.Boolean(compute="_compute_whose")
    is_own = fields.Boolean(compute="_compute_whose")
    answer = fields.Text(readonly=True, copy=False)
    answered_at = fields.Datetime(string="Answered on", readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        "res.users", string="Answered by", readonly=True, copy=False
    )
    closed_at = fields.Datetime(string="Solved on", readonly=True, copy=False)
    report_id = fields.Many2one(
        "tthc.problem.report",
        string="Reported upward with",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    # What waits for an answer, few of all that were ever raised.
    _waiting_idx = models.Index("(due_on) WHERE state IN ('raised', 'taken')")

    @api.depends("state", "due_on")
    def _compute_is_overdue(self):
        day = today(VIETNAM)
        for problem in self:
            problem.is_overdue = bool(
                problem.state in WAITING and problem.due_on and problem.due_on < day
            )

    @api.depends("agency_id", "owner_agency_id", "center_id")
    @api.depends_context("uid")
    def _compute_whose(self):
        answers, raises = self._may_move("answer"), self._may_move("raise")
        for problem in self:
            problem.can_answer = answers and problem._speaks_for(
                problem.owner_agency_id
            )
            problem.is_own = raises and problem._speaks_for(problem.agency_id)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "in", WAITING), ("due_on", "<", today(VIETNAM))]

    def write(self, vals):
        """Write; what was raised is no longer changed by hand."""
        asked = {"name", "description", "proposal", "kind", "agency_id", "center_id"}
        if vals.keys() & asked and not self._is_moving():
            self._check_state("draft")
            for problem in self:
                problem._check_side(problem.agency_id)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered(lambda problem: problem.state != "draft"):
            raise UserError(
                self.env._("What was raised is answered and solved, not deleted.")
            )

    # -- actions ----------------------------------------------------------------------

    def action_raise(self):
        """Put the difficulty before the coordinator.

        :raise AccessError: for roles that raise none
        """
        self._check_move("raise")
        for problem in self:
            problem._check_side(problem.agency_id)
        self._move("raise", {"raised_at": now(), "raised_by_id": self.env.uid})

    def action_recall(self):
        """Take it back while nobody is at work on it.

        :raise UserError: when it is another unit's
        """
        self._check_move("recall")
        for problem in self:
            problem._check_side(problem.agency_id)
        self._move("recall", {"raised_at": False, "raised_by_id": False})

    def action_take(self, owner_agency_id=None, due_on=None, owner_id=None):
        """Say who solves it, by when.

        :param owner_agency_id: id of a ``tthc.agency``
        :param due_on: ``datetime.date`` in Vietnam, or its text
        :param owner_id: id of a member of that agency, or None
        :raise AccessError: when the user is no coordinator
        :raise UserError: without an agency or a day, or for a day that is over
        """
        self._check_move("take")
        day = self._fields["due_on"].to_date(due_on)
        agency = self.env["tthc.agency"].browse(owner_agency_id or 0).exists()
        if not agency or not day or day < today(VIETNAM):
            raise UserError(
                self.env._("Say who solves it, and by which day from today on.")
            )
        owner = self.env["res.users"].browse(owner_id or 0).exists()
        if owner and owner not in agency.user_ids:
            raise UserError(
                self.env._(
                    "%(person)s is no member of %(agency)s.",
                    person=owner.name,
                    agency=agency.display_name,
                )
            )
        self._move(
            "take",
            {
                "owner_agency_id": agency.id,
                "owner_id": owner.id,
                "due_on": day,
            },
        )
        self._remind_owner()

    def _remind_owner(self):
        """Put it on the list of who solves it: the person, or the unit's reporters."""
        for problem in self:
            # sudo: whom to tell, and the task, on a record of another unit
            problem = problem.sudo().with_context(mail_activity_quick_update=True)
            reporters = problem.owner_agency_id.user_ids.filtered(
                lambda user: user.has_group("tthc_base.group_agency_reporter")
            )
            for user in problem.owner_id or reporters:
                problem.activity_schedule(
                    ACTIVITY, date_deadline=problem.due_on, user_id=user.id
                )

    def action_answer(self, answer=None):
        """Answer: what was done, or why it can't be.

        :param answer: told to the unit
        :raise UserError: without words, or for whom it was not given to
        """
        self._check_move("answer")
        answer = self._said(answer)
        for problem in self:
            if not self.env.user.has_group(COORDINATOR):
                problem._check_side(problem.owner_agency_id)
        self._move(
            "answer",
            {"answer": answer, "answered_at": now(), "answered_by_id": self.env.uid},
        )
        # sudo: the task of whoever of the owners was told
        self.sudo().activity_unlink([ACTIVITY])

    def action_close(self):
        """Say that the answer solved it.

        :raise UserError: when it is another unit's
        """
        self._check_move("close")
        for problem in self:
            problem._check_side(problem.agency_id)
        self._move("close", {"closed_at": now()})

    def action_reopen(self, reason=None):
        """Say that it is not solved.

        :param reason: what is still wrong
        :raise UserError: without a reason, or when it is another unit's
        """
        self._check_move("reopen")
        reason = self._said(reason)
        for problem in self:
            problem._check_side(problem.agency_id)
        self._move("reopen", {"closed_at": False})
        for problem in self:
            # sudo: the unit adds to a record that is its own
            problem.sudo().message_post(body=reason)
        self.filtered("due_on")._remind_owner()

    def _speaks_for(self, agency):
        """Whether the user speaks for a unit; the coordinator speaks for all.

        The manager of a center speaks for what came up there.

        :param agency: ``tthc.agency`` whose move it is
        """
        self.ensure_one()
        user = self.env.user
        if self.env.su or user.has_group(COORDINATOR) or user in agency.user_ids:
            return True
        return (
            user.has_group("tthc_base.group_center_manager")
            and agency == self.agency_id
            and self.center_id == user.tthc_center_id
            and bool(self.center_id)
        )

    def _check_side(self, agency):
        """Refuse who speaks for a unit that is not the own.

        :param agency: ``tthc.agency`` whose move it is
        :raise UserError: names the unit
        """
        if not self._speaks_for(agency):
            raise UserError(
                self.env._(
                    "“%(name)s” is a matter of %(agency)s.",
                    name=self.name,
                    agency=agency.display_name or self.env._("the coordinator"),
                )
            )
