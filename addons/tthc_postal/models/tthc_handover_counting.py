from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now

from .handover_sides import OTHER

#: What a person notes by hand while the sheet is open.
BY_HAND = ("missing", "extra", "damaged")
#: More than this is a slip of the keyboard.
MOST = 9999


class TthcHandoverCounting(models.AbstractModel):
    """What the two sides count and find, before they sign (Decision 45/2016 Art 7.3).

    What is noted belongs to nobody until both have signed: only then does it have an
    owner and a deadline. Until then it is taken back without a trace.
    """

    _name = "tthc.handover.counting"
    _description = "Counting at a hand-over"

    discrepancy_ids = fields.One2many(
        "tthc.handover.discrepancy", "handover_id", string="Discrepancies"
    )
    is_complete = fields.Boolean(
        compute="_compute_is_complete",
        help="Nothing was missing, damaged or counted otherwise than listed.",
    )

    discrepancy_count = fields.Integer(compute="_compute_is_complete")

    @api.depends("discrepancy_ids")
    def _compute_is_complete(self):
        for minutes in self:
            # sudo: both sides see how much was found on their sheet
            minutes.discrepancy_count = len(minutes.sudo().discrepancy_ids)
            minutes.is_complete = not minutes.discrepancy_count

    # -- counts -------------------------------------------------------------------

    def count_line(self, paper_id, originals, copies):
        """Enter how many originals and copies were counted in a paper on the sheet.

        :param paper_id: id of a ``tthc.paper`` on the sheet
        :param originals: number of originals
        :param copies: number of copies, certified or not
        :return: dict as ``_sheet`` gives
        :raise UserError: for a paper that is not on the sheet, or no number
        """
        sheet = self._counting()
        line = sheet._line_of(paper_id)
        for number in (originals, copies):
            if not isinstance(number, int) or not 0 <= number <= MOST:
                raise UserError(self.env._("Enter whole numbers, 0 or more."))
        listed = sheet._listed(line)
        line._moving().write(
            {
                "original_count": originals,
                "copy_count": copies,
                "original_difference": originals - listed[0],
                "copy_difference": copies - listed[1],
            }
        )
        return self._sheet()

    def _listed(self, line):
        """How many originals and copies a line was listed with: the checklist's."""
        return (
            line.original_count - line.original_difference,
            line.copy_count - line.copy_difference,
        )

    # -- what is found --------------------------------------------------------------

    def note_found(self, kind, paper_id=None, note=None):
        """Note by hand that a paper is missing, damaged or one too many.

        Noting it once more replaces the words.

        :param kind: “missing”, “extra” or “damaged”
        :param paper_id: id of a ``tthc.paper``; None for one without a label
        :param note: what was seen
        :return: dict as ``_sheet`` gives
        :raise UserError: for another kind, a paper that can't be so, or no words
            where the paper does not speak for itself
        """
        sheet = self._counting()
        if kind not in BY_HAND:
            raise UserError(self.env._("Choose what you found."))
        note = str(note or "").strip()[:250]
        paper = sheet._found_paper(kind, paper_id)
        if not note and not (paper and kind == "missing"):
            raise UserError(self.env._("Say in a few words what you found."))
        earlier = sheet._noted(kind, paper) if paper else sheet.discrepancy_ids[:0]
        if earlier:
            earlier._moving().write({"note": note})
        else:
            sheet._note_one(kind, paper, note)
        return self._sheet()

    def unnote(self, discrepancy_id):
        """Take back what was noted by hand on a sheet that nobody has signed.

        :param discrepancy_id: id of a ``tthc.handover.discrepancy`` of the sheet
        :return: dict as ``_sheet`` gives
        """
        sheet = self._counting()
        rows = sheet.discrepancy_ids.filtered(
            lambda row: row.id == discrepancy_id and row.state == "noted"
        )
        rows._moving().unlink()
        return self._sheet()

    def note_nobody(self, note=None):
        """Nobody is there to receive: the sheet is dropped, the papers stay.

        The managers of the center are told at once, for nobody will sign.

        :param note: whom was asked, what was said
        :return: dict as ``_sheet`` gives
        :raise UserError: without words
        """
        sheet = self._counting()
        if not str(note or "").strip():
            raise UserError(self.env._("Say whom you looked for."))
        waiting = sheet._expected_papers()
        sentence = self.env._(
            "Nobody received %(count)s paper(s): %(note)s",
            count=len(waiting),
            note=str(note).strip()[:200],
        )
        sheet._drop_noted()
        sheet._moving().write({"state": "dropped"})
        sheet.env["tthc.handover.discrepancy"]._note(
            [
                {
                    **sheet._discrepancy_values("nobody"),
                    "note": sentence,
                    "owner_id": sheet._manager_of_center().id,
                }
            ]
        )
        return self._sheet()

    def _counting(self):
        """The sheet, locked and open, for whoever takes part."""
        self.ensure_one()
        self._check_taking_part()
        sheet = self.sudo()  # sudo: the sides were checked; they edit no row by hand
        sheet._lock()
        sheet.invalidate_recordset(["state"])
        sheet._check_state("draft")
        return sheet

    def _line_of(self, paper_id):
        line = self.line_ids.filtered(lambda row: row.paper_id.id == paper_id)
        if not line:
            raise UserError(self.env._("This paper is not on the sheet: scan it."))
        return line

    def _found_paper(self, kind, paper_id):
        """The paper that something is noted of, where that can be."""
        if kind == "damaged":
            return self._line_of(paper_id).paper_id
        if not paper_id:
            return self.env["tthc.paper"]
        if kind == "missing":
            papers = self._expected_papers() - self.line_ids.paper_id
            refusal = self.env._("Only what is expected here can be missing.")
        else:
            papers = self.env["tthc.paper"].search([("id", "=", paper_id)])
            papers -= self.line_ids.paper_id
            refusal = self.env._("This paper is on the sheet already.")
        paper = papers.filtered(lambda row: row.id == paper_id)
        if not paper:
            raise UserError(refusal)
        return paper

    def _paper_named(self, code, kind):
        """The paper of a dossier that is missing or one too many here.

        :param code: of the dossier, as typed
        :param kind: “missing” or “extra”
        :return: ``tthc.paper``, at most one
        """
        self.ensure_one()
        self._check_taking_part()
        sheet = self.sudo()  # sudo: a paper is told by its code alone
        papers = sheet.env["tthc.paper"].search([("code", "=", code)])
        if kind == "missing":
            papers &= sheet._expected_papers()
        return (papers - sheet.line_ids.paper_id)[:1].sudo(False)

    def _noted(self, kind, paper):
        return self.discrepancy_ids.filtered(
            lambda row: row.kind == kind and row.paper_id == paper
        )

    def _note_one(self, kind, paper, note):
        rows = self.env["tthc.handover.discrepancy"]._moving()
        rows.create(
            {
                **self._discrepancy_values(kind, paper),
                "note": note,
                "state": "noted",
                "found_at": now(),
                "found_by_id": self.env.uid,
            }
        )

    def _discrepancy_values(self, kind, paper=None):
        return {
            "kind": kind,
            "handover_id": self.id,
            "round_stop_id": self.round_stop_id.id,
            "paper_id": paper and paper.id,
            "center_id": self.center_id.id,
            "agency_id": self.agency_id.id,
        }

    def _drop_noted(self, paper=None):
        """What was noted of a sheet, or of one paper that is no longer on it."""
        noted = self.discrepancy_ids.filtered(lambda row: row.state == "noted")
        if paper is not None:
            noted = noted.filtered(
                lambda row: row.paper_id == paper and row.kind == "damaged"
            )
        noted._moving().unlink()

    # -- when both have signed --------------------------------------------------------

    def _settle_discrepancies(self):
        """What was noted and what the counts tell has an owner and a deadline now.

        :return: the discrepancies of the sheet
        """
        self.ensure_one()
        rows = self.env["tthc.handover.discrepancy"]
        noted = self.discrepancy_ids.filtered(lambda row: row.state == "noted")
        for owner, found in noted.grouped(
            lambda row: self._answers_for(row.paper_id)
        ).items():
            found._open(owner)
        rows._note(
            [
                {**values, "owner_id": self._answers_for(paper).id}
                for paper, values in self._told_by_itself()
            ]
        )
        return self.discrepancy_ids

    def _told_by_itself(self):
        """Pairs of a paper and a discrepancy that nobody had to note by hand."""
        pairs = []
        for line in self.line_ids:
            if line._differs() and not line.only_counted:
                pairs.append(self._pair("count", line.paper_id, line._count_words()))
            if not line.expected and not self.corrects_id:
                pairs.append(self._pair("extra", line.paper_id))
        return pairs + [self._pair("missing", paper) for paper in self._not_shown()]

    def _pair(self, kind, paper, note=False):
        return paper, {**self._discrepancy_values(kind, paper), "note": note}

    def _not_shown(self):
        """What the courier should have had here, did not show, and nobody noted."""
        if self._side_kind("a") != "courier" or self._is_loading() or self.corrects_id:
            return self.env["tthc.paper"]
        missing = self._expected_papers().filtered(
            lambda paper: self._has("a", paper.holder_id)
        )
        noted = self.discrepancy_ids.filtered(lambda row: row.kind == "missing")
        return missing - self.line_ids.paper_id - noted.paper_id

    def _answers_for(self, paper):
        """Who clears up what was found of a paper: who signed for the side that had it.

        Called before the papers change hands.

        :param paper: ``tthc.paper``, may be empty
        :return: ``res.users``
        """
        line = self.line_ids.filtered(lambda row: row.paper_id == paper)
        side = line.from_side or (paper and self._giver_side(paper.holder_id))
        if side:
            return self[f"sign_{side}_user_id"]
        return self._manager_of_center() or self[f"sign_{OTHER['a']}_user_id"]

    def _manager_of_center(self):
        """A manager of the center: told of what belongs to nobody else."""
        managers = self.env.ref("tthc_base.group_center_manager").all_user_ids
        return managers.filtered(
            lambda user: user.active and user.tthc_center_id == self.center_id
        )[:1]

    def _is_loading(self):
        """Whether the courier takes papers at the center before he leaves."""
        return self.kind == "center" and self.round_id.state == "loading"
