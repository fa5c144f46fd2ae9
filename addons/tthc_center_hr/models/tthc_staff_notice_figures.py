from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock

from .assignment_table import HR, MANAGER
from .staff_notice_table import NOTICED


class TthcStaffNoticeFigures(models.AbstractModel):
    """Where the figures of a notice come from."""

    _name = "tthc.staff.notice.figures"
    _description = "Figures of monthly notices"

    def action_gather(self):
        """Take people and figures as they are now; remarks stay.

        :raise AccessError: for whoever is neither HR nor the center's manager
        :raise UserError: when a notice is no draft, or nobody was in post
        """
        self._check_mover((HR, MANAGER))
        self._lock()
        self._check_state("draft")
        self._gather()

    def _gather(self):
        """Fill in the lines; the count of queries does not grow with the people.

        :raise UserError: for an agency of which nobody was in post
        """
        rows = self._line_values()
        for notice in self:
            if not rows[notice]:
                raise UserError(
                    self.env._(
                        "%(notice)s: nobody of this agency was in post.",
                        notice=notice.display_name,
                    )
                )
        by_hand = {
            (line.notice_id, line.assignment_id.id): line._by_hand()
            for line in self.line_ids
        }
        self.line_ids._moving().unlink()
        self.env["tthc.staff.notice.line"]._moving().create(
            [
                {
                    **row,
                    "notice_id": notice.id,
                    **by_hand.get((notice, row["assignment_id"]), {}),
                }
                for notice in self
                for row in rows[notice]
            ]
        )
        self._moving().write({"gathered_at": clock.now()})

    def _line_values(self):
        """Values of the lines as the sources give them now.

        :return: dict ``tthc.staff.notice`` → list of dict
        """
        rows = {}
        for (center, first, last), notices in self.grouped(
            lambda row: (row.center_id, row.date_from, row.date_to)
        ).items():
            people = self._noticed(center, first, last)
            people = people.filtered(
                lambda post, agencies=notices.agency_id: post.agency_id in agencies
            )
            figures = self._notice_figures(people, first, last)
            by_agency = people.grouped("agency_id")
            for notice in notices:
                rows[notice] = [
                    {
                        "assignment_id": post.id,
                        "name": post.name,
                        "title": post.title,
                        "role": post.role,
                        **figures[post.id],
                    }
                    for post in by_agency.get(notice.agency_id, people.browse())
                ]
        return rows

    @api.model
    def _noticed(self, center, first, last):
        """Who worked at a center in a span of days, whoever asks.

        :return: ``tthc.assignment``
        """
        # sudo: the caller keeps the notices of the center; figures of its people
        # alone are taken
        posts = self.env["tthc.assignment"].sudo()
        return posts._of_month(center, first, last).filtered(
            lambda post: post.role in NOTICED
        )

    @api.model
    def _notice_figures(self, assignments, first, last):
        """Figures of people in a span of days; bridges add theirs.

        A bridge calls ``super()`` and fills in the columns that it knows, together
        with the mark that they are known (``attendance_known``, ``progress_known``,
        ``rating_known``).

        :param assignments: ``tthc.assignment``, with the rights to read their person
        :param first: ``datetime.date`` at the center
        :param last: ``datetime.date``, counted in
        :return: dict id of the assignment → dict of values of
            ``tthc.staff.notice.line``
        """
        half_days = assignments._half_days(first, last)
        figures = {}
        for post in assignments:
            planned, served, absent = half_days[post.id]
            figures[post.id] = {
                "days_in_post": len(post._days_in_post(first, last)),
                "roster_known": bool(planned),
                "planned": planned,
                "served": served,
                "absent": absent,
            }
        ratings = self.env["tthc.staff.rating"]
        gathered, counts = ratings._counts(assignments, first, last)
        for post in assignments:
            # Where nobody gathers ratings there is no figure, and no 0 either.
            figures[post.id].update(rating_known=gathered, **counts.get(post.id, {}))
        return figures
