from odoo import models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .card_table import CARD_MOVES


class TthcCardMoving(models.AbstractModel):
    """The actions of a card; each is a row of :data:`CARD_MOVES`."""

    _name = "tthc.card.moving"
    _inherit = ["tthc.guarded.table"]
    _description = "Moves of a card"
    _moves = CARD_MOVES

    def action_check(self):
        """Fix what is printed and draw the numbers.

        :raise AccessError: for everybody but HR
        :raise UserError: for a card without a picture that can be printed, and for a
            post that is over
        """
        self._check_move("check")
        self._check_printable()
        self._take_facts()
        self._draw_numbers()
        self._move("check")

    def action_reopen(self):
        """Mend a checked card once more; it keeps its number."""
        self._check_move("reopen")
        self._move("reopen")

    def action_hand_out(self):
        """Hand the cards out; from now on the page behind the QR code says valid."""
        self._check_move("hand_out")
        self._move("hand_out", {"handed_on": today(VIETNAM)})

    def action_take_back(self):
        """Note that a card came back, as from somebody who leaves."""
        self._check_move("take_back")
        self._move("take_back", {"closed_on": today(VIETNAM)})

    def action_lose(self, reason=None, day=None, replace=True):
        """Declare cards lost: they are dead at once.

        :param reason: how it was lost
        :param day: ``datetime.date`` (or its text) of the loss; today by default
        :param replace: whether a new card is proposed, where the post goes on
        :return: the new cards
        :raise AccessError: for everybody but HR and the center's manager
        :raise UserError: without a reason, or for a day to come
        """
        self._check_move("lose")
        day = self._fields["closed_on"].to_date(day) or today(VIETNAM)
        if day > today(VIETNAM):
            raise UserError(self.env._("The day of the loss is not here yet."))
        self._move("lose", {"closed_on": day, "reason": self._said(reason)})
        return self._replace() if replace else self.browse()

    def action_void(self, reason=None, replace=False):
        """Make cards void, such as a damaged one or one with a fault.

        :param reason: why
        :param replace: whether a new card is proposed, where the post goes on
        :return: the new cards
        :raise AccessError: for everybody but HR
        :raise UserError: without a reason
        """
        self._check_move("void")
        self._move("void", {"closed_on": today(VIETNAM), "reason": self._said(reason)})
        return self._replace() if replace else self.browse()

    def _replace(self):
        """Propose a successor of each card whose post goes on."""
        # the database counts living cards: the dead ones are written first
        self.flush_recordset(["state"])
        day = today(VIETNAM)
        # sudo: the manager who declares a loss makes no cards otherwise
        cards = self.sudo().filtered(
            lambda card: (
                not card.successor_ids
                and card.assignment_id._standing_at(day) in ("coming", "in_post")
            )
        )
        return (
            cards._moving()
            .create(
                [
                    {
                        "kind": card.kind,
                        "assignment_id": card.assignment_id.id,
                        "replaces_id": card.id,
                    }
                    for card in cards
                ]
            )
            .with_env(self.env)
        )

    def _draw_numbers(self):
        """Draw a number of the year for those that have none, without holes."""
        year = today(VIETNAM).year
        fresh = self.filtered(lambda card: not card.number)
        for (center, kind), cards in fresh.grouped(
            lambda card: (card.center_id, card.kind)
        ).items():
            series = {"center_id": center.id, "kind": kind, "year": year}
            first = self.env["tthc.number"]._next("tthc.card", "number", series)
            for number, card in enumerate(cards, first):
                card._moving().write({"number": number, "year": year})

    # -- what an action asks for ---------------------------------------------------

    def _check_printable(self):
        """Tell of all cards at once why they can't be printed.

        :raise UserError: names each person and what is wrong
        """
        day = today(VIETNAM)
        faults = []
        for card in self:
            problem = card.kind == "card" and card.photo_problem
            if card.assignment_id._standing_at(day) == "over":
                problem = self.env._("is no longer in post.")
            if problem:
                faults.append(f"{card.name}: {problem}")
        if faults:
            raise UserError("\n".join(faults))
