from odoo import api, fields, models


class TthcHoursParts(models.AbstractModel):
    """Working minutes of something that has ended, and where they went.

    Minutes are working minutes of the center's calendar, by the one engine. The five
    parts add up to the whole.
    """

    _name = "tthc.hours.parts"
    _inherit = ["tthc.guarded.whole"]
    _description = "Working time by where it went"

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="cascade", index=True
    )
    procedure_id = fields.Many2one("tthc.procedure", required=True, ondelete="restrict")
    version_id = fields.Many2one(
        "tthc.procedure.version", required=True, ondelete="restrict"
    )
    sector_id = fields.Many2one("tthc.sector", ondelete="restrict")
    center_id = fields.Many2one("tthc.center", required=True, ondelete="restrict")
    agency_id = fields.Many2one("tthc.agency", ondelete="restrict")
    finished_on = fields.Date(
        required=True, help="Day of the end, in the time zone of the center."
    )
    punctuality = fields.Selection(
        [("early", "Early"), ("on_time", "On time"), ("late", "Late")]
    )
    whole_minutes = fields.Integer(string="Whole time (working minutes)")
    desk_minutes = fields.Integer(string="Waited at the counter")
    way_minutes = fields.Integer(string="On the way with the courier")
    work_minutes = fields.Integer(string="At the agency")
    citizen_minutes = fields.Integer(string="Waited for the citizen")
    other_minutes = fields.Integer(string="Waited for another agency")

    _parts_sum = models.Constraint(
        "CHECK (whole_minutes = desk_minutes + way_minutes + work_minutes"
        " + citizen_minutes + other_minutes)",
        "The parts of a time add up to the whole.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_by_action_only(self):
        self._check_moving()

    @api.model
    def _part_values(self, shares):
        """Fields of the parts, from the shares of ``tools/time_shares.py``."""
        return {f"{kind}_minutes": minutes for kind, minutes in shares.items()}

    def action_open_dossier(self):
        """Open the dossier behind a row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "views": [(False, "form")],
        }
