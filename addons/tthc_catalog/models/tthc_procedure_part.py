from odoo import api, fields, models


class TthcProcedurePart(models.AbstractModel):
    """A line of a version: frozen with it when the version is approved."""

    _name = "tthc.procedure.part"
    _description = "Part of a version of a procedure"

    version_id = fields.Many2one(
        "tthc.procedure.version", required=True, ondelete="cascade", index=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_versions(vals.get("version_id") for vals in vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self.version_id._check_not_frozen()
        self._check_versions([vals.get("version_id")])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self.version_id._check_not_frozen()

    @api.model
    def _check_versions(self, version_ids):
        ids = {version_id for version_id in version_ids if version_id}
        self.env["tthc.procedure.version"].browse(ids)._check_not_frozen()
