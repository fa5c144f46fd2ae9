from base64 import b64decode

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now

from ..tools.scan_pdf import joined, sha256_of


class TthcDossierScanning(models.AbstractModel):
    """How the files of a paper come in and go."""

    _name = "tthc.dossier.scanning"
    _description = "Scanning of a paper"

    scan_ids = fields.One2many("tthc.dossier.scan", "component_id", readonly=True)
    page_count = fields.Integer(string="Pages", compute="_compute_page_count")

    @api.depends("scan_ids.page_count")
    def _compute_page_count(self):
        for paper in self:
            paper.page_count = sum(paper.scan_ids.mapped("page_count"))

    def _attach(self, files):
        """Take the files that can be kept for a paper; the log keeps their hashes.

        :param files: list of pairs of name and bytes
        :return: dict with ``taken`` (number of files), ``messages`` (list of
            sentences on those that were not taken, or not as they came)
        :raise AccessError: when the user is no reception officer
        :raise UserError: when the dossier takes no papers from the user
        """
        self.ensure_one()
        dossier = self.dossier_id
        dossier._check_takes_scans()
        dossier._lock()
        limits = dossier.center_id._scan_limits()
        taken, messages = [], []
        for name, content in files:
            if sha256_of(content) in self.scan_ids.mapped("sha256"):
                messages.append(
                    self.env._("“%(name)s” is with this paper already.", name=name)
                )
                continue
            try:
                taken.append(self._take(name, content, limits, messages))
            except UserError as fault:
                messages.append(str(fault))
        self._log_scans("scan", taken)
        return {"taken": len(taken), "messages": messages}

    def _take(self, name, content, limits, messages):
        """Keep one file.

        :return: dict of what the log keeps of it
        """
        scans = self.env["tthc.dossier.scan"]
        clean = scans._clean(name, content, limits)
        if clean.kind == "pdf" and clean.rewritten:
            messages.append(
                self.env._(
                    "“%(name)s” contained a script or hidden file; its pages alone "
                    "were kept.",
                    name=name,
                )
            )
        self._create_scan(
            scans._file_values(
                name, content, clean, self.dossier_id.center_id.scan_keep_original
            )
        )
        return {
            "sha256": clean.sha256,
            "kept": clean.content_sha256,
            "pages": clean.pages,
        }

    def _create_scan(self, values):
        last = max(self.scan_ids.mapped("sequence"), default=0)
        return (
            self.env["tthc.dossier.scan"]
            # sudo: files come in through here only, checked and logged
            .sudo()
            .with_context(**self.env["tthc.dossier"]._move_context())
            .create(
                {
                    "component_id": self.id,
                    "sequence": last + 10,
                    "scanned_at": now(),
                    **values,
                }
            )
        )

    def action_remove_scan(self, scan_id):
        """Take a wrong file away from a paper; the log keeps that it was there.

        :param scan_id: id of a ``tthc.dossier.scan`` of this paper
        :raise AccessError: when the user is no reception officer
        :raise UserError: when the file is gone, or the dossier's file is closed
        """
        self.ensure_one()
        self.dossier_id._check_takes_scans()
        self.dossier_id._lock()
        scan = self.scan_ids.filtered(lambda row: row.id == scan_id)
        if not scan:
            raise UserError(
                self.env._("This file is gone already: reload the page and look.")
            )
        entry = {"sha256": scan.sha256, "pages": scan.page_count}
        # sudo: files go through here only, checked and logged
        scan.sudo().with_context(**self.env["tthc.dossier"]._move_context()).unlink()
        self._log_scans("unscan", [entry])

    def _log_scans(self, kind, files, **data):
        """One entry of the log on the files of a paper; none for a draft.

        :param kind: kind of the event
        :param files: list of dicts without personal data
        :param data: what else the entry keeps
        """
        self.ensure_one()
        if not files or self.dossier_id.state == "draft":
            return
        self.env["tthc.dossier.event"]._append(
            [
                {
                    "dossier": self.dossier_id,
                    "kind": kind,
                    "happened_at": now(),
                    "data": {"paper": self.id, "files": files, **data},
                }
            ]
        )

    def _joined_scans(self):
        """All files of a paper as one PDF, in their order.

        :return: bytes, empty when nothing was scanned
        """
        self.ensure_one()
        self.check_access("read")
        scans = self.scan_ids.with_context(bin_size=False)
        if not scans:
            return b""
        return joined(b64decode(scan.file) for scan in scans)
