from odoo import api, fields, models

from odoo.addons.tthc_dossier.models.transition_table import INTAKE_STATES

#: Where a paper stays for good.
AT_REST = ("citizen", "archive", "lost", "void")
#: States in which the agencies work on the file, or are about to.
AT_WORK = ("received", "processing", "supplement", "fee_wait")
#: States in which what the citizen gets back belongs at the counter.
ENDED = ("resolved", "returned", "withdrawn", "stopped")


class TthcPaperDestination(models.AbstractModel):
    """Where a paper belongs next, by the state of its dossier.

    Stored, so that the manifest of a round is one indexed search: both are empty
    while the paper is where it belongs.
    """

    _name = "tthc.paper.destination"
    _description = "Where a paper belongs next"

    goes_to_agency_id = fields.Many2one(
        "tthc.agency",
        string="Goes to the agency",
        compute="_compute_destination",
        store=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    goes_to_center_id = fields.Many2one(
        "tthc.center",
        string="Goes to the center",
        compute="_compute_destination",
        store=True,
        ondelete="restrict",
        index="btree_not_null",
    )

    @api.depends(
        "kind",
        "holder_id",
        "is_superseded",
        "dossier_id.state",
        "dossier_id.step_ids.state",
        "dossier_id.step_ids.agency_id",
        "dossier_id.step_ids.pass_asked_at",
    )
    def _compute_destination(self):
        for paper in self:
            agency, center = paper._destination()
            holder = paper.holder_id
            if holder.kind == "agency" and holder.agency_id == agency:
                agency = None
            if center and holder._is_at(center):
                center = None
            paper.goes_to_agency_id = agency
            paper.goes_to_center_id = center

    def _destination(self):
        """Where the paper belongs.

        :return: pair of ``tthc.agency`` and ``tthc.center``, at most one of them
        """
        self.ensure_one()
        nowhere = (None, None)
        dossier = self.dossier_id
        if not self.holder_id or self.holder_id.kind in AT_REST:
            return nowhere
        if self.is_superseded:
            return None, dossier.center_id
        if self.kind in ("result", "originals"):
            home = dossier.state in ENDED
            return (None, dossier.center_id) if home else nowhere
        if dossier.state in (*INTAKE_STATES, "withdrawn", "stopped"):
            return None, dossier.center_id
        if dossier.state in AT_WORK:
            return self._working_place(dossier)
        return nowhere

    def _working_place(self, dossier):
        """Where the file is worked on: one place, though several agencies may work.

        Papers that pass the desks go to the center first (dispatch 3530/UBND-NC §3);
        of agencies side by side the one that comes first has the paper, and one that
        has it keeps it.
        """
        if dossier._held_steps():
            return None, dossier._passing_center()
        steps = dossier.step_ids.filtered(lambda step: step.state == "active")
        steps = steps or self._first_waiting(dossier)
        agencies = steps.sorted("sequence").agency_id
        if self.holder_id.agency_id in agencies:
            return self.holder_id.agency_id, None
        return agencies[:1] or None, None

    def _first_waiting(self, dossier):
        """Steps that begin when the file is handed over."""
        waiting = dossier.step_ids.filtered(lambda step: step.state == "waiting")
        first = min(waiting.mapped("sequence"), default=None)
        return waiting.filtered(lambda step: step.sequence == first)
