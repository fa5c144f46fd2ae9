from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

COURIER = "tthc_base.group_courier"
DESK = "tthc_base.group_reception"
MANAGER = "tthc_base.group_center_manager"
STATES = [
    ("planned", "Planned"),
    ("loading", "Loading"),
    ("under_way", "On the way"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
#: How many days ahead the job makes rounds, today included.
DAYS_AHEAD = 3


class TthcCourierRound(models.Model):
    """A day's run, as planned and as it went."""

    _name = "tthc.courier.round"
    _inherit = [
        "tthc.ruled.by.lines",
        "tthc.courier.manifest",
        "tthc.courier.watch",
        "tthc.guarded",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Courier round"
    _ruling_lines = ("stop_ids",)
    _order = "departure_at desc, id"

    route_id = fields.Many2one(
        "tthc.courier.route", required=True, ondelete="restrict", readonly=True
    )
    center_id = fields.Many2one(
        "tthc.center", required=True, ondelete="restrict", readonly=True
    )
    date = fields.Date(required=True, readonly=True)
    departure_at = fields.Datetime(string="Leaves", required=True, readonly=True)
    cutoff_at = fields.Datetime(string="Loading closes", required=True, readonly=True)
    return_at = fields.Datetime(string="Back", readonly=True)
    courier_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        tracking=True,
    )
    vehicle = fields.Char(tracking=True)
    state = fields.Selection(
        STATES,
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        tracking=True,
    )
    left_at = fields.Datetime(string="Left", readonly=True, copy=False)
    ended_at = fields.Datetime(string="Ended", readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False)
    stop_ids = fields.One2many("tthc.courier.round.stop", "round_id", string="Stops")
    handover_ids = fields.One2many("tthc.handover", "round_id", string="Minutes")
    # One of a route a day; also what the job looks up.
    _one_a_day = models.UniqueIndex(
        "(route_id, date)", "This route has its round of the day already."
    )
    # The rounds of a center's day, and what is not ended yet.
    _center_idx = models.Index("(center_id, date)")
    _open_idx = models.Index(
        "(departure_at) WHERE state IN ('planned', 'loading', 'under_way')"
    )

    @api.depends("route_id", "departure_at", "center_id")
    def _compute_display_name(self):
        for run in self:
            label = run.center_id._local(run.departure_at).strftime("%H:%M %d/%m/%Y")
            run.display_name = f"{run.route_id.code} · {label}"

    @api.model_create_multi
    def create(self, vals_list):
        """Rounds are made from the plan, not by hand."""
        self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Courier and vehicle change by hand; what happened by actions only."""
        if not self._is_moving() and (vals.keys() & self._own_facts()):
            self._check_moving()
        if "courier_id" in vals:
            changed = self.filtered(lambda run: run.courier_id.id != vals["courier_id"])
            changed._check_nothing_loaded()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_moving()

    @api.model
    def _own_facts(self):
        return {
            "route_id",
            "center_id",
            "date",
            "departure_at",
            "cutoff_at",
            "return_at",
            "state",
            "left_at",
            "ended_at",
            "cancel_reason",
        }

    # -- the job ----------------------------------------------------------------

    @api.model
    def _cron_make_rounds(self):
        """Make the rounds of the next days: none on holidays, on make-up days yes."""
        first = today(VIETNAM)
        for offset in range(DAYS_AHEAD):
            day = first + timedelta(days=offset)
            routes = self.env["tthc.courier.route"].search(
                self.env["tthc.courier.route"]._at(day)
            )
            routes._make_rounds(day)

    # -- actions ----------------------------------------------------------------

    def action_load(self):
        """Begin to load: the manifest is there to be scanned.

        :raise AccessError: for anybody but a courier or the center's manager
        :raise UserError: without a courier, or when it has begun already
        """
        self._check_handler()
        self._lock()
        self._check_state("planned")
        for run in self:
            if not run.courier_id:
                raise UserError(
                    self.env._("Say who drives %(round)s.", round=run.display_name)
                )
        # sudo: the desk, which was checked, may load but edits no round
        self.sudo()._moving().write({"state": "loading"})

    def action_leave(self):
        """The courier leaves the center.

        :raise UserError: while papers are scanned that not both sides signed for
        """
        self._check_runner()
        self._lock()
        self._check_state("loading")
        self._check_all_signed()
        self._moving().write({"state": "under_way", "left_at": now()})

    def action_finish(self):
        """The courier is back and has handed everything over.

        :raise UserError: when a stop has neither been made nor explained, or papers
            are still in the courier's hands, or stand on a sheet that is not signed
        """
        self._check_runner()
        self._lock()
        self._check_state("under_way")
        self._check_all_signed()
        for run in self:
            run._check_stops_told()
            run._check_hands_empty()
        self._moving().write({"state": "done", "ended_at": now()})

    def _check_stops_told(self):
        for stop in self.stop_ids:
            if stop.state == "planned":
                raise UserError(
                    self.env._(
                        "%(stop)s: note the arrival, or why the stop was not made.",
                        stop=stop.display_name,
                    )
                )

    def _check_hands_empty(self):
        """Refuse the end while papers are in hand; what is missing has its owner."""
        self.ensure_one()
        # sudo: counts what the courier still has, whoever ends the round
        held = self.env["tthc.paper"].sudo()
        held = held.search(
            [
                ("holder_id.kind", "=", "courier"),
                ("holder_id.user_id", "=", self.courier_id.id),
            ]
        )
        # What goes to citizens' doors is no matter of the round.
        held -= held.filtered(lambda paper: paper._is_being_delivered())
        held -= self._open_missing(held).paper_id
        if held:
            raise UserError(
                self.env._(
                    "%(courier)s still has %(count)s paper(s), such as %(paper)s: hand "
                    "them over at the center with minutes first.",
                    courier=self.courier_id.name,
                    count=len(held),
                    paper=held[0].display_name,
                )
            )

    def action_cancel(self, reason=None):
        """Cancel a round that has not left; what it would carry goes with the next.

        :param reason: why
        :raise UserError: without a reason, when it has left, or when the courier has
            taken papers for it
        """
        self._check_role(MANAGER)
        self._lock()
        self._check_state("planned", "loading")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the round is cancelled."))
        self._check_nothing_loaded()
        self._drop_open_sheets()
        for run in self:
            run._tell_cancelled()
        self._moving().write(
            {"state": "cancelled", "cancel_reason": reason.strip(), "ended_at": now()}
        )

    def _tell_cancelled(self):
        """Say in the round's log what it leaves behind."""
        self.ensure_one()
        # sudo: counts folders by their codes
        waiting = self.sudo().stop_ids._waiting_by_stop()
        # sudo: as above
        left = self.env["tthc.paper"].sudo().union(*waiting.values())
        soon = self._urgent_dossiers(left)
        self.message_post(
            body=self.env._(
                "Cancelled: %(count)s paper(s) wait for another round; %(soon)s "
                "dossier(s) of them fall due by the end of the next working day.",
                count=len(left),
                soon=len(soon),
            )
        )

    def _check_runner(self):
        """The courier of the round, or the manager of its center.

        :raise AccessError: for everybody else
        """
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            self._check_role(COURIER)

    def _check_handler(self):
        """Whoever loads and unloads: as above, or the desk of the center.

        :raise AccessError: for everybody else
        """
        self.check_access("read")
        if not self.env.user.has_group(DESK):
            self._check_runner()

    @api.model
    def scan_choices(self):
        """Today's rounds that the user may scan for, with what waits at each stop.

        :return: list of dicts ``id``, ``name``, ``state``, ``at_center`` and ``stops``
            (dicts ``id``, ``name``, ``count``)
        """
        user = self.env.user
        runs = self.search(
            [
                ("state", "in", ("planned", "loading", "under_way")),
                ("date", "<=", today(VIETNAM)),
            ],
            order="departure_at, id",
        )
        runs = runs.filtered(
            lambda run: (
                run.courier_id == user
                or run.center_id == user.tthc_center_id
                and (user.has_group(DESK) or user.has_group(MANAGER))
            )
        )
        labels = dict(self._fields["state"]._description_selection(self.env))
        return [
            {
                "id": run.id,
                "name": run.display_name,
                "state": labels[run.state],
                "at_center": True,
                "stops": run._stop_choices(user),
            }
            for run in runs
        ]

    def _stop_choices(self, user):
        """The stops at which the courier scans, once he is on the way."""
        self.ensure_one()
        if self.state != "under_way" or self.courier_id != user:
            return []
        return [
            {
                "id": stop.id,
                "name": stop.display_name,
                # sudo: how many papers wait, not which
                "count": len(stop.sudo()._waiting_papers()),
            }
            for stop in self.stop_ids.filtered(lambda stop: stop.state != "missed")
        ]

    def action_scan(self):
        """Open the scan screen between courier and center."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "tthc_scan",
            "params": {"open": "round", "id": self.id},
        }
