from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now

from .paper_loss_table import (
    COURIER,
    GROUND,
    LOSS_ACTIONS,
    MANAGER,
    POST_GROUND,
    RECEPTION,
    SAME,
    SPECIALIST,
)


class TthcPaperLossActing(models.AbstractModel):
    """What is done about a lost paper itself: search, find, replace."""

    _name = "tthc.paper.loss.acting"
    _description = "Searching, finding and replacing lost papers"

    # -- how an action runs ---------------------------------------------------

    def _begin_action(self, action):
        """Check and lock losses for an action of the table.

        :param action: key of :data:`LOSS_ACTIONS`
        :return: the losses, as the action writes them
        :raise AccessError: when the user has none of the roles, or stands elsewhere
        :raise UserError: when a loss is in another state, or somebody works on it
        """
        row = LOSS_ACTIONS[action]
        self.check_access("read")
        for loss in self:
            loss._check_stands_for(row.roles)
        # sudo: losses are written by actions only; role and side were checked
        losses = self.sudo()
        losses.dossier_id._lock()
        losses._lock()
        losses.invalidate_recordset()
        losses._check_state(*row.origins)
        return losses._moving()

    def _end_action(self, action, values):
        """Write what an action leaves behind.

        :param action: key of :data:`LOSS_ACTIONS`
        :param values: values of the losses
        """
        target = LOSS_ACTIONS[action].target
        state = {} if target == SAME else {"state": target}
        self._moving().write({**values, **state})

    def _check_stands_for(self, roles):
        """Refuse who has none of the roles, or not for a side of this paper.

        :param roles: external ids of groups
        :raise AccessError: for everybody else
        """
        self.ensure_one()
        user = self.env.user
        loss = self.sudo()  # sudo: only compared with the user
        if self.env.su or any(
            user.has_group(role) and loss._is_side_of(user, role) for role in roles
        ):
            return
        # sudo: names to tell the user, who can't read groups
        names = ", ".join(self.env.ref(role).sudo().name for role in roles)
        raise AccessError(
            self.env._(
                "%(loss)s: this is done by those concerned in the role “%(roles)s”.",
                loss=loss.display_name,
                roles=names,
            )
        )

    def _is_side_of(self, user, role):
        """Whether a role of a user counts for this paper.

        :param user: ``res.users``
        :param role: external id of a group that the user has
        """
        self.ensure_one()
        if role in (RECEPTION, MANAGER):
            return user.tthc_center_id == self.center_id
        if role in (COURIER, SPECIALIST) and user in self.concerned_ids:
            return True
        return role != COURIER and bool(
            self.dossier_id.agency_ids & user.tthc_agency_ids
        )

    def _need_words(self, words):
        """What somebody has to say, without blanks around it.

        :raise UserError: when nothing was said
        """
        words = (words or "").strip()
        if not words:
            raise UserError(self.env._("Say it in a few words: the log keeps them."))
        return words

    def _log(self, kind, moment, **data):
        """Write in the logs of the dossiers what happened to their papers.

        :param kind: kind of ``tthc.dossier.event``
        :param moment: naive UTC
        """
        self.env["tthc.dossier.event"]._append(
            [
                {
                    "dossier": loss.dossier_id,
                    "kind": kind,
                    "happened_at": moment,
                    "ground": POST_GROUND if loss.fault == "post" else GROUND,
                    "data": {"loss": loss.name, "paper": loss.paper_id.id, **data},
                }
                for loss in self
            ]
        )

    def _tell_managers(self):
        """Put new losses before the managers of the centers, who order the search."""
        for center, losses in self.grouped("center_id").items():
            managers = center.user_ids.filtered(lambda user: user.has_group(MANAGER))
            for loss in losses:
                loss._put_before(
                    managers, center._today(), self.env._("Order the search")
                )

    def _put_before(self, people, day, summary):
        """Put a task of this loss on lists.

        :param people: ``res.users``
        :param day: ``datetime.date`` by which it is to be done
        :param summary: what is to be done
        """
        self.ensure_one()
        for user in people:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=day,
                summary=summary,
                user_id=user.id,
            )

    # -- searching ------------------------------------------------------------

    def action_search(self, user_ids=None, deadline=None):
        """Order the search, or order it anew with other people or another day.

        :param user_ids: ids of ``res.users`` who search; None takes who had the paper
            last, or else the staff of the counter or agency that had it
        :param deadline: ``datetime.date`` by which it is found; None takes the working
            days set on the center
        :raise UserError: when there is nobody to search, or the day is past
        """
        losses = self._begin_action("search")
        moment = now()
        for loss in losses:
            # sudo: who searches is named, the list of users is not read
            named = self.env["res.users"].sudo().browse(user_ids or []).exists()
            people = named or loss._usual_searchers()
            day = fields.Date.to_date(deadline) or loss._usual_deadline(moment)
            loss._check_search(people, day)
            loss._end_action(
                "search",
                {
                    "searcher_ids": people.ids,
                    "concerned_ids": (loss.concerned_ids | people).ids,
                    "search_from": loss.search_from or moment,
                    "deadline": day,
                },
            )
            loss.activity_unlink(["mail.mail_activity_data_todo"])
            loss._put_before(
                people,
                day,
                self.env._("Search for the paper: %(loss)s", loss=loss.display_name),
            )
        losses._log("search_paper", moment)

    def _usual_searchers(self):
        """Who had the paper last, or whoever works there now."""
        self.ensure_one()
        holder = self.last_holder_id
        person = holder.user_id.filtered("active")
        if person:
            return person
        if holder.kind == "agency":
            return holder.agency_id.user_ids.filtered(
                lambda user: user.has_group(SPECIALIST)
            )
        clerks = self.center_id.user_ids.filtered(
            lambda user: user.has_group(RECEPTION)
        )
        at_counter = clerks.filtered(
            lambda user: user.tthc_counter_id == holder.counter_id
        )
        return at_counter or clerks

    def _usual_deadline(self, moment):
        center = self.center_id
        return center.resource_calendar_id.tthc_working_day_after(
            center._local_day(moment), center.loss_search_days
        )

    def _check_search(self, people, day):
        if not people:
            raise UserError(
                self.env._(
                    "%(loss)s: say who searches, nobody works any more where the paper "
                    "was last.",
                    loss=self.display_name,
                )
            )
        if day < self.center_id._today():
            raise UserError(
                self.env._("A search can't end before it begins: choose another day.")
            )

    # -- what became of it ----------------------------------------------------

    def action_find(self, note=None, user_id=None):
        """Note that the paper was found: somebody has it again, by the ledger.

        :param note: where and how, in words
        :param user_id: id of who has it now; None: the user
        :raise UserError: when it was found or replaced already, or the person stands
            for no place where papers lie
        """
        losses = self._begin_action("find")
        moment = now()
        for loss in losses:
            holder = loss._recover(user_id, moment)
            loss._end_action(
                "find",
                {
                    **loss._ending(moment, note),
                    "found_with_id": holder.id,
                },
            )
        losses._log("find_paper", moment)
        losses.activity_unlink(["mail.mail_activity_data_todo"])

    def action_find_late(self, note=None, user_id=None):
        """Note that a paper turned up that had been replaced already.

        The replacement stays in force; the old paper goes to the center.

        :param note: where and how, in words
        :param user_id: id of who has it now; None: the user
        :raise UserError: when that was noted already
        """
        losses = self._begin_action("find_late")
        moment = now()
        for loss in losses:
            if loss.found_with_id:
                raise UserError(
                    self.env._(
                        "%(loss)s: the paper was found already, it is with %(holder)s.",
                        loss=loss.display_name,
                        holder=loss.found_with_id.display_name,
                    )
                )
            holder = loss._recover(user_id, moment)
            loss._end_action(
                "find_late", {"found_with_id": holder.id, "found_late_at": moment}
            )
            loss._of_originals().dossier_id._waive_originals(None)
            if note:
                loss.message_post(body=note)
        losses._log("find_paper", moment, late=True)

    def _recover(self, user_id, moment):
        """Move the paper from no one to who has it now.

        :param user_id: id of ``res.users`` or None for the user
        :param moment: naive UTC
        :return: ``tthc.custody.holder``
        """
        self.ensure_one()
        # sudo: who stands for which place, not the list of users
        people = self.env["res.users"].sudo()
        finder = people.browse(user_id).exists() if user_id else self.env.user
        holder = self._place_of(finder)
        lost = self.env["tthc.custody.holder"]._of("lost")
        self.paper_id._hand_to(holder, "recovery", moment, self.name, expected=lost)
        return holder

    def _place_of(self, user):
        """The holder that somebody who found the paper stands for.

        :param user: ``res.users``
        :return: ``tthc.custody.holder``
        :raise UserError: when there is none
        """
        self.ensure_one()
        holders = self.env["tthc.custody.holder"]
        if self.paper_id._is_of_center(user):
            return holders._counter_of(user, self.center_id)
        if user.has_group(COURIER):
            return holders._of("courier", user=user)
        agency = (self.dossier_id.agency_ids & user.tthc_agency_ids)[:1]
        agency = agency or user.tthc_agency_ids[:1]
        if agency and user.has_group(SPECIALIST):
            return holders._person_of(user, agency)
        raise UserError(
            self.env._(
                "%(name)s stands for no counter, round or agency: name who has the "
                "paper now.",
                name=user.name,
            )
        )

    def action_replace(self, way=None, note=None, originals=None, copies=None):
        """Note that another paper stands in for the lost one.

        It begins where the user is: at the counter, or with the leader of the agency
        that issued it again.

        :param way: key of ``replacement``
        :param note: what was done, in words
        :param originals: number of originals; None: as many as were lost
        :param copies: number of copies; None: as many as were lost
        :raise UserError: without a way, or when it was found or replaced already
        """
        losses = self._begin_action("replace")
        if way not in dict(self._fields["replacement"].selection):
            raise UserError(self.env._("Say how the paper was replaced."))
        moment = now()
        for loss in losses:
            paper = loss._begin_replacement(originals, copies, moment)
            loss._end_action(
                "replace",
                {
                    **loss._ending(moment, note),
                    "replacement": way,
                    "replacement_id": paper.id,
                },
            )
        losses._log("replace_paper", moment, way=way)
        losses.activity_unlink(["mail.mail_activity_data_todo"])

    def _begin_replacement(self, originals, copies, moment):
        """A paper that stands in for the lost one.

        :return: ``tthc.paper``
        """
        self.ensure_one()
        lost = self.paper_id
        holder = self._place_of(self.env.user)
        values = {
            "dossier_id": lost.dossier_id.id,
            "kind": lost.kind,
            "original_count": lost.original_count if originals is None else originals,
            "copy_count": lost.copy_count if copies is None else copies,
            "replaces_id": lost.id,
        }
        source = "result" if holder.kind == "agency" else "intake"
        lost._moving().write({"is_superseded": True})
        return lost._begin([(values, holder)], source, moment)

    def action_waive(self, reason=None):
        """Note that the paper is not replaced: the citizen does not ask for it.

        :param reason: why, and how the citizen said so
        :raise UserError: without a reason
        """
        reason = self._need_words(reason)
        losses = self._begin_action("waive")
        moment = now()
        losses.paper_id._moving().write({"is_superseded": True})
        losses._end_action("waive", losses._ending(moment, reason))
        losses._of_originals().dossier_id._waive_lost_originals(moment)
        losses._log("waive_paper", moment)
        losses.activity_unlink(["mail.mail_activity_data_todo"])

    def _of_originals(self):
        return self.filtered(lambda loss: loss.paper_id.kind == "originals")

    def _ending(self, moment, note):
        return {
            "ended_at": moment,
            "ended_by_id": self.env.uid,
            "outcome_note": (note or "").strip() or False,
        }
