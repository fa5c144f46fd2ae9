"""The answer of the time engine: an instant and the lines that explain it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the explanation of a due date, as values to be worded later.

    Dates and hours are local to the calendar. Which values a line carries depends on
    its ``kind``:

    ==============  ===============================================================
    start           ``at``: the moment handed in
    restart         ``at``: the moment from which the limit was counted anew
    appointed       ``day``: the day promised anew by the letter ``name`` signed
                    ``at``, instead of ``until``
    carried         ``at``: receipt, ``until``: day promised, by an earlier system
                    under the code ``name``
    moved           ``at``: next opening; ``reason``: before_opening, break,
                    after_closing, rest_day or the kind of the day off (``name``)
    cutoff          ``clock``: hour that has passed; ``day``: day it moves to
    uncounted       ``day``: first day, not counted
    counted         ``day`` to ``last_day``, or ``at`` to ``until`` for working time;
                    ``amount``, ``unit``: the limit
    rest            ``amount``: days of weekly rest passed over
    skipped         ``day``, ``name``, ``reason``: a day off that is not counted
    make_up         ``day``, ``name``: a day worked instead of another, counted
    pause           ``at``, ``until``; ``amount``, ``unit``: time given back
    pause_ignored   ``at``, ``until``: began when the limit had already ended
    rolled          ``day``: end that is not worked; ``last_day``: next working day
    result          ``at``: the due date
    ==============  ===============================================================
    """

    kind: str
    at: datetime | None = None
    until: datetime | None = None
    day: date | None = None
    last_day: date | None = None
    clock: time | None = None
    amount: float | None = None
    unit: str | None = None
    reason: str | None = None
    name: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the values that are set, ready for JSON (dates as ISO texts)."""
        values = ((item.name, getattr(self, item.name)) for item in fields(self))
        return {key: _plain(value) for key, value in values if value is not None}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Line":
        """Return the line that :meth:`as_dict` described."""
        return cls(**{key: _parsed(key, value) for key, value in values.items()})


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends, and why.

    ``at`` is naive; whoever returns the object says in which time zone (the engine:
    local, ``resource.calendar``: UTC). The hours in ``lines`` are always local.
    """

    at: datetime
    lines: tuple[Line, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the due date and its explanation ready for JSON."""
        return {
            "at": self.at.isoformat(),
            "lines": [line.as_dict() for line in self.lines],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Due":
        """Return the due date that :meth:`as_dict` described."""
        return cls(
            at=datetime.fromisoformat(values["at"]),
            lines=tuple(Line.from_dict(line) for line in values["lines"]),
        )


_PARSERS = {
    "at": datetime.fromisoformat,
    "until": datetime.fromisoformat,
    "day": date.fromisoformat,
    "last_day": date.fromisoformat,
    "clock": time.fromisoformat,
}


def _plain(value):
    return value.isoformat() if isinstance(value, date | time) else value


def _parsed(key, value):
    parser = _PARSERS.get(key)
    return parser(value) if parser else value
