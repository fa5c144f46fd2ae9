from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.search_key import fold


class TthcChainResolve(models.TransientModel):
    """Says at once which agency several unresolved lines mean."""

    _name = "tthc.chain.resolve"
    _description = "Agency of unresolved lines"

    line_ids = fields.Many2many(
        "tthc.procedure.chain.line",
        default=lambda self: self._default_line_ids(),
    )
    text_list = fields.Text(string="Texts", compute="_compute_text_list")
    agency_id = fields.Many2one("tthc.agency")
    at_center_body = fields.Boolean(string="By the body of the receiving center")
    remember = fields.Boolean(
        string="Remember for these texts",
        default=True,
        help="Every other open line with the same text gets the agency too, and so "
        "does what is loaded later.",
    )

    def _default_line_ids(self):
        if self.env.context.get("active_model") != "tthc.procedure.chain.line":
            return False
        return self.env.context.get("active_ids", [])

    @api.depends("line_ids")
    def _compute_text_list(self):
        for wizard in self:
            texts = dict.fromkeys(wizard.line_ids.mapped("agency_text"))
            wizard.text_list = "\n".join(text for text in texts if text)

    def action_resolve(self):
        """Give the lines their agency, and remember what their texts mean.

        :raise UserError: without an agency, or for a line of an approved version
        """
        self.ensure_one()
        if bool(self.agency_id) == self.at_center_body:
            raise UserError(
                self.env._("Choose an agency, or the body of the receiving center.")
            )
        values = {
            "agency_id": self.agency_id.id,
            "at_center_body": self.at_center_body,
        }
        self.line_ids.write(values)
        if self.remember:
            self._remember(values)._apply_to_chain_lines()
        return {"type": "ir.actions.act_window_close"}

    def _remember(self, values):
        """Texts of the lines that are not explained yet become agency texts.

        :return: ``tthc.agency.alias`` of all texts that mean this agency
        """
        alias_model = self.env["tthc.agency.alias"]
        texts = {
            fold(text): text for text in self.line_ids.mapped("agency_text") if text
        }
        known = alias_model._resolve(texts.values())
        return alias_model.create(
            [
                {"name": text, "source": self.env._("said by an editor"), **values}
                for text in texts.values()
                if not known[text]
            ]
        )
