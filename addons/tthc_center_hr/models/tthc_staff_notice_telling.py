import base64
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import local_moment

from .assignment_table import REPORTER

_logger = logging.getLogger(__name__)
LEADER = "tthc_base.group_leader"
#: The agency reads the notice, not who else was told of it.
KEEPERS = (
    "tthc_base.group_hr_logistics,tthc_base.group_center_manager,"
    "tthc_base.group_inspector"
)
#: So many times a mail that could not be made is tried, a run of the job each.
TRIES = 5


class TthcStaffNoticeTelling(models.AbstractModel):
    """Tells the sending agency: a mail with the PDF, and who was told.

    The mail follows the sending in a job of its own: whatever fails there, the notice
    stays sent and the record says what is missing.
    """

    _name = "tthc.staff.notice.telling"
    _description = "Telling of monthly notices"

    told_ids = fields.One2many(
        "tthc.staff.notice.told",
        "notice_id",
        copy=False,
        groups=KEEPERS,
    )
    reader_ids = fields.Many2many(
        "res.users",
        string="Read at the agency by",
        compute="_compute_reader_ids",
        compute_sudo=True,
        groups=KEEPERS,
        help="Leaders and reporters of the agency; they get the mail.",
    )
    pdf = fields.Binary(string="Sent as", attachment=True, readonly=True, copy=False)

    @api.depends("agency_id")
    def _compute_reader_ids(self):
        # sudo: who holds the roles is read to tell them, not to list them
        groups = self.env.ref(REPORTER).sudo() | self.env.ref(LEADER).sudo()
        users = groups.all_user_ids.filtered("active")
        for notice in self:
            notice.reader_ids = users.filtered(
                lambda user, agency=notice.agency_id: agency in user.tthc_agency_ids
            )

    def _queue_telling(self):
        """Note whom the job has to tell, and wake it."""
        # sudo: who sends does not write this record by hand
        told = self.env["tthc.staff.notice.told"].sudo()
        told._moving().create(
            [
                {
                    "notice_id": notice.id,
                    "user_id": user.id,
                    "name": user.name,
                    "email": user.email,
                    "kind": "mail",
                    "state": "waiting" if user.email else "no_address",
                }
                for notice in self
                for user in notice.reader_ids
            ]
        )
        # sudo: the job is the server's
        self.env.ref("tthc_center_hr.cron_staff_notice_tell").sudo()._trigger()

    @api.model
    def _cron_tell(self):
        """Mail what waits; one notice that fails stops no other."""
        waiting = self.env["tthc.staff.notice.told"].search(
            Domain("state", "=", "waiting") & Domain("tries", "<", TRIES)
        )
        notices = waiting.notice_id
        self.env["ir.cron"]._commit_progress(remaining=len(notices))
        for notice in notices:
            notice._tell(waiting.filtered(lambda row, own=notice: row.notice_id == own))
            self.env["ir.cron"]._commit_progress(1)

    def _tell(self, waiting):
        """Mail a notice to those who wait for it, or note why that failed.

        :param waiting: ``tthc.staff.notice.told``
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._mail(waiting)
        except Exception as error:
            # not an error of the server: the notice is sent, the mail is tried again
            _logger.warning("Notice %s could not be mailed", self.id, exc_info=True)
            self.env.invalidate_all()
            words = str(error) if isinstance(error, UserError) else repr(error)
            for row in waiting:
                tries = row.tries + 1
                row._moving().write(
                    {
                        "tries": tries,
                        "problem": words[:500],
                        "state": "failed" if tries >= TRIES else "waiting",
                    }
                )

    def _mail(self, waiting):
        """One mail a reader with the notice as it was sent."""
        name = self._file_name()
        attachment = self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": self._kept_pdf(),
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        for row in waiting:
            reader = self.with_context(lang=row.user_id.lang or "vi_VN")
            mail = self.env["mail.mail"].create(
                {
                    "subject": reader._mail_subject(),
                    "body_html": reader._mail_body(),
                    "email_to": row.email,
                    "email_from": self.env.company.email_formatted
                    or self.env.user.email_formatted,
                    "attachment_ids": attachment.ids,
                    "auto_delete": False,
                }
            )
            row._moving().write(
                {
                    "mail_id": mail.id,
                    "state": "mailed",
                    "told_at": clock.now(),
                    "problem": False,
                }
            )

    def _mail_subject(self):
        return self.env._(
            "Monthly notice about your people at %(center)s, %(month)s",
            center=self.center_id.display_name,
            month=self.month.strftime("%m/%Y"),
        )

    def _mail_body(self):
        return self.env._(
            "%(center)s tells %(agency)s about working time, progress and attitude of "
            "%(count)s persons in %(month)s (Decree 61/2018 Art 9.3). The notice is "
            "attached; you read it in the system, too.",
            center=self.center_id.name,
            agency=self.agency_id.name,
            count=self.people_count,
            month=self.month.strftime("%m/%Y"),
        )

    def _file_name(self):
        return f"Thông báo nhân sự {self.month:%m-%Y} {self.agency_id.name}.pdf"

    def _kept_pdf(self):
        """The notice on paper as it was sent; made once, the same for ever.

        :return: bytes
        """
        self.ensure_one()
        kept = self.with_context(bin_size=False).pdf
        if kept:
            return base64.b64decode(kept)
        report = "tthc_center_hr.action_report_staff_notice"
        content, _kind = self.env["ir.actions.report"]._render_tthc_pdf(report, self.id)
        self._moving().write({"pdf": base64.b64encode(content)})
        return content

    def _printed_day(self):
        """The day that stands on the paper: that of the sending, if it was sent."""
        self.ensure_one()
        return self.sent_at and local_moment(self.sent_at).date()

    def _tthc_kept_file(self, form):
        kept = len(self) == 1 and self.with_context(bin_size=False).pdf
        return base64.b64decode(kept) if kept else None
