from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: States of what a decision has put in post; the dates say when.
DECIDED = ("approved", "ended")
STANDINGS = [
    ("coming", "Not yet in post"),
    ("in_post", "In post"),
    ("over", "No longer in post"),
]


class TthcAssignmentInPost(models.AbstractModel):
    """Who is in post on a day: reckoned from the dates, kept nowhere (rule 3)."""

    _name = "tthc.assignment.in.post"
    _description = "In post by the dates"

    last_day = fields.Date(
        string="Last day in post",
        compute="_compute_last_day",
        store=True,
        # there when the row is: the database compares terms as soon as it sees one
        precompute=True,
        help="The end of the term, or the day before it ended early.",
    )
    in_post = fields.Boolean(compute="_compute_in_post", search="_search_in_post")
    standing = fields.Selection(STANDINGS, compute="_compute_in_post")

    @api.depends("date_to", "ended_on")
    def _compute_last_day(self):
        for assignment in self:
            ends = [assignment.date_to] if assignment.date_to else []
            if assignment.ended_on:
                ends.append(assignment.ended_on - timedelta(days=1))
            assignment.last_day = min(ends) if ends else False

    @api.depends("state", "date_from", "last_day")
    def _compute_in_post(self):
        day = today(VIETNAM)
        for assignment in self:
            assignment.in_post = bool(assignment._in_post_at(day))
            assignment.standing = assignment._standing_at(day)

    def _search_in_post(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._in_post_domain(today(VIETNAM))

    @api.model
    def _in_post_domain(self, day):
        """Domain of the assignments that are in post on a day.

        :param day: ``datetime.date`` in the time zone of the center
        :return: :class:`odoo.fields.Domain`
        """
        return self._in_post_between_domain(day, day)

    @api.model
    def _in_post_between_domain(self, first, last):
        """Domain of the assignments that are in post on any day of a span.

        :param first: ``datetime.date`` in the time zone of the center
        :param last: ``datetime.date``, counted in
        :return: :class:`odoo.fields.Domain`
        """
        return (
            Domain("state", "in", DECIDED)
            & Domain("date_from", "<=", last)
            & (Domain("last_day", "=", False) | Domain("last_day", ">=", first))
        )

    def _in_post_at(self, day):
        """Those of the records that are in post on a day.

        :param day: ``datetime.date`` in the time zone of the center
        :return: ``tthc.assignment``
        """
        return self.filtered(
            lambda assignment: (
                assignment.state in DECIDED
                and assignment.date_from
                and assignment.date_from <= day
                and (not assignment.last_day or assignment.last_day >= day)
            )
        )

    def _standing_at(self, day):
        """Where a decided assignment stands on a day.

        :param day: ``datetime.date`` in the time zone of the center
        :return: key of :data:`STANDINGS`, or False for what is not decided
        """
        self.ensure_one()
        if self.state not in DECIDED or not self.date_from:
            return False
        if self.last_day and self.last_day < day:
            return "over"
        return "in_post" if self.date_from <= day else "coming"
