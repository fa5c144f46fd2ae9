from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

DONE = "1_done"
RUNNING = "01_in_progress"


class ProjectTask(models.Model):
    _name = "project.task"
    _inherit = ["project.task", "tthc.task.standing", "tthc.task.plan"]

    tthc_agency_id = fields.Many2one(
        related="project_id.tthc_agency_id",
        store=True,
        index="btree_not_null",
        string="Agency",
    )
    tthc_center_id = fields.Many2one(
        related="project_id.tthc_center_id",
        store=True,
        index="btree_not_null",
        string="Center",
    )
    tthc_report_id = fields.Many2one(
        "tthc.readiness.report",
        string="Readiness report",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        help="The report of the agency in which the line stands at present.",
    )
    tthc_detail = fields.Text(string="Detail")
    tthc_date_from = fields.Date(string="Begin")
    tthc_date_to = fields.Date(string="End", index="btree_not_null")
    tthc_partner_ids = fields.Many2many(
        "tthc.agency",
        "project_task_tthc_partner_rel",
        "task_id",
        "agency_id",
        string="Partner agencies",
    )
    tthc_partner_text = fields.Char(
        string="Other partners", help="Partners that are no agency of the list."
    )
    tthc_progress = fields.Integer(string="Progress", aggregator="avg")
    tthc_past_opening = fields.Boolean(
        string="Ends after the opening",
        compute="_compute_tthc_past_opening",
        search="_search_tthc_past_opening",
    )
    tthc_campaign_id = fields.Many2one(
        related="tthc_report_id.campaign_id",
        string="Campaign",
        store=True,
        index="btree_not_null",
    )

    _tthc_progress_range = models.Constraint(
        "CHECK (tthc_progress BETWEEN 0 AND 100)",
        "The progress of a line lies between 0 and 100 %.",
    )

    @api.depends("tthc_date_to", "tthc_report_id.opening_day")
    def _compute_tthc_past_opening(self):
        for task in self:
            # sudo: the opening day of the campaign that the line is planned for
            opening = task.sudo().tthc_report_id.opening_day
            task.tthc_past_opening = bool(
                opening and task.tthc_date_to and task.tthc_date_to > opening
            )

    def _search_tthc_past_opening(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: the opening days of campaigns; whose lines are found is up to the rules
        campaigns = self.env["tthc.readiness.campaign"].sudo()
        days = campaigns._read_group(
            [("opening_day", "!=", False)], ["opening_day:day"], ["id:array_agg"]
        )
        return Domain.OR(
            Domain("tthc_campaign_id", "in", ids) & Domain("tthc_date_to", ">", day)
            for day, ids in days
        )

    @api.constrains("tthc_report_id", "project_id")
    def _check_tthc_report_id(self):
        for task in self.filtered("tthc_report_id"):
            # sudo: whose report it is, whoever moves the line
            report = task.sudo().tthc_report_id
            if (report.agency_id, report.center_id) != (
                task.tthc_agency_id,
                task.tthc_center_id,
            ):
                raise ValidationError(
                    self.env._(
                        "“%(line)s” belongs to another agency's plan.", line=task.name
                    )
                )

    @api.depends_context("tthc_with_agency")
    def _compute_display_name(self):
        """Override: on the screens of the plan a line says whose it is."""
        result = super()._compute_display_name()
        if self.env.context.get("tthc_with_agency"):
            for task in self.filtered("tthc_agency_id"):
                agency = task.tthc_agency_id.display_name
                task.display_name = f"{agency}: {task.display_name}"
        return result

    @api.model_create_multi
    def create(self, vals_list):
        """Create tasks; a line of a readiness report goes into the agency's project."""
        reports = self.env["tthc.readiness.report"].browse(
            {vals["tthc_report_id"] for vals in vals_list if vals.get("tthc_report_id")}
        )
        if reports:
            reports.check_access("read")
        pairs = [(row.agency_id, row.center_id) for row in reports]
        projects = self.env["project.project"]._tthc_rollout(pairs) if pairs else {}
        for vals in vals_list:
            report = reports.browse(vals.get("tthc_report_id") or [])
            if report:
                project = projects[report.agency_id.id, report.center_id.id]
                vals.update(project_id=project.id, **self._tthc_state_of(vals))
        return super().create(vals_list)

    def write(self, vals):
        """Write tasks; a line that is done is at 100 %, and the other way round."""
        if "tthc_progress" in vals and "state" not in vals:
            vals = {**vals, **self._tthc_state_of(vals)}
        elif vals.get("state") == DONE and self.tthc_agency_id:
            vals = {"tthc_progress": 100, **vals}
        return super().write(vals)

    @api.model
    def _tthc_state_of(self, vals):
        """The state that follows from a progress.

        :param vals: with or without ``tthc_progress``
        """
        if "tthc_progress" not in vals:
            return {}
        return {"state": DONE if vals["tthc_progress"] >= 100 else RUNNING}

    def _partner_words(self):
        """The partners as the form prints them."""
        self.ensure_one()
        names = [agency.display_name for agency in self.tthc_partner_ids]
        return "; ".join([*names, self.tthc_partner_text or ""]).strip("; ")
