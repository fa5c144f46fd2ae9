from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.tthc_base.tools.search_key import fold


class TthcAgencyAlias(models.Model):
    """What an agency is called in published texts.

    The national portal names kinds of bodies (“Sở Xây dựng”, “UBND cấp xã”); a
    province has one of each. A text that is not listed here maps to nothing, and
    its procedure stays a draft.
    """

    _name = "tthc.agency.alias"
    _description = "Agency as named in published texts"
    _order = "name"

    name = fields.Char(required=True, string="Text")
    name_key = fields.Char(compute="_compute_name_key", store=True)
    agency_id = fields.Many2one("tthc.agency", ondelete="cascade", index=True)
    at_center_body = fields.Boolean(
        string="The body of the receiving center",
        help="For instance the people's committee of the commune whose center "
        "receives the dossier.",
    )
    source = fields.Char()

    _name_uniq = models.UniqueIndex("(name_key)", "This text is already mapped.")
    _one_target = models.Constraint(
        "CHECK (at_center_body IS TRUE OR agency_id IS NOT NULL)",
        "Say which agency the text means.",
    )

    @api.depends("name")
    def _compute_name_key(self):
        for alias in self:
            alias.name_key = fold(alias.name)

    @api.constrains("at_center_body", "agency_id")
    def _check_one_target(self):
        if self.filtered(lambda row: row.at_center_body and row.agency_id):
            raise ValidationError(
                self.env._("A text means one agency or the center's body, not both.")
            )

    @api.model
    def _resolve(self, texts):
        """Find what published texts mean.

        :param texts: iterable of texts as published
        :return: dict of text → alias record, empty where the text is not known
        """
        keys = {fold(text) for text in texts}
        by_key = self.search([("name_key", "in", list(keys))]).grouped("name_key")
        return {text: by_key.get(fold(text), self.browse()) for text in texts}

    def action_apply(self):
        """Give the drafts and the lines of chains that name these texts their agency.

        Drafts and lines that have an agency keep it, and so does what was approved.

        :return: action that tells how many were completed
        """
        count = self._apply_to_drafts()
        line_count = self._apply_to_chain_lines()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if count + line_count else "info",
                "message": self.env._(
                    "%(count)s drafts and %(line_count)s lines of chains got an "
                    "agency.",
                    count=count,
                    line_count=line_count,
                ),
            },
        }

    def _apply_to_chain_lines(self):
        """:return: number of lines of chains that got an agency"""
        by_key = self.env["tthc.procedure.chain.line"]._unassigned_by_text()
        count = 0
        for alias in self:
            named = by_key.get(alias.name_key, ())
            count += len(named)
            if named:
                named.write(alias._target_values())
        return count

    def _target_values(self):
        """Who the text means, as values of a version or of a line."""
        self.ensure_one()
        return {
            "agency_id": self.agency_id.id,
            "at_center_body": self.at_center_body,
        }

    def _apply_to_drafts(self):
        """:return: number of drafts that got an agency"""
        drafts = self.env["tthc.procedure.version"].search(
            [
                ("state", "=", "draft"),
                ("agency_id", "=", False),
                ("at_center_body", "=", False),
                ("competent_text", "!=", False),
            ]
        )
        by_key = drafts.grouped(lambda version: fold(version.competent_text))
        count = 0
        for alias in self:
            named = by_key.get(alias.name_key, drafts.browse())
            count += len(named)
            named.write(alias._target_values())
        return count
