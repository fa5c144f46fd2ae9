from collections import defaultdict
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class TthcAssignmentMonth(models.AbstractModel):
    """What an assignment was in a month: days in post, half-days at the counter."""

    _name = "tthc.assignment.month"
    _description = "Month of an assignment"

    @api.model
    def _of_month(self, center, month, last=None):
        """Who was in post at a center on any day of a month.

        :param center: one ``tthc.center``
        :param month: ``datetime.date``, first day of the month
        :param last: ``datetime.date``, last day where it is not that of the month
        :return: ``tthc.assignment``, by agency
        """
        return self.search(
            self._in_post_between_domain(month, last or last_of_month(month))
            & Domain("center_id", "=", center.id),
            order="agency_id, role, name, id",
        )

    def _days_in_post(self, month, last=None):
        """The days of a month on which the person was in post.

        :param month: ``datetime.date``, first day of the month
        :param last: ``datetime.date``, last day where it is not that of the month
        :return: set of ``datetime.date``
        """
        self.ensure_one()
        last = last or last_of_month(month)
        begin = max(self.date_from, month)
        end = min(self.last_day or last, last)
        return {
            begin + timedelta(days=number) for number in range((end - begin).days + 1)
        }

    def _half_days(self, month, last=None):
        """Half-days of a month by the roster; one query for all.

        :param month: ``datetime.date``, first day of the month
        :param last: ``datetime.date``, last day where it is not that of the month
        :return: dict id → (planned, served, absent); (0, 0, 0) for who is not on it
        """
        groups = (
            self.env["tthc.roster.shift"]
            # sudo: figures only, of assignments that the caller may read
            .sudo()
            ._read_group(
                [
                    ("assignment_id", "in", self.ids),
                    ("day", ">=", month),
                    ("day", "<=", last or last_of_month(month)),
                ],
                ["assignment_id", "is_served"],
                ["__count"],
            )
        )
        counts = defaultdict(lambda: (0, 0, 0))
        for assignment, is_served, count in groups:
            planned, served, absent = counts[assignment.id]
            counts[assignment.id] = (
                planned + count,
                served + (count if is_served else 0),
                absent + (0 if is_served else count),
            )
        return counts


def first_of_month(day):
    """The first day of the month of a day.

    :param day: ``datetime.date``, or its text
    """
    return fields.Date.to_date(day).replace(day=1)


def next_month(month):
    """The first day of the month after one.

    :param month: ``datetime.date``
    """
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def last_of_month(month):
    """The last day of a month.

    :param month: ``datetime.date``, any day of it
    """
    return next_month(month) - timedelta(days=1)
