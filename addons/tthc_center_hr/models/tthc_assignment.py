from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .assignment_table import HR

ROLES = [
    ("director", "Director of the center"),
    ("deputy", "Deputy director"),
    ("leader", "Leader in charge"),
    ("main", "Main staff"),
    ("reserve", "Reserve staff"),
    ("postal", "Contact for the Post"),
    ("center_staff", "Center's own staff"),
    ("service", "Service staff"),
]
STATES = [
    ("draft", "Draft"),
    ("proposed", "Proposed"),
    ("approved", "Approved"),
    ("ended", "Ended"),
    ("refused", "Refused"),
]
END_REASONS = [
    ("term", "The term is over"),
    ("replaced", "Replaced"),
    ("results", "Poor results or low satisfaction (Art 12.8)"),
    ("asked", "At the request of the center (Art 9.3)"),
    ("withdrawn", "Withdrawn by the agency"),
    ("left", "Left the service"),
    ("other", "Another reason"),
]


class TthcAssignment(models.Model):
    """Who serves at which center, from which agency, in which role, from when to when.

    An agency proposes, the Chairman decides (Decree 61/2018 Art 11.4, Circular
    01/2018 Art 7.2), the term ends. Who is in post follows from the dates.
    """

    _name = "tthc.assignment"
    _inherit = [
        "tthc.assignment.granting",
        "tthc.assignment.chart",
        "tthc.assignment.moving",
        "tthc.assignment.in.post",
        "tthc.assignment.month",
        "tthc.assignment.checking",
        "tthc.assignment.expiring",
        "tthc.assignment.training",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Assignment to the center"
    _order = "center_id, agency_id, role, date_from desc, id"
    _rec_names_search = ["name", "title"]
    _moved_fields = (
        "state",
        "decision_id",
        "remarks",
        "end_reason",
        "end_note",
        "ended_on",
        "overridden_rule_ids",
        "reminded_on",
    )

    staff_id = fields.Many2one(
        "tthc.staff",
        string="Person",
        required=True,
        ondelete="restrict",
        index=True,
        groups="tthc_base.group_hr_logistics,tthc_base.group_agency_reporter",
    )
    employee_id = fields.Many2one(
        "hr.employee", related="staff_id.employee_id", store=True, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Account",
        related="staff_id.user_id",
        store=True,
        index="btree_not_null",
    )
    name = fields.Char(related="staff_id.name", store=True)
    work_phone = fields.Char(
        string="Phone of the office", related="staff_id.work_phone", store=True
    )
    sex = fields.Selection(
        related="staff_id.sex",
        store=True,
        groups="tthc_base.group_hr_logistics,tthc_base.group_agency_reporter",
    )
    title = fields.Char(required=True, tracking=True, help="As it is printed.")
    role = fields.Selection(ROLES, required=True, tracking=True)
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Sent by",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    center_id = fields.Many2one(
        "tthc.center", required=True, ondelete="restrict", tracking=True
    )
    counter_ids = fields.Many2many(
        "tthc.counter",
        string="Counters",
        domain="[('center_id', '=', center_id)]",
    )
    sector_ids = fields.Many2many("tthc.sector", string="Sectors")
    is_part_time = fields.Boolean(
        string="Besides the own job",
        help="Kiêm nhiệm: serves besides the own job at the agency; some resolutions "
        "give no allowance for it.",
    )
    date_from = fields.Date(string="From", tracking=True)
    date_to = fields.Date(
        string="To",
        tracking=True,
        help="Last day of the term. Empty where no term is set, as for a leader.",
    )
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    decision_id = fields.Many2one(
        "tthc.assignment.decision",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
    )
    remarks = fields.Char(
        readonly=True,
        copy=False,
        tracking=True,
        help="Why it was returned or refused.",
    )
    end_reason = fields.Selection(END_REASONS, readonly=True, copy=False, tracking=True)
    end_note = fields.Char(readonly=True, copy=False, tracking=True)
    ended_on = fields.Date(
        string="Out of post from",
        readonly=True,
        copy=False,
        tracking=True,
        help="First day on which the person no longer serves.",
    )
    predecessor_id = fields.Many2one(
        "tthc.assignment",
        string="Replaces",
        ondelete="restrict",
        copy=False,
        index="btree_not_null",
    )
    successor_ids = fields.One2many(
        "tthc.assignment", "predecessor_id", string="Replaced by"
    )

    # Who is in post at a center on a day: roster, public list, counts by agency.
    _post_idx = models.Index(
        "(center_id, agency_id, role, date_from) WHERE state IN ('approved', 'ended')"
    )
    # One post at a time, whoever approves at the same moment.
    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (staff_id WITH =, role WITH =, center_id WITH =,"
        " daterange(date_from, last_day, '[]') WITH &&)"
        " WHERE (state IN ('approved', 'ended')"
        " AND (last_day IS NULL OR last_day >= date_from))",
        "A person can't hold the same role at a center twice at the same time.",
    )
    _one_director = models.Constraint(
        "EXCLUDE USING gist (center_id WITH =,"
        " daterange(date_from, last_day, '[]') WITH &&)"
        " WHERE (state IN ('approved', 'ended') AND role = 'director'"
        " AND (last_day IS NULL OR last_day >= date_from))",
        "A center has one director at a time.",
    )
    # Whose term ends soon, for the expiry list and the nightly job.
    _expiry_idx = models.Index("(last_day) WHERE state = 'approved'")
    _dates_ordered = models.Constraint(
        "CHECK (date_to >= date_from)",
        "The last day of an assignment lies before its first one.",
    )

    @api.constrains("counter_ids", "center_id")
    def _check_counter_ids(self):
        for assignment in self:
            strange = assignment.counter_ids.filtered(
                lambda counter, center=assignment.center_id: counter.center_id != center
            )
            if strange:
                raise ValidationError(
                    self.env._(
                        "%(name)s can't serve %(counter)s: it belongs to another "
                        "center.",
                        name=assignment.name,
                        counter=strange[0].display_name,
                    )
                )

    @api.depends("name", "role")
    def _compute_display_name(self):
        for assignment in self:
            name, role = assignment.name or "", assignment._role_label()
            assignment.display_name = f"{name} · {role}"

    def _role_label(self):
        """The role in the words of the user's language."""
        self.ensure_one()
        labels = dict(self._fields["role"]._description_selection(self.env))
        return labels.get(self.role, "")

    def _served_text(self):
        """Where and what the person serves, as lists print it.

        :return: numbers of the counters, then the sectors
        """
        self.ensure_one()
        counters = ", ".join(self.counter_ids.mapped("code"))
        sectors = ", ".join(self.sector_ids.mapped("name"))
        words = [self.env._("Counter %(codes)s", codes=counters)] if counters else []
        return "; ".join([*words, sectors] if sectors else words)

    @api.model_create_multi
    def create(self, vals_list):
        """Create proposals; an employee may be named in the place of the person.

        :raise AccessError: for values that belong to the actions
        """
        return super().create([self._with_person(vals) for vals in vals_list])

    @api.model
    def _with_person(self, vals):
        """Values with the person's sheet in the place of an employee.

        :raise UserError: for an employee without a sheet and without an agency
        """
        vals = dict(vals)
        employee = self.env["hr.employee"].browse(vals.pop("employee_id", []))
        if not employee or vals.get("staff_id"):
            return vals
        agency = self.env["tthc.agency"].browse(vals.get("agency_id", []))
        staff = self.env["tthc.staff"]._of(employee, agency)
        if not staff:
            raise UserError(self.env._("Say which agency sends the person."))
        return {**vals, "staff_id": staff.id}

    def write(self, vals):
        """Write a proposal; what was decided changes by actions only.

        :raise AccessError: for values that belong to the actions
        """
        if not self._is_moving():
            self._check_written(vals.keys())
        counters = {"counter_ids", "agency_id", "center_id"} & vals.keys()
        result = super().write(vals)
        if counters and self._decided():
            self._post_changed()
        return result

    def _check_written(self, names):
        """Refuse what stands in a decision.

        :param names: names of the fields to be written
        :raise AccessError: when one of them is not to be written by hand
        """
        hr = self.env.su or self.env.user.has_group(HR)
        for state, rows in self.grouped("state").items():
            if state == "draft":
                continue
            fixed = self._decided_facts()
            if hr and state == "proposed":
                # HR fits the term to the day of the decision.
                fixed -= {"date_from", "date_to"}
            elif state != "proposed":
                fixed |= {"override_reason"}
            if not hr or names & fixed:
                rows._check_moving()

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered(lambda assignment: assignment.state != "draft"):
            raise UserError(
                self.env._(
                    "Only a draft can be deleted. Return the proposal, or end the "
                    "assignment with its reason."
                )
            )

    @api.model
    def _decided_facts(self):
        """Fields that are fixed once an assignment has left the draft."""
        return {
            "staff_id",
            "role",
            "title",
            "agency_id",
            "center_id",
            "date_from",
            "date_to",
            "predecessor_id",
        }

    def _decided(self):
        return self.filtered(lambda assignment: assignment.state != "draft")
