from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .staff_rating_table import MOVES

SOURCES = [
    ("paper", "Paper slip"),
    ("screen", "Screen at the counter"),
    ("phone", "By phone"),
    ("web", "Public page"),
]
STATES = [
    ("counted", "In the count"),
    ("open", "To be looked into"),
    ("right", "Negative, found right"),
    ("wrong", "Negative, not confirmed"),
    ("void", "Void"),
]


class TthcStaffRating(models.Model):
    """What a citizen says of the service at a counter (Decree 61/2018 Art 28–32).

    Nothing is kept of who says it: raters stay unknown (Art 27.3). Odoo's own
    ``rating.rating`` keeps the rater and shows it to all staff, and its five stars are
    not the law's words; hence a model of its own.
    """

    _name = "tthc.staff.rating"
    _inherit = ["tthc.center.kept", "mail.thread"]
    _description = "Rating by a citizen"
    _order = "day desc, id desc"
    _moves = MOVES
    _moved_fields = ("state", "finding", "found_by_id")

    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user.tthc_center_id,
    )
    day = fields.Date(required=True, default=lambda self: today(VIETNAM))
    source = fields.Selection(SOURCES, required=True, default="paper")
    counter_id = fields.Many2one(
        "tthc.counter",
        ondelete="restrict",
        domain="[('center_id', '=', center_id)]",
        index="btree_not_null",
    )
    assignment_id = fields.Many2one(
        "tthc.assignment",
        string="Person",
        ondelete="restrict",
        domain="[('center_id', '=', center_id), ('state', 'in', "
        "('approved', 'ended'))]",
        help="Empty: the slip names the counter only; who served it then is found by "
        "the roster.",
    )
    slip_number = fields.Char(
        string="Receipt number",
        help="Of the receipt that the slip came with: one rating each.",
    )
    option_id = fields.Many2one(
        "tthc.rating.option", string="Rating", required=True, ondelete="restrict"
    )
    scale_id = fields.Many2one(related="option_id.scale_id", store=True)
    comment = fields.Text(help="Without name and number of who wrote it.")
    state = fields.Selection(
        STATES, required=True, default="counted", readonly=True, tracking=True
    )
    finding = fields.Char(readonly=True, copy=False, tracking=True)
    found_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")

    # One rating a receipt; a void one makes room.
    _slip_uniq = models.UniqueIndex(
        "(center_id, upper(slip_number))"
        " WHERE slip_number IS NOT NULL AND state <> 'void'",
        "This receipt was rated already.",
    )
    # The month of a person, and of a center.
    _person_idx = models.Index("(assignment_id, day) WHERE assignment_id IS NOT NULL")
    _center_idx = models.Index("(center_id, day)")

    @api.depends("day", "option_id", "assignment_id")
    def _compute_display_name(self):
        for rating in self:
            day = rating.day.strftime("%d/%m/%Y") if rating.day else ""
            rating.display_name = f"{day} · {rating.option_id.name or ''}"

    @api.constrains("option_id", "day")
    def _check_scale(self):
        for rating in self:
            scale = self.env["tthc.rating.scale"]._of_kind("citizen", rating.day)
            if rating.scale_id != scale:
                raise ValidationError(
                    self.env._(
                        "“%(option)s” is no word of the scale that citizens rate by on "
                        "%(day)s.",
                        option=rating.option_id.name,
                        day=rating.day.strftime("%d/%m/%Y"),
                    )
                )

    @api.constrains("assignment_id", "center_id", "day")
    def _check_person(self):
        for rating in self.filtered("assignment_id"):
            post = rating.assignment_id
            if post.center_id != rating.center_id or not post._in_post_at(rating.day):
                raise ValidationError(
                    self.env._(
                        "%(name)s was not in post at %(center)s on %(day)s.",
                        name=post.name,
                        center=rating.center_id.display_name,
                        day=rating.day.strftime("%d/%m/%Y"),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Enter ratings; a negative one waits for the manager.

        :raise AccessError: for values that belong to the actions
        :raise UserError: for a rating of oneself, or of a day that is not yet
        """
        vals_list = [
            {**vals, "slip_number": (vals.get("slip_number") or "").strip() or False}
            for vals in vals_list
        ]
        ratings = super().create(vals_list)
        ratings._check_entered()
        ratings._find_person()
        ratings.filtered("option_id.is_negative")._moving().write({"state": "open"})
        return ratings.with_env(self.env)

    def _check_entered(self):
        """Refuse ratings of oneself and of days to come.

        :raise UserError: says which
        """
        for rating in self:
            # sudo: whose account it is, of somebody whom the user can't read
            if rating.sudo().assignment_id.user_id == self.env.user:
                raise UserError(self.env._("Nobody enters a rating of oneself."))
            if rating.day > today(VIETNAM):
                raise UserError(self.env._("The day of the rating lies ahead."))

    def _find_person(self):
        """Put down who served the counter that day, where one person did."""
        unnamed = self.filtered(lambda row: row.counter_id and not row.assignment_id)
        for rating in unnamed:
            # sudo: the roster of the day, whoever enters the slip
            shifts = self.env["tthc.roster.shift"].sudo()
            served = shifts.search(
                [
                    ("counter_id", "=", rating.counter_id.id),
                    ("day", "=", rating.day),
                    ("is_served", "=", True),
                ]
            ).assignment_id
            if len(served) == 1:
                rating._moving().write({"assignment_id": served.id})

    def write(self, vals):
        """What a citizen said is not rewritten; a wrong entry is made void.

        :raise AccessError: when no action is at work
        """
        if vals.keys() - self._chatter_fields():
            self._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(
            self.env._("A rating is never deleted; make a wrong entry void.")
        )

    @api.model
    def _moving_refusal(self):
        return self.env._(
            "What a citizen said is not changed; make a wrong entry void and enter it "
            "anew."
        )

    # -- moves ------------------------------------------------------------------------

    def action_confirm(self):
        """Find a negative rating right; it counts against the person.

        :raise AccessError: for whoever does not manage the center
        """
        self._judge("confirm", self.env.uid)

    def action_reject(self):
        """Find that a negative rating can't be confirmed."""
        self._judge("reject", self.env.uid)

    def action_reopen(self):
        """Look into a rating once more."""
        self._judge("reopen", False)

    def action_void(self):
        """Take a wrong entry out of the counts.

        :raise AccessError: for whoever is neither HR nor the center's manager
        """
        self._judge("void", self.env.uid)

    def _judge(self, name, found_by):
        self._check_move(name)
        self._move(name, {"found_by_id": found_by})
        # A void rating makes room for another one of the same receipt.
        self.flush_recordset(["state"])

    def _check_mover(self, groups):
        """Nobody judges a rating of oneself.

        :raise AccessError: for whom they are about, too
        """
        # sudo: whose account it is
        if self.env.user in self.sudo().assignment_id.user_id and not self.env.su:
            raise AccessError(self.env._("Nobody judges a rating of oneself."))
        return super()._check_mover(groups)

    # -- counting ---------------------------------------------------------------------

    @api.model
    def _counts(self, assignments, first, last):
        """Ratings of people in a span of days, by word.

        :param assignments: ``tthc.assignment`` of one center
        :param first: ``datetime.date``
        :param last: ``datetime.date``, counted in
        :return: pair: whether the center gathered any rating then; dict id of the
            assignment → dict of values of ``tthc.staff.notice.line``
        """
        within = [("day", ">=", first), ("day", "<=", last), ("state", "!=", "void")]
        # sudo: counts alone, for who makes up the notice
        ratings = self.sudo()
        gathered = ratings.search_count(
            [("center_id", "in", assignments.center_id.ids), *within], limit=1
        )
        values = {}
        for post, option, state, count in ratings._read_group(
            [("assignment_id", "in", assignments.ids), *within],
            ["assignment_id", "option_id", "state"],
            ["__count"],
        ):
            row = values.setdefault(
                post.id, {"rating_count": 0, "negative_count": 0, "options": {}}
            )
            row["rating_count"] += count
            row["negative_count"] += count if state == "right" else 0
            row["options"][option] = row["options"].get(option, 0) + count
        for row in values.values():
            options = row.pop("options")
            row["rating_options"] = [
                [option.with_context(lang="vi_VN").name, options[option]]
                for option in sorted(options, key=lambda one: (one.sequence, one.id))
            ]
        return bool(gathered), values
