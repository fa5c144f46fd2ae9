from pypdf import PdfReader
from pypdf.generic import ContentStream

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tests.print_common import POINT_MM, PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from ..models.tthc_card_printing import CARD_MM
from .card_common import CardData
from .common import MOMENT
from .test_card import CardCase

CARDS, PLATES = (
    "tthc_center_hr.action_report_cards",
    "tthc_center_hr.action_report_plates",
)


def rectangles(reader: PdfReader, page=0):
    """The rectangles that are drawn on a page, in millimetres from its upper left.

    :return: list of (left, top, width, height), rounded to a hundredth
    """
    page = reader.pages[page]
    high = float(page.mediabox.height)
    found, stack, matrix = [], [], (1, 0, 0, 1, 0, 0)
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"q":
            stack.append(matrix)
        elif operator == b"Q":
            matrix = stack.pop()
        elif operator == b"cm":
            matrix = product(tuple(map(float, operands)), matrix)
        elif operator == b"re":
            x, y, width, height = map(float, operands)
            x0, y0 = at(matrix, x, y)
            x1, y1 = at(matrix, x + width, y + height)
            found.append(
                tuple(
                    round(side * POINT_MM, 2)
                    for side in (
                        min(x0, x1),
                        high - max(y0, y1),
                        abs(x1 - x0),
                        abs(y1 - y0),
                    )
                )
            )
    return found


def product(one, two):
    a, b, c, d, e, f = one
    k, m, n, o, p, q = two
    return (
        *(a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o),
        *(e * k + f * n + p, e * m + f * o + q),
    )


def at(matrix, x, y):
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


class SheetCase(CardCase):
    """Files of cards, and what is drawn on them."""

    def sheet(self, cards, report=CARDS, user="hr"):
        """The file that a user gets."""
        reports = self.env["ir.actions.report"].with_user(self.users[user])
        content, _kind = reports._render_tthc_pdf(report, cards.ids)
        return PrintedFile(content)

    def pieces(self, file, size, page=0):
        """Left and top of the pieces of a size on a page."""
        width, height = size
        return sorted(
            {
                (left, top)
                for left, top, wide, tall in rectangles(file.reader, page)
                if abs(wide - width) < 0.05 and abs(tall - height) < 0.05
            }
        )

    def mark_boxes(self, file):
        """The cut marks on the first page: four millimetres long, 0.2 thick."""
        return {row for row in rectangles(file.reader) if sorted(row[2:]) == [0.2, 4.0]}

    def marks(self, file):
        """Where the first page is cut: from the left edge, and from the upper one."""
        boxes = self.mark_boxes(file)
        return (
            {round(left + 0.1, 1) for left, _top, wide, _tall in boxes if wide < 1},
            {round(top + 0.1, 1) for _left, top, wide, _tall in boxes if wide > 1},
        )


class TestCardPrint(SheetCase):
    """The sheets, measured in millimetres, and the log of what was printed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.queue = cls.make_queue(11)
        cls.plates = cls.queue.assignment_id.card_ids - cls.queue

    def test_ten_cards_of_85_6_by_54_on_a4_with_cut_marks(self):
        self.queue.action_check()
        file = self.sheet(self.queue)
        self.assertEqual(file.sizes_mm(), [(210.0, 297.0)] * 2)
        places = self.pieces(file, CARD_MM)
        wanted = sorted(
            (19.4 + 85.6 * column, 13.5 + 54 * row)
            for column in range(2)
            for row in range(5)
        )
        self.assertEqual(len(places), 10)
        for place, want in zip(places, wanted, strict=True):
            for side, exact in zip(place, want, strict=True):
                self.assertAlmostEqual(side, exact, delta=0.05)
        self.assertEqual(len(self.pieces(file, CARD_MM, 1)), 1)

    def test_cut_marks_stand_on_the_cuts_and_outside_of_the_cards(self):
        self.queue.action_check()
        file = self.sheet(self.queue)
        upright, level = self.marks(file)
        self.assertEqual(upright, {19.4, 105.0, 190.6})
        self.assertEqual(level, {13.5, 67.5, 121.5, 175.5, 229.5, 283.5})
        marks = self.mark_boxes(file)
        self.assertEqual(len(marks), 2 * 3 + 2 * 6)
        for left, top, wide, tall in marks:
            inside = 19.4 < left + wide / 2 < 190.6 and 13.5 < top + tall / 2 < 283.5
            self.assertFalse(inside)

    def test_card_tells_name_title_agency_number_validity_and_leads_to_its_page(self):
        self.card.action_check()
        file = self.sheet(self.card)
        (text,) = file.texts()
        for words in (
            *("PHẠM THỊ CHÍNH", "Chuyên viên", "Sở Tư pháp Thử Nghiệm", "0001/2026"),
            *("TRUNG TÂM THỬ NGHIỆM TỈNH", "01/01/2026", "31/12/2026"),
        ):
            self.assertIn(words.lower(), text.lower())
        for private in ("0900000001", "075088001234"):
            self.assertNotIn(private, text)
        ((address, side),) = file.qr_codes()
        self.assertTrue(address.endswith(f"/cb/{self.card.token}"))
        self.assertGreater(side, 14)

    def test_longest_names_stay_on_the_card(self):
        person = self.main.staff_id
        person.name = "Công Tằng Tôn Nữ Thị Hoàng Phương Uyên"
        self.main._moving().title = "Phó Trưởng phòng phụ trách Kiểm soát thủ tục"
        self.justice.name = "Sở Nông nghiệp và Phát triển nông thôn Thử Nghiệm"
        self.card.action_check()
        (text,) = self.sheet(self.card).texts()
        for words in ("Phương Uyên", "Kiểm soát thủ tục", "nông thôn Thử Nghiệm"):
            self.assertIn(words.lower(), text.lower())

    def test_plates_have_the_size_of_the_center(self):
        self.plates.action_check()
        file = self.sheet(self.plates, PLATES)
        self.assertEqual(len(self.pieces(file, (80, 25))), 11)
        for width, height, columns, rows in (
            *((80, 25, 2, 11), (90, 30, 2, 9)),
            *((60, 20, 3, 14), (190, 275, 1, 1)),
        ):
            with self.subTest(width=width, height=height):
                self.center.write({"plate_width": width, "plate_height": height})
                file = self.sheet(self.plates, PLATES)
                left = (210 - columns * width) / 2
                top = (297 - rows * height) / 2
                across = {left + width * column for column in range(columns + 1)}
                down = {top + height * row for row in range(rows + 1)}
                self.assertEqual(self.marks(file), (across, down))
                places = {
                    place
                    for page in range(len(file.reader.pages))
                    for place in self.pieces(file, (width, height), page)
                }
                self.assertEqual(len(places), min(11, columns * rows))
                for x, y in places:
                    self.assertIn(round(x, 1), across)
                    self.assertIn(round(y, 1), down)

    def test_what_is_not_checked_is_not_printed(self):
        with self.assertRaises(UserError):
            self.sheet(self.queue[:1])
        with self.assertRaises(UserError):
            self.queue[:1].action_print()
        self.assertFalse(self.queue.print_ids)

    def test_cards_and_plates_do_not_share_a_sheet(self):
        both = self.queue[:1] | self.plates[:1]
        both.action_check()
        for report in (CARDS, PLATES):
            with self.subTest(report), self.assertRaises(UserError):
                self.sheet(both, report)
        with self.assertRaises(UserError):
            self.sheet(self.plates[:1], CARDS)

    def test_handed_out_card_is_not_printed_again(self):
        self.bring(self.card, "handed_out")
        with self.assertRaises(UserError):
            self.sheet(self.card)

    def test_only_hr_prints(self):
        self.card.action_check()
        for role in ("manager", "inspector", "reporter", "reception"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.sheet(self.card, user=role)

    def test_each_print_is_logged_and_the_log_never_changes(self):
        self.bring(self.card, "printed")
        self.print_log(self.card)
        self.assertEqual(self.card.print_count, 2)
        self.assertEqual(sorted(self.card.print_ids.mapped("seq")), [1, 2])
        with self.assertRaises(AccessError):
            self.card.print_ids[:1].write({"seq": 7})
        with self.assertRaises(AccessError):
            self.env["tthc.card.print"].create(
                {"card_id": self.card.id, "user_id": self.env.uid, "seq": 3}
            )

    def test_staff_list_prints_what_the_law_lists(self):
        head = self.make_staff("Đỗ Giám Đốc", self.committee, work_phone="0251 1")
        self.make_assignment("director", head, title="Giám đốc")
        file = self.sheet(
            self.center, "tthc_center_hr.action_report_staff_list", "manager"
        )
        (text,) = file.texts()
        for words in ("Đỗ Giám Đốc", "Phạm Thị Chính", "(0251) 3822 100", "Quầy 01"):
            self.assertIn(words, text)
        for hidden in ("Trần Văn Phòng", "0900000001", "075088001234"):
            self.assertNotIn(hidden, text)


class TestHundredCards(SheetCase):
    """A hundred at once: ten full sheets, one query more for each further one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.queue = cls.make_queue(120)
        cls.queue.action_check()

    def count_print(self, cards):
        """Print and log cards.

        :return: the file, and how many queries it took
        """
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        file = self.sheet(cards)
        self.print_log(cards)
        self.env.flush_all()
        return file, self.env.cr.sql_log_count - before

    def test_a_hundred_cards_are_ten_sheets_and_take_one_query_more_a_sheet(self):
        # the first print of all reads the templates
        self.count_print(self.queue[:10])
        _one_sheet, few = self.count_print(self.queue[10:20])
        hundred = self.queue[20:]
        file, many = self.count_print(hundred)
        # the pictures are read sheet by sheet; nothing else grows
        self.assertEqual(many, few + 9)
        self.assertEqual(file.sizes_mm(), [(210.0, 297.0)] * 10)
        for page, text in enumerate(file.texts()):
            self.assertEqual(len(self.pieces(file, CARD_MM, page)), 10)
            for card in hundred[10 * page : 10 * page + 10]:
                self.assertIn(card.name.lower(), text.lower())
        self.assertEqual(len(hundred.print_ids), 100)


@tagged("post_install", "-at_install")
class TestCardPrintRoute(CardData, TthcOrganisation, HttpCase):
    """The door of the browser: one file, one entry a card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(frozen(MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_card_data()

    def test_print_moves_checked_cards_and_logs_them(self):
        self.card.action_check()
        self.authenticate("test_hr", "test_hr")
        page = self.url_open(f"/tthc/print/{CARDS}?ids={self.card.id}")
        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.headers["Content-Type"], "application/pdf")
        self.card.invalidate_recordset()
        self.assertEqual((self.card.state, self.card.print_count), ("printed", 1))
        self.assertEqual(self.card.print_ids.user_id, self.users["hr"])
