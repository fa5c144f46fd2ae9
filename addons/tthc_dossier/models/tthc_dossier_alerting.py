from odoo import Command, api, models

from .transition_table import OPEN_STATES

ACTIVITY = "tthc_dossier.mail_activity_due"
LEADER = "tthc_base.group_leader"
MANAGER = "tthc_base.group_center_manager"


class TthcDossierAlerting(models.AbstractModel):
    """Warnings about the due date, as activities of those who can still act."""

    _name = "tthc.dossier.alerting"
    _description = "Warnings about a dossier"

    def _warn(self, rules, moment):
        """Tell the people of the gravest rule, and remember all rules as told.

        One activity a person: an earlier, milder warning gives way to the new one.

        :param rules: ``tthc.warning.rule`` that were reached, mild ones first
        :param moment: naive UTC
        """
        self.ensure_one()
        grave = rules.sorted("sequence")[-1:]
        people = self._warned_people(grave)
        self._warnings().unlink()
        due_day = self.center_id._local_day(self.due)
        # A mail for each activity would bury the morning digest.
        scheduling = self.with_context(mail_activity_quick_update=True)
        for user in people:
            scheduling.activity_schedule(
                ACTIVITY,
                date_deadline=due_day,
                summary=grave.with_context(lang=user.lang).name,
                user_id=user.id,
            )
        self.env["tthc.dossier.warning"].create(
            [
                {
                    "dossier_id": self.id,
                    "rule_id": rule.id,
                    "due": self.due,
                    "fired_at": moment,
                    "user_ids": [Command.set(people.ids if rule == grave else [])],
                }
                for rule in rules
            ]
        )

    def _warned_people(self, rule):
        """Who is told by a rule.

        :param rule: one ``tthc.warning.rule``
        :return: ``res.users``
        """
        self.ensure_one()
        people = self.env["res.users"]
        if rule.to_handler:
            people |= self._handlers()
        if rule.to_leader:
            agencies = self._active_steps().agency_id | self.agency_id
            people |= self._members_of(LEADER).filtered(
                lambda user: user.tthc_agency_ids & agencies
            )
        if rule.to_manager:
            people |= self._members_of(MANAGER).filtered(
                lambda user: user.tthc_center_id == self.center_id
            )
        return people

    def _handlers(self):
        """Who has the dossier in hand: of open steps, else who received it.

        A step that nobody took is everybody's of its agency who may finish it.
        """
        self.ensure_one()
        steps = self._active_steps()
        if not steps:
            return self.received_by_id.filtered("active")
        people = self.env["res.users"]
        for step in steps:
            acting = step._acting_people()
            people |= acting or self._members_of(
                f"tthc_base.group_{step.role}"
            ).filtered(lambda user, step=step: step.agency_id in user.tthc_agency_ids)
        return people

    def _active_steps(self):
        return self.step_ids.filtered(lambda step: step.state == "active")

    @api.model
    def _members_of(self, group):
        """People of a role; the job asks, whoever it is run by."""
        # sudo: who holds a role is read to tell them, not to list them
        return self.env.ref(group).sudo().all_user_ids.filtered("active")

    def _warnings(self):
        """Warnings that still stand on somebody's list."""
        # sudo: an action of one person ends the warnings of others, too
        activities = self.env["mail.activity"].sudo()
        return activities.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
            ]
        )

    def _clear_warnings(self):
        """Take the warnings of dossiers that do not run any more off the lists."""
        ended = self.filtered(
            lambda dossier: dossier.state not in OPEN_STATES or dossier.paused_at
        )
        if ended:
            ended._warnings().unlink()
