from odoo import models


class Base(models.AbstractModel):
    _inherit = "base"

    def _tthc_form_regulation(self):
        """The legal period whose edition of a form this record is printed on.

        To be overridden by models that legal forms are printed from.

        :return: one or no ``tthc.regulation``; none takes the edition that belongs
            to no regulation
        """
        self.ensure_one()
        return self.env["tthc.regulation"]

    def _tthc_after_print(self, form, copies):
        """Called once after a form of these records was rendered for a user.

        To be overridden by models that keep a log of what was printed. Runs in the
        transaction of the print request, after the file is complete: a fault of the
        rendering leaves no entry, and a fault here hands out no unlogged paper.

        :param form: ``tthc.form`` that was printed
        :param copies: number of copies of each record
        """
