from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .tthc_courier_timetable import hour_text

#: Who can sign for an agency, as ``tthc.handover`` asks.
SIGNER = "tthc_base.group_specialist"


class TthcCourierStop(models.Model):
    """A stop of a route: the agency, the hour, and who is there for the Post."""

    _name = "tthc.courier.stop"
    _description = "Stop of a courier route"
    _order = "route_id, sequence, arrival, id"

    route_id = fields.Many2one(
        "tthc.courier.route", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    agency_id = fields.Many2one(
        "tthc.agency", required=True, ondelete="restrict", index=True
    )
    address = fields.Char(
        compute="_compute_address", store=True, readonly=False, precompute=True
    )
    arrival = fields.Float(required=True, help="Planned local hour.")
    stay = fields.Integer(string="Stay (minutes)", default=10)
    contact_ids = fields.Many2many(
        "res.users",
        string="Contact persons",
        domain="[('share', '=', False)]",
        help="The agency's staff who hand papers over to the Post and take them in.",
    )
    phone = fields.Char(help="Where the courier calls when nobody is there.")
    note = fields.Char(help="Door, floor, reception.")

    _once_a_run = models.UniqueIndex(
        "(route_id, agency_id)", "A run stops at an agency once."
    )
    _stay_positive = models.Constraint(
        "CHECK (stay >= 0)", "A stay can't be less than no time."
    )

    @api.depends("agency_id")
    def _compute_address(self):
        for stop in self:
            stop.address = stop.agency_id.address

    @api.depends("agency_id")
    def _compute_display_name(self):
        for stop in self:
            stop.display_name = stop.agency_id.display_name

    @api.constrains("contact_ids", "agency_id")
    def _check_contacts(self):
        for stop in self:
            strangers = stop.contact_ids.filtered(
                lambda user, stop=stop: stop.agency_id not in user.tthc_agency_ids
            )
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%(person)s does not work for %(agency)s: enter its own staff.",
                        person=strangers[0].name,
                        agency=stop.agency_id.display_name,
                    )
                )
            unable = stop.contact_ids.filtered(lambda user: not user.has_group(SIGNER))
            if unable:
                raise ValidationError(
                    self.env._(
                        "%(person)s can't sign minutes for %(agency)s: this takes the "
                        "role of an agency specialist.",
                        person=unable[0].name,
                        agency=stop.agency_id.display_name,
                    )
                )

    def _contact_rows(self):
        """Who is there for the Post, as timetables name them.

        :return: list of dicts ``name``, ``title``, ``phone`` and ``email``
        """
        self.ensure_one()
        # sudo: whom to ask for at an agency is what a timetable is for
        people = self.sudo().contact_ids
        return [
            {
                "name": person.name,
                "title": person.partner_id.function or "",
                "phone": person.phone or "",
                "email": person.email or "",
            }
            for person in people
        ]

    # -- the sheet of an agency -----------------------------------------------------

    def _tthc_print_groups(self, form):
        """One sheet a center and agency, with all the runs that stop there.

        A sheet is for the present, or for the plan that begins later.
        """
        groups = []
        for (center, agency), stops in self.grouped(
            lambda stop: (stop.route_id.center_id, stop.agency_id)
        ).items():
            day = max(center._today(), min(stops.route_id.mapped("valid_from")))
            groups.append(
                self.search(
                    [
                        ("agency_id", "=", agency.id),
                        ("route_id.center_id", "=", center.id),
                        ("route_id.active", "=", True),
                        ("route_id", "any", self.env["tthc.courier.route"]._at(day)),
                    ]
                )
                or stops
            )
        return groups

    def _agency_sheet_values(self):
        """Texts and rows of the timetable of one agency.

        :return: dict with ``agency``, ``address``, ``phone``, ``carriers``,
            ``contacts``, ``runs`` (each with the plan of its route) and ``way``
        """
        stops = self.sorted(lambda stop: (stop.arrival, stop.id))
        contacts = {row["name"]: row for stop in stops for row in stop._contact_rows()}
        runs = [stop._run_values() for stop in stops]
        return {
            "agency": stops.agency_id.name,
            "address": next((s.address for s in stops if s.address), ""),
            "phone": next((s.phone for s in stops if s.phone), "")
            or stops.agency_id.phone
            or "",
            "carriers": sorted({run["carrier"] for run in runs}),
            "contacts": list(contacts.values()),
            "runs": runs,
            "way": stops._way_rows(),
        }

    def _run_values(self):
        self.ensure_one()
        # sudo: the agencies on the way and their hours stand on every timetable,
        # though an agency's staff see the own stop only
        route = self.sudo().route_id
        return {
            **route._plan_words(),
            "arrival": hour_text(self.arrival),
            "stay": self.stay,
            "note": self.note or "",
        }

    def _way_rows(self):
        """All stops of the runs that stop here, with the hour of each run.

        :return: list of dicts ``agency``, ``own`` and ``hours`` (one a run, in the
            order of these stops)
        """
        # sudo: as above
        routes = [stop.sudo().route_id for stop in self]
        # sudo: as above
        way = self.env["tthc.courier.stop"].sudo().union(*(r.stop_ids for r in routes))
        rows = {}
        for stop in way.sorted(lambda stop: (stop.arrival, stop.id)):
            rows.setdefault(stop.agency_id, {})[stop.route_id] = hour_text(stop.arrival)
        return [
            {
                "agency": agency.name,
                "own": agency == self.agency_id,
                "hours": [hours.get(route, "") for route in routes],
            }
            for agency, hours in rows.items()
        ]

    @api.constrains("arrival", "sequence")
    def _check_hours(self):
        self.route_id._check_hours()
