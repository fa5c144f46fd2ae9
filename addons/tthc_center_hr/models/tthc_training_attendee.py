from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .assignment_table import HR
from .training_table import PRESENT

STATES = [
    ("invited", "Not ticked yet"),
    ("attended", "Present"),
    ("passed", "Came and passed"),
    ("failed", "Came and failed"),
    ("absent", "Did not come"),
    ("excused", "Excused"),
]


class TthcTrainingAttendee(models.Model):
    """Somebody in post on the list of a training, whether they came, with what result.

    A training belongs to the person and counts in the next post, too.
    """

    _name = "tthc.training.attendee"
    _inherit = ["tthc.training.attending"]
    _description = "Person at a training"
    _order = "session_id desc, agency_id, name, id"
    _rec_name = "name"
    _moved_fields = ("state", "reason", "is_scored", "marked_by_id", "marked_at")

    session_id = fields.Many2one(
        "tthc.training.session",
        string="Training",
        required=True,
        ondelete="cascade",
        index=True,
    )
    assignment_id = fields.Many2one(
        "tthc.assignment", string="Person", required=True, ondelete="restrict"
    )
    staff_id = fields.Many2one(
        "tthc.staff",
        string="Sheet",
        related="assignment_id.staff_id",
        store=True,
        precompute=True,
        groups="tthc_base.group_hr_logistics,tthc_base.group_agency_reporter",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Account",
        related="assignment_id.user_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    name = fields.Char(related="assignment_id.name", store=True, precompute=True)
    title = fields.Char(related="assignment_id.title")
    role = fields.Selection(related="assignment_id.role", store=True, precompute=True)
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Sent by",
        related="assignment_id.agency_id",
        store=True,
        precompute=True,
        index=True,
    )
    center_id = fields.Many2one(
        "tthc.center", related="session_id.center_id", store=True, precompute=True
    )
    topic_id = fields.Many2one(
        "tthc.training.topic",
        string="Topic",
        related="session_id.topic_id",
        store=True,
        precompute=True,
    )
    date_from = fields.Date(
        string="On", related="session_id.date_from", store=True, precompute=True
    )
    date_to = fields.Date(
        string="Last day of the training",
        related="session_id.date_to",
        store=True,
        precompute=True,
    )
    place = fields.Char(related="session_id.place")
    session_state = fields.Selection(
        string="State of the training", related="session_id.state"
    )
    can_tick = fields.Boolean(related="session_id.can_tick")
    examined = fields.Boolean(related="topic_id.examined")
    state = fields.Selection(
        STATES,
        string="Attendance",
        required=True,
        default="invited",
        readonly=True,
        copy=False,
    )
    is_present = fields.Boolean(
        string="Present", compute="_compute_is_present", inverse="_inverse_is_present"
    )
    reason = fields.Char(
        readonly=True, copy=False, help="Why the person is excused, as told."
    )
    score = fields.Float(digits=(6, 2), copy=False)
    is_scored = fields.Boolean(readonly=True, copy=False)
    certificate = fields.Char(string="Certificate number", copy=False)
    note = fields.Char(copy=False)
    marked_by_id = fields.Many2one(
        "res.users", string="Ticked by", readonly=True, copy=False, ondelete="restrict"
    )
    marked_at = fields.Datetime(string="Ticked on", readonly=True, copy=False)
    busy_count = fields.Integer(
        string="Half-days at a counter",
        compute="_compute_busy_count",
        help="Half-days of this training for which the roster has the person at a "
        "counter: somebody else has to be there then.",
    )

    _once = models.UniqueIndex(
        "(session_id, staff_id)", "This person is on the list already."
    )
    # What somebody was trained in last, for the list of what is lacking.
    _person_idx = models.Index("(staff_id, topic_id, date_to)")
    # Attendance by center and topic.
    _center_idx = models.Index("(center_id, topic_id, date_from)")
    _score_positive = models.Constraint(
        "CHECK (score >= 0)", "A score is not negative."
    )

    @api.depends("state")
    def _compute_is_present(self):
        for row in self:
            row.is_present = row.state in PRESENT

    def _inverse_is_present(self):
        """A tick, or a tick that is taken back."""
        came = self.filtered(lambda row: row.is_present and row.state not in PRESENT)
        undone = self.filtered(lambda row: not row.is_present and row.state in PRESENT)
        if came:
            came.action_attend()
        if undone:
            undone.action_undo()

    @api.depends("assignment_id", "session_id.date_from", "session_id.date_to")
    def _compute_busy_count(self):
        for session, rows in self.grouped("session_id").items():
            slots = set(session._slots())
            days = [day for day, _half in slots]
            # sudo: how many, to whoever plans; the roster is read by all staff anyway
            shifts = self.env["tthc.roster.shift"].sudo()
            if days:
                shifts = shifts.search(
                    [
                        # sudo: another post of the same person counts, too
                        ("staff_id", "in", rows.sudo().staff_id.ids),
                        ("day", ">=", min(days)),
                        ("day", "<=", max(days)),
                        ("is_served", "=", True),
                    ]
                )
            busy = [shift.staff_id for shift in shifts if shift._slot() in slots]
            for row in rows:
                # sudo: as above
                row.busy_count = busy.count(row.sudo().staff_id)

    @api.model_create_multi
    def create(self, vals_list):
        """Put people on lists; who comes to a session that is announced is told.

        :raise AccessError: for values that belong to the actions
        :raise UserError: for a session that is closed, or without a seat left
        """
        by_hand = {"state", "session_id", "assignment_id", "note"}
        if any(vals.keys() - by_hand for vals in vals_list):
            self._check_moving()
        sessions = self.env["tthc.training.session"].browse(
            {vals["session_id"] for vals in vals_list}
        )
        # Held before a row points at them: whoever comes second is told at once, and
        # the seats are counted by one at a time.
        sessions._check_planner()
        sessions._lock()
        sessions._check_state("draft", "invited")
        rows = super().create(vals_list)
        sessions.invalidate_recordset(["attendee_ids"])
        sessions._check_capacity()
        rows._check_post()
        rows.filtered(lambda row: row.session_state == "invited")._tell_invited()
        return rows

    def write(self, vals):
        """Write scores, certificates and ticks; the rest changes by actions only.

        :raise AccessError: for values that belong to the actions
        :raise UserError: for a score of somebody who did not come
        """
        if self._is_moving():
            return super().write(vals)
        if vals.keys() - {"is_present", "score", "certificate", "note"}:
            self._check_moving()
        if {"score", "certificate"} & vals.keys():
            self._check_result_writer()
        if "score" in vals:
            return super(TthcTrainingAttendee, self._moving()).write(
                {**vals, "is_scored": True}
            )
        return super().write(vals)

    def _check_result_writer(self):
        if not (self.env.su or self.env.user.has_group(HR)):
            raise AccessError(self.env._("Scores and certificates are entered by HR."))
        for row in self:
            if row.state not in PRESENT:
                raise UserError(
                    self.env._(
                        "%(name)s did not come, or is not ticked yet: no result can be "
                        "entered.",
                        name=row.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_unticked_only(self):
        self.session_id._check_planner()
        self.session_id._check_state("draft", "invited")
        for row in self:
            if row.state != "invited":
                raise UserError(
                    self.env._(
                        "%(name)s is ticked already. Take the tick back first.",
                        name=row.name,
                    )
                )
        self.filtered(lambda row: row.session_state == "invited")._tell_removed()

    def _check_post(self):
        """Refuse people who are not in post at the center of the session.

        :raise UserError: names the first one
        """
        for row in self:
            post, session = row.assignment_id, row.session_id
            standing = post._standing_at(session.date_from or today(VIETNAM))
            if post.center_id != session.center_id or standing == "over":
                raise UserError(
                    self.env._(
                        "%(name)s is not in post at %(center)s on the day of the "
                        "training.",
                        name=post.name,
                        center=session.center_id.display_name,
                    )
                )
            if not standing:
                raise UserError(
                    self.env._(
                        "%(name)s is not approved yet: train who is in post, or soon "
                        "will be.",
                        name=post.name,
                    )
                )
