from odoo import api, fields, models


class TthcReorganisationLine(models.Model):
    """Where one part of an agency goes: all of it, or an exception by name."""

    _name = "tthc.reorganisation.line"
    _description = "Line of a reorganisation"
    _order = "reorganisation_id, sequence, id"

    reorganisation_id = fields.Many2one(
        "tthc.reorganisation", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    from_agency_id = fields.Many2one(
        "tthc.agency", string="From", required=True, ondelete="restrict"
    )
    scope = fields.Selection(
        [
            ("all", "All the rest"),
            ("unit", "One unit"),
            ("center", "One center"),
            ("counter", "One counter"),
            ("user", "One person"),
        ],
        string="What",
        required=True,
        default="all",
    )
    unit_id = fields.Many2one("tthc.agency", ondelete="restrict")
    center_id = fields.Many2one("tthc.center", ondelete="restrict")
    counter_id = fields.Many2one("tthc.counter", ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Person", ondelete="restrict")
    to_agency_id = fields.Many2one(
        "tthc.agency",
        string="To",
        ondelete="restrict",
        help="Empty for a person or a counter: goes to nobody.",
    )

    _all_uniq = models.UniqueIndex(
        "(reorganisation_id, from_agency_id) WHERE scope = 'all'",
        "An agency has one line “All the rest”.",
    )

    @api.model
    def _target_fields(self):
        """Which field names the exception of each scope; a higher floor adds its own.

        :return: dict of scope → name of a many2one
        """
        return {
            "unit": "unit_id",
            "center": "center_id",
            "counter": "counter_id",
            "user": "user_id",
        }

    def _target(self):
        """The record that the line is about; empty for all the rest."""
        self.ensure_one()
        return self[self._target_fields().get(self.scope, "unit_id")]

    def _says_where(self):
        """Whether the line names what it is about and who takes it over."""
        self.ensure_one()
        if self.scope == "all":
            return bool(self.to_agency_id)
        if not self._target():
            return False
        return bool(self.to_agency_id) or self.scope in ("user", "counter")

    @api.onchange("scope")
    def _onchange_scope(self):
        for scope, name in self._target_fields().items():
            if scope != self.scope:
                self[name] = False

    @api.model_create_multi
    def create(self, vals_list):
        """Create lines; not of what was confirmed."""
        lines = super().create(vals_list)
        lines.reorganisation_id._reopen()
        return lines

    def write(self, vals):
        """Write lines; not of what was confirmed."""
        self.reorganisation_id._reopen()
        result = super().write(vals)
        if "reorganisation_id" in vals:
            self.reorganisation_id._reopen()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self.reorganisation_id._reopen()
