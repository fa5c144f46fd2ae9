from odoo import api, fields, models

from odoo.addons.tthc_base.tools.search_key import fold

from ..models.tthc_assignment_moving import TERM_ROLES
from ..tools.agency_list import COMPUTED
from ..tools.phone_number import plain_phone

#: The groups of the form.
LIST_ROLES = [
    ("leader", "Leader in charge"),
    ("main", "Main staff"),
    ("reserve", "Reserve staff"),
    ("postal", "Contact for the Post"),
]


class TthcAssignmentListLine(models.TransientModel):
    """A person of an agency's list, with what is wrong with the row."""

    _name = "tthc.assignment.list.line"
    _description = "Person of an agency's list"
    _order = "sequence, id"

    list_id = fields.Many2one("tthc.assignment.list", required=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    row = fields.Integer(string="Row of the file", readonly=True)
    role = fields.Selection(LIST_ROLES, string="Group of the list", default="main")
    name = fields.Char()
    title = fields.Char()
    phone = fields.Char(string="Mobile phone")
    size = fields.Char(string="Size of the shirt")
    staff_id = fields.Many2one(
        "tthc.staff",
        string="Known person",
        compute="_compute_problem",
        help="Found by name and phone among the people of the agency.",
    )
    is_other = fields.Boolean(
        string="Another person",
        help="There is a person with this name already, and this is another one.",
    )
    problem = fields.Char(string="To be mended", compute="_compute_problem")

    @api.depends(
        "role",
        "name",
        "title",
        "phone",
        "size",
        "is_other",
        "list_id.agency_id",
        "list_id.center_id",
        "list_id.line_ids.name",
        "list_id.line_ids.role",
        "list_id.line_ids.phone",
    )
    def _compute_problem(self):
        for sheet, lines in self.grouped("list_id").items():
            told_twice = sheet._told_twice() if sheet else ({}, {})
            known = sheet._known_people() if sheet else {}
            for line in lines:
                same = known.get(fold(line.name or ""), line.env["tthc.staff"])
                phone = plain_phone(line.phone)
                line.staff_id = same.filtered(
                    lambda person, phone=phone: (
                        phone and plain_phone(person.personal_phone) == phone
                    )
                )[:1]
                line.problem = (
                    line._problem_of_cells()
                    or line._problem_of_list(*told_twice)
                    or line._problem_of_person(same)
                )

    def _problem_of_cells(self):
        """What is wrong with the cells of the row, or None."""
        self.ensure_one()
        texts = (self.name, self.title, self.phone, self.size)
        if COMPUTED in texts:
            return self.env._("A cell holds a formula: type its value.")
        if not self.role:
            return self.env._("Choose the group.")
        name = (self.name or "").strip()
        if not name:
            return self.env._("The name is missing.")
        if any(letter.isdigit() for letter in name):
            return self.env._("A name has no digits.")
        if not (self.title or "").strip():
            return self.env._("The title is missing.")
        if not (self.phone or "").strip():
            return self.env._("The mobile phone is missing.")
        if not plain_phone(self.phone):
            return self.env._("This is no phone number: ten digits, beginning with 0.")
        if (self.size or "").strip():
            if self.role != "main":
                return self.env._("Sizes are told of main staff only.")
            return self.env["tthc.staff"]._told_size_problem(self.size.strip())
        return None

    def _problem_of_list(self, people, phones):
        """What is wrong with the row beside the others, or None."""
        self.ensure_one()
        if people.get((fold(self.name or ""), self.role), 0) > 1:
            return self.env._("This person stands in this group twice.")
        if phones.get(plain_phone(self.phone), 0) > 1:
            return self.env._("Two people have this phone number.")
        return None

    def _problem_of_person(self, same):
        """What is wrong with the row beside the people who are known, or None.

        :param same: ``tthc.staff`` of the agency with this name
        """
        self.ensure_one()
        if same and not self.staff_id and not self.is_other:
            return self.env._(
                "The agency has a person with this name and another phone: mend the "
                "phone, or tick “Another person”."
            )
        posts = self.env["tthc.assignment"].search_count(
            [
                ("staff_id", "=", self.staff_id.id),
                ("center_id", "=", self.list_id.center_id.id),
                ("role", "=", self.role),
                ("state", "in", ("draft", "proposed", "approved")),
            ],
            limit=1,
        )
        if self.staff_id and posts:
            return self.env._("Is proposed or assigned in this role already.")
        return None

    def _assignment_values(self):
        """Values of the proposal; who is not known yet gets a sheet.

        :return: dict
        """
        self.ensure_one()
        sheet = self.list_id
        term = self.role in TERM_ROLES
        return {
            "staff_id": self._person().id,
            "role": self.role,
            "title": self.title.strip(),
            "agency_id": sheet.agency_id.id,
            "center_id": sheet.center_id.id,
            "date_from": sheet.date_from,
            "date_to": sheet.date_to if term else False,
        }

    def _person(self):
        """The sheet of the person, made where there is none.

        :return: ``tthc.staff``
        """
        self.ensure_one()
        person = self.staff_id or self.list_id._known_people().get(
            fold(self.name), self.env["tthc.staff"]
        ).filtered(
            lambda known: plain_phone(known.personal_phone) == plain_phone(self.phone)
        )
        person = person[:1] or self.env["tthc.staff"].create(
            {
                "name": " ".join(self.name.split()),
                "agency_id": self.list_id.agency_id.id,
                "personal_phone": plain_phone(self.phone),
            }
        )
        if self.size:
            person._take_told_size(self.size.strip())
        return person
