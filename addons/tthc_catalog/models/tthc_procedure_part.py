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
        parts._note(self.env._("Added: %s"))
        return parts

    def write(self, vals):
        """Write parts; not of a version that was approved."""
        self.version_id._check_not_frozen()
        before = self._texts(vals)
        result = super().write(vals)
        if "version_id" in vals:
            self.version_id._check_not_frozen()
        self._note_changes(before, self._texts(vals))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self.version_id._check_not_frozen()
        self._note(self.env._("Removed: %s"))

    def _note(self, template):
        """Note in the chatter of the versions what was done to these lines.

        :param template: sentence with one %s for the name of a line
        """
        lines = self.grouped("version_id")
        self.version_id._note_parts(
            {
                version: [
                    template % part._difference_label() for part in lines[version]
                ]
                for version in self.version_id._traced()
            }
        )

    def _texts(self, vals):
        """The values of some fields as a reader sees them.

        :param vals: dict whose keys are the names of the fields
        :return: dict of (line, field) → text
        """
        traced = self.version_id._traced()
        if not traced:
            return {}
        compared = [
            field for field in traced._compared_fields(self) if field.name in vals
        ]
        return {
            (part, field): traced._value_text(part, field)
            for part in self
            if part.version_id in traced
            for field in compared
        }

    def _note_changes(self, before, after):
        texts = {}
        for (part, field), text in after.items():
            old = before.get((part, field))
            if old != text:
                what = f"{part._difference_label()} › "
                what += field._description_string(self.env)
                texts.setdefault(part.version_id, []).append(
                    f"{what}: {old or '–'} → {text or '–'}"
                )
        self.version_id._note_parts(texts)

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
