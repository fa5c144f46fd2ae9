"""The one seam for "now".

Every model of the suite asks :func:`now` (or :func:`today`), none reads the system
clock itself, and the time engine never asks at all. Tests and scenarios freeze it::

    with frozen(datetime(2017, 5, 15, 1, 0)):      # 08:00 in Dong Nai
        dossier.action_receive()

The freeze is a context variable: it holds in the thread that set it, for the length of
the ``with`` block, and nowhere else. No client can reach it, so a scenario of 2017 can
be played in a live server without touching the dossiers of today. Requests that a
browser test makes are served by other threads and keep the real time.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

import pytz

_frozen_at: ContextVar[datetime | None] = ContextVar("tthc_frozen_at", default=None)


def now() -> datetime:
    """Return the current instant, naive UTC, in whole seconds."""
    return _frozen_at.get() or datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def today(tz: str) -> date:
    """Return the current date in a time zone such as ``Asia/Ho_Chi_Minh``."""
    return pytz.utc.localize(now()).astimezone(pytz.timezone(tz)).date()


@contextmanager
def frozen(instant: datetime):
    """Make :func:`now` answer an instant within the block; blocks can be nested.

    :param instant: naive UTC; a fraction of a second is dropped
    :raise ValueError: for an instant with a time zone
    """
    if instant.tzinfo is not None:
        raise ValueError(f"{instant} must be naive UTC")
    token = _frozen_at.set(instant.replace(microsecond=0))
    try:
        yield
    finally:
        _frozen_at.reset(token)
