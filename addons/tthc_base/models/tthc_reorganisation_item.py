from odoo import fields, models


class TthcReorganisationItem(models.Model):
    """A line of the preview: what moves, or what to look at. Written by the plan."""

    _name = "tthc.reorganisation.item"
    _description = "Preview of a reorganisation"
    _order = "reorganisation_id, sequence, id"

    reorganisation_id = fields.Many2one(
        "tthc.reorganisation", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer()
    severity = fields.Selection(
        [
            ("move", "Moves"),
            ("warning", "Look at it"),
            ("blocking", "Must be solved"),
        ],
        required=True,
    )
    label = fields.Char(string="What")
    message = fields.Char(string="What happens")
    from_agency_id = fields.Many2one("tthc.agency", string="From", ondelete="restrict")
    to_agency_id = fields.Many2one("tthc.agency", string="To", ondelete="restrict")
    count = fields.Integer(string="Number")
    res_model = fields.Char(required=True)
    domain = fields.Json()

    def action_open(self):
        """Show the records of the line, as far as the user may see them.

        :return: window action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.label or self.message,
            "res_model": self.res_model,
            "domain": self.domain,
            "context": {"active_test": False, "create": False},
            "views": [(False, "list"), (False, "form")],
        }
