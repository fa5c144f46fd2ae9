import hashlib

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .duty_table import COORDINATOR, OPEN


class TthcDutyShareMoving(models.AbstractModel):
    """The actions of an agency's share; each is a row of ``SHARE_MOVES``."""

    _name = "tthc.duty.share.moving"
    _description = "Moves of a duty"

    def action_give(self):
        """Give the shares to their agencies; they are told by the job.

        :raise AccessError: when the user is no coordinator
        """
        if not self:
            return
        self._check_move("give")
        self._move("give")
        self._note("give")
        self._give_activities()
        self._wake_reminders()

    def action_record(self):
        """Keep shares of the past to be looked up: nobody is told, nothing is due.

        :raise AccessError: when the user is no coordinator
        """
        self._check_move("record")
        self._move("record")
        self._note("record")

    def action_take(self):
        """Say that the agency has seen what it has to do.

        :raise AccessError: for everybody but the agency
        """
        self._check_move("take")
        self._move("take")
        self._note("take")

    def action_report(self, text=None, evidence_ids=None):
        """Report what was done; whether that is late is a fact of the first report.

        :param text: what was done
        :param evidence_ids: ids of ``ir.attachment``: those that the user uploaded
            for it, or that the share has already
        :raise AccessError: for everybody but the agency (the coordinator enters what
            came in on paper)
        :raise UserError: without words, or without evidence where it is asked for
        """
        self.ensure_one()
        self._check_move("report")
        text = self._said_what(text)
        evidence = self._own_files(evidence_ids or [])
        if self.wants_evidence and not evidence:
            raise UserError(
                self.env._(
                    "“%(duty)s” asks for evidence: add the file that shows it.",
                    duty=self.display_name,
                )
            )
        moment = clock.now()
        late = bool(self.due_at and moment > self.due_at)
        self._move(
            "report",
            {
                "report_text": text,
                "evidence_ids": [fields.Command.set(evidence.ids)],
                "reported_at": moment,
                "reported_by_id": self.env.uid,
                "first_reported_at": self.first_reported_at or moment,
                "is_late": self.is_late if self.first_reported_at else late,
                "remarks": False,
            },
        )
        evidence.write({"res_model": self._name, "res_id": self.id})
        self._note(
            "report", text=text, is_late=late, evidence=self._fingerprints(evidence)
        )
        self._drop_activities()
        self._tell_follower(self.env._("Reported: %(name)s", name=self.display_name))

    def _said_what(self, text):
        text = text.strip() if isinstance(text, str) else ""
        if not text:
            raise UserError(self.env._("Say what was done, in a few words."))
        return text

    def _own_files(self, evidence_ids):
        """The files of a report, which the user may hand in.

        :param evidence_ids: ids of ``ir.attachment``
        :raise UserError: for files of somebody else or of another record
        """
        files = self.env["ir.attachment"].browse(evidence_ids).exists()
        # sudo: the files that stand with the share are compared, none is shown
        kept = self.sudo().evidence_ids
        # sudo: where a file belongs is looked at, not its content
        for file in files.sudo():
            fresh = not file.res_id and file.create_uid == self.env.user
            if not (file in kept or fresh):
                raise UserError(
                    self.env._(
                        "“%(file)s” belongs to another record. Upload it here.",
                        file=file.name,
                    )
                )
        # sudo: handed over to the share, which the agency does not write by hand
        return files.sudo()

    def _fingerprints(self, files):
        return "\n".join(
            f"{file.name}  {hashlib.sha256(file.raw or b'').hexdigest()}"
            for file in files
        )

    def action_accept(self):
        """Accept what was reported.

        :raise AccessError: when the user is no coordinator
        """
        self._check_move("accept")
        self._move(
            "accept",
            {
                "accepted_at": clock.now(),
                "accepted_by_id": self.env.uid,
                "remarks": False,
            },
        )
        self._note("accept")

    def action_return(self, remarks=None):
        """Ask the agency to mend its report.

        :param remarks: what is to be mended
        :raise AccessError: when the user is no coordinator
        :raise UserError: without remarks
        """
        self._check_move("return")
        remarks = self._said(remarks)
        self._move(
            "return",
            {"remarks": remarks, "accepted_at": False, "accepted_by_id": False},
        )
        self._note("return", text=remarks)
        self._give_activities()
        for share in self:
            share._tell(
                share._people(),
                self.env._("To be mended: %(name)s", name=share.display_name),
                remarks,
            )

    def action_withdraw(self, reason=None):
        """Withdraw the shares: there is nothing to be done any more.

        :param reason: why
        :raise AccessError: when the user is no coordinator
        :raise UserError: without a reason
        """
        self._check_move("withdraw")
        reason = self._said(reason)
        self._move("withdraw", {"remarks": reason})
        self._note("withdraw", text=reason)
        self._drop_activities()

    def action_defer(self, until=None, reason=None, paper=None):
        """Move the deadline of shares that are under way.

        :param until: ``datetime.date`` in Vietnam, or its text: the last day
        :param reason: why
        :param paper: number and date of the paper that moves it
        :raise AccessError: when the user is no coordinator
        :raise UserError: without a day to come, a reason, or the paper behind it
        """
        self._check_role(COORDINATOR)
        self.check_access("read")
        self._lock()
        self._check_state(*OPEN)
        reason = self._said(reason)
        day = fields.Date.to_date(until)
        paper = paper.strip() if isinstance(paper, str) else ""
        if not day or day < clock.today(VIETNAM) or not paper:
            raise UserError(
                self.env._(
                    "Say until which day, from today on, and by which paper the "
                    "deadline is moved."
                )
            )
        for share in self:
            before, after = share.due_at, share._last_moment(day)
            # sudo: nobody writes shares by hand; the role was checked
            share.sudo()._moving().write({"deferred_to": after})
            share._note(
                "defer", text=reason, paper=paper, due_before=before, due_after=after
            )
        self._give_activities()
        self._wake_reminders()

    def _last_moment(self, day):
        """The last moment of a day: at the hour of the dispatch, if it names one."""
        duty = self.duty_id
        if duty.due_kind == "by_hour":
            return duty._moment_of(day)
        return duty._end_of(day)

    def _note(self, kind, **values):
        """Write down what happened.

        :param kind: see ``tthc.duty.event``
        :param values: further values of the events
        """
        moment = clock.now()
        self.env["tthc.duty.event"]._appending().create(
            [
                {
                    "share_id": share.id,
                    "kind": kind,
                    "at": moment,
                    "user_id": self.env.uid,
                    **values,
                }
                for share in self
            ]
        )
