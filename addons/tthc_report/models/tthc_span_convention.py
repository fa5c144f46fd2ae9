from odoo import api, fields, models

from odoo.addons.tthc_base.models.tthc_legal_period import VERIFIED

FINISHED = [
    ("registered", "when the result is registered at the center"),
    ("handed", "when the result is handed to the citizen"),
]
WITHDRAWN = [
    ("on_time", "are counted as settled on time (column 9)"),
    ("left_out", "are left out of the table"),
]
WAITING = [
    ("in_term", "are counted as within their time (column 12)"),
    ("by_due", "are counted by their due date"),
]
PROMISED = [
    ("current", "by the new appointment of a letter of apology"),
    ("first", "by the first appointment, whatever was apologised for"),
]


class TthcSpanConvention(models.Model):
    """How official tables count where the law leaves it open (domain.md §6.2).

    Law is data: one row a legal period, with its source. A period is counted by the
    row of its last day, and each table says in its footer how it was counted.
    """

    _name = "tthc.span.convention"
    _inherit = ["tthc.legal.period", "mail.thread"]
    _description = "Counting convention"
    _order = "date_from desc"

    name = fields.Char(required=True, tracking=True)
    date_from = fields.Date(tracking=True)
    date_to = fields.Date(tracking=True)
    finished = fields.Selection(
        FINISHED,
        string="A dossier is settled",
        required=True,
        default="registered",
        tracking=True,
    )
    withdrawn = fields.Selection(
        WITHDRAWN,
        string="Withdrawn and stopped ones",
        required=True,
        default="on_time",
        tracking=True,
    )
    waiting = fields.Selection(
        WAITING,
        string="Ones that wait for the citizen",
        required=True,
        default="in_term",
        tracking=True,
        help="For a supplement or a payment, and while the clock stands still for a "
        "consultation or a field check that the procedure does not count.",
    )
    promised = fields.Selection(
        PROMISED,
        string="Late is reckoned",
        required=True,
        default="current",
        tracking=True,
    )
    article = fields.Char(string="Instrument and article")
    verified = fields.Selection(
        VERIFIED, required=True, default="unverified", tracking=True
    )
    note = fields.Text()

    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (daterange(date_from, date_to) WITH &&)",
        "Two counting conventions would apply on the same day.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_to > date_from)",
        "The last day of a convention lies before its first one.",
    )

    @api.model
    def _none_at(self, day):
        return self.env._(
            "No counting convention applies on %(day)s. Ask the administrator "
            "to enter one.",
            day=day,
        )

    def _footer(self):
        """How a table was counted, for its footer.

        :return: list of sentences in the language of the user
        """
        self.ensure_one()
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))[self[name]]
            for name in ("finished", "withdrawn", "waiting", "promised")
        }
        sentences = [
            self.env._("A dossier is settled %s.", labels["finished"]),
            self.env._("Withdrawn and stopped dossiers %s.", labels["withdrawn"]),
            self.env._(
                "Dossiers that wait for a supplement or a payment %s.",
                labels["waiting"],
            ),
            self.env._("Late is reckoned %s.", labels["promised"]),
        ]
        if self.verified != "verified":
            sentences.append(
                self.env._("This way of counting has not been verified in a text.")
            )
        return sentences
