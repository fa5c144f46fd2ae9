from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import now

#: How far back “received most” looks.
USAGE_DAYS = 90


class TthcDossierUsage(models.AbstractModel):
    """How often procedures are received, at a center and at one counter."""

    _name = "tthc.dossier.usage"
    _description = "How often procedures are received"

    # Both answer from the index alone: a center receives 400 dossiers on a peak day.
    _center_usage_idx = models.Index("(center_id, received_at, procedure_id)")
    _counter_usage_idx = models.Index(
        "(counter_id, received_at, procedure_id) WHERE counter_id IS NOT NULL"
    )

    @api.model
    def _usage(self, domain):
        """How often each procedure was received lately.

        :param domain: of dossiers, such as those of one center
        :return: SQL of rows ``procedure_id``, ``uses``
        """
        since = now() - timedelta(days=USAGE_DAYS)
        # Counts only, whatever the record rules say of each dossier.
        query = self._search(
            Domain(domain) & Domain("received_at", ">=", since), bypass_access=True
        )
        procedure = SQL.identifier(self._table, "procedure_id")
        query.groupby = procedure
        return query.select(procedure, SQL("COUNT(*) AS uses"))
