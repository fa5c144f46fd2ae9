from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .parcel_table import OUT_PARCEL

#: What the Post takes along to a citizen.
FOR_CITIZENS = ("result", "originals")


class TthcHandoverParcels(models.AbstractModel):
    """Parcels that change hands with minutes: their state follows the signatures."""

    _name = "tthc.handover.parcels"
    _description = "Minutes with citizens' parcels"

    def _leaving_by_post(self):
        """Extend: results whose parcels wait for this courier."""
        waiting = (
            Domain("direction", "=", "delivery")
            & Domain("state", "=", "ordered")
            & Domain("courier_id", "=", self.courier_id.id)
        )
        return super()._leaving_by_post() | (
            Domain("kind", "in", FOR_CITIZENS)
            & Domain("dossier_id.parcel_ids", "any", waiting)
        )

    def _bound_by_post(self, side):
        """Extend: what could not be delivered comes back to the center."""
        bound = super()._bound_by_post(side)
        if side == "a":
            return bound
        return bound | (
            Domain("parcel_id.state", "=", "returning")
            & Domain("center_id", "=", self.center_id.id)
        )

    def _after_signing(self, moment):
        """Extend: parcels go on from where their papers are now."""
        result = super()._after_signing(moment)
        moved = self.line_ids.filtered(lambda line: not line.only_counted).paper_id
        # sudo: parcels follow the signed minutes, whoever signed last
        moved = moved.sudo()
        here = moved.filtered(lambda paper: paper.holder_id._is_at(self.center_id))
        self._parcels_arrived(here)
        with_courier = moved.filtered(
            lambda paper: paper.holder_kind == "courier" and paper.kind in FOR_CITIZENS
        )
        self._parcels_left(with_courier)
        return result

    def _parcels_arrived(self, papers):
        """What the Post brought: fetched dossiers, and results that came back."""
        parcels = papers.parcel_id
        posted = papers.filtered(lambda paper: paper.kind == "file").dossier_id
        # A pick-up that nobody noted at the door is noted with the minutes.
        untold = posted.parcel_ids.filtered(
            lambda parcel: (
                parcel.direction == "pickup" and parcel.state in ("ordered", "failed")
            )
        )
        for parcel in untold:
            parcel.action_collect(self.courier_id.name)
        for parcel in parcels | untold:
            if parcel.direction == "pickup":
                if parcel.state in OUT_PARCEL:
                    parcel.action_arrive()
                continue
            if parcel.state in ("accepted", "under_way", "failed"):
                parcel.action_recall(
                    self.env._("Brought back with the minutes %s", self.name)
                )
            if parcel.state == "returning":
                parcel.action_take_back()

    def _parcels_left(self, papers):
        """What the Post took along to citizens: day J of these parcels."""
        waiting = papers.dossier_id.parcel_ids.filtered(
            lambda parcel: (
                parcel.direction == "delivery"
                and parcel.state == "ordered"
                and parcel.courier_id == self.courier_id
            )
        )
        for parcel in waiting:
            left = parcel.dossier_id._papers_for_parcel() - papers
            if left:
                raise UserError(
                    self.env._(
                        "%(paper)s goes in the same parcel: scan it, too.",
                        paper=left[0].display_name,
                    )
                )
            parcel.action_accept(self.courier_id.name)
