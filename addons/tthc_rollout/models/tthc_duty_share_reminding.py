import logging
from datetime import time, timedelta

from odoo import Command, api, models

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import local_moment

from .duty_table import OPEN, REPORTER

_logger = logging.getLogger(__name__)
ACTIVITY = "tthc_rollout.mail_activity_duty"
CRON = "tthc_rollout.cron_duty_remind"
#: When agencies are reminded of a day.
MORNING = time(8, 0)
SECOND = timedelta(seconds=1)


class TthcDutyShareReminding(models.AbstractModel):
    """Tells agencies that they have a duty, that its day comes, that it is over.

    Whatever was due while the server stood still is told when it is back, of several
    the latest; each once a deadline.
    """

    _name = "tthc.duty.share.reminding"
    _description = "Reminders of a duty"

    def _reporters(self):
        """Accounts with the role of reporter, of the agencies of these shares.

        :return: dict of id of an agency → ``res.users``
        """
        # sudo: who holds the role is read to tell them, not to list them
        members = self.env.ref(REPORTER).sudo().all_user_ids.filtered("active")
        people = {}
        for user in members:
            for agency in user.tthc_agency_ids:
                people[agency.id] = people.get(agency.id, user) | user
        return people

    def _people(self):
        return self._reporters().get(self.agency_id.id, self.env["res.users"])

    # -- the job ----------------------------------------------------------------------

    def _wake_reminders(self):
        """Have the job run now and at each moment at which something is to be told."""
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if not cron:
            return
        moment = clock.now()
        moments = {moment}
        for share in self.filtered("due_at"):
            moments |= set(share._stages().values())
        # sudo: whoever gives duties has no right to jobs
        cron.sudo()._trigger(at=[at for at in moments if at >= moment])

    def _stages(self):
        """From which instant on each stage is to be told.

        :return: dict of stage → naive UTC, in order
        """
        if not self.due_at:
            return {}
        day = local_moment(self.due_at).date()
        utc = self.env["tthc.duty"]._utc
        before = timedelta(days=self.dispatch_id.days_before)
        return {
            "before": utc(day - before, MORNING),
            "day": min(utc(day, MORNING), self.due_at),
            "late": self.due_at + SECOND,
        }

    def _stage(self):
        """What there is to tell now."""
        stage = "given"
        for name, instant in self._stages().items():
            if instant <= clock.now():
                stage = name
        return stage

    @api.model
    def _cron_remind(self):
        """Tell what is to be told by now; a dispatch that fails stops no other."""
        shares = self.search([("state", "in", OPEN)])
        cron = self.env["ir.cron"]
        groups = shares.grouped("dispatch_id")
        cron._commit_progress(remaining=len(groups))
        for dispatch, part in groups.items():
            try:
                with self.env.cr.savepoint():
                    part._remind()
            except Exception:
                # not an error of the server: the other dispatches are told
                _logger.warning(
                    "Reminders of dispatch %s could not be sent",
                    dispatch.id,
                    exc_info=True,
                )
            cron._commit_progress(1)

    def _remind(self):
        """Tell the agencies of one dispatch what they were not told yet."""
        told = self._told()
        due = self.env[self._name]
        stages = {}
        for share in self:
            stage = share._stage()
            key = (share.id, stage, share.due_at if stage != "given" else False)
            if key not in told:
                due |= share
                stages[share.id] = stage
        if not due:
            return
        people = due._reporters()
        for (_agency, stage), part in due.grouped(
            lambda share: (share.agency_id.id, stages[share.id])
        ).items():
            users = people.get(part.agency_id.id, self.env["res.users"])
            part._tell_stage(stage, users)
        late = due.filtered(lambda share: stages[share.id] == "late")
        if late:
            late._tell_late()

    def _told(self):
        """What the agencies were told.

        :return: set of (id of the share, stage, deadline; False for “given”)
        """
        rows = self.env["tthc.duty.reminder"].search([("share_id", "in", self.ids)])
        told = {(row.share_id.id, row.stage, row.due_at) for row in rows}
        # Who was told of a day knows of the duty.
        return told | {(row.share_id.id, "given", False) for row in rows}

    def _tell_stage(self, stage, users):
        """Tell the reporters of one agency, and note that they were told.

        An agency without an account is noted, too: its paper is the coordinator's.

        :param stage: see ``tthc.duty.reminder``
        :param users: ``res.users``
        """
        for lang, readers in users.grouped("lang").items():
            shares = self.with_context(lang=lang)
            shares[:1]._tell(
                readers,
                shares._stage_words(stage),
                "\n".join(f"{row.display_name}: {row.text}" for row in shares),
            )
        # sudo: only the job writes what was told
        self.env["tthc.duty.reminder"].sudo()._moving().create(
            [
                {
                    "share_id": share.id,
                    "stage": stage,
                    "due_at": share.due_at if stage != "given" else False,
                    "told_at": clock.now(),
                    "user_ids": [Command.set(users.ids)],
                }
                for share in self
            ]
        )

    def _stage_words(self, stage):
        told = {"dispatch": self.dispatch_id.number, "count": len(self)}
        if stage == "late":
            return self.env._("Overdue: %(count)s duties of %(dispatch)s", **told)
        if stage == "given":
            return self.env._("%(count)s new duties of %(dispatch)s", **told)
        if stage == "day":
            return self.env._("Due today: %(count)s duties of %(dispatch)s", **told)
        return self.env._("Due soon: %(count)s duties of %(dispatch)s", **told)

    def _tell_late(self):
        """Tell who follows the dispatch up which agencies became late."""
        names = ", ".join(filter(None, self.mapped("who")))
        words = self.env._(
            "%(dispatch)s: %(count)s duties are overdue",
            dispatch=self.dispatch_id.number,
            count=len(self),
        )
        self[:1]._tell_follower(words, names)

    def _tell_follower(self, subject, body=""):
        follower = self.dispatch_id.follower_id
        if follower and follower != self.env.user:
            self._tell(follower, subject, body or self.report_text or "")

    def _tell(self, users, subject, body):
        """Write to people about a share.

        :param users: ``res.users``; none is told nothing
        """
        if users:
            # sudo: people of other agencies are written to
            self.sudo().message_notify(
                partner_ids=users.partner_id.ids, subject=subject, body=body
            )

    # -- activities -------------------------------------------------------------------

    def _give_activities(self):
        """A task for each reporter of an agency, with the day on which it is due."""
        self._drop_activities()
        people = self._reporters()
        kind = self.env.ref(ACTIVITY)
        model = self.env["ir.model"]._get_id(self._name)
        # sudo: given by the coordinator to people whom they may not write to; told by
        # the reminder itself, so no second mail
        activities = self.env["mail.activity"].sudo()
        activities.with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": kind.id,
                    "res_model_id": model,
                    "res_id": share.id,
                    "user_id": user.id,
                    "summary": share.duty_id.display_name,
                    "date_deadline": local_moment(share.due_at).date(),
                }
                for share in self
                if share.due_at
                for user in people.get(share.agency_id.id, ())
            ]
        )

    def _drop_activities(self):
        """Take the task away from all who had it."""
        # sudo: the task of one reporter ends when another one has reported
        self.env["mail.activity"].sudo().search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
            ]
        ).unlink()
