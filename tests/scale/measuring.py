"""Measuring a piece of work in an Odoo shell, and the table of what came out."""

from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from unittest.mock import patch

WARM_UP = 2


@dataclass
class Figure:
    """What one piece of work costs: medians of several warm runs."""

    milliseconds: float
    queries: float


@contextmanager
def undone(cr):
    """Keep nothing of what is measured, and let nobody commit."""
    cr.execute("SAVEPOINT bench")
    try:
        with patch.object(type(cr), "commit", type(cr).flush):
            yield
    finally:
        cr.execute("ROLLBACK TO SAVEPOINT bench")


def measure(env, work, runs=15):
    """Run a piece of work several times, caches of records emptied before each.

    :param work: called without arguments; what it writes is undone
    :param runs: how many runs count, after :data:`WARM_UP` that do not
    :return: :class:`Figure`
    """
    times, queries = [], []
    for _run in range(WARM_UP + runs):
        env.flush_all()
        env.invalidate_all()
        with undone(env.cr):
            before, start = env.cr.sql_log_count, perf_counter()
            work()
            env.flush_all()
            times.append(1000 * (perf_counter() - start))
            queries.append(env.cr.sql_log_count - before)
            env.invalidate_all()
    return Figure(median(times[WARM_UP:]), median(queries[WARM_UP:]))


class Table:
    """Lines of work beside the same work in Odoo's own model and in bare SQL."""

    HEAD = ("", "ms", "queries", "aim ms", "task ms", "x task", "SQL ms", "x SQL")
    WIDTHS = (44, 9, 9, 8, 9, 8, 9, 8)

    def __init__(self, say):
        """Begin with no line.

        :param say: called with each line of the table
        """
        self.say = say

    def add(self, label, figure, aim=None, task=None, sql=None):
        """Note one line.

        :param figure: what it costs here
        :param aim: milliseconds, or text such as "1.5x"
        :param task: :class:`Figure` of the same work in ``project.task``
        :param sql: :class:`Figure` of the same rows in bare SQL
        """
        cells = [label, f"{figure.milliseconds:.1f}", f"{figure.queries:g}"]
        cells.append(str(aim or ""))
        for other in (task, sql):
            cells += (
                [
                    f"{other.milliseconds:.1f}",
                    f"{figure.milliseconds / other.milliseconds:.2f}",
                ]
                if other
                else ["", ""]
            )
        self.say(self._text(cells))

    def head(self):
        """Print the names of the columns."""
        self.say(self._text(self.HEAD))

    def _text(self, cells):
        first, *rest = zip(cells, self.WIDTHS, strict=True)
        label = f"{first[0]:<{first[1]}}"
        return label + "".join(f"{cell:>{width}}" for cell, width in rest)
