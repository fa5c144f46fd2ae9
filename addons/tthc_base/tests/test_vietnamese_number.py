from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.vietnamese_number import (
    vietnamese_amount,
    vietnamese_money,
    vietnamese_number,
)

WORDS = {
    0: "không",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi bốn",
    25: "hai mươi lăm",
    100: "một trăm",
    101: "một trăm lẻ một",
    105: "một trăm lẻ năm",
    110: "một trăm mười",
    115: "một trăm mười lăm",
    555: "năm trăm năm mươi lăm",
    1005: "một nghìn không trăm lẻ năm",
    1010: "một nghìn không trăm mười",
    21000: "hai mươi mốt nghìn",
    105000: "một trăm lẻ năm nghìn",
    1015000: "một triệu không trăm mười lăm nghìn",
    1000001: "một triệu không trăm lẻ một",
    2000000000: "hai tỷ",
    1000000000000: "một nghìn tỷ",
    1100000000: "một tỷ một trăm triệu",
    12345678901: (
        "mười hai tỷ ba trăm bốn mươi lăm triệu sáu trăm bảy mươi tám nghìn "
        "chín trăm lẻ một"
    ),
}
VALUES = {
    **{
        word: value
        for value, word in enumerate(
            ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
        )
    },
    "mốt": 1,
    "lăm": 5,
}


def read_back(words):
    """The number that words say, by a reader of its own."""
    *high, last = words.split(" tỷ")
    if high:
        return read_back(" tỷ".join(high)) * 10**9 + (read_back(last) if last else 0)
    total = 0
    group = digit = 0
    for word in words.split():
        if word in VALUES:
            digit = VALUES[word]
        elif word == "mười":
            group, digit = group + 10, 0
        elif word in ("mươi", "trăm"):
            group, digit = group + digit * {"mươi": 10, "trăm": 100}[word], 0
        elif word in ("nghìn", "triệu"):
            scale = {"nghìn": 1000, "triệu": 10**6}[word]
            total, group, digit = total + (group + digit) * scale, 0, 0
    return total + group + digit


class TestVietnameseNumber(BaseCase):
    """Amounts in words: what stands on a receipt is read by a court."""

    def test_known_words(self):
        for number, words in WORDS.items():
            with self.subTest(number=number):
                self.assertEqual(vietnamese_number(number), words)

    @given(st.integers(min_value=0, max_value=10**15))
    def test_words_read_back_as_the_number(self, number):
        self.assertEqual(read_back(vietnamese_number(number)), number)

    @given(
        st.integers(min_value=0, max_value=10**12),
        st.integers(min_value=0, max_value=10**12),
    )
    def test_different_numbers_have_different_words(self, one, other):
        same = vietnamese_number(one) == vietnamese_number(other)
        self.assertEqual(same, one == other)

    def test_money_has_a_capital_and_its_currency(self):
        self.assertEqual(vietnamese_money(21000), "Hai mươi mốt nghìn đồng")
        self.assertEqual(vietnamese_money(75000.0), "Bảy mươi lăm nghìn đồng")

    def test_there_is_no_part_of_a_dong(self):
        with self.assertRaises(ValueError):
            vietnamese_money(0.5)

    def test_digits_have_dots_and_no_decimals(self):
        self.assertEqual(vietnamese_amount(1015000.0), "1.015.000")
        self.assertEqual(vietnamese_amount(0), "0")
