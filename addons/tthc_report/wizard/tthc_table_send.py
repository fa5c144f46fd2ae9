from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcTableSend(models.TransientModel):
    """Ask whom a table is sent to before it is frozen."""

    _name = "tthc.table.send"
    _description = "Freeze and send a table"

    screen_model = fields.Char(required=True)
    settings = fields.Json(required=True)
    subtitle = fields.Char(string="Table", compute="_compute_earlier_id")
    receiver = fields.Char(string="Sent to", required=True)
    signer = fields.Char(string="Signed by", required=True)
    earlier_id = fields.Many2one(
        "tthc.table.issue", string="Replaces", compute="_compute_earlier_id"
    )
    reason = fields.Char(string="Why it is corrected")

    @api.model
    def default_get(self, fields_list):
        """Override: the receiver and signer of the user's last table."""
        values = super().default_get(fields_list)
        last = self.env["tthc.table.issue"].search(
            [("sent_by_id", "=", self.env.uid)], limit=1
        )
        if last:
            values.update(receiver=last.receiver, signer=last.signer)
        return values

    @api.depends("screen_model", "settings")
    def _compute_earlier_id(self):
        for wizard in self:
            screen = wizard._screen()
            wizard.earlier_id = self.env["tthc.table.issue"]._newest(screen)
            wizard.subtitle = screen.display_name

    def _screen(self):
        """The screen that the table was asked on."""
        self.ensure_one()
        model = self.env[self.screen_model]
        if not isinstance(model, self.env.registry["tthc.table.freezable"]):
            raise UserError(self.env._("This is no table that is sent."))
        return model.new(
            {name: (self.settings or {}).get(name) for name in model._table_settings}
        )

    def action_send(self):
        """Freeze the table and open it as it was sent.

        :return: action
        """
        self.ensure_one()
        issue = self.env["tthc.table.issue"]._freeze(
            self._screen(), self.receiver, self.signer, self.reason
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": issue._name,
            "res_id": issue.id,
            "views": [(False, "form")],
            "target": "main",
        }
