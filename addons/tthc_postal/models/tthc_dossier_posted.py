from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_dossier.models.transition_table import INTAKE_STATES


class TthcDossierPosted(models.AbstractModel):
    """A dossier that the citizen sends by post: minutes before the receipt."""

    _name = "tthc.dossier.posted"
    _description = "Dossier sent by post"

    post_number = fields.Char(
        string="Consignment note no.",
        readonly=True,
        copy=False,
        help="Number of the Phiếu gửi under which the Post took it from the citizen.",
    )

    @api.model
    def _posted_domain(self, center):
        """Domain of dossiers that wait at a center for the minutes of the Post.

        :param center: ``tthc.center``
        """
        keeps = center and center._keeps_custody(center._today())
        return (
            Domain("center_id", "=", center.id if keeps else False)
            & Domain("channel", "=", "post")
            & Domain("state", "in", ("submitted", "intake_supplement"))
            & Domain("post_minutes_at", "=", False)
        )

    def _consignment_numbers(self):
        """Numbers of the Phiếu gửi under which dossiers travel.

        The Post's own number where it has one, else that of the parcel here.

        :return: dict dossier id → text, for those that have one
        """
        # sudo: the number of a parcel is on the minutes that both sides sign
        dossiers = self.sudo()
        numbers = {
            parcel.dossier_id.id: parcel.tracking_number or parcel.name
            for parcel in dossiers.parcel_ids
            if parcel.direction == "pickup" and parcel.state != "cancelled"
        }
        for dossier in dossiers:
            numbers[dossier.id] = dossier.post_number or numbers.get(dossier.id)
        return {key: number for key, number in numbers.items() if number}

    def _posted_file(self):
        """The folder that came by post, before or after the receipt."""
        self.ensure_one()
        # sudo: the ledger is read by actions, whoever may see the paper
        return self.sudo().paper_ids.filtered(
            lambda paper: paper.kind == "file" and paper.holder_kind != "void"
        )

    def _begin_posted(self, courier, number=None):
        """The folder is in the hands of the Post: it took it from the citizen.

        :param courier: ``res.users`` who has it
        :param number: number of the Phiếu gửi; None keeps what is known
        :raise UserError: without a number (Decision 45/2016 Art 7.3)
        """
        number = str(number or "").strip()[:40]
        known = self._consignment_numbers()
        holder = self.env["tthc.custody.holder"]._of("courier", user=courier)
        beginnings = []
        for dossier in self:
            if number and not known.get(dossier.id):
                dossier._write_posted({"post_number": number})
            elif not known.get(dossier.id):
                raise UserError(
                    self.env._(
                        "Enter the number of the consignment note: the minutes name it."
                    )
                )
            if not dossier._posted_file():
                values = dossier._custody_paper_values("file", dossier.component_ids)
                beginnings.append((values, holder))
        if beginnings:
            self.env["tthc.paper"]._begin(beginnings, "intake", now())

    def _take_post_minutes(self, moment, number):
        """The Post has handed dossiers over: from now on their time runs (R12).

        Decision 45/2016 Art 7.4. Those that were received before keep their clock.

        :param moment: of the second signature, naive UTC
        :param number: of the minutes
        """
        posted = self.filtered(
            lambda dossier: (
                dossier.channel == "post"
                and dossier.state in INTAKE_STATES
                and not dossier.post_minutes_at
            )
        )
        if not posted:
            return
        posted._lock()
        posted._write_posted({"post_minutes_at": moment})
        self.env["tthc.dossier.event"]._append(
            [
                {
                    "dossier": dossier,
                    "kind": "post_minutes",
                    "happened_at": moment,
                    "state_from": dossier.state,
                    "state_to": dossier.state,
                    "ground": "QĐ 45/2016 Điều 7.4",
                    "data": {
                        "minutes": number,
                        "post_minutes_at": fields.Datetime.to_string(moment),
                    },
                }
                for dossier in posted
            ]
        )

    def _write_posted(self, values):
        self.with_context(**self._move_context()).write(values)

    def _check_handed_over(self):
        """Refuse to receive what the Post still has by the ledger.

        :raise UserError: names who has it
        """
        for dossier in self:
            folder = dossier._posted_file()
            if folder and not folder.holder_id._is_at(dossier.center_id):
                raise UserError(
                    self.env._(
                        "By the ledger the folder is with %(holder)s: sign the minutes "
                        "with the Post first, they start the time limit.",
                        holder=folder.holder_id.display_name,
                    )
                )
