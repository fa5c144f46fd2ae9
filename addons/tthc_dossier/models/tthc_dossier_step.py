from odoo import fields, models


class TthcDossierStep(models.Model):
    """One agency's share of a dossier, with its own due date and actual."""

    _name = "tthc.dossier.step"
    _inherit = ["tthc.dossier.part"]
    _description = "Step of a dossier"
    _order = "dossier_id, sequence, id"

    #: Steps come from the procedure at the receipt; nobody writes them by hand.
    _free_states = ()

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="cascade", index=True
    )
    step_id = fields.Many2one("tthc.procedure.step", ondelete="restrict")
    sequence = fields.Integer()
    name = fields.Char(required=True)
    agency_id = fields.Many2one(
        "tthc.agency", required=True, ondelete="restrict", index=True
    )
    role = fields.Selection(
        [("specialist", "Specialist"), ("leader", "Leader")], required=True
    )
    state = fields.Selection(
        [("waiting", "Waiting"), ("active", "Active"), ("done", "Done")],
        required=True,
        default="waiting",
    )
    limit_value = fields.Float(digits=(6, 1))
    limit_unit = fields.Char()
    from_start = fields.Boolean(
        string="Counted from the start",
        help="The limit runs from the receipt, not from the end of the step before.",
    )
    started_at = fields.Datetime()
    due = fields.Datetime()
    done_at = fields.Datetime()
    punctuality = fields.Selection(
        [("early", "Early"), ("on_time", "On time"), ("late", "Late")],
        help="How the step ended against its own due date; a fact, by day.",
    )
    done_by_id = fields.Many2one("res.users", ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Handler", ondelete="restrict")

    _active_idx = models.Index("(agency_id, due) WHERE state = 'active'")
