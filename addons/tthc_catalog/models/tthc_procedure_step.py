from odoo import api, fields, models


class TthcProcedureStep(models.Model):
    """A step of the internal process (Circular 01/2018 Art 8).

    A step that came from the line of a chain names it; equal numbers run side by
    side.
    """

    _name = "tthc.procedure.step"
    _inherit = ["tthc.procedure.part", "tthc.procedure.task"]
    _description = "Step of a procedure"
    _order = "version_id, sequence, id"

    sequence = fields.Integer(help="Steps with the same number run side by side.")
    name = fields.Char(required=True)
    agency_id = fields.Many2one(help="Empty: the lead agency.")
    chain_line_id = fields.Many2one(
        "tthc.procedure.chain.line",
        string="From the chain",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        domain="[('version_id', '=', version_id)]",
    )

    @api.model
    def _difference_ignored(self):
        # The number says what runs side by side.
        return super()._difference_ignored() - {"sequence"}

    def _title(self):
        self.ensure_one()
        return self.name or ""

    def _stage_keys(self):
        return self.mapped("sequence")

    def _is_assigned(self):
        """Empty means the lead agency, but not where several agencies take part."""
        self.ensure_one()
        version = self.version_id
        if version.is_interlinked or version.chain_ids:
            return super()._is_assigned()
        lead_known = version.agency_id or version.at_center_body
        return super()._is_assigned() or bool(lead_known)

    def _agency_label(self):
        self.ensure_one()
        label = super()._agency_label()
        if label or not self._is_assigned():
            return label
        return self.version_id.lead_label or ""

    def _agency_at(self, center, lead):
        """The agency that does the step for a dossier.

        :param center: ``tthc.center`` that receives
        :param lead: ``tthc.agency`` that settles the dossier
        :return: ``tthc.agency``
        """
        self.ensure_one()
        if self.at_center_body:
            return center.agency_id
        return self.agency_id or lead
