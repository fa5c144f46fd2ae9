from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.identity_mask import mask

from .notice_table import NOTICE_EVENTS, PROBLEM_STATES, RESULT_EVENTS
from .transition_table import MANAGER
from .tthc_dossier_receipt import RESULT_PLACES

ACTIVITY = "tthc_dossier.mail_activity_notice"
#: What each action gives the citizen to know; the result is looked at more closely.
TOLD_OF = {
    "receive": "received",
    "receive_late": "received",
    "request_supplement": "supplement",
    "apologise": "apology",
    "overrule_apology": "apology",
}
#: The same, unless the citizen stands at the counter and holds the slip.
TOLD_WHO_IS_AWAY = {"guide": "supplement", "refuse_intake": "refused_intake"}
#: Actions that give a result.
RESULTS = ("resolve", "refuse_supplement")
#: Actions by which staff say that they told the citizen.
TOLD_BY_HAND = ("notify_result", "give_back", "issue_apology")


class TthcDossierTelling(models.AbstractModel):
    """Telling the citizen (Decree 61/2018 Art 19.9, 20.4; Decree 224/2026 Art 15).

    An action queues a message by each way that the citizen gave; the job of
    ``tthc.notice`` sends it. What staff say that they told themselves is recorded as
    a notice, too, and takes the waiting message out of the line.
    """

    _name = "tthc.dossier.telling"
    _description = "Telling the citizen"

    notice_ids = fields.One2many("tthc.notice", "dossier_id", string="Notices")
    has_contact = fields.Boolean(compute="_compute_has_contact")

    @api.depends("owner_phone", "owner_email", "proxy_phone", "submitter_phone")
    def _compute_has_contact(self):
        for dossier in self:
            dossier.has_contact = bool(dossier._notice_addresses())

    def _tell_citizen(self, event):
        """Queue what the citizens of these dossiers are told of an event.

        A hook: a higher floor tells of what it knows, as ``tthc_postal`` does of a
        parcel on its way. Who left neither a phone number nor an address gets no
        message; nothing is sent within the transaction.

        :param event: key of ``NOTICE_EVENTS``
        :return: ``tthc.notice``, those queued
        """
        ways = self.env["tthc.notice.template"]._ways(event)
        moment = now()
        waiting = self._waiting_notices(event)
        queued = [
            {
                "dossier_id": dossier.id,
                "center_id": dossier.center_id.id,
                "event": event,
                "channel": channel,
                "address": addresses[channel],
                "next_try": moment + timedelta(minutes=delay),
            }
            for dossier in self
            for addresses in (dossier._notice_addresses(),)
            for channel, delay, off_centers in ways
            if channel in addresses
            and dossier.center_id.id not in off_centers
            and (dossier.id, channel) not in waiting
        ]
        return self.env["tthc.notice"]._queue(queued)

    def _waiting_notices(self, event):
        """What waits to tell of the same: its text is made when it is sent.

        :return: set of pairs of the id of a dossier and a channel
        """
        if not NOTICE_EVENTS[event].repeats:
            return set()
        # sudo: whoever acts may not see what the center has in line
        notices = self.env["tthc.notice"].sudo()
        waiting = notices.search(
            [
                ("dossier_id", "in", self.ids),
                ("event", "=", event),
                ("state", "=", "waiting"),
            ]
        )
        return {(notice.dossier_id.id, notice.channel) for notice in waiting}

    def _notice_addresses(self):
        """How the citizen wants to be told: what was left at the receipt.

        :return: dict channel → address, without those that are not known
        """
        self.ensure_one()
        phone = self.owner_phone or self.proxy_phone or self.submitter_phone
        addresses = {
            "sms": self.env["tthc.applicant"]._phone_key(phone),
            "email": (self.owner_email or "").strip(),
        }
        return {channel: to for channel, to in addresses.items() if to}

    # -- what an action gives to tell --------------------------------------------

    def _tell_of(self, action, moment, means=None, **_arguments):
        """Tell of what an action did, or record that staff told.

        :param action: key of ``TRANSITIONS`` that has just been run
        :param moment: of the action, naive UTC
        :param means: how staff told the citizen, key of ``MEANS``
        """
        if action in TOLD_BY_HAND and means:
            self._record_told(action, moment, means)
        for event, dossiers in self.grouped(
            lambda dossier: dossier._event_of(action)
        ).items():
            if event:
                dossiers._tell_citizen(event)

    def _event_of(self, action):
        """What the citizen is told of an action, key of ``NOTICE_EVENTS`` or None."""
        if action in TOLD_OF:
            return TOLD_OF[action]
        if action in RESULTS:
            return self._result_event()
        if action in TOLD_WHO_IS_AWAY and self.channel != "direct":
            return TOLD_WHO_IS_AWAY[action]
        return None

    def _result_event(self):
        if self.outcome == "refused":
            return "refused"
        return "early" if self._is_before_its_day() else "ready"

    def _is_still_told(self, event):
        """Whether a message is true, now that its turn has come."""
        self.ensure_one()
        states = NOTICE_EVENTS[event].states
        return not states or self.state in states

    # -- what staff told ---------------------------------------------------------

    def _record_told(self, action, moment, means):
        """Record what staff told the citizen themselves; nobody is told twice.

        The log has it by the entry of the action.
        """
        told = self
        if action != "issue_apology":
            told = self.filtered(lambda dossier: dossier.notified_at == moment)
        # sudo: notices are written by the actions of a dossier only
        notices = self.env["tthc.notice"].sudo()._moving()
        told._drop_waiting(("apology",) if action == "issue_apology" else RESULT_EVENTS)
        notices.create(
            [
                {
                    "dossier_id": dossier.id,
                    "center_id": dossier.center_id.id,
                    "event": (
                        "apology"
                        if action == "issue_apology"
                        else dossier._result_event()
                    ),
                    "channel": means,
                    "state": "told",
                    "sent_at": moment,
                    "in_log": True,
                }
                for dossier in told
            ]
        )

    def _drop_waiting(self, events):
        """Take out of the line what the citizen knows by now."""
        # sudo: whoever tells may not see what the center has in line
        notices = self.env["tthc.notice"].sudo()
        known = notices.search(
            [
                ("dossier_id", "in", self.ids),
                ("event", "in", events),
                ("state", "in", ("waiting", *PROBLEM_STATES)),
            ]
        )
        known._write_as_action(
            {
                "state": "cancelled",
                "error": self.env._("Staff told the citizen themselves."),
            }
        )
        self._clear_notice_activities()

    # -- what a notice leaves on the dossier -------------------------------------

    def _note_told(self, notice):
        """Keep on the dossier what the citizen now knows.

        A notice of the result is the one that an early result needs (rule R09), and
        what was told is not taken back; one of the new date hands the letter over.

        :param notice: ``tthc.notice`` of this dossier, sent or told
        """
        self.ensure_one()
        moving = self.with_context(**self._move_context())
        if NOTICE_EVENTS[notice.event].result and self.state == "resolved":
            moving.write({"undo_data": False})
            if not self.notified_at:
                moving.write(
                    {"notified_at": notice.sent_at, "notified_by": notice.channel}
                )
        letter = self.apology_ids[-1:]
        if notice.event == "apology" and letter.state == "signed":
            letter._issue(notice.sent_at, notice.channel)

    def _notice_values(self, personal=False):
        """What the texts of notices can say of this dossier.

        :param personal: whether the text may tell something about the person
        :return: dict of the placeholders of ``tthc.notice.template``
        """
        self.ensure_one()
        center = self.center_id
        letter = self.apology_ids.filtered(lambda letter: letter._is_signed())[-1:]
        request = self.supplement_ids[-1:]
        values = {
            "code": self.display_name,
            "center": center.display_name,
            "center_phone": center.phone,
            "center_address": center.address,
            "opening": center.opening_note,
            "due": self._local_label(self.due),
            "new_date": letter.new_date and letter.new_date.strftime("%d/%m/%Y"),
            "window": self._local_label(request.window_due),
            "place": RESULT_PLACES.get(self.result_channel, center.display_name),
            "link": self._tracking_url(),
        }
        if personal:
            values.update(self._personal_notice_values(letter, request))
        return values

    def _personal_notice_values(self, letter, request):
        reasons = {
            "refused_intake": self.end_reason,
            "intake_supplement": request.reason,
            "supplement": request.reason,
            "resolved": self.outcome == "refused" and self.result_note,
        }
        return {
            "name": self.owner_name,
            "identity": mask(self.owner_identity),
            "address": self.owner_address,
            "procedure": self.version_id.name,
            "reason": reasons.get(self.state) or letter.reason,
        }

    @api.model
    def _explain_told(self, data):
        """What the log says of a notice, in words; empty for other entries.

        :param data: payload of an event
        """
        if "notice" not in data:
            return ""
        # sudo: words of a list, for whoever reads the log
        notices = self.env["tthc.notice"].sudo()
        labels = notices.fields_get(["event", "channel"], ["selection"])
        events = dict(labels["event"]["selection"])
        channels = dict(labels["channel"]["selection"])
        return f"{events[data['about']]} – {channels[data['channel']]}"

    # -- what did not arrive -----------------------------------------------------

    def _ask_to_tell(self):
        """Put before the center's managers that a citizen was not told, once."""
        for dossier in self:
            if dossier._notice_activities():
                continue
            managers = dossier._members_of(MANAGER).filtered(
                lambda user, center=dossier.center_id: user.tthc_center_id == center
            )
            # A mail for each would add to what could not be sent.
            scheduling = dossier.with_context(mail_activity_quick_update=True)
            for user in managers:
                scheduling.activity_schedule(
                    ACTIVITY,
                    date_deadline=dossier.center_id._today(),
                    user_id=user.id,
                )

    def _notice_activities(self):
        # sudo: who mends it ends the task of the others, too
        activities = self.env["mail.activity"].sudo()
        return activities.search(
            [
                ("res_model", "=", "tthc.dossier"),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
            ]
        )

    def _clear_notice_activities(self):
        """End the tasks of dossiers whose notices have all been seen to."""
        # sudo: all notices count, also those that the user does not see
        notices = self.env["tthc.notice"].sudo()
        open_problems = notices.search(
            [("dossier_id", "in", self.ids), ("state", "in", PROBLEM_STATES)]
        )
        settled = self - open_problems.dossier_id.with_env(self.env)
        if settled:
            settled._notice_activities().unlink()

    def _message_receive_bounce(self, email, partner):
        """A notice that came back has not told the citizen anything."""
        for dossier in self:
            dossier._note_bounce(email)
        return super()._message_receive_bounce(email, partner)

    def _note_bounce(self, email):
        """Show notices that came back from an address as not delivered.

        :param email: as the mail server that returned them names it
        """
        # sudo: the mail gateway reads what came back
        notices = self.env["tthc.notice"].sudo()
        back = notices.search(
            [
                ("dossier_id", "=", self.id),
                ("channel", "=", "email"),
                ("state", "=", "sent"),
                ("address", "=ilike", email),
            ]
        )
        if not back:
            return
        back._write_as_action(
            {"state": "failed", "error": self.env._("The mail came back.")}
        )
        self._lock()
        self._append_came_back(back)
        self._ask_to_tell()

    def _append_came_back(self, notices):
        """Correct what the dossier says of the citizen's knowledge, and log it."""
        # sudo: a notice that came back is noted by the job, whoever it is run by
        told = self.sudo().notice_ids.filtered(
            lambda notice: (
                notice.event in RESULT_EVENTS and notice.state in ("sent", "told")
            )
        )
        if self.notified_by == "email" and not told:
            self.with_context(**self._move_context()).write(
                {"notified_at": False, "notified_by": False}
            )
        self.env["tthc.dossier.event"]._append(
            [
                {
                    "dossier": self,
                    "kind": "came_back",
                    "happened_at": now(),
                    "source": "job",
                    "data": {"notices": notices.ids},
                }
            ]
        )
