import base64
import logging
import os
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

_logger = logging.getLogger(__name__)

ACTIVITY = "tthc_dossier.mail_activity_digest"
ADMIN = "tthc_base.group_admin"
#: Folder in which each digest is kept, too: set where the server is started, so that
#: nobody can lead it elsewhere by a form.
FOLDER = "TTHC_DIGEST_FOLDER"


class TthcEventDigestSending(models.AbstractModel):
    """How a digest leaves the database: by mail, into a folder, by hand."""

    _name = "tthc.event.digest.sending"
    _description = "Sending of the digests"

    copy_ids = fields.One2many(
        "tthc.event.digest.copy", "digest_id", string="Copies outside"
    )
    whereabouts = fields.Selection(
        [
            ("inside", "Only in the database"),
            ("failed", "Sending failed"),
            ("pending", "To be sent"),
            ("outside", "Outside"),
        ],
        compute="_compute_whereabouts",
    )
    has_unsent = fields.Boolean(compute="_compute_whereabouts")

    @api.depends("copy_ids.state")
    def _compute_whereabouts(self):
        for digest in self:
            states = set(digest.copy_ids.mapped("state"))
            digest.has_unsent = bool(states & {"pending", "failed"})
            digest.whereabouts = next(
                (name for name in ("failed", "pending") if name in states), None
            ) or ("outside" if states else "inside")

    # -- where to ---------------------------------------------------------------

    @api.model
    def _folder(self):
        """Folder of the server's configuration, or empty."""
        return os.environ.get(FOLDER, "").strip()

    @api.model
    def _receivers(self):
        # sudo: a setting, read by the job and by who looks at the digests
        return self.env["tthc.event.digest.receiver"].sudo().search(Domain.TRUE)

    @api.model
    def ways_out(self):
        """How the digests leave the database, for the notice over their list.

        :return: dict with ``mailboxes`` (how many) and ``folder``
        """
        self.check_access("read")
        return {"mailboxes": len(self._receivers()), "folder": self._folder()}

    def _prepare_copies(self):
        """Note where a new digest has to go."""
        self.ensure_one()
        ways = [("mail", receiver.email) for receiver in self._receivers()]
        if folder := self._folder():
            ways.append(("folder", folder))
        # sudo: copies are noted by the suite only
        self.env["tthc.event.digest.copy"].sudo().create(
            [
                {"digest_id": self.id, "way": way, "target": target}
                for way, target in ways
            ]
        )

    def _keep_copy(self, way, target):
        """Note a copy that somebody took.

        :param way: “download” or “paper”
        :param target: who took it
        """
        self.ensure_one()
        # sudo: copies are noted by the suite only
        self.env["tthc.event.digest.copy"].sudo().create(
            {
                "digest_id": self.id,
                "way": way,
                "target": target,
                "state": "sent",
                "sent_at": now(),
            }
        )

    # -- sending ----------------------------------------------------------------

    def action_send(self):
        """Try again what has not left; note new mailboxes for what nobody got.

        :raise UserError: when there is nowhere to send it to
        """
        self.ensure_one()
        self.check_access("read")
        self.env["tthc.guarded"]._check_role(ADMIN)
        if not self.copy_ids.filtered(lambda copy: copy.way in ("mail", "folder")):
            self._prepare_copies()
        if not self.has_unsent:
            raise UserError(
                self.env._(
                    "There is nowhere to send %(digest)s to, or it has left already: "
                    "name a mailbox under Configuration › Receivers of the digests.",
                    digest=self.display_name,
                )
            )
        self._send_copies(self.copy_ids)

    @api.model
    def _send_all(self):
        """Send what has not left yet; what fails is told and tried again."""
        # sudo: the job sends for everybody
        copies = self.env["tthc.event.digest.copy"].sudo()
        waiting = copies.search([("state", "!=", "sent")], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for copy in waiting:
            self._send_copies(copy)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    @api.model
    def _send_copies(self, copies):
        # sudo: copies are noted by the suite only
        for copy in copies.sudo().filtered(lambda row: row.state != "sent"):
            digest = copy.digest_id
            values = {"attempts": copy.attempts + 1}
            try:
                with self.env.cr.savepoint():
                    getattr(digest, f"_send_by_{copy.way}")(copy.target)
            # Whatever the network or the disk says: it is told and tried again.
            except Exception as error:
                _logger.warning("%s did not leave", digest.file_name, exc_info=True)
                values.update(state="failed", error=str(error)[:200] or repr(error))
            else:
                values.update(state="sent", sent_at=now(), error=False)
            copy.write(values)
            digest._tell_admins()

    def _send_by_mail(self, address):
        """Mail the file.

        :param address: one mail address
        :raise Exception: when the mail server does not take it
        """
        self.ensure_one()
        suite = self.with_context(lang="vi_VN")
        # sudo: the mail server is a setting that users do not read
        servers = self.env["ir.mail_server"].sudo()
        sender = self.env.company.email_formatted or servers._get_default_from_address()
        if not sender:
            raise UserError(
                suite.env._(
                    "No mail leaves without a sender: enter the body's address."
                )
            )
        message = servers._build_email__(
            email_from=sender,
            email_to=[address],
            subject=suite.display_name,
            body=suite.env._(
                "%(name)s: %(count)s dossiers.\n\nSHA-256 of the attached file:\n"
                "%(hash)s\n\nKeep this mail. An inspector checks by it whether "
                "somebody has changed the logs in the database.",
                name=suite.display_name,
                count=self.dossier_count,
                hash=self.hash_groups,
            ),
            # As bytes: a text would lose its hash with the first changed line end.
            attachments=[(self.file_name, self._bytes(), "application/octet-stream")],
        )
        servers.send_email(message)

    def _send_by_folder(self, folder):
        """Write the file into a folder; a file that is there is never replaced.

        :param folder: of the time when the digest was taken
        :raise UserError: when a file of the same name says something else
        :raise OSError: when the folder can't be written
        """
        self.ensure_one()
        content = self._bytes()
        path = Path(folder) / self.file_name
        try:
            with path.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            if path.read_bytes() != content:
                raise UserError(
                    self.env._(
                        "%(path)s is there already and says something else. Keep "
                        "both and tell the inspectors.",
                        path=path,
                    )
                ) from None

    def _bytes(self):
        """The file as it leaves."""
        self.ensure_one()
        # sudo: what the database holds, whoever sends it
        return base64.b64decode(self.sudo().content or b"")

    def _tell_admins(self):
        """Put what did not leave before the administrators, until it has left."""
        self.ensure_one()
        # sudo: who administers is no secret, but staff lists are not open
        digest = self.sudo()
        failed = digest.copy_ids.filtered(lambda copy: copy.state == "failed")
        open_tasks = digest.activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref(ACTIVITY)
        )
        if not failed:
            open_tasks.unlink()
            return
        if open_tasks:
            return
        # sudo: who is administrator is read to tell them, not to list them
        for user in self.env.ref(ADMIN).sudo().all_user_ids.filtered("active"):
            digest.with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY,
                date_deadline=today(VIETNAM),
                summary=self.with_context(lang=user.lang).env._(
                    "The digest of the logs did not leave the database"
                ),
                note=failed[0].error,
                user_id=user.id,
            )

    # -- by hand ----------------------------------------------------------------

    def action_download(self):
        """Hand the file to the user, and note who has it."""
        self.ensure_one()
        self.check_access("read")
        self._keep_copy("download", self.env.user.name)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/content/{self.file_name}"
            "?download=true",
            "target": "self",
        }
