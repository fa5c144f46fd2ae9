from odoo import api, models

from ..tools.table_layout import TableColumn, TableLayout

RECEIVED = "Tiếp nhận"
WITHIN = "Trong kỳ"
SETTLED = "Số lượng hồ sơ đã giải quyết"
OPEN = "Số lượng hồ sơ đang giải quyết"
SUM = "Tổng số"
COLUMNS = (
    TableColumn("c3", (RECEIVED, SUM), parts=("c4", "c5", "c6")),
    TableColumn("c4", (RECEIVED, WITHIN, "Trực tuyến")),
    TableColumn("c5", (RECEIVED, WITHIN, "Trực tiếp, dịch vụ bưu chính")),
    TableColumn("c6", (RECEIVED, "Từ kỳ trước")),
    TableColumn("c7", (SETTLED, SUM), parts=("c8", "c9", "c10")),
    TableColumn("c8", (SETTLED, "Trước hạn")),
    TableColumn("c9", (SETTLED, "Đúng hạn")),
    TableColumn("c10", (SETTLED, "Quá hạn")),
    TableColumn("c11", (OPEN, SUM), parts=("c12", "c13")),
    TableColumn("c12", (OPEN, "Trong hạn")),
    TableColumn("c13", (OPEN, "Quá hạn")),
)
FIELDS = {
    "sector": "sector_id",
    "agency": "agency_id",
    "center": "center_id",
    "level": "level",
}


class TthcTableSettlement(models.AbstractModel):
    """Table II.06a: how procedures were received and settled (domain.md §6.1).

    Counted over the dated rows of dossiers, so that a past period answers the same
    today and next year.
    """

    _name = "tthc.table.settlement"
    _inherit = ["tthc.table"]
    _description = "II.06a – Receipt and settlement"
    _table_sequence = 10

    @api.model
    def _table_layout(self, scope):
        owner = scope.agency or scope.center
        where = ""
        if owner:
            where = f" TẠI {owner._names_at(scope.date_to)['name'].upper()}"
        return TableLayout(
            f"TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH{where}",
            COLUMNS,
            code="Biểu số II.06a/VPCP/KSTT",
            source="Thông tư 01/2020/TT-VPCP (chưa đối chiếu với mẫu gốc)",
            numbered=True,
            row_head={
                "sector": "Lĩnh vực, công việc giải quyết theo cấp",
                "agency": "Đơn vị",
                "center": "Bộ phận Một cửa",
                "level": "Cấp giải quyết",
            }[scope.grouping],
        )

    @api.model
    def _table_rows(self, scope):
        field = FIELDS[scope.grouping]
        counted = self.env["tthc.dossier.span"]._counted(
            scope.date_from, scope.date_to, [field], self._span_domain(scope)
        )
        figures = {row[field] or None: row for row in counted}
        return [
            {
                "key": f"{scope.grouping}:{key or 0}",
                "label": label,
                "figures": {column.key: figures[key][column.key] for column in COLUMNS},
            }
            for key, label in self._group_labels(scope, list(figures))
            if any(figures[key][column.key] for column in COLUMNS)
        ]

    @api.model
    def _table_domain(self, scope, row, column):
        return self.env["tthc.dossier.span"]._cell_domain(
            column,
            scope.date_from,
            scope.date_to,
            None
            if self._is_total(row)
            else {FIELDS[scope.grouping]: self._row_value(row)},
            self._span_domain(scope),
        )

    @api.model
    def _table_notes(self, scope):
        convention = self.env["tthc.span.convention"]._at(scope.date_to)
        return convention.with_context(lang="vi_VN")._footer()

    @api.model
    def _table_members(self, scope):
        """Override: a query a column, however many rows there are."""
        spans = self.env["tthc.dossier.span"]
        field = FIELDS[scope.grouping]
        for column in self._table_layout(scope).leaves():
            rows = spans._cell_rows(
                column.key,
                scope.date_from,
                scope.date_to,
                domain=self._span_domain(scope),
            )
            groups = spans._read_group(rows, [field], ["dossier_id:array_agg"])
            for group, ids in groups:
                value = group if isinstance(group, str) else group and group.id
                for dossier_id in ids:
                    yield f"{scope.grouping}:{value or 0}", column.key, dossier_id

    @api.model
    def _span_domain(self, scope):
        """Which dated rows the table is confined to."""
        domain = []
        if scope.center:
            domain.append(("center_id", "=", scope.center.id))
        if scope.agency:
            domain.append(("agency_id", "child_of", scope.agency.id))
        return domain
