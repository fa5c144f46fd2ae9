from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: The graph looks back so many months, and ahead to the last target at most as many.
REACH = 24


class TthcAdmissionBurnup(models.Model):
    """Admissions month by month: received, as planned, in all, and the target.

    Reckoned from the dated history, so that a month of the past shows what was true
    then. A row is a center, an agency, a month and one of the four lines.
    """

    _name = "tthc.admission.burnup"
    _description = "Burn-up of admissions"
    _auto = False
    _order = "day, center_id, agency_id, series"

    day = fields.Date(string="End of month", readonly=True)
    center_id = fields.Many2one("tthc.center", readonly=True)
    agency_id = fields.Many2one("tthc.agency", readonly=True)
    series = fields.Selection(
        [
            ("1_in", "Received"),
            ("2_plan", "Received and planned"),
            ("3_target", "Target"),
            ("4_total", "In force"),
        ],
        string="Line",
        readonly=True,
    )
    value = fields.Integer(string="Procedures", readonly=True)

    _depends = {
        "tthc.admission.period": [
            "center_id",
            "corrected",
            "date_from",
            "date_to",
            "planned_date",
            "procedure_id",
            "state",
        ],
        "tthc.admission.target": [
            "agency_id",
            "center_id",
            "date",
            "of_all",
            "percent",
        ],
        "tthc.procedure.version": [
            "agency_id",
            "at_center_body",
            "code",
            "procedure_id",
            "province_id",
            "state",
            "valid_from",
            "valid_to",
        ],
        "tthc.procedure.admission": ["center_id", "procedure_id"],
        "tthc.center": ["agency_id", "level"],
    }

    @property
    def _table_query(self):
        """Rows from :data:`REACH` months ago to the last target.

        An agency has rows for a center where one of its procedures has a word there,
        or a target concerns it (see ``tthc.catalog.count._concerned``). The future
        shows what is decided and planned so far.
        """
        today = clock.today(VIETNAM)
        return SQL(
            """
            WITH months AS (
                SELECT day FROM unnest(%(days)s::date[]) AS day
                 WHERE day < %(next)s OR day - interval '1 month' < GREATEST(
                       (SELECT max(date) FROM tthc_admission_target),
                       (SELECT max(planned_date) FROM tthc_admission_period
                         WHERE corrected IS NOT TRUE AND date_to IS NULL))
            ),
            versions AS MATERIALIZED (
                SELECT v.procedure_id, v.code, v.province_id, v.valid_from, v.valid_to,
                       v.agency_id, COALESCE(v.at_center_body, FALSE) AS is_own
                  FROM tthc_procedure_version v
                 WHERE v.state IN ('approved', 'abolished')
            ),
            pairs AS MATERIALIZED (
                SELECT DISTINCT p.center_id, v.is_own, v.agency_id
                  FROM tthc_admission_period p JOIN versions v USING (procedure_id)
                 WHERE p.corrected IS NOT TRUE
                UNION
                SELECT t.center_id, v.is_own, v.agency_id
                  FROM tthc_admission_target t
                  JOIN tthc_center c ON c.id = t.center_id
                  JOIN (SELECT DISTINCT is_own, agency_id FROM versions) v
                    ON v.is_own = (c.level != 'province')
                   AND (t.agency_id IS NULL OR t.agency_id =
                        CASE WHEN v.is_own THEN c.agency_id ELSE v.agency_id END)
            ),
            led AS (
                SELECT pairs.center_id, v.procedure_id, v.code, v.province_id,
                       v.valid_from, v.valid_to,
                       CASE WHEN v.is_own THEN c.agency_id ELSE v.agency_id END
                           AS agency_id
                  FROM pairs
                  JOIN tthc_center c ON c.id = pairs.center_id
                  JOIN versions v ON v.is_own = pairs.is_own
                   AND v.agency_id IS NOT DISTINCT FROM pairs.agency_id
            ),
            local AS (
                SELECT v.code, v.valid_from, v.valid_to, x.center_id
                  FROM versions v
                  JOIN tthc_procedure_admission x USING (procedure_id)
                 WHERE v.province_id IS NOT NULL
            ),
            counted AS (
                SELECT m.day, led.center_id, led.agency_id,
                       count(*) AS total,
                       count(*) FILTER (WHERE p.state = 'in') AS received,
                       count(*) FILTER (WHERE p.state = 'in' OR p.planned_date <= m.day)
                           AS planned,
                       count(*) FILTER (WHERE p.state = 'excluded') AS excluded
                  FROM months m
                  JOIN led ON led.valid_from <= m.day
                          AND (led.valid_to IS NULL OR led.valid_to > m.day)
                  LEFT JOIN tthc_admission_period p
                    ON p.center_id = led.center_id
                   AND p.procedure_id = led.procedure_id AND p.corrected IS NOT TRUE
                   AND (p.date_from IS NULL OR p.date_from <= m.day)
                   AND (p.date_to IS NULL OR p.date_to > m.day)
                  LEFT JOIN local
                    ON local.code = led.code AND local.center_id = led.center_id
                   AND led.province_id IS NULL
                   AND local.valid_from <= m.day
                   AND (local.valid_to IS NULL OR local.valid_to > m.day)
                 WHERE local.code IS NULL
                 GROUP BY m.day, led.center_id, led.agency_id
            ),
            aimed AS (
                SELECT counted.*, aim.percent,
                       CASE WHEN aim.of_all THEN total ELSE total - excluded END
                           AS basis
                  FROM counted LEFT JOIN LATERAL (
                       SELECT t.percent, t.of_all FROM tthc_admission_target t
                        WHERE t.center_id = counted.center_id
                          AND (t.agency_id = counted.agency_id OR t.agency_id IS NULL)
                        ORDER BY t.agency_id IS NULL, t.date < counted.day,
                                 CASE WHEN t.date >= counted.day THEN t.date END,
                                 t.date DESC
                        LIMIT 1) aim ON TRUE
            )
            SELECT ((aimed.day - date '2000-01-01')::bigint * 400000000
                    + aimed.center_id::bigint * 400000
                    + COALESCE(aimed.agency_id, 0)::bigint * 4 + line.number) AS id,
                   aimed.day, aimed.center_id, aimed.agency_id,
                   line.series, line.value::int AS value
              FROM aimed CROSS JOIN LATERAL (VALUES
                   (0, '1_in', received),
                   (1, '2_plan', planned),
                   (2, '3_target', ceil(basis * percent / 100.0)),
                   (3, '4_total', total)
                   ) AS line (number, series, value)
             WHERE line.value IS NOT NULL
            """,
            days=self._month_ends(today),
            next=today.replace(day=1) + relativedelta(months=1),
        )

    @api.model
    def _month_ends(self, today):
        """Last days of the months that the graph may show.

        :param today: ``datetime.date``
        """
        first = today.replace(day=1)
        return [
            first + relativedelta(months=number + 1, days=-1)
            for number in range(-REACH, REACH + 1)
        ]

    def action_open_procedures(self):
        """Open the procedures that a figure counts.

        :return: action
        """
        self.ensure_one()
        counts = self.env["tthc.catalog.count"]
        column = {"1_in": "one_stop", "2_plan": "on_the_way", "4_total": "total"}
        settings = {
            "table": "admission",
            "day": self.day,
            "center_id": self.center_id.id,
        }
        row = f"agency:{self.agency_id.id}"
        return counts.open_cell(settings, row, column.get(self.series, "required"))
