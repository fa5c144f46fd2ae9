"""Measuring a piece of work in an Odoo shell, and the table of what came out.

Two clocks run: one on the wall, and the time that the processor spent on the work (this
process and its database backend, without what PostgreSQL does in parallel workers). On
a quiet machine they say the same; on a busy one only the second tells what the work
costs.
"""

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from unittest.mock import patch

WARM_UP = 2


@dataclass
class Figure:
    """What one piece of work costs, of several warm runs."""

    quickest: float  # milliseconds, as are the next two
    median: float
    processor: float
    queries: float


@contextmanager
def undone(env):
    """Keep nothing of what happens within, and let nobody commit."""
    cr = env.cr
    env.flush_all()
    cr.execute("SAVEPOINT bench")
    try:
        with patch.object(type(cr), "commit", type(cr).flush):
            yield
    finally:
        env.invalidate_all(flush=False)
        env.transaction.clear()
        cr.execute("ROLLBACK TO SAVEPOINT bench")


@contextmanager
def counted(cr):
    """Count the queries of all cursors: numbers are drawn on one of their own."""
    execute, counts = type(cr).execute, []

    def counting(self, query, *args, **kwargs):
        counts.append(query)
        return execute(self, query, *args, **kwargs)

    with patch.object(type(cr), "execute", counting):
        yield counts


def processor_clock(cr):
    """Clock of the processor's work for us.

    :return: callable that gives milliseconds; without those of the database where it
        runs elsewhere
    """
    cr.execute("SELECT pg_backend_pid()")
    backend = Path(f"/proc/{cr.fetchone()[0]}/schedstat")

    def clock():
        try:
            there = int(backend.read_text().split()[0]) / 1e6
        except OSError:
            there = 0
        return 1000 * process_time() + there

    return clock


def measure(env, work, runs=15, warm_up=WARM_UP, keep=False):
    """Run a piece of work several times, caches of records emptied before each.

    :param work: called without arguments; what it writes is undone
    :param runs: how many runs count
    :param warm_up: how many runs before them do not
    :param keep: leave what was written to what comes next, which has to undo it
    :return: :class:`Figure`
    """
    clock = processor_clock(env.cr)
    rows = []
    for _run in range(warm_up + runs):
        with nullcontext() if keep else undone(env), counted(env.cr) as counts:
            env.invalidate_all()
            start, worked = perf_counter(), clock()
            work()
            env.flush_all()
            spent = 1000 * (perf_counter() - start)
            rows.append((spent, clock() - worked, len(counts)))
    times, processor, queries = zip(*rows[warm_up:], strict=True)
    return Figure(min(times), median(times), median(processor), median(queries))


@dataclass(frozen=True)
class Aim:
    """What a line is to stay under: milliseconds, or a multiple of a task's.

    With ``sql`` it is to stay under a multiple of the same work in bare SQL as well.
    """

    milliseconds: float = 0
    tasks: float = 0
    sql: float = 0

    def __str__(self):
        """As the table shows it."""
        if self.sql:
            return f"{self.milliseconds:g} {self.sql:g}xSQL"
        if self.tasks:
            return f"{self.tasks:g} x task"
        return f"{self.milliseconds:g} ms"

    def met(self, figure, task, clock="median", sql=None):
        """Whether a line stays under it.

        :param figure: :class:`Figure` of the line
        :param task: :class:`Figure` of the same work on a task
        :param clock: which time counts, an attribute of the figures
        :param sql: :class:`Figure` of the same work in bare SQL
        """
        # What bare SQL costs is compared by the processor's time on both sides.
        if self.sql and figure.processor > self.sql * sql.processor:
            return False
        limit = self.tasks * getattr(task, clock) if self.tasks else self.milliseconds
        return getattr(figure, clock) <= limit


class Table:
    """Lines of work beside the same work in Odoo's own model and in bare SQL."""

    HEAD = ("queries", "min ms", "median ms", "CPU ms", "task CPU", "x task")
    HEAD += ("SQL CPU", "x SQL", "aim", "")
    WIDTHS = (9, 10, 11, 10, 10, 8, 9, 8, 12, 8)
    LABEL = 56

    def __init__(self, say):
        """Begin with no line.

        :param say: called with each line of the table
        """
        self.say = say
        self.verdicts = {verdict: [] for verdict in ("met", "met*", "MISSED")}

    def add(self, label, figure, aim=None, task=None, sql=None):
        """Note one line and print it.

        :param figure: :class:`Figure` of what it costs here
        :param aim: :class:`Aim`; None where the issue sets none
        :param task: :class:`Figure` of the same work in ``project.task``
        :param sql: :class:`Figure` of the same rows in bare SQL
        """
        cells = [f"{figure.queries:g}"]
        for value in (figure.quickest, figure.median, figure.processor):
            cells.append(f"{value:.1f}")
        for other in (task, sql):
            cells += (
                [
                    f"{other.processor:.1f}",
                    f"{figure.processor / other.processor:.2f}",
                ]
                if other
                else ["", ""]
            )
        verdict = aim and self._verdict(figure, aim, task, sql)
        if verdict:
            self.verdicts[verdict].append(label)
        self._say(label, [*cells, str(aim or ""), verdict or ""])

    def _verdict(self, figure, aim, task, sql):
        if aim.met(figure, task, sql=sql):
            return "met"
        met = aim.met(figure, task, "processor", sql)
        return "met*" if met else "MISSED"

    def head(self):
        """Print the names of the columns."""
        self._say("", self.HEAD)

    def end(self):
        """Print how many aims were met, and which were not.

        :return: whether all were
        """
        met, busy, missed = self.verdicts.values()
        total = len(met) + len(busy) + len(missed)
        self.say(f"\n{len(met) + len(busy)} of {total} aims met.")
        if busy:
            self.say(
                f"* {len(busy)} by the processor's time only: the work waited for"
                " other work of this machine. Measure on a quiet one."
            )
        for label in missed:
            self.say(f"MISSED: {label}")
        return not missed

    def _say(self, label, cells):
        pairs = zip(cells, self.WIDTHS, strict=True)
        right = "".join(f"{cell:>{width}}" for cell, width in pairs)
        self.say(f"{label:<{self.LABEL}}{right}".rstrip())
