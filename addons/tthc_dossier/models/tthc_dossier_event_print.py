import json

from odoo import api, fields, models


class TthcDossierEvent(models.Model):
    """What an entry of the log tells of a printed form."""

    _inherit = "tthc.dossier.event"

    print_form = fields.Char(string="Form", compute="_compute_print")
    print_edition = fields.Char(string="Edition", compute="_compute_print")
    print_copies = fields.Integer(string="Copies", compute="_compute_print")
    print_number = fields.Integer(
        string="Print no.",
        compute="_compute_print",
        help="1 is the first print, 2 the first time that it was printed again.",
    )

    @api.depends("payload")
    @api.depends_context("lang")
    def _compute_print(self):
        data = {event: json.loads(event.payload or "{}") for event in self}
        codes = {row["form"] for row in data.values() if row.get("form")}
        forms = self.env["tthc.form"].search_fetch(
            [("code", "in", list(codes))], ["code", "name"]
        )
        names = {form.code: form.name for form in forms}
        for event in self:
            row = data[event] if event.kind == "print" else {}
            event.print_form = names.get(row.get("form"), row.get("form"))
            event.print_edition = self._edition_label(row)
            event.print_copies = row.get("copies", 0)
            event.print_number = row.get("number", 0)

    @api.model
    def _edition_label(self, data):
        """The legal period of the edition, and whether it was compared with the law."""
        if "verified" not in data:
            return False
        period = data["edition"] or self.env._("general")
        if data["verified"]:
            return self.env._("%(period)s, verified", period=period)
        return self.env._("%(period)s, provisional", period=period)
