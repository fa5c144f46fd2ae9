from odoo import fields, models


class TthcStaffNoticeAct(models.TransientModel):
    """Asks why a notice that was sent is corrected."""

    _name = "tthc.staff.notice.act"
    _description = "Correction of a monthly notice"

    notice_id = fields.Many2one(
        "tthc.staff.notice",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    reason = fields.Char()

    def action_confirm(self):
        """Begin the correction; raises as ``action_correct`` of the notice does.

        :return: the action that opens the new notice
        """
        self.ensure_one()
        return self.notice_id.action_correct(self.reason)
