import re
from datetime import datetime, time, timedelta

import holidays
import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.vietnamese_date import VIETNAM
from ..tools.working_calendar import ExceptionDay
from .resource_calendar_leaves import DERIVATION

# how the package "holidays" words compensatory and swapped days in Vietnamese
COMPENSATION = "(nghỉ bù)"
SWAPPED_FOR = re.compile(r"thay cho ngày (\d{2}/\d{2}/\d{4})")


class TthcCalendarDay(models.Model):
    """A date that does not follow the week: the source of all exceptions.

    Labour Code 2019, Art. 111.3 and 112, and the yearly notices of swapped days. The
    shipped days of 2016 to 2027 come one to one from the collected table of holidays;
    the date in the name of a make-up day became ``replaced_date``, the first official
    letter or notice named in the source became ``document_number``, and
    ``verification`` says how far each day was checked.

    A day without a calendar holds for all of them. A day of one calendar goes before
    the general day of the same date, so a center that works on Saturdays anyway can
    declare a swapped day a make-up day with the hours of its own weekday.

    Days off are passed on to Odoo's own apps as ``resource.calendar.leaves``.
    """

    _name = "tthc.calendar.day"
    _description = "Holiday, swapped or make-up day"
    _order = "date desc, calendar_id"

    name = fields.Char(required=True)
    active = fields.Boolean(
        default=True,
        help="Archive a day that does not hold: a deleted shipped day would come back"
        " with the next update.",
    )
    date = fields.Date(required=True, index=True)
    kind = fields.Selection(
        [
            ("holiday", "Public holiday"),
            ("compensation", "Compensatory day off"),
            ("swap_off", "Swapped day off"),
            ("make_up", "Make-up working day"),
        ],
        required=True,
        default="holiday",
    )
    replaced_date = fields.Date(
        string="Instead of",
        help="The day off that a make-up day is worked for.",
    )
    replaced_weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        string="Hours of",
        compute="_compute_replaced_weekday",
        store=True,
        readonly=False,
        help="A make-up day has the sessions of the weekday that it replaces.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Only for",
        ondelete="cascade",
        index="btree_not_null",
        help="Working time that this day holds for; empty: all of them. Goes before the"
        " general day of the same date.",
    )
    document_number = fields.Char(help="Letter or notice that announced the day.")
    verification = fields.Selection(
        [
            ("verified", "Verified"),
            ("partly_verified", "Partly verified"),
            ("secondhand", "Second-hand"),
            ("statutory", "Fixed by law"),
            ("library", "Computed by the library"),
            ("unverified", "Unverified"),
        ],
        required=True,
        default="unverified",
        help="Verified: an official or press page was read. Second-hand: quoted"
        " elsewhere. Fixed by law: the date is in the Labour Code.",
    )
    source = fields.Char()
    note = fields.Char()
    leave_ids = fields.One2many(
        "resource.calendar.leaves", "tthc_calendar_day_id", string="Derived time off"
    )

    _date_uniq = models.Constraint(
        "UNIQUE NULLS NOT DISTINCT (date, calendar_id)",
        "This date already has an entry, archived perhaps: change that one.",
    )

    @api.depends("kind", "replaced_date")
    def _compute_replaced_weekday(self):
        for day in self:
            if day.kind != "make_up":
                day.replaced_weekday = False
            elif day.replaced_date:
                day.replaced_weekday = str(day.replaced_date.weekday())

    @api.constrains("kind", "date", "replaced_date", "replaced_weekday")
    def _check_make_up(self):
        for day in self:
            make_up = day.kind == "make_up"
            if make_up != bool(day.replaced_weekday):
                raise ValidationError(
                    self.env._(
                        "“%(day)s”: a make-up working day, and no other, has the hours"
                        " of a weekday. Change the kind or “Hours of”.",
                        day=day.display_name,
                    )
                )
            if day.replaced_date and not day._fits_replaced_date():
                raise ValidationError(
                    self.env._(
                        "“%(day)s” must be worked instead of another date, with the"
                        " hours of its weekday. Change “Instead of” or “Hours of”.",
                        day=day.display_name,
                    )
                )

    def _fits_replaced_date(self):
        weekday = str(self.replaced_date.weekday())
        return self.replaced_date != self.date and self.replaced_weekday == weekday

    @api.depends("name", "date")
    def _compute_display_name(self):
        for day in self:
            date = day.date.strftime("%d/%m/%Y") if day.date else ""
            day.display_name = f"{date} {day.name or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        """Create days and derive the leaves of Odoo's own apps."""
        days = super().create(vals_list)
        days._apply()
        return days

    def write(self, vals):
        """Write days and derive the leaves of Odoo's own apps anew."""
        result = super().write(vals)
        if vals.keys() & self._applied_fields():
            self._apply()
        return result

    def unlink(self):
        """Delete days together with their derived leaves."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    def _applied_fields(self):
        """Names of the fields that working time depends on."""
        return {
            "active",
            "calendar_id",
            "date",
            "kind",
            "name",
            "replaced_date",
            "replaced_weekday",
        }

    def _apply(self):
        """Let the engine and Odoo's own apps know that these days have changed."""
        self.env.registry.clear_cache()
        self._derive_leaves()

    def _derive_leaves(self):
        """Write the time off of Odoo's own apps anew: one a company and day off."""
        # sudo: reads and removes the derived time off of every company
        derived = self.sudo().leave_ids.with_context(tthc_derivation=DERIVATION)
        derived.unlink()
        # sudo: the days hold for companies that the user does not see
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        self._create_leaves(companies)

    def _create_leaves(self, companies):
        """Add the time off of companies that have none yet for these days."""
        # sudo: time off of a whole company belongs to Odoo's settings group; what is
        # written here follows from a day that the user may write
        leaves = self.env["resource.calendar.leaves"].sudo()
        leaves = leaves.with_context(tthc_derivation=DERIVATION)
        days_off = self.filtered(lambda day: day.active and day.kind != "make_up")
        for company in companies:
            derived = leaves.create(
                [
                    day._leave_vals()
                    for day in days_off
                    if day.calendar_id.company_id in (company, company.browse())
                ]
            )
            # its own computation would take the company of the user
            derived.company_id = company

    def _leave_vals(self):
        """Return the values of the time off that follows from this day off."""
        start, end = self._bounds()
        return {
            "name": self.name,
            "calendar_id": self.calendar_id.id,
            "date_from": start,
            "date_to": end,
            "time_type": "leave",
            "tthc_calendar_day_id": self.id,
        }

    def _bounds(self):
        """Return the first and the last second of the day, naive UTC.

        The day is one of the calendar's time zone; general days are Vietnam's.
        """
        zone = pytz.timezone(self.calendar_id.tz or VIETNAM)
        midnight = datetime.combine(self.date, time.min)
        start, end = (
            zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)
            for local in (midnight, midnight + timedelta(days=1))
        )
        return start, end - timedelta(seconds=1)

    def _as_exception(self, pattern):
        """Return this day as a value for the engine.

        :param pattern: sessions of the calendar's week or two weeks, from Monday on
        """
        if self.kind != "make_up":
            return ExceptionDay(self.date, self.kind, self.name)
        # with no date to replace, the weekday of the same week gives the sessions
        weekday = int(self.replaced_weekday)
        same_week = self.date + timedelta(days=weekday - self.date.weekday())
        replaces = self.replaced_date or same_week
        sessions = pattern[(replaces.toordinal() - 1) % len(pattern)]
        return ExceptionDay(self.date, self.kind, self.name, sessions, replaces)

    @api.model
    def _general_and_own(self, calendar):
        """Return the general days and those of a calendar, archived ones left out."""
        days = self.with_context(active_test=True).search(
            [("calendar_id", "in", [False, calendar.id])], order="date"
        )
        own = days.filtered("calendar_id")
        return days - own, own

    @api.model
    def _of_calendar(self, calendar):
        """Return the days that hold for a calendar, one a date."""
        general, own = self._general_and_own(calendar)
        return own | (general - self._overridden(general, own))

    @api.model
    def _overridden(self, general, own):
        """Return the general days that give way to a calendar's own."""
        dates = set(own.mapped("date"))
        return general.filtered(lambda day: day.date in dates)

    @api.model
    def _keep_edits_on_update(self):
        """Keep shipped days as the center has edited them when the addon is updated."""
        self.env["ir.model.data"].search(
            [
                ("module", "=", "tthc_base"),
                ("model", "=", self._name),
                ("noupdate", "=", False),
            ]
        ).noupdate = True

    @api.model
    def _fill_from_library(self, year):
        """Add the days that the package ``holidays`` computes for a year.

        A date that has a general entry, archived or not, keeps it.
        :param year: four digits
        :return: the days that were added, marked as computed
        """
        vals_list = self._library_vals(year)
        taken = self.with_context(active_test=False).search(
            [
                ("calendar_id", "=", False),
                ("date", "in", [vals["date"] for vals in vals_list]),
            ]
        )
        dates = set(taken.mapped("date"))
        return self.create([vals for vals in vals_list if vals["date"] not in dates])

    @api.model
    def _library_vals(self, year):
        # a swapped day off names the day worked for it, in this year or the next
        years = (year - 1, year, year + 1)
        library = holidays.country_holidays("VN", years=years, language="vi")
        source = f"PyPI holidays {holidays.__version__}"
        common = {"verification": "library", "source": source}
        result = []
        for date, name in sorted(library.items()):
            swap = SWAPPED_FOR.search(name)
            if date.year == year:
                kind = "swap_off" if swap else "holiday"
                if COMPENSATION in name:
                    kind = "compensation"
                result.append({"date": date, "name": name, "kind": kind, **common})
            worked = swap and datetime.strptime(swap[1], "%d/%m/%Y").date()
            if worked and worked.year == year:
                result.append(
                    {
                        "date": worked,
                        "name": f"Làm bù cho ngày {date:%d/%m/%Y}",
                        "kind": "make_up",
                        "replaced_date": date,
                        **common,
                    }
                )
        return result
