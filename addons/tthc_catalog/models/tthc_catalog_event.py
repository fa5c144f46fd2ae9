from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .tthc_version_amendment import OPEN_STATES
from .tthc_version_validity import PUBLISHED_STATES

#: Kinds of events in a fixed order, from which their ids are made.
KINDS = [
    ("begin", "Comes into force"),
    ("end", "Ends"),
    ("planned", "Planned"),
    ("entry", "Enter in the national database"),
]


class TthcCatalogEvent(models.Model):
    """What changes in the catalog on a day: read from versions and decisions."""

    _name = "tthc.catalog.event"
    _description = "Change of the catalog"
    _auto = False
    _order = "date desc, kind"

    date = fields.Date(readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    count = fields.Integer(string="Number", readonly=True)
    version_ids = fields.Many2many(
        "tthc.procedure.version", string="Versions", compute="_compute_record_ids"
    )
    decision_ids = fields.Many2many(
        "tthc.decision", string="Decisions", compute="_compute_record_ids"
    )

    @property
    def _table_query(self):
        version = self.env["tthc.procedure.version"]
        version.flush_model(["state", "valid_from", "valid_to"])
        self.env["tthc.decision"].flush_model(["entry_due", "entry_date"])
        return SQL(
            """
            SELECT (date - DATE '1970-01-01') * 10 + number AS id, date, kind, count
              FROM (
                SELECT valid_from AS date, 0 AS number, 'begin' AS kind,
                       COUNT(*) AS count
                  FROM tthc_procedure_version
                 WHERE state IN ('approved', 'abolished')
                   AND valid_to IS DISTINCT FROM valid_from
                 GROUP BY valid_from
                 UNION ALL
                SELECT valid_to, 1, 'end', COUNT(*)
                  FROM tthc_procedure_version
                 WHERE state IN ('approved', 'abolished') AND valid_to IS NOT NULL
                   AND valid_to IS DISTINCT FROM valid_from
                 GROUP BY valid_to
                 UNION ALL
                SELECT valid_from, 2, 'planned', COUNT(*)
                  FROM tthc_procedure_version
                 WHERE state IN ('draft', 'proposed') AND valid_from IS NOT NULL
                 GROUP BY valid_from
                 UNION ALL
                SELECT entry_due, 3, 'entry', COUNT(*)
                  FROM tthc_decision
                 WHERE entry_due IS NOT NULL AND entry_date IS NULL
                 GROUP BY entry_due
              ) AS changes
            """
        )

    @api.depends("kind", "count")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for event in self:
            event.display_name = f"{labels.get(event.kind, '')}: {event.count}"

    @api.depends("date", "kind")
    def _compute_record_ids(self):
        for event in self:
            model, domain = event._records_domain()
            records = self.env[model].search(domain)
            event.version_ids = records if model == "tthc.procedure.version" else False
            event.decision_ids = records if model == "tthc.decision" else False

    def _records_domain(self):
        """The records that change on the day of the event.

        :return: pair: name of the model, domain
        """
        self.ensure_one()
        version = self.env["tthc.procedure.version"]
        if self.kind == "entry":
            return "tthc.decision", Domain("entry_due", "=", self.date) & Domain(
                "entry_date", "=", False
            )
        if self.kind == "planned":
            return version._name, Domain("state", "in", OPEN_STATES) & Domain(
                "valid_from", "=", self.date
            )
        border = "valid_from" if self.kind == "begin" else "valid_to"
        return version._name, (
            Domain("state", "in", PUBLISHED_STATES)
            & Domain(border, "=", self.date)
            & ~version._domain_never_applied()
        )

    def action_open(self):
        """Open the records that change on that day.

        :return: action
        """
        self.ensure_one()
        records = self.version_ids or self.decision_ids
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": records._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", records.ids)],
        }
