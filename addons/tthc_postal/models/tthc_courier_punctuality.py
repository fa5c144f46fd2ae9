from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .tthc_courier_watch import GRACE


class TthcCourierPunctuality(models.Model):
    """Stops as planned and as made: one row a stop that was told, or whose round fell.

    On time means: at most :data:`GRACE` after the plan. A stop that was not made was
    not on time; one of a cancelled round is counted by itself.
    """

    _name = "tthc.courier.punctuality"
    _description = "Punctuality of stops"
    _auto = False
    _order = "planned_at desc, id desc"
    _rec_name = "round_stop_id"
    _depends = {
        "tthc.courier.round.stop": [
            "round_id",
            "agency_id",
            "center_id",
            "planned_at",
            "arrived_at",
            "delay",
            "state",
        ],
        "tthc.courier.round": [
            "state",
            "date",
            "departure_at",
            "route_id",
            "courier_id",
        ],
    }

    round_stop_id = fields.Many2one(
        "tthc.courier.round.stop", string="Stop", readonly=True
    )
    round_id = fields.Many2one("tthc.courier.round", readonly=True)
    route_id = fields.Many2one("tthc.courier.route", readonly=True)
    center_id = fields.Many2one("tthc.center", readonly=True)
    agency_id = fields.Many2one("tthc.agency", readonly=True)
    courier_id = fields.Many2one("res.users", readonly=True)
    day = fields.Date(readonly=True)
    hour = fields.Char(string="Round of", readonly=True, help="Hour of departure.")
    planned_at = fields.Datetime(readonly=True)
    arrived_at = fields.Datetime(readonly=True)
    outcome = fields.Selection(
        [
            ("on_time", "On time"),
            ("late", "Late"),
            ("missed", "Not made"),
            ("cancelled", "Round cancelled"),
        ],
        readonly=True,
    )
    stops = fields.Integer(readonly=True)
    on_time = fields.Integer(readonly=True)
    late = fields.Integer(readonly=True)
    missed = fields.Integer(string="Not made", readonly=True)
    cancelled = fields.Integer(string="Round cancelled", readonly=True)
    late_minutes = fields.Integer(string="Minutes late", readonly=True)
    on_time_share = fields.Float(
        string="Share on time (%)",
        readonly=True,
        aggregator="avg",
        help="Of the stops that were to be made; cancelled rounds don't count.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT told.*, 1 AS stops,
                   (outcome = 'on_time')::int AS on_time,
                   (outcome = 'late')::int AS late,
                   (outcome = 'missed')::int AS missed,
                   (outcome = 'cancelled')::int AS cancelled,
                   CASE outcome WHEN 'on_time' THEN 100.0 WHEN 'cancelled' THEN NULL
                        ELSE 0.0 END AS on_time_share,
                   CASE outcome WHEN 'late' THEN delay ELSE 0 END AS late_minutes
              FROM (
                SELECT s.id, s.id AS round_stop_id, s.round_id, r.route_id,
                       s.center_id, s.agency_id, r.courier_id, r.date AS day, s.delay,
                       to_char(
                           r.departure_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s,
                           'HH24:MI'
                       ) AS hour,
                       s.planned_at, s.arrived_at,
                       CASE WHEN s.state = 'missed' THEN 'missed'
                            WHEN s.state = 'planned' THEN 'cancelled'
                            WHEN s.delay <= %(grace)s THEN 'on_time'
                            ELSE 'late' END AS outcome
                  FROM tthc_courier_round_stop s
                  JOIN tthc_courier_round r ON r.id = s.round_id
                 WHERE s.state != 'planned' OR r.state = 'cancelled'
              ) told
            """,
            zone=VIETNAM,
            grace=int(GRACE.total_seconds() // 60),
        )

    def action_open_stop(self):
        """Open the stop behind a row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.courier.round.stop",
            "res_id": self.round_stop_id.id,
            "views": [[False, "form"]],
        }
