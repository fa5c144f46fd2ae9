from odoo import models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .assignment_table import HR, MOVES

#: Roles whose holders are sent for a term (Decree 61/2018 Art 11.4).
TERM_ROLES = ("main", "center_staff")


class TthcAssignmentMoving(models.AbstractModel):
    """The actions of an assignment; each is a row of :data:`MOVES`."""

    _name = "tthc.assignment.moving"
    _inherit = ["tthc.guarded.table"]
    _description = "Moves of an assignment"
    _moves = MOVES

    def action_propose(self):
        """Put the people before who decides.

        :raise AccessError: for everybody but the agency's reporter and HR
        :raise UserError: for a proposal that lacks a date
        """
        self._check_move("propose")
        for assignment in self:
            assignment._check_dates_told()
        self._move("propose", {"remarks": False})

    def action_recall(self):
        """Take a proposal back that is in no decision yet.

        :raise AccessError: for everybody but the agency's reporter
        :raise UserError: when a decision is being drafted with it
        """
        self._check_move("recall")
        self._check_in_no_decision()
        self._move("recall")

    def action_return(self, remarks=None):
        """Give a proposal back to be mended.

        :param remarks: what is to be mended
        :raise AccessError: for everybody but HR and the center's manager
        :raise UserError: without remarks, or when a decision is being drafted with it
        """
        self._check_move("return")
        self._check_in_no_decision()
        self._move("return", {"remarks": self._said(remarks)})

    def action_refuse(self, remarks=None):
        """Refuse a person (Decree 61/2018 Art 9.3); the agency names another.

        :param remarks: why
        :raise AccessError: for everybody but HR and the center's manager
        :raise UserError: without remarks, or when a decision is being drafted with it
        """
        self._check_move("refuse")
        self._check_in_no_decision()
        self._move("refuse", {"remarks": self._said(remarks)})

    def action_reopen(self):
        """Take up a refused proposal once more, to be mended and proposed again."""
        self._check_move("reopen")
        self._move("reopen")

    def action_end(self, reason=None, day=None, note=None):
        """End assignments before their term is over.

        :param reason: key of ``end_reason``
        :param day: first ``datetime.date`` (or its text) on which they no longer
            serve; today by default. A day to come ends them then.
        :param note: further words; asked for with “another reason”
        :raise AccessError: for everybody but HR
        :raise UserError: without a reason, or for a day outside of the term
        """
        self._check_move("end")
        labels = dict(self._fields["end_reason"]._description_selection(self.env))
        if reason not in labels or (reason == "other" and not (note or "").strip()):
            raise UserError(self.env._("Say why the assignment ends."))
        day = self._fields["ended_on"].to_date(day) or today(VIETNAM)
        for assignment in self:
            assignment._check_end_day(day)
        self._end(reason, day, (note or "").strip())

    def _end(self, reason, day, note=False, wait=True):
        """End assignments; what the people were given goes with the post.

        :param day: first ``datetime.date`` on which they no longer serve
        :param wait: see :meth:`_post_changed`
        """
        self._move("end", {"end_reason": reason, "ended_on": day, "end_note": note})
        self._post_changed(wait)

    def _approve(self, decision):
        """Put people in post by a decision.

        :param decision: ``tthc.assignment.decision`` that is being issued
        :raise UserError: for a person whom a rule keeps out; names the rule
        """
        self._check_move("approve")
        for assignment in self:
            assignment._check_dates_told()
        overridden = self._check_rules()
        for assignment in self:
            assignment._move(
                "approve",
                {
                    "decision_id": decision.id,
                    "overridden_rule_ids": [(6, 0, overridden[assignment.id].ids)],
                },
            )
            assignment._end_predecessor()
        self._post_changed()

    def _end_predecessor(self):
        """Whoever is replaced leaves on the day on which the successor begins."""
        before = self.predecessor_id
        if before.state != "approved":
            return
        if not before.last_day or before.last_day >= self.date_from:
            before._end("replaced", max(self.date_from, before.date_from))

    def _post_changed(self, wait=True):
        """Called when people come into post, leave it or change counters.

        Hook for what follows a post: rights, roster, cards.

        :param wait: whether it is an error when something can't follow at once; a job
            leaves it to the next one
        """

    # -- what an action asks for --------------------------------------------------

    def _check_in_no_decision(self):
        for assignment in self:
            if assignment.decision_id:
                raise UserError(
                    self.env._(
                        "%(name)s stands in a decision that is being drafted: take "
                        "the person out of it first.",
                        name=assignment.display_name,
                    )
                )

    def _check_dates_told(self):
        self.ensure_one()
        if not self.date_from or (self.role in TERM_ROLES and not self.date_to):
            raise UserError(
                self.env._(
                    "%(name)s: enter from when to when (Decree 61/2018 Art 11.4).",
                    name=self.display_name,
                )
            )

    def _check_end_day(self, day):
        self.ensure_one()
        if day < self.date_from or (self.date_to and day > self.date_to):
            raise UserError(
                self.env._(
                    "%(name)s: the day lies outside of the term.",
                    name=self.display_name,
                )
            )

    # -- the decision that is being drafted ----------------------------------------

    def _put_into(self, decision):
        """Put proposals into a decision that is being drafted.

        :raise AccessError: for everybody but HR
        :raise UserError: for what is not proposed, of another center, or in another
            decision already
        """
        self._check_role(HR)
        decision._check_state("draft")
        self._lock()
        self._check_state("proposed")
        for assignment in self:
            if assignment.center_id != decision.center_id:
                raise UserError(
                    self.env._(
                        "%(name)s is proposed for another center.",
                        name=assignment.display_name,
                    )
                )
            if assignment.decision_id and assignment.decision_id != decision:
                raise UserError(
                    self.env._(
                        "%(name)s stands in another decision already.",
                        name=assignment.display_name,
                    )
                )
        self._moving().write({"decision_id": decision.id})

    def action_take_out(self):
        """Take proposals out of the decision that is being drafted.

        :raise AccessError: for everybody but HR
        :raise UserError: when the decision is issued
        """
        self._check_role(HR)
        self._lock()
        self._check_state("proposed")
        self._moving().write({"decision_id": False})

    def action_draft_decision(self):
        """Draft one decision for the chosen proposals.

        :return: the action that opens it
        :raise AccessError: for everybody but HR
        :raise UserError: for proposals of several centers, or none
        """
        self._check_role(HR)
        if len(self.center_id) != 1:
            raise UserError(self.env._("Choose proposals of one center."))
        decision = self.env["tthc.assignment.decision"].create(
            {"center_id": self.center_id.id}
        )
        self._put_into(decision)
        return decision._get_records_action()
