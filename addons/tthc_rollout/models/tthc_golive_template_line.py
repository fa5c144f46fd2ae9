from odoo import fields, models

from .tthc_golive_template import LEVELS

KINDS = [
    ("hand", "Ticked by hand"),
    ("goods", "Received by quantity"),
    ("live", "Counted by the system"),
]
#: What the system counts; each has a method ``_live_<key>`` on the checklist.
LIVE_KEYS = [
    ("place", "Data of the center"),
    ("calendar", "Working time and holidays"),
    ("counters", "Counters with agencies"),
    ("staff", "Main staff a counter"),
    ("reserve", "Reserve an agency"),
    ("accounts", "Accounts of people in post"),
    ("trained", "Trainings"),
    ("cards", "Cards of people in post"),
    ("agencies", "Agencies with procedures"),
    ("procedures", "Procedures in force"),
    ("routes", "Courier routes"),
    ("reports", "Readiness reports accepted"),
]
VERIFICATIONS = [
    ("verified", "Text seen"),
    ("secondhand", "Second-hand"),
    ("practice", "Practice, no document"),
]


class TthcGoliveTemplateLine(models.Model):
    """A line of the template: what, how it is proved, which document asks for it."""

    _name = "tthc.golive.template.line"
    _description = "Line of a go-live template"
    _order = "template_id, section_id, sequence, id"

    template_id = fields.Many2one(
        "tthc.golive.template", required=True, ondelete="cascade", index=True
    )
    section_id = fields.Many2one(
        "tthc.golive.section", required=True, ondelete="restrict"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Content", required=True)
    detail = fields.Char()
    level = fields.Selection(
        LEVELS, string="Centers of level", help="Empty: centers of every level."
    )
    kind = fields.Selection(KINDS, required=True, default="hand")
    live_key = fields.Selection(LIVE_KEYS, string="What is counted")
    is_required = fields.Boolean(
        string="Required", default=True, help="The center is not ready without it."
    )
    needs_evidence = fields.Boolean(
        string="With evidence", help="Ticked only with a paper attached."
    )
    responsible = fields.Char(
        string="Responsible, as told", help="As the document names who sees to it."
    )
    days_before = fields.Integer(
        string="Days before opening", default=7, help="Due so many days earlier."
    )
    unit = fields.Char(string="Unit of measure")
    quantity = fields.Float(digits=(12, 2))
    per_counter = fields.Boolean(
        string="A counter", help="The quantity is needed at each counter."
    )
    fund_id = fields.Many2one(
        "tthc.golive.fund", string="Source of funds", ondelete="restrict"
    )
    ground = fields.Char(string="Source", help="The document that asks for it.")
    verification = fields.Selection(
        VERIFICATIONS, string="Source checked", required=True, default="practice"
    )

    _live_has_key = models.Constraint(
        "CHECK ((kind = 'live') = (live_key IS NOT NULL))",
        "Say what the system counts, for lines that it counts and for no others.",
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity >= 0)", "A quantity can't be less than nothing."
    )
