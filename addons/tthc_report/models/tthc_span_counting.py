from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.hooks import TIMEZONE
from odoo.addons.tthc_base.tools.clock import today

#: Columns that are counted; 3, 7 and 11 are sums of them.
COUNTED = ("c4", "c5", "c6", "c8", "c9", "c10", "c12", "c13")
#: Columns that are sums (R24: 3 = 4 + 5 + 6, 7 = 8 + 9 + 10, 11 = 12 + 13).
SUMS = {
    "c3": ("c4", "c5", "c6"),
    "c7": ("c8", "c9", "c10"),
    "c11": ("c12", "c13"),
}
#: What footers and further tables tell besides.
ASIDE = ("carried", "waiting", "ended", "refused")


class TthcSpanCounting(models.AbstractModel):
    """The 13 columns of table II.06a over the dated rows, for any period.

    Each dossier is counted by ONE row: the one that holds at the end of the period.
    A column is a domain on these rows. The table counts with it and the list of a cell
    searches with it, so that the sum of the lists is the cell.
    """

    _name = "tthc.span.counting"
    _description = "Counting over dated rows"

    @api.model
    def _counted(
        self, period_from, period_to, groupby=(), domain=None, convention=None
    ):
        """Count a period, as far as the user may see dossiers, in one query.

        :param period_from: first local day, ``datetime.date``
        :param period_to: last local day; a period that lasts is counted up to today
        :param groupby: stored fields of the rows: ``sector_id``, ``agency_id``,
            ``center_id``, ``level``, ``procedure_id``, ``channel`` …
        :param domain: further condition on the rows
        :param convention: ``tthc.span.convention``; None takes that of the last day
        :return: list of dicts, one a group: the fields of ``groupby`` (ids, keys or
            None), ``c3`` to ``c13``, and of these ``carried`` (from an earlier
            system), ``waiting`` (clock stands still), ``ended`` (withdrawn or stopped
            and counted), ``refused`` (settled with a refusal)
        """
        columns = self._column_domains(period_from, period_to, convention)
        scope = columns["scope"] & Domain(domain or Domain.TRUE)
        query = self._search(scope)
        names = [*COUNTED, *ASIDE]
        counts = [
            SQL(
                "count(*) FILTER (WHERE %s)",
                columns[name].optimize_full(self)._to_sql(self, self._table, query),
            )
            for name in names
        ]
        groups = [self._field_to_sql(self._table, name, query) for name in groupby]
        grouped = SQL(" GROUP BY %s", SQL(", ").join(groups)) if groups else SQL()
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE %s%s",
                SQL(", ").join([*groups, *counts]),
                query.from_clause,
                query.where_clause or SQL("TRUE"),
                grouped,
            )
        )
        return [
            _with_sums(dict(zip([*groupby, *names], row, strict=True))) for row in rows
        ]

    @api.model
    def _cell_domain(
        self, column, period_from, period_to, group=None, domain=None, convention=None
    ):
        """Which dossiers a cell counts.

        :param column: “c3” to “c13”, or a name that :meth:`_counted` tells besides
        :param group: dict field → value of the row of the table, as ``_counted``
            answers it; empty for the total
        :return: domain on ``tthc.dossier``, made of JSON values
        """
        rows = self._cell_rows(
            column, period_from, period_to, group, domain, convention
        )
        return [("span_ids", "any", list(rows))]

    @api.model
    def _cell_rows(
        self, column, period_from, period_to, group=None, domain=None, convention=None
    ):
        """The dated rows that a cell counts, one a dossier, as a domain.

        See :meth:`_cell_domain`.
        """
        columns = self._column_domains(period_from, period_to, convention)
        parts = SUMS.get(column, (column,))
        rows = columns["scope"] & Domain.OR(columns[part] for part in parts)
        for name, value in (group or {}).items():
            rows &= Domain(name, "=", value or False)
        return rows & Domain(domain or Domain.TRUE)

    @api.model
    def _column_domains(self, period_from, period_to, convention=None):
        """What each column counts, as domains on the rows.

        :return: dict of domains; ``scope`` is what takes part in the period at all,
            the others are conditions on its rows
        """
        convention = convention or self.env["tthc.span.convention"]._at(period_to)
        last = min(period_to, self._last_day())
        handed = convention.finished == "handed"
        due = "due_first_on" if convention.promised == "first" else "due_on"
        is_open = Domain(
            "kind",
            "in",
            ["open", "waiting", "resolved"] if handed else ["open", "waiting"],
        )
        settled = self._settled_domain(handed, period_from, last)
        ended = Domain("kind", "=", "ended") & _within("ended_on", period_from, last)
        counts_ended = convention.withdrawn == "on_time"
        late = Domain(due, "<", _text(last))
        if convention.waiting == "in_term":
            late &= Domain("kind", "!=", "waiting")
        punctuality = _punctuality_field(handed, due)
        carried = Domain("is_carried", "=", True)
        before = Domain("entered_on", "<", _text(period_from))
        new = ~carried & Domain("entered_on", ">=", _text(period_from))
        on_time = settled & Domain(punctuality, "=", "on_time")
        taking_part = is_open | settled | ended if counts_ended else is_open | settled
        return {
            "scope": Domain("holds_on", "=", _text(last)) & taking_part,
            "c4": new & Domain("channel", "=", "online"),
            "c5": new & Domain("channel", "!=", "online"),
            "c6": carried | before,
            "c8": settled & Domain(punctuality, "=", "early"),
            "c9": on_time | ended if counts_ended else on_time,
            "c10": settled & Domain(punctuality, "=", "late"),
            "c12": is_open & ~late,
            "c13": is_open & late,
            "carried": carried,
            "waiting": Domain("kind", "=", "waiting"),
            "ended": ended,
            "refused": settled & Domain("outcome", "=", "refused"),
        }

    @api.model
    def _settled_domain(self, handed, first, last):
        """What was settled in a period and still is at its end."""
        if handed:
            return Domain("kind", "=", "returned") & _within("handed_on", first, last)
        return Domain("kind", "in", ["resolved", "returned"]) & _within(
            "registered_on", first, last
        )

    @api.model
    def _last_day(self):
        """Today in Vietnam: what the rows can tell of."""
        return today(TIMEZONE)


def _within(name, first, last):
    return Domain(name, ">=", _text(first)) & Domain(name, "<=", _text(last))


def _text(day):
    """A day as JSON holds it, so that a cell can be opened by the web client."""
    return day.isoformat()


def _punctuality_field(handed, due):
    name = "handed_punctuality" if handed else "punctuality"
    return f"{name}_first" if due == "due_first_on" else name


def _with_sums(row):
    for total, parts in SUMS.items():
        row[total] = sum(row[part] for part in parts)
    return row
