from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now

from ..tools.outline_paper import RollUp
from ..tools.taken_along import taken_along
from .outline_table import OUTLINE_MOVES


class TthcOutline(models.Model):
    """Units are asked to report along an outline by an hour (seed 003).

    The figures come from the system, the text is the unit's; the roll-up puts all of
    them side by side.
    """

    _name = "tthc.outline"
    _inherit = ["tthc.ruled.by.lines", "tthc.guarded.table", "mail.thread"]
    _description = "Reports along an outline"
    _order = "due_at desc, id desc"
    _ruling_lines = ("report_ids",)
    _moves = OUTLINE_MOVES
    _moved_fields = ("state", "report_ids")

    name = fields.Char(string="Report on", required=True, tracking=True)
    dispatch_number = fields.Char(string="Dispatch number", tracking=True)
    dispatch_date = fields.Date(string="Dispatch date")
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Asked by",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user.tthc_agency_ids[:1],
    )
    date_from = fields.Date(string="Period from", required=True)
    date_to = fields.Date(string="to", required=True)
    due_at = fields.Datetime(string="Due at", required=True, tracking=True)
    agency_ids = fields.Many2many(
        "tthc.agency", "tthc_outline_agency_rel", string="Units asked"
    )
    state = fields.Selection(
        [("draft", "Being prepared"), ("open", "Running"), ("closed", "Over")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    report_ids = fields.One2many("tthc.outline.report", "outline_id", readonly=True)
    asked_count = fields.Integer(string="Asked", compute="_compute_counts")
    filed_count = fields.Integer(string="Filed", compute="_compute_counts")

    _dates_ordered = models.Constraint(
        "CHECK (date_from <= date_to)", "The period ends before it begins."
    )

    @api.depends("report_ids.state")
    def _compute_counts(self):
        groups = self.env["tthc.outline.report"]._read_group(
            [("outline_id", "in", self.ids)], ["outline_id", "state"], ["__count"]
        )
        for outline in self:
            counts = {row[1]: row[2] for row in groups if row[0] == outline}
            outline.asked_count = sum(counts.values())
            outline.filed_count = counts.get("filed", 0) + counts.get("accepted", 0)

    def write(self, vals):
        """Write; whom an open one asks about which period stays."""
        fixed = {"agency_ids", "date_from", "date_to", "agency_id"} & vals.keys()
        if fixed and not self._is_moving():
            self._check_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        self._check_state("draft")

    def action_open(self):
        """Ask the units: each gets a report with the figures filled in.

        What a unit wrote last time is the start of its next report.

        :raise AccessError: when the user is no coordinator
        :raise UserError: without units, or for an hour that is over
        """
        self._check_move("open")
        for outline in self:
            if not outline.agency_ids:
                raise UserError(self.env._("Say which units are asked."))
            if outline.due_at <= now():
                raise UserError(
                    self.env._("The time to reply by is over. Set a later one.")
                )
        self._move("open")
        # sudo: the units write their reports, the coordinator makes them
        reports = self.env["tthc.outline.report"].sudo()._moving()
        made = reports.create(
            [
                {"outline_id": outline.id, "agency_id": agency.id}
                for outline in self
                for agency in outline.agency_ids
            ]
        )
        made._fill()

    def action_close(self):
        """Take no more reports.

        :raise AccessError: when the user is no coordinator
        """
        self._check_move("close")
        self._move("close")

    def action_reopen(self):
        """Take reports again.

        :raise AccessError: when the user is no coordinator
        """
        self._check_move("reopen")
        self._move("reopen")

    def action_reports(self):
        """The reports of the units.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_rollout.tthc_outline_report_action"
        )
        return {**action, "domain": [("outline_id", "=", self.id)], "context": {}}

    def action_excel(self):
        """Take the roll-up of all units along as an Excel file.

        :return: action
        """
        self.ensure_one()
        return taken_along(self, "outline")

    def action_word(self):
        """Take the roll-up of all units along as a Word file.

        :return: action
        """
        self.ensure_one()
        return taken_along(self, "outline", "docx")

    def _workbook(self):
        """The roll-up as an Excel file.

        :return: bytes
        """
        return RollUp(self).excel()

    def _document(self):
        """The roll-up as a Word file.

        :return: bytes
        """
        return RollUp(self).word()
