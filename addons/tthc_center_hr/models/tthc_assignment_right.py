from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .tthc_assignment import ROLES

#: Whoever has one of these gives rights to others: no post may bring them.
NEVER_GIVEN = ("base.group_system", "base.group_erp_manager", "tthc_base.group_admin")


class TthcAssignmentRight(models.Model):
    """What an account gets by a post of a role, as data."""

    _name = "tthc.assignment.right"
    _description = "Rights of a role in post"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    role = fields.Selection(ROLES, required=True)
    group_id = fields.Many2one("res.groups", required=True, ondelete="cascade")
    given = fields.Selection(
        [("post", "While in post"), ("substitution", "On days of a substitution")],
        required=True,
        default="post",
    )
    at_center = fields.Boolean(
        string="At the center",
        default=True,
        help="The account works at the center of the assignment, at its first counter.",
    )
    for_agency = fields.Boolean(
        string="For the agency",
        default=True,
        help="The account is a member of the agency that sends the person.",
    )
    active = fields.Boolean(default=True)

    _role_uniq = models.UniqueIndex(
        "(role, group_id)", "This role gives that right already."
    )

    @api.constrains("group_id")
    def _check_group_id(self):
        # sudo: what a group implies, which only the system administrator reads
        for right in self.sudo():
            implied = right.group_id.all_implied_ids | right.group_id
            for xmlid in NEVER_GIVEN:
                if self.env.ref(xmlid) in implied:
                    raise ValidationError(
                        self.env._(
                            "“%(group)s” gives rights to others: no post brings it. "
                            "Give it to the person by hand.",
                            group=right.group_id.name,
                        )
                    )
