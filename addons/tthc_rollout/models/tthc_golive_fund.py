from odoo import fields, models


class TthcGoliveFund(models.Model):
    """Where the money comes from, as the department of finance sorts it."""

    _name = "tthc.golive.fund"
    _description = "Source of funds"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    note = fields.Char()
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(name)", "This source of funds is there already.")
