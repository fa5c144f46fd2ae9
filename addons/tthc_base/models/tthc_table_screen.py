import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.table_sheet import TableSheet


class TthcTableScreen(models.AbstractModel):
    """A table of figures: choose what it counts, look, open the list of a figure.

    One reckoning (:meth:`_reckoned`) is shown on the screen by the widget
    ``tthc_table``, written to Excel and printed by ``tthc_base.table_matrix``. A
    model says which of its fields the table is reckoned from, reckons it, and says
    what a cell opens.
    """

    _name = "tthc.table.screen"
    _description = "Table of figures"

    #: Names of the fields that the table is reckoned from.
    _table_settings = ()

    content = fields.Json(compute="_compute_content")
    workbook = fields.Binary(readonly=True, attachment=True)
    file_name = fields.Char(compute="_compute_file_name")

    @api.depends(lambda self: self._table_settings)
    @api.depends_context("uid", "lang")
    def _compute_content(self):
        for screen in self:
            ready = screen._is_ready()
            screen.content = ready and {
                **screen._reckoned(),
                "settings": screen._settings(),
            }

    @api.depends(lambda self: self._table_settings)
    def _compute_file_name(self):
        for screen in self:
            screen.file_name = f"{screen._file_stem()}.xlsx"

    def _is_ready(self):
        """Whether all that the table needs was chosen."""
        self.ensure_one()
        return True

    def _reckoned(self):
        """The table, reckoned: what screen, Excel and print show.

        :return: dict with ``title``, ``subtitle``, ``columns`` (keys), ``header``
            (rows of merged headings, see ``header_rows``), ``rows`` (each ``key``,
            ``label``, ``cells``; a cell has ``column``, ``kind``, ``value``,
            ``unknown``, ``text``; with a ``format`` of Excel, ``number`` is what the
            workbook holds), ``notes``, ``paper`` (portrait or landscape),
            ``numbered``; optionally ``row_head``, ``code`` (of the form), ``form`` (of
            a table that is sent: ``source``, ``reporter``, ``receiver``, ``unit``) and
            ``signers`` (as ``tthc_base.print_signatures`` takes them)
        """
        raise NotImplementedError

    def _file_stem(self):
        """Name of the Excel file without its ending."""
        raise NotImplementedError

    def _cell_action(self, row, column, unknown):
        """What a figure opens.

        :param row: key of a row
        :param column: key of a column
        :param unknown: those of which nobody knows instead
        :return: action; None where no list stands behind the figure
        """
        raise NotImplementedError

    def _print_report(self):
        """The ``ir.actions.report`` that prints the table."""
        raise NotImplementedError

    def _settings(self):
        """What the table was reckoned from, as JSON that :meth:`open_cell` takes."""
        self.ensure_one()
        settings = {}
        for name in self._table_settings:
            value = self[name]
            if isinstance(value, models.BaseModel):
                value = value.id
            settings[name] = str(value) if hasattr(value, "isoformat") else value
        return settings

    @api.model
    def open_cell(self, settings, row, column, unknown=False):
        """Open the list that a figure counts.

        :param settings: as ``content`` has them
        :param row: key of a row
        :param column: key of a column
        :param unknown: open those of which nobody knows instead
        :return: action
        :raise UserError: when no list stands behind the figure
        """
        known = {name: settings.get(name) for name in self._table_settings}
        action = self.new(known)._cell_action(row, column, unknown)
        if not action:
            raise UserError(self.env._("There is no list behind this figure."))
        return action

    def _workbook(self):
        """The table as an Excel file.

        :return: bytes
        """
        self.ensure_one()
        sheet = TableSheet()
        sheet.add_matrix("Biểu", self._reckoned())
        return sheet.content()

    def action_excel(self):
        """Download the table as an Excel file.

        :return: action
        """
        self.ensure_one()
        self.workbook = base64.b64encode(self._workbook())
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/workbook/{self.file_name}"
            "?download=true",
            "target": "download",
        }

    def action_print(self):
        """Print the table on its form.

        :return: action
        """
        self.ensure_one()
        # sudo: nobody but the system administrator reads reports; the rights to what
        # is printed are checked by the print service
        return self._print_report().sudo().report_action(self)
