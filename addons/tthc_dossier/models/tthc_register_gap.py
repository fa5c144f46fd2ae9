from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class TthcRegisterGap(models.Model):
    """Why a number of the register stands for no dossier (rule R20)."""

    _name = "tthc.register.gap"
    _description = "Number without a dossier"
    _order = "volume_id, number"
    _rec_name = "number"

    volume_id = fields.Many2one(
        "tthc.register.volume", required=True, ondelete="restrict"
    )
    number = fields.Integer(required=True)
    reason = fields.Char(required=True)

    # Also finds the explanations of a volume.
    _number_uniq = models.UniqueIndex(
        "(volume_id, number)", "This number is explained already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Explain numbers of volumes that are not closed."""
        gaps = super().create(vals_list)
        gaps._check_volume_open()
        return gaps

    def write(self, vals):
        """Word an explanation anew, as long as the volume is not closed."""
        self._check_volume_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_while_open(self):
        self._check_volume_open()

    def _check_volume_open(self):
        if "closed" in self.volume_id.mapped("state"):
            raise AccessError(self.env._("A closed volume is never changed."))

    @api.constrains("volume_id", "number")
    def _check_number(self):
        for gap in self:
            volume = gap.volume_id
            used = volume._dossiers().mapped("register_number")
            last = volume.number_to or max(used, default=0)
            if gap.number in used or not volume.number_from <= gap.number <= last:
                raise ValidationError(
                    self.env._(
                        "The number %(number)s of “%(volume)s” needs no explanation: "
                        "it is used or not reached yet.",
                        number=gap.number,
                        volume=volume.display_name,
                    )
                )
