from odoo import api, fields, models

from odoo.addons.tthc_base.models.tthc_legal_period import VERIFIED


class TthcPostalRegulation(models.Model):
    """The rules of the public postal service of a legal period (law is data).

    A parcel keeps the one of the day on which the Post accepted it.
    """

    _name = "tthc.postal.regulation"
    _inherit = ["tthc.legal.period", "mail.thread"]
    _description = "Rules of the public postal service"
    _order = "date_from desc"

    name = fields.Char(required=True, tracking=True)
    date_from = fields.Date(tracking=True)
    date_to = fields.Date(tracking=True)
    zone_ids = fields.One2many("tthc.postal.zone", "regulation_id", string="Zones")
    attempts_min = fields.Integer(
        string="Invitations at least",
        required=True,
        default=2,
        tracking=True,
        help="How often the receiver is invited before a result goes back "
        "(Circular 17/2017 Art 5.2.h).",
    )
    attempt_gap_days = fields.Integer(
        string="Working days between invitations",
        required=True,
        default=2,
        tracking=True,
    )
    complaint_months = fields.Integer(
        string="Months to complain",
        required=True,
        default=6,
        tracking=True,
        help="From the end of the transit time (Circular 17/2017 Art 8).",
    )
    complaint_days = fields.Integer(
        string="Working days to answer, within the province",
        required=True,
        default=5,
        tracking=True,
    )
    complaint_days_away = fields.Integer(
        string="Working days to answer, between provinces",
        required=True,
        default=7,
        tracking=True,
    )
    keep_paper_years = fields.Integer(
        string="Years to keep paper records",
        required=True,
        default=1,
        tracking=True,
        help="Circular 17/2017 Art 14.",
    )
    keep_file_years = fields.Integer(
        string="Years to keep electronic records",
        required=True,
        default=5,
        tracking=True,
    )
    article = fields.Char(string="Instrument and article")
    verified = fields.Selection(
        VERIFIED, required=True, default="unverified", tracking=True
    )
    note = fields.Text()

    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (daterange(date_from, date_to) WITH &&)",
        "Two sets of rules would apply on the same day.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_to > date_from)",
        "The last day of the rules lies before their first one.",
    )
    _numbers_sane = models.Constraint(
        "CHECK (attempts_min > 0 AND attempt_gap_days > 0)",
        "At least one invitation, and one working day between two of them.",
    )

    @api.model
    def _none_at(self, day):
        return self.env._(
            "No rules of the postal service apply on %(day)s. Ask the "
            "administrator to enter them under Configuration › Postal rules.",
            day=day,
        )
