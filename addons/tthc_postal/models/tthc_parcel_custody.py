from odoo import models
from odoo.exceptions import UserError


class TthcParcelCustody(models.AbstractModel):
    """The papers of a parcel in the ledger: they move when the parcel does."""

    _name = "tthc.parcel.custody"
    _description = "Custody of what is in a parcel"

    def _take_papers(self, holder, moment):
        """The papers go from the counter to the courier; the note is the evidence."""
        self.ensure_one()
        papers = self.dossier_id._papers_for_parcel()
        # Signed minutes may have brought them to the courier already.
        waiting = papers.filtered(lambda paper: paper.holder_id != holder)
        away = waiting.filtered(
            lambda paper: not paper.holder_id._is_at(self.center_id)
        )
        if away:
            raise UserError(
                self.env._(
                    "%(paper)s is not at the counter but with %(holder)s, by the "
                    "ledger: it comes here with minutes first.",
                    paper=away[0].display_name,
                    holder=away[0].holder_id.display_name,
                )
            )
        self._carry(papers)
        if waiting:
            waiting._hand_to(holder, "minutes", moment, self.name)

    def _begin_papers(self, holder, moment):
        """What the citizen hands over at the door begins its custody there."""
        self.ensure_one()
        center = self.center_id
        if not center._keeps_custody(center._local_day(moment)):
            return
        papers = self.dossier_id._posted_file()
        if not papers:
            values = {
                "dossier_id": self.dossier_id.id,
                "kind": "file",
                "original_count": sum(self.line_ids.mapped("original_count")),
                "copy_count": sum(self.line_ids.mapped("copy_count")),
            }
            papers = self.env["tthc.paper"]._begin([(values, holder)], "intake", moment)
        self._carry(papers)

    def _carry(self, papers):
        """Put papers into the parcel."""
        self._moving().write({"paper_ids": [(6, 0, papers.ids)]})
        papers.sudo()._moving().write({"parcel_id": self.id})  # sudo: by actions only

    def _papers_to_counter(self, moment):
        """What the courier brings is at the counter of who takes it."""
        self.ensure_one()
        papers = self._papers_with_courier()
        if papers:
            counter = self.env["tthc.custody.holder"]._counter_of(
                self.env.user, self.center_id
            )
            papers._hand_to(counter, "minutes", moment, self.name)
        self.paper_ids._moving().write({"parcel_id": False})

    def _papers_with_courier(self):
        """The papers of the parcel that a courier has."""
        return self.paper_ids.filtered(lambda paper: paper.holder_id.kind == "courier")
