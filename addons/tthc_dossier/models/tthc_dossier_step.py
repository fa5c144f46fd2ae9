from odoo import api, fields, models


class TthcDossierStep(models.Model):
    """One agency's share of a dossier, with its own due date and actual."""

    _name = "tthc.dossier.step"
    _inherit = ["tthc.dossier.part", "tthc.dossier.step.queue"]
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
    assignment_note = fields.Char(string="Note to the handler")
    pass_asked_at = fields.Datetime(
        string="At the center's desk since",
        help="When the papers went to the desk of the center, which passes them on.",
    )
    passed_at = fields.Datetime(string="Passed on")
    passed_by_id = fields.Many2one(
        "res.users", string="Passed on by", ondelete="restrict"
    )
    version_id = fields.Many2one(related="dossier_id.version_id", string="Procedure")
    # Read through the dossier: to group by, and for the side panel of the queue.
    procedure_id = fields.Many2one(
        related="dossier_id.procedure_id", string="Procedure in all versions"
    )
    sector_id = fields.Many2one(related="dossier_id.sector_id")
    owner_name = fields.Char(related="dossier_id.owner_name", string="Applicant")
    dossier_state = fields.Selection(
        related="dossier_id.state", string="State of the dossier"
    )
    dossier_due = fields.Datetime(related="dossier_id.due", string="Citizen's date")
    paused_at = fields.Datetime(related="dossier_id.paused_at")
    holder = fields.Char(string="With whom", compute="_compute_holder")

    _active_idx = models.Index("(agency_id, due) WHERE state = 'active'")
    # A person's own queue: what they have in hand, most urgent first.
    _handler_idx = models.Index(
        "(user_id, due) WHERE state = 'active' AND user_id IS NOT NULL"
    )
    # What waits at the desks: few rows at any time.
    _at_desk_idx = models.Index(
        "(dossier_id) WHERE state = 'waiting' AND pass_asked_at IS NOT NULL"
    )

    @api.depends("state", "user_id", "agency_id", "pass_asked_at")
    def _compute_holder(self):
        for step in self:
            step.holder = step.dossier_id._step_holder(step)
