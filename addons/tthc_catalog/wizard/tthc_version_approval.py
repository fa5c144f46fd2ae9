from odoo import api, fields, models


class TthcVersionApproval(models.TransientModel):
    """Shows a controller what an approval changes before it is given."""

    _name = "tthc.version.approval"
    _description = "Approval of versions"

    version_ids = fields.Many2many(
        "tthc.procedure.version", string="To approve", readonly=True
    )
    name = fields.Char(string="Version", related="version_ids.display_name")
    version_count = fields.Integer(compute="_compute_single")
    difference_html = fields.Html(compute="_compute_single", sanitize=False)
    usage_count = fields.Integer(
        string="Open dossiers that stay on the version before",
        compute="_compute_single",
    )

    @api.depends("version_ids")
    def _compute_single(self):
        for approval in self:
            versions = approval.version_ids
            approval.version_count = len(versions)
            approval.difference_html = len(versions) == 1 and versions.difference_html
            approval.usage_count = sum(versions.mapped("predecessor_usage_count"))

    def action_open_usage(self):
        """Open the dossiers that stay on the versions before.

        :return: action
        :raise UserError: when the user's role sees no dossiers
        """
        return self.version_ids.predecessor_id.action_open_usage()

    def action_approve(self):
        """Approve what was asked for.

        :return: client action that says how many
        """
        return self.version_ids.action_approve()
