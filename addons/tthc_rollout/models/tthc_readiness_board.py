from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .readiness_table import SENT

BOARD = "tthc_rollout.tthc_readiness_board_action"
#: Who sees the agencies side by side: the province, the center, inspectors.
READERS = (
    "tthc_base.group_rollout_coordinator",
    "tthc_base.group_center_manager",
    "tthc_base.group_inspector",
)
#: Figures above the board, each with the name of the filter that lists it.
TILES = {
    "filed": lambda report: report.state in SENT,
    "unfiled": lambda report: report.state not in SENT,
    "overdue": lambda report: report.is_overdue,
    "late": lambda report: report.is_late,
    "returned": lambda report: report.state == "returned",
    "accepted": lambda report: report.state == "accepted",
    "red": lambda report: report.standing_level == "red",
    "ready": lambda report: report.is_ready,
}


class TthcReadinessBoard(models.AbstractModel):
    """The province's view of a campaign: who is ready, and how many days are left."""

    _name = "tthc.readiness.board"
    _description = "The province's view of a campaign"

    days_to_opening = fields.Integer(compute="_compute_days_to_opening")
    working_days_to_opening = fields.Integer(compute="_compute_days_to_opening")
    opening_countdown = fields.Char(
        string="Until the opening", compute="_compute_opening_countdown"
    )
    opening_is_near = fields.Boolean(compute="_compute_opening_countdown")

    @api.depends("opening_day", "center_id")
    def _compute_days_to_opening(self):
        day = clock.today(VIETNAM)
        for campaign in self:
            opening = campaign.opening_day
            campaign.days_to_opening = (opening - day).days if opening else 0
            campaign.working_days_to_opening = (
                campaign._working_days_until(opening)
                if opening and opening > day
                else 0
            )

    def _working_days_until(self, opening):
        """Working days on which something can still be done: today, not the opening.

        :param opening: ``datetime.date`` after today
        """
        # sudo: the working time of a center is no secret to whom its campaign asks
        calendar = self.sudo().center_id.resource_calendar_id
        one = fields.Date.subtract
        return calendar.tthc_working_days_within(
            one(clock.today(VIETNAM), days=1), one(opening, days=1)
        )

    @api.depends("opening_day", "center_id")
    @api.depends_context("lang")
    def _compute_opening_countdown(self):
        for campaign in self:
            campaign.opening_countdown = campaign._opening_words()
            campaign.opening_is_near = bool(
                campaign.opening_day and campaign.working_days_to_opening <= 5
            )

    def _opening_words(self):
        """How many days are left until the opening, in a sentence.

        :return: False without an opening day
        """
        self.ensure_one()
        if not self.opening_day:
            return False
        day = format_date(self.env, self.opening_day, date_format="dd/MM/yyyy")
        left = self.days_to_opening
        if left > 0:
            return self.env._(
                "%(count)s days (%(working)s working days) until the opening on "
                "%(day)s",
                count=left,
                working=self.working_days_to_opening,
                day=day,
            )
        if left == 0:
            return self.env._("The center opens today, %(day)s", day=day)
        return self.env._("Opened on %(day)s, %(count)s days ago", day=day, count=-left)

    # -- the board --------------------------------------------------------------------

    @api.model
    def _check_board(self):
        """Refuse whoever does not look at all agencies.

        :raise AccessError: for agencies' own people
        """
        if not self.env.su and not any(map(self.env.user.has_group, READERS)):
            raise AccessError(
                self.env._("The board of all agencies is the province's and centers'.")
            )

    def action_board(self):
        """Open the board of this campaign, or of the one that runs.

        :return: action
        :raise AccessError: for agencies' own people
        """
        self._check_board()
        campaign = self[:1] or self._running()
        if not campaign:
            return self.env["ir.actions.act_window"]._for_xml_id(
                "tthc_rollout.tthc_readiness_campaign_action"
            )
        campaign.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(BOARD)
        return {
            **action,
            "domain": [("campaign_id", "=", campaign.id)],
            "context": {
                "active_id": campaign.id,
                "active_model": self._name,
                "readiness_campaign_id": campaign.id,
            },
        }

    @api.model
    def _running(self):
        """The campaign that is due next, else the one that closed last."""
        running = self.search([("state", "=", "open")], order="due_at, id", limit=1)
        return running or self.search(
            [("state", "=", "closed")], order="due_at desc, id desc", limit=1
        )

    def board_summary(self):
        """What stands above the board: days left, figures with their filters.

        :return: dict ``name``, ``countdown``, ``is_near``, ``tiles`` (list of dicts
            ``key``, ``label``, ``number``, ``of``) and ``others`` (open campaigns)
        :raise AccessError: for agencies' own people
        """
        self.ensure_one()
        self._check_board()
        self.check_access("read")
        reports = self.env["tthc.readiness.report"].search(
            [("campaign_id", "=", self.id)]
        )
        labels = self._tile_labels()
        return {
            "name": self.name,
            "due_at": fields.Datetime.to_string(self.due_at),
            "countdown": self.opening_countdown,
            "is_near": self.opening_is_near,
            "tiles": [
                {
                    "key": key,
                    "label": labels[key],
                    "number": len(reports.filtered(test)),
                    "of": len(reports),
                }
                for key, test in TILES.items()
            ],
            "others": self.search_read(
                [("state", "=", "open"), ("id", "!=", self.id)], ["name"], limit=8
            ),
        }

    @api.model
    def _tile_labels(self):
        return {
            "filed": self.env._("Filed"),
            "unfiled": self.env._("Not filed"),
            "overdue": self.env._("Overdue"),
            "late": self.env._("Filed late"),
            "returned": self.env._("Returned"),
            "accepted": self.env._("Accepted"),
            "red": self.env._("Red"),
            "ready": self.env._("Ready"),
        }
