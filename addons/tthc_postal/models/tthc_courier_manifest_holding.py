from datetime import timedelta

from odoo import api, models

from odoo.addons.tthc_base.tools.clock import now

from .paper_loss_table import OPEN as LOSS_OPEN

#: How many days ahead the next round to a place is looked for.
NEXT_DAYS = 7
#: States of a dossier in which nobody works on its papers: they wait at the center.
ON_HOLD = ("supplement", "fee_wait")


class TthcCourierManifestHolding(models.AbstractModel):
    """What is held back from a round, why, and where that is mended."""

    _name = "tthc.courier.manifest.holding"
    _description = "What a manifest holds back"

    @api.model
    def _blocked(self, papers, sheet=None, tells_holds=True):
        """Papers that move on no round at this moment, whatever its stops.

        The hook for what else keeps a paper back: extend and add to the answer.

        :param papers: ``tthc.paper``, read as the superuser
        :param sheet: ``tthc.handover`` that is being scanned: its own lines don't count
        :param tells_holds: name in the reasons for what a dossier waits
        :return: dict paper → (reason, words, record behind it)
        """
        blocked = {}
        for paper in papers:
            if paper.holder_id.kind == "lost":
                blocked[paper] = ("lost", *self._lost_words(paper))
            elif paper.holder_id.kind == "counter":
                state = paper.dossier_id.state
                if state in ON_HOLD:
                    blocked[paper] = (
                        "hold",
                        self._hold_words(state, tells_holds),
                        paper.dossier_id,
                    )
        # Later reasons weigh more: what is missing is looked for first.
        for line in self._other_unsigned(papers, sheet):
            minutes = line.handover_id
            blocked[line.paper_id] = (
                "minutes",
                self.env._(
                    "On minutes that are not signed: %(minutes)s",
                    minutes=minutes.display_name,
                ),
                minutes,
            )
        for row in self._open_missing(papers):
            blocked[row.paper_id] = (
                "discrepancy",
                self.env._(
                    "Missing; %(owner)s clears it up by %(day)s",
                    owner=row.owner_id.name or "–",
                    day=row.deadline and f"{row.deadline:%d/%m}" or "–",
                ),
                row,
            )
        return blocked

    @api.model
    def _lost_words(self, paper):
        """What is done about a lost paper, and its loss."""
        loss = paper.loss_ids.filtered(lambda row: row.state in LOSS_OPEN)[:1]
        if loss.state == "searching" and loss.deadline:
            day = f"{loss.deadline:%d/%m}"
            return self.env._("Being searched until %(day)s", day=day), loss
        return self.env._("Declared lost; see its path"), loss or paper

    @api.model
    def _hold_words(self, state, tells_holds):
        if not tells_holds:
            return self.env._("The dossier waits")
        if state == "fee_wait":
            return self.env._("The dossier waits for a payment")
        return self.env._("The dossier waits for a supplement")

    @api.model
    def _other_unsigned(self, papers, sheet=None):
        """Lines of papers on minutes that are not signed by both."""
        # sudo: that a paper stands on another sheet is no secret of that sheet
        lines = self.env["tthc.handover.line"].sudo()
        return lines.search(
            [
                ("paper_id", "in", papers.ids),
                ("handover_id.state", "in", ("draft", "signing")),
                ("handover_id", "not in", sheet.ids if sheet else []),
                ("handover_id.round_id", "not in", self.ids),
            ]
        )

    @api.model
    def _open_missing(self, papers):
        """Open discrepancies of papers that have not turned up since."""
        # sudo: that a paper is looked for is told to whoever waits for it
        rows = self.env["tthc.handover.discrepancy"].sudo()
        rows = rows.search(
            [
                ("paper_id", "in", papers.ids),
                ("kind", "=", "missing"),
                ("state", "=", "open"),
            ]
        )
        return rows.filtered(lambda row: row.paper_id.held_since <= row.found_at)

    def _next_rounds(self, agencies):
        """The next other round that stops at each agency.

        :param agencies: ``tthc.agency``
        :return: dict agency → ``tthc.courier.round.stop``
        """
        self.ensure_one()
        stops = self.env["tthc.courier.round.stop"].search(
            [
                ("round_id", "!=", self.id),
                ("center_id", "=", self.center_id.id),
                ("agency_id", "in", agencies.ids),
                ("state", "=", "planned"),
                ("round_id.state", "in", ("planned", "loading")),
                ("planned_at", ">=", max(now(), self.departure_at - timedelta(days=1))),
                ("planned_at", "<", self.departure_at + timedelta(days=NEXT_DAYS)),
            ]
        )
        following = {}
        for stop in stops.sorted("planned_at"):
            following.setdefault(stop.agency_id, stop)
        return following

    def _manifest_words(self, paper, reason, stop, following):
        """Why a paper stays, in words, and the record that explains it.

        :param following: as :meth:`_next_rounds` answers
        :return: reason, text and record
        """
        if reason == "not_due":
            return reason, self._turn_words(paper, stop), paper.dossier_id
        if reason in ("other_courier", "elsewhere"):
            holder = paper.holder_id.display_name
            return reason, self.env._("With %(holder)s", holder=holder), paper
        place = self._place_in_question(paper, reason)
        words = self._stay_words(reason, place)
        if place not in following:
            words = self.env._("%(why)s; no round there is planned", why=words)
            return reason, words, self.route_id
        run = following[place].round_id
        words = self.env._(
            "%(why)s; goes with %(round)s", why=words, round=run.display_name
        )
        if reason == "no_stop" and run.date == self.date:
            return "other_round", words, run
        return reason, self._with_law(words, paper, run), run

    def _place_in_question(self, paper, reason):
        """The agency at which another round has to stop for a paper.

        :return: ``tthc.agency``
        """
        holder = paper.holder_id
        at_giver = reason in ("missed", "order")
        if holder.kind == "agency" and (
            at_giver or holder.agency_id not in self.stop_ids.agency_id
        ):
            return holder.agency_id
        return paper.goes_to_agency_id

    def _with_law(self, words, paper, run):
        """Add by when the law wants a new file at its agency, where that is missed.

        The same day, after the cut-off the start of the next working day (Decree
        61/2018 Art 18.2-3, R05).
        :param run: the round that it goes with
        """
        due = paper.dossier_id.transfer_due
        first_way = paper.kind == "file" and paper.move_count == 1
        if not first_way or not due or due >= run.departure_at:
            return words
        return self.env._(
            "%(why)s, though by law it is due there by %(moment)s",
            why=words,
            moment=f"{self.center_id._local(due):%H:%M %d/%m}",
        )

    def _stay_words(self, reason, agency):
        cutoff = f"{self.center_id._local(self.cutoff_at):%H:%M}"
        words = {
            "cutoff": self.env._("Came after loading closed at %(hour)s", hour=cutoff),
            "left": self.env._("The courier has left"),
            "no_stop": self.env._(
                "This round does not stop at %(agency)s", agency=agency.display_name
            ),
            "order": self.env._(
                "This round is at %(agency)s before it gets here",
                agency=agency.display_name,
            ),
            "missed": self.env._("The stop was not made"),
        }
        return words[reason]

    def _turn_words(self, paper, stop):
        """For whom an agency waits whose turn has not come."""
        steps = paper.dossier_id.step_ids
        active = steps.filtered(lambda step: step.state == "active")
        before = active.agency_id or paper.goes_to_agency_id
        return self.env._(
            "The turn of %(agency)s comes after %(before)s",
            agency=stop.agency_id.display_name,
            before=", ".join(before.mapped("display_name")) or "–",
        )
