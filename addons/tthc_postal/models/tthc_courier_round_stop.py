from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_dossier.models.transition_table import OPEN_STATES


class TthcCourierRoundStop(models.Model):
    """A stop of one day's round: planned, made, or missed with a reason."""

    _name = "tthc.courier.round.stop"
    _inherit = ["tthc.guarded"]
    _description = "Stop of a round"
    _order = "round_id, sequence, planned_at, id"

    round_id = fields.Many2one(
        "tthc.courier.round",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    stop_id = fields.Many2one(
        "tthc.courier.stop", string="Planned stop", ondelete="set null", readonly=True
    )
    sequence = fields.Integer(readonly=True)
    center_id = fields.Many2one(related="round_id.center_id", store=True)
    agency_id = fields.Many2one(
        "tthc.agency", required=True, ondelete="restrict", index=True, readonly=True
    )
    planned_at = fields.Datetime(required=True, readonly=True)
    state = fields.Selection(
        [("planned", "To come"), ("made", "Made"), ("missed", "Not made")],
        required=True,
        default="planned",
        readonly=True,
    )
    arrived_at = fields.Datetime(readonly=True)
    delay = fields.Integer(
        string="Minutes late",
        compute="_compute_delay",
        store=True,
        help="Arrival against the plan; negative when early.",
    )
    missed_reason = fields.Char(readonly=True)
    missed_at = fields.Datetime(readonly=True)

    @api.depends("agency_id", "planned_at", "center_id")
    def _compute_display_name(self):
        for stop in self:
            hour = stop.center_id._local(stop.planned_at).strftime("%H:%M")
            stop.display_name = f"{hour} · {stop.agency_id.display_name}"

    @api.depends("arrived_at", "planned_at")
    def _compute_delay(self):
        for stop in self:
            late = stop.arrived_at and stop.arrived_at - stop.planned_at
            stop.delay = late.total_seconds() // 60 if late else 0

    @api.model_create_multi
    def create(self, vals_list):
        """Stops come with their round, from the plan."""
        if not self.env["tthc.courier.round"]._is_moving():
            self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Stops change by what happened only."""
        self._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_moving()

    def action_arrive(self):
        """Note the arrival of the courier, once.

        :raise UserError: when the round is not on the way, or the stop is told already
        """
        self._check_on_the_way()
        self._lock()
        self._check_state("planned")
        self._as_courier().write({"state": "made", "arrived_at": now()})

    def action_miss(self, reason=None):
        """Note that a stop was not made, and tell the center's manager what it leaves.

        :param reason: why, such as nobody there or a breakdown
        :raise UserError: without a reason, or when the stop is told already
        """
        self._check_on_the_way()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the stop was not made."))
        self._lock()
        self._check_state("planned")
        self._as_courier().write(
            {"state": "missed", "missed_reason": reason.strip(), "missed_at": now()}
        )
        for stop in self:
            stop._tell_missed()

    def _tell_missed(self):
        """Say what a missed stop leaves behind, to the managers of the center."""
        self.ensure_one()
        # sudo: counts folders by their codes, for whoever runs the round
        stop = self.sudo()
        left = stop._waiting_papers()
        rows = [
            {
                "kind": "nobody",
                "round_stop_id": stop.id,
                "center_id": stop.center_id.id,
                "agency_id": stop.agency_id.id,
                "note": stop._missed_sentence(left),
                "owner_id": stop._manager().id,
            }
        ]
        self.env["tthc.handover.discrepancy"]._note(rows)

    def _waiting_papers(self):
        """Papers that this stop should have moved, both ways."""
        self.ensure_one()
        return self.env["tthc.paper"].search(
            (
                Domain("holder_id.user_id", "=", self.round_id.courier_id.id)
                & Domain("goes_to_agency_id", "=", self.agency_id.id)
            )
            | (
                Domain("holder_id.agency_id", "=", self.agency_id.id)
                & (
                    Domain("goes_to_center_id", "!=", False)
                    | Domain("goes_to_agency_id", "!=", False)
                )
            )
        )

    def _missed_sentence(self, papers):
        """Such as “3 folders missed 10:00 · Sở X, 1 of them due by tomorrow”."""
        center = self.center_id
        calendar = center.resource_calendar_id
        day = calendar.tthc_working_day_after(center._local_day(now()))
        soon = papers.dossier_id.filtered(
            lambda dossier: (
                dossier.due
                and dossier.state in OPEN_STATES
                and center._local_day(dossier.due) <= day
            )
        )
        return self.env._(
            "%(count)s paper(s) missed %(stop)s (%(reason)s); %(soon)s of them due by "
            "the next working day.",
            count=len(papers),
            stop=self.display_name,
            reason=self.missed_reason,
            soon=len(soon),
        )

    def _manager(self):
        """Who is told at the center."""
        managers = self.env.ref("tthc_base.group_center_manager").all_user_ids
        return managers.filtered(
            lambda user: user.active and user.tthc_center_id == self.center_id
        )[:1]

    def _as_courier(self):
        # sudo: a courier may run the own round, which was checked, but edits no stop
        return self.sudo()._moving()

    def _check_on_the_way(self):
        self.round_id._check_runner()
        self.round_id._check_state("under_way")

    def action_scan(self):
        """Open the scan screen at this stop."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "tthc_scan",
            "params": {"open": "stop", "id": self.id},
        }
