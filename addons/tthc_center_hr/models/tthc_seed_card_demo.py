import base64
import io

from PIL import Image, ImageDraw

from odoo import api, models

#: How far the cards of the demo are, by their place in the queue.
STEPS = (
    *("new", "new", "new", "checked", "checked", "checked", "checked"),
    *("printed", "printed", "printed"),
)
#: Colours of clothes, so that the drawn people differ.
CLOTHES = ("#3b5b7a", "#6a4a63", "#44664d", "#7a5a3b")


class TthcSeedCardDemo(models.AbstractModel):
    """Makes the cards of the people of the demo."""

    _name = "tthc.seed.card.demo"
    _description = "Loader of the demo's cards"

    @api.model
    def _load_card_demo(self):
        """Cards of the demo center in each state, with drawn people on them."""
        center = self.env.ref("tthc_base.center_province")
        posts = self.env["tthc.assignment"].search(
            [
                ("center_id", "=", center.id),
                ("role", "in", ("director", "deputy", "main", "center_staff")),
                ("state", "=", "approved"),
            ],
            limit=60,
        )
        pictures = [self._demo_picture(color) for color in CLOTHES]
        for number, post in enumerate(posts[2:]):
            post.staff_id.photo = pictures[number % len(pictures)]
        # two that can't be printed: none at all, and a wide one
        posts[1].staff_id.photo = self._demo_picture(CLOTHES[0], 900, 700)
        posts.action_make_cards()
        cards = posts.card_ids.filtered(lambda card: card.kind == "card")
        ready = cards.filtered("staff_id.photo_fits").sorted("id")
        self._demo_card_steps(ready)
        center.action_publish_staff_list()

    @api.model
    def _demo_card_steps(self, cards):
        """Lead the cards to their states; who comes last has handed-out ones.

        :param cards: new cards that can be printed
        """
        form = self.env.ref("tthc_center_hr.form_cards")
        ahead = cards[STEPS.count("new") :]
        ahead.action_check()
        printed = ahead[STEPS.count("checked") :]
        printed._tthc_after_print(form, 1)
        given = printed[STEPS.count("printed") :]
        given.action_hand_out()
        given[:1].action_lose("Rơi trên đường đi làm (demo)")

    @api.model
    def _demo_picture(self, color, width=600, height=800):
        """A drawn person on a plain ground, no likeness of anybody.

        :return: the picture as a field takes it
        """
        image = Image.new("RGB", (width, height), "#cfe0ee")
        draw = ImageDraw.Draw(image)
        middle, unit = width / 2, height / 8
        draw.ellipse(
            (middle - 2.4 * unit, 5 * unit, middle + 2.4 * unit, 11 * unit), fill=color
        )
        draw.rectangle(
            (middle - 0.5 * unit, 4 * unit, middle + 0.5 * unit, 5.4 * unit),
            fill="#e0b899",
        )
        draw.ellipse(
            (middle - 1.4 * unit, 1.1 * unit, middle + 1.4 * unit, 4.8 * unit),
            fill="#2c2420",
        )
        draw.ellipse(
            (middle - 1.2 * unit, 1.7 * unit, middle + 1.2 * unit, 4.8 * unit),
            fill="#e8c3a5",
        )
        content = io.BytesIO()
        image.save(content, "JPEG", quality=85)
        return base64.b64encode(content.getvalue())
