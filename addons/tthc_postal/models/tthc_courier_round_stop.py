from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

from .tthc_courier_watch import GRACE, OPEN


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
    left_count = fields.Integer(
        string="Papers left", readonly=True, help="What a missed stop left behind."
    )
    told_at = fields.Datetime(
        string="Manager told", readonly=True, help="That this stop is late, once."
    )
    is_late = fields.Boolean(compute="_compute_is_late")
    notice = fields.Char(compute="_compute_notice")
    manifest = fields.Json(compute="_compute_manifest")
    give_count = fields.Integer(string="To hand over", compute="_compute_manifest")
    take_count = fields.Integer(string="To collect", compute="_compute_manifest")
    held_count = fields.Integer(string="Held back", compute="_compute_manifest")

    @api.depends("agency_id", "planned_at", "center_id")
    def _compute_display_name(self):
        for stop in self:
            hour = stop.center_id._local(stop.planned_at).strftime("%H:%M")
            stop.display_name = f"{hour} · {stop.agency_id.display_name}"

    @api.depends("round_id.manifest")
    @api.depends_context("uid", "lang")
    def _compute_manifest(self):
        for stop in self:
            whole = stop.round_id.manifest
            own = [row for row in whole["stops"] if row["id"] == stop.id]
            held = [row for row in whole["held"] if row["stop_id"] == stop.id]
            stop.manifest = {
                "over": whole["over"],
                "stops": own,
                "back": [],
                "held": held,
                "move_count": sum(len(row["rows"]) for row in own),
            }
            stop.give_count = sum(row["give"] for row in own)
            stop.take_count = sum(row["take"] for row in own)
            stop.held_count = len(held)

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

    def action_miss(self, reason=None, kind="nobody"):
        """Note that a stop was not made, and tell the center's manager what it leaves.

        :param reason: why, such as a closed door or a breakdown
        :param kind: “nobody” was there to receive, or the stop was “missed”
        :raise UserError: without a reason, or when the stop is told already
        """
        self._check_on_the_way()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the stop was not made."))
        self._lock()
        self._check_state("planned")
        self._note_missed(reason.strip(), kind)

    def _note_missed(self, reason, kind):
        """Write stops down as not made; what each leaves has an owner from now on.

        A stop at which nobody was is noted though nothing waited: somebody has to
        mend that. Of others only what waited is told.
        :param kind: of the discrepancy, “nobody” or “missed”
        """
        # sudo: counts folders by their codes, for whoever runs the round
        stops = self.sudo().filtered(lambda stop: stop.state == "planned")
        waiting = stops._waiting_by_stop()
        stops._as_courier().write(
            {"state": "missed", "missed_reason": reason, "missed_at": now()}
        )
        for stop, left in waiting.items():
            stop._as_courier().left_count = len(left)
        self.env["tthc.handover.discrepancy"]._note(
            [
                {
                    "kind": kind,
                    "round_stop_id": stop.id,
                    "center_id": stop.center_id.id,
                    "agency_id": stop.agency_id.id,
                    "note": stop._missed_sentence(left, reason),
                    "owner_id": stop._manager().id,
                }
                for stop, left in waiting.items()
                if left or kind == "nobody"
            ]
        )

    def _waiting_papers(self):
        """Papers that this stop should move, both ways."""
        self.ensure_one()
        return self._waiting_by_stop()[self]

    def _waiting_by_stop(self):
        """Papers that each stop should move, both ways, in one search.

        Of a round that has not left, what lies at the center in time; of one that
        has, what its courier has.
        :return: dict stop → ``tthc.paper``
        """
        bound = Domain("goes_to_agency_id", "in", self.agency_id.ids)
        given = bound & (
            Domain("holder_id.user_id", "in", self.round_id.courier_id.ids)
            | Domain("holder_id.center_id", "in", self.center_id.ids)
        )
        taken = Domain("holder_id.agency_id", "in", self.agency_id.ids)
        # First what is bound for somewhere: few of all papers, and indexed.
        moving = Domain("goes_to_agency_id", "!=", False) | Domain(
            "goes_to_center_id", "!=", False
        )
        papers = self.env["tthc.paper"].search(moving & (given | taken))
        return {
            stop: papers.filtered(lambda paper, stop=stop: stop._is_waited(paper))
            for stop in self
        }

    def _is_waited(self, paper):
        """Whether a paper is one that this stop should move."""
        self.ensure_one()
        holder, run = paper.holder_id, self.round_id
        if holder.kind == "agency":
            return holder.agency_id == self.agency_id
        if paper.goes_to_agency_id != self.agency_id:
            return False
        if holder.kind == "courier":
            return holder.user_id == run.courier_id
        return (
            run.state in ("planned", "loading")
            and holder._is_at(run.center_id)
            and paper.held_since <= run.cutoff_at
        )

    @api.depends("state", "planned_at", "round_id.state", "round_id.departure_at")
    def _compute_is_late(self):
        moment = now() - GRACE
        for stop in self:
            run = stop.round_id
            started = run.departure_at if run.state != "under_way" else stop.planned_at
            stop.is_late = (
                stop.state == "planned" and run.state in OPEN and started < moment
            )

    @api.depends("is_late", "state", "left_count")
    @api.depends_context("lang")
    def _compute_notice(self):
        # sudo: counts folders by their codes, for whoever may see the stop
        late = self.sudo().filtered("is_late")
        waiting = late._waiting_by_stop() if late else {}
        noted = {
            row.round_stop_id.id: row.note
            for row in self.env["tthc.handover.discrepancy"]
            .sudo()  # sudo: as above
            .search([("round_stop_id", "in", self.ids), ("paper_id", "=", False)])
        }
        for stop in self:
            papers = waiting.get(stop.sudo())  # sudo: the key of the dict
            stop.notice = (
                stop.sudo()._missed_sentence(papers)  # sudo: as above
                if papers
                else bool(stop.left_count) and noted.get(stop.id, False)
            )

    def _missed_sentence(self, papers, reason=None):
        """Such as “3 folders for Sở TNMT missed 10:00; 1 of them due by tomorrow”.

        :param papers: ``tthc.paper`` that the stop should have moved
        :param reason: why it was not made; None while it is late
        """
        self.ensure_one()
        given = papers.filtered(lambda paper: paper.holder_id.kind != "agency")
        run = self.round_id
        values = {
            "agency": self.agency_id.display_name,
            "hour": f"{self.center_id._local(run.departure_at):%H:%M}",
            "given": len(given),
            "taken": len(papers - given),
            "soon": len(run._urgent_dossiers(papers)),
        }
        if not papers:
            words = self.env._("Nothing waited for %(agency)s at %(hour)s", **values)
        elif len(given) == len(papers):
            words = self.env._(
                "%(given)s paper(s) for %(agency)s missed %(hour)s", **values
            )
        elif not given:
            words = self.env._(
                "%(taken)s paper(s) from %(agency)s missed %(hour)s", **values
            )
        else:
            words = self.env._(
                "%(given)s paper(s) for %(agency)s and %(taken)s from there missed "
                "%(hour)s",
                **values,
            )
        if reason:
            words = f"{words} ({reason})"
        if not values["soon"]:
            return words
        return self.env._(
            "%(words)s; %(soon)s of them due by the end of the next working day",
            words=words,
            soon=values["soon"],
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
