from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.search_key import fold

from .transition_table import RECEPTION

#: States in which no paper comes in any more: nothing was ever received.
CLOSED_TO_SCANS = ("refused_intake",)


class TthcDossierPapers(models.AbstractModel):
    """What a dossier says of its papers and their files."""

    _name = "tthc.dossier.papers"
    _description = "Papers of a dossier"

    def _check_takes_scans(self):
        """Raise unless the user may bring files to the dossier's papers now."""
        self.ensure_one()
        self._check_role(RECEPTION)
        self.check_access("write")
        self._need_center()
        if self.closed_at:
            raise UserError(
                self.env._(
                    "The file of %(code)s is closed: its papers do not change any "
                    "more.",
                    code=self.display_name,
                )
            )
        if self.state in CLOSED_TO_SCANS:
            raise UserError(
                self.env._(
                    "%(code)s takes no more papers: it is “%(state)s”.",
                    code=self.display_name,
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        self.state
                    ],
                )
            )

    def _may_scan(self):
        """Whether the user may bring files to the dossier's papers now."""
        self.ensure_one()
        user = self.env.user
        return (
            user.has_group(RECEPTION)
            and self.center_id == user.tthc_center_id
            and self.state not in CLOSED_TO_SCANS
            and not self.closed_at
        )

    def paper_board(self):
        """What the Papers tab shows: each paper with its files.

        :return: dict with ``may_scan``, ``may_give_back`` and ``papers``, a list of
            dicts; read as the user
        """
        self.ensure_one()
        self.check_access("read")
        may_scan = self._may_scan()
        return {
            "may_scan": may_scan,
            "offers": self.reuse_offers() if may_scan else [],
            "may_give_back": self._may_give_originals(),
            "papers": [self._paper_row(paper) for paper in self.component_ids],
        }

    def _may_give_originals(self):
        self.ensure_one()
        user = self.env.user
        return (
            user.has_group(RECEPTION)
            and self.center_id == user.tthc_center_id
            and self.state in self._transition("give_originals").origins
        )

    def _paper_row(self, paper):
        return {
            "id": paper.id,
            "name": paper.name,
            "originals": paper.original_count,
            "certified": paper.certified_count,
            "copies": paper.copy_count,
            "note": paper.note or "",
            "supplement": bool(paper.supplement_id),
            "to_give_back": paper.to_give_back,
            "given_back_at": paper.given_back_at
            and fields.Datetime.to_string(paper.given_back_at),
            "given_back_to": paper.given_back_to or "",
            "waived_at": paper.waived_at and fields.Datetime.to_string(paper.waived_at),
            "given_back_by": paper.given_back_by_id.name or "",
            "pages": paper.page_count,
            "issued_on": fields.Date.to_string(paper.issued_on) or "",
            "valid_until": fields.Date.to_string(paper.valid_until) or "",
            "last_valid_day": fields.Date.to_string(paper.last_valid_day) or "",
            "key": fold(paper.name),
            "scans": [
                {
                    "id": scan.id,
                    "name": scan.file_name or "",
                    "pages": scan.page_count,
                    "size": scan.file_size,
                    "kind": scan.file_kind,
                    "origin": scan.origin,
                    "source": scan.source_code or "",
                    "picture": scan.file_kind != "pdf",
                    "scanned_at": fields.Datetime.to_string(scan.scanned_at),
                    "scanned_by": scan.scanned_by_id.name,
                }
                for scan in paper.scan_ids
            ],
        }
