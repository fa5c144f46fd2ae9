import logging
from datetime import timedelta
from html import escape

import psycopg2

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import formataddr

from odoo.addons.tthc_base.tools.clock import now

from ..tools.sms_text import international
from .notice_table import PERSONAL_CHANNELS, PROBLEM_STATES

_logger = logging.getLogger(__name__)

JOB = "tthc_dossier.cron_notice"
#: How many messages a run takes up.
BATCH = 200
#: Minutes to wait after each try that failed; after the last one it is given up.
RETRY_MINUTES = (1, 5, 20, 60, 240)
#: What is “being sent” for longer was cut off: a server that stopped, a killed job.
CUT_OFF = timedelta(minutes=15)
#: How long Odoo keeps the mail itself, for a bounce to find its message.
MAIL_DAYS = 30
#: Failures of Odoo's mail for which another try makes no sense.
MAIL_REFUSALS = ("mail_email_invalid", "mail_email_missing", "mail_bl", "mail_optout")


class TthcNoticeSending(models.AbstractModel):
    """The job that sends: one message after another, each on its own.

    A message is marked as being sent, and that is committed, before anybody outside
    is asked. Whatever stops the server then leaves a mark: the message is shown as
    unclear and is sent again only when somebody says so.
    """

    _name = "tthc.notice.sending"
    _description = "Sending of notices"

    @api.model
    def _wake(self, moment):
        """Have the job run at a moment, naive UTC.

        As ``ir.cron._trigger`` does, which would read the job each time: a receipt
        pays for one query here.
        """
        job = self.env["ir.model.data"]._xmlid_to_res_id(JOB)
        # sudo: a job is woken, not changed
        self.env["ir.cron.trigger"].sudo().create({"cron_id": job, "call_at": moment})
        if moment <= now():
            self.env.cr.postcommit.add(self.env["ir.cron"]._notifydb)

    @api.model
    def _cron_send(self):
        """Send what is due; what goes wrong with one keeps no other one back."""
        # sudo: the job sends for all centers, whoever it is run by; what goes wrong
        # is written down in the language of the suite
        notices = self.env["tthc.notice"].sudo().with_context(lang="vi_VN")
        cron = self.env["ir.cron"]
        notices._mark_cut_off()
        notices._log_leftovers()
        waiting = Domain("state", "=", "waiting") & Domain("next_try", "<=", now())
        due = notices.search(waiting, limit=BATCH, order="next_try, id")
        left = cron._commit_progress(remaining=len(due))
        for notice in due:
            if not left:
                break
            notice._send_apart()
            left = cron._commit_progress(1)
        if len(due) == BATCH:
            self._wake(now())

    def _send_apart(self):
        """Send one message; what nobody foresaw is written down with it."""
        cron = self.env["ir.cron"]
        if self._tried(self._prepare, self._try_again):
            # From here on it may go out: whoever comes later has to know.
            cron._commit_progress()
            self._tried(self._deliver, self._close_unclear)
            # The fact first: what it leaves elsewhere must not undo it.
            cron._commit_progress()
        self._follow_up()

    def _tried(self, work, ending=None):
        """Do a piece of work of a message, or end it with what went wrong.

        :param work: what is tried
        :param ending: takes the reason in words, where the work broke off
        :return: what the work returns, None where it broke off
        """
        try:
            with self.env.cr.savepoint():
                return work()
        except psycopg2.OperationalError:
            # Somebody else was quicker: a later run sees what became of it.
            _logger.info("Notice %s: %s", self.id, work.__name__, exc_info=True)
        except Exception as error:
            _logger.warning("Notice %s: %s", self.id, work.__name__, exc_info=True)
            if ending:
                ending(self.env._("It broke off: %(error)s", error=error))
        return None

    def _follow_up(self):
        """What the outcome of a message leaves on its dossier."""
        if self.state == "sent":
            self._log_leftovers(self)
        elif self.state in PROBLEM_STATES:
            self._tried(self.dossier_id._ask_to_tell)

    # -- before -----------------------------------------------------------------

    def _prepare(self):
        """Make one message ready; :return: whether it is to go out now."""
        self.ensure_one()
        moment = now()
        if not self.try_lock_for_update() or self.state != "waiting":
            return False
        dossier = self.dossier_id
        if not dossier._is_still_told(self.event):
            reason = self.env._("The dossier had gone on before it was sent.")
            self._write_as_action({"state": "cancelled", "error": reason})
            return False
        until = self.channel == "sms" and self.center_id._quiet_until(moment)
        if until:
            self._write_as_action({"next_try": until})
            self._wake(until)
            return False
        address = self._address_of_today()
        if not address:
            self._give_up(self.env._("The dossier has no address for this any more."))
            return False
        values = {
            "state": "sending",
            "sending_at": moment,
            # A receipt that was corrected meanwhile says where to.
            "address": address,
            "tries": self.tries + 1,
            "error": False,
        }
        if not self.body:
            template = self._text()
            if not template:
                self._give_up(self.env._("There is no text for this any more."))
                return False
            values.update(self._words(template))
        self._write_as_action(values)
        return True

    def _text(self):
        suite = self.with_context(lang="vi_VN")
        return suite.env["tthc.notice.template"]._of(self.event, self.channel)

    def _words(self, template):
        """What the citizen is to read, by the text as it stands now."""
        dossier = self.dossier_id.with_context(lang="vi_VN")
        values = dossier._notice_values(personal=self.channel in PERSONAL_CHANNELS)
        subject, body = template._render(values)
        return {"subject": subject, "body": body}

    # -- going out --------------------------------------------------------------

    def _deliver(self):
        if self.channel == "sms":
            self._deliver_sms()
        else:
            self._deliver_mail()

    def _deliver_sms(self):
        """Hand it to Odoo's SMS, which asks the gateway and tells what it answered."""
        sms = self.env["sms.sms"].create(
            {
                "number": self.address,
                "body": self.body,
                "uuid": self.reference,
                # Not “outgoing”: Odoo's own queue must not take it, too.
                "state": "process",
            }
        )
        # What breaks off goes up: whether it went out is for the notice to say.
        sms._send(unlink_failed=True, unlink_sent=True, raise_exception=True)
        # The number does not stay where nobody looks after it.
        sms.unlink()

    @api.model
    def _take_answers(self, results):
        """Write down what the gateway answered.

        :param results: list of dicts as ``tthc.sms.provider._send`` gives, each with
            the ``uuid`` of its message
        """
        answers = {result["uuid"]: result for result in results}
        # sudo: the gateway answers to whoever sent, the record is the system's
        notices = self.env["tthc.notice"].sudo()
        for notice in notices.search(
            [("state", "=", "sending"), ("reference", "in", list(answers))]
        ):
            answer = answers[notice.reference]
            notice._take_answer(answer["state"], answer.get("failure_reason"), answer)

    def _take_answer(self, state, reason, answer):
        if state == "success":
            self._close_sent("logged" if answer.get("trial") else "sent")
        elif state == "refused":
            self._give_up(reason)
        elif state == "unclear":
            self._close_unclear(reason)
        else:
            self._try_again(reason or self.env._("The gateway failed."))

    def _deliver_mail(self):
        """Send by Odoo's mail and read back what became of it.

        The mail is made and sent in one transaction: were it kept as outgoing, Odoo's
        own queue would send it a second time after a server that stopped.
        """
        sender = self._mail_sender()
        if not sender:
            self._try_again(self.env._("No sender is set up for mails."))
            return
        mail = self.env["mail.mail"].create(self._mail_values(sender))
        mail.send()
        reason = self._mail_reason(mail)
        if mail.state == "sent":
            self._close_sent("sent")
        elif mail.state == "exception" and mail.failure_type in MAIL_REFUSALS:
            self._give_up(reason)
        else:
            # Only the notice is tried again, not its mail.
            mail.cancel()
            self._try_again(reason)

    def _mail_reason(self, mail):
        """What kept a mail from going out, in words."""
        told = " ".join((mail.failure_reason or mail.failure_type or "").split())
        if not told:
            return self.env._("Outgoing mail is switched off.")
        return self.env._("The mail server did not take it: %(reason)s", reason=told)

    def _mail_sender(self):
        return self.env.company.email or self.center_id.email or self.env.user.email

    def _mail_values(self, sender):
        center = self.center_id
        paragraphs = self.body.split("\n")
        return {
            "subject": self.subject,
            "body_html": "".join(f"<p>{escape(line)}</p>" for line in paragraphs),
            "email_to": self.address,
            "email_from": formataddr((center.name, sender)),
            "reply_to": center.email or sender,
            "model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            # A message to one person, which the chatter of the dossier does not show.
            "message_type": "user_notification",
            "auto_delete": False,
        }

    # -- afterwards -------------------------------------------------------------

    def _close_sent(self, state):
        told_at = state == "sent" and now()
        self._write_as_action(
            {"state": state, "sent_at": told_at, "next_try": False, "error": False}
        )

    def _try_again(self, reason):
        """Wait longer each time, and give up after the last try.

        :param reason: what went wrong, in words
        """
        if self.tries > len(RETRY_MINUTES):
            self._give_up(reason)
            return
        wait = RETRY_MINUTES[max(self.tries - 1, 0)]
        moment = now() + timedelta(minutes=wait)
        self._write_as_action(
            {
                "state": "waiting",
                "next_try": moment,
                "error": self._without_address(reason),
            }
        )
        self._wake(moment)

    def _give_up(self, reason):
        self._end_without("failed", reason)

    def _close_unclear(self, reason):
        self._end_without("unknown", reason)

    def _end_without(self, state, reason):
        """End without an arrival: somebody has to see to it."""
        self._write_as_action(
            {
                "state": state,
                "next_try": False,
                "error": self._without_address(reason),
            }
        )

    def _without_address(self, reason):
        """What a server says of an address, without the address."""
        address = self.address or ""
        if not (address and reason):
            return reason
        masked = self._masked(address)
        return reason.replace(international(address), masked).replace(address, masked)

    @api.model
    def _mark_cut_off(self):
        """Show what was being sent when the server stopped."""
        before = now() - CUT_OFF
        domain = [("state", "=", "sending"), ("sending_at", "<", before)]
        for notice in self.search(domain, limit=BATCH).try_lock_for_update():
            notice._close_unclear(
                self.env._("The server stopped while it was being sent.")
            )
            notice._follow_up()

    # -- the log of the dossier ---------------------------------------------------

    @api.model
    def _log_leftovers(self, notices=None):
        """Enter in the logs what was sent; who holds a dossier is waited for.

        :param notices: those just sent; None takes all that are not entered yet
        """
        if notices is None:
            domain = [("state", "=", "sent"), ("in_log", "=", False)]
            notices = self.search(domain, limit=BATCH, order="id")
        for notice in notices:
            notice._tried(notice._log_one)

    def _log_one(self):
        if self.dossier_id.try_lock_for_update():
            self._enter_in_log("job")
            self.dossier_id._clear_notice_activities()

    def _enter_in_log(self, source):
        """Write into the log of each dossier who was told what, and how.

        The caller holds the locks of the dossiers.

        :param source: where it comes from, as the log keeps it
        """
        # sudo: a manager who phones writes nothing else on the dossier
        for notice in self.sudo():
            notice.dossier_id._note_told(notice)
            notice.env["tthc.dossier.event"]._append(
                [
                    {
                        "dossier": notice.dossier_id,
                        "kind": "told",
                        "happened_at": notice.sent_at,
                        "source": source,
                        "data": {
                            "about": notice.event,
                            "channel": notice.channel,
                            "notice": notice.id,
                        },
                    }
                ]
            )
        self._write_as_action({"in_log": True})

    # -- clearing up --------------------------------------------------------------

    @api.autovacuum
    def _gc_mails(self):
        """Forget the mails themselves when no bounce can come any more."""
        before = now() - timedelta(days=MAIL_DAYS)
        # sudo: clean-up; the notice keeps what was said
        mails = self.env["mail.mail"].sudo()
        mails.search(
            [
                ("model", "=", "tthc.dossier"),
                ("message_type", "=", "user_notification"),
                ("is_notification", "=", False),
                ("create_date", "<", before),
            ],
            limit=1000,
        ).unlink()
