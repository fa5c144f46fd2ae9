from odoo import api, fields, models

from .tthc_legal_period import VERIFIED


class TthcRegulationConstant(models.Model):
    """Where a constant of a regulation comes from and how sure it is."""

    _name = "tthc.regulation.constant"
    _description = "Source of a constant of law"
    _order = "regulation_id, field_name"

    regulation_id = fields.Many2one(
        "tthc.regulation", required=True, ondelete="cascade", index=True
    )
    field_name = fields.Selection(
        selection="_selection_field_name", required=True, string="Constant"
    )
    value = fields.Char(compute="_compute_value")
    article = fields.Char(help="Instrument and article.")
    verified = fields.Selection(
        VERIFIED,
        required=True,
        default="unverified",
    )
    note = fields.Char()

    _field_uniq = models.UniqueIndex(
        "(regulation_id, field_name)", "This constant already has a source."
    )

    @api.model
    def _constant_fields(self):
        """Names of the fields of a regulation that hold constants of law."""
        return [
            "receiving_unit_name",
            "transfer_cutoff",
            "supplement_max",
            "supplement_scope",
            "supplement_days",
            "supplement_policy",
            "reappointment_max",
            "apology_lead_days",
            "online_intake_hours",
            "code_pattern",
            "assignment_months_min",
            "assignment_months_max",
            "reserve_min",
        ]

    @api.model
    def _selection_field_name(self):
        described = self.env["tthc.regulation"].fields_get(
            self._constant_fields(), ["string"]
        )
        return [(name, described[name]["string"]) for name in self._constant_fields()]

    @api.depends("regulation_id", "field_name")
    def _compute_value(self):
        for row in self:
            if not row.field_name:
                row.value = False
                continue
            field = row.regulation_id._fields[row.field_name]
            row.value = str(
                field.convert_to_export(
                    row.regulation_id[row.field_name], row.regulation_id
                )
            )
