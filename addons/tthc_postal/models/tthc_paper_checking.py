from odoo import models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .tthc_paper_destination import AT_WORK


class TthcPaperChecking(models.AbstractModel):
    """What is wrong with papers, as the nightly check sees it.

    A paper in hand is judged by the hours of its center; the ledger is compared in SQL
    alone, of papers at rest, too.
    """

    _name = "tthc.paper.checking"
    _description = "Check of papers against the ledger"

    def _faults(self, moment):
        """What is wrong with one paper that somebody has in hand, or that is lost.

        :param moment: naive UTC
        :return: dict kind of ``tthc.custody.finding`` → sentence
        """
        self.ensure_one()
        found = {
            "step": self._fault_step(moment),
            "way": self._fault_way(moment),
            "left": self._fault_left(),
            "search": self._fault_search(),
        }
        return {kind: sentence for kind, sentence in found.items() if sentence}

    def _worked_hours(self, since, moment):
        """Whole hours of the center's working time between two instants."""
        calendar = self.center_id.resource_calendar_id
        return calendar.tthc_working_minutes_between(since, moment) // 60

    def _fault_step(self, moment):
        """The paper is not where the state of its dossier wants it to be."""
        dossier, holder = self.dossier_id, self.holder_id
        names = {"holder": holder.display_name, "since": self._hour(self.held_since)}
        if (
            self.kind == "file"
            and holder.kind == "citizen"
            and dossier.state in AT_WORK
        ):
            return self.env._(
                "The dossier is being worked on, but its folder is with the citizen "
                "since %(since)s.",
                **names,
            )
        place = self.goes_to_agency_id or self.goes_to_center_id
        if not place or holder.kind == "courier":
            return None
        hours = self._worked_hours(self._wanted_since(), moment)
        if hours < self.center_id.custody_wait_hours:
            return None
        return self.env._(
            "It belongs to %(place)s, but is with %(holder)s since %(since)s: nobody "
            "has fetched it for %(hours)s working hours.",
            place=place.display_name,
            hours=hours,
            **names,
        )

    def _wanted_since(self):
        """Since when the paper belongs elsewhere, naive UTC."""
        dossier = self.dossier_id
        active = dossier.step_ids.filtered(lambda step: step.state == "active")
        moments = [
            self.held_since,
            dossier.resolved_at,
            dossier.ended_at,
            *active.mapped("started_at"),
        ]
        return max(moment for moment in moments if moment)

    def _fault_way(self, moment):
        """A courier has had the paper for longer than a round takes."""
        # What goes to a citizen's door has a limit of its own: J + n.
        if self.holder_kind != "courier" or self._is_being_delivered():
            return None
        hours = self._worked_hours(self.held_since, moment)
        if hours < self.center_id.custody_way_hours:
            return None
        return self.env._(
            "On the way with %(holder)s since %(since)s: %(hours)s working hours, and "
            "nobody has signed for it.",
            holder=self.holder_id.user_id.name,
            since=self._hour(self.held_since),
            hours=hours,
        )

    def _fault_left(self):
        """Who has the paper no longer works where the paper is."""
        holder = self.holder_id
        person, names = holder.user_id, {"person": holder.user_id.name}
        if (
            holder.kind == "counter"
            and holder.counter_id
            and not (holder.counter_id.active)
        ):
            return self.env._(
                "It is at the counter %(counter)s, which is closed.",
                counter=holder.counter_id.display_name,
            )
        if not person:
            return None
        if not person.active:
            return self.env._("%(person)s has it, whose account is closed.", **names)
        if holder.kind == "agency" and holder.agency_id not in person.tthc_agency_ids:
            return self.env._(
                "%(person)s has it, who works no longer for %(agency)s.",
                agency=holder.agency_id.display_name,
                **names,
            )
        if holder.kind == "courier" and person.tthc_center_id != self.center_id:
            return self.env._(
                "%(person)s has it, who drives no longer for %(center)s.",
                center=self.center_id.display_name,
                **names,
            )
        return None

    def _fault_search(self):
        """A lost paper that nobody looks for, or not in time."""
        loss = self._open_loss()
        day = today(VIETNAM)
        if not loss or (loss.deadline and loss.deadline >= day):
            return None
        if loss.deadline:
            return self.env._(
                "Lost (%(loss)s): it was to be found by %(day)s. Replace it, or search "
                "anew.",
                loss=loss.name,
                day=loss.deadline.strftime("%d/%m/%Y"),
            )
        if self.center_id._local_day(loss.declared_at) >= day:
            return None
        return self.env._(
            "Lost (%(loss)s): declared %(since)s, and no search is ordered.",
            loss=loss.name,
            since=self._hour(loss.declared_at),
        )

    # -- the ledger -----------------------------------------------------------------

    def _ledger_faults(self):
        """Papers of which the ledger does not hold, by SQL alone.

        :return: dict (paper id, kind) → sentence
        """
        found = {}
        for paper_id, last, holder in self._last_holders():
            if not last:
                found[paper_id, "no_move"] = self.env._(
                    "There is no move in the ledger: nobody knows where it came from."
                )
            elif last != holder:
                found[paper_id, "holder"] = self._holder_sentence(last, holder)
        for paper in self.env["tthc.custody.move"]._broken_chains(self):
            found[paper.id, "chain"] = self.env._(
                "The ledger of this paper was changed by hand. Keep the database as it "
                "is and tell the inspectors."
            )
        return found

    def _last_holders(self):
        """Rows of id, holder of the last move, and holder, where they disagree."""
        self.env["tthc.custody.move"].flush_model()
        self.flush_model(["holder_id"])
        return self.env.execute_query(
            SQL(
                """
                SELECT p.id, m.to_id, p.holder_id
                  FROM tthc_paper p
                  LEFT JOIN LATERAL (
                      SELECT to_id
                        FROM tthc_custody_move
                       WHERE paper_id = p.id
                       ORDER BY seq DESC
                       LIMIT 1) m ON TRUE
                 WHERE p.id = ANY(%s)
                   AND m.to_id IS DISTINCT FROM p.holder_id
                    OR p.id = ANY(%s) AND m.to_id IS NULL
                """,
                list(self.ids),
                list(self.ids),
            )
        )

    def _holder_sentence(self, last, holder):
        holders = self.env["tthc.custody.holder"]
        return self.env._(
            "By the paper it is with %(holder)s, by the last move of the ledger with "
            "%(last)s.",
            holder=holders.browse(holder or []).display_name or self.env._("nobody"),
            last=holders.browse(last).display_name,
        )
