from odoo import api, fields, models

from odoo.addons.tthc_base.tools.search_key import fold


class TthcProcedureSubject(models.Model):
    """Whom a procedure is for, in the words of the national portal.

    The names are the portal's own list and are matched by imports: they stay
    Vietnamese in every language.
    """

    _name = "tthc.procedure.subject"
    _description = "Subject of a procedure"
    _order = "sequence, name"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    name_key = fields.Char(compute="_compute_name_key", store=True)
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(name_key)", "This subject exists already.")

    @api.depends("name")
    def _compute_name_key(self):
        for subject in self:
            subject.name_key = fold(subject.name)
