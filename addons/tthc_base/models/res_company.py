from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        """Give a new company the days off that hold for all of them."""
        companies = super().create(vals_list)
        # sudo: the holidays hold for a new company, whoever creates it
        days = self.env["tthc.calendar.day"].sudo()
        days.search([("kind", "!=", "make_up")])._create_leaves(companies)
        return companies
