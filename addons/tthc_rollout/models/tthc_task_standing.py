from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

STANDINGS = [
    ("undated", "Without dates"),
    ("planned", "Planned"),
    ("running", "Under way"),
    ("late", "Late"),
    ("done", "Done"),
]
#: Numbers of Odoo's palette: grey, blue, red, green; lines past the opening in orange.
COLORS = {"undated": 12, "planned": 8, "running": 4, "late": 1, "done": 10}
PAST_OPENING = 2


class TthcTaskStanding(models.AbstractModel):
    """How a line of a rollout plan stands today: reckoned and searched, not stored.

    Part of ``project.task``.
    """

    _name = "tthc.task.standing"
    _description = "Standing of a line of a plan"

    tthc_drawn_from = fields.Date(
        string="Drawn from",
        compute="_compute_tthc_drawn",
        store=True,
        help="The earlier of the two dates, or the only one: a line with a date too "
        "few, or with both in the wrong order, is drawn all the same.",
    )
    tthc_drawn_to = fields.Date(
        string="Drawn to", compute="_compute_tthc_drawn", store=True
    )
    tthc_standing = fields.Selection(
        STANDINGS,
        string="How it stands",
        compute="_compute_tthc_standing",
        search="_search_tthc_standing",
    )
    tthc_this_week = fields.Boolean(
        string="This week", compute="_compute_tthc_standing", search="_search_this_week"
    )
    tthc_color = fields.Integer(string="Color", compute="_compute_tthc_standing")

    @api.depends("tthc_date_from", "tthc_date_to")
    def _compute_tthc_drawn(self):
        for task in self:
            days = [day for day in (task.tthc_date_from, task.tthc_date_to) if day]
            task.tthc_drawn_from = min(days, default=False)
            task.tthc_drawn_to = max(days, default=False)

    @api.depends("tthc_date_from", "tthc_date_to", "tthc_progress", "tthc_past_opening")
    def _compute_tthc_standing(self):
        today = clock.today(VIETNAM)
        monday, sunday = self._tthc_week()
        for task in self:
            standing = task._tthc_standing_on(today)
            first, last = task.tthc_drawn_from, task.tthc_drawn_to
            task.tthc_standing = standing
            task.tthc_this_week = bool(first and first <= sunday and last >= monday)
            past = task.tthc_past_opening and standing not in ("late", "done")
            task.tthc_color = PAST_OPENING if past else COLORS[standing]

    def _tthc_standing_on(self, today):
        """How a line stands on a day.

        :param today: ``datetime.date`` in Vietnam
        :return: key of :data:`STANDINGS`
        """
        self.ensure_one()
        if self.tthc_progress >= 100:
            return "done"
        if not self.tthc_drawn_from:
            return "undated"
        if self.tthc_drawn_to < today:
            return "late"
        begun = self.tthc_progress or self.tthc_drawn_from <= today
        return "running" if begun else "planned"

    @api.model
    def _tthc_week(self):
        """Monday and Sunday of the present week."""
        today = clock.today(VIETNAM)
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=6)

    def _search_this_week(self, operator, value):
        if operator != "in":
            return NotImplemented
        monday, sunday = self._tthc_week()
        return Domain("tthc_drawn_from", "<=", sunday) & Domain(
            "tthc_drawn_to", ">=", monday
        )

    def _search_tthc_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = clock.today(VIETNAM)
        undone = Domain("tthc_progress", "<", 100) | Domain("tthc_progress", "=", False)
        ahead = undone & Domain("tthc_drawn_to", ">=", today)
        begun = Domain("tthc_progress", ">", 0) | Domain("tthc_drawn_from", "<=", today)
        domains = {
            "done": Domain("tthc_progress", ">=", 100),
            "undated": undone & Domain("tthc_drawn_from", "=", False),
            "late": undone & Domain("tthc_drawn_to", "<", today),
            "running": ahead & begun,
            "planned": ahead & ~begun,
        }
        found = Domain.OR(domains[key] for key in value if key in domains)
        return found & Domain("tthc_agency_id", "!=", False)
