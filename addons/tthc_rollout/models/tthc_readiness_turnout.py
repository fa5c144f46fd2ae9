from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools import clock


class TthcReadinessTurnout(models.Model):
    """Campaigns side by side: of the agencies asked, who filed on time.

    A row a report, read from the reports at this moment. Whoever has not filed and
    still may do so in time counts in no share.
    """

    _name = "tthc.readiness.turnout"
    _description = "Turnout of campaigns"
    _auto = False
    _order = "due_at desc, campaign_id desc, agency_id"
    _rec_name = "agency_id"
    _depends = {
        "tthc.readiness.campaign": ["state"],
        "tthc.readiness.report": [
            "agency_id",
            "agency_level",
            "campaign_id",
            "center_id",
            "due_at",
            "first_filed_at",
            "is_late",
        ],
    }

    report_id = fields.Many2one("tthc.readiness.report", readonly=True)
    campaign_id = fields.Many2one("tthc.readiness.campaign", readonly=True)
    center_id = fields.Many2one("tthc.center", readonly=True)
    agency_id = fields.Many2one("tthc.agency", readonly=True)
    agency_level = fields.Selection(
        selection="_agency_levels", string="Level", readonly=True
    )
    due_at = fields.Datetime(string="Due at", readonly=True)
    first_filed_at = fields.Datetime(string="First filed", readonly=True)
    asked = fields.Integer(readonly=True)
    on_time = fields.Integer(string="Filed on time", readonly=True)
    late = fields.Integer(string="Filed late", readonly=True)
    missing = fields.Integer(string="Overdue", readonly=True)
    on_time_share = fields.Float(
        string="On time (%)", readonly=True, aggregator="avg", digits=(5, 1)
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT r.id,
                   r.id AS report_id,
                   r.campaign_id,
                   r.center_id,
                   r.agency_id,
                   r.agency_level,
                   r.due_at,
                   r.first_filed_at,
                   1 AS asked,
                   (f.filed AND NOT f.late)::int AS on_time,
                   (f.filed AND f.late)::int AS late,
                   (NOT f.filed AND r.due_at < %(now)s)::int AS missing,
                   CASE WHEN f.filed AND NOT f.late THEN 100.0
                        WHEN f.filed OR r.due_at < %(now)s THEN 0.0
                   END AS on_time_share
              FROM tthc_readiness_report r
              JOIN tthc_readiness_campaign c ON c.id = r.campaign_id
             CROSS JOIN LATERAL (
                   SELECT r.first_filed_at IS NOT NULL AS filed,
                          COALESCE(r.is_late, FALSE) AS late
             ) f
             WHERE c.state IN ('open', 'closed')
            """,
            now=clock.now(),
        )

    def _agency_levels(self):
        return self.env["tthc.agency"]._fields["level"]._description_selection(self.env)

    def action_report(self):
        """Open the report that is counted.

        :return: action
        """
        return self.report_id._get_records_action()
