from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.tthc_report.tools.dossier_rows import (
    UNCHANGED,
    Entry,
    extended,
    punctuality,
    rows_of,
)

#: A busy machine is no reason to fail: deadlines are off.
SLOW_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FIRST = date(2026, 8, 20)


def day(number):
    return FIRST + timedelta(days=number)


def entry(seq, kind, on, state, **values):
    return Entry(seq=seq, kind=kind, day=day(on), state=state, **values)


def receipt(on=0, due=5, **values):
    return entry(1, "receive", on, "received", due=day(due), agency_id=7, **values)


@st.composite
def histories(draw):
    """A receipt and entries as the log could hold them, days never going back."""
    entries, on = [receipt()], 0
    for seq in range(2, draw(st.integers(2, 14))):
        on += draw(st.integers(0, 3))
        kind, state = draw(
            st.sampled_from(
                [
                    ("transfer", "processing"),
                    ("request_supplement", "supplement"),
                    ("accept_supplement", "processing"),
                    ("consult", "processing"),
                    ("resolve", "resolved"),
                    ("give_back", "returned"),
                    ("withdraw", "withdrawn"),
                    ("print", ""),
                    ("recount", "processing"),
                    ("undo", "processing"),
                ]
            )
        )
        due = UNCHANGED
        if kind in ("accept_supplement", "recount"):
            due = day(draw(st.integers(0, 30)))
        entries.append(
            entry(
                seq,
                kind,
                on,
                state,
                due=due,
                still=kind == "consult" and draw(st.booleans()),
                undone=seq - 1 if kind == "undo" and seq > 2 else None,
            )
        )
    return entries


@tagged("post_install", "-at_install")
class TestDossierRows(BaseCase):
    """The pure function from the log to dated rows."""

    @SLOW_MACHINE
    @given(histories())
    def test_rows_are_one_for_each_day_without_gap(self, entries):
        rows = rows_of(entries)
        self.assertEqual(rows[0].date_from, FIRST)
        self.assertIsNone(rows[-1].date_to)
        for row, following in zip(rows, rows[1:], strict=False):
            self.assertLess(row.date_from, row.date_to)
            self.assertEqual(row.date_to, following.date_from)
            self.assertFalse(row.says_as(following))

    @SLOW_MACHINE
    @given(histories(), st.integers(0, 45))
    def test_a_past_day_is_told_alike_whatever_comes_later(self, entries, on):
        """What the log up to a day gives of it, the whole log gives of it as well."""
        known = rows_of([one for one in entries if one.day <= day(on)])
        self.assertTrue(_holding(rows_of(entries), day(on)).says_as(known[-1]))

    @SLOW_MACHINE
    @given(histories())
    def test_one_entry_more_gives_what_the_whole_log_gives(self, entries):
        self.assertEqual(
            extended(rows_of(entries[:-1]), entries[-1], undone=_before(entries)),
            rows_of(entries),
        )

    def test_new_appointment_keeps_the_first_promise_until_a_new_limit(self):
        said = [
            receipt(),
            entry(2, "transfer", 0, "processing"),
            entry(3, "apologise", 4, "processing", due=day(9), appointed=True),
            entry(4, "overrule_apology", 8, "processing", due=day(12), appointed=True),
            entry(5, "accept_supplement", 10, "processing", due=day(20)),
        ]
        self.assertEqual(
            [(row.due_on, row.due_first_on) for row in rows_of(said)],
            [
                (day(5), day(5)),
                (day(9), day(5)),
                (day(12), day(5)),
                (day(20), day(20)),
            ],
        )

    def test_void_receipt_stays_void(self):
        said = [
            receipt(),
            entry(2, "annul", 1, "stopped"),
            entry(3, "give_originals", 2, "stopped"),
        ]
        self.assertEqual([row.kind for row in rows_of(said)], ["open", "void"])

    def test_carried_over_with_a_result_was_counted_elsewhere(self):
        carried = entry(1, "carry_over", 0, "resolved", due=day(-9), agency_id=7)
        back = entry(2, "give_back", 3, "returned")
        first, last = rows_of([carried, back], carried_on=day(-1))
        self.assertEqual(first.date_from, day(-1))
        self.assertIsNone(last.registered_on)
        self.assertEqual(last.handed_on, day(3))

    def test_succession_changes_the_agency_from_its_day(self):
        said = [receipt(), entry(2, "succession", 3, "", agency_id=8)]
        self.assertEqual(
            [(row.agency_id, row.date_from) for row in rows_of(said)],
            [(7, day(0)), (8, day(3))],
        )

    def test_undo_keeps_the_successor(self):
        said = [
            receipt(),
            entry(2, "transfer", 0, "processing"),
            entry(3, "resolve", 1, "resolved"),
            entry(4, "succession", 2, "", agency_id=8),
            entry(5, "undo", 3, "processing", undone=3),
        ]
        last = rows_of(said)[-1]
        self.assertEqual((last.kind, last.agency_id), ("open", 8))
        self.assertIsNone(last.registered_on)

    def test_punctuality_is_by_day(self):
        self.assertEqual(punctuality(day(1), day(2)), "early")
        self.assertEqual(punctuality(day(2), day(2)), "on_time")
        self.assertEqual(punctuality(day(3), day(2)), "late")
        self.assertEqual(punctuality(day(3), None), "on_time")
        self.assertIsNone(punctuality(None, day(2)))


def _holding(rows, on):
    return next(
        row
        for row in rows
        if row.date_from <= on and (row.date_to is None or row.date_to > on)
    )


def _before(entries):
    """The row that held before the entry that the last one takes back."""
    undone = entries[-1].undone
    if not undone:
        return None
    before = rows_of([one for one in entries if one.seq < undone])
    return before[-1] if before else None
