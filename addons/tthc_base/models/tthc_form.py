from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class TthcForm(models.Model):
    """A printed form: what it is called, what it prints and on which paper.

    The wording stands in its editions, one a legal period, so that a dossier is
    reprinted on the form of the law that it was received under.
    """

    _name = "tthc.form"
    _description = "Printed form"
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, help="Technical name, such as mau_01.")
    name = fields.Char(required=True)
    model = fields.Char(
        string="Prints", required=True, help="Technical name of the printed model."
    )
    paper_size = fields.Selection(
        [("a4", "A4"), ("a5", "A5"), ("label", "Label")], required=True, default="a4"
    )
    label_width = fields.Integer(string="Width of the label (mm)", default=80)
    label_height = fields.Integer(string="Height of the label (mm)", default=40)
    orientation = fields.Selection(
        [("portrait", "Portrait"), ("landscape", "Landscape")],
        required=True,
        default="portrait",
    )
    copy_labels = fields.Text(
        string="Copies",
        help="One label a line; each prints a copy of its own that carries the label. "
        "Empty: one copy without a label.",
    )
    combined = fields.Boolean(
        string="One sheet for all",
        help="The chosen records stand together on one sheet, as on a list of what is "
        "handed over, instead of on a sheet each.",
    )
    mark_reprints = fields.Boolean(
        help="From the second time on, the sheet says at its head how often it was "
        "printed again.",
    )
    companion_id = fields.Many2one(
        "tthc.form",
        string="Comes with",
        ondelete="set null",
        domain="[('model', '=', model), ('id', '!=', id)]",
        help="Printed once behind the copies of each record, where it has an edition "
        "for the legal period.",
    )
    edition_ids = fields.One2many("tthc.form.edition", "form_id", string="Editions")
    provisional_count = fields.Integer(
        string="Provisional editions", compute="_compute_provisional_count"
    )
    edition_state = fields.Selection(
        [
            ("none", "No edition"),
            ("provisional", "Provisional"),
            ("verified", "Verified"),
        ],
        string="Compared with the annex",
        compute="_compute_provisional_count",
        help="Verified: every edition was compared with the annex of its regulation.",
    )

    _code_uniq = models.UniqueIndex("(code)", "A form with this code exists already.")
    _label_size = models.Constraint(
        "CHECK (label_width BETWEEN 20 AND 210 AND label_height BETWEEN 15 AND 297)",
        "A label is 20 to 210 mm wide and 15 to 297 mm high.",
    )

    @api.depends("edition_ids.state")
    def _compute_provisional_count(self):
        for form in self:
            states = form.edition_ids.mapped("state")
            form.provisional_count = states.count("provisional")
            form.edition_state = (
                "provisional"
                if form.provisional_count
                else "verified"
                if states
                else "none"
            )

    @api.constrains("model")
    def _check_model(self):
        for form in self:
            if form.model not in self.env:
                raise ValidationError(
                    self.env._(
                        "The form %(form)s prints the model “%(model)s”, which does "
                        "not exist. Enter the technical name of a model.",
                        form=form.name,
                        model=form.model,
                    )
                )

    def _copies(self):
        """Labels of the copies that are printed of each record.

        :return: list of labels, at least one; an empty label prints nothing
        """
        self.ensure_one()
        labels = (self.copy_labels or "").splitlines()
        return [label.strip() for label in labels if label.strip()] or [""]

    def _edition_for(self, regulation):
        """The edition that a record of a legal period is printed on.

        :param regulation: one or no ``tthc.regulation``
        :return: the edition of the regulation; without one that of the nearest
            earlier regulation; without any the edition that belongs to no regulation
        :raise UserError: when the form has none of them
        """
        edition = self._find_edition(regulation)
        if edition:
            return edition
        raise UserError(
            self.env._(
                "The form %(form)s has no edition for %(regulation)s. Ask the "
                "administrator to add one under Configuration › Printed forms.",
                form=self.name,
                regulation=regulation.name
                or self.env._("records without a legal period"),
            )
        )

    def _find_edition(self, regulation):
        """The edition of :meth:`_edition_for`, or none."""
        self.ensure_one()
        dated = self.edition_ids.filtered(
            lambda row: (
                regulation
                and row.regulation_id
                and row.regulation_id.date_from <= regulation.date_from
            )
        ).sorted(lambda row: row.regulation_id.date_from)
        undated = self.edition_ids.filtered(lambda row: not row.regulation_id)
        return dated[-1:] or undated
