from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_dossier.models.transition_table import STATES

from ..tools.dossier_rows import Row, punctuality

PUNCTUALITY = [("early", "Early"), ("on_time", "On time"), ("late", "Late")]
#: Dimensions of a row that a dossier keeps for life.
FIXED = {
    "center_id",
    "monitor_center_id",
    "sector_id",
    "procedure_id",
    "version_id",
    "channel",
}
BOOLEANS = ("is_carried", "is_reappointed")
#: What a row says and the log tells, in the words of :class:`Row`.
TOLD = [
    name
    for name in Row.__dataclass_fields__
    if name not in ("date_from", "date_to", "agency_id")
]


class TthcDossierSpan(models.Model):
    """A dossier and a stretch of local days in which nothing that is counted changed.

    Written in the transaction of each event and owned by the log: :meth:`_rebuild`
    derives the same rows from the events alone. A row tells what held at the END of
    each of its days, so that a table of a past period is the same today and next year.
    """

    _name = "tthc.dossier.span"
    _inherit = [
        "tthc.span.deriving",
        "tthc.span.counting",
        "tthc.span.filling",
    ]
    _description = "Dated row of a dossier"
    _order = "date_from, id"
    _rec_name = "dossier_id"
    # A million dossiers have some four million rows: who wrote them stands in the log.
    _log_access = False

    # Found by the unique index on dossier and day. Reckoned from the log, rows keep no
    # dossier from anybody's hand; that one is missing is the log's digest to tell.
    dossier_id = fields.Many2one("tthc.dossier", required=True, ondelete="cascade")
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(
        string="Until", help="First day on which it no longer holds; empty: still."
    )
    state = fields.Selection(STATES, required=True)
    kind = fields.Selection(
        [
            ("open", "Being settled"),
            ("waiting", "Clock stands still"),
            ("resolved", "Result ready"),
            ("returned", "Result returned"),
            ("ended", "Withdrawn or stopped"),
            ("void", "Receipt void"),
        ],
        required=True,
    )
    due_on = fields.Date(string="Due")
    due_first_on = fields.Date(
        string="First due", help="What was promised before any letter of apology."
    )
    is_reappointed = fields.Boolean(string="New appointment")
    entered_on = fields.Date(
        string="Counts since",
        required=True,
        help="Day of the receipt, or of the opening balance that brought it.",
    )
    is_carried = fields.Boolean(string="From an earlier system")
    registered_on = fields.Date(
        string="Result registered",
        help="Empty where an earlier system registered and counted it.",
    )
    handed_on = fields.Date(string="Result handed over")
    ended_on = fields.Date(string="Withdrawn or stopped on")
    outcome = fields.Selection([("granted", "Granted"), ("refused", "Refused")])
    punctuality = fields.Selection(
        PUNCTUALITY, help="Day of the result against the due date of that day."
    )
    punctuality_first = fields.Selection(
        PUNCTUALITY,
        string="Punctuality by the first due date",
        help="Day of the result against what was promised before any apology.",
    )
    handed_punctuality = fields.Selection(
        PUNCTUALITY, string="Punctuality of the hand-over"
    )
    handed_punctuality_first = fields.Selection(
        PUNCTUALITY, string="Punctuality of the hand-over by the first due date"
    )
    agency_id = fields.Many2one(
        "tthc.agency", string="Lead agency", required=True, ondelete="restrict"
    )
    level = fields.Selection(
        [
            ("ministry", "Ministry"),
            ("province", "Province"),
            ("district", "District"),
            ("commune", "Commune"),
        ],
        help="Level of the agency that settles it.",
    )
    center_id = fields.Many2one("tthc.center", required=True, ondelete="restrict")
    monitor_center_id = fields.Many2one(
        "tthc.center", string="Followed by", ondelete="restrict"
    )
    sector_id = fields.Many2one("tthc.sector", ondelete="restrict")
    procedure_id = fields.Many2one("tthc.procedure", ondelete="restrict")
    version_id = fields.Many2one("tthc.procedure.version", ondelete="restrict")
    channel = fields.Selection(
        [("direct", "At the counter"), ("online", "Online"), ("post", "By post")],
        required=True,
    )
    holds_on = fields.Date(
        string="Holds at the end of",
        store=False,
        search="_search_holds_on",
        help="Searched only: the one row of each dossier that tells of this day.",
    )

    _day_uniq = models.UniqueIndex(
        "(dossier_id, date_from)", "This day of the dossier has its row already."
    )
    # What was open at the end of a day: as many rows as were open then, however many
    # years have passed since, which no pair of dates in a btree can promise.
    _open_idx = models.Index(
        "USING gist (daterange(date_from, date_to)) WHERE kind IN ('open', 'waiting')"
    )
    # The same of results that nobody has collected: for whoever counts those as open.
    _ready_idx = models.Index(
        "USING gist (daterange(date_from, date_to)) WHERE kind = 'resolved'"
    )
    # What was settled in a period: at most two rows of each such dossier.
    _registered_idx = models.Index(
        "(registered_on) WHERE kind IN ('resolved', 'returned')"
    )
    _handed_idx = models.Index("(handed_on) WHERE kind = 'returned'")
    # What was withdrawn or stopped in a period: few.
    _ended_idx = models.Index("(ended_on) WHERE kind = 'ended'")
    # The analysis of a month: the last row of each dossier that came in, or was
    # settled, then, however many years lie before.
    _last_entered_idx = models.Index("(entered_on) WHERE date_to IS NULL")
    _last_registered_idx = models.Index(
        "(registered_on) WHERE date_to IS NULL AND registered_on IS NOT NULL"
    )

    def _search_holds_on(self, operator, value):
        if operator != "in":
            return NotImplemented
        days = [fields.Date.to_date(day) for day in value]
        return Domain.OR(
            Domain.custom(
                to_sql=lambda model, alias, query, day=day: SQL(
                    "daterange(%s, %s) @> %s::date",
                    model._field_to_sql(alias, "date_from", query),
                    model._field_to_sql(alias, "date_to", query),
                    day,
                ),
                predicate=lambda row, day=day: (
                    row.date_from <= day and not (row.date_to and row.date_to <= day)
                ),
            )
            for day in days
        )

    # -- what is kept ------------------------------------------------------------

    @api.model
    def _rows_by_dossier(self, dossiers):
        """Rows as they are kept.

        :param dossiers: iterable of ``tthc.dossier``
        :return: dict dossier → rows in the order of their days
        """
        # sudo: rows are kept by the log, whoever acts on the dossier
        rows = self.sudo()
        found = defaultdict(rows.browse)
        ids = [dossier.id for dossier in dossiers]
        if not ids:
            return found
        domain = [("dossier_id", "in", ids)]
        for row in rows.search_fetch(domain, self._fields_told()):
            found[row.dossier_id.with_env(self.env)] += row
        return found

    @api.model
    def _fields_told(self):
        """Stored fields of a row, all of which are compared."""
        return [name for name, field in self._fields.items() if field.store]

    def _as_rows(self):
        """The records as values of the log: list of :class:`Row`."""
        return [
            Row(
                date_from=row.date_from,
                date_to=row.date_to or None,
                agency_id=row.agency_id.id,
                **{
                    name: row[name] or (False if name in BOOLEANS else None)
                    for name in TOLD
                },
            )
            for row in self
        ]

    @api.model
    def _replace(self, after, known):
        """Write the rows of dossiers where they differ from those that are kept.

        :param after: dict dossier → list of :class:`Row`
        :param known: dict dossier → rows that are kept
        :return: dossiers of which rows differed
        """
        # sudo: see _rows_by_dossier
        model = self.sudo()
        added, surplus, differing = [], model.browse(), []
        for dossier, rows in after.items():
            kept = known.get(dossier, model.browse())
            if not kept._differ(dossier, rows):
                continue
            differing.append(dossier.id)
            by_day = {row.date_from: row for row in kept}
            for told in rows:
                values = self._values(dossier, told)
                row = by_day.pop(told.date_from, None)
                if row:
                    row._write_changed(values)
                else:
                    added.append(values)
            surplus = surplus.union(*by_day.values())
        surplus.unlink()
        model.create(added)
        return self.env["tthc.dossier"].browse(differing)

    def _write_changed(self, values):
        """Write those values that are others than the row's.

        :param values: dict of :meth:`_values`
        """
        self.ensure_one()
        kept = self._told_values()
        changed = {name: value for name, value in values.items() if kept[name] != value}
        if changed:
            self.write(changed)

    def _differ(self, dossier, rows):
        """Whether these rows of a dossier are others than those of the log.

        :param rows: list of :class:`Row`
        """
        return self._as_rows() != rows or any(
            row._told_values() != self._values(dossier, told)
            for row, told in zip(self, rows, strict=True)
        )

    def _told_values(self):
        """A record as :meth:`_values` would write it."""
        self.ensure_one()
        return {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in self._fields_told()
            if name != "id"
        }

    @api.model
    def _fetch_agencies(self, after):
        """Read the agencies of rows at once; :meth:`_values` asks for one at a time.

        :param after: dict dossier → list of :class:`Row`
        """
        ids = {row.agency_id for rows in after.values() for row in rows}
        # sudo: see _values
        self.env["tthc.agency"].sudo().browse(ids).fetch(["level"])

    @api.model
    def _values(self, dossier, row):
        """A row of the log as the fields of this model."""
        agency = self.env["tthc.agency"].browse(row.agency_id)
        return {
            "dossier_id": dossier.id,
            "date_from": row.date_from,
            "date_to": row.date_to or False,
            "agency_id": row.agency_id,
            # sudo: an agency's level is no secret to whoever acts on its dossier
            "level": agency.sudo().level,
            **{name: getattr(row, name) or False for name in TOLD},
            **{
                name: dossier._fields[name].convert_to_write(dossier[name], dossier)
                for name in FIXED
            },
            "punctuality": punctuality(row.registered_on, row.due_on) or False,
            "punctuality_first": punctuality(row.registered_on, row.due_first_on)
            or False,
            "handed_punctuality": punctuality(row.handed_on, row.due_on) or False,
            "handed_punctuality_first": punctuality(row.handed_on, row.due_first_on)
            or False,
        }
