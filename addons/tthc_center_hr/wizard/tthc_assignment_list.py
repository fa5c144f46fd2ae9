import base64
from collections import Counter

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.search_key import fold
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM
from odoo.addons.tthc_catalog.tools.sheet_file import SheetError, read_tables

from ..tools.agency_list import read_list
from ..tools.phone_number import plain_phone

#: More people than an agency sends; a file with more rows is no such list.
MOST_ROWS = 500


class TthcAssignmentList(models.TransientModel):
    """Turns an agency's list (Excel, or typed) into proposals: all of it or nothing."""

    _name = "tthc.assignment.list"
    _description = "List of an agency's people"

    agency_id = fields.Many2one(
        "tthc.agency",
        required=True,
        default=lambda self: self.env.user.tthc_agency_ids[:1],
    )
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        default=lambda self: (
            self.env.user.tthc_center_id or self.env["tthc.center"].search([], limit=1)
        ),
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: today(VIETNAM) + relativedelta(months=1, day=1),
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: today(VIETNAM) + relativedelta(months=13, day=1, days=-1),
        help="Of main staff; the others have no term.",
    )
    file = fields.Binary(string="Excel file")
    file_name = fields.Char()
    line_ids = fields.One2many("tthc.assignment.list.line", "list_id", string="People")
    problem_count = fields.Integer(
        string="Rows to mend", compute="_compute_problem_count"
    )
    lacks_reserve = fields.Boolean(compute="_compute_problem_count")

    @api.depends("line_ids.problem", "line_ids.role")
    def _compute_problem_count(self):
        for record in self:
            record.problem_count = len(record.line_ids.filtered("problem"))
            roles = set(record.line_ids.mapped("role"))
            record.lacks_reserve = "main" in roles and "reserve" not in roles

    def action_read(self):
        """Put the rows of the file into the grid, in the place of what stood there.

        :return: the action that shows the grid
        :raise UserError: for a file that is no such list
        """
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose the Excel file first."))
        try:
            tables = read_tables(base64.b64decode(self.file), MOST_ROWS)
        except SheetError as error:
            raise UserError(self.env._(error.message)) from error
        rows = read_list(tables)
        if rows is None:
            raise UserError(
                self.env._(
                    "The file has no row with the headings “Tên” and “Chức vụ”. Take "
                    "the form from “Empty form” and fill it in."
                )
            )
        if not rows:
            raise UserError(self.env._("The file names nobody."))
        self.line_ids = [
            Command.clear(),
            *(Command.create(self._line_values(row)) for row in rows),
        ]
        return self._reopen()

    @api.model
    def _line_values(self, row):
        return {
            "row": row.number,
            "role": row.role or False,
            "name": row.name,
            "title": row.title,
            "phone": plain_phone(row.phone) or row.phone,
            "size": row.size,
        }

    def _reopen(self):
        action = self._get_records_action(target="new")
        action["name"] = self.env._("List of an agency's people")
        return action

    def action_make(self):
        """Make a proposal of each row; what is wrong with one keeps all out.

        :return: the action that shows the proposals
        :raise UserError: names the first row that is to be mended
        """
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Enter the people first."))
        for line in self.line_ids:
            if line.problem:
                raise UserError(
                    self.env._(
                        "Nothing was taken over. %(name)s: %(problem)s",
                        name=line.name or self.env._("A row without a name"),
                        problem=line.problem,
                    )
                )
        assignments = self.env["tthc.assignment"].create(
            [line._assignment_values() for line in self.line_ids]
        )
        assignments.action_propose()
        return assignments._get_records_action(name=self.env._("Proposals"))

    def _told_twice(self):
        """What stands on the list more than once.

        :return: pair of Counters: (name and role), phone numbers of different people
        """
        self.ensure_one()
        people = Counter((fold(line.name or ""), line.role) for line in self.line_ids)
        phones = Counter(
            phone
            for phone, _name in {
                (plain_phone(line.phone), fold(line.name or ""))
                for line in self.line_ids
            }
            if phone
        )
        return people, phones

    def _known_people(self):
        """The sheets of the agency by name without accents.

        :return: dict of folded name → ``tthc.staff``
        """
        self.ensure_one()
        people = self.env["tthc.staff"].search([("agency_id", "=", self.agency_id.id)])
        return people.grouped(lambda person: fold(person.name or ""))
