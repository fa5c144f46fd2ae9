from odoo import api, fields, models

from odoo.addons.tthc_base.tools.clock import now


class TthcDossierSupplement(models.Model):
    """What a citizen was asked to bring: guidance at intake, or a supplement (form 02).

    An agency asks the center; the center asks the citizen (Decree 61/2018 Art 5.1.e).
    """

    _name = "tthc.dossier.supplement"
    _inherit = ["tthc.dossier.part"]
    _description = "Request to complete a dossier"
    _order = "dossier_id, id"
    _rec_name = "slip"

    _free_states = ()

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [("intake", "Guidance at intake"), ("processing", "Supplement in processing")],
        required=True,
    )
    state = fields.Selection(
        [
            ("asked", "Asked by the agency"),
            ("issued", "Handed to the citizen"),
            ("handed_in", "Completed"),
            ("expired", "Not completed in time"),
            ("dropped", "Ended with the dossier"),
        ],
        required=True,
    )
    reason = fields.Char(required=True)
    line_ids = fields.One2many(
        "tthc.dossier.supplement.line", "supplement_id", string="What to bring"
    )
    center_id = fields.Many2one("tthc.center", required=True, ondelete="restrict")
    year = fields.Integer()
    number = fields.Integer(string="No.")
    slip = fields.Char(compute="_compute_slip")
    asked_at = fields.Datetime()
    asked_by_id = fields.Many2one("res.users", ondelete="restrict")
    ask_by = fields.Datetime(
        string="To be asked by",
        help="End of the days that the regulation gives from the receipt.",
    )
    issued_at = fields.Datetime()
    issued_by_id = fields.Many2one("res.users", ondelete="restrict")
    window_due = fields.Datetime(string="Citizen's time ends")
    window_end = fields.Char(help="What the end of that time does.")
    window_told_at = fields.Datetime(help="When staff were told that it has passed.")
    handed_in_at = fields.Datetime(string="Completed on")
    accepted_by_id = fields.Many2one("res.users", ondelete="restrict")

    _number_uniq = models.UniqueIndex(
        "(center_id, year, number) WHERE number > 0",
        "This number of the guidance slips is taken.",
    )
    # Asked after the days that the law gives: few rows, listed to the inspector.
    _late_idx = models.Index(
        "(asked_at) WHERE kind = 'processing' AND asked_at > ask_by"
    )
    # What the daily job looks at.
    _window_idx = models.Index("(window_due) WHERE state = 'issued'")

    @api.depends("number", "year")
    def _compute_slip(self):
        for request in self:
            request.slip = (
                f"{request.number}/HDHS-{request.year}" if request.number else False
            )

    def _write_as_action(self, vals):
        """Write on behalf of an action of the dossier."""
        # sudo: requests are written by the actions of a dossier only
        self.sudo().with_context(**self.env["tthc.dossier"]._move_context()).write(vals)

    def _issue(self, moment):
        """Give the slip its number and hand it to the citizen.

        :param moment: naive UTC
        """
        self.ensure_one()
        year = self.center_id._local_day(moment).year
        self._write_as_action(
            {
                "state": "issued",
                "issued_at": moment,
                "issued_by_id": self.env.uid,
                "year": year,
                "number": self.env["tthc.number"]._next(
                    self._name,
                    "number",
                    {"center_id": self.center_id.id, "year": year},
                ),
            }
        )

    def _complete(self, moment):
        """The citizen has brought what was asked for.

        :param moment: naive UTC
        """
        self._write_as_action(
            {
                "state": "handed_in",
                "handed_in_at": moment,
                "accepted_by_id": self.env.uid,
            }
        )

    def _is_over(self):
        """Whether the citizen's time to complete the dossier has passed."""
        self.ensure_one()
        return bool(self.window_due) and self.window_due < now()
