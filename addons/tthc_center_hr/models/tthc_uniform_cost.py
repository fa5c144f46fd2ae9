from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM


class TthcUniformCost(models.Model):
    """What uniforms of an agency's people cost in a year, and what the rule gives.

    Entitled is whoever was main staff on a day of the year on which a rule held,
    without a dress of the sector; each person counts once a year and center.
    """

    _name = "tthc.uniform.cost"
    _description = "Cost of uniforms by agency and year"
    _auto = False
    _order = "year desc, center_id, agency_id"
    _rec_name = "agency_id"

    year = fields.Integer(readonly=True, aggregator=None)
    center_id = fields.Many2one("tthc.center", readonly=True)
    agency_id = fields.Many2one("tthc.agency", readonly=True)
    people = fields.Integer(string="Entitled people", readonly=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    entitled = fields.Monetary(string="By the rule", readonly=True)
    ordered_pieces = fields.Integer(readonly=True)
    ordered = fields.Monetary(string="Ordered for", readonly=True)
    issued_pieces = fields.Integer(string="Pieces handed out", readonly=True)
    issued = fields.Monetary(string="Handed out for", readonly=True)
    left = fields.Monetary(
        string="Left of the rule",
        readonly=True,
        help="What the rule gives less what was ordered; negative: over.",
    )

    _depends = {
        "tthc.assignment": [
            "center_id",
            "date_from",
            "last_day",
            "role",
            "staff_id",
            "state",
        ],
        "tthc.staff": ["agency_id", "sector_uniform"],
        "tthc.uniform.rule": [
            "active",
            "amount",
            "center_ids",
            "date_from",
            "date_to",
            "role",
            "sets_per_year",
        ],
        "tthc.uniform.order": ["center_id", "state", "year"],
        "tthc.uniform.order.line": ["order_id", "size_id", "unit_price"],
        "tthc.uniform.order.person": ["agency_id", "order_id", "quantity", "size_id"],
        "tthc.uniform.issue": ["agency_id", "center_id", "kind", "state", "year"],
        "tthc.uniform.issue.line": [
            "issue_id",
            "quantity",
            "returns_line_id",
            "unit_price",
        ],
    }

    def _compute_currency_id(self):
        self.currency_id = self.env.ref("base.VND", raise_if_not_found=False)

    @property
    def _table_query(self):
        """One row a year, center and agency, from the first rule to this year.

        An exchange counts with the difference of the prices.
        """
        return SQL(
            """
            WITH years AS (
                SELECT generate_series(
                    (SELECT min(extract(year FROM date_from))::int
                       FROM tthc_uniform_rule), %(this_year)s) AS year
            ),
            people AS (
                SELECT y.year, a.center_id, s.agency_id, a.staff_id,
                       max(r.sets_per_year * r.amount) AS amount
                  FROM years y
                  JOIN tthc_uniform_rule r
                    ON r.active AND r.date_from < make_date(y.year + 1, 1, 1)
                   AND (r.date_to IS NULL OR r.date_to > make_date(y.year, 1, 1))
                  JOIN tthc_center_tthc_uniform_rule_rel rc
                    ON rc.tthc_uniform_rule_id = r.id
                  JOIN tthc_assignment a
                    ON a.center_id = rc.tthc_center_id AND a.role = r.role
                   AND a.state IN ('approved', 'ended')
                   AND a.date_from < LEAST(make_date(y.year + 1, 1, 1), r.date_to)
                   AND (a.last_day IS NULL OR a.last_day >=
                        GREATEST(make_date(y.year, 1, 1), r.date_from))
                  JOIN tthc_staff s
                    ON s.id = a.staff_id AND s.sector_uniform IS NOT TRUE
                 GROUP BY 1, 2, 3, 4
            ),
            facts AS (
                SELECT year, center_id, agency_id, count(*) AS people,
                       sum(amount) AS entitled, 0 AS ordered_pieces, 0 AS ordered,
                       0 AS issued_pieces, 0 AS issued
                  FROM people GROUP BY 1, 2, 3
                UNION ALL
                SELECT o.year, o.center_id, p.agency_id, 0, 0,
                       sum(p.quantity), sum(p.quantity * l.unit_price), 0, 0
                  FROM tthc_uniform_order o
                  JOIN tthc_uniform_order_person p ON p.order_id = o.id
                  JOIN tthc_uniform_order_line l
                    ON l.order_id = o.id AND l.size_id = p.size_id
                 WHERE o.state IN ('closed', 'done')
                 GROUP BY 1, 2, 3
                UNION ALL
                SELECT i.year, i.center_id, i.agency_id, 0, 0, 0, 0,
                       sum(CASE WHEN i.kind = 'issue' THEN l.quantity ELSE 0 END),
                       sum(l.quantity
                           * (l.unit_price - COALESCE(old.unit_price, 0)))
                  FROM tthc_uniform_issue i
                  JOIN tthc_uniform_issue_line l ON l.issue_id = i.id
                  LEFT JOIN tthc_uniform_issue_line old ON old.id = l.returns_line_id
                 WHERE i.state = 'issued'
                 GROUP BY 1, 2, 3
            )
            SELECT row_number() OVER (ORDER BY year, center_id, agency_id) AS id,
                   year, center_id, agency_id,
                   sum(people)::int AS people, sum(entitled) AS entitled,
                   sum(ordered_pieces)::int AS ordered_pieces,
                   sum(ordered) AS ordered,
                   sum(issued_pieces)::int AS issued_pieces, sum(issued) AS issued,
                   sum(entitled) - sum(ordered) AS left
              FROM facts
             GROUP BY year, center_id, agency_id
            """,
            this_year=clock.today(VIETNAM).year,
        )

    def action_open(self):
        """The issues behind a row.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_center_hr.tthc_uniform_issue_action"
        )
        return {
            **action,
            "domain": [
                ("center_id", "=", self.center_id.id),
                ("agency_id", "=", self.agency_id.id),
                ("year", "=", self.year),
            ],
            "context": {},
        }
