from odoo import api, fields, models
from odoo.exceptions import ValidationError

SEXES = [("female", "Female"), ("male", "Male")]
#: What a person's card in Odoo holds; written there, shown here.
OF_EMPLOYEE = ("name", "work_phone", "user_id")


class TthcStaff(models.Model):
    """What the center keeps of a person and Odoo must not show to everybody.

    Odoo shows picture and mobile number of an ``hr.employee`` to all staff, so the
    picture for the card, the personal phone, the number of the identity card and the
    sizes have a place of their own. Seen by HR, by the person and by the reporter of
    the agency that the person comes from.
    """

    _name = "tthc.staff"
    _inherit = ["tthc.staff.photo", "tthc.staff.own", "tthc.personal.data"]
    _description = "Person of the center"
    _order = "name, id"
    _rec_names_search = ["name", "work_phone"]

    employee_id = fields.Many2one(
        "hr.employee", required=True, ondelete="cascade", readonly=True, copy=False
    )
    name = fields.Char(related="employee_id.name", store=True, readonly=False)
    work_phone = fields.Char(
        string="Phone of the office",
        related="employee_id.work_phone",
        store=True,
        readonly=False,
        help="Published with name, title and field (Decree 61/2018 Art 9.7).",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Account",
        related="employee_id.user_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        help="The account that gets the rights of the assignments.",
    )
    active = fields.Boolean(default=True)
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Home agency",
        required=True,
        ondelete="restrict",
        index=True,
    )
    personal_phone = fields.Char()
    id_number = fields.Char(string="Identity number")
    sex = fields.Selection(SEXES)
    birthday = fields.Date()
    rank = fields.Char(help="Such as “Chuyên viên” (Decree 61/2018 Art 11.1).")
    field_since = fields.Date(
        string="In the field since",
        help="At least three years of work in the field are asked for (Decree 61/2018 "
        "Art 11.1).",
    )
    sector_uniform = fields.Boolean(
        string="Wears the dress of the sector",
        help="Such as customs, tax, police: gets no uniform of the center.",
    )
    size_told = fields.Char(
        string="Size told",
        help="The size of the shirt as the agency's list told it.",
    )
    assignment_ids = fields.One2many(
        "tthc.assignment", "staff_id", string="Assignments"
    )

    # One sheet a person; also what an assignment looks up.
    _employee_uniq = models.UniqueIndex(
        "(employee_id)", "This person has a sheet already."
    )

    @api.model
    def _personal_fields(self):
        return super()._personal_fields() | {
            "personal_phone",
            "id_number",
            "photo",
            "birthday",
            "size_told",
        }

    @api.model_create_multi
    def create(self, vals_list):
        """Create sheets; who is not in Odoo's list of employees yet is put there.

        ``name``, ``work_phone`` and ``user_id`` go to the employee, never the
        personal phone nor the picture.

        :raise ValidationError: for a person without a name
        """
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if not vals.get("employee_id"):
                vals["employee_id"] = self._new_employee(vals).id
        return super().create(vals_list)

    @api.model
    def _new_employee(self, vals):
        """An employee of Odoo with what may be seen by everybody.

        :param vals: values of a sheet; those of the employee are taken out of it
        :return: ``hr.employee``
        """
        self.check_access("create")
        given = {name: vals.pop(name) for name in OF_EMPLOYEE if vals.get(name)}
        if not (given.get("name") or "").strip():
            raise ValidationError(self.env._("Enter the name of the person."))
        if "user_id" in given:
            self._check_may_link_account()
        # sudo: an agency's reporter names people, but does not manage employees
        return self.env["hr.employee"].sudo().create(given)

    def write(self, vals):
        """Write; what belongs to the employee is written there."""
        given = {name: vals[name] for name in OF_EMPLOYEE if name in vals}
        if not given:
            return super().write(vals)
        self.check_access("write")
        if "user_id" in given:
            self._check_may_link_account()
        # sudo: as above, whoever may write the sheet may mend name and office phone
        self.sudo().employee_id.write(given)
        rest = {name: vals[name] for name in vals if name not in OF_EMPLOYEE}
        return super().write(rest)

    @api.model
    def _check_may_link_account(self):
        """Refuse whoever may not say which account is a person's.

        :raise AccessError: for everybody but HR: an account gets rights by it
        """
        self.env["hr.employee"].check_access("write")

    @api.model
    def _told_size_problem(self, size):
        """Why a size on an agency's list can't be taken; nothing is asked of it here.

        Hook for whoever knows the sizes.

        :param size: as it stands on the list
        :return: words, or None
        """
        return None

    def _take_told_size(self, size):
        """Keep the size that an agency's list tells.

        Hook for whoever orders by sizes.

        :param size: as it stands on the list
        """
        self.write({"size_told": size})

    @api.model
    def _of(self, employees, agency=None):
        """The sheets of employees; who has none gets one.

        :param employees: ``hr.employee``
        :param agency: ``tthc.agency``, home of those who have none yet
        :return: ``tthc.staff`` in the order of the employees
        """
        # sudo: whether there is a sheet, for whomever looks
        found = self.sudo().with_context(active_test=False)
        found = found.search([("employee_id", "in", employees.ids)])
        missing = employees - found.employee_id
        if missing and agency:
            found |= found.create(
                [
                    {"employee_id": employee.id, "agency_id": agency.id}
                    for employee in missing
                ]
            )
        by_employee = {staff.employee_id.id: staff.id for staff in found}
        return self.browse(
            by_employee[employee.id]
            for employee in employees
            if employee.id in by_employee
        )
