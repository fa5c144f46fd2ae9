from odoo import api, fields, models

from .transition_table import INTAKE_STATES


class TthcDossierComponent(models.Model):
    """A paper handed in with a dossier."""

    _name = "tthc.dossier.component"
    _inherit = [
        "tthc.dossier.part",
        "tthc.dossier.scanning",
        "tthc.dossier.reuse",
        "tthc.personal.data",
    ]
    _description = "Paper of a dossier"
    _order = "dossier_id, sequence, id"

    _free_states = INTAKE_STATES

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="cascade", index=True
    )
    component_id = fields.Many2one("tthc.procedure.component", ondelete="restrict")
    sequence = fields.Integer()
    name = fields.Char(required=True)
    original_count = fields.Integer(string="Originals")
    certified_count = fields.Integer(string="Certified copies")
    copy_count = fields.Integer(string="Copies")
    note = fields.Char()
    to_give_back = fields.Boolean(
        string="Original to give back",
        help="Shown for comparison; it is given back with the result.",
    )
    given_back_at = fields.Datetime(readonly=True)
    given_back_by_id = fields.Many2one(
        "res.users", string="Given back by", readonly=True, ondelete="restrict"
    )
    given_back_to = fields.Char(readonly=True)
    waived_at = fields.Datetime(
        string="Given up as lost",
        readonly=True,
        help="It was lost and the citizen does not ask for it any more.",
    )
    issued_on = fields.Date(string="Issued on")
    valid_until = fields.Date(
        string="Valid until",
        help="Last day on which the paper can be used again. Empty: as its kind says, "
        "else without an end.",
    )
    owner_name = fields.Char(related="dossier_id.owner_name", string="Applicant")
    dossier_state = fields.Selection(related="dossier_id.state", string="State")
    supplement_id = fields.Many2one(
        "tthc.dossier.supplement",
        string="Brought for",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
    )

    # Originals that a center still holds.
    _held_idx = models.Index(
        "(dossier_id) WHERE to_give_back AND given_back_at IS NULL"
    )

    def _differs(self, values):
        """Whether the row says something else than these values."""
        self.ensure_one()
        return any(
            (self[name].id if name == "component_id" else self[name]) != value
            for name, value in values.items()
        )

    def _correction_obstacle(self):
        """Why the row can't be taken off a receipt, in words, or None.

        To be extended by what hangs on a paper elsewhere.
        """
        self.ensure_one()
        if self.scan_ids:
            return self.env._(
                "“%(name)s” was scanned: take the scan away first.", name=self.name
            )
        if self.given_back_at:
            return self.env._(
                "“%(name)s” was given back to the citizen: it was there.",
                name=self.name,
            )
        return None

    @api.model
    def _personal_fields(self):
        """Who took an original is a person."""
        return super()._personal_fields() | {"given_back_to", "note", "owner_name"}
