from odoo import api, fields, models

#: More roles than there will be.
GUIDES_AT_MOST = 100


class TthcGuide(models.Model):
    """A one-page guide for a role, opened from the screens that it explains."""

    _name = "tthc.guide"
    _description = "Guide for a role"
    _order = "sequence, id"

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Last part of its address.")
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    group_id = fields.Many2one(
        "res.groups",
        string="Role",
        required=True,
        ondelete="cascade",
        help="Whose work it explains. Everybody may read it.",
    )
    template = fields.Char(
        required=True, help="Key of the QWeb template that is its text."
    )
    paths = fields.Char(
        string="Screens",
        help="Last parts of the addresses of the screens that it explains, with "
        "spaces between them.",
    )

    _code_uniq = models.UniqueIndex("(code)", "There is a guide with this code.")

    @api.model
    def _for_screen(self, path):
        """The guide that explains a screen to the user.

        :param path: last part of the screen's address, or an empty text
        :return: one guide: one of the user's roles that names the screen, else any
            that names it, else the first of the user's roles; none where nothing fits
        """
        guides = self.search([], limit=GUIDES_AT_MOST)
        own = guides.filtered(
            # sudo: a person's own roles, which groups do not let everybody read
            lambda guide: guide.sudo().group_id in self.env.user.sudo().all_group_ids
        )
        named = guides.filtered(lambda guide: path in (guide.paths or "").split())
        return ((own & named) or named or own)[:1]
