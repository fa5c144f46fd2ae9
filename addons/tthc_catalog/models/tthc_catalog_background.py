import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock

_logger = logging.getLogger(__name__)


class TthcCatalogBackground(models.AbstractModel):
    """Imports in the background: one transaction each, with visible progress."""

    _name = "tthc.catalog.background"
    _description = "Import in the background"

    progress_ids = fields.One2many("tthc.catalog.import.progress", "import_id")
    progress = fields.Float(string="Done (%)", compute="_compute_progress")

    @api.depends("state", "progress_ids.percent")
    def _compute_progress(self):
        for record in self:
            # Only the machine writes how far it is; who reads the import may know.
            percent = record.sudo().progress_ids[-1:].percent
            record.progress = 100 if record.state == "done" else percent

    def action_start(self):
        """Import: at once where the file is small, else in the background.

        :return: True
        :raise UserError: when a row is refused or another import is under way
        """
        self.ensure_one()
        self._check_ready()
        if self.row_count <= self._limit("import_background_rows"):
            return self.action_import()
        if self.error_count:
            self._refuse_errors(self._make_plan())
        # Only the machine writes how far it is.
        self.sudo().progress_ids.create({"import_id": self.id})
        self._moving().write(
            {"state": "queued", "failure": False, "user_id": self.env.uid}
        )
        # A user may not write jobs, but ask for their turn.
        self.env.ref("tthc_catalog.ir_cron_catalog_import").sudo()._trigger()
        return True

    @api.model
    def _cron_import(self):
        """Import what waits, the oldest first; mend what a stopped server left."""
        self._fail_interrupted()
        waiting = self.search([("state", "=", "queued")], order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(waiting))
        for record in waiting:
            record._run_in_background()
            if not cron._commit_progress(1):
                break

    @api.model
    def _fail_interrupted(self):
        """Imports that are “running” while nobody runs one were cut off."""
        cut_off = self.search([("state", "=", "running")])
        if not cut_off or not self._turn_is_free():
            return
        for record in cut_off:
            told = record.with_context(lang=record.user_id.lang)
            told._fail(
                told.env._(
                    "The server stopped while it was importing. Nothing of the file "
                    "was imported: start the import again."
                )
            )

    def _run_in_background(self):
        """Run as who asked for it; a failure leaves nothing but its reason."""
        self.ensure_one()
        self._moving().write({"state": "running", "started_at": clock.now()})
        self.env["ir.cron"]._commit_progress()
        job = self.with_user(self.user_id).with_context(lang=self.user_id.lang)
        # Read as the machine: a user has no right to these rows.
        progress = self.progress_ids[-1:]
        try:
            with self.env.cr.savepoint():
                job._run(lambda share: progress._publish(100 * share))
        except UserError as error:
            job._fail(str(error))
        except Exception:
            _logger.exception("Import %s failed", self.id)
            job._fail(
                job.env._(
                    "An error that nobody foresaw stopped the import; nothing of the "
                    "file was imported. Tell the administrator the time and the file."
                )
            )
        else:
            job._notify(
                job.env._(
                    "Imported: %(new)s new, %(changed)s changed, %(same)s unchanged.",
                    new=job.new_count,
                    changed=job.changed_count,
                    same=job.unchanged_count,
                ),
                "success",
            )

    def _fail(self, reason):
        """Note why an import failed and tell who started it."""
        self.ensure_one()
        self.env.invalidate_all()
        self._moving().write(
            {"state": "failed", "failure": reason, "finished_at": clock.now()}
        )
        self._notify(reason, "danger")

    def _notify(self, message, kind):
        """Tell who started the import, on the screen and in the chatter."""
        self.user_id._bus_send(
            "simple_notification",
            {
                "type": kind,
                "sticky": kind == "danger",
                "title": self.display_name,
                "message": message,
            },
        )
        self.message_post(body=message, partner_ids=self.user_id.partner_id.ids)
