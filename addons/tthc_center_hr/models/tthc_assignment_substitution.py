from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now


class TthcAssignmentSubstitution(models.Model):
    """Days on which a reserve stands in for somebody (Decree 61/2018 Art 12.8)."""

    _name = "tthc.assignment.substitution"
    _inherit = ["tthc.guarded.whole"]
    _description = "Substitution by a reserve"
    _order = "date_from desc, id desc"

    assignment_id = fields.Many2one(
        "tthc.assignment",
        string="Reserve",
        required=True,
        ondelete="cascade",
        index=True,
    )
    replaced_id = fields.Many2one(
        "tthc.assignment",
        string="Stands in for",
        required=True,
        ondelete="cascade",
        index=True,
    )
    user_id = fields.Many2one(
        related="assignment_id.user_id", store=True, index="btree_not_null"
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    cancelled_at = fields.Datetime(readonly=True)

    _dates_ordered = models.Constraint(
        "CHECK (date_to >= date_from)",
        "The last day of a substitution lies before its first one.",
    )
    # Who stands in for whom on a day: roster and rights.
    _day_idx = models.Index("(date_from, date_to) WHERE cancelled_at IS NULL")

    @api.model
    def _on_domain(self, day):
        """Domain of the substitutions of a day.

        :param day: ``datetime.date`` in the time zone of the center
        :return: :class:`odoo.fields.Domain`
        """
        return (
            Domain("cancelled_at", "=", False)
            & Domain("date_from", "<=", day)
            & Domain("date_to", ">=", day)
        )

    def _cancel(self):
        """Take substitutions back; what they gave goes at once.

        For whoever may write the absence or the roster that asked for it.
        """
        self._moving().write({"cancelled_at": now()})
        self.assignment_id._post_changed()

    @api.model
    def _make(self, reserve, replaced, date_from, date_to):
        """Put a reserve in for somebody; see ``tthc.assignment._substitute``."""
        if reserve.role != "reserve":
            raise UserError(
                self.env._(
                    "%(name)s is no reserve: only reserve staff stand in for others.",
                    name=reserve.display_name,
                )
            )
        same = ("agency_id", "center_id")
        if any(reserve[name] != replaced[name] for name in same):
            raise UserError(
                self.env._(
                    "%(name)s can't stand in for %(other)s: a reserve stands in at the "
                    "same center, for the same agency.",
                    name=reserve.name,
                    other=replaced.name,
                )
            )
        if date_to < date_from or not all(
            reserve._in_post_at(day) for day in (date_from, date_to)
        ):
            raise UserError(
                self.env._(
                    "%(name)s is not in post as a reserve from %(first)s to %(last)s.",
                    name=reserve.name,
                    first=date_from.strftime("%d/%m/%Y"),
                    last=date_to.strftime("%d/%m/%Y"),
                )
            )
        made = (
            # sudo: whoever writes absence or roster, whose right the caller checked
            self.sudo()
            ._moving()
            .create(
                {
                    "assignment_id": reserve.id,
                    "replaced_id": replaced.id,
                    "date_from": date_from,
                    "date_to": date_to,
                }
            )
        )
        reserve._post_changed()
        return made.with_env(self.env)
