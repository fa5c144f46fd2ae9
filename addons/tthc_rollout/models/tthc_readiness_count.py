from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.tthc_catalog.tools.count_layout import TABLES

#: The rows of section II with their headings, which are those of the form itself.
HEADS = {
    column.key: column.heads
    for column in TABLES["section_two"].columns
    if column.kind == "count"
}


class TthcReadinessCount(models.Model):
    """Section II: how many procedures of a kind, and who else is responsible."""

    _name = "tthc.readiness.count"
    _inherit = ["tthc.readiness.row"]
    _description = "Count in a readiness report"
    _order = "report_id, sequence, id"
    _rec_name = "label"

    key = fields.Selection(
        [(key, " – ".join(heads)) for key, heads in HEADS.items()],
        required=True,
        readonly=True,
    )
    label = fields.Text(string="Kind of procedures", compute="_compute_label")
    number = fields.Char(help="Digits; empty while nobody knows.")
    value = fields.Integer(string="Count", compute="_compute_value", store=True)
    partners = fields.Text(string="Partner agencies")
    system_number = fields.Char(string="Catalog", readonly=True)
    system_text = fields.Char(
        string="In the catalog",
        readonly=True,
        help="What the catalog said when this was filled in, with how many are not "
        "known.",
    )
    system_partners = fields.Text(readonly=True)

    _once = models.UniqueIndex("(report_id, key)", "The report has this row already.")

    @api.model
    def _facts_of_system(self):
        return super()._facts_of_system() | {
            "key",
            "system_number",
            "system_text",
            "system_partners",
        }

    @api.depends("key")
    def _compute_label(self):
        for row in self:
            row.label = " – ".join(HEADS.get(row.key, ()))

    @api.depends("number")
    def _compute_value(self):
        for row in self:
            number = (row.number or "").strip()
            row.value = int(number) if number.isdecimal() else 0

    @api.constrains("number")
    def _check_number(self):
        for row in self:
            number = (row.number or "").strip()
            if number and not (number.isdecimal() and len(number) <= 6):
                raise ValidationError(
                    self.env._(
                        "“%(number)s” is not a count. Enter digits for “%(label)s”, "
                        "words go into the remark.",
                        number=number,
                        label=row.label,
                    )
                )

    @api.depends("number", "partners", "system_number", "system_partners")
    def _compute_is_corrected(self):
        for row in self:
            row.is_corrected = (row.number or "") != (row.system_number or "") or (
                row.partners or ""
            ) != (row.system_partners or "")

    @api.depends("key", "number")
    def _compute_difference(self):
        system = self._system_values()
        for row in self:
            values = system[row]
            row.difference = (
                bool(values and (values["number"] or "") != (row.number or ""))
                and values["text"]
            )

    def _system_values(self):
        found = {}
        for report, sections in self.report_id._live_counts().items():
            for section in sections:
                found[report.id, section["key"]] = section
        return {row: found.get((row.report_id.id, row.key)) for row in self}

    def _take_system(self, system):
        """As for people.

        :param system: dict of the fields of the system
        """
        self.ensure_one()
        if all(
            (self[name] or False) == (value or False) for name, value in system.items()
        ):
            return
        told = {
            "number": system["system_number"],
            "partners": system["system_partners"],
        }
        self.write({**system, **({} if self.is_corrected else told)})

    def action_list(self):
        """Open the procedures that the catalog counts in this row today.

        :return: action
        """
        self.ensure_one()
        # sudo: which procedures of the own agency are counted; reading them is up to
        # the rights of the catalog
        section = self.sudo()._system_values()[self]
        return {
            "type": "ir.actions.act_window",
            "name": self.label,
            "res_model": "tthc.procedure.version",
            "views": [(False, "list"), (False, "form")],
            "domain": section["domain"] if section else [("id", "=", False)],
        }
