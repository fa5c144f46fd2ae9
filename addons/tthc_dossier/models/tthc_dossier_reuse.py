from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcDossierReuse(models.AbstractModel):
    """A paper takes over what the same citizen handed in or got before."""

    _name = "tthc.dossier.reuse"
    _description = "Reuse of papers"

    last_valid_day = fields.Date(compute="_compute_last_valid_day")

    @api.depends("valid_until", "issued_on", "name")
    def _compute_last_valid_day(self):
        kinds = self.env["tthc.paper.validity"]
        for paper in self:
            paper.last_valid_day = paper.valid_until or kinds._last_day(
                paper.name, paper.issued_on
            )

    def action_set_validity(self, issued_on=None, valid_until=None):
        """Keep when a paper was issued and how long it can be used.

        :param issued_on: ISO date or False
        :param valid_until: ISO date or False
        :raise UserError: when it would end before it was issued
        """
        self.ensure_one()
        self.dossier_id._check_takes_scans()
        issued_on, valid_until = (
            fields.Date.to_date(day or False) for day in (issued_on, valid_until)
        )
        if issued_on and valid_until and valid_until < issued_on:
            raise UserError(
                self.env._("A paper can't expire before the day it was issued.")
            )
        # sudo: papers of a received dossier change through here only
        self.sudo().with_context(**self.env["tthc.dossier"]._move_context()).write(
            {"issued_on": issued_on, "valid_until": valid_until}
        )

    def action_reuse(self, kind, source_id):
        """Take a paper or result of an earlier dossier of the same citizen over.

        :param kind: “paper” or “result”
        :param source_id: id of the earlier paper or result, as
            ``tthc.dossier.reuse_offers`` offers it
        :raise AccessError: when the user is no reception officer
        :raise UserError: when it is not on offer (any more)
        """
        self.ensure_one()
        self.dossier_id._check_takes_scans()
        self.dossier_id._lock()
        offer = self.dossier_id._reusable_by(kind, source_id)
        if not offer:
            raise UserError(
                self.env._(
                    "This paper can't be taken over any more: it has expired, or it is "
                    "not of the same citizen. Reload the page and look."
                )
            )
        taken = [
            self._take_over(kind, offer, source)
            for source in offer["sources"]
            if source.sha256 not in self.scan_ids.mapped("sha256")
        ]
        if not taken:
            raise UserError(self.env._("This paper has been taken over already."))
        self._log_scans("reuse", taken, source=offer["code"])

    def _take_over(self, kind, offer, source):
        """Copy one file; the store keeps its bytes once.

        :param source: ``tthc.dossier.scan`` or ``tthc.dossier.result``, as superuser
        :return: dict of what the log keeps of it
        """
        source = source.with_context(bin_size=False)
        link = "source_result_id" if kind == "result" else "source_scan_id"
        self._create_scan(
            {
                "origin": kind,
                link: source.id,
                "source_code": offer["code"],
                "source_day": offer["issued_on"],
                "valid_until": offer["valid_until"],
                "scanned_by_id": self.env.uid,
                **{
                    name: source[name]
                    for name in (
                        "file",
                        "file_name",
                        "thumbnail",
                        "file_kind",
                        "page_count",
                        "file_size",
                        "sha256",
                    )
                },
            }
        )
        return {"sha256": source.sha256, "pages": source.page_count}
