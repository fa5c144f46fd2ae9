from odoo import fields, models


class TthcVersionContent(models.AbstractModel):
    """The constituent parts of a procedure that are plain facts or text.

    Decree 63/2010 Art 8.2 and the fields of the national portal; the parts that are
    lists of rows are models of their own.
    """

    _name = "tthc.version.content"
    _description = "Constituent parts of a version"

    procedure_kind = fields.Selection(
        [
            ("law_detail", "Detailed as the law assigns"),
            ("local", "Not assigned to the locality by law"),
            ("other", "Other kind"),
        ],
        string="Kind of procedure",
        help="Loại thủ tục of the national portal.",
    )
    is_public_service = fields.Boolean(
        help="A public service (dịch vụ công) apart from procedures."
    )
    subject_ids = fields.Many2many("tthc.procedure.subject", string="Who it is for")
    set_count = fields.Integer(
        string="Sets of the dossier",
        help="How many sets the applicant hands in. Zero: not stated.",
    )
    procedure_text = fields.Html(string="Order of implementation", sanitize=True)
    condition_text = fields.Html(string="Conditions", sanitize=True)
    address_text = fields.Text(
        string="Address of submission", help="As published, beside the centers."
    )
    description = fields.Text()
    keywords = fields.Char(help="Other words that people search it by.")
    related_ids = fields.Many2many("tthc.procedure", string="Related procedures")
    authorised_text = fields.Char(string="Authorised agency", help="As published.")

    _set_count_positive = models.Constraint(
        "CHECK (set_count >= 0)", "The number of sets can't be negative."
    )
