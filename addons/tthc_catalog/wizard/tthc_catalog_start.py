from odoo import api, fields, models


class TthcCatalogStart(models.TransientModel):
    """Asks before the procedures that come with the suite are loaded."""

    _name = "tthc.catalog.start"
    _description = "Loading of the starting catalog"

    missing_count = fields.Integer(
        string="Procedures to load", compute="_compute_missing_count"
    )
    center_ids = fields.Many2many(
        "tthc.center",
        string="Admit to",
        default=lambda self: self.env["tthc.center"].search([]),
        help="Provincial procedures are received at the provincial centers, those of "
        "the commune's body at the commune centers.",
    )

    @api.depends("center_ids")
    def _compute_missing_count(self):
        count = len(self.env["tthc.seed"]._missing_rows())
        for start in self:
            start.missing_count = count

    def action_load(self):
        """Load what is missing and admit what is in force to the centers.

        :return: action that opens what is in force
        """
        self.ensure_one()
        seed = self.env["tthc.seed"]
        seed._load_catalog()
        seed._admit_catalog(self.center_ids)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_catalog.tthc_procedure_version_action"
        )
