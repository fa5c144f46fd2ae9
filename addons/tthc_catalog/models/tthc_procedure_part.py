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

    def _traced_parts(self):
        """The lines whose changes leave a note in a chatter."""
        traced = self.version_id._traced()
        return self.filtered(lambda part: part.version_id in traced)

    def _note_texts(self, texts):
        """Note in the chatter of the versions what was done to these lines.

        :param texts: dict of line → list of texts; a model with a chatter of its own
            extends this
        """
        by_version = {}
        traced = self.version_id._traced()
        for part, lines in texts.items():
            if part.version_id in traced:
                by_version.setdefault(part.version_id, []).extend(lines)
        traced._note_parts(by_version)

    def _note(self, template):
        """Note that lines were added or removed.

        :param template: sentence with one %s for the name of a line
        """
        self._note_texts(
            {
                part: [template % part._difference_label()]
                for part in self._traced_parts()
            }
        )

    def _texts(self, vals):
        """The values of some fields as a reader sees them.

        :param vals: dict whose keys are the names of the fields
        :return: dict of (line, field) → text
        """
        parts = self._traced_parts()
        versions = self.env["tthc.procedure.version"]
        return {
            (part, field): versions._value_text(part, field)
            for field in versions._compared_fields(self)
            if parts and field.name in vals
            for part in parts
        }

    def _note_changes(self, before, after):
        texts = {}
        for (part, field), text in after.items():
            old = before.get((part, field))
            if old != text:
                what = f"{part._difference_label()} › "
                what += field._description_string(self.env)
                texts.setdefault(part, []).append(
                    f"{what}: {old or '–'} → {text or '–'}"
                )
        self._note_texts(texts)

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
