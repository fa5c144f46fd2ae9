from odoo import fields, models

from odoo.addons.tthc_base.models.tthc_legal_period import VERIFIED


class TthcPublicationTerm(models.Model):
    """By when a kind of decision is published and entered in the national database.

    Decree 63/2010 Art 15 and 24.2; the numbers are data, so that a later decree needs
    no new code.
    """

    _name = "tthc.publication.term"
    _inherit = ["mail.thread"]
    _description = "Publication term"
    _order = "sequence, date_from desc"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True, tracking=True)
    kind = fields.Selection(
        [
            ("ministry", "Minister"),
            ("province", "Chairman of the provincial committee"),
            ("shortened", "Shortened procedure"),
        ],
        string="Published by",
        required=True,
        default="province",
        tracking=True,
    )
    date_from = fields.Date(string="Decisions from", required=True, tracking=True)
    date_to = fields.Date(
        string="Decisions until",
        tracking=True,
        help="First day of signing to which the term no longer applies.",
    )
    lead_days = fields.Integer(
        string="Days before effect",
        tracking=True,
        help="Days between the signing and the day of effect at least. Negative: the "
        "decision may be signed so many days after it.",
    )
    entry_days = fields.Integer(
        string="Working days to enter it",
        tracking=True,
        help="Working days from the signing to the entry in the national database.",
    )
    article = fields.Char(help="Instrument and article.")
    verified = fields.Selection(
        VERIFIED,
        required=True,
        default="unverified",
        help="Of the whole row: as sure as what is least sure in it.",
    )
    note = fields.Char(translate=True, help="What in the row is not verified.")

    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (kind WITH =, daterange(date_from, date_to) WITH &&)",
        "Two terms of one kind would apply on the same day.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_to > date_from)",
        "The last day of a term lies before its first one.",
    )
    _entry_positive = models.Constraint(
        "CHECK (entry_days > 0)", "The entry needs a day at least."
    )

    def _at(self, kind, day):
        """The term of a kind of decision on the day of its signing.

        :param kind: key of the field ``kind``
        :param day: ``datetime.date`` of the signing
        :return: the term of ``self`` that applies, or none
        """
        return self.filtered(
            lambda term: (
                term.kind == kind
                and term.date_from <= day
                and (not term.date_to or day < term.date_to)
            )
        )[:1]
