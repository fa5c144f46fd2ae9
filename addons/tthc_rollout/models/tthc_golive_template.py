from datetime import timedelta

from odoo import fields, models

LEVELS = [("province", "Province"), ("district", "District"), ("commune", "Commune")]


class TthcGoliveTemplate(models.Model):
    """What is to be prepared before a center opens, with the document that says so."""

    _name = "tthc.golive.template"
    _description = "Template of a go-live checklist"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    note = fields.Text()
    line_ids = fields.One2many(
        "tthc.golive.template.line", "template_id", string="Lines", copy=True
    )

    def _line_values(self, center, opening_day):
        """Values of the lines of a center's checklist.

        :param center: ``tthc.center``
        :param opening_day: ``datetime.date`` at the center, or False
        :return: list of dicts
        """
        self.ensure_one()
        counters = len(center.counter_ids)
        return [
            {
                **{name: line[name] for name in COPIED},
                "section_id": line.section_id.id,
                "fund_id": line.fund_id.id,
                "agency_id": center.agency_id.id,
                "planned_quantity": line.quantity
                * (counters if line.per_counter else 1),
                "due_on": opening_day
                and opening_day - timedelta(days=line.days_before),
            }
            for line in self.line_ids
            if line.level in (False, center.level)
        ]


#: What a line of a checklist takes over from the template as it is.
COPIED = (
    *("sequence", "name", "detail", "kind", "live_key", "is_required"),
    *("needs_evidence", "responsible", "unit", "ground", "verification"),
)
