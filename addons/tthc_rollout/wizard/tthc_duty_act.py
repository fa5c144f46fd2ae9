from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.duty_table import OPEN


class TthcDutyAct(models.TransientModel):
    """Asks for what an action on duties needs: words, files, a day, a paper."""

    _name = "tthc.duty.act"
    _description = "Action on duties"

    mode = fields.Selection(
        [
            ("report", "Report"),
            ("return", "Return"),
            ("defer", "Move the deadline"),
            ("withdraw", "Withdraw"),
        ],
        required=True,
    )
    share_ids = fields.Many2many("tthc.duty.share", required=True)
    task = fields.Text(string="Duty", readonly=True)
    wants_evidence = fields.Boolean(readonly=True)
    remarks = fields.Text(string="To be mended", readonly=True)
    words = fields.Text(string="In words")
    evidence_ids = fields.Many2many("ir.attachment")
    until = fields.Date(string="Last day")
    paper = fields.Char(string="Paper behind it")

    @api.model
    def default_get(self, fields_list):
        """Take the shares of the page; a report goes on from the one before."""
        values = super().default_get(fields_list)
        shares = self._shares()
        values["share_ids"] = [fields.Command.set(shares.ids)]
        if len(shares) == 1:
            values["task"] = shares.text
        if values.get("mode") == "report" and len(shares) == 1:
            values.update(
                words=shares.report_text,
                remarks=shares.remarks,
                wants_evidence=shares.wants_evidence,
                evidence_ids=[fields.Command.set(shares.evidence_ids.ids)],
            )
        return values

    @api.model
    def _shares(self):
        """The shares that the dialog was opened for, or those of a duty."""
        ids = self.env.context.get("active_ids") or []
        model = self.env.context.get("active_model")
        if model == "tthc.duty":
            duties = self.env[model].browse(ids)
            return duties.share_ids.filtered(lambda share: share.state in OPEN)
        if model == "tthc.duty.share":
            return self.env[model].browse(ids)
        return self.env["tthc.duty.share"]

    def action_confirm(self):
        """Do it; see the action of ``tthc.duty.share``.

        :raise UserError: when the dialog was opened from nowhere
        """
        self.ensure_one()
        if not self.share_ids:
            raise UserError(
                self.env._("Nothing of this is under way. Open it from a duty.")
            )
        shares = self.share_ids
        if self.mode == "report":
            shares.action_report(self.words, self.evidence_ids.ids)
        elif self.mode == "return":
            shares.action_return(self.words)
        elif self.mode == "defer":
            shares.action_defer(self.until, self.words, self.paper)
        else:
            shares.action_withdraw(self.words)
        return {"type": "ir.actions.act_window_close"}
