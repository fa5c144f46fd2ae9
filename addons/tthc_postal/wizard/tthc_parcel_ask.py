from odoo import api, fields, models

from ..models.parcel_table import COURIER, DESK, MANAGER

#: What each mode runs, and which of the fields it hands over, by argument.
MODES = {
    "accept": ("action_accept", {"courier_name": "courier_name"}),
    "collect": (
        "action_collect",
        {
            "courier_name": "courier_name",
            "cod_collected": "cod_collected",
            "price_collected": "price_collected",
        },
    ),
    "fail": ("action_fail", {"outcome": "outcome", "note": "note"}),
    "miss": ("action_miss", {"outcome": "outcome", "note": "note"}),
    "recall": ("action_recall", {"reason": "note"}),
    "cancel": ("action_cancel", {"reason": "note"}),
    "give_up": ("action_give_up", {"reason": "note"}),
    "lose": ("action_lose", {"reason": "note"}),
    "deliver": (
        "action_deliver",
        {
            "taken_by": "taken_by",
            "relation": "relation",
            "authorisation": "authorisation",
            "identity_on_note": "identity_on_note",
            "signed_on_paper": "signed_on_paper",
            "cod_collected": "cod_collected",
            "price_collected": "price_collected",
        },
    ),
}


class TthcParcelAsk(models.TransientModel):
    """Asks the desk for what a move of a parcel needs."""

    _name = "tthc.parcel.ask"
    _description = "What a move of a parcel needs"

    parcel_id = fields.Many2one("tthc.parcel", required=True, readonly=True)
    mode = fields.Selection(
        [
            ("accept", "Handed to the courier"),
            ("collect", "Picked up"),
            ("fail", "Not reached"),
            ("miss", "Nobody handed it over"),
            ("recall", "Call back"),
            ("cancel", "Cancel"),
            ("give_up", "Give up"),
            ("lose", "Lost"),
            ("deliver", "Delivered"),
        ],
        required=True,
        readonly=True,
    )
    has_courier = fields.Boolean(compute="_compute_has_courier")
    courier_name = fields.Char(string="Name of the courier")
    outcome = fields.Selection(
        [
            ("nobody", "Nobody home"),
            ("refused", "Refused"),
            ("address", "Address not found"),
            ("later", "Asked to come later"),
        ],
        default="nobody",
    )
    note = fields.Char()
    taken_by = fields.Char()
    relation = fields.Char(string="Relation to the applicant")
    identity_on_note = fields.Boolean(
        string="Identity checked by the Post, as the note says"
    )
    authorisation = fields.Char(string="Authorisation paper")
    signed_on_paper = fields.Boolean(string="Signed on the note", default=True)
    cod_amount = fields.Monetary(related="parcel_id.cod_amount")
    cod_collected = fields.Monetary(string="Fees collected")
    price_collected = fields.Monetary(string="Postage collected")
    currency_id = fields.Many2one(related="parcel_id.currency_id")

    @api.depends("parcel_id")
    def _compute_has_courier(self):
        for row in self:
            row.has_courier = bool(row.parcel_id.courier_id)

    def action_confirm(self):
        """Run what was asked for.

        See the actions of ``tthc.parcel`` for what is raised.
        """
        self.ensure_one()
        action, names = MODES[self.mode]
        arguments = {key: self[name] for key, name in names.items()}
        getattr(self.parcel_id, action)(**arguments)
        return {"type": "ir.actions.act_window_close"}


class TthcParcel(models.Model):
    _inherit = "tthc.parcel"  # pylint: disable=consider-merging-classes-inherited

    def _ask(self, mode):
        """The dialog that asks for what a move needs.

        :param mode: key of :data:`MODES`
        """
        self.ensure_one()
        self._check_any_role((DESK, COURIER, MANAGER))
        labels = self.env["tthc.parcel.ask"]._fields["mode"]
        return {
            "type": "ir.actions.act_window",
            "name": dict(labels._description_selection(self.env))[mode],
            "res_model": "tthc.parcel.ask",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_parcel_id": self.id,
                "default_mode": mode,
                "default_taken_by": self.receiver_name,
                "default_cod_collected": self.cod_amount,
                "default_price_collected": self._price_due_at_door(),
            },
        }

    def action_ask_accept(self):
        """The courier takes a parcel: at once with the own login, else ask who."""
        return self.action_accept() if self._is_courier() else self._ask("accept")

    def action_ask_collect(self):
        """Ask what the courier took with the dossier: postage, and fees."""
        return self._ask("collect")

    def action_ask_deliver(self):
        """Ask who took the parcel, as the signed note says."""
        return self._ask("deliver")

    def action_ask_fail(self):
        """Ask what happened at the door."""
        return self._ask("fail")

    def action_ask_miss(self):
        """Ask what happened at the door."""
        return self._ask("miss")

    def action_ask_recall(self):
        """Ask why the parcel is called back."""
        return self._ask("recall")

    def action_ask_give_up(self):
        """Ask why the pick-up is given up."""
        return self._ask("give_up")

    def action_ask_cancel(self):
        """Ask why the parcel is cancelled."""
        return self._ask("cancel")

    def action_ask_lose(self):
        """Ask what is known of a lost parcel."""
        return self._ask("lose")
