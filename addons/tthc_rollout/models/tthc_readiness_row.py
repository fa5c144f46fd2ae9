from odoo import api, fields, models


class TthcReadinessRow(models.AbstractModel):
    """A row of a report: what the system says beside what the agency says.

    The row keeps what the system said when it was filled in; ``difference`` compares
    the agency's word with the system of today, on a filed report, too.
    """

    _name = "tthc.readiness.row"
    _description = "Row of a readiness report"

    report_id = fields.Many2one(
        "tthc.readiness.report",
        required=True,
        ondelete="cascade",
        index=True,
    )
    agency_id = fields.Many2one(
        related="report_id.agency_id", store=True, index=True, string="Agency"
    )
    sequence = fields.Integer(default=10)
    remark = fields.Char(help="Why the agency's word differs from the system's.")
    difference = fields.Char(
        string="The system says",
        compute="_compute_difference",
        compute_sudo=True,
        help="What the system says today, where it is not what the agency says.",
    )
    is_corrected = fields.Boolean(compute="_compute_is_corrected", compute_sudo=True)

    @api.model
    def _facts_of_system(self):
        """Fields that only filling in writes."""
        return {"report_id"}

    @api.model_create_multi
    def create(self, vals_list):
        """Add rows to a report that is being filled in.

        :raise UserError: when the report has left the agency's desk
        """
        rows = super().create(vals_list)
        if not self._is_filling():
            rows.report_id._check_editable()
        return rows

    def write(self, vals):
        """Correct rows of a report that is being filled in.

        :raise AccessError: for what is filled in from the system
        :raise UserError: when the report has left the agency's desk
        """
        if not self._is_filling():
            self.report_id._check_editable()
            if vals.keys() & self._facts_of_system():
                self.report_id._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_while_editable(self):
        if not self._is_filling():
            self.report_id._check_editable()

    @api.model
    def _is_filling(self):
        """Whether the report itself writes, see ``tthc.guarded``."""
        return self.env["tthc.readiness.report"]._is_moving()

    def _system_values(self):
        """What the system says today, in a few queries for all rows.

        :return: dict of row → dict of field → value; None where it knows nothing
        """
        raise NotImplementedError

    def _told_fields(self):
        """Fields in which the agency gives its word."""
        raise NotImplementedError
