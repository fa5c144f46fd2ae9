from odoo import models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now

from .golive_table import COORDINATOR

#: Where a line that the system counts is mended: action, and the field of the center.
MENDED = {
    "counters": ("tthc_base.tthc_counter_action", "tthc.counter", "center_id"),
    "staff": ("tthc_center_hr.tthc_assignment_action", "tthc.assignment", "center_id"),
    "reserve": (
        "tthc_center_hr.tthc_assignment_action",
        "tthc.assignment",
        "center_id",
    ),
    "accounts": (
        "tthc_center_hr.tthc_assignment_action",
        "tthc.assignment",
        "center_id",
    ),
    "trained": (
        "tthc_center_hr.tthc_training_need_action",
        "tthc.training.need",
        "center_id",
    ),
    "cards": ("tthc_center_hr.tthc_card_action", "tthc.card", "center_id"),
    "agencies": (
        "tthc_catalog.tthc_procedure_admission_action",
        "tthc.procedure.admission",
        "center_id",
    ),
    "procedures": (
        "tthc_catalog.tthc_procedure_admission_action",
        "tthc.procedure.admission",
        "center_id",
    ),
    "routes": (
        "tthc_postal.tthc_courier_route_action",
        "tthc.courier.route",
        "center_id",
    ),
    "calendar": ("tthc_base.tthc_calendar_day_action", "tthc.calendar.day", False),
    "place": ("tthc_base.tthc_center_action", "tthc.center", "id"),
    "reports": (
        "tthc_rollout.tthc_readiness_report_action",
        "tthc.readiness.report",
        "center_id",
    ),
}


class TthcGoliveLineMoving(models.AbstractModel):
    """What is done with a line of a go-live checklist."""

    _name = "tthc.golive.line.moving"
    _description = "Actions on a line of a go-live checklist"

    def action_report(self):
        """Say as the responsible agency that its part is done.

        :raise AccessError: for another agency's line
        :raise UserError: without the evidence that the line asks for
        """
        self._check_move("report")
        self._check_running()
        self._check_own_word()
        self._check_by_hand()
        for line in self:
            line._check_proved()
        self._move("report", {"reported_by_id": self.env.uid, "reported_at": now()})

    def action_tick(self):
        """Say as the center that a line is done.

        :raise AccessError: for everybody but the coordinator and the center's manager
        :raise UserError: without the evidence or the quantity that the line asks for
        """
        self._check_move("tick")
        self._check_receiver()
        self._check_running()
        self._check_by_hand()
        for line in self:
            line._check_proved()
        self._move("tick", self._ticked())

    def action_return(self, reason=None):
        """Give a reported line back to its agency.

        :param reason: what is not done yet
        :raise UserError: without a reason
        """
        self._check_move("return")
        self._check_receiver()
        self._check_running()
        reason = self._said(reason)
        self._move("return", {"reported_by_id": False, "reported_at": False})
        for line in self:
            # sudo: a word on a line that the user keeps
            line.sudo().message_post(body=reason)

    def action_untick(self):
        """Undo a tick; who had ticked when stays in the log.

        :raise UserError: when the center was declared ready meanwhile
        """
        self._check_receiver()
        self.golive_id._lock()
        self._check_move("untick")
        self._check_running()
        self._move("untick", {"done_by_id": False, "done_at": False})

    def action_waive(self, reason=None):
        """Do without a line.

        :param reason: why the center can open without it
        :raise AccessError: for everybody but the coordinator
        :raise UserError: without a reason
        """
        self._check_move("waive")
        self._check_running()
        self._move(
            "waive",
            {
                "waive_reason": self._said(reason),
                "done_by_id": self.env.uid,
                "done_at": now(),
            },
        )

    def action_restore(self):
        """Ask for a waived line again.

        :raise AccessError: for everybody but the coordinator
        """
        self._check_role(COORDINATOR)
        self.golive_id._lock()
        self._check_move("restore")
        self._check_running()
        self._move(
            "restore", {"waive_reason": False, "done_by_id": False, "done_at": False}
        )

    def action_mend(self):
        """Open the list in which is mended what the system found missing.

        :return: action
        :raise AccessError: for who may not read that list
        :raise UserError: for a line that the system does not count
        """
        self.ensure_one()
        self.check_access("read")
        if self.live_key not in MENDED:
            raise UserError(
                self.env._("“%(name)s” is not counted by the system.", name=self.name)
            )
        action_id, model, field = MENDED[self.live_key]
        self.env[model].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(action_id)
        center = self.center_id
        action["context"] = {
            "default_center_id": center.id,
            "training_day": str(self.golive_id._live_day()),
        }
        if field == "id":
            return {**action, "res_id": center.id, "views": [(False, "form")]}
        domain = [(field, "=", center.id)] if field else []
        return {**action, "domain": domain}

    def _can_mend(self):
        """Whether the user may read the list that mends the line."""
        self.ensure_one()
        return self.live_key in MENDED and self.env[
            MENDED[self.live_key][1]
        ].has_access("read")

    def _ticked(self):
        return {"done_by_id": self.env.uid, "done_at": now()}

    def _check_running(self):
        """Refuse lines of a list that is not being worked on."""
        self.golive_id._check_state("running")

    def _check_by_hand(self):
        for line in self.filtered(lambda row: row.kind == "live"):
            raise UserError(
                self.env._(
                    "“%(name)s” is counted by the system and ticked by nobody: mend "
                    "what is missing.",
                    name=line.name,
                )
            )

    def _check_proved(self):
        """Refuse a line that lacks what proves it.

        :raise UserError: says what is lacking
        """
        self.ensure_one()
        if self.kind == "goods" and not self._is_received():
            raise UserError(
                self.env._(
                    "“%(name)s”: %(quantity)s received. Enter the deliveries that are "
                    "missing, or have the line waived.",
                    name=self.name,
                    quantity=self._quantity_words(),
                )
            )
        if self._lacks_evidence():
            raise UserError(
                self.env._(
                    "“%(name)s” is ticked with evidence: attach the paper, the minutes "
                    "or a picture first.",
                    name=self.name,
                )
            )

    def _lacks_evidence(self):
        self.ensure_one()
        return self.needs_evidence and not self.evidence_ids
