from odoo import fields, models


class TthcOutlineItem(models.Model):
    """A line of the outline that a report follows, as the dispatch prints it.

    The wording belongs to the form and is Vietnamese; so it is no matter for
    translators.
    """

    _name = "tthc.outline.item"
    _description = "Line of an outline"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    level = fields.Integer(
        required=True, default=3, help="1: section, 2: part, 3: line of a part."
    )
    code = fields.Char(string="No.")
    name = fields.Char(string="Wording", required=True)
    kind = fields.Selection(
        [
            ("heading", "Heading"),
            ("text", "Text"),
            ("units", "Text, and a table of the units below"),
        ],
        required=True,
        default="text",
    )
    applies = fields.Selection(
        [
            ("all", "Every unit"),
            ("department", "Departments"),
            ("local", "People's committees with units below"),
        ],
        required=True,
        default="all",
    )
    figures = fields.Selection(
        [
            ("staff", "Counters and people in post"),
            ("one_stop", "Procedures at the one-stop shop"),
            ("one_stop_interlinked", "Interlinked procedures"),
            ("level_3_4", "Online at level 3 or 4"),
            ("settled", "Dossiers received and settled"),
        ],
        string="Figures of the system",
    )
    active = fields.Boolean(default=True)

    def _applies_to(self, agency):
        """The lines that a unit reports on.

        :param agency: one ``tthc.agency``
        :return: lines in the order of the outline
        """
        kind = "local" if agency.kind == "committee" else "department"
        return self.filtered(lambda item: item.applies in ("all", kind))
