import io
from base64 import b64encode

import openpyxl

from odoo.addons.tthc_base.tools.clock import frozen

from ..models.tthc_opening_columns import DOSSIER_COLUMNS
from .common import THURSDAY, DossierData

#: A row that nothing is wrong with, by key of the column.
ROW = {
    "old_code": "CU-0001",
    "procedure_code": "1.999001",
    "owner_name": "Nguyễn Văn Đức",
    "owner_identity": "075088001234",
    "received_at": "10/08/2026 08:30",
    "due_original": "28/08/2026",
    "state": "Đang xử lý",
}


class OpeningData(DossierData):
    """Files of an earlier system, made by hand."""

    @classmethod
    def workbook(cls, *rows):
        """A workbook with the headings of the template.

        :param rows: dicts of key of the column → value
        :return: bytes
        """
        keys = list(dict.fromkeys(key for row in rows for key in row))
        book = openpyxl.Workbook()
        book.active.title = "Hồ sơ đang giải quyết"
        book.active.append([DOSSIER_COLUMNS[key].title for key in keys])
        for row in rows:
            book.active.append([row.get(key, "") for key in keys])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    @classmethod
    def upload(cls, *rows, user=None, **values):
        """An opening balance as of the 20/8/2026, checked."""
        imports = cls.version.env["tthc.opening.import"].with_user(user or cls.manager)
        with frozen(THURSDAY):
            record = imports.create(
                {
                    "data": b64encode(cls.workbook(*rows)),
                    "filename": "ho-so.xlsx",
                    "opening_day": "2026-08-20",
                    **values,
                }
            )
            record.action_check()
        return record

    @classmethod
    def carried(cls, *rows, **values):
        """Dossiers that were taken over from rows; each is completed by ``ROW``."""
        record = cls.upload(*({**ROW, **row} for row in rows or [{}]), **values)
        with frozen(THURSDAY):
            record.action_start()
        return record.sudo().dossier_ids.sorted("opening_row")
