from odoo import api, fields, models

from .tthc_assignment import ROLES

#: What the manager writes; everything else comes from the figures.
BY_HAND = {"note", "head_option_id"}


class TthcStaffNoticeLine(models.Model):
    """A person on a monthly notice: time, progress, attitude, and a remark.

    A figure stands only where something counted it: what has no source says so, and
    is never shown as 0.
    """

    _name = "tthc.staff.notice.line"
    _inherit = ["tthc.guarded", "tthc.staff.notice.words"]
    _description = "Person on a monthly notice"
    _order = "month desc, notice_id, role, name, id"

    notice_id = fields.Many2one(
        "tthc.staff.notice", required=True, ondelete="cascade", readonly=True
    )
    center_id = fields.Many2one(related="notice_id.center_id", store=True, index=True)
    agency_id = fields.Many2one(
        related="notice_id.agency_id", string="Sent by", store=True, index=True
    )
    month = fields.Date(related="notice_id.month", store=True)
    state = fields.Selection(related="notice_id.state", store=True)
    assignment_id = fields.Many2one(
        "tthc.assignment", required=True, ondelete="restrict", readonly=True, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        related="assignment_id.user_id",
        string="Account",
        store=True,
        index="btree_not_null",
    )
    # As they were when the figures were taken: the paper stays as it was signed.
    name = fields.Char(readonly=True)
    title = fields.Char(readonly=True)
    role = fields.Selection(ROLES, readonly=True)
    days_in_post = fields.Integer(readonly=True)
    roster_known = fields.Boolean(string="Roster known", readonly=True)
    planned = fields.Integer(string="Half-days planned", readonly=True)
    served = fields.Integer(string="Half-days served", readonly=True)
    absent = fields.Integer(string="Half-days absent", readonly=True)
    attendance_known = fields.Boolean(string="Check-ins known", readonly=True)
    late_count = fields.Integer(string="Came late", readonly=True)
    early_count = fields.Integer(string="Left early", readonly=True)
    missed_count = fields.Integer(
        string="Not checked in",
        readonly=True,
        help="Half-days of the roster, not absent, without a check-in.",
    )
    progress_known = fields.Boolean(string="Dossiers known", readonly=True)
    received_count = fields.Integer(string="Received", readonly=True)
    handed_count = fields.Integer(string="Handed on", readonly=True)
    handed_late_count = fields.Integer(string="Handed on late", readonly=True)
    step_on_time_count = fields.Integer(string="Steps on time", readonly=True)
    step_late_count = fields.Integer(string="Steps late", readonly=True)
    rating_known = fields.Boolean(string="Ratings known", readonly=True)
    rating_count = fields.Integer(string="Ratings by citizens", readonly=True)
    negative_count = fields.Integer(
        string="Negative, found right",
        readonly=True,
        help="Negative ratings that the manager found right.",
    )
    rating_options = fields.Json(
        string="Ratings by option", readonly=True, help="List of word and count."
    )
    head_option_id = fields.Many2one(
        "tthc.rating.option",
        string="Rated by the head",
        ondelete="restrict",
        domain="[('scale_id.kind', '=', 'head')]",
        help="The manager's own rating of the person in this month.",
    )
    # The word as it was when it was given.
    head_rating = fields.Char(
        string="Rating by the head",
        compute="_compute_head_rating",
        store=True,
    )
    score_parts = fields.Json(string="Points by indicator", readonly=True)
    note = fields.Char(string="Remark")

    _notice_idx = models.UniqueIndex(
        "(notice_id, assignment_id)", "This person is on the notice already."
    )

    @api.depends("head_option_id")
    def _compute_head_rating(self):
        for line in self:
            option = line.head_option_id.with_context(lang="vi_VN")
            line.head_rating = option.name

    def _by_hand(self):
        """What the manager wrote, to be kept when figures are taken anew.

        :return: dict of values
        """
        self.ensure_one()
        return {"note": self.note, "head_option_id": self.head_option_id.id}

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse whoever is not the action that takes the figures.

        :raise AccessError: when no action is at work
        """
        self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Write the remark of a draft; the action writes the rest.

        :raise AccessError: for other values, or once the notice was checked
        """
        if not self._is_moving() and (
            vals.keys() - BY_HAND or self.notice_id.filtered("is_fixed")
        ):
            self._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_by_action_only(self):
        self._check_moving()

    @api.model
    def _moving_refusal(self):
        return self.env._(
            "Figures come from assignments, roster and dossiers; in a draft you write "
            "the remark."
        )

    @api.model
    def _figure_fields(self):
        """Names of what is taken from the sources, and kept in a sent notice."""
        return [
            "days_in_post",
            "roster_known",
            "planned",
            "served",
            "absent",
            "attendance_known",
            "late_count",
            "early_count",
            "missed_count",
            "progress_known",
            "received_count",
            "handed_count",
            "handed_late_count",
            "step_on_time_count",
            "step_late_count",
            "rating_known",
            "rating_count",
            "negative_count",
            "rating_options",
            "head_rating",
            "score_parts",
        ]
