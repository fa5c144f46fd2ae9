from odoo import api, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.search_key import fold

from .tthc_readiness_person import PLACES


class TthcAssignment(models.Model):
    _inherit = "tthc.assignment"

    @api.model
    def _readiness_domain(self, day):
        """Domain of those whom a readiness report names: not over, and not refused.

        Drafts, too: the dispatch of March 2017 asks for the names before anything is
        decided.

        :param day: ``datetime.date`` in Vietnam
        """
        return Domain(
            [
                ("role", "in", list(PLACES)),
                ("state", "in", ("draft", "proposed", "approved")),
                "|",
                ("last_day", "=", False),
                ("last_day", ">=", day),
            ]
        )

    def _readiness_values(self):
        """Name, title, phone and size of shirt, as section I asks for them.

        :return: dict of id → dict of field → text
        """
        return {row.id: row._readiness_words() for row in self}

    def _readiness_words(self):
        self.ensure_one()
        staff = self.staff_id
        sizes = staff.size_ids.filtered("size_id").sorted("garment_id")
        return {
            "name": self.name or "",
            "title": self.title or "",
            "phone": staff.personal_phone or staff.work_phone or "",
            "size": self._readiness_size(sizes) or staff.size_told or "",
        }

    @api.model
    def _readiness_size(self, sizes):
        """The size of the shirt, which the form asks for; else of what comes first.

        :param sizes: ``tthc.uniform.size.choice``
        """
        shirts = sizes.filtered(lambda row: "ao" in fold(row.garment_id.name).split())
        return (shirts or sizes)[:1].size_id.name
