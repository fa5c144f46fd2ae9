from odoo import Command, models
from odoo.exceptions import UserError

COUNTS = ("original_count", "certified_count", "copy_count")
#: What a receipt says of a paper.
ON_RECEIPT = ("name", *COUNTS, "to_give_back")


class TthcDossierCorrectingPapers(models.AbstractModel):
    """Papers that a receipt lists wrongly: other counts, one too many, one left out.

    Only those that were handed in for the receipt; what a supplement brought was taken
    in by an action of its own.
    """

    _name = "tthc.dossier.correcting.papers"
    _description = "Correction of the papers on a receipt"

    def _receipt_papers(self):
        """Papers that were handed in for the receipt."""
        return self.component_ids.filtered(lambda paper: not paper.supplement_id)

    def _right_papers(self, papers):
        """What the receipt should have listed, checked.

        :param papers: list of dicts with ``id`` of the paper (none for one that was
            left out), ``component_id`` and the fields of :data:`ON_RECEIPT`
        :return: list of pairs of a paper (or none) and its values
        :raise UserError: for a paper without a name, without a copy, or of another
            dossier
        """
        self.ensure_one()
        own = {paper.id: paper for paper in self._receipt_papers()}
        return [(self._paper_of(row, own), self._paper_values(row)) for row in papers]

    def _paper_of(self, row, own):
        paper_id = row.get("id")
        if paper_id and paper_id not in own:
            raise UserError(
                self.env._(
                    "The papers of %(code)s have changed: open the correction again.",
                    code=self.display_name,
                )
            )
        return own.get(paper_id, self.component_ids.browse())

    def _paper_values(self, row):
        values = {
            "name": (row.get("name") or "").strip(),
            **{count: int(row.get(count) or 0) for count in COUNTS},
            "to_give_back": bool(row.get("to_give_back")),
        }
        counts = [values[count] for count in COUNTS]
        if not values["name"] or min(counts) < 0 or not sum(counts):
            raise UserError(
                self.env._(
                    "Say of each paper on the receipt of %(code)s what it is and how "
                    "many there are: %(name)s.",
                    code=self.display_name,
                    name=values["name"] or "–",
                )
            )
        if row.get("component_id"):
            values["component_id"] = row["component_id"]
        return values

    def _are_papers_changed(self, papers):
        """Whether a receipt that lists these papers would be another one.

        :param papers: as :meth:`_right_papers` takes them; None changes nothing
        """
        self.ensure_one()
        if papers is None:
            return False
        right = self._right_papers(papers)
        kept = self.component_ids.browse().union(*(paper for paper, _values in right))
        return kept != self._receipt_papers() or any(
            not paper or paper._differs(values) for paper, values in right
        )

    def _need_removable_papers(self, papers=None, **_arguments):
        if papers is None:
            return
        for dossier in self:
            for paper in dossier._papers_left_out(papers):
                obstacle = paper._correction_obstacle()
                if obstacle:
                    raise UserError(obstacle)

    def _papers_left_out(self, papers):
        """Papers that the receipt lists and should not."""
        kept = {row.get("id") for row in papers}
        return self._receipt_papers().filtered(lambda paper: paper.id not in kept)

    def _papers_told(self, papers):
        """The papers that the right receipt lists, as a void receipt keeps them.

        :return: dict with ``papers``; empty where they are the same
        """
        if not self._are_papers_changed(papers):
            return {}
        right = self._right_papers(papers)
        return {
            "papers": [
                [values[name] for name in ON_RECEIPT] for _paper, values in right
            ]
        }

    def _correct_papers(self, papers):
        """Write the papers as the receipt should have listed them.

        :param papers: as :meth:`_right_papers` takes them
        :return: what the log keeps of it: numbers only
        """
        self.ensure_one()
        right = self._right_papers(papers)
        left_out = self._papers_left_out(papers)
        changed = self.component_ids.browse()
        for paper, values in right:
            if paper and paper._differs(values):
                paper.with_context(**self._move_context()).write(values)
                changed |= paper
        end = max(self.component_ids.mapped("sequence"), default=0) + 1
        added = [{**values, "sequence": end} for paper, values in right if not paper]
        self.with_context(**self._move_context()).write(
            {
                "component_ids": [
                    *(Command.delete(paper.id) for paper in left_out),
                    *(Command.create(values) for values in added),
                ]
            }
        )
        return {
            "changed": sorted(changed.ids),
            "removed": sorted(left_out.ids),
            "added": len(added),
        }
