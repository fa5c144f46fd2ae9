from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TthcRegulation(models.Model):
    """One legal period and every constant of law that the suite reads.

    A dossier keeps the regulation of the day on which it was received; a later
    regulation never rewrites it (domain.md §0.3).
    """

    _name = "tthc.regulation"
    _inherit = ["tthc.legal.period", "mail.thread"]
    _description = "Regulation by date"
    _order = "date_from desc"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, tracking=True)
    name = fields.Char(required=True, tracking=True)
    date_from = fields.Date(tracking=True)
    date_to = fields.Date(tracking=True)
    receiving_unit_name = fields.Char(tracking=True)
    transfer_cutoff = fields.Float(
        tracking=True,
        help="Hour of the day. What is received later may be handed over to the "
        "agency at the start of the next working day. It moves no due date.",
    )
    supplement_max = fields.Integer(string="Supplement requests at most", tracking=True)
    supplement_scope = fields.Selection(
        [
            ("together", "Intake and processing together"),
            ("each", "Intake and processing each"),
        ],
        tracking=True,
    )
    supplement_days = fields.Integer(
        string="Days to ask for a supplement",
        tracking=True,
        help="Working days from the receipt.",
    )
    supplement_policy = fields.Selection(
        [
            ("restart", "The limit starts anew"),
            ("exclude", "The waiting time is not counted"),
            ("exclude_then_new_limit", "Not counted, then a limit of its own"),
        ],
        tracking=True,
        help="What a supplement does to the clock unless the procedure says otherwise.",
    )
    reappointment_max = fields.Integer(string="New appointments at most", tracking=True)
    apology_lead_days = fields.Integer(
        string="Apology before the day",
        tracking=True,
        help="Working days before the due date by which a letter of apology is sent.",
    )
    online_intake_hours = fields.Integer(
        string="Hours to answer online",
        tracking=True,
        help="Working hours to receive or refuse an online submission.",
    )
    code_pattern = fields.Char(
        string="Dossier code",
        tracking=True,
        help="With {identifier}, {identifier_long}, {yymmdd}, {yyyymmdd} and "
        "{number:04d}, for instance {identifier_long}-{yymmdd}-{number:04d}.",
    )
    assignment_months_min = fields.Integer(
        string="Assignment, months at least", tracking=True
    )
    assignment_months_max = fields.Integer(
        string="Assignment, months at most", tracking=True
    )
    reserve_min = fields.Integer(string="Reserve staff at least", tracking=True)
    constant_ids = fields.One2many(
        "tthc.regulation.constant", "regulation_id", string="Sources"
    )
    unverified_count = fields.Integer(compute="_compute_unverified_count")

    _code_uniq = models.UniqueIndex("(code)", "A regulation with this code exists.")
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (daterange(date_from, date_to) WITH &&)",
        "Two regulations would apply on the same day.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to > date_from)",
        "The last day of a regulation lies before its first one.",
    )

    @api.depends("constant_ids.verified")
    def _compute_unverified_count(self):
        for regulation in self:
            regulation.unverified_count = len(
                regulation.constant_ids.filtered(lambda row: row.verified != "verified")
            )

    @api.constrains("transfer_cutoff")
    def _check_transfer_cutoff(self):
        if self.filtered(lambda row: not 0 <= row.transfer_cutoff < 24):
            raise ValidationError(
                self.env._("The hand-over hour lies between 0:00 and 24:00.")
            )

    @api.constrains("code_pattern")
    def _check_code_pattern(self):
        names = {"identifier": "H00", "identifier_long": "000.00.00.H00"}
        day = fields.Date.to_date("2000-01-01")
        for regulation in self.filtered("code_pattern"):
            first, second = (
                regulation._format_code(names, day, number) for number in (1, 2)
            )
            if first == second:
                raise ValidationError(
                    self.env._(
                        "The dossier code “%(pattern)s” gives all dossiers of a day "
                        "the same code: add {number:04d}.",
                        pattern=regulation.code_pattern,
                    )
                )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for regulation in self:
            regulation.display_name = f"{regulation.code} · {regulation.name}"

    @api.model
    def _none_at(self, day):
        return self.env._(
            "No regulation applies on %(day)s. Ask the administrator to enter "
            "the legal period under Configuration › Regulations.",
            day=day,
        )

    def _format_code(self, names, day, number):
        """Dossier code by the pattern of the regulation (Circular 01/2018 Art 19).

        :param names: dict with ``identifier`` and ``identifier_long`` of the agency
        :param day: day of receipt, ``datetime.date`` in the center's time zone
        :param number: number within the day, from 1
        :return: the code as printed
        :raise ValidationError: when the pattern can't be read or the agency lacks
            the identifier that it needs
        """
        self.ensure_one()
        values = {
            "identifier": names["identifier"] or "",
            "identifier_long": names["identifier_long"] or "",
            "yymmdd": day.strftime("%y%m%d"),
            "yyyymmdd": day.strftime("%Y%m%d"),
            "number": number,
        }
        try:
            code = (self.code_pattern or "").format(**values)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise ValidationError(
                self.env._(
                    "The dossier code “%(pattern)s” can't be read: use {identifier}, "
                    "{identifier_long}, {yymmdd}, {yyyymmdd} and {number:04d}.",
                    pattern=self.code_pattern,
                )
            ) from error
        if not code or code.startswith("-"):
            raise ValidationError(
                self.env._(
                    "The agency has no electronic identifier of the kind that the "
                    "dossier code of %(regulation)s needs. Enter it on the agency.",
                    regulation=self.code,
                )
            )
        return code
