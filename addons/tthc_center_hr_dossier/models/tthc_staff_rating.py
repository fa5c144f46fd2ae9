from odoo import fields, models


class TthcStaffRating(models.Model):
    _inherit = "tthc.staff.rating"

    dossier_id = fields.Many2one(
        "tthc.dossier",
        readonly=True,
        copy=False,
        ondelete="restrict",
        # Whose dossier it is leads to who rated: for nobody's eyes, only counted.
        groups=fields.NO_ACCESS,
    )

    # One rating a dossier; a void one makes room.
    _dossier_uniq = models.UniqueIndex(
        "(dossier_id) WHERE dossier_id IS NOT NULL AND state <> 'void'",
        "This dossier was rated already.",
    )
