from datetime import date, datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.tthc_base.tools import working_time
from odoo.addons.tthc_base.tools.working_calendar import (
    ExceptionDay,
    Session,
    WorkingCalendar,
)

from .working_time_oracle import UNIT_MINUTES, Oracle

FIRST_DAY = date(2026, 1, 1)
CUTOFF = time(15)
#: sessions of a day in minutes: usual ones, odd ones, a day off
DAYS = [
    [(420, 690), (810, 1020)],
    [(420, 690)],
    [(480, 720), (720, 960), (1000, 1001)],
    [(0, 1440)],
    [],
]
MOST_AMOUNT = {
    "minute": 900,
    "hour": 30,
    "half_day": 6,
    "same_day": 1,
    "working_day": 25,
    "day": 40,
    "month": 4,
}

repeatable = settings(
    derandomize=True,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def instants():
    """Minutes of three months, the borders of sessions more often than by chance."""
    minutes = st.one_of(
        st.sampled_from([0, 419, 420, 689, 690, 750, 810, 900, 901, 1019, 1020, 1439]),
        st.integers(0, 1439),
    )
    return st.builds(
        lambda day, minute: datetime(2026, 1, 1) + timedelta(days=day, minutes=minute),
        st.integers(0, 90),
        minutes,
    )


def limits(units=tuple(MOST_AMOUNT)):
    return st.sampled_from(units).flatmap(
        lambda unit: st.tuples(st.integers(0, MOST_AMOUNT[unit]), st.just(unit))
    )


def pauses(most=3):
    length = st.integers(0, 8 * 1440).map(lambda count: timedelta(minutes=count))
    pause = st.tuples(instants(), length).map(lambda p: (p[0], p[0] + p[1]))
    return st.lists(pause, max_size=most)


@st.composite
def places(draw):
    """A working calendar and its oracle; at least Tuesdays are worked."""
    weekdays = [draw(st.sampled_from(DAYS)) for _day in range(7)]
    weekdays[1] = DAYS[0]
    days = draw(
        st.dictionaries(
            st.integers(0, 150).map(lambda count: FIRST_DAY + timedelta(days=count)),
            st.sampled_from(DAYS),
            max_size=12,
        )
    )
    calendar = WorkingCalendar(
        tuple(_sessions(day) for day in weekdays),
        tuple(
            ExceptionDay(day, "make_up" if spans else "holiday", "x", _sessions(spans))
            for day, spans in days.items()
        ),
    )
    return calendar, Oracle(weekdays, days)


def _sessions(spans):
    return tuple(Session(a * 60, b * 60) for a, b in spans)


class TestAgainstOracle(BaseCase):
    """The engine and a walk through the minutes and days give the same instants."""

    @repeatable
    @given(places(), instants(), limits())
    def test_due(self, place, start, limit):
        calendar, oracle = place
        due = working_time.due(calendar, start, *limit, cutoff=CUTOFF)
        self.assertEqual(due.at, oracle.due(start, *limit, cutoff=CUTOFF))

    @settings(repeatable, max_examples=300)
    @given(places(), instants(), limits(), pauses())
    def test_due_with_pauses(self, place, start, limit, spans):
        calendar, oracle = place
        spans = _apart(spans)
        due = working_time.due(calendar, start, *limit, cutoff=CUTOFF, pauses=spans)
        expected = oracle.due(start, *limit, cutoff=CUTOFF, pauses=spans)
        self.assertEqual(due.at, expected)

    @repeatable
    @given(places(), instants())
    def test_next_opening(self, place, start):
        calendar, oracle = place
        self.assertEqual(calendar.next_opening(start), oracle.opened(start))

    @settings(repeatable, max_examples=60)
    @given(places(), instants(), st.integers(0, 20_000))
    def test_working_minutes_between(self, place, start, length):
        calendar, oracle = place
        end = start + timedelta(minutes=length)
        expected = oracle.open_minutes(start, end)
        self.assertEqual(calendar.working_minutes_between(start, end), expected)
        self.assertEqual(calendar.working_minutes_between(end, start), -expected)

    @repeatable
    @given(places(), instants())
    def test_previous_working_day(self, place, start):
        calendar, oracle = place
        day = start.date() - timedelta(days=1)
        while not oracle.sessions(day):
            day -= timedelta(days=1)
        self.assertEqual(calendar.previous_working_day(start.date()), day)


class TestLaws(BaseCase):
    """What must hold for every calendar, limit and pause."""

    @repeatable
    @given(places(), instants(), instants(), limits())
    def test_later_receipt_is_never_due_earlier(self, place, first, second, limit):
        calendar, _oracle = place
        first, second = sorted((first, second))
        due = [
            working_time.due(calendar, start, *limit, cutoff=CUTOFF).at
            for start in (first, second)
        ]
        self.assertLessEqual(*due)

    @repeatable
    @given(places(), instants(), limits(("hour", "working_day", "day", "month")))
    def test_larger_limit_is_never_due_earlier(self, place, start, limit):
        calendar, _oracle = place
        amount, unit = limit
        due = [
            working_time.due(calendar, start, more, unit).at
            for more in (amount, amount + 1)
        ]
        self.assertLessEqual(*due)

    @repeatable
    @given(places(), instants(), st.integers(1, 900), st.integers(1, 900))
    def test_working_time_adds_up(self, place, start, first, second):
        calendar, _oracle = place
        first, second = timedelta(minutes=first), timedelta(minutes=second)
        middle = calendar.add_working_time(start, first)
        end = calendar.add_working_time(middle, second)
        self.assertEqual(end, calendar.add_working_time(start, first + second))
        self.assertEqual(calendar.working_time_between(start, end), first + second)

    @repeatable
    @given(places(), instants(), st.integers(0, 20), st.integers(0, 20))
    def test_working_days_add_up(self, place, start, first, second):
        calendar, _oracle = place
        middle = working_time.due(calendar, start, first, "working_day").at
        # the last second of a day is a receipt of that day
        again = middle - timedelta(seconds=1)
        end = working_time.due(calendar, again, second, "working_day").at
        whole = working_time.due(calendar, start, first + second, "working_day").at
        self.assertEqual(end, whole)

    @repeatable
    @given(places(), instants(), limits(), pauses())
    def test_pause_never_makes_it_due_earlier(self, place, start, limit, spans):
        calendar, _oracle = place
        plain = working_time.due(calendar, start, *limit, cutoff=CUTOFF)
        paused = working_time.due(calendar, start, *limit, cutoff=CUTOFF, pauses=spans)
        self.assertLessEqual(plain.at, paused.at)

    @repeatable
    @given(
        places(),
        instants(),
        limits(),
        instants(),
        st.integers(1, 9999),
        st.floats(0, 1),
    )
    def test_pause_cut_in_two_gives_the_same(
        self, place, start, limit, first, length, share
    ):
        calendar, _oracle = place
        last = first + timedelta(minutes=length)
        middle = first + timedelta(minutes=int(length * share))
        # a gap outside working time is no gap in the law either
        after = min(calendar.next_opening(middle), last)
        cuts = [[(first, last)], [(middle, last), (first, middle)]]
        if limit[1] != "same_day":
            cuts.append([(first, middle), (after, last)])
        due = {
            working_time.due(calendar, start, *limit, cutoff=CUTOFF, pauses=cut).at
            for cut in cuts
        }
        self.assertEqual(len(due), 1)

    @repeatable
    @given(places(), instants(), limits(("working_day", "day", "month")), pauses())
    def test_due_in_days_is_never_within_a_pause(self, place, start, limit, spans):
        calendar, _oracle = place
        for keep_hour in (False, True):
            due = working_time.due(
                calendar, start, *limit, keep_hour=keep_hour, pauses=spans
            ).at
            for first, last in _apart(spans):
                begin = calendar.next_opening(first)
                self.assertFalse(begin < due < calendar.next_opening(last))

    @repeatable
    @given(places(), instants(), limits(("working_day", "day", "month")))
    def test_kept_hour_is_worked_and_not_after_closing(self, place, start, limit):
        calendar, _oracle = place
        closing = working_time.due(calendar, start, *limit).at
        kept = working_time.due(calendar, start, *limit, keep_hour=True).at
        self.assertLessEqual(kept, closing)
        self.assertTrue(kept == closing or calendar.next_opening(kept) == kept)

    @repeatable
    @given(places(), instants())
    def test_transfer_is_due_at_a_border_of_work_after_the_receipt(self, place, start):
        calendar, _oracle = place
        due = working_time.transfer_due(calendar, start, CUTOFF)
        self.assertGreater(due, start)
        day = (due - timedelta(seconds=1)).date()
        borders = {
            calendar.opening(d) for d in (due.date(),) if calendar.sessions_on(d)
        }
        if calendar.is_working_day(day):
            borders.add(calendar.closing(day))
        self.assertIn(due, borders)

    @repeatable
    @given(places(), instants(), limits())
    def test_apology_is_due_before_the_day_of_the_due_date(self, place, start, limit):
        calendar, _oracle = place
        due = working_time.due(calendar, start, *limit).at
        deadline = working_time.apology_deadline(calendar, due)
        self.assertLess(deadline, due)
        self.assertNotEqual(
            (deadline - timedelta(seconds=1)).date(),
            (due - timedelta(seconds=1)).date(),
        )

    @repeatable
    @given(places(), instants(), limits(), pauses())
    def test_explanation_ends_with_the_result(self, place, start, limit, spans):
        calendar, _oracle = place
        due = working_time.due(calendar, start, *limit, cutoff=CUTOFF, pauses=spans)
        self.assertEqual(due.lines[0].at, start)
        self.assertEqual((due.lines[-1].kind, due.lines[-1].at), ("result", due.at))
        if limit[1] in UNIT_MINUTES:
            counted = next(line for line in due.lines if line.kind == "counted")
            given_back = sum(x.amount for x in due.lines if x.kind == "pause")
            minutes = calendar.working_minutes_between(counted.at, counted.until)
            self.assertEqual(minutes, limit[0] * UNIT_MINUTES[limit[1]] + given_back)


def _apart(spans):
    """Join the pauses that overlap or touch, by marking every paused minute."""
    minutes = set()
    for first, last in spans:
        count = int((last - first).total_seconds()) // 60
        minutes.update(first + timedelta(minutes=n) for n in range(count))
    starts = sorted(m for m in minutes if m - timedelta(minutes=1) not in minutes)
    ends = sorted(
        m + timedelta(minutes=1)
        for m in minutes
        if m + timedelta(minutes=1) not in minutes
    )
    return list(zip(starts, ends, strict=True))
