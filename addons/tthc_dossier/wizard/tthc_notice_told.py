from odoo import Command, api, fields, models


class TthcNoticeTold(models.TransientModel):
    """Somebody told the citizen in place of a message."""

    _name = "tthc.notice.told"
    _description = "Told by staff"

    notice_ids = fields.Many2many("tthc.notice", required=True)
    means = fields.Selection(
        [("phone", "By phone"), ("in_person", "In person")],
        string="Told",
        required=True,
        default="phone",
    )
    note = fields.Char(
        help="For the colleagues: what was said, or who answered. It is not sent."
    )

    @api.model
    def default_get(self, fields_list):
        """Take the chosen notices."""
        defaults = super().default_get(fields_list)
        if "notice_ids" in fields_list:
            chosen = self.env.context.get("active_ids") or []
            defaults.setdefault("notice_ids", [Command.set(chosen)])
        return defaults

    def action_confirm(self):
        """Record it on all chosen notices, or on none.

        See ``tthc.notice.action_told`` for what is raised.
        """
        self.ensure_one()
        self.notice_ids.action_told(self.means, self.note)
        return {"type": "ir.actions.act_window_close"}
