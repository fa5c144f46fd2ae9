from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: So many half-days of the roster are shown; the roster itself shows the rest.
SHIFTS = 20


class TthcStaffOwn(models.AbstractModel):
    """What the person, HR and the agency's reporter find beside the sheet."""

    _name = "tthc.staff.own"
    _description = "Own sheet of a person"

    post_ids = fields.Many2many(
        "tthc.assignment",
        string="Terms at the center",
        compute="_compute_post_ids",
        help="As the person may read them: found without the sheet.",
    )
    training_ids = fields.Many2many(
        "tthc.training.attendee", string="Trainings", compute="_compute_posts_of"
    )
    card_ids = fields.Many2many(
        "tthc.card", string="Cards and name plates", compute="_compute_posts_of"
    )
    training_need_ids = fields.Many2many(
        "tthc.training.need",
        string="Trainings that the post asks for",
        compute="_compute_training_need_ids",
    )
    received_ids = fields.Many2many(
        "tthc.uniform.issue",
        string="Received uniforms",
        compute="_compute_received_ids",
    )
    shift_ids = fields.Many2many(
        "tthc.roster.shift", string="Next half-days", compute="_compute_shift_ids"
    )

    @api.depends("employee_id")
    @api.depends_context("uid")
    def _compute_post_ids(self):
        posts = self.env["tthc.assignment"].search(
            [("employee_id", "in", self.employee_id.ids)]
        )
        by_employee = posts.grouped("employee_id")
        for person in self:
            person.post_ids = by_employee.get(person.employee_id, False)

    @api.depends("employee_id")
    @api.depends_context("uid")
    def _compute_posts_of(self):
        for person in self:
            posts = person.post_ids
            person.training_ids = posts.training_ids
            person.card_ids = posts.card_ids

    @api.depends("employee_id")
    @api.depends_context("uid")
    def _compute_training_need_ids(self):
        needs = self.env["tthc.training.need"].search(
            [("assignment_id", "in", self.post_ids.ids)]
        )
        for person in self:
            person.training_need_ids = needs.filtered(
                lambda need, posts=person.post_ids: need.assignment_id in posts
            )

    @api.depends("employee_id")
    @api.depends_context("uid")
    def _compute_received_ids(self):
        # sudo: whose issue it is is no field of a plain reader; what is read of them
        # follows the rights again
        issues = self.env["tthc.uniform.issue"].sudo()
        issues = issues.search([("staff_id", "in", self.ids)])
        by_person = issues.grouped(lambda issue: issue.staff_id.id)
        for person in self:
            mine = by_person.get(person.id, issues.browse()).with_env(self.env)
            person.received_ids = mine._filtered_access("read")

    @api.depends("employee_id")
    @api.depends_context("uid")
    def _compute_shift_ids(self):
        for person in self:
            person.shift_ids = self.env["tthc.roster.shift"].search(
                [
                    ("assignment_id", "in", person.post_ids.ids),
                    ("day", ">=", today(VIETNAM)),
                ],
                limit=SHIFTS,
            )

    @api.model
    def _action_own(self):
        """The sheet of whoever asks.

        :return: action
        :raise UserError: for an account that is nobody's
        """
        # sudo: whether there is a sheet; what is shown of it follows the rights
        own = self.sudo().search([("user_id", "=", self.env.uid)], limit=1)
        if not own:
            raise UserError(
                self.env._(
                    "Your account stands on no personal sheet yet: ask HR of the "
                    "center to enter it there."
                )
            )
        view = self.env.ref("tthc_center_hr.tthc_staff_view_form_own")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("My sheet"),
            "res_model": "tthc.staff",
            "res_id": own.id,
            "views": [(view.id, "form")],
        }
