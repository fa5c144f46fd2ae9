from odoo import fields, models

#: What is asked of an assignment; each has a method ``_broken_<code>``.
CODES = [
    ("overlap", "One post at a time"),
    ("director", "One director"),
    ("deputies", "Number of deputies"),
    ("term", "Length of the term"),
    ("experience", "Years in the field"),
    ("rank", "Rank"),
    ("reserve", "Reserve staff"),
]


class TthcAssignmentRule(models.Model):
    """What the law asks of who is assigned, as data: its article, how hard it is.

    The figures stand with the regulation of the day on which the term begins.
    """

    _name = "tthc.assignment.rule"
    _description = "Rule on assignments"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    code = fields.Selection(CODES, required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    article = fields.Char(required=True, string="Legal ground")
    severity = fields.Selection(
        [
            ("stop", "Refused"),
            ("reason", "Needs a reason"),
            ("note", "Shown only"),
        ],
        required=True,
        default="reason",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(code)", "This rule has a row already.")
