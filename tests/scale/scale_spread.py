"""What a generator spreads dossiers over, as temporary tables.

All that the law counts is asked of the suite once and kept as rows: working days with
their sessions, due dates and their explanation for each day and limit, the beginning
of the codes of each agency and day; and which center receives which procedure how
often.
"""

import json
from datetime import datetime, time, timedelta
from itertools import accumulate

import pytz
from psycopg2.extras import execute_values

from odoo.tools import SQL

UNTIL = datetime(2026, 10, 29, 1, 0)  # Thursday 08:00 in Vietnam
YEARS = 3
MIX_SLOTS = 10_000
MONTHS = (0.75, 0.6, 1.1, 1.05, 1.0, 1.1, 1.2, 1.2, 1.0, 1.0, 1.0, 1.05)
WEEKDAYS = (1.25, 1.1, 1.0, 0.95, 0.85, 0.5, 0.5)
GROWTH = 1.15  # a year
PROVINCIAL_SHARE = 0.3
#: Stands in the explanation of a due date where the moment of the receipt stands.
MOMENT = "@"
#: How long after the day of the receipt a due date or a result may still lie.
HORIZON = timedelta(days=600)


def canonical(value):
    """JSON as the log writes it: sorted, no blanks, letters as they are."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class Spread:
    """Temporary tables ``g_…`` of what a receipt draws from.

    Needs ``env``, ``world`` and ``size``.
    """

    def _run(self, text, **values):
        """Run one statement of this folder with its values."""
        self.env.cr.execute(SQL(text, **values))

    def _table(self, name, columns, rows):
        """Make a temporary table of rows computed in Python."""
        self._run(f"CREATE TEMP TABLE {name} ({columns})")
        execute_values(
            self.env.cr._obj, f"INSERT INTO {name} VALUES %s", rows, page_size=5000
        )
        self._run(f"ANALYZE {name}")

    # -- what is spread ---------------------------------------------------------

    def _make_calendar(self):
        """Working days with their sessions and shares, and due dates by the engine."""
        zone, compiled = self.calendar._tthc_compiled()
        day = self.start.date()
        days, weights = [], []
        while day < UNTIL.date() + HORIZON:
            if compiled.is_working_day(day):
                days.append(day)
                weights.append(self._weight(day))
            day += timedelta(days=1)
        ends = [0, *accumulate(weights)]
        rows = []
        for number, day in enumerate(days):
            midnight = zone.localize(datetime.combine(day, time()))
            midnight = midnight.astimezone(pytz.utc).replace(tzinfo=None)
            sessions = compiled.sessions_on(day)
            morning, afternoon = sessions[0], (sessions[1:] or sessions)[0]
            length = morning.end - morning.start
            whole = sum(part.end - part.start for part in sessions[:2])
            bounds = [
                round(self.size * ends[n] / ends[-1]) for n in (number, number + 1)
            ]
            rows.append(
                (number, day, midnight, morning.start, length, afternoon.start, whole)
                + tuple(bounds)
            )
        self._table(
            "g_day",
            "ord int PRIMARY KEY, day date, midnight timestamp, open1 int, length1 int,"
            " open2 int, seconds int, low int, high int",
            rows,
        )
        self.days = rows
        self._make_due_dates(zone)
        self._make_transfer_dates()

    def _weight(self, day):
        if day >= UNTIL.date():
            return 0.0
        years = (day - self.start.date()).days / 365
        return MONTHS[day.month - 1] * WEEKDAYS[day.weekday()] * GROWTH**years

    def _make_due_dates(self, zone):
        """Ask the engine for each working day and limit that a dossier can begin with.

        A receipt within office hours changes nothing but its own moment in the lines.
        """
        terms = {self._limit_of(row) for row in self._all_versions()}
        terms |= {self._limit_of(row) for row in self._all_versions().step_ids}
        self.limits = {
            limit: number
            for number, limit in enumerate(sorted(terms - {None}, key=str))
        }
        ordinals = {row[1]: row[0] for row in self.days}
        rows = []
        for ordinal, day, midnight, opening, _length, afternoon, *_rest in self.days:
            if day >= UNTIL.date():
                break
            for limit, number in self.limits.items():
                cutoff = limit[2]
                hours = [(False, opening), (True, afternoon + 3 * 3600)]
                for late, second in hours if cutoff else hours[:1]:
                    start = midnight + timedelta(seconds=second + 60 * late)
                    due = self.calendar.tthc_due(
                        start, limit[0], limit[1], cutoff=cutoff
                    )
                    lines = canonical([line.as_dict() for line in due.lines])
                    received = due.lines[0].at.isoformat()
                    last_day = due.lines[-1].at.date()
                    rows.append(
                        (ordinal, number, late, due.at, ordinals[last_day])
                        + (lines.replace(received, MOMENT),)
                    )
        self._table(
            "g_due",
            "ord int, limit_no int, late bool, due timestamp, due_ord int, lines text",
            rows,
        )

    def _make_transfer_dates(self):
        """By when a paper dossier of each day is to be with its agency."""
        rows = []
        for ordinal, day, midnight, opening, _length, afternoon, *_rest in self.days:
            if day >= UNTIL.date():
                break
            regulation = self._regulation(day)
            cutoff = regulation.transfer_cutoff
            for late, second in ((False, opening), (True, afternoon + 3 * 3600)):
                start = midnight + timedelta(seconds=second + 60 * late)
                due = self.calendar.tthc_transfer_due(start, cutoff)
                rows.append((ordinal, late, int(3600 * cutoff) or 86_400, due))
        self._table("g_transfer", "ord int, late bool, cutoff int, due timestamp", rows)

    def _regulation(self, day):
        """The regulation of a day; those of three years are few."""
        known = self.env["tthc.regulation"].search([], order="date_from desc")
        return known.filtered(lambda row: row.date_from <= day)[0]

    def _all_versions(self):
        return self.world.versions | self.world.commune_versions

    def _limit_of(self, row):
        """What the engine needs of a version or a step: value, unit, cut-off hour."""
        if not row._has_limit():
            return None
        cutoff = row.same_day_cutoff if row._name == "tthc.procedure.version" else 0
        return (
            row.limit_value,
            row.limit_unit,
            cutoff if row.limit_unit == "same_day" else 0,
        )

    def _make_mix(self):
        """Which center receives which procedure, and how often."""
        shares = [
            (share, self.world.center, version)
            for version, share in self._provincial_shares()
        ]
        communes = self.world.centers - self.world.center
        procedures = list(enumerate(self.world.commune_versions, start=1))
        weight = sum(1 / rank for rank, _version in procedures) * sum(
            1 + number % 4 for number in range(len(communes))
        )
        shares += [
            ((1 - PROVINCIAL_SHARE) * (1 + number % 4) / rank / weight, center, version)
            for number, center in enumerate(communes)
            for rank, version in procedures
        ]
        ends = list(accumulate(share for share, _center, _version in shares))
        rows, position = [], 0
        for slot in range(MIX_SLOTS):
            while ends[position] < (slot + 0.5) / MIX_SLOTS * ends[-1]:
                position += 1
            rows.append((slot, shares[position][1].id, shares[position][2].id))
        self._table(
            "g_mix", "slot int PRIMARY KEY, center_id int, version_id int", rows
        )
        self._make_versions({(center, version) for _share, center, version in shares})

    def _provincial_shares(self):
        groups = self.world.versions.grouped("agency_id")
        pairs = [
            (version, 1 / rank / place)
            for rank, versions in enumerate(groups.values(), start=1)
            for place, version in enumerate(versions, start=1)
        ]
        total = sum(share for _version, share in pairs)
        return [(version, PROVINCIAL_SHARE * share / total) for version, share in pairs]

    def _make_versions(self, pairs):
        rows, steps, papers, days = [], [], [], {}
        for center, version in sorted(pairs, key=lambda pair: (pair[0].id, pair[1].id)):
            lead = version._lead_agency(center)
            limit = self._limit_of(version)
            agencies = lead | version.step_ids.agency_id
            rows.append(
                (
                    center.id,
                    version.id,
                    version.procedure_id.id,
                    version.sector_id.id,
                    lead.id,
                    canonical(sorted(agencies.ids)),
                    self.limits.get(limit),
                    version.limit_value,
                    version.limit_unit if limit else None,
                    canonical(
                        [version.limit_value, limit and version.limit_unit or False]
                    ),
                    int(3600 * limit[2]) if limit and limit[2] else None,
                    version.fee_amount,
                    len(version.step_ids),
                )
            )
            days.setdefault(lead, None)
        for version in self._all_versions():
            for number, step in enumerate(version.step_ids, start=1):
                limit = self._limit_of(step)
                steps.append(
                    (version.id, number, step.id, step.sequence, step.name)
                    + (step.agency_id.id or None, step.role, self.limits.get(limit))
                    + (step.limit_value, step.limit_unit if limit else None)
                )
            papers += [
                (version.id, paper.id, paper.sequence, paper.name)
                for paper in version.component_ids
            ]
        self._table(
            "g_version",
            "center_id int, version_id int, procedure_id int, sector_id int,"
            " agency_id int, agencies_text text, limit_no int, limit_value numeric,"
            " limit_unit text, limit_text text, cutoff int, fee numeric, n_steps int",
            rows,
        )
        self._table(
            "g_step",
            "version_id int, no int, step_id int, sequence int, name text,"
            " agency_id int, role text, limit_no int, limit_value numeric,"
            " limit_unit text",
            steps,
        )
        self._table(
            "g_paper",
            "version_id int, component_id int, sequence int, name text",
            papers,
        )
        self._make_code_prefixes(days)

    def _make_code_prefixes(self, agencies):
        """What stands before the number in the codes of each agency and day."""
        rows = []
        names = {agency: agency._names_at(UNTIL.date()) for agency in agencies}
        regulation, known = None, {}
        for ordinal, day, *_rest in self.days:
            if day >= UNTIL.date():
                break
            if not regulation or regulation.date_to and day >= regulation.date_to:
                regulation = self.env["tthc.regulation"]._at(day)
                known = {}
            for agency in agencies:
                if agency not in known:
                    codes = [
                        regulation._format_code(names[agency], day, number)
                        for number in (1, 10**8)
                    ]
                    known[agency] = len(codes[0]) - len(codes[1]) + 9
                width = known[agency]
                code = regulation._format_code(names[agency], day, 1)
                rows.append((agency.id, ordinal, regulation.id, code[:-width], width))
        self._table(
            "g_prefix",
            "agency_id int, ord int, regulation_id int, prefix text, width int",
            rows,
        )

    def _make_people(self):
        counters = self.env["tthc.counter"].search([]).grouped("center_id")
        self._table(
            "g_center",
            "center_id int PRIMARY KEY, clerks int[], counters int[]",
            [
                (center.id, self.world.clerks[center].ids, counters[center].ids)
                for center in self.world.centers
            ],
        )
        self._table(
            "g_agency",
            "agency_id int PRIMARY KEY, specialists int[], leader int",
            [
                (agency.id, self.world.specialists[agency].ids, leader.id)
                for agency, leader in self.world.leaders.items()
            ],
        )
