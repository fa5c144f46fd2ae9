from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .tthc_procedure_admission import STATES


class TthcAdmissionPeriod(models.Model):
    """From when to when a procedure stood how at a center.

    Written by the admission alone. A period that a later, backdated word took the
    place of is kept and marked as corrected: what holds on a day is told by the
    others, and those never overlap.
    """

    _name = "tthc.admission.period"
    _description = "Period of an admission"
    _order = "admission_id, date_from desc nulls last, id desc"

    admission_id = fields.Many2one(
        "tthc.procedure.admission", required=True, ondelete="cascade", index=True
    )
    procedure_id = fields.Many2one(
        related="admission_id.procedure_id", store=True, index=True
    )
    center_id = fields.Many2one(related="admission_id.center_id", store=True)
    state = fields.Selection(STATES, required=True)
    date_from = fields.Date(string="From", help="Empty: from the beginning.")
    date_to = fields.Date(string="Until", help="First day on which it no longer held.")
    planned_date = fields.Date(string="Planned on")
    reason_id = fields.Many2one(
        "tthc.admission.reason", string="Ground", ondelete="restrict"
    )
    reason = fields.Char()
    decision_id = fields.Many2one("tthc.decision", ondelete="restrict")
    corrected = fields.Boolean(
        default=False, help="A later word took its place; it holds on no day."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Recorded by",
        required=True,
        default=lambda self: self.env.uid,
        ondelete="restrict",
    )
    recorded_at = fields.Datetime(required=True)

    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (admission_id WITH =,"
        " daterange(date_from, date_to) WITH &&) WHERE (corrected IS NOT TRUE)",
        "A procedure would stand in two ways at one center on the same day.",
    )
    _center_idx = models.Index("(center_id, state, admission_id)")

    def init(self):
        """Give admissions of an earlier version of the suite their first period."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO tthc_admission_period
                    (admission_id, procedure_id, center_id, state, date_from,
                     planned_date, reason, decision_id, corrected, user_id,
                     recorded_at, create_uid, create_date, write_uid, write_date)
                SELECT a.id, a.procedure_id, a.center_id, a.state,
                       CASE WHEN a.state = 'planned' THEN a.create_date::date
                            ELSE a.date END,
                       CASE WHEN a.state = 'planned' THEN a.date END,
                       a.reason, a.decision_id, FALSE,
                       COALESCE(a.create_uid, 1), a.create_date,
                       a.create_uid, a.create_date, a.write_uid, a.write_date
                  FROM tthc_procedure_admission a
                 WHERE NOT EXISTS (SELECT 1 FROM tthc_admission_period p
                                    WHERE p.admission_id = a.id)
                """
            )
        )

    def _domain_on(self, day):
        """Periods that hold on a day.

        :param day: ``datetime.date`` in the time zone of the center
        """
        return (
            Domain("corrected", "=", False)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", day))
            & (Domain("date_to", "=", False) | Domain("date_to", ">", day))
        )

    def _make_room(self, admission_ids, day):
        """End what holds on a day and mark what begins on it or later as corrected.

        :param admission_ids: ids of the admissions
        :param day: ``datetime.date``, or None for “from the beginning”
        """
        standing = self.search(
            Domain("admission_id", "in", admission_ids)
            & Domain("corrected", "=", False)
        )
        before = standing.filtered(
            lambda row: day and (not row.date_from or row.date_from < day)
        )
        (standing - before).corrected = True
        before.filtered(lambda row: not row.date_to or row.date_to > day).date_to = day

    def _take_back(self):
        """Mark last periods as corrected; what stood before them holds on."""
        ends = {(row.admission_id.id, row.date_from) for row in self if row.date_from}
        self.corrected = True
        self.flush_recordset()
        before = self.search(
            Domain("admission_id", "in", self.admission_id.ids)
            & Domain("corrected", "=", False)
            & Domain("date_to", "!=", False)
        )
        before.filtered(
            lambda row: (row.admission_id.id, row.date_to) in ends
        ).date_to = False
