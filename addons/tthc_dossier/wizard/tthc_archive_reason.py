from odoo import fields, models

ACTS = {
    "send_back": "action_send_back",
    "correct": "action_correct",
}


class TthcArchiveReason(models.TransientModel):
    """Why a hand-over is sent back or corrected, or a file is opened again."""

    _name = "tthc.archive.reason"
    _description = "Reason"

    mode = fields.Selection(
        [
            ("send_back", "Send back"),
            ("correct", "Correct"),
            ("reopen", "Open the file again"),
        ],
        required=True,
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Do what was chosen with the record that it was opened from."""
        self.ensure_one()
        record_id = self.env.context.get("active_id")
        if self.mode == "reopen":
            self.env["tthc.dossier"].browse(record_id).action_reopen_file(self.reason)
            return {"type": "ir.actions.act_window_close"}
        handover = self.env["tthc.archive.handover"].browse(record_id)
        answer = getattr(handover, ACTS[self.mode])(self.reason)
        return answer or {"type": "ir.actions.act_window_close"}
