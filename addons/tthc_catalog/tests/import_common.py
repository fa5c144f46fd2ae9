import csv
import io
from base64 import b64decode, b64encode

import openpyxl

from .common import CatalogCommon

PROCEDURE_HEAD = (
    "code",
    "name",
    "field",
    "competent_agency",
    "time_limit_value",
    "time_limit_unit",
)
COMPONENT_HEAD = ("procedure_code", "seq", "name", "original_count", "copy_count")


class ImportCommon(CatalogCommon):
    """Makes files and imports them."""

    @classmethod
    def _csv(cls, *rows, delimiter=",", encoding="utf-8"):
        """A CSV file.

        :param rows: tuples of texts, the headings first
        :return: bytes
        """
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(rows)
        return out.getvalue().encode(encoding)

    @classmethod
    def _xlsx(cls, *rows, sheet="Trang tính1"):
        """A workbook of one sheet.

        :return: bytes
        """
        book = openpyxl.Workbook()
        book.active.title = sheet
        for row in rows:
            book.active.append(row)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    @classmethod
    def _upload(cls, content, kind="procedure", filename="x.csv", user=None, **values):
        """An import of a file, not checked yet."""
        return (
            cls.env["tthc.catalog.import"]
            .with_user(user or cls.env.user)
            .create(
                {
                    "data": b64encode(content),
                    "filename": filename,
                    "kind": kind,
                    **values,
                }
            )
        )

    @classmethod
    def _checked(cls, content, kind="procedure", **values):
        record = cls._upload(content, kind, **values)
        record.action_check()
        return record

    @classmethod
    def _imported(cls, content, kind="procedure", **values):
        record = cls._upload(content, kind, **values)
        record.action_import()
        return record

    @classmethod
    def _procedure_row(cls, code="9.100001", **values):
        """A row under ``PROCEDURE_HEAD`` that nothing is wrong with."""
        row = {
            "code": code,
            "name": f"Thủ tục {code}",
            "field": "Hộ tịch",
            "competent_agency": "Sở Tư pháp Thử Nghiệm",
            "time_limit_value": "10",
            "time_limit_unit": "working_day",
        } | values
        return tuple(row[key] for key in PROCEDURE_HEAD)

    @classmethod
    def _procedures(cls, *rows):
        return cls._csv(PROCEDURE_HEAD, *rows)

    @classmethod
    def _components(cls, *rows):
        return cls._csv(COMPONENT_HEAD, *rows)

    @classmethod
    def _version(cls, code):
        return cls.env["tthc.procedure.version"].search([("code", "=", code)])

    def assertRefused(self, record, row, column, words):
        """One error stands at a cell and says so; others may stand elsewhere."""
        errors = record.line_ids.filtered(lambda line: line.severity == "error")
        found = errors.filtered(lambda line: (line.row, line.column) == (row, column))
        self.assertEqual(len(found), 1, errors.mapped(lambda e: (e.row, e.column)))
        self.assertIn(words, found.message)
        self.assertEqual(found.outcome, "refused")

    def assertCounts(self, record, **counts):
        """Counts of an import; those that are not named are zero."""
        names = ("new", "changed", "unchanged", "refused")
        self.assertEqual(
            {name: record[f"{name}_count"] for name in names},
            dict.fromkeys(names, 0) | counts,
        )

    @classmethod
    def _book(cls, content):
        """A workbook from bytes or base64."""
        if isinstance(content, str):
            content = b64decode(content)
        return openpyxl.load_workbook(io.BytesIO(content))

    @classmethod
    def _saved(cls, book):
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
