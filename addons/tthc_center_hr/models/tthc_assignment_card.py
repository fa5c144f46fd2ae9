from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .assignment_table import HR
from .card_table import LIVING


class TthcAssignment(models.Model):
    _inherit = "tthc.assignment"

    card_ids = fields.One2many(
        "tthc.card", "assignment_id", string="Cards and name plates"
    )
    lacks_card = fields.Boolean(
        compute="_compute_lacks_card",
        search="_search_lacks_card",
        help="In post, or soon to be, without a card that lives.",
    )

    @api.depends("card_ids.state", "card_ids.kind", "state", "date_from", "last_day")
    def _compute_lacks_card(self):
        day = today(VIETNAM)
        for post in self:
            living = post.card_ids.filtered(
                lambda card: card.kind == "card" and card.state in LIVING
            )
            post.lacks_card = not living and post._standing_at(day) in (
                "in_post",
                "coming",
            )

    def _search_lacks_card(self, operator, value):
        if operator != "in":
            return NotImplemented
        day = today(VIETNAM)
        return (
            Domain("state", "in", ("approved", "ended"))
            & Domain("date_from", "!=", False)
            & (Domain("last_day", "=", False) | Domain("last_day", ">=", day))
            & ~Domain(
                "card_ids", "any", [("kind", "=", "card"), ("state", "in", LIVING)]
            )
        )

    def action_make_cards(self):
        """Put card and name plate of the chosen posts into the print queue.

        Who has a living one of a kind gets no second one.

        :return: the action that shows the queue
        :raise AccessError: for everybody but HR
        :raise UserError: when all of them have what they need, or are not in post
        """
        self._check_role(HR)
        self.check_access("read")
        day = today(VIETNAM)
        posts = self.filtered(
            lambda post: post._standing_at(day) in ("in_post", "coming")
        )
        living = posts.card_ids.filtered(lambda card: card.state in LIVING)
        have = {(card.assignment_id, card.kind) for card in living}
        cards = self.env["tthc.card"].create(
            [
                {"assignment_id": post.id, "kind": kind}
                for post in posts
                for kind in ("card", "plate")
                if (post, kind) not in have
            ]
        )
        if not cards:
            raise UserError(
                self.env._(
                    "Nobody here needs a card: they have one or are not in post."
                )
            )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_center_hr.tthc_card_action"
        )

    def _listed(self):
        """What the public list tells of somebody (Decree 61/2018 Art 9.7)."""
        self.ensure_one()
        sectors = self.sector_ids or self.counter_ids.sector_ids
        return {
            "name": self.name,
            "title": self.title,
            "role": self._role_label(),
            "field": ", ".join(sectors.mapped("name")),
            "counters": ", ".join(self.counter_ids.mapped("code")),
            "phone": self.work_phone or "",
            "agency": self.agency_id.display_name,
        }
