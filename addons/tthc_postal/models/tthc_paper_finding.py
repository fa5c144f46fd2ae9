from odoo import api, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

from .paper_loss_table import COURIER, SPECIALIST
from .tthc_paper_destination import AT_WORK, ENDED


class TthcPaperFinding(models.AbstractModel):
    """Where is it: the answer to one scan, with a fixed number of queries.

    A courier learns code, place and hour of what belongs to the own center, and
    nothing of the contents; whoever has a paper in hand may ask for it, though the
    dossier is another's.
    """

    _name = "tthc.paper.finding"
    _description = "Where a paper is"

    @api.model
    def where_is(self, word):
        """Where the papers are that a scanned or typed word means.

        :param word: label of a folder, code of a dossier, or the address or word of a
            receipt
        :return: dict ``result`` (“found”, “none” for a dossier without papers,
            “unknown”), ``word``, ``code``, ``message`` (a sentence where nothing was
            found), ``dossier_id`` (False where the user may not open it) and
            ``papers``, as :meth:`_where` gives them
        :raise AccessError: for roles that have nothing to do with papers
        """
        self.env["tthc.paper"].check_access("read")
        key = self._scanned_key(word)
        domain = Domain(
            Domain("token", "=", key)
            | Domain("code", "=", key)
            | Domain("dossier_id.token", "=", key)
        )
        model = self.env["tthc.paper"]
        if not key:
            return self._not_found(word, key)
        # sudo: found by the exact word; what the user may know of it is told below
        papers = model.sudo().search(domain, order="is_superseded, id")
        mine = papers._knowable(self.env.user)
        if not mine:
            return self._not_found(word, key)
        dossier = mine.dossier_id[:1].with_user(self.env.user)
        return {
            "result": "found",
            "word": word,
            "code": mine[0].code,
            "message": "",
            "dossier_id": dossier.id if dossier.has_access("read") else False,
            "papers": mine._where(),
        }

    @api.model
    def _scanned_key(self, word):
        """The word itself, where a scan reads the address around it."""
        return str(word or "").strip().rstrip("/").rsplit("/", 1)[-1].strip().upper()

    def _knowable(self, user):
        """Those of which a user may know where they are.

        :param user: ``res.users``
        """
        seen = self.with_user(user)._filtered_access("read")
        return self.filtered(
            lambda paper: (
                paper.id in seen.ids
                or paper.holder_id.user_id == user
                or (user.has_group(COURIER) and paper.center_id == user.tthc_center_id)
                or (
                    user.has_group(SPECIALIST)
                    and paper.holder_id.agency_id in user.tthc_agency_ids
                )
            )
        )

    @api.model
    def _not_found(self, word, key):
        """The answer where no paper is there that the user may know of."""
        # sudo: the word of a receipt is closed; access is asked for what is found
        dossier = self.env["tthc.dossier"].sudo()
        if key:
            dossier = dossier.search(
                Domain("code", "=", key) | Domain("token", "=", key), limit=1
            )
        dossier = dossier.with_user(self.env.user)
        known = bool(dossier) and dossier.has_access("read")
        return {
            "result": "none" if known else "unknown",
            "word": word,
            "code": dossier.code if known else "",
            "message": dossier._why_no_paper() if known else self._unknown(word),
            "dossier_id": dossier.id if known else False,
            "papers": [],
        }

    @api.model
    def _unknown(self, word):
        return self.env._(
            "“%(word)s” is not known here: no label, dossier code or receipt of yours "
            "reads so. Check the code, or ask the center that received the dossier.",
            word=str(word or "").strip(),
        )

    # -- one answer -----------------------------------------------------------

    def _where(self):
        """What is known of papers, for the screen.

        :return: list of dicts ``id``, ``kind``, ``holder``, ``holder_kind``,
            ``since``, ``counts``, ``next``, ``loss_id``, ``superseded``,
            ``may_declare`` and ``path`` (newest first, see :meth:`_path`)
        """
        user = self.env.user
        labels = dict(self._fields["kind"]._description_selection(self.env))
        self.fetch(["kind", "holder_id", "dossier_id", "center_id", "held_since"])
        expected = self._expected_next()
        minutes = self._minutes_of_path()
        return [
            {
                "id": paper.id,
                "kind": labels[paper.kind],
                "holder": paper.holder_id.display_name or "",
                "holder_kind": paper.holder_kind or "",
                "since": paper._hour(paper.held_since),
                "originals": paper.original_count,
                "copies": paper.copy_count,
                "next": expected[paper],
                "loss_id": paper._open_loss().id or False,
                "superseded": paper.is_superseded,
                "may_declare": paper.holder_kind in ("counter", "courier", "agency")
                and paper._may_declare(user),
                "path": paper._path(minutes),
            }
            for paper in self
        ]

    def _hour(self, moment):
        """An instant on the clock of the center, in words."""
        self.ensure_one()
        center = self.center_id
        return center.resource_calendar_id._tthc_moment_text(center._local(moment))

    def _open_loss(self):
        self.ensure_one()
        return self.loss_ids.filtered(
            lambda loss: loss.state in ("declared", "searching")
        )

    def _path(self, minutes):
        """The moves of a paper, newest first.

        :param minutes: dict (paper id, name) → id of minutes the user may open
        """
        self.ensure_one()
        labels = dict(self.move_ids._fields["source"]._description_selection(self.env))
        return [
            {
                "seq": move.seq,
                "when": self._hour(move.happened_at),
                "to": move.to_id.display_name,
                "source": labels[move.source],
                "evidence": move.evidence or "",
                "handover_id": minutes.get((self.id, move.evidence), False),
            }
            for move in self.move_ids.sorted("seq", reverse=True)
        ]

    def _minutes_of_path(self):
        """Minutes behind the moves that the user may open.

        :return: dict (paper id, name of the minutes) → their id
        """
        lines = self.env["tthc.handover.line"].with_user(self.env.user)
        if not lines.has_access("read"):
            return {}
        rows = lines.search_fetch(
            [("paper_id", "in", self.ids), ("handover_id.state", "=", "done")],
            ["paper_id", "handover_id"],
        )
        return {
            # sudo: ids only, of minutes that the user may read
            (row.sudo().paper_id.id, row.handover_id.name): row.handover_id.id
            for row in rows
        }

    # -- what comes next ------------------------------------------------------

    def _expected_next(self):
        """What is expected to happen to papers next, in a sentence each.

        :return: dict paper → sentence
        """
        stops = self._stops_to_come()
        return {paper: paper._next_sentence(stops) for paper in self}

    def _stops_to_come(self):
        """Stops of rounds that have not been made, earliest first."""
        agencies = self.goes_to_agency_id | self.holder_id.agency_id
        # sudo: hours of the rounds, which no one keeps secret
        stops = self.env["tthc.courier.round.stop"].sudo()
        return stops.search_fetch(
            [
                ("agency_id", "in", agencies.ids),
                ("center_id", "in", self.center_id.ids),
                ("state", "=", "planned"),
                ("planned_at", ">=", now()),
                ("round_id.state", "in", ("planned", "loading", "under_way")),
            ],
            ["agency_id", "planned_at", "round_id", "center_id"],
            order="planned_at, id",
            limit=200,
        )

    def _next_sentence(self, stops):
        self.ensure_one()
        kind = self.holder_kind
        if kind == "lost":
            return self._search_sentence()
        if kind in ("citizen", "archive", "void"):
            return self.env._("Nothing more is expected: it stays there.")
        place = self.goes_to_agency_id or self.goes_to_center_id
        if place:
            return self._way_sentence(place, stops)
        dossier = self.dossier_id
        if kind == "counter" and dossier.state in ENDED:
            return self.env._("Waits at the counter for the citizen.")
        if kind == "agency" and dossier.state in AT_WORK:
            return self.env._("Stays there while the agency works on it.")
        return self.env._("Stays there for now.")

    def _search_sentence(self):
        loss = self._open_loss()
        if loss.deadline:
            return self.env._(
                "Searched until %(day)s by %(people)s.",
                day=loss.deadline.strftime("%d/%m/%Y"),
                people=", ".join(loss.searcher_ids.mapped("name")),
            )
        if loss:
            return self.env._("Declared lost; the search is not ordered yet.")
        return self.env._(
            "Given up: another paper stands in for it, or none is needed."
        )

    def _way_sentence(self, place, stops):
        """Where it goes, and with which stop.

        A courier brings it there; elsewhere it is fetched where it is, or loaded for
        the stop of a round that has not left.
        """
        kind, holder = self.holder_kind, self.holder_id
        at = self.goes_to_agency_id
        if kind == "courier":
            fitting = stops.filtered(
                lambda stop: (
                    stop.agency_id == at and stop.round_id.courier_id == holder.user_id
                )
            )
        elif kind == "agency":
            fitting = stops.filtered(lambda stop: stop.agency_id == holder.agency_id)
        else:
            fitting = stops.filtered(
                lambda stop: stop.agency_id == at and stop.round_id.state != "under_way"
            )
        fitting = fitting.filtered(lambda stop: stop.center_id == self.center_id)[:1]
        names = {"place": place.display_name, "round": fitting.round_id.display_name}
        if fitting:
            names["hour"] = self._hour(fitting.planned_at)
        if kind == "courier":
            return (
                self.env._("On the way to %(place)s, there at %(hour)s.", **names)
                if fitting
                else self.env._("On the way to %(place)s.", **names)
            )
        if not fitting:
            return self.env._("Goes to %(place)s: no round is planned yet.", **names)
        if kind == "agency":
            return self.env._(
                "Goes to %(place)s: fetched at %(hour)s (%(round)s).", **names
            )
        return self.env._("Goes to %(place)s: there at %(hour)s (%(round)s).", **names)
