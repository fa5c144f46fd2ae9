from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .transition_table import SPECIALIST


class TthcDelegation(models.Model):
    """Who stands in for whom, from when to when, by whose word.

    It gives no right that the person has not by agency and role: it only opens the
    steps that were given to the absent colleague.
    """

    _name = "tthc.delegation"
    _inherit = ["mail.thread"]
    _description = "Delegation in absence"
    _order = "date_from desc, id desc"

    user_id = fields.Many2one(
        "res.users", string="Absent", required=True, ondelete="restrict", index=True
    )
    delegate_id = fields.Many2one(
        "res.users", string="Stands in", required=True, ondelete="restrict", index=True
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user.tthc_agency_ids[:1],
    )
    date_from = fields.Date(
        string="From",
        required=True,
        tracking=True,
        default=lambda self: today(VIETNAM),
    )
    date_to = fields.Date(string="Up to and including", required=True, tracking=True)
    reason = fields.Char(tracking=True, help="Leave, a course, a business trip …")
    decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, ondelete="restrict"
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to >= date_from)", "A delegation can't end before it begins."
    )
    _other_person = models.Constraint(
        "CHECK (user_id <> delegate_id)", "Nobody stands in for themselves."
    )

    @api.depends("user_id", "delegate_id")
    def _compute_display_name(self):
        for delegation in self:
            if not (delegation.delegate_id and delegation.user_id):
                delegation.display_name = self.env._("New delegation")
                continue
            delegation.display_name = self.env._(
                "%(delegate)s for %(absent)s",
                delegate=delegation.delegate_id.name,
                absent=delegation.user_id.name,
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Create delegations; who decides is who creates them."""
        return super().create(
            [{**vals, "decided_by_id": self.env.uid} for vals in vals_list]
        )

    def write(self, vals):
        """Change delegations; who decided is written with it.

        :raise UserError: for people or agency once it has begun
        """
        if {"user_id", "delegate_id", "agency_id"} & vals.keys():
            self._check_not_begun()
        return super().write({**vals, "decided_by_id": self.env.uid})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        self._check_not_begun()

    def _check_not_begun(self):
        for delegation in self:
            if delegation.date_from <= today(VIETNAM):
                raise UserError(
                    self.env._(
                        "“%(name)s” has begun: end it by its last day and make a new "
                        "one.",
                        name=delegation.display_name,
                    )
                )

    @api.constrains("user_id", "delegate_id", "agency_id")
    def _check_colleagues(self):
        for delegation in self:
            for user in delegation.user_id | delegation.delegate_id:
                if delegation.agency_id not in user.tthc_agency_ids:
                    raise ValidationError(
                        self.env._(
                            "%(user)s does not work for %(agency)s.",
                            user=user.name,
                            agency=delegation.agency_id.display_name,
                        )
                    )
            # sudo: whether a colleague holds the role, not who holds which
            if not delegation.delegate_id.sudo().has_group(SPECIALIST):
                raise ValidationError(
                    self.env._(
                        "%(user)s has not the role to work on steps.",
                        user=delegation.delegate_id.name,
                    )
                )

    @api.constrains("user_id", "agency_id", "date_from", "date_to")
    def _check_no_overlap(self):
        for delegation in self:
            other = self.search(
                [
                    ("id", "!=", delegation.id),
                    ("user_id", "=", delegation.user_id.id),
                    ("agency_id", "=", delegation.agency_id.id),
                    ("date_from", "<=", delegation.date_to),
                    ("date_to", ">=", delegation.date_from),
                ],
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "%(user)s is stood in for by %(delegate)s at that time "
                        "already.",
                        user=delegation.user_id.name,
                        delegate=other.delegate_id.name,
                    )
                )

    @api.model
    def _of_today(self, **people):
        """Delegations that run today in Vietnam.

        :param people: field of the delegation → ``res.users``
        :return: ``tthc.delegation``, read by the system
        """
        day = today(VIETNAM)
        domain = [("date_from", "<=", day), ("date_to", ">=", day)]
        domain += [(name, "in", users.ids) for name, users in people.items()]
        # sudo: who acts and who is warned depends on it, whoever asks
        return self.sudo().search(domain)
