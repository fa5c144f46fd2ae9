from collections import defaultdict

from odoo import api, fields, models


class TthcUniformGrid(models.AbstractModel):
    """Agencies by sizes with totals: one reckoning for screen, Excel and paper."""

    _name = "tthc.uniform.grid"
    _description = "Grid of agencies by sizes"

    grid = fields.Json(compute="_compute_grid", compute_sudo=True)

    def _grid_garments(self):
        """The garments whose sizes are columns.

        To be overridden by each model with a grid.

        :return: ``tthc.uniform.garment``
        """
        raise NotImplementedError

    def _grid_counts(self):
        """What is counted.

        To be overridden by each model with a grid.

        :return: dict (``tthc.agency``, ``tthc.uniform.size`` or none where it is not
            known yet) → number
        """
        raise NotImplementedError

    def _grid_lines(self, _sizes):
        """Lines below the totals, such as spare pieces.

        :param _sizes: ``tthc.uniform.size`` of the columns, in their order
        :return: list of dicts with ``label`` and ``cells``
        """
        return []

    @api.depends_context("lang")
    def _compute_grid(self):
        for record in self:
            record.grid = record._size_grid()

    def _size_grid(self):
        """The grid as the screen, the workbook and the print show it.

        :return: dict with ``groups`` (label, span), ``columns`` (size id or False,
            label), ``rows`` (agency id, label, cells, total), ``totals``, ``total``
            and ``lines``
        """
        self.ensure_one()
        counts = defaultdict(int, self._grid_counts())
        sizes = self._grid_sizes(counts)
        groups = self._grid_groups(sizes)
        columns = [{"id": size.id, "label": size.name} for size in sizes]
        unknown = self.env["tthc.uniform.size"]
        if any(not size for _agency, size in counts):
            groups.append({"label": self.env._("Not known"), "span": 1})
            columns.append({"id": False, "label": "?"})
            sizes = [*sizes, unknown]
        agencies = self.env["tthc.agency"].union(*(agency for agency, _ in counts))
        rows = []
        for agency in agencies.sorted(lambda row: (row.sequence, row.name or "")):
            cells = [counts.get((agency, size), 0) for size in sizes]
            rows.append(
                {
                    "id": agency.id,
                    "label": agency.display_name,
                    "cells": cells,
                    "total": sum(cells),
                }
            )
        table = [row["cells"] for row in rows]
        totals = [sum(cells) for cells in zip(*table, strict=True)]
        return {
            "groups": groups,
            "columns": columns,
            "rows": rows,
            "totals": totals or [0] * len(columns),
            "total": sum(totals),
            "lines": [
                {**line, "total": sum(line["cells"])}
                for line in self._grid_lines(sizes)
            ],
        }

    def _grid_sizes(self, counts):
        """Sizes that can be chosen, and those that were though they are archived."""
        counted = self.env["tthc.uniform.size"].union(*(size for _, size in counts))
        return (self._grid_garments().size_ids | counted).sorted()

    @api.model
    def _grid_groups(self, sizes):
        labels = dict(sizes._fields["sex"]._description_selection(self.env))
        groups = []
        for size in sizes:
            label = f"{size.garment_id.name} · {labels[size.sex]}"
            if groups and groups[-1]["label"] == label:
                groups[-1]["span"] += 1
            else:
                groups.append({"label": label, "span": 1})
        return groups
