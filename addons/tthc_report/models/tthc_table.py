from odoo import api, models
from odoo.fields import Domain

from ..tools.table_layout import TOTAL, table_header, table_rows


class TthcTable(models.AbstractModel):
    """A table of a period: what stands in it, and which records each cell counts.

    A table is an abstract model of its own that inherits from this one, has a place on
    the screen (``_table_sequence``) and answers :meth:`_table_layout`,
    :meth:`_table_rows` and :meth:`_table_domain`. Screen, Excel, print and the issue
    that is sent all come from :meth:`_reckon`.
    """

    _name = "tthc.table"
    _description = "Table of a period"

    #: Place in the list of tables; none for what is no table by itself.
    _table_sequence = 0
    #: What a row can be, the first by default.
    _groupings = ("sector", "agency", "center", "level")
    #: Model of the records that cells count.
    _counts = "tthc.dossier"

    @api.model
    def _table_layout(self, scope):
        """How the table looks.

        :param scope: ``TableScope``
        :return: ``TableLayout``
        """
        raise NotImplementedError

    @api.model
    def _table_rows(self, scope):
        """The rows in their order, without the total; as few queries as can be.

        :param scope: ``TableScope``
        :return: list of dicts with ``key`` (says which row, stable), ``label`` and
            ``figures`` (key of column → number, or None where nothing is known)
        """
        raise NotImplementedError

    @api.model
    def _table_domain(self, scope, row, column):
        """Which records of :attr:`_counts` a cell counts.

        :param scope: ``TableScope``
        :param row: key of a row, or “total”
        :param column: key of a column that counts by itself
        :return: domain
        """
        raise NotImplementedError

    @api.model
    def _counts_by(self, column):
        """Model of the records that a column counts, for its list.

        :param column: key of a column
        """
        return self._counts

    @api.model
    def _table_total(self, scope, rows):
        """Figures of the total for columns that are no counts.

        :param rows: as :meth:`_table_rows` answers
        :return: dict key of column → value
        """
        return {}

    @api.model
    def _table_notes(self, scope):
        """Sentences of the footer: how it was counted.

        :return: list of sentences in Vietnamese
        """
        return []

    @api.model
    def _table_members(self, scope):
        """The records behind every cell that counts by itself, for a frozen issue.

        :return: iterable of triples: key of row, key of column, id of record
        """
        layout = self._table_layout(scope)
        counted = self.env[self._counts]
        for row in self._table_rows(scope):
            for column in layout.leaves():
                if not row["figures"].get(column.key):
                    continue
                domain = self._table_domain(scope, row["key"], column.key)
                for record_id in counted.search(domain).ids:
                    yield row["key"], column.key, record_id

    @api.model
    def _reckon(self, scope):
        """The table, reckoned: see ``tthc.table.screen._reckoned``.

        :param scope: ``TableScope``
        :return: dict
        """
        layout = self._table_layout(scope)
        rows = self._table_rows(scope)
        return {
            "title": layout.title,
            "code": layout.code,
            "row_head": layout.row_head,
            "columns": [column.key for column in layout.columns],
            "header": table_header(layout),
            "rows": table_rows(layout, rows, self._table_total(scope, rows)),
            "notes": [*self._table_notes(scope), *layout.notes],
            "paper": "landscape",
            "numbered": layout.numbered,
            "form": {"source": layout.source, "unit": layout.unit},
            "parts": {
                column.key: layout.leaf_keys(column.key)
                for column in layout.columns
                if column.parts
            },
        }

    @api.model
    def _cell_domain(self, scope, row, column):
        """Which records a cell counts, a sum being all of its parts.

        :param row: key of a row, or “total”
        :param column: key of a column
        :return: ``Domain``; None where no list stands behind the figure
        """
        layout = self._table_layout(scope)
        kinds = {entry.key: entry.kind for entry in layout.columns}
        if kinds.get(column) != "count":
            return None
        return Domain.OR(
            Domain(self._table_domain(scope, row, leaf))
            for leaf in layout.leaf_keys(column)
        )

    @api.model
    def _group_labels(self, scope, keys):
        """What rows are called, in their order.

        :param scope: ``TableScope``; its grouping says what the keys are
        :param keys: ids (levels: keys) as a count groups them, None for none
        :return: list of pairs: key as given, label
        """
        if scope.grouping == "level":
            return self._level_labels(keys)
        model = {"sector": "tthc.sector", "agency": "tthc.agency"}.get(
            scope.grouping, f"tthc.{scope.grouping}"
        )
        # sudo: the name of a row tells nothing that its figures do not
        records = self.env[model].sudo().browse([key for key in keys if key])
        dated = hasattr(records, "_names_at")
        labels = [
            (
                record.id,
                record._names_at(scope.date_to)["name"]
                if dated
                else record.display_name,
            )
            for record in records.sorted()
        ]
        return labels + [(None, "Chưa xác định") for key in keys if not key]

    @api.model
    def _level_labels(self, keys):
        names = {
            "ministry": "Cấp bộ",
            "province": "Cấp tỉnh",
            "district": "Cấp huyện",
            "commune": "Cấp xã",
        }
        known = [(key, name) for key, name in names.items() if key in keys]
        return known + [(None, "Chưa xác định") for key in keys if not key]

    @api.model
    def _row_value(self, row):
        """What a row groups by, from its key.

        :param row: “sector:7”, “level:province”, “sector:0” for none
        :return: id, key of a level, or False
        """
        value = row.partition(":")[2]
        if value.isdigit():
            return int(value) or False
        return value

    @api.model
    def _is_total(self, row):
        return row == TOTAL
