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
