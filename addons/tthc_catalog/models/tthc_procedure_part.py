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
        """Create parts; not of a version that was approved."""
        parts = super().create(vals_list)
        # Looked at afterwards, because a default may come from the context too.
        parts.version_id._check_not_frozen()
        return parts

    def write(self, vals):
        """Write parts; not of a version that was approved."""
        self.version_id._check_not_frozen()
        result = super().write(vals)
        if "version_id" in vals:
            self.version_id._check_not_frozen()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self.version_id._check_not_frozen()

    @api.model
    def _difference_ignored(self):
        """Names of fields that are not compared between two versions.

        :return: set of names; a part adds its own
        """
        return {"version_id", "sequence", "currency_id"}

    def _difference_label(self):
        """How the line is called in the differences of two versions; by it a line is
        found again in the other version.
        """
        self.ensure_one()
        if "name" in self._fields:
            return self.name or ""
        required = (
            field
            for field in self._fields.values()
            if field.required and field.name not in self._difference_ignored()
        )
        texts = [self.version_id._value_text(self, field) for field in required]
        return ", ".join(text for text in texts if text)
