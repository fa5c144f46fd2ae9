from odoo import api, models

from odoo.addons.tthc_dossier.models.transition_table import INTAKE_STATES

#: Id up to which the rows of earlier dossiers are there, and up to which they have to
#: be; both are gone when that is done.
POSITION = "tthc_report.span_filled_to"
TARGET = "tthc_report.span_fill_until"
#: Newest entry of the log when the filling began: the first proof goes on from it.
BEGUN = "tthc_report.span_fill_begun"


class TthcSpanFilling(models.AbstractModel):
    """Rows of dossiers that were there before the addon: from their log, in batches.

    What happens meanwhile is no matter: a dossier that has no rows yet gets them all
    from its log, the newest entries among them.
    """

    _name = "tthc.span.filling"
    _description = "Filling of dated rows"

    #: Dossiers between two commits.
    _fill_batch = 1000
    #: Batches of the installation itself; a job does the rest of a large base.
    _fill_at_once = 20

    @api.model
    def _begin_filling(self):
        """Note which dossiers have to get their rows, and begin with the first.

        Called by each installation and update; once there are rows, nothing is done.
        """
        last = self.env["tthc.dossier"].search([], order="id desc", limit=1)
        if not last or self.search([], limit=1):
            return
        self._note_filling(0, last.id)
        # sudo: see _filling
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param(BEGUN, str(self.env["tthc.span.proof"]._last_event()))
        for _batch in range(self._fill_at_once):
            if not self._fill_on():
                return
        self.env.ref("tthc_report.cron_span_filling")._trigger()

    @api.model
    def _cron_fill(self):
        """Go on with the filling; each batch is committed."""
        cron = self.env["ir.cron"]
        while self._fill_on():
            if not cron._commit_progress(self._fill_batch):
                return

    @api.model
    def _fill_on(self):
        """Fill one batch.

        :return: whether there is more to do
        """
        position, target = self._filling()
        if not target:
            return False
        dossiers = (
            self.env["tthc.dossier"]
            # sudo: every dossier is counted, whoever the job is run by
            .sudo()
            .search(
                [
                    ("id", ">", position),
                    ("id", "<=", target),
                    ("state", "not in", (*INTAKE_STATES, "refused_intake")),
                ],
                order="id",
                limit=self._fill_batch,
            )
        )
        self._rebuild(dossiers)
        self.env.flush_all()
        self.env.invalidate_all()
        if len(dossiers) < self._fill_batch:
            self._note_filling(False, False)
            return False
        self._note_filling(dossiers[-1].id, target)
        return True

    @api.model
    def _is_filled(self):
        """Whether all dossiers have their rows: before that no table is whole."""
        return not self._filling()[1]

    @api.model
    def _filling(self):
        """Id up to which rows are there, id up to which they have to be or 0."""
        # sudo: two numbers, and nobody but the job writes them
        parameters = self.env["ir.config_parameter"].sudo()
        return (
            int(parameters.get_param(POSITION) or 0),
            int(parameters.get_param(TARGET) or 0),
        )

    @api.model
    def _filled_with(self):
        """Newest entry of the log of which the filling knew for certain."""
        # sudo: see _filling
        return int(self.env["ir.config_parameter"].sudo().get_param(BEGUN) or 0)

    @api.model
    def _note_filling(self, position, target):
        # sudo: see _filling
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param(POSITION, position and str(position))
        parameters.set_param(TARGET, target and str(target))
