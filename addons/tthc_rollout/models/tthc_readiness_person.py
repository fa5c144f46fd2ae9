from odoo import api, fields, models

ROLES = [
    ("leader", "Leader in charge"),
    ("main", "Main staff"),
    ("reserve", "Reserve staff"),
    ("postal", "Contact for the Post"),
]
#: Order of the form.
PLACES = {role: place for place, (role, _label) in enumerate(ROLES)}
TOLD = ("name", "title", "phone", "size")
#: Who may see phones and sizes: whoever reports, approves, manages or coordinates.
PERSONAL = (
    "tthc_base.group_agency_reporter,tthc_base.group_leader,"
    "tthc_base.group_center_manager"
)


class TthcReadinessPerson(models.Model):
    """Section I: who leads, serves, stands in, and is there for the Post."""

    _name = "tthc.readiness.person"
    _inherit = ["tthc.readiness.row", "tthc.personal.data"]
    _description = "Staff in a readiness report"
    _order = "report_id, place, sequence, id"

    role = fields.Selection(ROLES, required=True, default="main")
    place = fields.Integer(compute="_compute_place", store=True)
    name = fields.Char(required=True)
    title = fields.Char()
    phone = fields.Char(string="Mobile phone", groups=PERSONAL)
    size = fields.Char(
        string="Shirt size", groups=PERSONAL, help="Of main staff only, as on the form."
    )
    assignment_id = fields.Many2one(
        "tthc.assignment",
        ondelete="set null",
        index="btree_not_null",
    )
    system = fields.Json(
        readonly=True, groups=PERSONAL, help="What the system said when filled in."
    )
    has_photo = fields.Boolean(
        string="Picture", compute="_compute_has_photo", compute_sudo=True
    )

    @api.model
    def _personal_fields(self):
        return {"name", "phone", "size"}

    @api.model
    def _facts_of_system(self):
        return super()._facts_of_system() | {"system", "assignment_id"}

    @api.model_create_multi
    def create(self, vals_list):
        """Add people; who is typed in has no assignment yet."""
        if not self._is_filling():
            vals_list = [
                {
                    name: value
                    for name, value in vals.items()
                    if name not in ("system", "assignment_id")
                }
                for vals in vals_list
            ]
        return super().create(vals_list)

    @api.model
    def _may_see_personal(self):
        """Whether the user may see phones and sizes."""
        return self._has_field_access(self._fields["phone"], "read")

    def _told_fields(self):
        self.ensure_one()
        return TOLD if self.role == "main" else TOLD[:-1]

    @api.depends("role")
    def _compute_place(self):
        for person in self:
            person.place = PLACES.get(person.role, 0)

    @api.depends("assignment_id")
    def _compute_has_photo(self):
        for person in self:
            person.has_photo = person.assignment_id.staff_id.photo_fits

    @api.depends("system", "name", "title", "phone", "size")
    def _compute_is_corrected(self):
        for person in self:
            system = person.system or {}
            person.is_corrected = bool(system) and any(
                (person[name] or "") != (system.get(name) or "")
                for name in person._told_fields()
            )

    @api.depends("assignment_id", "role", "name", "title", "phone", "size")
    @api.depends_context("lang")
    def _compute_difference(self):
        system = self._system_values()
        for person in self:
            person.difference = person._difference_words(system[person])

    def _difference_words(self, system):
        """What the system says otherwise.

        :param system: dict of field → value, or None
        """
        self.ensure_one()
        if system is None:
            return self.env._("not proposed or assigned") if self.name else False
        words = [
            system[name] or self.env._("no %(field)s", field=self._label(name))
            for name in self._told_fields()
            if (self[name] or "") != (system[name] or "")
        ]
        return ", ".join(words) or False

    def _label(self, name):
        return self._fields[name]._description_string(self.env).lower()

    def _system_values(self):
        # sudo: phone and size of the own people, as the agency's reporter gives them
        assignments = self.sudo().assignment_id
        values = assignments._readiness_values()
        return {person: values.get(person.assignment_id.id) for person in self}

    def _take_system(self, system):
        """Take over what the system says now, unless the agency has corrected it.

        :param system: dict of field → text
        """
        self.ensure_one()
        if self.system == system:
            return
        told = {name: system[name] for name in self._told_fields()}
        self.write({"system": system, **({} if self.is_corrected else told)})

    def action_assign(self):
        """Name somebody who was typed in as an assignment, a draft to be proposed.

        :return: action that opens the assignment
        :raise AccessError: for whoever may not name people of the agency
        """
        self.ensure_one()
        self.report_id._check_editable()
        assignment = self.assignment_id or self._new_assignment()
        return assignment._get_records_action()

    def _new_assignment(self):
        staff = self.env["tthc.staff"].create(
            {
                "name": self.name,
                "agency_id": self.agency_id.id,
                "personal_phone": self.phone,
                "size_told": self.size,
            }
        )
        assignment = self.env["tthc.assignment"].create(
            {
                "staff_id": staff.id,
                "role": self.role,
                "title": self.title or self.env._("Specialist"),
                "agency_id": self.agency_id.id,
                "center_id": self.report_id.center_id.id,
                "date_from": self.report_id.opening_day,
            }
        )
        # sudo: the row now stands for the assignment, which the agency does not write
        row = self.sudo().with_env(self.report_id.sudo()._moving().env)
        row.write(
            {
                "assignment_id": assignment.id,
                # sudo: as above
                "system": assignment.sudo()._readiness_values()[assignment.id],
            }
        )
        return assignment
