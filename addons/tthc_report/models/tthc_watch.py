from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM, local_moment
from odoo.addons.tthc_dossier.models.transition_table import OPEN_STATES

ROLES = ("center_manager", "leader", "inspector")
#: Weeks of the trend, this one included.
WEEKS = 12
#: Agencies and rounds that are named; the lists behind them have all.
AGENCIES = 8
ROUNDS = 6


class TthcWatch(models.AbstractModel):
    """What a manager looks at in the morning, and the wall all day.

    Nothing is kept: each figure is counted when it is asked for, under the record
    rules of who asks, and carries the domain that lists its dossiers. No name of a
    person is told. Only the overdue risk is as of its own hour, which is told.
    """

    _name = "tthc.watch"
    _description = "Watch over the day"

    @api.model
    @api.readonly
    def board(self):
        """Figures of this moment.

        :return: dict with ``as_of`` and ``risk_as_of`` (local, in words), ``day``,
            ``place``, ``tiles``, ``agencies``, ``rounds`` and ``weeks``; see the
            methods below
        :raise AccessError: for whoever leads neither a center nor an agency and does
            not inspect
        """
        self._check_watcher()
        moment = now()
        local = local_moment(moment)
        return {
            "as_of": f"{local:%H:%M:%S}",
            "day": self.env["resource.calendar"]._tthc_day_text(local),
            "place": self._place(),
            "risk_as_of": self._risk_as_of(),
            "tiles": self._tiles(moment),
            "agencies": self._agencies(moment),
            "rounds": self._rounds(moment),
            "weeks": self._weeks(),
        }

    @api.model
    def _check_watcher(self):
        user = self.env.user
        if not any(user.has_group(f"tthc_base.group_{role}") for role in ROLES):
            raise AccessError(
                self.env._(
                    "The board is for managers of a center, leaders of an agency and "
                    "inspectors."
                )
            )

    @api.model
    def _place(self):
        """Whose figures these are, in words."""
        user = self.env.user
        if user.has_group("tthc_base.group_inspector"):
            return self.env._("All centers")
        if user.has_group("tthc_base.group_center_manager"):
            return user.tthc_center_id.display_name or ""
        return ", ".join(user.tthc_agency_ids.mapped("display_name"))

    # -- tiles ------------------------------------------------------------------

    @api.model
    def _tiles(self, moment):
        """The figures of the day.

        :param moment: naive UTC
        :return: list of dicts ``key``, ``label``, ``value``, ``look``, ``model`` and
            ``domain``: counting the domain gives the value
        """
        return [
            {
                "key": key,
                "label": label,
                "look": look,
                "model": model,
                "domain": list(domain),
                "value": self.env[model].search_count(domain),
            }
            for key, label, look, model, domain in self._tile_rows(moment)
        ]

    @api.model
    def _tile_rows(self, moment):
        """Key, word, look, model and domain of each tile, in their order."""
        start, end = self._bounds_of_today()
        centers = self._centers()
        return [
            *self._tiles_of_today(centers, start, end),
            *self._tiles_of_terms(centers, moment, end),
            *self._tiles_of_waiting(centers),
        ]

    @api.model
    def _tiles_of_today(self, centers, start, end):
        """What came in and went out."""
        return [
            (
                "received",
                self.env._("Received today"),
                "plain",
                "tthc.dossier",
                centers
                & Domain("received_at", ">=", self._text(start))
                & Domain("received_at", "<", self._text(end)),
            ),
            (
                "returned",
                self.env._("Returned today"),
                "plain",
                "tthc.dossier",
                Domain("returned_at", ">=", self._text(start))
                & Domain("returned_at", "<", self._text(end)),
            ),
        ]

    @api.model
    def _tiles_of_terms(self, centers, moment, end):
        """What is due, late, or going to be."""
        return [
            (
                "due_today",
                self.env._("Still due today"),
                "soon",
                "tthc.dossier",
                centers
                & self._running()
                & Domain("due", ">=", self._text(moment))
                & Domain("due", "<", self._text(end)),
            ),
            (
                "late",
                self.env._("Late"),
                "late",
                "tthc.dossier",
                centers & self._late(moment),
            ),
            (
                "will_be_late",
                self.env._("Will be late"),
                "soon",
                "tthc.risk",
                Domain("dossier_id.state", "in", OPEN_STATES)
                & Domain("level", "=", "will_be_late"),
            ),
        ]

    @api.model
    def _tiles_of_waiting(self, centers):
        """What waits for somebody: the citizen, the desks."""
        at_desk = Domain("state", "in", ("processing", "fee_wait")) & Domain(
            "step_ids",
            "any",
            [("state", "=", "waiting"), ("pass_asked_at", "!=", False)],
        )
        return [
            (
                "waiting",
                self.env._("Waiting for the citizen"),
                "stopped",
                "tthc.dossier",
                centers & Domain("state", "in", ("supplement", "fee_wait")),
            ),
            (
                "at_desk",
                self.env._("Waiting at the desks"),
                "plain",
                "tthc.dossier",
                centers & (Domain("state", "=", "received") | at_desk),
            ),
            (
                "ready",
                self.env._("Results to be collected"),
                "plain",
                "tthc.dossier",
                centers
                & Domain("state", "=", "resolved")
                & Domain("unclaimed_at", "=", False),
            ),
        ]

    @api.model
    def _centers(self):
        """Centers by their ids: indexes that begin with the center serve all then."""
        # sudo: which centers there are is no secret, and which are meant says the rule
        centers = self.env["tthc.center"].sudo().with_context(active_test=False)
        return Domain("center_id", "in", centers.search(Domain.TRUE).ids)

    @api.model
    def _running(self):
        return Domain("state", "in", OPEN_STATES) & Domain("paused_at", "=", False)

    @api.model
    def _late(self, moment):
        return self._running() & Domain("due", "<", self._text(moment))

    @api.model
    def _text(self, moment):
        """An instant as a domain of the web client has it."""
        return fields.Datetime.to_string(moment)

    @api.model
    def _bounds_of_today(self):
        """First instant of today and of tomorrow in Vietnam, naive UTC."""
        midnight = datetime.combine(today(VIETNAM), time.min, ZoneInfo(VIETNAM))
        start = midnight.astimezone(UTC).replace(tzinfo=None)
        return start, start + timedelta(days=1)

    @api.model
    def _risk_as_of(self):
        """Hour of the oldest row of the risk that the user sees, or an empty text."""
        [(oldest,)] = self.env["tthc.risk"]._read_group([], [], ["as_of:min"])
        if not oldest:
            return ""
        local = local_moment(oldest)
        same_day = local.date() == today(VIETNAM)
        return f"{local:%H:%M}" if same_day else f"{local:%H:%M %d/%m}"

    # -- agencies ---------------------------------------------------------------

    @api.model
    def _agencies(self, moment):
        """Agencies with what is late and will be, worst first.

        :param moment: naive UTC
        :return: list of dicts ``id``, ``name``, ``late``, ``will_be_late`` and
            ``late_domain``
        """
        late_domain = self._centers() & self._late(moment)
        late = dict(
            self.env["tthc.dossier"]._read_group(
                late_domain, ["agency_id"], ["__count"]
            )
        )
        soon = dict(
            self.env["tthc.risk"]._read_group(
                Domain("dossier_id.state", "in", OPEN_STATES)
                & Domain("level", "=", "will_be_late"),
                ["agency_id"],
                ["__count"],
            )
        )
        agencies = sorted(
            late.keys() | soon.keys(),
            key=lambda agency: (-late.get(agency, 0), -soon.get(agency, 0), agency.id),
        )
        return [
            {
                "id": agency.id,
                # sudo: the name of an agency that a dossier of the user's is with
                "name": agency.sudo().display_name,
                "late": late.get(agency, 0),
                "will_be_late": soon.get(agency, 0),
                "late_domain": list(late_domain & Domain("agency_id", "=", agency.id)),
            }
            for agency in agencies[:AGENCIES]
        ]

    # -- rounds -----------------------------------------------------------------

    @api.model
    def _rounds(self, moment):
        """Rounds of today that are not over, and the first of the next day.

        :param moment: naive UTC
        :return: list of dicts ``id``, ``name``, ``state``, ``label``, ``late``,
            ``made`` and ``total`` (stops)
        """
        rounds = self.env["tthc.courier.round"]
        if not rounds.has_access("read"):
            return []
        labels = dict(rounds._fields["state"]._description_selection(self.env))
        runs = rounds.search(
            [
                ("state", "in", ("planned", "loading", "under_way")),
                ("date", ">=", today(VIETNAM)),
            ],
            order="departure_at, id",
            limit=ROUNDS,
        )
        return [
            {
                "id": run.id,
                "name": run.route_id.code,
                "hour": f"{local_moment(run.departure_at):%H:%M}",
                "day": "" if run.date == today(VIETNAM) else f"{run.date:%d/%m}",
                "state": run.state,
                "label": labels[run.state],
                "late": run.is_late,
                "made": run.stop_made,
                "total": run.stop_total,
            }
            for run in runs
        ]

    # -- trend ------------------------------------------------------------------

    @api.model
    def _weeks(self):
        """What came in and what was settled, of the last weeks.

        :return: list of dicts ``label`` (first day), ``received``, ``settled`` and
            ``late``, oldest first
        """
        day = today(VIETNAM)
        monday = day - timedelta(days=day.weekday())
        mondays = [monday - timedelta(weeks=n) for n in range(WEEKS - 1, -1, -1)]
        since = datetime.combine(mondays[0], time.min, ZoneInfo(VIETNAM))
        since = self._text(since.astimezone(UTC).replace(tzinfo=None))
        dossiers = self.env["tthc.dossier"].with_context(tz=VIETNAM)
        received = dossiers._read_group(
            self._centers() & Domain("received_at", ">=", since),
            ["received_at:day"],
            ["__count"],
        )
        settled = dossiers._read_group(
            Domain("state", "in", ("resolved", "returned"))
            & Domain("resolved_at", ">=", since),
            ["resolved_at:day", "punctuality"],
            ["__count"],
        )
        weeks = {
            first: {"label": f"{first:%d/%m}", "received": 0, "settled": 0, "late": 0}
            for first in mondays
        }
        for moment, count in received:
            self._week_of(weeks, moment)["received"] += count
        for moment, punctuality, count in settled:
            week = self._week_of(weeks, moment)
            week["settled"] += count
            week["late"] += count if punctuality == "late" else 0
        return list(weeks.values())

    @api.model
    def _week_of(self, weeks, moment):
        """The week of a local day, weeks beginning on Monday in every language."""
        day = moment.date()
        return weeks[day - timedelta(days=day.weekday())]
