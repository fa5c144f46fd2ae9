from odoo import api, fields, models
from odoo.fields import Domain


class TthcAdmissionReason(models.Model):
    """Why a procedure may stay outside of a center, by legal period and place.

    The reasons of the dispatches and of Decree 61/2018 Art 14.5 come with the suite;
    an editor adds what a later text allows.
    """

    _name = "tthc.admission.reason"
    _description = "Reason for leaving a procedure outside of a center"
    _order = "date_from desc, sequence, id"
    _rec_names_search = ["name", "code"]

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="Technical name, such as mobile.")
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [("legal", "By law"), ("local", "By a decision of the province")],
        required=True,
        default="local",
    )
    date_from = fields.Date(string="Applies from")
    date_to = fields.Date(
        string="Applies until", help="First day on which it no longer applies."
    )
    source = fields.Char(required=True, help="Document and article.")
    note = fields.Char(help="What is not certain about it.")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(code)", "A reason with this code exists already.")
    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to > date_from)",
        "A reason can't end before it begins to apply.",
    )

    def _applies_on(self, day):
        """Whether a procedure can be excluded for this reason on a day.

        :param day: ``datetime.date`` in the time zone of the center
        """
        self.ensure_one()
        return (not self.date_from or self.date_from <= day) and (
            not self.date_to or day < self.date_to
        )

    @api.model
    def _domain_on(self, day):
        """Reasons that apply on a day.

        :param day: ``datetime.date`` in the time zone of the center
        """
        return (Domain("date_from", "=", False) | Domain("date_from", "<=", day)) & (
            Domain("date_to", "=", False) | Domain("date_to", ">", day)
        )
