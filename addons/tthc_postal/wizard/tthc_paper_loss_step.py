from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.models.tthc_dossier_ending import MEANS

from ..models.tthc_paper_loss import FAULTS


class TthcPaperLossStep(models.TransientModel):
    """Asks for what an action about a lost paper needs."""

    _name = "tthc.paper.loss.step"
    _description = "Action about a lost paper"

    mode = fields.Selection(
        [
            ("declare", "Declare lost"),
            ("search", "Order the search"),
            ("find", "Found again"),
            ("find_late", "Found afterwards"),
            ("replace", "Replaced"),
            ("waive", "Not to be replaced"),
            ("judge", "Decide who is at fault"),
            ("apologise", "Sign the letter of apology"),
            ("tell", "Citizen told"),
            ("settle", "Settled"),
        ],
        required=True,
    )
    loss_id = fields.Many2one("tthc.paper.loss", readonly=True)
    paper_id = fields.Many2one("tthc.paper", readonly=True)
    center_id = fields.Many2one("tthc.center", readonly=True)
    words = fields.Text()
    user_ids = fields.Many2many("res.users", string="Who searches")
    deadline = fields.Date(string="Found by")
    user_id = fields.Many2one(
        "res.users",
        string="Who has it now",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    way = fields.Selection(
        [
            ("handed_again", "Handed in again by the citizen"),
            ("reissued", "Issued again"),
            ("from_scan", "Printed from the electronic dossier"),
        ],
        string="How it was replaced",
    )
    original_count = fields.Integer(string="Originals")
    copy_count = fields.Integer(string="Copies")
    fault = fields.Selection(FAULTS, string="At fault")
    agency_id = fields.Many2one("tthc.agency", string="Agency at fault")
    currency_id = fields.Many2one(
        "res.currency",
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    reissue_cost = fields.Monetary(string="Cost of replacing it")
    compensation = fields.Monetary()
    means = fields.Selection(MEANS, string="Told")
    settlement = fields.Char(string="Settled by document")

    @api.model
    def default_get(self, fields_list):
        """Take what is known already from the page that this is opened from."""
        defaults = super().default_get(fields_list)
        context = self.env.context
        record_id = context.get("active_id")
        if context.get("active_model") == "tthc.paper" and record_id:
            paper = self.env["tthc.paper"].browse(record_id)
            return {**defaults, "paper_id": paper.id, "center_id": paper.center_id.id}
        if context.get("active_model") == "tthc.handover.discrepancy" and record_id:
            missing = self.env["tthc.handover.discrepancy"].browse(record_id)
            paper = missing.paper_id
            return {
                **defaults,
                "paper_id": paper.id,
                "center_id": paper.center_id.id,
                "words": missing.note,
            }
        if context.get("active_model") != "tthc.paper.loss" or not record_id:
            raise UserError(self.env._("Open this from the record that it is about."))
        loss = self.env["tthc.paper.loss"].browse(record_id)
        # sudo: counts of the paper, which a searcher may not see
        paper = loss.sudo().paper_id
        return {
            **defaults,
            "loss_id": loss.id,
            "center_id": loss.center_id.id,
            # sudo: who usually searches, for whoever declares the loss
            "user_ids": (loss.searcher_ids or loss.sudo()._usual_searchers()).ids,
            "deadline": loss.deadline or loss._usual_deadline(fields.Datetime.now()),
            "fault": loss.fault,
            "agency_id": loss.fault_agency_id.id,
            "reissue_cost": loss.reissue_cost,
            "compensation": loss.compensation,
            "original_count": paper.original_count,
            "copy_count": paper.copy_count,
        }

    def action_confirm(self):
        """Carry out what was chosen; see the actions of ``tthc.paper.loss``.

        :return: after a declaration the loss, else the page that was left
        """
        self.ensure_one()
        if self.mode == "declare":
            return self._declare()
        getattr(self, f"_do_{self.mode}")(self.loss_id)
        return {"type": "ir.actions.act_window_close"}

    def _declare(self):
        loss = self.paper_id.action_declare_lost(self.words, self.fault)
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.paper.loss",
            "res_id": loss.id,
            "views": [[False, "form"]],
        }

    def _do_search(self, loss):
        loss.action_search(self.user_ids.ids, self.deadline)

    def _do_find(self, loss):
        loss.action_find(self.words, self.user_id.id)

    def _do_find_late(self, loss):
        loss.action_find_late(self.words, self.user_id.id)

    def _do_replace(self, loss):
        loss.action_replace(self.way, self.words, self.original_count, self.copy_count)

    def _do_waive(self, loss):
        loss.action_waive(self.words)

    def _do_judge(self, loss):
        loss.action_judge(
            self.fault,
            self.agency_id.id,
            self.reissue_cost,
            self.compensation,
            self.words,
        )

    def _do_apologise(self, loss):
        loss.action_apologise(self.words)

    def _do_tell(self, loss):
        loss.action_tell(self.means)

    def _do_settle(self, loss):
        loss.action_settle(self.settlement)
