import logging
from contextlib import contextmanager, nullcontext

import psycopg2

from odoo import api, models

_logger = logging.getLogger(__name__)

ACTIVITY = "tthc_dossier.mail_activity_job"
MANAGER = "tthc_base.group_center_manager"
ADMIN = "tthc_base.group_admin"


class TthcDossierJob(models.AbstractModel):
    """What the jobs do, one dossier at a time: a bad one stops no other.

    What could not be done is a warning of the server's log, and a task of the managers
    of the center, who can look why.
    """

    _name = "tthc.dossier.job"
    _description = "Jobs on dossiers"

    @api.model
    @contextmanager
    def _kept_apart(self, what, writes=True):
        """Keep what fails from stopping the rest: undone, logged and told.

        :param what: what was tried, in words for log and managers
        :param writes: without it there is nothing to undo, and no savepoint
        """
        apart = self.env.cr.savepoint() if writes else nullcontext()
        try:
            with apart:
                yield
        # Any fault, of the program or of the data: that is the point.
        except Exception as error:
            if not writes and isinstance(error, psycopg2.Error):
                # The transaction is lost with it; there is no savepoint to go back to.
                raise
            _logger.warning("%s failed", what, exc_info=True)
            self._tell_job_failed(what)

    def _tell_job_failed(self, what):
        """Put what failed before the managers of the center, once as long as it stands.

        :param what: what was tried
        """
        for dossier in self:
            try:
                with self.env.cr.savepoint():
                    dossier.with_context(lang="vi_VN")._schedule_look(what)
            except Exception:
                _logger.warning("Dossier %s: nobody told", dossier.id, exc_info=True)

    def _schedule_look(self, what):
        self.ensure_one()
        # sudo: the job tells for everybody
        tasks = self.env["mail.activity"].sudo()
        told = tasks.search_count(
            [
                ("res_model", "=", "tthc.dossier"),
                ("res_id", "=", self.id),
                ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
            ],
            limit=1,
        )
        if told:
            return
        managers = self._members_of(MANAGER).filtered(
            lambda user: user.tthc_center_id == self.center_id
        )
        for user in managers or self._members_of(ADMIN):
            # sudo: the job tells a manager, whoever it is run by
            self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY,
                date_deadline=self.center_id._today(),
                summary=self.env._("%(what)s: the job failed, look why", what=what),
                user_id=user.id,
            )
