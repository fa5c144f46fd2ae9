from odoo import fields, models

#: What is asked of a report; each has a method ``_lacks_<code>``.
CODES = [
    ("leader", "Leader in charge"),
    ("main", "Main staff"),
    ("reserve", "Reserve staff"),
    ("reserve_counter", "A reserve for each counter"),
    ("postal", "Contact for the Post"),
    ("phone", "Phones"),
    ("photo", "Pictures 3×4"),
    ("size", "Shirt sizes"),
    ("named", "People of the system"),
    ("count", "Counts explained"),
    ("visit", "Hours of the Post"),
    ("plan", "A plan"),
    ("dates", "Dates in order"),
    ("opening", "Done by the opening"),
]


class TthcReadinessRule(models.Model):
    """What a complete report has, as data: how hard it is asked, how much it counts."""

    _name = "tthc.readiness.rule"
    _description = "Rule on readiness reports"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    code = fields.Selection(CODES, required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    ground = fields.Char(required=True, translate=True, help="Why it is asked for.")
    section = fields.Selection(
        [("1", "I"), ("2", "II"), ("3", "III"), ("4", "IV")],
        string="Section of the form",
        required=True,
    )
    severity = fields.Selection(
        [
            ("stop", "Can't be filed without"),
            ("missing", "Missing"),
            ("note", "Shown only"),
        ],
        required=True,
        default="missing",
        help="“Missing” and “can't be filed without” count in the score.",
    )
    weight = fields.Integer(
        default=1,
        help="How much it counts in the score; from 2 on what is missing is red on the "
        "board of all agencies.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(code)", "This rule has a row already.")
    _weight_positive = models.Constraint(
        "CHECK (weight BETWEEN 0 AND 100)", "A weight lies between 0 and 100."
    )
