from base64 import b64encode

from odoo import api, models
from odoo.exceptions import UserError

from ..tools.sheet_file import FORMULA
from ..tools.sheet_workbook import Workbook
from .tthc_catalog_sheet import SHEETS

NOTES_SHEET = "Hướng dẫn"
NOTES_HEAD = ("Cột", "Bắt buộc", "Cách ghi", "Giá trị", "Tên khác được nhận")


class TthcCatalogWorkbook(models.AbstractModel):
    """The workbooks around imports: export, template, refused rows."""

    _name = "tthc.catalog.workbook"
    _description = "Workbooks of the catalog"

    @api.model
    def _export_workbook(self):
        """The whole catalog, in the shape that imports again without a change.

        :return: bytes of an Excel workbook, one sheet a kind
        """
        book = Workbook()
        for kind, names in self._sheets().items():
            sheet = self.env[f"tthc.catalog.sheet.{kind}"]
            try:
                book.add_catalog_sheet(
                    names[0], sheet._shown_columns(), sheet._export_rows()
                )
            except ValueError as error:
                raise UserError(
                    self.env._(
                        "A text is longer than a cell of Excel can be: %(place)s.",
                        place=error,
                    )
                ) from error
        return book.content()

    @api.model
    def export_catalog(self):
        """The whole catalog as an Excel workbook.

        :return: its bytes in base64, as ``data`` takes them
        """
        self.env["tthc.procedure.version"].check_access("read")
        return b64encode(self._export_workbook()).decode()

    @api.model
    def _template_workbook(self, kind):
        """An empty sheet with its headings, and notes on every column.

        :param kind: agency, procedure, component or chain
        :return: bytes of an Excel workbook
        """
        sheet = self.env[f"tthc.catalog.sheet.{kind}"]
        columns = sheet._shown_columns()
        book = Workbook()
        page = book.add_catalog_sheet(self._sheets()[kind][0], columns, [])
        book.add_choices(page, columns)
        notes = [
            (
                column.title,
                "Có" if column.required else "",
                column.note,
                ", ".join(names[0] for names in column.words.values()),
                ", ".join((*column.titles[1:], key)),
            )
            for key, column in columns
        ]
        book.add_table(NOTES_SHEET, [NOTES_HEAD, *notes], (28, 10, 60, 50, 40))
        return book.content()

    def _refused_workbook(self):
        """The refused rows of the file with their reasons, to be mended there.

        :return: bytes of an Excel workbook that can be imported once it is mended
        """
        self.ensure_one()
        reasons = {}
        for line in self.line_ids.filtered(lambda line: line.severity == "error"):
            reason = f"{line.column}: {line.message}" if line.column else line.message
            reasons.setdefault(line.row, []).append(reason)
        table = self._read_table()
        head_at = self._sheet()._find_header(table)
        if head_at is None:
            raise UserError(self.env._("The file has no row with headings."))
        head = table.rows[head_at][1]
        rows = [
            [*self._padded(texts, len(head)), "\n".join(reasons[number])]
            for number, texts in table.rows[head_at + 1 :]
            if number in reasons
        ]
        book = Workbook()
        book.add_table(
            self._sheets()[self.kind][0],
            [[*self._padded(head, len(head)), self.env._("Reason")], *rows],
            [20] * len(head) + [60],
        )
        return book.content()

    @api.model
    def _padded(self, texts, width):
        shown = ["" if text is FORMULA else text for text in texts]
        return (shown + [""] * width)[:width]

    def action_template(self):
        """Download the template of the chosen kind.

        :return: action
        """
        self.ensure_one()
        return self._download(f"/tthc_catalog/template/{self.kind}")

    def action_refused(self):
        """Download the refused rows with their reasons.

        :return: action
        """
        self.ensure_one()
        return self._download(f"/tthc_catalog/import/{self.id}/refused")

    @api.model
    def _download(self, url):
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    @api.model
    def _sheets(self):
        """Kinds in the order of the export, with the names of their sheets."""
        return {kind: names for kind, names in SHEETS.items() if self._knows(kind)}

    @api.model
    def _knows(self, kind):
        return f"tthc.catalog.sheet.{kind}" in self.env
