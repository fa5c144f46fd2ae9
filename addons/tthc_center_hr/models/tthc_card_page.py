from odoo import models

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM


class TthcCardPage(models.AbstractModel):
    """What the public page behind the QR code of a card tells."""

    _name = "tthc.card.page"
    _description = "Public page of a card"

    def _page_values(self):
        """What the page behind the QR code tells (Decree 61/2018 Art 9.7).

        Of a valid card name, title, field and phone of the office; of a dead one
        nothing but that it is dead. Never a picture or a private number.

        :return: dict of the values of the page
        """
        self.ensure_one()
        values = {
            "center": self.center_id,
            "center_name": self.center_name,
            "code": self.code,
            "standing": self._standing_at(today(VIETNAM)),
            "closed_on": self.closed_on,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
        }
        if values["standing"] != "valid":
            return values
        post = self.assignment_id
        sectors = post.sector_ids or post.counter_ids.sector_ids
        return {
            **values,
            "name": self.name,
            "title": self.title,
            "agency_name": self.agency_name,
            "sectors": ", ".join(sectors.mapped("name")),
            "counters": ", ".join(post.counter_ids.mapped("code")),
            "phone": post.work_phone,
        }
