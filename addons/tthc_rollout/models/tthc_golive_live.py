from collections import defaultdict
from datetime import date

from odoo import models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM
from odoo.addons.tthc_center_hr.models.tthc_assignment_in_post import DECIDED

from ..tools.golive_standing import Standing

#: Roles of those who work at the center itself.
SERVING = ("director", "deputy", "main", "reserve", "center_staff")
#: A card in the hand, or ready to be handed out.
PRINTED = ("printed", "handed_out")


class TthcGoliveLive(models.AbstractModel):
    """What the system can count of a center's readiness, as of the opening day.

    Of all centers at once: the number of queries grows neither with the centers nor
    with the lines, but for the trainings and procedures of another opening day.
    """

    _name = "tthc.golive.live"
    _description = "Live figures of a go-live checklist"

    def _live_day(self):
        """The day that counts: of the opening, or today when that is over."""
        self.ensure_one()
        return max(clock.today(VIETNAM), self.opening_day or date.min)

    def _live_standings(self):
        """How the lines stand that the system counts.

        :return: dict of checklist → dict of key → :class:`Standing`
        """
        kept = self.filtered(lambda golive: golive.state in ("opened", "cancelled"))
        going = (self - kept).filtered("center_id")
        standings = {golive: golive._kept_standings() for golive in kept}
        standings.update({golive: {} for golive in self - kept - going})
        if going:
            # sudo: figures and names of people and counters, which the law has posted
            # at the center anyway (Decree 61/2018 Art 9.7); no list is opened by them
            found = going.sudo()._reckon_standings()
            standings.update(zip(going, found, strict=True))
        return standings

    def _kept_standings(self):
        """The standings as they were when the center opened."""
        self.ensure_one()
        return {
            line.live_key: Standing(**line.kept) for line in self.line_ids if line.kept
        }

    def _reckon_standings(self):
        """How the lines stand now; called with the rights of the system.

        :return: list of dict of key → :class:`Standing`, one a checklist of ``self``
        """
        people = self._live_people()
        parts = (
            self._live_place(),
            self._live_calendar(),
            self._live_counters(people),
            self._live_accounts(people),
            self._live_trained(),
            self._live_cards(people),
            self._live_procedures(),
            self._live_routes(),
            self._live_reports(),
        )
        return [
            {key: value for part in parts for key, value in part[golive].items()}
            for golive in self
        ]

    def _agencies_asked(self):
        """The agencies with a counter at the center of one checklist."""
        self.ensure_one()
        return self.center_id.counter_ids.agency_ids

    # -- the place ------------------------------------------------------------------

    def _live_place(self):
        """What is printed on receipts and shown to citizens."""
        labels = {
            name: self.env["tthc.center"]._fields[name]._description_string(self.env)
            for name in ("address", "phone", "opening_note", "place_name")
        }
        return {
            golive: {
                "place": Standing.of(
                    labels, {name for name in labels if golive.center_id[name]}
                )
            }
            for golive in self
        }

    def _live_calendar(self):
        """Hours, holidays of the year, and an opening on a working day."""
        days = self.env["tthc.calendar.day"]
        years = {golive._live_day().year for golive in self}
        found = days.search(
            [
                ("date", ">=", date(min(years), 1, 1)),
                ("date", "<=", date(max(years), 12, 31)),
                ("kind", "=", "holiday"),
            ]
        )
        known = {(row.calendar_id, row.date.year) for row in found}
        names = {
            "hours": self.env._("working hours"),
            "holidays": self.env._("holidays of the year"),
            "opening": self.env._("the opening on a working day"),
        }
        standings = {}
        for golive in self:
            calendar, day = golive.center_id.resource_calendar_id, golive._live_day()
            held = {
                "hours": bool(calendar.attendance_ids),
                "holidays": {(calendar, day.year), (days.calendar_id, day.year)}
                & known,
                "opening": golive.opening_day
                and calendar.tthc_is_working_day(golive.opening_day),
            }
            standings[golive] = {
                "calendar": Standing.of(names, {key for key in held if held[key]})
            }
        return standings

    # -- people ---------------------------------------------------------------------

    def _live_people(self):
        """Who is in post at each center on the day that counts.

        :return: dict of checklist → ``tthc.assignment``
        """
        posts = self.env["tthc.assignment"]
        found = posts.search(
            Domain("center_id", "in", self.center_id.ids)
            & Domain("role", "in", SERVING)
            & Domain("state", "in", DECIDED)
            & (
                Domain("last_day", "=", False)
                | Domain("last_day", ">=", clock.today(VIETNAM))
            )
        )
        groups = found.grouped("center_id")
        return {
            golive: groups.get(golive.center_id, posts)._in_post_at(golive._live_day())
            for golive in self
        }

    def _live_counters(self, people):
        """Counters with agencies, with main staff, and agencies with a reserve."""
        standings = {}
        for golive in self:
            posts = people[golive].grouped("role")
            counters = golive.center_id.counter_ids
            names = {counter: counter.display_name for counter in counters}
            none = self.env["tthc.assignment"]
            standings[golive] = {
                "counters": Standing.of(names, set(counters.filtered("agency_ids"))),
                "staff": Standing.of(names, set(posts.get("main", none).counter_ids)),
                "reserve": Standing.of(
                    golive._agency_names(), set(posts.get("reserve", none).agency_id)
                ),
            }
        return standings

    def _agency_names(self, without=()):
        return {
            agency: agency.display_name
            for agency in self._agencies_asked()
            if agency not in without
        }

    def _live_accounts(self, people):
        """Accounts that are open and have a role of the suite."""
        users = self.env["res.users"]
        for posts in people.values():
            users |= posts.user_id
        staff = self.env.ref("tthc_base.group_staff")
        able = users.search(
            [("id", "in", users.ids), ("all_group_ids", "in", staff.ids)]
        )
        return {
            golive: {
                "accounts": Standing.of(
                    {post: post.name for post in posts},
                    {post for post in posts if post.user_id in able},
                )
            }
            for golive, posts in people.items()
        }

    def _live_cards(self, people):
        """Cards that are printed."""
        posts = self.env["tthc.assignment"]
        posts = posts.browse({row.id for rows in people.values() for row in rows})
        cards = self.env["tthc.card"].search_fetch(
            [
                ("assignment_id", "in", posts.ids),
                ("kind", "=", "card"),
                ("state", "in", PRINTED),
            ],
            ["assignment_id"],
        )
        held = set(cards.assignment_id)
        return {
            golive: {
                "cards": Standing.of({post: post.name for post in rows}, held),
            }
            for golive, rows in people.items()
        }

    def _live_trained(self):
        """Trainings that the posts ask for, of new people, too."""
        standings = {}
        for day, golives in self.grouped(lambda row: row._live_day()).items():
            needs = self.env["tthc.training.need"]._at(day)
            groups = needs.search([("center_id", "in", golives.center_id.ids)]).grouped(
                "center_id"
            )
            for golive in golives:
                rows = groups.get(golive.center_id, needs)
                held = {row for row in rows if row.standing in ("valid", "expiring")}
                standings[golive] = {
                    "trained": Standing.of(
                        {row: row.display_name for row in rows}, held
                    )
                }
        return standings

    # -- procedures, routes, reports ------------------------------------------------

    def _live_procedures(self):
        """Procedures received at the center that have a version in force."""
        standings = {}
        for day, golives in self.grouped(lambda row: row._live_day()).items():
            asked = Domain("center_id", "in", golives.center_id.ids) & (
                Domain("state", "=", "in")
                & (Domain("date", "=", False) | Domain("date", "<=", day))
            )
            versions = self.env["tthc.procedure.version"]._domain_in_force(day)
            total = golives._count_admissions(asked)
            held = golives._count_admissions(
                asked & Domain("procedure_id.version_ids", "any", versions)
            )
            for golive in golives:
                center = golive.center_id
                standings[golive] = golive._procedure_standings(
                    total[center], held[center]
                )
        return standings

    def _count_admissions(self, domain):
        """Admissions by center and lead agency.

        :param domain: of ``tthc.procedure.admission``
        :return: dict of center → dict of agency → number
        """
        groups = self.env["tthc.procedure.admission"]._read_group(
            domain, ["center_id", "agency_id"], ["__count"]
        )
        counts = defaultdict(dict)
        for center, agency, count in groups:
            counts[center][agency] = count
        return counts

    def _procedure_standings(self, total, held):
        """Agencies with procedures in force, and procedures without a version.

        :param total: dict of agency → number of admissions
        :param held: dict of agency → number of those with a version in force
        """
        self.ensure_one()
        lacking = [
            f"{agency.display_name or '?'} ({count - held.get(agency, 0)})"
            for agency, count in total.items()
            if count > held.get(agency, 0)
        ]
        return {
            "agencies": Standing.of(self._agency_names(), set(held)),
            "procedures": Standing(sum(held.values()), sum(total.values()), lacking),
        }

    def _live_routes(self):
        """Agencies at the center, but its own body, where a courier stops."""
        stops = self.env["tthc.courier.stop"].search(
            [
                ("route_id.center_id", "in", self.center_id.ids),
                ("route_id.active", "=", True),
            ]
        )
        standings = {}
        for golive in self:
            day, center = golive._live_day(), golive.center_id
            held = {
                stop.agency_id
                for stop in stops
                if stop.route_id.center_id == center
                and stop.route_id.valid_from <= day
                and not (stop.route_id.valid_to and stop.route_id.valid_to <= day)
            }
            standings[golive] = {
                "routes": Standing.of(
                    golive._agency_names(center.agency_id), held, may_be_empty=True
                )
            }
        return standings

    def _live_reports(self):
        """Reports of the campaigns behind the opening that were accepted."""
        campaigns = self.campaign_ids._origin
        reports = self.env["tthc.readiness.report"].search(
            [("campaign_id", "in", campaigns.ids)]
        )
        groups = reports.grouped("campaign_id")
        standings = {}
        for golive in self:
            rows = reports.browse().union(
                *(
                    groups.get(row, reports.browse())
                    for row in golive.campaign_ids._origin
                )
            )
            standings[golive] = {
                "reports": Standing.of(
                    {row: row.agency_id.display_name for row in rows},
                    set(rows.filtered(lambda row: row.state == "accepted")),
                )
            }
        return standings
