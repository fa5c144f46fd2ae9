from odoo import fields, models


class TthcDossierPause(models.Model):
    """A span in which a dossier waits for somebody, and what that does to its clock.

    A consultation that the law does not leave out of the limit is a row too: it
    shows who was asked and that the clock went on.
    """

    _name = "tthc.dossier.pause"
    _inherit = ["tthc.dossier.part", "tthc.dossier.pause.consultation"]
    _description = "Pause of a dossier"
    _order = "dossier_id, started_at, id"

    _free_states = ()

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [
            ("supplement", "Supplement"),
            ("fee", "Financial obligation"),
            ("consultation", "Consultation"),
            ("field_check", "Field check"),
        ],
        required=True,
    )
    effect = fields.Selection(
        [
            ("none", "The clock runs on"),
            ("exclude", "Not counted"),
            ("restart", "The limit starts anew afterwards"),
            ("new_limit", "A limit of its own afterwards"),
        ],
        required=True,
        string="Clock",
    )
    started_at = fields.Datetime(required=True, string="From")
    ended_at = fields.Datetime(string="To")
    opened_by_id = fields.Many2one("res.users", ondelete="restrict")
    reason = fields.Char(help="The question asked, or what is to be paid.")
    step_id = fields.Many2one("tthc.dossier.step", ondelete="restrict")
    supplement_id = fields.Many2one("tthc.dossier.supplement", ondelete="restrict")
    agency_id = fields.Many2one(
        "tthc.agency", string="Asked", ondelete="restrict", index="btree_not_null"
    )
    asking_agency_id = fields.Many2one(
        related="dossier_id.agency_id", string="Asked by"
    )
    due = fields.Datetime(string="Answer by")
    answer_value = fields.Float(digits=(6, 1), help="Size of the time to answer.")
    answer_unit = fields.Char()
    tacit_consent = fields.Boolean(
        help="By the procedure, no answer in time counts as consent."
    )
    answer = fields.Char()
    ending = fields.Selection(
        [
            ("answered", "Answered"),
            ("tacit", "Tacit consent"),
            ("dropped", "Ended with the dossier"),
        ]
    )
    silence_told_at = fields.Datetime(
        readonly=True, help="When the center's management learned of the silence."
    )
    due_before = fields.Datetime(string="Due before")
    due_after = fields.Datetime(string="Due after")
    new_limit_value = fields.Float(digits=(6, 1))
    new_limit_unit = fields.Char()

    _dates_ordered = models.Constraint(
        "CHECK (ended_at >= started_at)", "A pause can't end before it begins."
    )
    # What the daily job looks at: consultations that nobody answered.
    _unanswered_idx = models.Index("(due) WHERE ended_at IS NULL AND due IS NOT NULL")

    def _write_as_action(self, vals):
        """Write on behalf of an action of the dossier."""
        # sudo: pauses are written by the actions of a dossier only, for whoever may act
        self.sudo().with_context(**self.env["tthc.dossier"]._move_context()).write(vals)

    def _new_limit(self):
        """Limit that starts when these pauses end, or None where the old one goes on.

        :return: pair of size and unit
        """
        for pause in self:
            if pause.effect == "new_limit":
                return pause.new_limit_value, pause.new_limit_unit
            if pause.effect == "restart" and pause.dossier_id.limit_unit:
                return pause.dossier_id.limit_value, pause.dossier_id.limit_unit
        return None
