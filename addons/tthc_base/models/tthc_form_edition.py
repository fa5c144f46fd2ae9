from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TthcFormEdition(models.Model):
    """The wording and layout of a form under one regulation."""

    _name = "tthc.form.edition"
    _description = "Edition of a printed form"
    _order = "form_id, regulation_id desc, id"
    _rec_names_search = ["form_id.name", "template"]

    form_id = fields.Many2one(
        "tthc.form", required=True, ondelete="cascade", index=True
    )
    regulation_id = fields.Many2one(
        "tthc.regulation",
        ondelete="restrict",
        help="The legal period from which on this edition is printed. Empty: for "
        "records without a legal period and where there is no earlier edition.",
    )
    template = fields.Char(
        required=True, help="Key of the QWeb template, such as module.template."
    )
    state = fields.Selection(
        [("provisional", "Provisional"), ("verified", "Verified")],
        required=True,
        default="provisional",
        help="Verified: the layout was compared with the annex of the document named "
        "below. A provisional edition is printed without naming any document.",
    )
    legal_basis = fields.Char(
        help="Printed on verified editions only, as the document itself has it: "
        "“Mẫu số 01 ban hành kèm theo …”.",
    )
    source_note = fields.Text(
        string="Source", help="Where the layout was seen, and what is not certain."
    )

    _one_per_regulation = models.Constraint(
        "UNIQUE NULLS NOT DISTINCT (form_id, regulation_id)",
        "The form has an edition for this regulation already.",
    )

    @api.depends("form_id.name", "regulation_id.code")
    def _compute_display_name(self):
        for edition in self:
            names = [edition.form_id.name, edition.regulation_id.code]
            edition.display_name = " · ".join(name for name in names if name)

    @api.constrains("template")
    def _check_template(self):
        keys = self.mapped("template")
        # sudo: templates are no secret, but only the system administrator lists them
        views = self.env["ir.ui.view"].sudo()
        found = views.search([("type", "=", "qweb"), ("key", "in", keys)])
        missing = set(keys) - set(found.mapped("key"))
        if missing:
            raise ValidationError(
                self.env._(
                    "There is no QWeb template “%(template)s”. Enter the key of one.",
                    template=sorted(missing)[0],
                )
            )
