from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now


class TthcDossier(models.Model):
    """The papers of a dossier: its transitions begin and end their custody.

    State, money and paper are facts of their own (design.md, rule 5): no transition
    carries a folder to an agency. Only hand-over minutes do.
    """

    _name = "tthc.dossier"
    _inherit = ["tthc.dossier", "tthc.dossier.posted"]

    paper_ids = fields.One2many("tthc.paper", "dossier_id", string="Travelling papers")
    paper_place = fields.Char(
        string="Where the paper is", compute="_compute_paper_place"
    )

    @api.depends("paper_ids.holder_id")
    @api.depends_context("lang")
    def _compute_paper_place(self):
        # sudo: where a folder is, is no secret to who may read its dossier
        for dossier in self.sudo():
            holders = dossier.paper_ids.filtered(
                lambda paper: paper.holder_kind != "void"
            ).holder_id
            dossier.paper_place = "; ".join(holders.mapped("display_name"))

    def action_where(self):
        """Open the screen “where is it” on the papers of the dossier."""
        self.ensure_one()
        return self.env["tthc.paper"]._where_action(self.code)

    def _why_no_paper(self):
        """Why the ledger knows no paper of the dossier, in a sentence."""
        self.ensure_one()
        center = self.center_id
        names = {"code": self.code or self.display_name, "center": center.display_name}
        if not self.received_at:
            return self.env._(
                "%(code)s has not been received: no paper of it is in the ledger.",
                **names,
            )
        if not center._keeps_custody(center._local_day(self.received_at)):
            return self.env._(
                "%(code)s has no paper in the ledger: %(center)s did not keep the "
                "custody of papers when it was received.",
                **names,
            )
        return self.env._(
            "%(code)s has no paper in the ledger: it came and goes without paper.",
            **names,
        )

    def _run(self, action, source="web", **arguments):
        """Extend: what an action does to the papers goes into the ledger with it."""
        result = super()._run(action, source=source, **arguments)
        effect = self._custody_effects().get(action)
        if effect:
            effect(now())
        return result

    def _custody_effects(self):
        """What an action of the dossier does to its papers, by action."""
        return {
            "receive": self._begin_file,
            "receive_late": self._begin_file,
            "accept_supplement": self._begin_supplement,
            "resolve": self._begin_result,
            "refuse_supplement": self._begin_result,
            "give_back": self._end_at_citizen,
            "withdraw": self._originals_to_citizen,
            "give_originals": self._originals_to_citizen,
            "annul": self._all_to_citizen,
            "refuse_intake": self._all_to_citizen,
            "undo": self._void_undone,
        }

    # -- beginnings ---------------------------------------------------------------

    def _begin_file(self, moment):
        """The folder, and originals that are kept to be given back, are taken in."""
        holders = self.env["tthc.custody.holder"]
        beginnings = []
        for dossier in self._keeping_custody():
            counter = holders._counter_of(self.env.user, dossier.center_id)
            kept = dossier._kept_originals()
            parts = (("file", dossier.component_ids - kept), ("originals", kept))
            posted = dossier._posted_file()
            if posted:
                # What the Post handed over is in the ledger already: count it anew.
                kind, components = parts[0]
                values = dossier._custody_paper_values(kind, components)
                posted._moving().write(values)
            beginnings += [
                (dossier._custody_paper_values(kind, components), counter)
                for kind, components in parts
                if components and not (posted and kind == "file")
            ]
        self.env["tthc.paper"]._begin(beginnings, "intake", moment)

    def _begin_supplement(self, moment):
        """What the citizen brought later travels by itself."""
        beginnings = []
        for dossier in self._keeping_custody():
            brought = dossier.component_ids.filtered("supplement_id")
            counter = self.env["tthc.custody.holder"]._counter_of(
                self.env.user, dossier.center_id
            )
            beginnings.append(
                (dossier._custody_paper_values("supplement", brought), counter)
            )
        self.env["tthc.paper"]._begin(beginnings, "intake", moment)

    def _begin_result(self, moment):
        """The result lies with who made it out, until minutes bring it here."""
        beginnings = [
            (
                {"dossier_id": dossier.id, "kind": "result", "original_count": 1},
                self.env["tthc.custody.holder"]._person_of(
                    self.env.user, dossier.agency_id
                ),
            )
            for dossier in self._keeping_custody()
            if dossier.result_channel != "online"
        ]
        self.env["tthc.paper"]._begin(beginnings, "result", moment)

    def _keeping_custody(self):
        """Those whose papers are in the ledger."""
        return self.filtered(
            lambda dossier: (
                dossier.received_at
                and dossier.center_id._keeps_custody(
                    dossier.center_id._local_day(dossier.received_at)
                )
            )
        )

    def _custody_paper_values(self, kind, components):
        self.ensure_one()
        return {
            "dossier_id": self.id,
            "kind": kind,
            "original_count": sum(components.mapped("original_count")),
            "copy_count": sum(components.mapped("certified_count"))
            + sum(components.mapped("copy_count")),
        }

    def _need_minutes(self, **arguments):
        """Extend: the Post has handed over what is received."""
        result = super()._need_minutes(**arguments)
        self._check_handed_over()
        return result

    # -- ends -----------------------------------------------------------------------

    def _need_originals(self, **arguments):
        """Extend: what is handed to the citizen must be at the counter."""
        result = super()._need_originals(**arguments)
        for dossier in self:
            dossier._need_papers_here()
        return result

    def _need_papers_here(self):
        self.ensure_one()
        self._need_no_lost_result()
        # sudo: the ledger tells where a paper is, whoever may see the holder
        papers = self.sudo().paper_ids.filtered(lambda paper: paper._is_for_citizen())
        away = papers.filtered(lambda paper: not paper.holder_id._is_at(self.center_id))
        if away:
            raise UserError(
                self.env._(
                    "%(paper)s is not here: by the ledger it is with %(holder)s since "
                    "%(since)s. It comes to the counter with hand-over minutes.",
                    paper=away[0].display_name,
                    holder=away[0].holder_id.display_name,
                    since=self._local_label(away[0].held_since),
                )
            )

    def _need_no_lost_result(self):
        """A result that is lost can't be handed over; lost originals keep none back."""
        lost = self._lost_papers().filtered(lambda paper: paper.kind == "result")
        if lost:
            raise UserError(
                self.env._(
                    "%(paper)s was declared lost on %(since)s: it is found or replaced "
                    "first (Papers and rounds › Lost papers).",
                    paper=lost[0].display_name,
                    since=self._local_label(lost[0].held_since),
                )
            )

    def _lost_papers(self):
        """Papers that nobody has and that nothing stands in for yet."""
        # sudo: as for the place of the paper
        return self.sudo().paper_ids.filtered(
            lambda paper: paper.holder_kind == "lost" and not paper.is_superseded
        )

    def _kept_originals(self, papers=None):
        """Extend: what is lost is not at the center, and keeps no result back."""
        held = super()._kept_originals(papers)
        if not held:
            return held
        away = self.browse()
        # sudo: as for the place of the paper
        for dossier, travelling in self.sudo().paper_ids.grouped("dossier_id").items():
            sets = travelling.filtered(lambda paper: paper.kind == "originals")
            if sets and all(paper.holder_kind == "lost" for paper in sets):
                away |= dossier
        return held.filtered(lambda paper: paper.dossier_id.id not in away.ids)

    def _waive_lost_originals(self, moment):
        """Nothing is owed any more where every set of originals was given up as lost.

        :param moment: naive UTC
        """
        for dossier in self:
            # sudo: as for the place of the paper
            sets = dossier.sudo().paper_ids.filtered(
                lambda paper: paper.kind == "originals"
            )
            if all(row.is_superseded and row.holder_kind == "lost" for row in sets):
                dossier._waive_originals(moment)

    def _need_originals_gone(self, **arguments):
        """Extend: a file is not closed while one of its papers is being searched."""
        result = super()._need_originals_gone(**arguments)
        for dossier in self:
            lost = dossier._lost_papers()
            if lost:
                raise UserError(
                    self.env._(
                        "%(paper)s is lost: it is found or replaced before the file "
                        "is closed.",
                        paper=lost[0].display_name,
                    )
                )
        return result

    def _end_at_citizen(self, moment):
        """Result and originals are handed to the citizen."""
        self._hand_to_citizen(moment, lambda paper: paper._is_for_citizen())

    def _originals_to_citizen(self, moment):
        """Originals that are at the counter go back to who brought them.

        Where some are still held on record, they stay: the set travels as one.
        """
        self._hand_to_citizen(
            moment,
            lambda paper: (
                paper.kind == "originals" and not paper.dossier_id._kept_originals()
            ),
        )

    def _all_to_citizen(self, moment):
        """A receipt that is void: all papers are handed back at once."""
        self._hand_to_citizen(moment, lambda paper: True)

    def _hand_to_citizen(self, moment, chosen):
        # sudo: the ledger is written by actions only
        papers = self.sudo().paper_ids.filtered(
            lambda paper: (
                chosen(paper) and paper.holder_id._is_at(paper.dossier_id.center_id)
            )
        )
        if papers:
            citizen = self.env["tthc.custody.holder"]._of("citizen")
            papers._hand_to(citizen, "return", moment)

    def _void_undone(self, moment):
        """A result or a supplement that was taken back is no longer there."""
        # sudo: as above
        papers = self.sudo().paper_ids.filtered(lambda paper: paper._is_undone())
        gone = papers.filtered(lambda paper: paper.move_count > 1)
        if gone:
            raise UserError(
                self.env._(
                    "%(paper)s has left already and is with %(holder)s: what was done "
                    "can no longer be taken back.",
                    paper=gone[0].display_name,
                    holder=gone[0].holder_id.display_name,
                )
            )
        if papers:
            papers._hand_to(self.env["tthc.custody.holder"]._of("void"), "void", moment)
