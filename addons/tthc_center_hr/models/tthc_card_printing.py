import base64

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.image import image_process

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .card_table import CARD_MOVES

#: Width and height in millimetres: the card of ISO/IEC 7810 as the issue has it, the
#: sheet, the picture on the card.
CARD_MM = (85.6, 54)
SHEET_MM = (210, 297)
PHOTO_MM = (24, 32)
#: Dots of the picture on paper; more make the file larger and nothing sharper.
PHOTO_DOTS = (567, 756)
#: What a printer can't reach, left and right of the cards, with the cut marks in it.
EDGE_MM = 8
FORM_OF = {"card": "the_nhan_su", "plate": "bang_ten"}


class TthcCardPrinting(models.AbstractModel):
    """Sheets of cards: where each one stands on the paper, and who printed it."""

    _name = "tthc.card.printing"
    _description = "Sheets of cards"

    def action_print(self):
        """Print the cards, ten on a sheet.

        :return: the action of the report
        :raise UserError: for cards that are not checked, or of both kinds at once
        """
        self._check_may_print()
        report = "cards" if self[:1].kind == "card" else "plates"
        return self.env.ref(f"tthc_center_hr.action_report_{report}").report_action(
            self, config=False
        )

    def _check_may_print(self):
        """Refuse what is not to be printed.

        :raise UserError: for no card, cards of both kinds, and those not checked
        """
        if len(set(self.mapped("kind"))) != 1:
            raise UserError(
                self.env._(
                    "Choose cards, or name plates: they have sheets of their own."
                )
            )
        self._check_state(*CARD_MOVES["print"].sources)

    def _tthc_print_groups(self, form):
        """Override: name plates of centers with another size stand on other sheets."""
        if form.code not in FORM_OF.values():
            return super()._tthc_print_groups(form)
        self._check_may_print()
        if form.code != FORM_OF[self[:1].kind]:
            raise UserError(self.env._("This is the sheet of the other kind."))
        return list(self.sorted().grouped("center_id").values())

    def _tthc_after_print(self, form, copies):
        """Override: log the print; a checked card becomes a printed one."""
        if form.code not in FORM_OF.values():
            return super()._tthc_after_print(form, copies)
        self._check_move("print")
        log = self.env["tthc.card.print"]._appending()
        log.create(
            [
                {
                    "card_id": card.id,
                    "printed_at": clock.now(),
                    "user_id": self.env.uid,
                    "seq": card.print_count + 1,
                }
                for card in self
            ]
        )
        day = clock.today(VIETNAM)
        for count, cards in self.grouped("print_count").items():
            cards._move("print", {"print_count": count + 1, "printed_on": day})
        return None

    def _print_size(self):
        """Width and height of one piece in millimetres."""
        center = self[:1].center_id
        if self[:1].kind == "card":
            return CARD_MM
        return center.plate_width, center.plate_height

    def _print_sheets(self):
        """Where each piece and each cut mark stands, in millimetres from the corner.

        Pieces touch each other: one cut separates two of them.

        :return: list of dicts, one a sheet of A4: ``pieces`` (list of card, left,
            top) and ``marks`` (list of left, top, width, height)
        """
        width, height = self._print_size()
        columns = int((SHEET_MM[0] - 2 * EDGE_MM) // width)
        rows = int((SHEET_MM[1] - 2 * EDGE_MM) // height)
        left = (SHEET_MM[0] - columns * width) / 2
        top = (SHEET_MM[1] - rows * height) / 2
        places = [
            (left + column * width, top + row * height)
            for row in range(rows)
            for column in range(columns)
        ]
        marks = self._cut_marks(
            [left + column * width for column in range(columns + 1)],
            [top + row * height for row in range(rows + 1)],
        )
        return [
            {
                "pieces": [
                    (card, *place)
                    for card, place in zip(
                        self[start : start + len(places)], places, strict=False
                    )
                ],
                "marks": marks,
            }
            for start in range(0, len(self), len(places))
        ]

    def _cut_marks(self, across, down):
        """Marks in the margin at each cut, four millimetres long.

        :param across: distances of the upright cuts from the left edge
        :param down: distances of the level cuts from the upper edge
        :return: list of (left, top, width, height)
        """
        length, thick, gap = 4, 0.2, 1
        half = thick / 2
        return [
            mark
            for x in across
            for mark in (
                (x - half, down[0] - gap - length, thick, length),
                (x - half, down[-1] + gap, thick, length),
            )
        ] + [
            mark
            for y in down
            for mark in (
                (across[0] - gap - length, y - half, length, thick),
                (across[-1] + gap, y - half, length, thick),
            )
        ]

    def _print_photo(self):
        """The picture as a ``data:`` address in the dots that the paper shows."""
        self.ensure_one()
        if not self.photo:
            return ""
        content = base64.b64decode(self.with_context(bin_size=False).photo)
        small = image_process(
            content, size=PHOTO_DOTS, quality=90, output_format="JPEG"
        )
        return f"data:image/jpeg;base64,{base64.b64encode(small).decode()}"

    def _page_url(self):
        """The address behind the QR code."""
        return f"{self.get_base_url()}/cb/{self.token}"
