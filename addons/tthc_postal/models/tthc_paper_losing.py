from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now

from .paper_loss_table import COURIER, MANAGER, RECEPTION, SPECIALIST
from .tthc_paper_destination import AT_REST


class TthcPaperLosing(models.AbstractModel):
    """A paper that is declared lost: from then on nobody has it, by the ledger.

    It stays with no one on purpose. Were it left with the last holder under a flag,
    minutes could still be signed for it and a courier could never come home with
    empty hands. Who had it last is a fact of the loss, and the next move begins there.
    """

    _name = "tthc.paper.losing"
    _description = "Declaring a paper lost"

    loss_ids = fields.One2many("tthc.paper.loss", "paper_id", string="Losses")
    is_superseded = fields.Boolean(
        string="Replaced by another",
        readonly=True,
        help="It was lost and another paper stands in for it: should it turn up, it "
        "goes to the center and is valid no more.",
    )
    replaces_id = fields.Many2one(
        "tthc.paper", ondelete="restrict", readonly=True, index="btree_not_null"
    )

    def action_declare_lost(self, reason=None, fault=None):
        """Declare papers lost: from now on nobody has them, until they are found.

        Done by who has a paper, or by the center of its dossier (Decree 61/2018
        Art 21).

        :param reason: what happened, as far as it is known
        :param fault: key of ``fault`` of ``tthc.paper.loss``, who is supposed to have
            lost it; None takes the side that had it last
        :return: ``tthc.paper.loss``, one a paper
        :raise AccessError: for whoever stands neither for the holder nor the center
        :raise UserError: without a reason; where a paper is with the citizen, in the
            archive, or lost already; when somebody moves it at this moment
        """
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say what happened: where the paper was seen last.")
            )
        self._check_may_declare()
        papers = self.sudo()  # sudo: the ledger is written by actions only
        papers.dossier_id._lock()
        papers._lock()
        papers.invalidate_recordset()
        # Once more: the paper may have changed hands before the lock.
        self._check_may_declare()
        papers._check_can_be_lost()
        moment = now()
        losses = self.env["tthc.paper.loss"].sudo()  # sudo: as above
        for paper in papers:
            losses |= paper._declare_lost(reason.strip(), fault, moment)
        losses._log("lose_paper", moment)
        losses._tell_managers()
        return losses.with_env(self.env)

    def _check_may_declare(self):
        """Refuse whoever neither has a paper nor stands for its center.

        :raise AccessError: for everybody else
        """
        user = self.env.user
        for paper in self.sudo():  # sudo: only compared with the user
            if not (self.env.su or paper._may_declare(user)):
                raise AccessError(
                    self.env._(
                        "%(paper)s is declared lost by who has it, or by the center of "
                        "its dossier.",
                        paper=paper.display_name,
                    )
                )

    def _may_declare(self, user):
        """Whether a user stands for the center of the paper or for who has it.

        :param user: ``res.users``
        """
        self.ensure_one()
        if self._is_of_center(user):
            return True
        holder = self.holder_id
        if holder.kind == "courier":
            return holder.user_id == user and user.has_group(COURIER)
        return (
            holder.kind == "agency"
            and holder.agency_id in user.tthc_agency_ids
            and user.has_group(SPECIALIST)
        )

    def _is_of_center(self, user):
        """Whether a user works for the center of the paper.

        :param user: ``res.users``
        """
        self.ensure_one()
        return user.tthc_center_id == self.center_id and (
            user.has_group(RECEPTION) or user.has_group(MANAGER)
        )

    def _check_can_be_lost(self):
        """Refuse papers that stay where they are for good.

        :raise UserError: names the first one and who has it
        """
        for paper in self:
            if not paper._can_be_lost():
                raise UserError(
                    self.env._(
                        "%(paper)s can't be lost: by the ledger it is with %(holder)s.",
                        paper=paper.display_name,
                        holder=paper.holder_id.display_name or self.env._("nobody"),
                    )
                )

    def _can_be_lost(self):
        """Whether somebody has the paper who does not keep it for good."""
        self.ensure_one()
        return bool(self.holder_id) and self.holder_id.kind not in AT_REST

    def _declare_lost(self, reason, fault, moment):
        """Note the loss of one paper and move it to no one.

        :param moment: naive UTC
        :return: ``tthc.paper.loss``
        """
        self.ensure_one()
        holder = self.holder_id
        loss = self.env["tthc.paper.loss"]._moving()
        year = self.center_id._local_day(moment).year
        number = self.env["tthc.number"]._next(
            "tthc.paper.loss", "number", {"center_id": self.center_id.id, "year": year}
        )
        supposed, agency = self._supposed_fault(fault)
        loss = loss.create(
            {
                "paper_id": self.id,
                "year": year,
                "number": number,
                "name": f"{number}/BMH-{year}",
                "declared_at": moment,
                "declared_by_id": self.env.uid,
                "reason": reason,
                "last_holder_id": holder.id,
                "last_held_since": self.held_since,
                "concerned_ids": (self.env.user | holder.user_id).ids,
                "fault": supposed,
                "fault_agency_id": agency.id,
            }
        )
        lost = self.env["tthc.custody.holder"]._of("lost")
        self._append_moves({self: lost}, "loss", moment, loss.name)
        return loss

    def _supposed_fault(self, fault=None):
        """Who is supposed to have lost the paper, before anybody decides.

        :param fault: what the declarer says, or None
        :return: pair of the key and ``tthc.agency``
        """
        holder = self.holder_id
        by_side = {"counter": "center", "courier": "post", "agency": "agency"}
        fault = fault or by_side.get(holder.kind, "unknown")
        nobody = self.env["tthc.agency"]
        return fault, holder.agency_id if fault == "agency" else nobody
