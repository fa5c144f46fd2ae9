from datetime import datetime, time, timedelta

import pytz

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class TthcCourierRoute(models.Model):
    """The plan of one daily run: when it leaves and where it stops.

    Two a day by default, 10:00 and 15:00 (dispatch of Sở Nội vụ, March 2017), more
    possible. A plan that changes gets a new version from a day on; the rounds that
    were made keep theirs.
    """

    _name = "tthc.courier.route"
    _inherit = ["tthc.ruled.by.lines", "tthc.courier.timetable", "mail.thread"]
    _description = "Courier route"
    _order = "center_id, departure, code, valid_from desc"
    _rec_names_search = ["code", "name"]
    _ruling_lines = ("stop_ids",)

    code = fields.Char(
        string="Route code", required=True, tracking=True, help="Such as T1-10H."
    )
    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user.tthc_center_id,
    )
    carrier_id = fields.Many2one(
        "tthc.agency",
        ondelete="restrict",
        domain="[('kind', '=', 'post')]",
        help="The Post, or empty for the center's own messengers.",
    )
    courier_id = fields.Many2one(
        "res.users",
        string="Usual courier",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        tracking=True,
    )
    vehicle = fields.Char()
    departure = fields.Float(required=True, tracking=True, help="Local hour.")
    loading_cutoff = fields.Float(
        string="Loading closes",
        tracking=True,
        help="Local hour. What is received later goes with the next round.",
    )
    return_at = fields.Float(string="Back at the center", tracking=True)
    valid_from = fields.Date(
        required=True, tracking=True, default=lambda self: today(VIETNAM)
    )
    valid_to = fields.Date(
        string="Valid until",
        tracking=True,
        help="First day on which it no longer runs. Empty: until further notice.",
    )
    mon = fields.Boolean(string="Monday", default=True)
    tue = fields.Boolean(string="Tuesday", default=True)
    wed = fields.Boolean(string="Wednesday", default=True)
    thu = fields.Boolean(string="Thursday", default=True)
    fri = fields.Boolean(string="Friday", default=True)
    sat = fields.Boolean(
        string="Saturday",
        default=True,
        help="Rounds are made on working days of the center only; a Saturday that is "
        "worked for another day counts as that day.",
    )
    sun = fields.Boolean(string="Sunday", default=True)
    stop_ids = fields.One2many(
        "tthc.courier.stop", "route_id", string="Stops", copy=True
    )
    stop_count = fields.Integer(compute="_compute_stop_count")
    note = fields.Text()

    _one_plan_a_day = models.Constraint(
        "EXCLUDE USING gist (center_id WITH =, code WITH =,"
        " daterange(valid_from, valid_to) WITH &&)",
        "Two versions of this route would run on the same day.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (valid_to > valid_from)", "The route would end before it begins."
    )

    @api.depends("stop_ids")
    def _compute_stop_count(self):
        for route in self:
            route.stop_count = len(route.stop_ids)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for route in self:
            route.display_name = f"{route.code} · {route.name}"

    @api.constrains("departure", "loading_cutoff", "return_at", "stop_ids")
    def _check_hours(self):
        for route in self:
            route._check_hours_ordered()

    def _check_hours_ordered(self):
        """Refuse hours that a day does not have, or that go backwards."""
        self.ensure_one()
        hours = [
            ("departure", self.departure),
            *((stop.display_name, stop.arrival) for stop in self.stop_ids.sorted()),
            ("return", self.return_at or 24.0),
        ]
        if not 0 <= self.departure < 24 or not self.loading_cutoff <= self.departure:
            raise ValidationError(
                self.env._(
                    "%(route)s: loading closes before the courier leaves, both within "
                    "one day.",
                    route=self.display_name,
                )
            )
        for (_before, earlier), (name, later) in zip(hours, hours[1:], strict=False):
            if later <= earlier or later > 24:
                raise ValidationError(
                    self.env._(
                        "%(route)s: the hour of “%(stop)s” does not come after the one "
                        "before it.",
                        route=self.display_name,
                        stop=name if name != "return" else self.env._("back"),
                    )
                )

    # -- versions ---------------------------------------------------------------

    @api.model
    def _at(self, day):
        """Domain of the routes whose plan is valid on a day.

        :param day: ``datetime.date`` in the time zone of the center
        """
        return Domain("valid_from", "<=", day) & (
            Domain("valid_to", "=", False) | Domain("valid_to", ">", day)
        )

    def action_new_version(self):
        """Close this plan today and open a copy that is valid from tomorrow on.

        :return: action that opens the copy
        :raise UserError: when it has ended already
        """
        self.ensure_one()
        tomorrow = self._local_today() + timedelta(days=1)
        if self.valid_to and self.valid_to <= tomorrow:
            raise UserError(
                self.env._(
                    "“%(route)s” has ended: change the version that is valid now.",
                    route=self.display_name,
                )
            )
        if self.valid_from >= tomorrow:
            raise UserError(
                self.env._(
                    "“%(route)s” has not begun yet: change it as it is.",
                    route=self.display_name,
                )
            )
        end = self.valid_to
        self.valid_to = tomorrow
        self.flush_recordset()
        version = self.copy(
            {
                "code": self.code,
                "name": self.name,
                "valid_from": tomorrow,
                "valid_to": end,
            }
        )
        return version._opened()

    def copy_data(self, default=None):
        """Extend: a copy has a code of its own; two plans of one code never overlap."""
        default = dict(default or {})
        vals_list = super().copy_data(default)
        if "code" in default:
            return vals_list
        for route, vals in zip(self, vals_list, strict=True):
            vals["code"] = route._free_code()
        return vals_list

    def _free_code(self):
        """The code of this route with the first number that no copy has."""
        self.ensure_one()
        copies = self.with_context(active_test=False).search(
            [
                ("center_id", "=", self.center_id.id),
                ("code", "=like", f"{self.code}-%"),
            ]
        )
        taken = set(copies.mapped("code"))
        number = 2
        while f"{self.code}-{number}" in taken:
            number += 1
        return f"{self.code}-{number}"

    def action_early_round(self):
        """Plan a run at the opening of the center, for what came after the cut-off.

        What is received after 15:00 leaves at the start of the next working day
        (Decree 61/2018 Art 18.2, R05), not with that day's first ordinary round.

        :return: action that opens the new plan
        :raise UserError: when this run leaves at the opening already
        """
        self.ensure_one()
        opening = self._opening_hour()
        shift = self.departure - opening
        if shift <= 0:
            raise UserError(
                self.env._(
                    "“%(route)s” leaves at the opening of the center already.",
                    route=self.display_name,
                )
            )
        early = self.copy(
            {
                "name": self.env._("%(route)s, early round", route=self.name),
                "departure": opening,
                "loading_cutoff": opening,
                "return_at": self.return_at and self.return_at - shift,
                "stop_ids": [
                    Command.create(
                        {
                            **stop.copy_data()[0],
                            "arrival": stop.arrival - shift,
                        }
                    )
                    for stop in self.stop_ids.sorted()
                ],
            }
        )
        return early._opened()

    def _opening_hour(self):
        """Local hour at which the center opens on its next working day."""
        self.ensure_one()
        calendar = self.center_id.resource_calendar_id
        day = calendar.tthc_working_day_from(self._local_today())
        opening = self.center_id._local(
            calendar.tthc_next_opening(self._moment(day, 0))
        )
        return opening.hour + opening.minute / 60

    def _opened(self):
        """The window action that shows this route."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _local_today(self):
        self.ensure_one()
        return self.center_id._today()

    # -- rounds -----------------------------------------------------------------

    def _runs_on(self, day):
        """Whether a round is made on a day: worked at the center, and one of its own.

        A make-up day counts as the weekday that it replaces.

        :param day: ``datetime.date``
        """
        self.ensure_one()
        calendar = self.center_id.resource_calendar_id
        if not calendar.tthc_is_working_day(day):
            return False
        return self[WEEKDAYS[calendar.tthc_weekday(day)]]

    def _moment(self, day, hour):
        """An hour of a day at the center as naive UTC.

        :param day: ``datetime.date``
        :param hour: local hour as a float
        """
        self.ensure_one()
        minutes = timedelta(minutes=round(hour * 60))
        zone = pytz.timezone(self.center_id.resource_calendar_id.tz)
        local = zone.localize(datetime.combine(day, time.min) + minutes)
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _make_rounds(self, day):
        """Make the rounds of a day that are not there yet.

        :param day: ``datetime.date``
        :return: the new ``tthc.courier.round`` records
        """
        rounds = self.env["tthc.courier.round"]
        there = rounds.search(
            [("date", "=", day), ("route_id", "in", self.ids)]
        ).route_id
        missing = (self - there).filtered(lambda route: route._runs_on(day))
        # sudo: rounds are made by the job or on behalf of the center, not by hand
        made = rounds.sudo()._moving()
        made = made.create([route._round_values(day) for route in missing])
        return made.with_env(self.env)

    def _round_values(self, day):
        self.ensure_one()
        return {
            "route_id": self.id,
            "center_id": self.center_id.id,
            "date": day,
            "courier_id": self.courier_id.id,
            "vehicle": self.vehicle,
            "departure_at": self._moment(day, self.departure),
            "cutoff_at": self._moment(day, self.loading_cutoff or self.departure),
            "return_at": self.return_at and self._moment(day, self.return_at),
            "stop_ids": [
                Command.create(
                    {
                        "sequence": stop.sequence,
                        "stop_id": stop.id,
                        "agency_id": stop.agency_id.id,
                        "planned_at": self._moment(day, stop.arrival),
                    }
                )
                for stop in self.stop_ids.sorted()
            ],
        }
