from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcHandoverRemark(models.TransientModel):
    """What is counted or found at a hand-over, entered on the form of the minutes."""

    _name = "tthc.handover.remark"
    _description = "Count or discrepancy at a hand-over"

    mode = fields.Selection(
        [
            ("count", "Count"),
            ("damaged", "Damaged"),
            ("missing", "Missing"),
            ("extra", "Extra"),
            ("nobody", "Nobody to receive"),
        ],
        required=True,
        readonly=True,
    )
    handover_id = fields.Many2one("tthc.handover", required=True, readonly=True)
    paper_code = fields.Char(
        string="Dossier code", help="Of the paper that is missing or one too many."
    )
    line_id = fields.Many2one("tthc.handover.line", readonly=True)
    original_count = fields.Integer(string="Originals")
    copy_count = fields.Integer(string="Copies")
    note = fields.Char(
        help="In a few words, without names of citizens: the courier reads it as well."
    )

    @api.model
    def default_get(self, fields_list):
        """Take minutes, line and counts from where the dialog was opened."""
        values = super().default_get(fields_list)
        context = self.env.context
        record = context.get("active_id")
        if context.get("active_model") == "tthc.handover.line":
            line = self.env["tthc.handover.line"].browse(record)
            values.update(
                line_id=line.id,
                handover_id=line.handover_id.id,
                original_count=line.original_count,
                copy_count=line.copy_count,
            )
        elif context.get("active_model") == "tthc.handover":
            values["handover_id"] = record
        return values

    def action_confirm(self):
        """Enter it on the minutes.

        See the methods of ``tthc.handover.counting`` for what is raised.
        """
        self.ensure_one()
        minutes = self.handover_id
        paper = self.line_id.sudo().paper_id  # sudo: its id, whoever may read the paper
        if self.mode == "count":
            minutes.count_line(paper.id, self.original_count, self.copy_count)
        elif self.mode == "nobody":
            minutes.note_nobody(self.note)
        elif self.mode == "damaged":
            minutes.note_found("damaged", paper.id, self.note)
        else:
            minutes.note_found(self.mode, self._named_paper(), self.note)
        return {"type": "ir.actions.act_window_close"}

    def _named_paper(self):
        """Id of the paper whose dossier code was typed; None without one."""
        code = (self.paper_code or "").strip()
        if not code:
            return None
        paper = self.handover_id._paper_named(code, self.mode)
        if not paper:
            raise UserError(
                self.env._("No paper of %(code)s is known here.", code=code)
            )
        return paper.id
