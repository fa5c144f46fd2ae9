"""Fills a database with dossiers of three years, by SQL, the same for the same seed.

Everything that the law counts comes from the suite itself: due dates and their
explanation from the time engine (one table of working day × limit, asked once), codes
from the regulation of the day, states, origins and grounds from the transition table.
SQL only spreads them: per working day of the three years a share of the dossiers by
season, weekday and growth; per dossier, by a hash of its number and the seed, the
procedure, the applicant and a *work coordinate* for each event (working day + share of
its hours), so that whatever happens, happens in office hours and in order. What lies
after ``until`` has not happened yet: states follow from that, not from dice.

Papers are those that the procedure asks for (one to six). Not generated: supplements,
pauses, messages and activities.
"""

from math import pi
from time import perf_counter

from model_rows import insert_rows
from scale_spread import MIX_SLOTS, MOMENT, UNTIL, YEARS, Spread, canonical
from span_rows import TABLE as SPANS
from span_rows import make_span_rows
from table_shelf import restore, shelve, vacuum

from odoo.tools import SQL

from odoo.addons.tthc_base.tools.search_key import LONGEST, TOGETHER, fold
from odoo.addons.tthc_dossier.models.transition_table import TRANSITIONS

BATCH = 50_000
#: From this size on indexes and foreign keys are made anew after the rows.
REBUILD_FROM = 20_000
NEW_APPLICANTS = 0.6
#: Share of the open steps that somebody has in hand; the log does not tell since when.
TAKEN = 0.6

TABLES = (
    "tthc_applicant",
    "tthc_applicant_identity",
    "tthc_dossier",
    "tthc_dossier_agency_rel",
    "tthc_dossier_component",
    "tthc_dossier_step",
    "tthc_dossier_event",
)
FAMILIES = (
    *("Nguyễn",) * 8,
    *("Trần",) * 3,
    *("Lê", "Lê", "Phạm", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng"),
    *("Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trịnh", "Đoàn", "Tạ", "Mai"),
)
MIDDLES = (
    *("Văn", "Văn", "Thị", "Thị", "Đức", "Minh", "Ngọc", "Thanh", "Hữu", "Quang"),
    *("Thu", "Kim", "Xuân", "Công", "Bảo", "Gia", "Hoàng", "Phương", "Quốc", "Mỹ"),
)
GIVEN = (
    *("An", "Anh", "Bình", "Bích", "Châu", "Chi", "Cường", "Dũng", "Duyên", "Đạt"),
    *("Đông", "Giang", "Hà", "Hải", "Hạnh", "Hiền", "Hiếu", "Hoa", "Hòa", "Hùng"),
    *("Hương", "Khánh", "Kiên", "Lan", "Linh", "Loan", "Long", "Lộc", "Mai", "Nam"),
    *("Nga", "Ngân", "Nghĩa", "Nhung", "Oanh", "Phong", "Phúc", "Phượng", "Quân"),
    *("Quyên", "Sơn", "Tâm", "Thảo", "Thắng", "Thủy", "Tiến", "Trang", "Trung"),
    *("Tú", "Tuấn", "Tuyết", "Uyên", "Vân", "Việt", "Vinh", "Yến"),
)


def _quote(term):
    """SQL of a JSON text; the term holds nothing that JSON would escape."""
    return f"'\"' || {term} || '\"'"


def _local(term):
    """SQL of an instant (naive UTC) as Python's ``isoformat`` gives it locally."""
    return (
        f"to_char({term} AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s,"
        " 'YYYY-MM-DD\"T\"HH24:MI:SS')"
    )


def _day(term):
    """SQL of the local day of an instant (naive UTC)."""
    return f"({term} AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date"


def _due_lines(received_at):
    """SQL of the explanation of a due date; NULL where the law sets no limit."""
    return f"replace(c.due_lines, '{MOMENT}', {_local(received_at)})"


#: What the log keeps of each action: JSON key → SQL of its canonical text.
DATA = {
    "receive": {
        "agency": "c.agency_id::text",
        "case": "'false'",
        "due": f"coalesce({_quote('c.due_iso')}, 'null')",
        "due_lines": f"coalesce({_due_lines('m.at')}, 'null')",
        "clock_start": _quote("replace(m.at::text, ' ', 'T')"),
        "limit": "c.limit_text",
        "monitor": "'false'",
        "regulation": "c.regulation_id::text",
        "version": "c.version_id::text",
    },
    "print": {"form": _quote("'mau_01'"), "copies": "'2'"},
    "transfer": {"agencies": "c.agencies_text"},
    "finish_step": {
        "proposed": _quote("c.outcome"),
        "steps": "'[' || s.id || ']'",
    },
    "resolve": {
        "after_limit": "(c.due_ord > 0 AND m.ord > c.due_ord)::text",
        "number": _quote("c.result_number"),
        "outcome": _quote("c.outcome"),
        "steps": "'[' || s.id || ']'",
    },
    "give_back": {
        "authorised": "'false'",
        "channel": _quote("'direct'"),
        "proof": _quote("'receipt'"),
    },
}
#: Which event of a dossier each action is: condition, who did it, whether of a step.
ACTIONS = {
    "receive": ("m.k = 0", "c.clerk_id", False),
    "print": ("m.k = 1", "c.clerk_id", False),
    "transfer": ("m.k = 2", "c.clerk_id", False),
    "finish_step": ("m.k BETWEEN 3 AND c.n_steps + 1", "s.user_id", True),
    "resolve": ("m.k = c.n_steps + 2", "s.user_id", True),
    "give_back": ("m.k = c.n_steps + 3", "c.clerk_id", False),
}


def _facts(action):
    """State before, state after and legal ground of an action, False for none."""
    row = TRANSITIONS.get(action)
    return (row.origins[0], row.target, row.ground) if row else (False, False, False)


def _payload(action, user):
    """SQL of the canonical text of one event: sorted keys, no blanks."""
    before, after, ground = (_literal(canonical(fact)) for fact in _facts(action))
    at = _quote("m.at::text")
    terms = {
        **DATA[action],
        "code": _quote("c.code"),
        "dossier_id": "c.id::text",
        "ground": ground,
        "happened_at": at,
        "kind": _literal(canonical(action)),
        "recorded_at": at,
        "seq": "(m.k + 1)::text",
        "source": _literal(canonical("web")),
        "state_from": before,
        "state_to": after,
        "user_id": f"{user}::text",
    }
    pairs = " || ',' || ".join(f"'\"{key}\":' || {terms[key]}" for key in sorted(terms))
    return f"'{{' || {pairs} || '}}'"


def _literal(value):
    """SQL of a text of this folder, NULL for False."""
    return "'" + value.replace("'", "''") + "'" if value else "NULL"


def _array(words):
    return "ARRAY[" + ",".join(map(_literal, words)) + "]"


class Generator(Spread):
    """Makes dossiers in a database that holds a :class:`scale_world.World`."""

    def __init__(self, env, world, size, seed=1, say=None):
        """Prepare; nothing is written yet.

        :param env: superuser environment
        :param size: number of dossiers
        :param seed: another number gives other dossiers of the same kind
        :param say: called with a line of progress; None keeps quiet
        """
        self.env = env
        self.world = world
        self.size = size
        self.seed = seed
        self.say = say or (lambda _line: None)
        self.calendar = world.center.resource_calendar_id
        self.start = UNTIL.replace(year=UNTIL.year - YEARS)

    def run(self, commit=False):
        """Make the dossiers.

        :param commit: after each batch and each index, and clean up for the planner
            at the end; otherwise all happens in the caller's transaction
        """
        began = perf_counter()
        keep = self.env.cr.commit if commit else lambda: None
        self.env.flush_all()
        self.last_id = {table: self._last_id(table) for table in TABLES}
        self._make_calendar()
        self._make_mix()
        self._make_people()
        shelved = []
        if self.size >= REBUILD_FROM:
            shelved = shelve(self.env.cr, self._tables())
        self._make_applicants()
        for first, last, done in self._batches():
            self._make_batch(first, last)
            keep()
            spent = perf_counter() - began
            self.say(f"{done:>12,} of {self.size:,} dossiers, {spent:.0f} s")
        self._set_sequences()
        self._drop_own_tables()
        restore(self.env.cr, shelved, keep)
        keep()
        self.env.invalidate_all()
        if commit:
            vacuum(self.env.cr, self._tables())
        self.say(f"{'':>12} ready after {perf_counter() - began:.0f} s")

    def _tables(self):
        """Tables that were filled."""
        spans = "tthc.dossier.span" in self.env
        return (*TABLES, SPANS) if spans else TABLES

    # -- SQL helpers ------------------------------------------------------------

    def _last_id(self, table):
        """Highest id in use; generated rows go on from there."""
        if table == "tthc_dossier_agency_rel":
            return 0
        self._run(
            "SELECT coalesce(max(id), 0) FROM %(table)s", table=SQL.identifier(table)
        )
        return self.env.cr.fetchone()[0]

    def _insert(self, model_name, values, source, **parameters):
        insert_rows(self.env, model_name, values, source, UNTIL, **parameters)

    def _draw(self, number, key="i"):
        """SQL of an even random number in [0, 1), fixed by seed and key."""
        return (
            f"((hashint8extended({key}, {int(self.seed) * 1000 + number})"
            " & 9007199254740991)::float8 / 9007199254740992)"
        )

    def _pick(self, array, number, key="i"):
        """SQL of one element of an array expression of known length."""
        count = array.count(",") + 1
        return f"({array})[1 + floor({self._draw(number, key)} * {count})::int]"

    # -- applicants -------------------------------------------------------------

    def _make_applicants(self):
        """People and a few firms; no real identity number begins with zeros."""
        self.applicants = int(self.size * NEW_APPLICANTS) + 1
        person = " || ' ' || ".join(
            self._pick(_array(words), number, "j")
            for number, words in ((1, FAMILIES), (2, MIDDLES), (3, GIVEN))
        )
        person_key = " || ' ' || ".join(
            self._pick(_array(map(fold, words)), number, "j")
            for number, words in ((1, FAMILIES), (2, MIDDLES), (3, GIVEN))
        )
        self._run(
            f"""
            CREATE TEMP TABLE g_named AS
            SELECT j, firm,
                   CASE WHEN firm THEN 'Công ty TNHH ' || name ELSE name END AS name,
                   CASE WHEN firm THEN 'cong ty tnhh ' || key ELSE key END AS key,
                   CASE WHEN firm THEN '00' || lpad(j::text, 8, '0')
                        ELSE '000' || lpad(j::text, 9, '0') END AS number,
                   '09' || lpad(floor({self._draw(4, "j")} * 1e8)::text, 8, '0')
                        AS phone,
                   (1 + floor({self._draw(5, "j")} * 400))::int
                        || ' đường Đo thử, tỉnh Đo thử' AS address,
                   date '1950-01-01' + floor({self._draw(6, "j")} * 20000)::int
                        AS birth_date
              FROM (SELECT j, {self._draw(7, "j")} < 0.04 AS firm,
                           {person} AS name, {person_key} AS key
                      FROM generate_series(1, %(count)s) j) named
            """,
            count=self.applicants,
        )
        # Many share a name: what is searched is worked out once of each.
        groups = ", ".join(
            f"({_array(group)}, '{'+'.join(group)}')" for group in TOGETHER
        )
        self._run(
            f"""
            CREATE TEMP TABLE g_applicant AS
            SELECT g_named.*, begun.beginnings
              FROM g_named
              JOIN (SELECT key, entries.beginnings
                      FROM (SELECT DISTINCT key FROM g_named) known
                     CROSS JOIN LATERAL
                           (SELECT array_agg(DISTINCT left(word, n)) AS begun
                              FROM unnest(string_to_array(key, ' ')) word
                             CROSS JOIN
                                   generate_series(1, least(length(word), %(longest)s))
                                   n) one
                     CROSS JOIN LATERAL
                           (SELECT string_agg(entry, ' ' ORDER BY entry COLLATE "C")
                                   AS beginnings
                              FROM (SELECT unnest(begun)
                                     UNION ALL
                                    SELECT added
                                      FROM (VALUES {groups}) g (words, added)
                                     WHERE words <@ begun) e (entry)) entries) begun
                   USING (key)
            """,
            longest=LONGEST,
        )
        self._run("DROP TABLE g_named")
        self._run("CREATE INDEX ON g_applicant (j)")
        self._run(
            "CREATE TEMP TABLE g_register (center_id int, agency_id int, year int,"
            " number int, PRIMARY KEY (center_id, agency_id, year))"
        )
        self._run("ANALYZE g_applicant")
        self._insert(
            "tthc.applicant",
            {
                "id": "%(base)s + j",
                "name": "name",
                "name_key": "key",
                "kind": "CASE WHEN firm THEN 'company' ELSE 'person' END",
                "phone": "phone",
                "phone_key": "phone",
                "address": "address",
                "birth_date": "CASE WHEN NOT firm THEN birth_date END",
            },
            "FROM g_applicant",
            base=self.last_id["tthc_applicant"],
        )
        self._insert(
            "tthc.applicant.identity",
            {
                "id": "%(base)s + j",
                "applicant_id": "%(applicant)s + j",
                "kind": "CASE WHEN firm THEN 'tax' ELSE 'cccd' END",
                "number": "number",
                "number_key": "number",
            },
            "FROM g_applicant",
            base=self.last_id["tthc_applicant_identity"],
            applicant=self.last_id["tthc_applicant"],
        )

    # -- one batch of whole days ------------------------------------------------

    def _batches(self):
        """Ranges of working days with about :data:`BATCH` dossiers each."""
        first, before = 0, 0
        for ordinal, *_rest, _low, high in self.days:
            full = high - before >= BATCH or high == self.size
            if full and high > before:
                yield first, ordinal, high
                first, before = ordinal + 1, high

    def _make_batch(self, first, last):
        self._make_cases(first, last)
        self._make_moments()
        self._make_steps()
        self._make_events()
        self._insert_dossiers()
        self._insert_parts()
        self._run("DROP TABLE b_case, b_moment, b_step, b_event, b_chain")

    def _make_cases(self, first, last):
        """What a receipt fixes, and how long the dossier is going to take."""
        draw = self._draw
        self._run(
            f"""
            CREATE TEMP TABLE b_case AS
            WITH received AS (
                SELECT i, ord, day, ord + part / seconds AS x0,
                       CASE WHEN part < length1 THEN open1 + part
                            ELSE open2 + part - length1 END AS second
                  FROM g_day,
                       LATERAL generate_series(low + 1, high) i,
                       LATERAL (SELECT greatest(0.0005, least(0.985,
                           (i - low - 0.5 + 0.8 * ({draw(11)} - 0.5)) / (high - low)
                       )) AS p) place,
                       LATERAL (SELECT floor(
                           (p + 0.06 * sin({4 * pi} * p)) * seconds) AS part) clock
                 WHERE ord BETWEEN %(first)s AND %(last)s
            ), timed AS (
                SELECT r.*, v.*, coalesce(second > cutoff, false) AS after_cutoff
                  FROM received r
                  JOIN g_mix m ON m.slot = floor({draw(12)} * %(slots)s)::int
                  JOIN g_version v
                    ON v.center_id = m.center_id AND v.version_id = m.version_id
            ), promised AS (
                SELECT t.*, d.due, d.lines, coalesce(d.due_ord, 0) AS due_ord,
                       {draw(13)} AS luck
                  FROM timed t
                  LEFT JOIN g_due d ON d.ord = t.ord AND d.limit_no = t.limit_no
                   AND d.late = t.after_cutoff
            ), ended AS (
                SELECT p.*, CASE
                       WHEN limit_no IS NULL THEN ord + 1 + floor({draw(14)} * 10)
                       WHEN luck < 0.46
                       THEN ord + floor((due_ord - ord) * {draw(14)})
                       WHEN luck < 0.945 THEN due_ord
                       WHEN luck < 0.994
                       THEN due_ord + 1 + floor(15 * power({draw(14)}, 3))
                       ELSE due_ord + 30 + floor(270 * {draw(14)}) END AS end_ord
                  FROM promised p
            ), finished AS (
                SELECT e.*, CASE
                       WHEN end_ord = ord
                       THEN x0 + (ord + 0.995 - x0) * (0.5 + 0.5 * {draw(15)})
                       ELSE end_ord + 0.05 + 0.9 * {draw(15)} END AS x_end
                  FROM ended e
            )
            SELECT f.i, %(dossier)s + f.i AS id, f.ord, f.day, f.x0, f.x_end,
                   least(f.x0 + 0.3, f.x0 + 0.2 * (f.x_end - f.x0)) AS x_moved,
                   f.x_end + CASE WHEN {draw(16)} < 0.7 THEN 0.02 + 2 * {draw(17)}
                                  WHEN {draw(16)} < 0.96 THEN 0.02 + 15 * {draw(17)}
                                  ELSE 1e6 END AS x_back,
                   f.center_id, f.version_id, f.procedure_id, f.sector_id,
                   f.agency_id, f.agencies_text, f.limit_value, f.limit_unit,
                   f.limit_text, f.fee, f.n_steps, f.due, f.due_ord,
                   f.lines AS due_lines,
                   replace(f.due::text, ' ', 'T') AS due_iso,
                   CASE WHEN {draw(18)} < 0.97 THEN 'granted' ELSE 'refused' END
                       AS outcome,
                   f.i || '/KQ-' || to_char(f.day, 'YYYY') AS result_number,
                   CASE WHEN {draw(19)} < {NEW_APPLICANTS}
                        THEN ceil(f.i * {NEW_APPLICANTS})
                        ELSE 1 + floor({draw(20)} * f.i * {NEW_APPLICANTS})
                   END::int AS owner,
                   CASE WHEN {draw(21)} < 0.15
                        THEN 1 + floor({draw(22)} * f.i * {NEW_APPLICANTS})::int
                   END AS bringer,
                   c.clerks[1 + floor({draw(23)} * cardinality(c.clerks))::int]
                       AS clerk_id,
                   c.counters[1 + floor({draw(24)} * cardinality(c.counters))::int]
                       AS counter_id,
                   p.regulation_id, h.due AS transfer_due, f.number,
                   p.prefix || lpad(f.number::text,
                       greatest(p.width, length(f.number::text)), '0') AS code
              FROM (SELECT e.*, row_number() OVER (
                        PARTITION BY agency_id, ord ORDER BY i) AS number
                      FROM finished e) f
              JOIN g_center c ON c.center_id = f.center_id
              JOIN g_prefix p ON p.agency_id = f.agency_id AND p.ord = f.ord
              JOIN g_transfer h ON h.ord = f.ord
               AND h.late = (f.second > h.cutoff)
            """,
            first=first,
            last=last,
            slots=MIX_SLOTS,
            dossier=self.last_id["tthc_dossier"],
        )
        self._run("CREATE INDEX ON b_case (i)")
        self._run("ANALYZE b_case")

    def _make_moments(self):
        """When each action of a dossier happened, as far as it has."""
        self._run(
            """
            CREATE TEMP TABLE b_moment AS
            SELECT i, k, d.ord,
                   d.midnight + make_interval(secs =>
                       CASE WHEN part < length1 THEN open1 + part
                            ELSE open2 + part - length1 END) AS at
              FROM (SELECT c.i, k, CASE
                           WHEN k = 0 THEN x0
                           WHEN k = 1 THEN x0 + 0.02 * (x_moved - x0)
                           WHEN k = 2 THEN x_moved
                           WHEN k = n_steps + 3 THEN x_back
                           ELSE x_moved + (x_end - x_moved) * (k - 2) / n_steps
                           END AS x
                      FROM b_case c, generate_series(0, c.n_steps + 3) k) placed
              JOIN g_day d ON d.ord = floor(x),
                   LATERAL (SELECT round((x - d.ord) * seconds) AS part) inside
             WHERE x < %(end)s
            """,
            end=next(row[0] for row in self.days if row[1] >= UNTIL.date()),
        )
        self._run("CREATE INDEX ON b_moment (i, k)")
        self._run("ANALYZE b_moment")

    def _make_steps(self):
        self._run(
            f"""
            CREATE TEMP TABLE b_step AS
            SELECT %(base)s + row_number() OVER (ORDER BY c.i, s.no) AS id, c.i, s.no,
                   s.step_id, s.sequence, s.name, s.role, s.limit_value, s.limit_unit,
                   g.agency_id, begun.at AS started_at, done.at AS done_at,
                   CASE WHEN begun.at IS NOT NULL
                        THEN CASE WHEN s.limit_no IS NULL THEN c.due ELSE d.due END
                   END AS due,
                   CASE WHEN s.role = 'leader' THEN g.leader
                        ELSE g.specialists[1 + floor({self._draw(31, "c.i")}
                            * cardinality(g.specialists))::int] END AS user_id
              FROM b_case c
              JOIN g_step s ON s.version_id = c.version_id
              JOIN g_agency g
                ON g.agency_id = coalesce(s.agency_id, c.agency_id)
              LEFT JOIN b_moment begun ON begun.i = c.i AND begun.k = s.no + 1
              LEFT JOIN b_moment done ON done.i = c.i AND done.k = s.no + 2
              LEFT JOIN g_due d ON d.ord = begun.ord AND d.limit_no = s.limit_no
               AND NOT d.late
            """,
            base=self.last_id["tthc_dossier_step"],
        )
        self._run("CREATE INDEX ON b_step (i, no)")
        self._run("ANALYZE b_step")
        self.last_id["tthc_dossier_step"] += self._count("b_step")

    def _count(self, table):
        self._run("SELECT count(*) FROM %(table)s", table=SQL.identifier(table))
        return self.env.cr.fetchone()[0]

    # -- the log ----------------------------------------------------------------

    def _make_events(self):
        """Canonical payloads of all actions, then their chain of hashes."""
        selects = []
        for action, (condition, user, of_step) in ACTIONS.items():
            before, after, ground = map(_literal, _facts(action))
            step = "JOIN b_step s ON s.i = c.i AND s.no = m.k - 2" if of_step else ""
            selects.append(
                f"""
                SELECT c.i, m.k + 1 AS seq, {_literal(action)} AS kind, m.at,
                       {user} AS user_id, {before} AS state_from,
                       {after} AS state_to, {ground} AS ground,
                       {_payload(action, user)} AS payload
                  FROM b_case c
                  JOIN b_moment m ON m.i = c.i AND {condition} {step}
                """
            )
        self._run(
            "CREATE TEMP TABLE b_event AS " + " UNION ALL ".join(selects),
            zone=self.calendar.tz,
        )
        self._run("CREATE INDEX ON b_event (seq, i)")
        self._run("ANALYZE b_event")
        self._run(
            "CREATE TEMP TABLE b_chain (i int, seq int, previous text, hash text)"
        )
        self._run("SELECT max(seq) FROM b_event")
        for seq in range(1, self.env.cr.fetchone()[0] + 1):
            self._run(
                """
                INSERT INTO b_chain
                SELECT e.i, e.seq, coalesce(p.hash, ''),
                       encode(sha256(convert_to(
                           coalesce(p.hash, '') || e.payload, 'UTF8')), 'hex')
                  FROM b_event e
                  LEFT JOIN b_chain p ON p.i = e.i AND p.seq = %(seq)s - 1
                 WHERE e.seq = %(seq)s
                """,
                seq=seq,
            )
        self._run("CREATE INDEX ON b_chain (i, seq)")
        self._run("ANALYZE b_chain")

    # -- rows of the models -----------------------------------------------------

    def _insert_dossiers(self):
        vnd = self.env.ref("base.VND").id
        year = "extract(year FROM c.day)::int"
        self._insert(
            "tthc.dossier",
            {
                "id": "c.id",
                "code": "c.code",
                "code_day": "c.day",
                "code_number": "c.number",
                "register_year": year,
                "register_number": "coalesce(g.number, 0) + row_number() OVER ("
                f"PARTITION BY c.center_id, c.agency_id, {year} ORDER BY c.i)",
                "token": "substr(translate(md5(%(seed)s || '-' || c.i),"
                " 'abcdef', 'BCGHKL'), 1, 25)",
                "intake_key": "'generated-' || c.id",
                "state": "CASE WHEN done.k >= c.n_steps + 3 THEN 'returned'"
                " WHEN done.k = c.n_steps + 2 THEN 'resolved'"
                " WHEN done.k >= 2 THEN 'processing' ELSE 'received' END",
                "outcome": "CASE WHEN done.resolved THEN c.outcome END",
                "proposed_outcome": "CASE WHEN done.k > 2 THEN c.outcome END",
                "result_note": "CASE WHEN done.k > 2 AND c.outcome = 'refused'"
                " THEN 'Không đủ điều kiện' END",
                "result_number": "CASE WHEN done.resolved THEN c.result_number END",
                "result_date": "CASE WHEN done.resolved THEN done.resolved_day END",
                "regulation_id": "c.regulation_id",
                "version_id": "c.version_id",
                "procedure_id": "c.procedure_id",
                "sector_id": "c.sector_id",
                "center_id": "c.center_id",
                "counter_id": "c.counter_id",
                "agency_id": "c.agency_id",
                "register_agency_id": "c.agency_id",
                "channel": "'direct'",
                "result_channel": "'direct'",
                "set_count": "1",
                "owner_id": "%(applicant)s + c.owner",
                "owner_name": "o.name",
                "owner_key": "o.beginnings",
                "owner_identity": "o.number",
                "owner_address": "o.address",
                "owner_phone": "o.phone",
                "submitter_id": "%(applicant)s + b.j",
                "submitter_name": "b.name",
                "submitter_identity": "b.number",
                "submitter_phone": "b.phone",
                "received_at": "done.received_at",
                "received_by_id": "c.clerk_id",
                "limit_value": "c.limit_value",
                "limit_unit": "c.limit_unit",
                "clock_start": "done.received_at",
                "clock_value": "c.limit_value",
                "clock_unit": "c.limit_unit",
                "transfer_due": "c.transfer_due",
                "due_original": "c.due",
                "due_center": "c.due",
                "due": "c.due",
                "due_lines": f"({_due_lines('done.received_at')})::jsonb",
                "resolved_at": "done.resolved_at",
                "returned_at": "done.returned_at",
                "punctuality": "CASE WHEN NOT done.resolved THEN NULL"
                " WHEN c.due IS NULL OR done.resolved_day = due_day THEN 'on_time'"
                " WHEN done.resolved_day < due_day THEN 'early' ELSE 'late' END",
                "refused_after_limit": "done.resolved AND c.outcome = 'refused'"
                " AND done.resolved_day > due_day",
                "collector_proof": "CASE WHEN done.returned_at IS NOT NULL"
                " THEN 'receipt' END",
                "last_action": "(%(actions)s::text[])[CASE"
                " WHEN done.k >= c.n_steps + 2 THEN done.k - c.n_steps + 2"
                " ELSE least(greatest(done.k, 1), 3) END]",
                "last_actor_id": "e.user_id",
                "receiver_name": "CASE WHEN done.returned_at IS NOT NULL"
                " THEN b.name END",
                "currency_id": "%(vnd)s",
                "fee_amount": "c.fee",
                "event_count": "done.k + 1",
                "event_head": "h.hash",
                "create_date": "done.received_at",
                "write_date": "done.last_at",
            },
            f"""
            FROM b_case c
            JOIN g_applicant o ON o.j = c.owner
            JOIN g_applicant b ON b.j = coalesce(c.bringer, c.owner)
            JOIN (SELECT m.i, max(m.k) AS k, max(m.at) AS last_at,
                         bool_or(m.k = t.n_steps + 2) AS resolved,
                         min(m.at) FILTER (WHERE m.k = 0) AS received_at,
                         min(m.at) FILTER (WHERE m.k = t.n_steps + 2) AS resolved_at,
                         min(d.day) FILTER (WHERE m.k = t.n_steps + 2)
                             AS resolved_day,
                         min(m.at) FILTER (WHERE m.k = t.n_steps + 3) AS returned_at
                    FROM b_moment m
                    JOIN b_case t ON t.i = m.i
                    JOIN g_day d ON d.ord = m.ord
                   GROUP BY m.i) done ON done.i = c.i
            JOIN b_chain h ON h.i = c.i AND h.seq = done.k + 1
            JOIN b_event e ON e.i = c.i
             AND e.seq = CASE WHEN done.k = 1 THEN 1 ELSE done.k + 1 END
            LEFT JOIN g_register g ON g.center_id = c.center_id
             AND g.agency_id = c.agency_id AND g.year = extract(year FROM c.day),
                 LATERAL (SELECT {_day("c.due")} AS due_day) promise
            ORDER BY c.i
            """,
            seed=self.seed,
            applicant=self.last_id["tthc_applicant"],
            vnd=vnd,
            actions=["receive", "transfer", "finish_step", "resolve", "give_back"],
            zone=self.calendar.tz,
        )
        self._run(
            """
            INSERT INTO g_register
            SELECT center_id, agency_id, extract(year FROM day)::int, count(*)
              FROM b_case
             GROUP BY 1, 2, 3
            ON CONFLICT (center_id, agency_id, year)
            DO UPDATE SET number = g_register.number + excluded.number
            """
        )

    def _insert_parts(self):
        """Agencies, papers, steps and events of the batch."""
        self._run(
            """
            INSERT INTO tthc_dossier_agency_rel (dossier_id, agency_id)
            SELECT id, agency_id FROM b_case
             UNION
            SELECT c.id, s.agency_id FROM b_step s JOIN b_case c ON c.i = s.i
            """
        )
        papers = "FROM b_case c JOIN g_paper p ON p.version_id = c.version_id"
        self._insert(
            "tthc.dossier.component",
            {
                "id": "%(base)s + row_number() OVER (ORDER BY c.i, p.sequence)",
                "dossier_id": "c.id",
                "component_id": "p.component_id",
                "sequence": "p.sequence",
                "name": "p.name",
                "original_count": "1",
            },
            papers,
            base=self.last_id["tthc_dossier_component"],
        )
        self.last_id["tthc_dossier_component"] = self._last_id("tthc_dossier_component")
        self._insert(
            "tthc.dossier.step",
            {
                "id": "s.id",
                "dossier_id": "c.id",
                "step_id": "s.step_id",
                "sequence": "s.sequence",
                "name": "s.name",
                "agency_id": "s.agency_id",
                "role": "s.role",
                "state": "CASE WHEN s.done_at IS NOT NULL THEN 'done'"
                " WHEN s.started_at IS NOT NULL THEN 'active' ELSE 'waiting' END",
                "limit_value": "s.limit_value",
                "limit_unit": "s.limit_unit",
                "started_at": "s.started_at",
                "due": "s.due",
                "done_at": "s.done_at",
                "punctuality": "CASE WHEN s.done_at IS NULL THEN NULL"
                " WHEN s.due IS NULL OR s.done_day = s.due_day THEN 'on_time'"
                " WHEN s.done_day < s.due_day THEN 'early' ELSE 'late' END",
                "done_by_id": "CASE WHEN s.done_at IS NOT NULL THEN s.user_id END",
                "user_id": "CASE WHEN s.done_at IS NOT NULL OR s.started_at IS NOT NULL"
                f" AND {self._draw(32, 's.id')} < {TAKEN} THEN s.user_id END",
            },
            f"""
            FROM (SELECT *, {_day("done_at")} AS done_day, {_day("due")} AS due_day
                    FROM b_step) s
            JOIN b_case c ON c.i = s.i
            ORDER BY s.id
            """,
            zone=self.calendar.tz,
        )
        self._insert(
            "tthc.dossier.event",
            {
                "id": "%(base)s + row_number() OVER (ORDER BY e.at, e.i, e.seq)",
                "dossier_id": "c.id",
                "seq": "e.seq",
                "kind": "e.kind",
                "happened_at": "e.at",
                "recorded_at": "e.at",
                "user_id": "e.user_id",
                "state_from": "e.state_from",
                "state_to": "e.state_to",
                "ground": "e.ground",
                "source": "'web'",
                "payload": "e.payload",
                "previous_hash": "h.previous",
                "hash": "h.hash",
            },
            """
            FROM b_event e
            JOIN b_case c ON c.i = e.i
            JOIN b_chain h ON h.i = e.i AND h.seq = e.seq
            """,
            base=self.last_id["tthc_dossier_event"],
        )
        self.last_id["tthc_dossier_event"] += self._count("b_event")
        self._run("SELECT min(id), max(id) FROM b_case")
        make_span_rows(self.env, *self.env.cr.fetchone())

    # -- afterwards -------------------------------------------------------------

    def _set_sequences(self):
        """Let Odoo go on after the ids that were given here."""
        for table in TABLES:
            last = self._last_id(table)
            if last:
                self._run(
                    "SELECT setval(pg_get_serial_sequence(%(table)s, 'id'), %(last)s)",
                    table=table,
                    last=last,
                )

    def _drop_own_tables(self):
        self._run(
            "DROP TABLE g_day, g_due, g_transfer, g_mix, g_version, g_step, g_paper,"
            " g_prefix, g_center, g_agency, g_applicant, g_register"
        )
