import base64

from odoo import api, fields, models
from odoo.tools.image import base64_to_image

from .tthc_card_printing import PHOTO_MM

DPI = 300
#: Dots that the picture on the card needs.
LEAST_DOTS = tuple(round(side / 25.4 * DPI) for side in PHOTO_MM)
RATIO = 3 / 4
TOLERANCE = 0.02


class TthcStaffPhoto(models.AbstractModel):
    """The picture 3×4 and whether it can be printed on the card: ratio and dots."""

    _name = "tthc.staff.photo"
    _description = "Picture 3×4"

    photo = fields.Image(string="Picture 3×4", max_width=1200, max_height=1600)
    photo_width = fields.Integer(compute="_compute_photo_size", store=True)
    photo_height = fields.Integer(compute="_compute_photo_size", store=True)
    photo_problem = fields.Char(
        string="Picture for the card", compute="_compute_photo_problem"
    )
    photo_fits = fields.Boolean(
        string="Picture fits the card", compute="_compute_photo_size", store=True
    )

    @api.depends("photo")
    def _compute_photo_size(self):
        for person in self:
            width, height = person._photo_dots()
            person.photo_width = width
            person.photo_height = height
            person.photo_fits = person._has_ratio() and person._has_dots()

    def _photo_dots(self):
        """Width and height of the picture, none without one that can be read."""
        self.ensure_one()
        photo = self.with_context(bin_size=False).photo
        if not photo:
            return 0, 0
        if photo.startswith(b"PD") or base64.b64decode(photo[:8]).startswith(b"<"):
            # a drawing has no dots and no place on a card
            return 0, 0
        return base64_to_image(photo).size

    def _has_ratio(self):
        if not self.photo_height:
            return False
        ratio = self.photo_width / self.photo_height
        return abs(ratio / RATIO - 1) <= TOLERANCE

    def _has_dots(self):
        return self.photo_width >= LEAST_DOTS[0] * (
            1 - TOLERANCE
        ) and self.photo_height >= LEAST_DOTS[1] * (1 - TOLERANCE)

    @api.depends("photo_width", "photo_height", "photo_fits")
    @api.depends_context("lang")
    def _compute_photo_problem(self):
        for person in self:
            person.photo_problem = person._photo_words()

    def _photo_words(self):
        """What is wrong with the picture and what to do, or False."""
        self.ensure_one()
        if self.photo_fits:
            return False
        if not self.photo_height:
            return self.env._("there is no picture 3×4.")
        size = {"width": self.photo_width, "height": self.photo_height}
        if not self._has_ratio():
            return self.env._(
                "the picture is %(width)s × %(height)s dots, not 3×4: crop it.", **size
            )
        return self.env._(
            "the picture has %(width)s × %(height)s dots, too few to be printed "
            "sharply: at least %(least_width)s × %(least_height)s.",
            **size,
            least_width=LEAST_DOTS[0],
            least_height=LEAST_DOTS[1],
        )
