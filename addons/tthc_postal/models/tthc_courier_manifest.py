from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

from .tthc_courier_manifest_holding import ON_HOLD
from .tthc_paper_destination import AT_REST, AT_WORK

#: States in which several agencies have a file one after the other.
IN_TURN = ("processing", *ON_HOLD)
#: What the courier's sheet only counts: it concerns another round or a later day.
FOR_LATER = ("other_round", "not_due")


class TthcCourierManifest(models.AbstractModel):
    """What must move on a round, both ways, and what is held back and why.

    One reckoning serves the page of the round, that of a stop, the printed list and
    the scan desk's “still expected”; its queries do not grow with the papers.
    """

    _name = "tthc.courier.manifest"
    _inherit = ["tthc.courier.manifest.holding"]
    _description = "Manifest of a round"

    manifest = fields.Json(compute="_compute_manifest")

    @api.depends("state", "stop_ids.state", "courier_id")
    @api.depends_context("uid", "lang")
    def _compute_manifest(self):
        for run in self:
            run.manifest = run._manifest()

    def _manifest(self):
        """The manifest, most urgent first.

        :return: dict with ``over`` (nothing moves any more), ``stops`` (each ``id``,
            ``name``, ``state``, ``give`` and ``take`` counts and ``rows``), ``back``
            (rows of what comes back to the center), ``held`` (rows with ``reason``,
            ``why`` and ``link``) and ``move_count``. A row has ``paper_id``,
            ``code``, ``kind``, ``from``, ``to``, ``due``, ``level``, ``originals``,
            ``copies``. An agency's staff get their own stops only.
        """
        self.ensure_one()
        if self.state in ("done", "cancelled"):
            return {"over": True, "stops": [], "back": [], "held": [], "move_count": 0}
        # sudo: codes and counts for who runs or receives the round
        run = self.sudo()
        stops = run.stop_ids.sorted()
        own = self._own_agencies()
        moves, held = run._manifest_split(self._tells_holds())
        rows = defaultdict(list)
        for paper, stop, way in moves:
            rows[stop, way].append(run._manifest_row(paper))
        shown = stops if own is None else stops.filtered(lambda s: s.agency_id in own)
        answer = {
            "over": False,
            "stops": [
                {
                    "id": stop.id,
                    "name": stop.display_name,
                    "state": stop.state,
                    "give": len(rows[stop, "give"]),
                    "take": len(rows[stop, "take"]),
                    "rows": rows[stop, "give"] + rows[stop, "take"],
                }
                for stop in shown
            ],
            "back": rows[run.stop_ids.browse(), "back"] if own is None else [],
            "held": [
                {
                    **run._manifest_row(paper),
                    "stop_id": stop.id,
                    "reason": reason,
                    "why": words,
                    "link": self._manifest_link(record),
                }
                for paper, stop, reason, words, record in held
                if own is None or stop in shown
            ],
        }
        answer["move_count"] = len(answer["back"]) + sum(
            len(stop["rows"]) for stop in answer["stops"]
        )
        return answer

    def _own_agencies(self):
        """Whose stops the user sees: None for all of the round, else agencies."""
        user = self.env.user
        if self.env.su or user == self.courier_id:
            return None
        at_center = user.tthc_center_id == self.center_id
        if at_center and (
            user.has_group("tthc_base.group_reception")
            or user.has_group("tthc_base.group_center_manager")
        ):
            return None
        if user.has_group("tthc_base.group_inspector"):
            return None
        return user.tthc_agency_ids

    def _tells_holds(self):
        """Whether the user may know for what a dossier waits: a courier may not."""
        user = self.env.user
        return self.env.su or any(
            user.has_group(f"tthc_base.group_{name}")
            for name in ("reception", "specialist", "center_manager", "inspector")
        )

    # -- which papers -------------------------------------------------------------

    def _manifest_candidates(self):
        """Papers that this round could move, and those that one asks for in vain."""
        self.ensure_one()
        agencies = self.stop_ids.agency_id
        bound = Domain("goes_to_agency_id", "!=", False)
        home = Domain("goes_to_center_id", "!=", False)
        at_center = Domain("holder_id.kind", "=", "counter") & Domain(
            "holder_id.center_id", "=", self.center_id.id
        )
        at_stops = Domain("holder_id.agency_id", "in", agencies.ids)
        in_hand = Domain("holder_id.kind", "=", "courier")
        own_hand = in_hand & Domain("holder_id.user_id", "=", self.courier_id.id)
        late_turn = (
            # Before the first agency has it, nobody waits for a later turn.
            Domain("dossier_id.state", "in", IN_TURN)
            & Domain("holder_id.kind", "not in", AT_REST)
            & Domain(
                "dossier_id.step_ids",
                "any",
                [("agency_id", "in", agencies.ids), ("state", "=", "waiting")],
            )
        )
        lost = (
            Domain("holder_id.kind", "=", "lost")
            & Domain("is_superseded", "=", False)
            & Domain("dossier_id.state", "in", AT_WORK)
        )
        mine = Domain("center_id", "=", self.center_id.id)
        papers = self.env["tthc.paper"]
        # One search each, so that each goes by an index of its own: first what is
        # bound for somewhere, which are few of all papers at any time.
        return papers.union(
            *(
                papers.search(domain)
                for domain in (
                    (bound | home)
                    & (
                        (bound & at_center)
                        | at_stops
                        | own_hand
                        | (Domain("goes_to_agency_id", "in", agencies.ids) & mine)
                    ),
                    mine & lost,
                    mine & late_turn & Domain("kind", "in", ("file", "supplement")),
                )
            )
        )

    def _manifest_split(self, tells_holds=True):
        """Candidates as they move or stay.

        :param tells_holds: name in the reasons for what a dossier waits
        :return: pair of lists, most urgent first: (paper, stop, “give”, “take” or
            “back”) of what moves, and (paper, stop, reason, words, record) of what
            stays
        """
        self.ensure_one()
        papers = self._manifest_candidates().sorted(
            lambda paper: (paper.dossier_id.due or fields.Datetime.now(), paper.id)
        )
        blocked = self._blocked(papers, tells_holds=tells_holds)
        following = self._next_rounds(
            papers.goes_to_agency_id | papers.holder_id.agency_id
        )
        by_agency = {stop.agency_id: stop for stop in self.stop_ids}
        moves, held = [], []
        for paper in papers:
            stop, way, reason = self._manifest_place(paper, by_agency)
            if paper in blocked:
                held.append((paper, stop, *blocked[paper]))
            elif reason == "not_due" and not stop:
                continue
            elif reason:
                told = self._manifest_words(paper, reason, stop, following)
                held.append((paper, stop, *told))
            else:
                moves.append((paper, stop, way))
        return moves, held

    def _manifest_place(self, paper, by_agency):
        """The stop of a paper on this round, which way, and why not.

        :param by_agency: dict ``tthc.agency`` → stop of this round
        :return: (stop or none, way, reason or None)
        """
        holder, agency = paper.holder_id, paper.goes_to_agency_id
        none = self.stop_ids.browse()
        to_stop = by_agency.get(agency, none)
        at_stop = by_agency.get(holder.agency_id, none)
        if not agency and not paper.goes_to_center_id:
            return self._late_turn_stop(paper, by_agency), None, "not_due"
        if holder.kind == "courier":
            if holder.user_id != self.courier_id:
                return to_stop, None, "other_courier"
            ahead = to_stop and to_stop.state != "missed"
            return (to_stop, "give", None) if ahead else (none, "back", None)
        if holder.kind == "counter":
            if holder.center_id != self.center_id:
                return to_stop, None, "elsewhere"
            if not to_stop and paper.goes_to_center_id:
                return to_stop, None, "elsewhere"
            return to_stop, "give", self._not_loaded(paper, to_stop)
        if not at_stop:
            reason = "no_stop" if to_stop else "not_due"
            return to_stop or self._late_turn_stop(paper, by_agency), None, reason
        if at_stop.state == "missed":
            return at_stop, None, "missed"
        if agency and not to_stop:
            return at_stop, None, "no_stop"
        if agency and to_stop.sequence <= at_stop.sequence:
            return at_stop, None, "order"
        return at_stop, "take", None

    def _not_loaded(self, paper, stop):
        """Why what lies at the center is not loaded, or None."""
        if not stop:
            return "no_stop"
        if self.state == "under_way":
            return "left"
        return "cutoff" if paper.held_since > self.cutoff_at else None

    @api.model
    def _late_turn_stop(self, paper, by_agency):
        """The stop whose agency's turn on a paper has not come."""
        waiting = paper.dossier_id.step_ids.filtered(
            lambda step: (
                step.state == "waiting"
                and step.agency_id in by_agency
                and step.agency_id != paper.holder_id.agency_id
            )
        ).sorted("sequence")
        none = self.env["tthc.courier.round.stop"]
        return by_agency[waiting[0].agency_id] if waiting else none

    # -- rows -----------------------------------------------------------------------

    def _manifest_row(self, paper):
        """One paper as the manifest shows it: code, places, counts; no contents."""
        due = paper.dossier_id.due
        place = paper.goes_to_agency_id or paper.goes_to_center_id
        labels = dict(paper._fields["kind"]._description_selection(self.env))
        return {
            "paper_id": paper.id,
            "code": paper.code or "",
            "kind": labels[paper.kind],
            "from": paper.holder_id.display_name,
            "to": place.display_name or "",
            "due": due and fields.Datetime.to_string(due),
            "level": self._due_level(due),
            "originals": paper.original_count,
            "copies": paper.copy_count,
        }

    def _due_level(self, due):
        """“late”, “soon” (by the end of the next working day) or “plenty”."""
        if not due:
            return "plenty"
        if due < now():
            return "late"
        return (
            "soon" if self.center_id._local_day(due) <= self._soon_day() else "plenty"
        )

    def _soon_day(self):
        """The next working day: what is due by its end is urgent."""
        calendar = self.center_id.resource_calendar_id
        return calendar.tthc_working_day_after(self.center_id._today())

    def _manifest_link(self, record):
        """Where a reason leads, for who may read it.

        :return: dict ``model`` and ``id``, or False
        """
        # A courier reads neither dossiers nor papers that others have. Whether a rule
        # hides another record is told when it is opened: asking costs a query a row.
        own = record._name.startswith(("tthc.courier", "tthc.handover"))
        seen = record and (own or self._tells_holds())
        return bool(seen) and {"model": record._name, "id": record.id}

    def _loading_values(self):
        """What the printed list of the round says.

        :return: dict of the texts and rows of :meth:`_manifest`, of ``held`` only what
            concerns this round, and how many more there are in ``later``
        """
        self.ensure_one()
        manifest = self._manifest()
        held = manifest["held"]
        local = self.center_id._local

        def moment(text):
            """An instant as the sheet prints it, at the center."""
            instant = fields.Datetime.to_datetime(text or None)
            return f"{local(instant):%H:%M %d/%m}" if instant else ""

        for row in [
            *(row for stop in manifest["stops"] for row in stop["rows"]),
            *manifest["back"],
            *held,
        ]:
            row["due"] = moment(row["due"])
        return {
            **manifest,
            "stops": [stop for stop in manifest["stops"] if stop["rows"]],
            "held": [row for row in held if row["reason"] not in FOR_LATER],
            "later": len([row for row in held if row["reason"] in FOR_LATER]),
            "day": local(self.departure_at).date(),
            "departure": f"{local(self.departure_at):%H giờ %M}",
            "cutoff": f"{local(self.cutoff_at):%H giờ %M}",
        }
