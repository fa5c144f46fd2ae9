from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools import clock
from .tthc_personal_data import PENDING


class TthcExportLog(models.Model):
    """Who took which personal data out of the system, and when."""

    _name = "tthc.export.log"
    _description = "Export of personal data"
    _order = "date desc, id desc"
    _rec_name = "model_label"

    date = fields.Datetime(string="Exported at", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict", index=True
    )
    model = fields.Char(string="Technical name", required=True, readonly=True)
    model_label = fields.Char(string="What", compute="_compute_labels")
    field_names = fields.Json(required=True, readonly=True)
    field_labels = fields.Char(string="Personal data", compute="_compute_labels")
    record_ids = fields.Json(required=True, readonly=True)
    record_count = fields.Integer(string="Records", required=True, readonly=True)

    @api.depends("model", "field_names")
    @api.depends_context("lang")
    def _compute_labels(self):
        for log in self:
            known = log.model in self.env
            # Names of models and fields are no secret, whoever reads the log.
            model = self.env["ir.model"].sudo()._get(log.model) if known else None
            log.model_label = model.name if model else log.model
            # sudo: as above, labels only
            labels = self.env[log.model].sudo().fields_get() if known else {}
            log.field_labels = ", ".join(
                labels.get(name, {}).get("string", name) for name in log.field_names
            )

    @api.model
    def _record_pending(self):
        """Write down the exports of this transaction, one entry a model."""
        pending = self.env.cr.precommit.data.pop(PENDING, {})
        # Whoever exports may not write the log.
        self.sudo().create(
            [
                {
                    "date": clock.now(),
                    "user_id": self.env.uid,
                    "model": model,
                    "field_names": list(names),
                    "record_ids": sorted(ids),
                    "record_count": len(ids),
                }
                for (model, names), ids in pending.items()
            ]
        )

    def write(self, vals):
        """Refuse: what was exported stays on record."""
        if self:
            raise AccessError(self.env._("The log of exports can't be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("The log of exports can't be changed."))
