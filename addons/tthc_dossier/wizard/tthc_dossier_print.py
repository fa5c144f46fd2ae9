from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcDossierPrint(models.TransientModel):
    """Choose a form, see on which edition it is printed, print it."""

    _name = "tthc.dossier.print"
    _description = "Print forms"

    dossier_ids = fields.Many2many("tthc.dossier", required=True, readonly=True)
    count = fields.Integer(compute="_compute_count")
    printable_ids = fields.Many2many("tthc.form", compute="_compute_count")
    form_id = fields.Many2one("tthc.form", domain="[('id', 'in', printable_ids)]")
    paper = fields.Char(compute="_compute_paper")
    edition = fields.Char(compute="_compute_paper")
    is_provisional = fields.Boolean(compute="_compute_paper")
    printed_before = fields.Integer(
        string="Printed before",
        compute="_compute_paper",
        help="How many of the chosen dossiers had this form printed before.",
    )

    @api.model
    def default_get(self, fields_list):
        """Take the dossiers that were chosen in the list or the form."""
        defaults = super().default_get(fields_list)
        dossiers = self.env["tthc.dossier"].browse(
            self.env.context.get("active_ids", ())
        )
        if dossiers:
            dossiers.check_access("read")
            forms = dossiers._printable_forms()
            receipt = forms.filtered(lambda form: form.code == "mau_01")
            defaults.update(dossier_ids=dossiers.ids, form_id=(receipt or forms)[:1].id)
        return defaults

    @api.depends("dossier_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.dossier_ids)
            wizard.printable_ids = wizard.dossier_ids._printable_forms()

    @api.depends("form_id", "dossier_ids")
    @api.depends_context("lang")
    def _compute_paper(self):
        for wizard in self:
            form = wizard.form_id
            # sudo: which law applied is no secret; regulations are read by others only
            regulations = wizard.dossier_ids.sudo().regulation_id
            editions = self.env["tthc.form.edition"].union(
                *(form._find_edition(row) for row in regulations or [regulations])
                if form
                else ()
            )
            wizard.edition = ", ".join(
                row.regulation_id.code or self.env._("general") for row in editions
            )
            wizard.is_provisional = "provisional" in editions.mapped("state")
            wizard.paper = form and wizard._paper_label()
            earlier = wizard.dossier_ids._tthc_earlier_prints(form) if form else {}
            wizard.printed_before = sum(map(bool, earlier.values()))

    def _paper_label(self):
        """Size of the paper and number of copies, in words."""
        form = self.form_id
        sizes = dict(form._fields["paper_size"]._description_selection(self.env))
        if form.paper_size == "label":
            size = f"{form.label_width} × {form.label_height} mm"
        else:
            size = sizes[form.paper_size]
        return self.env._(
            "%(size)s, %(count)s copies", size=size, count=len(form._copies())
        )

    def action_print(self):
        """Print the chosen form of the chosen dossiers.

        :raise UserError: when no form was chosen
        """
        self.ensure_one()
        if not self.form_id:
            raise UserError(self.env._("Choose the form that is to be printed."))
        report = self.dossier_ids._report_of(self.form_id)
        return {
            **report.report_action(self.dossier_ids),
            "close_on_report_download": True,
        }
