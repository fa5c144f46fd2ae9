"""From the log of a dossier to dated rows: what held at the end of each local day.

Pure Python: no ORM, no clock. One row is a stretch of days, ``date_to`` exclusive, in
which nothing that an official table asks for changed. What began and ended within one
day leaves no row of its own; that a dossier was received and returned on one day stands
in the dates that its row carries. Rows follow the log and not the present: an action
taken back days later leaves what the days in between knew.
"""

from dataclasses import dataclass, replace
from datetime import date

#: Entries with which a dossier comes into the figures.
BEGINNINGS = ("receive", "receive_late", "return_now", "carry_over")
#: Actions that leave the state as it is and can stop the clock or start it again.
PAUSING = ("consult", "check_field", "end_pause", "finish_step", "pass_on")
#: What a state means in the figures; the clock can stand still in an open one, too.
KINDS = {
    "received": "open",
    "processing": "open",
    "supplement": "waiting",
    "fee_wait": "waiting",
    "resolved": "resolved",
    "returned": "returned",
    "withdrawn": "ended",
    "stopped": "ended",
}
#: Entries that register a result.
RESULTS = ("resolve", "refuse_supplement")
UNCHANGED = object()


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry of the log says to the figures.

    ``day`` is the local day on which it happened; ``due`` and ``agency_id`` are
    :data:`UNCHANGED` where the entry says nothing of them; ``appointed`` says whether
    the due date is one of a letter of apology, ``still`` whether the clock stands
    still in an open state; ``undone`` is the number of the entry that is taken back.
    """

    seq: int
    kind: str
    day: date
    state: str
    due: object = UNCHANGED
    appointed: bool = False
    agency_id: object = UNCHANGED
    still: bool = False
    outcome: str | None = None
    undone: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What holds from ``date_from`` until the day before ``date_to`` (None: still)."""

    date_from: date
    date_to: date | None
    state: str
    kind: str
    agency_id: int
    entered_on: date
    is_carried: bool = False
    due_on: date | None = None
    due_first_on: date | None = None
    is_reappointed: bool = False
    outcome: str | None = None
    registered_on: date | None = None
    handed_on: date | None = None
    ended_on: date | None = None

    def says_as(self, other):
        """Whether two rows differ in their dates only."""
        return self == replace(other, date_from=self.date_from, date_to=self.date_to)


def concerns(kind, state_from, state_to, has_due):
    """Whether an entry of the log can change what the figures say.

    :param kind: of the entry
    :param state_from: state before, a false value where the entry moves nothing
    :param state_to: state after
    :param has_due: whether it tells a due date
    """
    return (
        (state_from or state_to) != (state_to or state_from)
        or has_due
        or kind in PAUSING
        or kind in ("succession", "undo", *BEGINNINGS)
    )


def rows_of(entries, carried_on=None):
    """Rows of a dossier from its whole log.

    :param entries: :class:`Entry` values in their order
    :param carried_on: day of the opening balance by which it was taken over
    :return: list of :class:`Row`, none before the receipt
    """
    rows, before = [], {}
    for entry in entries:
        before[entry.seq] = rows[-1] if rows else None
        rows = extended(rows, entry, carried_on, before.get(entry.undone))
    return rows


def extended(rows, entry, carried_on=None, undone=None):
    """Rows after one more entry.

    :param rows: those so far, the last one open
    :param entry: :class:`Entry`
    :param carried_on: see :func:`rows_of`
    :param undone: row that held before the entry that this one takes back
    :return: new list
    """
    if not rows:
        row = _begun(entry, carried_on)
        return [row] if row else []
    last = rows[-1]
    day = max(entry.day, last.date_from)
    row = replace(_moved(last, entry, day, undone), date_from=day, date_to=None)
    if row.says_as(last):
        return rows
    kept = rows[:-1]
    if last.date_from < day:
        kept.append(replace(last, date_to=day))
    elif kept and row.says_as(kept[-1]):
        # Taken back on the day on which it came: that day knows nothing of it.
        return [*kept[:-1], replace(kept[-1], date_to=None)]
    return [*kept, row]


def punctuality(finished_on, due_on):
    """How a finish comes against a due date, by day; without one it is on time.

    :return: “early”, “on_time”, “late”, or None while there is no finish
    """
    if not finished_on:
        return None
    if not due_on or finished_on == due_on:
        return "on_time"
    return "early" if finished_on < due_on else "late"


def _begun(entry, carried_on):
    """First row of a dossier, None where the entry does not begin one."""
    if entry.kind not in BEGINNINGS:
        return None
    day = carried_on or entry.day
    due = entry.due if entry.due is not UNCHANGED else None
    row = Row(
        date_from=day,
        date_to=None,
        state=entry.state,
        kind=_kind(entry),
        agency_id=entry.agency_id,
        entered_on=day,
        is_carried=bool(carried_on),
        due_on=due,
        due_first_on=due,
        outcome=entry.outcome,
    )
    if entry.kind == "carry_over":
        # What an earlier system finished, it has counted: no date is counted here.
        return row
    return _dated(row, entry, day)


def _moved(last, entry, day, undone):
    """The last row as the entry leaves it."""
    if undone:
        return replace(undone, agency_id=last.agency_id, entered_on=last.entered_on)
    row = replace(last, state=entry.state or last.state)
    if last.kind != "void":
        row = replace(row, kind=_kind(entry, row.state))
    if entry.agency_id is not UNCHANGED:
        row = replace(row, agency_id=entry.agency_id)
    if entry.outcome:
        row = replace(row, outcome=entry.outcome)
    if entry.due is not UNCHANGED:
        row = _promised(row, entry)
    return _dated(row, entry, day)


def _kind(entry, state=None):
    state = state or entry.state
    if entry.kind == "annul":
        return "void"
    kind = KINDS[state]
    return "waiting" if kind == "open" and entry.still else kind


def _promised(row, entry):
    """The row with the due date of the entry.

    The first promise is what held before a letter of apology; a limit that starts
    anew ends the letter, and both are one again.
    """
    if not entry.appointed:
        return replace(
            row, due_on=entry.due, due_first_on=entry.due, is_reappointed=False
        )
    first = row.due_first_on if row.is_reappointed else row.due_on
    return replace(row, due_on=entry.due, due_first_on=first, is_reappointed=True)


def _dated(row, entry, day):
    """The row with the day of what the entry finished."""
    if row.kind == "ended" and not row.ended_on:
        return replace(row, ended_on=day)
    if entry.kind == "return_now":
        return replace(row, registered_on=day, handed_on=day)
    if entry.state == "resolved" and row.kind == "resolved" and entry.kind in RESULTS:
        return replace(row, registered_on=day)
    if entry.state == "returned" and not row.handed_on:
        return replace(row, handed_on=day)
    return row
