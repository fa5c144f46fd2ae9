"""Phone numbers of Vietnam as people write them."""

import re

_BETWEEN = re.compile(r"[\s.\-()]+")
_NUMBER = re.compile(r"0\d{9,10}")


def plain_phone(text):
    """A number in digits, beginning with 0.

    :param text: such as “0912.345.678”, “+84 912 345 678”, or “912345678”, which is
        what Excel leaves of a number
    :return: digits, or None for what is no phone number
    """
    digits = _BETWEEN.sub("", text or "")
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    elif digits.startswith("84") and len(digits) == 11:
        digits = "0" + digits[2:]
    elif len(digits) == 9 and not digits.startswith("0"):
        digits = "0" + digits
    return digits if _NUMBER.fullmatch(digits) else None
