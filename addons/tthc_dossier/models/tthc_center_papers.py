from odoo import fields, models

from ..tools.scan_pdf import Limits

MEGABYTE = 1024 * 1024


class TthcCenterPapers(models.AbstractModel):
    """What a center asks of scanned papers."""

    _name = "tthc.center.papers"
    _description = "Settings of a center on papers"

    scan_max_megabytes = fields.Integer(
        string="Largest file",
        default=20,
        required=True,
        help="Megabytes of one file as it is handed in.",
    )
    scan_max_pages = fields.Integer(
        string="Most pages of a file", default=300, required=True
    )
    scan_dpi = fields.Integer(
        string="Fineness of pictures",
        default=200,
        required=True,
        help="Dots per inch of a page of A4 that a picture is made into; 150 to 200 "
        "are enough to read and to print again.",
    )
    scan_quality = fields.Integer(
        string="Quality of pictures",
        default=75,
        required=True,
        help="Quality of JPEG, from 30 (small) to 95 (large).",
    )
    scan_keep_original = fields.Boolean(
        string="Keep pictures as handed in",
        help="Besides the PDF, the file as it came from the scanner or phone is kept. "
        "It takes several times the room.",
    )

    remind_first_days = fields.Integer(
        string="First reminder after",
        default=5,
        required=True,
        help="Working days that a result waits at the counter. 0: nobody is reminded.",
    )
    remind_every_days = fields.Integer(
        string="Then every", default=10, required=True, help="Working days."
    )
    remind_max = fields.Integer(
        string="Reminders at most",
        default=3,
        required=True,
        help="No law was found on results that wait at the desk; the post invites "
        "twice (Circular 17/2017 Art 5.2.h).",
    )
    unclaimed_after_days = fields.Integer(
        string="Results kept ready for",
        default=180,
        required=True,
        help="Days from the result, or from when the citizen was told. After that it "
        "goes to the archive with its file. 0: without an end.",
    )
    archive_after_months = fields.Integer(
        string="Files due for the archive after",
        default=12,
        required=True,
        help="Months from the end of the matter (Decree 30/2020 Art 30: within a "
        "year).",
    )
    archive_name = fields.Char(
        string="Archive", default="Lưu trữ cơ quan", required=True
    )

    _keeping_sane = models.Constraint(
        "CHECK (remind_first_days >= 0 AND remind_every_days > 0 AND remind_max >= 0"
        " AND unclaimed_after_days >= 0 AND archive_after_months > 0)",
        "Reminders and keeping ready: days of 0 and more, every reminder a day apart "
        "at least; files are due after a month at least.",
    )
    _scan_limits_sane = models.Constraint(
        "CHECK (scan_max_megabytes BETWEEN 1 AND 100"
        " AND scan_max_pages BETWEEN 1 AND 2000"
        " AND scan_dpi BETWEEN 100 AND 400 AND scan_quality BETWEEN 30 AND 95)",
        "Scans: 1 to 100 megabytes, 1 to 2000 pages, 100 to 400 dots per inch, "
        "quality 30 to 95.",
    )

    def _scan_limits(self):
        """What a file may be and what a picture is made into.

        :return: ``tools.scan_pdf.Limits``
        """
        self.ensure_one()
        return Limits(
            max_bytes=self.scan_max_megabytes * MEGABYTE,
            max_pages=self.scan_max_pages,
            dpi=self.scan_dpi,
            quality=self.scan_quality,
        )

    def _uncollected_rows(self):
        """Results of the center that nobody has collected, for the printed list.

        :return: ``tthc.uncollected``, the oldest first, at most 500
        """
        self.ensure_one()
        return self.env["tthc.uncollected"].search(
            [("center_id", "=", self.id), ("unclaimed_at", "=", False)], limit=500
        )
