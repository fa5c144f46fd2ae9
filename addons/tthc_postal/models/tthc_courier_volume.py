from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM


class TthcCourierVolume(models.Model):
    """What changed hands with the agencies: one row a paper on signed minutes.

    Read from the lines of the minutes. Loading and unloading at the center is no
    second delivery, a line that was taken back by a correction is none at all.
    """

    _name = "tthc.courier.volume"
    _description = "Volume of papers"
    _auto = False
    _order = "moment desc, id desc"
    _rec_name = "code"
    _depends = {
        "tthc.handover": [
            "state",
            "kind",
            "done_at",
            "center_id",
            "agency_id",
            "courier_id",
            "round_id",
            "corrects_id",
        ],
        "tthc.handover.line": [
            "handover_id",
            "paper_id",
            "from_side",
            "only_counted",
            "original_count",
            "copy_count",
        ],
        "tthc.paper": ["code", "kind"],
        "tthc.courier.round": ["route_id", "departure_at"],
    }

    handover_id = fields.Many2one("tthc.handover", string="Minutes", readonly=True)
    code = fields.Char(string="Dossier code", readonly=True)
    center_id = fields.Many2one("tthc.center", readonly=True)
    agency_id = fields.Many2one("tthc.agency", readonly=True)
    round_id = fields.Many2one("tthc.courier.round", readonly=True)
    route_id = fields.Many2one("tthc.courier.route", readonly=True)
    courier_id = fields.Many2one("res.users", readonly=True)
    day = fields.Date(readonly=True)
    moment = fields.Datetime(string="Signed by both", readonly=True)
    hour = fields.Char(string="Round of", readonly=True, help="Hour of departure.")
    direction = fields.Selection(
        [("out", "To the agency"), ("in", "From the agency")], readonly=True
    )
    kind = fields.Selection(
        lambda self: (
            self.env["tthc.paper"]._fields["kind"]._description_selection(self.env)
        ),
        string="What it is",
        readonly=True,
    )
    papers = fields.Integer(readonly=True)
    originals = fields.Integer(readonly=True)
    copies = fields.Integer(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT l.id, l.handover_id, p.code, h.center_id, h.agency_id, h.round_id,
                   r.route_id, h.courier_id, h.done_at AS moment, p.kind,
                   (h.done_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
                   to_char(
                       r.departure_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s,
                       'HH24:MI'
                   ) AS hour,
                   CASE l.from_side WHEN 'a' THEN 'out' ELSE 'in' END AS direction,
                   1 AS papers, l.original_count AS originals, l.copy_count AS copies
              FROM tthc_handover_line l
              JOIN tthc_handover h ON h.id = l.handover_id
              JOIN tthc_paper p ON p.id = l.paper_id
              LEFT JOIN tthc_courier_round r ON r.id = h.round_id
             WHERE h.state = 'done' AND h.kind IN ('stop', 'direct')
               AND l.only_counted IS NOT TRUE
               AND NOT EXISTS (
                   SELECT 1 FROM tthc_handover c
                     JOIN tthc_handover_line back ON back.handover_id = c.id
                    WHERE c.corrects_id = h.id AND c.state = 'done'
                      AND back.paper_id = l.paper_id
                      AND back.only_counted IS NOT TRUE)
               AND NOT EXISTS (
                   SELECT 1 FROM tthc_handover_line wrong
                    WHERE wrong.handover_id = h.corrects_id
                      AND wrong.paper_id = l.paper_id)
            """,
            zone=VIETNAM,
        )

    def action_open_handover(self):
        """Open the minutes behind a row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.handover",
            "res_id": self.handover_id.id,
            "views": [[False, "form"]],
        }
