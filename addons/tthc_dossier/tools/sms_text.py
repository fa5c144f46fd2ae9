"""What an SMS takes: its alphabet, its parts, numbers that can get one."""

import re
import unicodedata

_STROKES = str.maketrans({"đ": "d", "Đ": "D"})
#: Typographic signs that the cheap alphabet of SMS does not have.
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "•": "*"}
)
#: Signs per message: alone, and as a part of a longer one (GSM 03.38, 23.040).
PLAIN_LIMITS = (160, 153)
UNICODE_LIMITS = (70, 67)
#: Vietnamese mobile numbers since 2018: ten digits after these beginnings.
_MOBILE = re.compile(r"0[35789]\d{8}")


def without_accents(text):
    """A text in letters that the cheap alphabet has.

    :param text: Vietnamese text
    :return: the same without accents; capitals and signs stay
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKES))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", letters).translate(_PLAIN)


def part_count(text):
    """How many messages a text is sent, and paid, as.

    :param text: as it is sent
    :return: number of parts, 0 for an empty text
    """
    # Code units of UTF-16: a sign outside the basic plane counts twice.
    alone, chained = PLAIN_LIMITS if text.isascii() else UNICODE_LIMITS
    length = len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
    if length <= alone:
        return 1 if length else 0
    return -(-length // chained)


def is_mobile(number):
    """Whether an SMS can reach a number.

    :param number: national form, digits alone, such as “0912345678”
    """
    return bool(_MOBILE.fullmatch(number or ""))


def international(number):
    """A national number as gateways want it, such as “84912345678”."""
    return f"84{number[1:]}"
