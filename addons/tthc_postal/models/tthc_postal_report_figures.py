import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

PARCEL = "tthc.parcel"
COMPLAINT = "tthc.parcel.complaint"
LINE = "tthc.parcel.settlement.line"
#: Figure → model that it counts, and the field that it sums (None: how many).
FIGURES = {
    "procedures": ("tthc.procedure", None),
    "volume": (PARCEL, None),
    "fetched": (PARCEL, None),
    "delivered": (PARCEL, None),
    "late": (PARCEL, None),
    "sent_back": (PARCEL, None),
    "revenue": (PARCEL, "price"),
    "cod": (LINE, "cod"),
    "handed": (LINE, "handed"),
    "complaints": (COMPLAINT, None),
    "complaints_upheld": (COMPLAINT, None),
    "complaints_late": (COMPLAINT, None),
    "lost": (PARCEL, None),
    "damaged": (COMPLAINT, None),
    "compensation": (COMPLAINT, "compensation"),
}


class TthcPostalReportFigures(models.AbstractModel):
    """The figures of the report, each the sum of the list that it opens."""

    _name = "tthc.postal.report.figures"
    _description = "Figures of the report of the Post"

    currency_id = fields.Many2one(
        "res.currency",
        readonly=True,
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    payload = fields.Text(readonly=True)
    hash = fields.Char(readonly=True, help="SHA-256 of what the sent report says.")
    procedures = fields.Integer(
        string="Procedures by post",
        compute="_compute_figures",
        help="Different procedures whose dossiers or results the Post carried.",
    )
    fetched = fields.Integer(
        string="Dossiers fetched",
        compute="_compute_figures",
        help="Pick-ups that the Post accepted in the quarter.",
    )
    delivered = fields.Integer(
        string="Results carried",
        compute="_compute_figures",
        help="Results that the Post accepted in the quarter.",
    )
    volume = fields.Integer(compute="_compute_figures")
    late = fields.Integer(
        string="Later than J + n",
        compute="_compute_figures",
        help="Of those accepted in the quarter.",
    )
    sent_back = fields.Integer(
        string="Brought back undelivered",
        compute="_compute_figures",
        help="In the quarter.",
    )
    revenue = fields.Monetary(
        compute="_compute_figures",
        help="Postage of what was accepted in the quarter, but what is carried free.",
    )
    cod = fields.Monetary(string="Collected for the center", compute="_compute_figures")
    handed = fields.Monetary(string="Handed over", compute="_compute_figures")
    complaints = fields.Integer(compute="_compute_figures")
    complaints_upheld = fields.Integer(
        string="The Post at fault",
        compute="_compute_figures",
        help="Wholly or partly, of the complaints of the quarter.",
    )
    complaints_late = fields.Integer(
        string="Answered late",
        compute="_compute_figures",
        help="Of the complaints of the quarter.",
    )
    lost = fields.Integer(compute="_compute_figures", help="Declared in the quarter.")
    damaged = fields.Integer(
        compute="_compute_figures",
        help="Complaints of the quarter that were not refused.",
    )
    compensation = fields.Monetary(
        compute="_compute_figures",
        help="Paid by the Post for the complaints of the quarter.",
    )

    @api.depends("center_id", "carrier_id", "time_from", "time_to", "payload")
    def _compute_figures(self):
        live = self.filtered(lambda row: not row.payload)
        sums = live._sums()
        for row in self:
            told = json.loads(row.payload)["figures"] if row.payload else None
            values = told or sums.get(row.id) or {}
            for name in FIGURES:
                row[name] = values.get(name, 0)

    # -- what each figure counts -------------------------------------------------------

    def _pair(self):
        return Domain("center_id", "=", self.center_id.id) & Domain(
            "carrier_id", "=", self.carrier_id.id
        )

    def _within(self, field):
        return Domain(field, ">=", self.time_from) & Domain(field, "<", self.time_to)

    def _days(self, field):
        return Domain(field, ">=", self.date_from) & Domain(field, "<=", self.date_to)

    def _figure_domain(self, name):
        """What a figure counts, while the report is not sent.

        :param name: key of :data:`FIGURES`
        :return: ``Domain`` on its model
        """
        self.ensure_one()
        accepted = self._within("accepted_at")
        if name == "procedures":
            # sudo: the list of procedures is public
            parcels = self.env[PARCEL].sudo().search(self._pair() & accepted)
            return Domain("id", "in", parcels.dossier_id.version_id.procedure_id.ids)
        complained = self._days("received_day")
        upheld = Domain("finding", "in", ("upheld", "part"))
        own = {
            "volume": accepted,
            "fetched": accepted & Domain("direction", "=", "pickup"),
            "delivered": accepted & Domain("direction", "=", "delivery"),
            "late": accepted & Domain("punctuality", "=", "late"),
            "sent_back": self._within("returned_at"),
            "revenue": accepted & Domain("price_payment", "!=", "free"),
            "cod": self._days("day"),
            "handed": self._days("day"),
            "complaints": complained & Domain("state", "!=", "withdrawn"),
            "complaints_upheld": complained & upheld,
            "complaints_late": complained & Domain("answered_late", "=", True),
            "lost": self._within("ended_at") & Domain("state", "=", "lost"),
            "damaged": complained
            & Domain("kind", "=", "damaged")
            & Domain("state", "!=", "withdrawn")
            & Domain("finding", "!=", "rejected"),
            "compensation": complained
            & Domain("payer", "=", "post")
            & Domain("compensation", ">", 0),
        }
        return self._pair() & own[name]

    def action_open_figure(self):
        """Open what a figure counts; its name comes with the button."""
        self.ensure_one()
        self.check_access("read")
        name = self.env.context.get("figure")
        if name not in FIGURES:
            raise UserError(self.env._("There is no such figure."))
        model, _field = FIGURES[name]
        return {
            "type": "ir.actions.act_window",
            "name": self._fields[name]._description_string(self.env),
            "res_model": model,
            "view_mode": "list,pivot" if model == LINE else "list,form",
            "domain": list(self._listed(name)),
        }

    def _listed(self, name):
        """The list behind a figure; of a sent report that of the day it was sent."""
        if self.payload:
            return Domain("id", "in", json.loads(self.payload)["lists"][name])
        return self._figure_domain(name)

    def action_open_parcels(self):
        """Reckon over the parcels of the quarter in a pivot."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": PARCEL,
            "view_mode": "pivot,list,form",
            "views": [
                (self.env.ref("tthc_postal.tthc_postal_report_view_pivot").id, "pivot"),
                (False, "list"),
                (False, "form"),
            ],
            "domain": list(self._pair() & self._within("accepted_at")),
        }

    # -- reckoning, in three queries whatever the number of reports --------------------

    def _sums(self):
        """Figures of reports that are not sent.

        :return: dict id → dict of figures
        """
        if not self.ids:
            return {}
        for model in (PARCEL, COMPLAINT, LINE):
            self.env[model].flush_model()
        self.flush_recordset()
        sums = {report_id: {} for report_id in self.ids}
        for query in (self._parcel_sql(), self._line_sql(), self._complaint_sql()):
            for row in self.env.execute_query_dict(query):
                sums[row.pop("id")].update(row)
        return sums

    def _parcel_sql(self):
        return SQL(
            """
            SELECT r.id,
                   COUNT(DISTINCT v.procedure_id) FILTER (WHERE a.within) AS procedures,
                   COUNT(*) FILTER (WHERE a.within) AS volume,
                   COUNT(*) FILTER (WHERE a.within AND p.direction = 'pickup')
                       AS fetched,
                   COUNT(*) FILTER (WHERE a.within AND p.direction = 'delivery')
                       AS delivered,
                   COUNT(*) FILTER (WHERE a.within AND p.punctuality = 'late') AS late,
                   COUNT(*) FILTER (WHERE p.returned_at >= r.time_from
                                      AND p.returned_at < r.time_to) AS sent_back,
                   COALESCE(SUM(p.price) FILTER (
                       WHERE a.within AND p.price_payment != 'free'), 0)::float
                       AS revenue,
                   COUNT(*) FILTER (WHERE p.state = 'lost'
                                      AND p.ended_at >= r.time_from
                                      AND p.ended_at < r.time_to) AS lost
              FROM tthc_postal_report r
              JOIN tthc_parcel p
                ON p.center_id = r.center_id AND p.carrier_id = r.carrier_id
              JOIN LATERAL (SELECT p.accepted_at >= r.time_from
                               AND p.accepted_at < r.time_to AS within) a ON TRUE
              LEFT JOIN tthc_dossier d ON d.id = p.dossier_id
              LEFT JOIN tthc_procedure_version v ON v.id = d.version_id
             WHERE r.id = ANY(%s)
             GROUP BY r.id
            """,
            list(self.ids),
        )

    def _line_sql(self):
        return SQL(
            """
            SELECT r.id, COALESCE(SUM(l.cod), 0)::float AS cod,
                   COALESCE(SUM(l.handed), 0)::float AS handed
              FROM tthc_postal_report r
              JOIN tthc_parcel_settlement_line l
                ON l.center_id = r.center_id AND l.carrier_id = r.carrier_id
               AND l.day BETWEEN r.date_from AND r.date_to
             WHERE r.id = ANY(%s)
             GROUP BY r.id
            """,
            list(self.ids),
        )

    def _complaint_sql(self):
        return SQL(
            """
            SELECT r.id,
                   COUNT(*) FILTER (WHERE c.state != 'withdrawn') AS complaints,
                   COUNT(*) FILTER (WHERE c.finding IN ('upheld', 'part'))
                       AS complaints_upheld,
                   COUNT(*) FILTER (WHERE c.answered_late) AS complaints_late,
                   COUNT(*) FILTER (
                       WHERE c.kind = 'damaged' AND c.state != 'withdrawn'
                         AND c.finding IS DISTINCT FROM 'rejected') AS damaged,
                   COALESCE(SUM(c.compensation) FILTER (WHERE c.payer = 'post'),
                            0)::float AS compensation
              FROM tthc_postal_report r
              JOIN tthc_parcel_complaint c
                ON c.center_id = r.center_id AND c.carrier_id = r.carrier_id
               AND c.received_day BETWEEN r.date_from AND r.date_to
             WHERE r.id = ANY(%s)
             GROUP BY r.id
            """,
            list(self.ids),
        )

    # -- procedure by procedure --------------------------------------------------------

    def _procedure_rows(self):
        """The list of procedures with the volume and revenue of each.

        :return: list of dicts ``code``, ``name``, ``fetched``, ``delivered``, ``late``,
            ``revenue``, ``complaints``
        """
        self.ensure_one()
        if self.payload:
            return json.loads(self.payload)["procedures"]
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT q.code,
                       (array_agg(v.name ORDER BY v.id DESC))[1] AS name,
                       COUNT(*) FILTER (WHERE p.direction = 'pickup') AS fetched,
                       COUNT(*) FILTER (WHERE p.direction = 'delivery') AS delivered,
                       COUNT(*) FILTER (WHERE p.punctuality = 'late') AS late,
                       COALESCE(SUM(p.price) FILTER (
                           WHERE p.price_payment != 'free'), 0)::bigint AS revenue,
                       COALESCE(SUM(c.count), 0)::int AS complaints
                  FROM tthc_parcel p
                  JOIN tthc_dossier d ON d.id = p.dossier_id
                  JOIN tthc_procedure_version v ON v.id = d.version_id
                  JOIN tthc_procedure q ON q.id = v.procedure_id
                  LEFT JOIN LATERAL (
                       SELECT COUNT(*) AS count FROM tthc_parcel_complaint c
                        WHERE c.parcel_id = p.id AND c.state != 'withdrawn') c ON TRUE
                 WHERE p.center_id = %(center)s AND p.carrier_id = %(carrier)s
                   AND p.accepted_at >= %(begin)s AND p.accepted_at < %(end)s
                 GROUP BY q.id
                 ORDER BY q.code
                """,
                center=self.center_id.id,
                carrier=self.carrier_id.id,
                begin=self.time_from,
                end=self.time_to,
            )
        )
        return rows

    # -- frozen when sent --------------------------------------------------------------

    def _frozen(self):
        """What the report says now, with the lists, and the hash of it."""
        self.ensure_one()
        told = {
            "center": self.center_id.id,
            "carrier": self.carrier_id.id,
            "year": self.year,
            "quarter": self.quarter,
            "figures": {name: self[name] for name in FIGURES},
            "lists": {
                name: sorted(
                    # sudo: all parcels of the center count, whoever sends it
                    self.env[model].sudo().search(self._figure_domain(name)).ids
                )
                for name, (model, _field) in FIGURES.items()
            },
            "procedures": self._procedure_rows(),
        }
        payload = json.dumps(
            told, sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        return {
            "payload": payload,
            "hash": hashlib.sha256(payload.encode()).hexdigest(),
        }

    def _is_intact(self):
        """Whether a sent report still says what was sent."""
        self.ensure_one()
        return hashlib.sha256((self.payload or "").encode()).hexdigest() == self.hash
