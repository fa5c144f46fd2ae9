from odoo import api, fields, models
from odoo.tools import SQL, unique

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .tthc_dossier_span import PUNCTUALITY


class TthcDossierAnalysis(models.Model):
    """One row a dossier with what managers measure, to be turned as they like.

    An SQL view: nothing is kept twice. What a dossier is stands on the last of its
    dated rows, which is narrow and indexed; working hours and counts are looked up
    only where a pivot asks for them, because the database leaves out joins of which it
    needs no column. Late is told as of today; a table of a past period that must not
    change is one of the official tables.
    """

    _name = "tthc.dossier.analysis"
    _description = "Analysis of dossiers"
    _auto = False
    _order = "entered_on desc, id desc"
    _rec_name = "dossier_id"

    dossier_id = fields.Many2one("tthc.dossier", readonly=True)
    center_id = fields.Many2one("tthc.center", readonly=True)
    monitor_center_id = fields.Many2one(
        "tthc.center", string="Followed by", readonly=True
    )
    agency_id = fields.Many2one("tthc.agency", string="Lead agency", readonly=True)
    sector_id = fields.Many2one("tthc.sector", readonly=True)
    procedure_id = fields.Many2one("tthc.procedure", readonly=True)
    level = fields.Selection(
        [
            ("ministry", "Ministry"),
            ("province", "Province"),
            ("district", "District"),
            ("commune", "Commune"),
        ],
        readonly=True,
    )
    channel = fields.Selection(
        [("direct", "At the counter"), ("online", "Online"), ("post", "By post")],
        readonly=True,
    )
    kind = fields.Selection(
        [
            ("open", "Being settled"),
            ("waiting", "Clock stands still"),
            ("resolved", "Result ready"),
            ("returned", "Result returned"),
            ("ended", "Withdrawn or stopped"),
        ],
        string="How far",
        readonly=True,
    )
    outcome = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused")], readonly=True
    )
    punctuality = fields.Selection(PUNCTUALITY, readonly=True)
    is_late = fields.Boolean(string="Late", readonly=True)
    entered_on = fields.Date(string="Received on", readonly=True)
    registered_on = fields.Date(string="Settled on", readonly=True)
    handed_on = fields.Date(string="Returned on", readonly=True)
    due_on = fields.Date(string="Due on", readonly=True)
    entered_law_month = fields.Date(
        string="Received, month of the law",
        readonly=True,
        help="First day of the month by the cut-off of the law (Configuration › "
        "Periods), such as 15/9 to 14/10 for October.",
    )
    registered_law_month = fields.Date(
        string="Settled, month of the law", readonly=True
    )
    open_count = fields.Integer(string="Open", readonly=True)
    settled_count = fields.Integer(string="Settled", readonly=True)
    late_count = fields.Integer(
        string="Late (settled and open)",
        readonly=True,
        help="Settled after its date, or open and past its date today.",
    )
    settled_late_count = fields.Integer(string="Settled late", readonly=True)
    late_rate = fields.Float(
        string="Settled late (%)",
        readonly=True,
        aggregator="avg",
        help="Of those that are settled.",
    )
    days_late = fields.Integer(
        string="Days late",
        readonly=True,
        help="Calendar days after the date; of open ones up to today.",
    )
    hours_whole = fields.Float(
        string="Working hours, on average",
        readonly=True,
        aggregator="avg",
        help="From the receipt to the result, waiting for the citizen included.",
    )
    hours_work = fields.Float(
        string="Working hours at the agencies, on average",
        readonly=True,
        aggregator="avg",
    )
    hours_citizen = fields.Float(
        string="Working hours waiting for the citizen, on average",
        readonly=True,
        aggregator="avg",
    )
    apology_count = fields.Integer(string="Letters of apology", readonly=True)
    supplement_count = fields.Integer(string="Supplements asked", readonly=True)

    _depends = {
        "tthc.dossier.span": [
            "agency_id",
            "center_id",
            "channel",
            "date_to",
            "dossier_id",
            "due_on",
            "entered_on",
            "handed_on",
            "kind",
            "level",
            "monitor_center_id",
            "outcome",
            "procedure_id",
            "punctuality",
            "registered_on",
            "sector_id",
        ],
        "tthc.dossier.hours": [
            "citizen_minutes",
            "dossier_id",
            "whole_minutes",
            "work_minutes",
        ],
        "tthc.dossier.apology": ["dossier_id", "signed_at"],
        "tthc.dossier.supplement": ["dossier_id", "number"],
        "tthc.report.period": ["basis", "cut_day", "date_from", "date_to", "kind"],
    }

    def init(self):
        """Tell the planner how few months there are.

        It took agencies by months for as many groups as there are dossiers, and sorted
        them all by the names of agencies, on disk: three times the time of a pivot.
        """
        for name in ("entered_on", "registered_on"):
            self.env.cr.execute(
                SQL(
                    "CREATE STATISTICS IF NOT EXISTS %s"
                    " ON (date_trunc('month', %s::timestamp)::date)"
                    " FROM tthc_dossier_span",
                    SQL.identifier(f"tthc_dossier_span_{name}_month"),
                    SQL.identifier(name),
                )
            )

    @property
    def _table_query(self):
        settled = SQL("s.kind IN ('resolved', 'returned')")
        open_late = SQL(
            "s.kind IN ('open', 'waiting') AND s.due_on < %s", today(VIETNAM)
        )
        late = SQL(
            "(%s AND s.punctuality = 'late' OR s.kind = 'open' AND %s)",
            settled,
            open_late,
        )
        return SQL(
            """
            SELECT s.dossier_id AS id, s.dossier_id, s.center_id, s.monitor_center_id,
                   s.agency_id, s.sector_id, s.procedure_id, s.level, s.channel,
                   s.kind, s.outcome, s.entered_on, s.registered_on, s.handed_on,
                   s.due_on, s.punctuality,
                   COALESCE(%(late)s, FALSE) AS is_late,
                   %(entered_month)s AS entered_law_month,
                   %(registered_month)s AS registered_law_month,
                   (s.kind IN ('open', 'waiting'))::int AS open_count,
                   (%(settled)s)::int AS settled_count,
                   COALESCE(%(late)s, FALSE)::int AS late_count,
                   (%(settled)s AND s.punctuality = 'late')::int
                       AS settled_late_count,
                   CASE WHEN %(settled)s
                        THEN 100.0 * (s.punctuality = 'late')::int END AS late_rate,
                   CASE WHEN %(late)s
                        THEN COALESCE(s.registered_on, %(today)s) - s.due_on END
                       AS days_late,
                   h.whole_minutes / 60.0 AS hours_whole,
                   h.work_minutes / 60.0 AS hours_work,
                   h.citizen_minutes / 60.0 AS hours_citizen,
                   (SELECT count(*) FROM tthc_dossier_apology a
                     WHERE a.dossier_id = s.dossier_id AND a.signed_at IS NOT NULL
                   )::int AS apology_count,
                   (SELECT count(*) FROM tthc_dossier_supplement r
                     WHERE r.dossier_id = s.dossier_id AND r.number > 0
                   )::int AS supplement_count
              FROM tthc_dossier_span s
              LEFT JOIN tthc_dossier_hours h ON h.dossier_id = s.dossier_id
             WHERE s.date_to IS NULL AND s.kind != 'void'
            """,
            late=late,
            settled=settled,
            today=today(VIETNAM),
            entered_month=self._law_month(SQL("s.entered_on")),
            registered_month=self._law_month(SQL("s.registered_on")),
        )

    @api.model
    def _law_month(self, day):
        """First day of the month that a day counts to by the cut-offs of the law.

        :param day: SQL of a date
        :return: SQL of a date
        """
        # sudo: how the law cuts months is no secret
        rules = self.env["tthc.report.period"].sudo()
        rules = rules.search([("kind", "=", "month"), ("basis", "=", "law")])
        month = SQL("date_trunc('month', %s::timestamp)::date", day)
        for rule in rules:
            # From the 2nd on, a period belongs to the month in which it ends.
            later = 1 if rule.cut_day > 1 else 0
            cut = SQL(
                "(date_trunc('month', (%s - %s)::timestamp)"
                " + make_interval(months => %s))::date",
                day,
                rule.cut_day - 1,
                later,
            )
            month = SQL(
                "CASE WHEN daterange(%s, %s) @> %s THEN %s ELSE %s END",
                rule.date_from or None,
                rule.date_to or None,
                day,
                cut,
                month,
            )
        return month

    @api.model
    def _read_group(
        self,
        domain,
        groupby=(),
        aggregates=(),
        having=(),
        offset=0,
        limit=None,
        order=None,
    ):
        """Count first, then sort by the names of agencies and the like.

        Sorting in the database makes their names part of the groups: it then expects
        far too many of them and counts by one processor, in twice the time.
        """
        if limit or offset or order != ", ".join(groupby):
            return super()._read_group(
                domain, groupby, aggregates, having, offset, limit, order
            )
        groups = super()._read_group(domain, groupby, aggregates, having)
        return self._sorted_groups(groups, groupby)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        """As :meth:`_read_group`, for a pivot with its sums."""
        usual = ", ".join(unique(spec for specs in grouping_sets for spec in specs))
        if order != usual:
            return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)
        found = super()._read_grouping_sets(domain, grouping_sets, aggregates)
        return [
            self._sorted_groups(groups, specs)
            for specs, groups in zip(grouping_sets, found, strict=True)
        ]

    @api.model
    def _sorted_groups(self, groups, groupby):
        """Groups in the order of their values, the first grouping first."""
        ranks = [
            self._ranks({group[at] for group in groups}) for at in range(len(groupby))
        ]
        return sorted(
            groups,
            key=lambda group: [rank[group[at]] for at, rank in enumerate(ranks)],
        )

    @api.model
    def _ranks(self, values):
        """Places of the values of a grouping, what is empty last.

        :param values: set of records, or of other values
        :return: dict value → tuple that sorts like it
        """
        records = [value for value in values if isinstance(value, models.BaseModel)]
        if not records:
            return {
                value: (value is None or value is False, value or 0) for value in values
            }
        # sudo: the order of names; which records the user sees was decided before
        known = records[0].sudo().union(*records).sorted()
        places = {id_: place for place, id_ in enumerate(known.ids)}
        return {value: (not value, places.get(value.id, 0)) for value in values}

    def action_open_dossier(self):
        """Open the dossier of this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "views": [(False, "form")],
        }
