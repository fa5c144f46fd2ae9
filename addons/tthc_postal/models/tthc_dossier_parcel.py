from odoo import api, fields, models
from odoo.exceptions import UserError

from .parcel_table import OPEN_PARCEL, OUT_PARCEL, WAITING_PARCEL

#: What gives or takes away the reason for a parcel.
PARCEL_ACTIONS = (
    "submit",
    "resolve",
    "refuse_supplement",
    "correct_receipt",
    "undo",
    "give_back",
    "receive",
    "receive_late",
    "withdraw",
    "refuse_intake",
    "annul",
    "stop",
)


class TthcDossier(models.Model):
    """Parcels of a dossier: made when the citizen chose the post, and ended with it."""

    # The dossier is split by concern, a file each.
    _inherit = "tthc.dossier"  # pylint: disable=consider-merging-classes-inherited

    parcel_ids = fields.One2many("tthc.parcel", "dossier_id", string="Parcels")
    parcel_count = fields.Integer(compute="_compute_parcel_count")

    @api.depends("parcel_ids")
    def _compute_parcel_count(self):
        for dossier in self:
            dossier.parcel_count = len(dossier.parcel_ids)

    def action_open_parcels(self):
        """Open the parcels of the dossier."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "tthc_postal.tthc_parcel_action"
            ),
            "domain": [("dossier_id", "=", self.id)],
            "context": {
                "default_dossier_id": self.id,
                "default_center_id": self.center_id.id,
            },
        }

    def _run(self, action, source="web", **arguments):
        """Extend: the citizen's choice of the post makes a parcel, once."""
        result = super()._run(action, source=source, **arguments)
        if action in PARCEL_ACTIONS and not self.env["tthc.parcel"]._is_moving():
            self._keep_parcels()
        return result

    def _keep_parcels(self):
        """Make the parcels that are wanted now, cancel those no longer wanted."""
        # sudo: parcels follow the dossier, whoever acts on it
        parcels = self.sudo().parcel_ids
        wanted = []
        for dossier in self:
            direction = dossier._wanted_parcel()
            own = parcels.filtered(lambda row, me=dossier: row.dossier_id == me)
            idle = own.filtered(
                lambda row, way=direction: (
                    row.direction != way and row.state in WAITING_PARCEL
                )
            )
            idle._drop_unwanted()
            told = own.filtered(
                lambda row, way=direction: (
                    row.direction == way and row.state != "cancelled"
                )
            )
            if direction and not told:
                wanted.append(
                    {
                        "dossier_id": dossier.id,
                        "center_id": dossier.center_id.id,
                        "direction": direction,
                        # The citizen pays, whichever way it goes.
                        "price_payment": (
                            "sender" if direction == "pickup" else "receiver"
                        ),
                    }
                )
        if wanted:
            # sudo: parcels follow what the citizen chose, whoever receives
            self.env["tthc.parcel"].sudo()._moving().create(wanted)

    def _wanted_parcel(self):
        """Which way a parcel goes now, key of the directions, or None."""
        self.ensure_one()
        if self.state == "resolved" and self.result_channel == "post":
            return "delivery"
        if self.state == "submitted" and self.channel == "post":
            return "pickup"
        return None

    # -- contents -------------------------------------------------------------------

    def _parcel_results(self):
        """What goes to the citizen: the results, then originals of the citizen's."""
        self.ensure_one()
        results = [
            {
                "sequence": 10 + index,
                "name": " – ".join(
                    part for part in (result.name, result.number) if part
                )
                or self.version_id.name,
                "original_count": 1,
            }
            for index, result in enumerate(self.result_ids)
        ] or [{"sequence": 10, "name": self.version_id.name, "original_count": 1}]
        return results + [
            {
                "sequence": 100 + index,
                "name": paper.name,
                "original_count": max(paper.original_count, 1),
            }
            for index, paper in enumerate(self._kept_originals())
        ]

    def _parcel_components(self):
        """What the citizen sends: the papers told, or those the procedure asks for."""
        self.ensure_one()
        told = self.component_ids
        if told:
            return [
                {
                    "sequence": 10 + index,
                    "name": paper.name,
                    "original_count": paper.original_count,
                    "copy_count": paper.certified_count + paper.copy_count,
                }
                for index, paper in enumerate(told)
            ]
        return [
            {
                "sequence": 10 + index,
                "name": paper.name,
                "original_count": paper.original_count,
                "copy_count": paper.copy_count,
            }
            for index, paper in enumerate(self.version_id.component_ids)
            if not paper.case_id or paper.case_id == self.case_id
        ]

    def _papers_for_parcel(self):
        """The papers in custody that a delivery takes along."""
        self.ensure_one()
        return self.paper_ids.filtered(lambda paper: paper._is_for_citizen())

    # -- what a parcel does to the dossier ---------------------------------------------

    def _need_papers_here(self):
        """Extend: what the Post has is returned by its delivery, not at the counter."""
        if self.env["tthc.parcel"]._is_moving():
            return
        self._need_no_parcel_out()
        super()._need_papers_here()

    def _need_no_parcel_out(self):
        # sudo: a parcel that is out is told to whoever acts on its dossier
        out = self.sudo().parcel_ids.filtered(
            lambda parcel: parcel.direction == "delivery" and parcel.state in OUT_PARCEL
        )
        if out:
            raise UserError(
                self.env._(
                    "The result of %(code)s is with the Post (%(parcel)s): call the "
                    "parcel back first.",
                    code=out[0].code,
                    parcel=out[0].display_name,
                )
            )

    def _need_collector(
        self, receiver=None, proof=None, authorisation=None, **arguments
    ):
        """Extend: a result that came back from the Post is collected at the counter."""
        back = self.filtered(lambda dossier: dossier._came_back_by_post())
        if back and proof not in ("receipt", "identity"):
            raise UserError(
                self.env._(
                    "The result of %(code)s came back from the Post: who collects it "
                    "shows the receipt, or an identity paper where it was lost.",
                    code=back[0].display_name,
                )
            )
        return super()._need_collector(
            receiver=receiver, proof=proof, authorisation=authorisation, **arguments
        )

    def _came_back_by_post(self):
        self.ensure_one()
        if self.result_channel != "post" or self.env["tthc.parcel"]._is_moving():
            return False
        # sudo: as in _need_no_parcel_out
        return "returned" in self.sudo().parcel_ids.mapped("state")

    def _is_held_back_unpaid(self):
        """Extend: what the courier took at the door is not held back for."""
        held = super()._is_held_back_unpaid()
        if not held or not self.env["tthc.parcel"]._is_moving():
            return held
        collected = sum(
            parcel.cod_collected
            for parcel in self.sudo().parcel_ids  # sudo: as above
            if parcel.state in OPEN_PARCEL
        )
        return self.fee_balance > collected
