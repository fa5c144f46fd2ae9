from odoo import api, models

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .tthc_roster_shift import DAY_FORMAT

REPORTER = "tthc_base.group_agency_reporter"


class TthcTrainingTelling(models.AbstractModel):
    """Tells those invited, and the agencies that sent them, by mail."""

    _name = "tthc.training.telling"
    _description = "Notices of a training session"

    def _tell_moved(self):
        """Days, place or trainer are others now; they are reminded of the new day."""
        self.ensure_one()
        self._moving().write({"reminded_on": False})
        self._tell(
            self.attendee_ids,
            lambda session: (
                session.env._("Changed: %(name)s", name=session.display_name),
                session._when_and_where(),
            ),
        )

    def _tell(self, rows, words):
        """Write to people of this session and to their agencies' reporters.

        One notice a person with an account; a reporter gets one with the names of the
        own agency's people.

        :param rows: ``tthc.training.attendee`` of this session
        :param words: called with the session in the reader's language; gives subject
            and body
        """
        self.ensure_one()
        # sudo: accounts and reporters are read to write to them, and shown to nobody
        people = rows.sudo()
        for user in people.user_id.filtered("active"):
            self._tell_user(user, words)
        # sudo: who holds the role, as above
        reporters = self.env.ref(REPORTER).sudo().all_user_ids.filtered("active")
        for agency, mine in people.grouped("agency_id").items():
            names = ", ".join(mine.mapped("name"))
            for user in reporters.filtered(
                lambda user, agency=agency: agency in user.tthc_agency_ids
            ):
                self._tell_user(user, words, names)

    def _tell_user(self, user, words, names=None):
        session = self.with_context(lang=user.lang)
        subject, body = words(session)
        if names:
            body = session.env._("%(text)s People: %(names)s.", text=body, names=names)
        session.message_notify(
            partner_ids=user.partner_id.ids, subject=subject, body=body
        )

    def _when_and_where(self):
        """When, where and with whom, in the language of the environment."""
        self.ensure_one()
        halves = dict(self._fields["half_from"]._description_selection(self.env))
        return self.env._(
            "%(topic)s: from %(half_from)s %(date_from)s to %(half_to)s %(date_to)s, "
            "%(place)s. %(note)s",
            topic=self.topic_id.name,
            half_from=halves[self.half_from].lower(),
            date_from=self.date_from.strftime(DAY_FORMAT),
            half_to=halves[self.half_to].lower(),
            date_to=self.date_to.strftime(DAY_FORMAT),
            place=self.place or "",
            note=self.note or "",
        ).strip()

    @api.model
    def _cron_remind(self):
        """On the working day before: remind those invited, once."""
        day = today(VIETNAM)
        # The nearest first; no center has so many sessions within a few days.
        coming = self.search(
            [
                ("state", "=", "invited"),
                ("date_from", ">", day),
                ("reminded_on", "=", False),
            ],
            order="date_from, id",
            limit=200,
        )
        for session in coming:
            calendar = session.center_id.resource_calendar_id
            if day >= calendar.tthc_previous_working_day(session.date_from):
                session._remind()

    def _remind(self):
        self.ensure_one()
        self._tell(
            self.attendee_ids.filtered(lambda row: row.state == "invited"),
            lambda session: (
                session.env._("Reminder: %(name)s", name=session.display_name),
                session._when_and_where(),
            ),
        )
        self._moving().write({"reminded_on": today(VIETNAM)})
