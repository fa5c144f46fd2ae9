from odoo import Command, api, fields, models


class TthcReceiptAccount(models.TransientModel):
    """What people say of receipts that were numbered ahead."""

    _name = "tthc.receipt.account"
    _description = "Account for numbered receipts"

    kind = fields.Selection(
        [
            ("void", "Spoiled receipts"),
            ("hand_out", "Given to citizens"),
            ("reprint", "Print once more"),
        ],
        required=True,
    )
    pack_id = fields.Many2one("tthc.receipt.pack")
    blank_ids = fields.Many2many("tthc.receipt.blank", string="Numbers")
    code = fields.Char(
        string="Last number given out",
        help="As printed, or its last digits. All before it in the pack are waited "
        "for.",
    )
    reason = fields.Char()

    @api.model
    def default_get(self, fields_list):
        """Take the pack or the numbers that the button belongs to."""
        defaults = super().default_get(fields_list)
        context = self.env.context
        ids = context.get("active_ids") or []
        if context.get("active_model") == "tthc.receipt.blank":
            defaults["blank_ids"] = [Command.set(ids)]
        elif context.get("active_model") == "tthc.receipt.pack":
            defaults["pack_id"] = ids[:1] and ids[0]
        return defaults

    def action_confirm(self):
        """Do what was said; see the methods of packs and numbers for what is raised."""
        self.ensure_one()
        if self.kind == "void":
            self.blank_ids.action_void(self.reason)
        elif self.kind == "hand_out":
            self.pack_id.action_hand_out(self.code)
        else:
            self.pack_id.action_allow_reprint(self.reason)
        return {"type": "ir.actions.act_window_close"}
