import base64
import io

from PIL import Image

from .common import HrData


def picture(width=600, height=800, kind="JPEG"):
    """A picture of so many dots, as a field takes it."""
    content = io.BytesIO()
    Image.new("RGB", (width, height), "#88a").save(content, kind)
    return base64.b64encode(content.getvalue())


class CardData(HrData):
    """Cards of the people of :class:`HrData`; ``self.main`` has a picture."""

    @classmethod
    def make_card_data(cls):
        """Create card and name plate of ``self.main``."""
        cls.main.staff_id.write(
            {
                "photo": picture(),
                "work_phone": "(0251) 3822 100",
                "personal_phone": "0900000001",
                "id_number": "075088001234",
            }
        )
        cls.card = cls.make_card()
        cls.plate = cls.make_card(kind="plate")

    @classmethod
    def make_card(cls, post=None, state="new", **values):
        """A card in a state, made by the actions that lead there.

        :param post: ``tthc.assignment``; that of ``self.main`` by default
        """
        post = post or cls.main
        card = cls.env["tthc.card"].create({"assignment_id": post.id, **values})
        return cls.bring(card, state)

    @classmethod
    def make_queue(cls, count):
        """New cards of so many people with a picture, in the order of their names."""
        one = cls.make_staff("Nguyễn Thị Số 000", photo=picture())
        post = cls.make_assignment("main", one)
        people = cls.env["tthc.staff"].create(
            [
                {**one.copy_data()[0], "name": f"Nguyễn Thị Số {number:03d}"}
                for number in range(1, count)
            ]
        )
        fixed = {"decision_id": post.decision_id.id, "state": post.state}
        posts = post | post._moving().create(
            [
                {**post.copy_data()[0], **fixed, "staff_id": person.id}
                for person in people
            ]
        ).with_env(cls.env)
        posts.action_make_cards()
        return posts.card_ids.filtered(lambda card: card.kind == "card").sorted("name")

    @classmethod
    def bring(cls, card, state):
        """Lead cards from new to a state."""
        ways = {
            "new": "",
            "checked": "c",
            "printed": "cp",
            "handed_out": "cph",
            "returned": "cpht",
            "lost": "cphl",
            "void": "v",
        }
        for step in ways[state]:
            cls.take(card, step)
        return card

    @classmethod
    def take(cls, card, step):
        """One step of :meth:`bring`."""
        match step:
            case "c":
                card.action_check()
            case "p":
                cls.print_log(card)
            case "h":
                card.action_hand_out()
            case "t":
                card.action_take_back()
            case "l":
                card.action_lose("Rơi trên đường", replace=False)
            case "v":
                card.action_void("Sai chức danh")

    @classmethod
    def print_log(cls, cards):
        """What follows a print, without the file."""
        name = "cards" if cards[:1].kind == "card" else "plates"
        cards._tthc_after_print(cls.env.ref(f"tthc_center_hr.form_{name}"), 1)
