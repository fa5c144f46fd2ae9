from odoo import api, fields, models


class TthcDossierHours(models.Model):
    """Where the working time of a settled dossier went, from receipt to result.

    A fact, written with the result. A minute in which the citizen was waited for is
    told as that, whether or not the clock of the law stood still.
    """

    _name = "tthc.dossier.hours"
    _inherit = ["tthc.hours.parts"]
    _description = "Working time of a dossier"
    _order = "finished_on desc, id desc"

    dossier_id = fields.Many2one(index=False)  # has a unique index
    received_on = fields.Date(required=True)

    _dossier_uniq = models.UniqueIndex(
        "(dossier_id)", "This dossier has its row already."
    )
    # The tables of a period: one center, one agency, all of them.
    _center_idx = models.Index("(center_id, finished_on)")
    _agency_idx = models.Index("(agency_id, finished_on)")
    _day_idx = models.Index("(finished_on)")

    @api.model
    def _note(self, dossiers):
        """Bring the rows in line with the dossiers; queries are constant.

        :param dossiers: ``tthc.dossier`` that may have been settled, or opened again
        """
        # sudo: facts are written by the actions of a dossier, for whoever may act
        rows = self.sudo()._moving()
        dossiers = dossiers.sudo()  # sudo: as above
        settled = dossiers.filtered(
            lambda dossier: dossier.resolved_at and not dossier.carried_over_on
        )
        known = rows.search([("dossier_id", "in", dossiers.ids)])
        known.filtered(lambda row: row.dossier_id not in settled).unlink()
        missing = settled - known.exists().dossier_id
        if missing:
            spans = missing._time_spans()
            rows.create([self._values(row, spans[row]) for row in missing])

    @api.model
    def _values(self, dossier, spans):
        center = dossier.center_id
        shares = dossier._shares(dossier.received_at, dossier.resolved_at, spans)
        return {
            "dossier_id": dossier.id,
            "procedure_id": dossier.procedure_id.id,
            "version_id": dossier.version_id.id,
            "sector_id": dossier.sector_id.id,
            "center_id": center.id,
            "agency_id": dossier.agency_id.id,
            "received_on": center._local_day(dossier.received_at),
            "finished_on": center._local_day(dossier.resolved_at),
            "punctuality": dossier.punctuality,
            "whole_minutes": sum(shares.values()),
            **self._part_values(shares),
        }
