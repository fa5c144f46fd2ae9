from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

STANDINGS = [
    ("waiting", "Not handed out yet"),
    ("coming", "Not valid yet"),
    ("valid", "Valid"),
    ("expired", "No longer valid"),
    ("returned", "Returned"),
    ("lost", "Lost"),
    ("void", "Void"),
]


class TthcCardValidity(models.AbstractModel):
    """Whether a card is valid today: from its state and dates, kept nowhere."""

    _name = "tthc.card.validity"
    _description = "Validity of a card"

    standing = fields.Selection(
        STANDINGS, string="Validity", compute="_compute_standing", compute_sudo=True
    )
    is_valid = fields.Boolean(
        string="Valid",
        compute="_compute_standing",
        search="_search_is_valid",
        compute_sudo=True,
    )
    to_return = fields.Boolean(
        string="To be taken back",
        compute="_compute_standing",
        search="_search_to_return",
        compute_sudo=True,
        help="Handed out, but the post is over.",
    )

    @api.depends(
        *("state", "valid_from", "valid_to"),
        *("assignment_id.state", "assignment_id.date_from", "assignment_id.last_day"),
    )
    def _compute_standing(self):
        day = today(VIETNAM)
        for card in self:
            card.standing = card._standing_at(day)
            card.is_valid = card.standing == "valid"
            card.to_return = card.state == "handed_out" and card.standing == "expired"

    def _standing_at(self, day):
        """What a card is worth on a day.

        :param day: ``datetime.date`` in the time zone of the center
        :return: key of :data:`STANDINGS`
        """
        self.ensure_one()
        if self.state in ("returned", "lost", "void"):
            return self.state
        if self.state != "handed_out":
            return "waiting"
        # what is printed on it, and the post: an early end counts at once
        post = self.assignment_id._standing_at(day)
        if (self.valid_to and self.valid_to < day) or post == "over" or not post:
            return "expired"
        if self.valid_from > day or post == "coming":
            return "coming"
        return "valid"

    def _search_is_valid(self, operator, value):
        if operator != "in":
            return NotImplemented
        day = today(VIETNAM)
        posts = self.env["tthc.assignment"]._in_post_domain(day)
        return (
            Domain("state", "=", "handed_out")
            & Domain("valid_from", "<=", day)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", day))
            & Domain("assignment_id", "any!", posts)
        )

    def _search_to_return(self, operator, value):
        if operator != "in":
            return NotImplemented
        day = today(VIETNAM)
        over = Domain("valid_to", "<", day) | Domain(
            "assignment_id", "any!", [("last_day", "<", day)]
        )
        return Domain("state", "=", "handed_out") & over
