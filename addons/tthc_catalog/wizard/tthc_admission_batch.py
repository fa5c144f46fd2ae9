from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from ..models.tthc_procedure_admission import STATES


class TthcAdmissionBatch(models.TransientModel):
    """One word for many procedures and centers: received, planned, or excluded."""

    _name = "tthc.admission.batch"
    _description = "Admission of many procedures"

    procedure_ids = fields.Many2many(
        "tthc.procedure",
        string="Procedures",
        default=lambda self: self._default_procedures(),
    )
    center_ids = fields.Many2many("tthc.center", string="Centers")
    state = fields.Selection(STATES, required=True, default="in")
    date = fields.Date(
        string="From",
        default=lambda self: clock.today(VIETNAM),
        help="First day of it; of a plan the day it is planned for.",
    )
    reason_id = fields.Many2one("tthc.admission.reason", string="Ground")
    reason = fields.Char(string="In own words")
    decision_id = fields.Many2one("tthc.decision")
    new_count = fields.Integer(string="New", compute="_compute_counts")
    changed_count = fields.Integer(string="Changed", compute="_compute_counts")
    same_count = fields.Integer(string="As they are", compute="_compute_counts")
    left_count = fields.Integer(
        string="No longer received",
        compute="_compute_counts",
        help="Received today and not from the date on.",
    )

    @api.model
    def _default_procedures(self):
        """The procedures that were chosen in the list."""
        active_model = self.env.context.get("active_model")
        ids = self.env.context.get("active_ids") or []
        if active_model == "tthc.procedure":
            return self.env[active_model].browse(ids)
        if active_model in ("tthc.procedure.version", "tthc.procedure.admission"):
            return self.env[active_model].browse(ids).procedure_id
        return self.env["tthc.procedure"]

    @api.depends(
        "procedure_ids",
        "center_ids",
        "state",
        "date",
        "reason_id",
        "reason",
        "decision_id",
    )
    def _compute_counts(self):
        for batch in self:
            rows = batch._present_rows()
            same = rows.filtered(batch._is_same)
            pairs = len(batch.procedure_ids) * len(batch.center_ids)
            batch.new_count = pairs - len(rows)
            batch.changed_count = len(rows - same)
            batch.same_count = len(same)
            received = rows.filtered(lambda row: row.state == "in")
            batch.left_count = 0 if batch.state == "in" else len(received)

    def _present_rows(self):
        """Admissions that the chosen procedures have at the chosen centers."""
        self.ensure_one()
        return self.env["tthc.procedure.admission"].search(
            [
                # The form works on copies that are not stored; their ids are not.
                ("procedure_id", "in", self.procedure_ids._origin.ids),
                ("center_id", "in", self.center_ids._origin.ids),
            ]
        )

    def _values(self):
        """What is written to each admission."""
        self.ensure_one()
        excluded = self.state == "excluded"
        return {
            "state": self.state,
            "date": self.date,
            "reason_id": self.reason_id._origin.id if excluded else False,
            "reason": (self.reason or False) if excluded else False,
            "decision_id": self.decision_id._origin.id,
        }

    def _is_same(self, admission):
        """Whether an admission says already what is to be written.

        Where it is received already, a later date alone changes nothing.

        :param admission: one ``tthc.procedure.admission``
        """
        values = self._values()
        if self.state == "in" and admission.state == "in":
            began = admission.date
            return not began or (self.date and began <= self.date)
        return all(
            admission._fields[name].convert_to_write(admission[name], admission)
            == value
            for name, value in values.items()
        )

    def action_apply(self):
        """Write it to all chosen procedures and centers, what differs only.

        :return: action that opens the admissions
        :raise UserError: when something is missing to do it
        """
        self.ensure_one()
        self._check_filled()
        admissions = self.env["tthc.procedure.admission"]
        rows = self._present_rows()
        known = {(row.procedure_id, row.center_id) for row in rows}
        values = self._values()
        rows.filtered(lambda row: not self._is_same(row)).write(values)
        created = admissions.create(
            [
                {**values, "procedure_id": procedure.id, "center_id": center.id}
                for center in self.center_ids
                for procedure in self.procedure_ids
                if (procedure, center) not in known
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_catalog.tthc_procedure_admission_action"
        )
        return {**action, "domain": [("id", "in", (rows | created).ids)]}

    def _check_filled(self):
        """Refuse what would be half a word.

        :raise UserError: with what is missing
        """
        if not self.procedure_ids or not self.center_ids:
            raise UserError(
                self.env._("Choose at least one procedure and at least one center.")
            )
        if not self.date:
            raise UserError(self.env._("Enter the date from which it holds."))
        if self.state == "excluded" and not self.reason_id:
            raise UserError(
                self.env._(
                    "Choose the ground on which the procedures are excluded. A ground "
                    "that is missing is added under Catalog › Catalog settings › "
                    "Grounds for exclusion."
                )
            )
