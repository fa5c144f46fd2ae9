from odoo import api, models
from odoo.fields import Domain

from .tthc_figure_reckoning import TABLES, Scope


class TthcTableFigure(models.AbstractModel):
    """A further table of a period, laid out by ``tools/figure_layout.py``.

    It has a place among the tables of ``tthc.table``: the same screen, Excel, print and
    issues. What it counts is reckoned by ``tthc.figure.reckoning``.
    """

    _name = "tthc.table.figure"
    _inherit = ["tthc.table"]
    _description = "Further table of a period"

    #: Key of the layout in ``TABLES``.
    _figure = ""

    @api.model
    def _figure_scope(self, scope):
        return Scope(
            scope.date_from,
            scope.date_to,
            scope.center.id or 0,
            scope.agency.id or 0,
            scope.grouping,
        )

    @api.model
    def _reckon(self, scope):
        """The table, reckoned, as ``tthc.table`` has it."""
        reckoning = self.env["tthc.figure.reckoning"]
        table = reckoning._reckon_figures(self._figure, self._figure_scope(scope))
        return {
            **table,
            "title": table["title"].upper(),
            "code": "",
            "form": {"source": "", "unit": ""},
        }

    @api.model
    def _cell_domain(self, scope, row, column):
        """See ``tthc.table``; the records are those of :meth:`_counts_by`."""
        found = self.env["tthc.figure.reckoning"]._counted(
            self._figure, self._figure_scope(scope), row, column
        )
        return found and Domain(found[1])

    @api.model
    def _counts_by(self, column):
        layout = TABLES[self._figure][0]
        source = next(
            layout.sources[one.source] for one in layout.columns if one.key == column
        )
        return "tthc.dossier" if source.through else source.model

    @api.model
    def _table_members(self, scope):
        """The dossiers behind every figure, each once a figure."""
        for row in self._reckon(scope)["rows"]:
            if self._is_total(row["key"]):
                continue
            for cell in row["cells"]:
                if cell["kind"] != "count" or not cell["value"]:
                    continue
                records = self.env[self._counts_by(cell["column"])].search(
                    self._cell_domain(scope, row["key"], cell["column"])
                )
                dossiers = (
                    records if records._name == "tthc.dossier" else records.dossier_id
                )
                for dossier_id in dossiers.ids:
                    yield row["key"], cell["column"], dossier_id
