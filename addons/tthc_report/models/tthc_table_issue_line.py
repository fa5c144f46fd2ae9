from odoo import api, fields, models


class TthcTableIssueLine(models.Model):
    """A dossier in a cell of a table that was sent."""

    _name = "tthc.table.issue.line"
    _inherit = ["tthc.append.only"]
    _description = "Dossier of a table that was sent"
    _order = "issue_id, row_key, column_key, id"
    _rec_name = "code"
    # A province has a hundred thousand a month: who sent it stands on the issue.
    _log_access = False

    issue_id = fields.Many2one("tthc.table.issue", required=True, ondelete="restrict")
    row_key = fields.Char(string="Row", required=True)
    column_key = fields.Char(string="Column", required=True)
    dossier_id = fields.Many2one("tthc.dossier", required=True, ondelete="restrict")
    code = fields.Char()
    cell_text = fields.Char(string="Where it stood", compute="_compute_cell_text")

    # The list of one figure, and all of an issue.
    _cell_idx = models.Index("(issue_id, column_key, row_key)")
    # Dossiers are not deleted while a table names them; the foreign key asks for it.
    _dossier_idx = models.Index("(dossier_id)")

    @api.depends("row_key", "column_key")
    def _compute_cell_text(self):
        for issue, lines in self.grouped("issue_id").items():
            names = issue._cell_names()
            for line in lines:
                line.cell_text = names(line.row_key, line.column_key)

    def action_open(self):
        """Open the dossier.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "views": [(False, "form")],
        }
