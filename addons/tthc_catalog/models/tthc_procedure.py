from odoo import api, fields, models

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM


class TthcProcedure(models.Model):
    """What does not change of a procedure: its code and for which province."""

    _name = "tthc.procedure"
    _description = "Administrative procedure"
    _order = "code, province_id"
    _rec_name = "code"
    _rec_names_search = ["code", "version_ids.query"]

    code = fields.Char(required=True, index=True, help="National, such as 1.012345.")
    province_id = fields.Many2one(
        "tthc.admin.unit",
        domain="[('level', '=', '1_province')]",
        ondelete="restrict",
        index="btree_not_null",
        help="Empty for a national procedure. A province's own row wins over it.",
    )
    active = fields.Boolean(default=True)
    version_ids = fields.One2many("tthc.procedure.version", "procedure_id")
    admission_ids = fields.One2many("tthc.procedure.admission", "procedure_id")
    name = fields.Char(compute="_compute_current", search="_search_name")
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Lead agency",
        compute="_compute_current",
        search="_search_agency_id",
    )
    sector_id = fields.Many2one(
        "tthc.sector", compute="_compute_current", search="_search_sector_id"
    )
    form_query = fields.Char(
        string="Form code",
        store=False,
        search="_search_form_query",
        help="Such as NA17 or Mẫu số 01.",
    )

    _code_uniq = models.UniqueIndex(
        "(code, province_id) NULLS NOT DISTINCT",
        "This procedure is already in the catalog of that province.",
    )

    @api.depends(
        "version_ids.name",
        "version_ids.agency_id",
        "version_ids.sector_id",
        "version_ids.valid_from",
        "version_ids.state",
    )
    def _compute_current(self):
        """What the version in force today says, else the latest one."""
        today = clock.today(VIETNAM)
        for procedure in self:
            version = procedure._version_at(today) or procedure.version_ids[:1]
            procedure.name = version.name
            procedure.agency_id = version.agency_id
            procedure.sector_id = version.sector_id

    def _search_name(self, operator, value):
        return [("version_ids.query", operator, value)]

    def _search_agency_id(self, operator, value):
        return [("version_ids.agency_id", operator, value)]

    def _search_sector_id(self, operator, value):
        return [("version_ids.sector_id", operator, value)]

    def _search_form_query(self, operator, value):
        return [("version_ids.form_query", operator, value)]

    @api.depends("code", "version_ids.name")
    def _compute_display_name(self):
        for procedure in self:
            parts = (procedure.code, procedure.name)
            procedure.display_name = " · ".join(part for part in parts if part)

    def write(self, vals):
        """Write; what was published under a code keeps it."""
        if {"code", "province_id"} & set(vals):
            self.version_ids._check_not_frozen()
        return super().write(vals)

    def _version_at(self, day):
        """The version in force on a day.

        :param day: ``datetime.date`` in the time zone of the center
        :return: one version or none
        """
        self.ensure_one()
        return self.version_ids.filtered(lambda version: version._in_force_on(day))[:1]
