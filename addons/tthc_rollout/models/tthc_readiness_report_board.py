from odoo import models

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import local_moment

from ..tools.rollout_list import RolloutList
from ..tools.taken_along import taken_along

#: The cells of a row, in the order of the board.
CELLS = (
    "staff_standing",
    "procedures_standing",
    "routes_standing",
    "plan_standing",
    "difficulties_standing",
    "filing_standing",
)


class TthcReadinessReportBoard(models.AbstractModel):
    """What can be done with the rows of the board."""

    _name = "tthc.readiness.report.board"
    _description = "Rows of the province's board"

    def action_difficulties(self):
        """Open the difficulties of the agency that the board counts.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_rollout.tthc_readiness_difficulty_action"
        )
        waiting = self.difficulties_standing["level"] in ("red", "amber")
        return {
            **action,
            "domain": [
                ("agency_id", "=", self.agency_id.id),
                ("center_id", "=", self.center_id.id),
            ],
            "context": {"search_default_unanswered": 1} if waiting else {},
        }

    def action_board_excel(self):
        """Take the board along as it is shown: what is chosen, else what is filtered.

        :return: action
        :raise AccessError: for agencies' own people
        :raise UserError: when nothing is shown
        """
        self.env["tthc.readiness.campaign"]._check_board()
        shown = self or self.search(
            self.env.context.get("active_domain") or [("id", "=", False)],
            order="standing_rank, agency_id",
        )
        return taken_along(shown, "readiness_board")

    def _board_workbook(self):
        """The board as an Excel file.

        :return: bytes
        :raise AccessError: for agencies' own people
        """
        campaign = self.campaign_id[:1]
        campaign._check_board()
        moment = local_moment(clock.now()).strftime("%H:%M %d/%m/%Y")
        lines = [
            campaign.name,
            campaign.opening_countdown,
            self.env._("As of %(moment)s", moment=moment),
        ]
        heads = [
            (self._fields[name]._description_string(self.env), width)
            for name, width in (
                ("agency_id", 34),
                *zip(CELLS, (30, 20, 22, 24, 18, 24), strict=True),
                ("score", 12),
                ("findings", 70),
            )
        ]
        rows = [report._board_row() for report in self]
        name = self.env._("Readiness")
        return RolloutList(name, list(filter(None, lines)), heads, rows).excel()

    def _board_row(self):
        cells = [self[name] for name in CELLS]
        return [
            self.agency_id.display_name,
            *((cell["words"], cell["level"]) for cell in cells),
            self.score,
            "\n".join(row["text"] for row in self._found()),
        ]
