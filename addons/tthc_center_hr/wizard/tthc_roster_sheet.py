from odoo import api, fields, models


class TthcRosterSheet(models.TransientModel):
    """A week of the roster as a sheet of paper."""

    _name = "tthc.roster.sheet"
    _description = "Roster of a week, printed"

    center_id = fields.Many2one("tthc.center", required=True, ondelete="cascade")
    monday = fields.Date(required=True)

    @api.depends("center_id", "monday")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = self.env._(
                "Roster %(center)s %(day)s",
                center=sheet.center_id.display_name or "",
                day=sheet.monday.strftime("%d-%m-%Y") if sheet.monday else "",
            )

    def _sheet_values(self):
        """What is printed: the week as the grid shows it.

        :raise AccessError: for another center's staff
        """
        self.ensure_one()
        return self.center_id.roster_week(self.monday)

    @api.model
    def _sheet_cells(self, row, column):
        """The cells of a counter on a day; one where the whole day is the same.

        :param row: of a counter, see ``tthc.center.roster_week``
        :param column: of a day, likewise
        :return: list of dicts: ``span`` (columns), ``people`` (name, in whose stead),
            ``is_empty``
        """
        cells = []
        for half in column["halves"]:
            cell = row["cells"][f"{column['date']}_{half}"]
            people = [
                (person["name"], person["stands_in"])
                for person in cell["people"]
                if not person["is_absent"]
            ]
            said = {"people": people, "is_empty": cell["is_empty"]}
            if cells and cells[-1] == {**said, "span": cells[-1]["span"]}:
                cells[-1]["span"] += 1
            else:
                cells.append({**said, "span": 1})
        return cells
