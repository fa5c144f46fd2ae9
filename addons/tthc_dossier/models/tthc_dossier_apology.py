from odoo import api, fields, models
from odoo.exceptions import UserError

from .tthc_dossier_ending import MEANS


class TthcDossierApology(models.Model):
    """A letter of apology that appoints a new day for the result (form 04).

    Drafted by the daily job, signed by the settling agency, handed to the citizen by
    the center (Decree 61/2018 Art 19.9, rule R08).
    """

    _name = "tthc.dossier.apology"
    _inherit = ["tthc.dossier.part"]
    _description = "Letter of apology"
    _order = "dossier_id, id"
    _rec_name = "slip"

    _free_states = ()

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="cascade", index=True
    )
    agency_id = fields.Many2one(
        "tthc.agency", string="Settling agency", required=True, ondelete="restrict"
    )
    center_id = fields.Many2one("tthc.center", required=True, ondelete="restrict")
    kind = fields.Selection(
        [("first", "By the agency"), ("overrule", "Once more, by the director")],
        required=True,
    )
    state = fields.Selection(
        [
            ("draft", "To be signed"),
            ("signed", "Signed"),
            ("issued", "Handed to the citizen"),
            ("dropped", "Not needed any more"),
        ],
        required=True,
    )
    finding = fields.Selection(
        [
            ("late", "The day has passed"),
            ("steps", "The steps to come do not fit any more"),
            ("deadline", "Not finished on the last day for a letter"),
        ],
        string="Why it was drafted",
    )
    forecast = fields.Datetime(
        help="When the steps to come would end at best, by their own limits."
    )
    due_before = fields.Datetime(string="Promised for", required=True)
    deadline = fields.Datetime(
        string="To be signed by",
        help="The working day before the promised day, as the regulation says.",
    )
    drafted_at = fields.Datetime(string="Drafted")
    drafted_by_id = fields.Many2one(
        "res.users",
        string="Drafted by",
        ondelete="restrict",
        help="Who gave reason and day; empty for a draft of the daily job.",
    )
    reason = fields.Char()
    new_date = fields.Date(string="New day")
    signed_at = fields.Datetime(string="Signed")
    signed_by_id = fields.Many2one("res.users", ondelete="restrict")
    signatory = fields.Selection(
        [("agency", "Head of the settling agency"), ("center", "Head of the center")]
    )
    in_time = fields.Boolean(
        string="Apologised in time",
        help="A fact of the signing: the letter was signed by the last day that the "
        "law gives for it.",
    )
    year = fields.Integer()
    number = fields.Integer(string="No.")
    slip = fields.Char(string="Letter", compute="_compute_slip")
    issued_at = fields.Datetime(string="Handed over")
    issued_by_id = fields.Many2one("res.users", ondelete="restrict")
    means = fields.Selection(MEANS, string="Told")

    _number_uniq = models.UniqueIndex(
        "(agency_id, year, number) WHERE number > 0",
        "This number of the letters of apology is taken.",
    )
    # A dossier has one draft at a time; also what the daily job looks at.
    _draft_uniq = models.UniqueIndex(
        "(dossier_id) WHERE state = 'draft'",
        "A letter of apology is drafted for this dossier already.",
    )

    @api.depends("number", "year")
    def _compute_slip(self):
        for letter in self:
            letter.slip = (
                f"{letter.number}/PXL-{letter.year}" if letter.number else False
            )

    def _write_as_action(self, vals):
        """Write on behalf of an action of the dossier."""
        # sudo: letters are written by the actions of a dossier only
        self.sudo().with_context(**self.env["tthc.dossier"]._move_context()).write(vals)

    def _issue(self, moment, means):
        """Note that the citizen knows of the letter.

        :param moment: naive UTC
        :param means: key of ``MEANS``
        """
        self._write_as_action(
            {
                "state": "issued",
                "issued_at": moment,
                "issued_by_id": self.env.uid,
                "means": means,
            }
        )

    def _is_signed(self):
        self.ensure_one()
        return self.state in ("signed", "issued")

    def _draw_number(self, moment):
        """Number of a letter in the year of its agency, without holes.

        :param moment: naive UTC
        :return: values to write
        """
        self.ensure_one()
        year = self.center_id._local_day(moment).year
        number = self.env["tthc.number"]._next(
            self._name, "number", {"agency_id": self.agency_id.id, "year": year}
        )
        return {"year": year, "number": number}

    def action_open_dossier(self):
        """Open the dossier of the letter: it is signed there."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_print(self):
        """Print the signed letter (form 04)."""
        report = self.env.ref("tthc_dossier.action_report_apology")
        return report.report_action(self, config=False)

    # -- printing ---------------------------------------------------------------

    def _tthc_form_regulation(self):
        """The letter is printed on the form of the law of its dossier."""
        return self.dossier_id.regulation_id

    def _tthc_after_print(self, form, copies):
        """The log of the dossier keeps that its letter was printed."""
        self.dossier_id._log_print(
            form,
            copies,
            {
                letters.dossier_id: letters.mapped("slip")
                for letters in self.grouped("dossier_id").values()
            },
        )

    def _tthc_earlier_prints(self, form):
        earlier = self.dossier_id._earlier_prints(form.code)
        return {
            letter.id: earlier[letter.dossier_id.id, letter.slip] for letter in self
        }

    def _letter_values(self):
        """Texts of the letter that do not stand in a field.

        :return: dict with ``day`` (of the signing, at the center), ``place`` where
            the result is given out and ``title`` of who signs
        :raise UserError: for a draft
        """
        self.ensure_one()
        if not self._is_signed():
            raise UserError(
                self.env._(
                    "The letter of apology for %(code)s is not signed: sign it before "
                    "you print it.",
                    code=self.dossier_id.display_name,
                )
            )
        center = self.center_id
        by_center = self.signatory == "center"
        return {
            "day": center._local_day(self.signed_at),
            "place": self.dossier_id._receipt_values()["result_place"],
            "center_name": center._names_at(center._local_day(self.signed_at))["name"],
            "title": center.head_title if by_center else "Thủ trưởng cơ quan",
        }
