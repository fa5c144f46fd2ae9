from odoo import Command, api, fields, models

from ..models.tthc_dossier_correcting import CORRECTABLE
from ..models.tthc_dossier_correcting_papers import ON_RECEIPT

#: What a receipt tells of the applicant and of who brings the dossier.
SAME = ("name", "identity", "phone")


class TthcDossierCorrect(models.TransientModel):
    """What a wrong receipt should have said."""

    _name = "tthc.dossier.correct"
    _description = "Correct a receipt"

    dossier_id = fields.Many2one("tthc.dossier", required=True)
    reason = fields.Char(string="What was wrong", required=True)
    owner_name = fields.Char()
    owner_identity = fields.Char(string="Identity number")
    owner_address = fields.Char()
    owner_phone = fields.Char()
    owner_email = fields.Char()
    submitter_name = fields.Char()
    submitter_identity = fields.Char()
    submitter_phone = fields.Char()
    proxy_name = fields.Char(string="Authorised person")
    proxy_identity = fields.Char(string="Identity of the authorised person")
    proxy_phone = fields.Char(string="Phone of the authorised person")
    authorisation = fields.Char()
    result_channel = fields.Selection(
        [("direct", "At the counter"), ("online", "Online"), ("post", "By post")]
    )
    set_count = fields.Integer(string="Sets")
    line_ids = fields.One2many(
        "tthc.dossier.correct.line", "correct_id", string="Papers"
    )

    @api.model
    def default_get(self, fields_list):
        """Begin with what the receipt says."""
        defaults = super().default_get(fields_list)
        dossier = self.env["tthc.dossier"].browse(self.env.context.get("active_id"))
        if dossier:
            defaults["dossier_id"] = dossier.id
            defaults.update({name: dossier[name] for name in CORRECTABLE})
            defaults["line_ids"] = [
                Command.create(
                    {
                        "paper_id": paper.id,
                        "component_id": paper.component_id.id,
                        "sequence": paper.sequence,
                        **{name: paper[name] for name in ON_RECEIPT},
                    }
                )
                for paper in dossier._receipt_papers()
            ]
        return defaults

    @api.onchange("owner_name", "owner_identity", "owner_phone")
    def _onchange_owner(self):
        """Where the applicant brought the dossier, one correction mends both."""
        told = self.dossier_id
        if any(told[f"submitter_{name}"] != told[f"owner_{name}"] for name in SAME):
            return
        for name in SAME:
            self[f"submitter_{name}"] = self[f"owner_{name}"]

    def action_confirm(self):
        """Void the receipt, and print the right one.

        See ``tthc.dossier._run`` for what is raised.
        """
        self.ensure_one()
        values = {name: self[name] for name in CORRECTABLE}
        self.dossier_id.action_correct_receipt(
            self.reason, self.dossier_id._changed(values), self._papers()
        )
        return self.dossier_id._print_and_close("receipt")

    def _papers(self):
        """The papers as the receipt should list them."""
        return [
            {
                "id": line.paper_id.id,
                "component_id": line.component_id.id,
                **{name: line[name] for name in ON_RECEIPT},
            }
            for line in self.line_ids
        ]
