import logging

from odoo import Command, api, fields, models

from odoo.addons.tthc_base.tools.clock import now

from ..models.transition_table import OPEN_STATES

_logger = logging.getLogger(__name__)


class TthcDossierRecount(models.TransientModel):
    """Which open dossiers a change of the calendar moves, and how; then their recount.

    Each click counts up to a batch of them; what changed since the preview is skipped,
    and what fails is left as it was: both are said, and keep no other one back.
    """

    _name = "tthc.dossier.recount"
    _description = "Recount of due dates after a change of the calendar"

    #: Dossiers that one click counts anew: one transaction that ends within seconds.
    _batch = 1000

    date_from = fields.Date(string="Changed days from", required=True)
    date_to = fields.Date(string="to", required=True)
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Only for",
        help="Working time that the change holds for; empty: all of them.",
    )
    ground = fields.Char(
        string="Document",
        required=True,
        help="Letter or notice that changed the calendar; each dossier's log cites it.",
    )
    is_previewed = fields.Boolean(readonly=True)
    line_ids = fields.One2many(
        "tthc.dossier.recount.line", "recount_id", string="Dossiers", readonly=True
    )
    move_count = fields.Integer(string="Dates that move", compute="_compute_counts")
    over_count = fields.Integer(string="Stay as promised", compute="_compute_counts")
    applied_count = fields.Integer(string="Counted anew", compute="_compute_counts")
    skipped_count = fields.Integer(string="Skipped", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    paused_count = fields.Integer(
        string="Stand still",
        readonly=True,
        help="They are counted by the new calendar when they go on.",
    )

    @api.depends("line_ids.state")
    def _compute_counts(self):
        for recount in self:
            states = recount.line_ids.grouped("state")
            for field, state in (
                ("move_count", "pending"),
                ("over_count", "over"),
                ("applied_count", "applied"),
                ("skipped_count", "skipped"),
                ("failed_count", "failed"),
            ):
                recount[field] = len(states.get(state, ()))

    @api.model
    def default_get(self, fields_list):
        """Take the dates and documents of the chosen calendar days."""
        defaults = super().default_get(fields_list)
        if self.env.context.get("active_model") != "tthc.calendar.day":
            return defaults
        days = self.env["tthc.calendar.day"].browse(
            self.env.context.get("active_ids") or self.env.context.get("active_id")
        )
        if days:
            documents = [number for number in days.mapped("document_number") if number]
            defaults.update(
                date_from=min(days.mapped("date")),
                date_to=max(days.mapped("date")),
                ground="; ".join(dict.fromkeys(documents)) or False,
                calendar_id=days.calendar_id.id
                if len(days.calendar_id) == 1 and all(days.mapped("calendar_id"))
                else False,
            )
        return defaults

    def action_preview(self):
        """Find what would move; nothing is written on any dossier."""
        self.ensure_one()
        moment = now()
        # sudo: the change holds for every center; the wizard is the administrator's
        dossiers = self.env["tthc.dossier"].sudo()
        domain = dossiers._spanning(self.date_from, self.date_to, self.calendar_id)
        found = (
            self._previewed(dossier, moment)
            for dossier in dossiers.search(domain, order="due, id")
        )
        lines = [values for values in found if values]
        paused = dossiers.search_count(
            [("state", "in", OPEN_STATES), ("paused_at", "!=", False)]
        )
        self.line_ids.unlink()
        self.write(
            {
                "is_previewed": True,
                "paused_count": paused,
                "line_ids": [Command.create(values) for values in lines],
            }
        )
        return self._reopen()

    @api.model
    def _previewed(self, dossier, moment):
        """Values of the line of a dossier, or None where nothing moves.

        :param moment: naive UTC
        """
        values = {
            "dossier_id": dossier.id,
            "code": dossier.code,
            "center_id": dossier.center_id.id,
            "agency_id": dossier.agency_id.id,
            "old_due": dossier.due,
        }
        try:
            recount = dossier._recounted(moment)
        except Exception as error:
            _logger.warning("%s can't be counted", dossier.code, exc_info=True)
            return {
                **values,
                "state": "failed",
                "explanation": str(error) or repr(error),
            }
        if not recount:
            return None
        over = dossier._would_be_over(recount, moment)
        return {
            **values,
            "new_due": recount.values.get("due", dossier.due),
            "details": dossier._recount_details(recount),
            "explanation": "\n".join(dossier._explain(recount.values.get("due_lines"))),
            "state": "over" if over else "pending",
        }

    def action_apply(self):
        """Count the next batch anew, one event each; see the class for what is said."""
        self.ensure_one()
        moment = now()
        lines = self.line_ids.filtered(lambda line: line.state == "pending")[
            : self._batch
        ]
        # sudo: the change holds for every center; the wizard is the administrator's
        dossiers = lines.sudo().dossier_id
        dossiers.invalidate_recordset()
        free = dossiers.try_lock_for_update()
        good = lines.filtered(
            lambda line: line.dossier_id in free and line._still_holds(moment)
        )
        self._count_anew(good)
        (lines - good).state = "skipped"
        return self._reopen()

    def _count_anew(self, lines):
        """Count a batch in one go; where that fails, each one by itself.

        :param lines: ``tthc.dossier.recount.line``
        """
        try:
            with self.env.cr.savepoint():
                # sudo: the role was asked for; the change concerns every center
                dossiers = lines.sudo().dossier_id
                dossiers._run("recount", source="calendar", ground=self.ground)
                lines.state = "applied"
        # Any fault, of the program or of the data: it is told by the line.
        except Exception as error:
            if len(lines) > 1:
                for line in lines:
                    self._count_anew(line)
                return
            _logger.warning("%s can't be counted", lines.code, exc_info=True)
            lines.write({"state": "failed", "explanation": str(error) or repr(error)})

    def action_open_lines(self):
        """Show the list by itself: group it, search it, export it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_dossier.tthc_dossier_recount_line_action"
        )
        return action | {"domain": [("recount_id", "=", self.id)]}

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Recount of due dates"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }
