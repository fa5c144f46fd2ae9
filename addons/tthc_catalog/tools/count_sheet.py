"""Excel files of the tables that count procedures, laid out like the forms."""

from odoo.addons.tthc_base.tools.table_sheet import TableSheet


class CountSheet(TableSheet):
    """Writes tables of ``tthc.catalog.count`` into one workbook."""

    def add_blocks(self, name, table):
        """A sheet with the form itself, one below the other for each agency.

        :param name: of the sheet
        :param table: as ``tthc.catalog.count._reckoned`` answers, with ``blocks``
        """
        width = 3 if table["blocks"][0]["partners"] else 2
        sheet, row = self._new_sheet(name, {**table, "paper": "portrait"}, width)
        for block in table["blocks"]:
            sheet.merge_range(
                row, 0, row, width, block["label"], self._plain(bold=True)
            )
            row = self._write_block(sheet, row + 1, block, width) + 1
        self._write_notes(sheet, row, table, width)
        sheet.print_area(0, 0, row + len(table["notes"]) - 1, width)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 34)
        sheet.set_column(2, 2, 22)
        sheet.set_column(3, 3, 34)

    def _write_block(self, sheet, row, block, width):
        head = self._cell(bold=True, align="center")
        sheet.merge_range(row, 0, row, 1, block["head"], head)
        sheet.write(row, 2, "Số lượng", head)
        if width == 3:
            sheet.write(row, 3, "Đơn vị liên thông", head)
        for line in block["lines"]:
            row += 1
            if len(line["heads"]) == 1:
                sheet.merge_range(row, 0, row, 1, line["heads"][0], self._cell())
                sheet.set_row(row, 18 if len(line["heads"][0]) < 60 else 34)
            else:
                if line["first"]:
                    self._merge(
                        sheet, row, 0, line["span"], 1, line["heads"][0], self._cell()
                    )
                sheet.write(row, 1, line["heads"][1], self._cell())
            self._write_figure(sheet, row, 2, line["cell"], False)
            if width == 3:
                sheet.write(row, 3, line["partners"], self._cell())
        return row + 1
