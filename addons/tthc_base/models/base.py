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

    def _tthc_earlier_prints(self, form):
        """How often a form of these records was handed out before.

        To be overridden by models that keep a log of what was printed; it is asked
        for forms that mark their reprints.

        :param form: ``tthc.form``
        :return: dict record id → count; a record that is missing was never printed
        """
        return {}

    def _tthc_print_groups(self, form):
        """Which records stand together on a sheet of a combined form.

        To be overridden by models whose records can't all stand on one sheet.

        :param form: ``tthc.form`` with ``combined``
        :return: list of recordsets, one a sheet
        """
        return [self]

    def _tthc_wants_companion(self, form):
        """Whether the form that comes with another one is printed for these records.

        :param form: ``tthc.form`` that would come along
        """
        return True

    def _tthc_kept_file(self, form):
        """The file of a form that was kept when these records were closed for good.

        To be overridden by models whose print must not depend on the day of printing.

        :param form: ``tthc.form``
        :return: bytes of a PDF, or None to render it now
        """
        return None
