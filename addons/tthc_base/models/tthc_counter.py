from odoo import api, fields, models


class TthcCounter(models.Model):
    """A counter of a center and the agencies that it serves."""

    _name = "tthc.counter"
    _description = "Counter"
    _order = "center_id, code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, help="The number that hangs above the counter.")
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    section = fields.Char(help="The part of the hall, such as A or B.")
    center_id = fields.Many2one(
        "tthc.center", required=True, ondelete="restrict", index=True
    )
    agency_ids = fields.Many2many("tthc.agency", string="Agencies served")
    user_ids = fields.One2many("res.users", "tthc_counter_id", string="Clerks")
    kind = fields.Selection(
        [
            ("both", "Receives and returns"),
            ("receive", "Receives"),
            ("return", "Returns results"),
            ("cash", "Collects fees"),
        ],
        required=True,
        default="both",
    )

    _code_uniq = models.UniqueIndex(
        "(center_id, code)", "This center already has a counter with that number."
    )

    @api.constrains("center_id")
    def _check_center_id(self):
        self.user_ids._check_tthc_counter_id()

    @api.depends("code", "name")
    def _compute_display_name(self):
        for counter in self:
            counter.display_name = self.env._(
                "Counter %(code)s · %(name)s", code=counter.code, name=counter.name
            )

    def write(self, vals):
        """Write; the right must hold where a moved counter arrives, too."""
        result = super().write(vals)
        if "center_id" in vals:
            # The rule lets a manager change the own center's counters; it must hold
            # where the counter arrives, too.
            self.check_access("write")
        return result
