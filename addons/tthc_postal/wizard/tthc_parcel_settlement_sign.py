from odoo import api, fields, models


class TthcParcelSettlementSign(models.TransientModel):
    """The Post signs a sheet by PIN, on the device of the center."""

    _name = "tthc.parcel.settlement.sign"
    _description = "The Post signs by PIN"

    settlement_id = fields.Many2one(
        "tthc.parcel.settlement", required=True, readonly=True, ondelete="cascade"
    )
    settler_ids = fields.Many2many("res.users", compute="_compute_settler_ids")
    signer_id = fields.Many2one(
        "res.users",
        string="Who signs for the Post",
        required=True,
        domain="[('id', 'in', settler_ids)]",
    )
    # Not stored: compared by create() and forgotten.
    pin = fields.Char(string="PIN", compute="_compute_pin", readonly=False)
    fault = fields.Char(readonly=True)

    def _compute_pin(self):
        self.pin = False

    @api.depends("settlement_id")
    def _compute_settler_ids(self):
        for row in self:
            # sudo: names of those who may sign, to choose from
            row.settler_ids = row.settlement_id.sudo().carrier_id.settler_ids

    @api.model
    def default_get(self, fields_list):
        """Take the sheet of the page, and who signs where there is only one."""
        defaults = super().default_get(fields_list)
        sheet = self.env["tthc.parcel.settlement"].browse(
            defaults.get("settlement_id") or self.env.context.get("active_id")
        )
        # sudo: as in _compute_settler_ids
        settlers = sheet.sudo().carrier_id.settler_ids
        defaults["settlement_id"] = sheet.id
        defaults.setdefault("signer_id", settlers.id if len(settlers) == 1 else False)
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        """Sign with the PIN that was typed, and forget it.

        A wrong PIN raises nothing, so that the used try stays used: :attr:`fault` says
        what to tell.
        """
        kept = []
        for vals in vals_list:
            sheet = self.env["tthc.parcel.settlement"].browse(vals["settlement_id"])
            fault = sheet.sign_post_with_pin(vals.get("signer_id"), vals.get("pin"))
            told = {name: value for name, value in vals.items() if name != "pin"}
            kept.append({**told, "fault": fault})
        return super().create(kept)

    def action_confirm(self):
        """Close the dialog: saving it has signed; or ask for the PIN once more."""
        self.ensure_one()
        if not self.fault:
            return {"type": "ir.actions.act_window_close"}
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_postal.tthc_parcel_settlement_sign_action"
        )
        return {
            **action,
            "context": {
                "default_settlement_id": self.settlement_id.id,
                "default_signer_id": self.signer_id.id,
                "default_fault": self.fault,
            },
        }
