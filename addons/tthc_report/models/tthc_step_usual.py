from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: Settings of the reports (system parameters) and what holds without them.
SETTINGS = {"usual_months": 12, "usual_sample": 10}


class TthcStepUsual(models.Model):
    """How long a step usually takes: a statistic with its day and its sample.

    One row a procedure and position, and one a sector and position for procedures that
    were settled too seldom. Reckoned anew every night over the months of the setting
    ``tthc_report.usual_months``; no row stands on fewer steps than
    ``tthc_report.usual_sample``.
    """

    _name = "tthc.step.usual"
    _inherit = ["tthc.guarded.whole"]
    _description = "Usual time of a step"
    _order = "procedure_id, sector_id, sequence, role"
    _rec_name = "name"

    procedure_id = fields.Many2one("tthc.procedure", ondelete="cascade")
    sector_id = fields.Many2one(
        "tthc.sector",
        ondelete="cascade",
        help="Of all procedures of the sector; empty in a row of one procedure.",
    )
    sequence = fields.Integer(string="Position", required=True)
    role = fields.Selection(
        [("specialist", "Specialist"), ("leader", "Leader")], required=True
    )
    name = fields.Char(string="Step")
    sample = fields.Integer(string="Steps counted", required=True)
    median_minutes = fields.Integer(
        string="Median (working minutes)",
        required=True,
        help="Half of the steps took at most so long.",
    )
    p90_minutes = fields.Integer(
        string="90th percentile (working minutes)",
        required=True,
        help="Nine of ten steps took at most so long.",
    )
    as_of = fields.Date(required=True)
    date_from = fields.Date(required=True, string="Finished since")

    _one_row_each = models.Constraint(
        "UNIQUE NULLS NOT DISTINCT (procedure_id, sector_id, sequence, role)",
        "There is a row of this step already.",
    )
    _sector_idx = models.Index("(sector_id) WHERE sector_id IS NOT NULL")

    @api.ondelete(at_uninstall=False)
    def _unlink_by_job_only(self):
        self._check_moving()

    @api.model
    def _setting(self, name):
        """A setting of the statistics.

        :param name: key of :data:`SETTINGS`
        :return: int, at least 1
        """
        # sudo: settings are no secret, but parameters are the administrator's
        parameters = self.env["ir.config_parameter"].sudo()
        value = parameters.get_param(f"tthc_report.{name}", "")
        return max(int(value), 1) if value.isdecimal() else SETTINGS[name]

    @api.model
    def _refresh(self):
        """Reckon all rows anew, in one statement; each night and by hand."""
        as_of = today(VIETNAM)
        since = as_of - relativedelta(months=self._setting("usual_months"))
        self.env["tthc.step.hours"].flush_model()
        self.env.cr.execute(SQL("DELETE FROM tthc_step_usual"))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO tthc_step_usual
                    (procedure_id, sector_id, sequence, role, name, sample,
                     median_minutes, p90_minutes, as_of, date_from)
                SELECT procedure_id, sector_id, sequence, role,
                       CASE WHEN grouping(procedure_id) = 0
                            THEN mode() WITHIN GROUP (ORDER BY name) END,
                       count(*),
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY taken_minutes),
                       percentile_disc(0.9) WITHIN GROUP (ORDER BY taken_minutes),
                       %(as_of)s, %(since)s
                  FROM tthc_step_hours
                 WHERE finished_on >= %(since)s AND finished_on <= %(as_of)s
                 GROUP BY GROUPING SETS
                       ((procedure_id, sequence, role), (sector_id, sequence, role))
                HAVING count(*) >= %(sample)s
                   AND NOT (grouping(sector_id) = 0 AND sector_id IS NULL)
                """,
                as_of=as_of,
                since=since,
                sample=self._setting("usual_sample"),
            )
        )
        self.invalidate_model()

    @api.model
    def _usual(self, steps):
        """How long steps usually take, in one query.

        The row of the procedure where there is one, else that of its sector.

        :param steps: ``tthc.dossier.step``
        :return: dict step → one row, or none where too few were finished (“chưa đủ dữ
            liệu”)
        """
        # sudo: a statistic tells of no dossier; who may read the steps may know it
        rows = self.sudo().search(
            [
                "|",
                ("procedure_id", "in", steps.procedure_id.ids),
                ("sector_id", "in", steps.sector_id.ids),
            ]
        )
        known = {
            (row.procedure_id, row.sector_id, row.sequence, row.role): row
            for row in rows
        }
        procedures, sectors = rows.procedure_id.browse(), rows.sector_id.browse()
        return {
            step: known.get((step.procedure_id, sectors, step.sequence, step.role))
            or known.get((procedures, step.sector_id, step.sequence, step.role))
            or self.browse()
            for step in steps
        }

    @api.model
    def _cron_refresh(self):
        self._refresh()
