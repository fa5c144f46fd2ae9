from base64 import b64encode

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.scan_pdf import ScanFault, clean_scan

KINDS = [("pdf", "PDF"), ("jpeg", "JPEG"), ("png", "PNG"), ("tiff", "TIFF")]


class TthcScanned(models.AbstractModel):
    """A file that was checked by its content and made into a PDF.

    The files are binary fields: their attachments are read by whoever may read the
    record, and by nobody else.
    """

    _name = "tthc.scanned"
    _description = "Scanned file"

    file = fields.Binary(string="PDF", attachment=True, readonly=True)
    file_name = fields.Char(readonly=True)
    original = fields.Binary(string="As handed in", attachment=True, readonly=True)
    thumbnail = fields.Binary(attachment=True, readonly=True)
    file_kind = fields.Selection(KINDS, string="Handed in as", readonly=True)
    page_count = fields.Integer(string="Pages", readonly=True)
    file_size = fields.Integer(string="Size", readonly=True, help="Bytes of the PDF.")
    sha256 = fields.Char(
        string="SHA-256 as handed in",
        readonly=True,
        help="Of the file as it came; the same file is not taken twice.",
    )
    scanned_at = fields.Datetime(readonly=True)
    scanned_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")

    @api.model
    def _clean(self, name, content, limits):
        """Check a file and make it ready to be kept.

        :param name: as the file was called, for the message
        :param content: bytes
        :param limits: ``tools.scan_pdf.Limits``
        :return: ``tools.scan_pdf.CleanScan``
        :raise UserError: when it can't be taken, with what to do
        """
        try:
            return clean_scan(content, limits)
        except ScanFault as fault:
            raise UserError(self._fault_sentence(fault.reason, limits, name)) from fault

    @api.model
    def _fault_sentence(self, reason, limits, name):
        sentences = {
            "empty": self.env._("“%(name)s” is empty: scan it again.", name=name),
            "too_large": self.env._(
                "“%(name)s” is larger than %(size)d MB: scan in black and white or "
                "in parts.",
                name=name,
                size=limits.max_bytes // (1024 * 1024),
            ),
            "unknown": self.env._(
                "“%(name)s” is neither PDF, JPEG, PNG nor TIFF, whatever its name "
                "says: scan the paper itself.",
                name=name,
            ),
            "heic": self.env._(
                "“%(name)s” is a photo of the kind HEIC: set the phone to JPEG "
                "(“Most compatible”) and take it again.",
                name=name,
            ),
            "broken": self.env._(
                "“%(name)s” can't be read, it is damaged: scan it again.", name=name
            ),
            "encrypted": self.env._(
                "“%(name)s” is locked by a password: ask for it without one.",
                name=name,
            ),
            "too_many_pages": self.env._(
                "“%(name)s” has more than %(pages)d pages: hand it in in parts.",
                name=name,
                pages=limits.max_pages,
            ),
            "too_many_pixels": self.env._(
                "“%(name)s” has more than 50 million dots: scan it at 200 to 300 dpi.",
                name=name,
            ),
            "signed_active": self.env._(
                "“%(name)s” is signed and contains a script or hidden file: ask the "
                "signer for one without.",
                name=name,
            ),
            "active": self.env._(
                "“%(name)s” contains a script or hidden file that can't be taken "
                "out: print it and scan the print.",
                name=name,
            ),
        }
        return sentences[reason]

    @api.model
    def _file_values(self, name, content, clean, keep_original):
        """Values of the fields of the file.

        :param name: as the file was called
        :param content: bytes as handed in
        :param clean: ``tools.scan_pdf.CleanScan``
        :param keep_original: whether pictures are kept as handed in
        """
        kept = keep_original and clean.kind != "pdf"
        return {
            "file": b64encode(clean.content),
            "file_name": name,
            "original": b64encode(content) if kept else False,
            "thumbnail": b64encode(clean.thumbnail or b""),
            "file_kind": clean.kind,
            "page_count": clean.pages,
            "file_size": len(clean.content),
            "sha256": clean.sha256,
            "scanned_by_id": self.env.uid,
        }
