"""Numbers in Vietnamese words, as receipts and minutes write amounts of money.

Whole groups of three digits are read in full (“không trăm lẻ năm”) wherever a higher
group stands before them, so that nothing can be written in between. The library
num2words leaves these words out (“một triệu mười lăm nghìn” for 1.015.000).
"""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
#: Names of the groups of three digits below a billion.
GROUPS = ("", "nghìn", "triệu")
BILLION = 10**9


def vietnamese_number(number):
    """A whole number in words.

    :param number: int, negative ones are read as “âm …”
    :return: such as “một triệu không trăm mười lăm nghìn”
    """
    if number < 0:
        return f"âm {vietnamese_number(-number)}"
    if not number:
        return DIGITS[0]
    return " ".join(_words(number, led=False))


def vietnamese_money(amount):
    """An amount of money in words, as a receipt has it.

    :param amount: whole đồng
    :return: such as “Hai mươi mốt nghìn đồng”
    :raise ValueError: for a part of a đồng, which does not exist
    """
    if amount != int(amount):
        raise ValueError(f"There is no part of a đồng: {amount}")
    words = f"{vietnamese_number(int(amount))} đồng"
    return words[0].upper() + words[1:]


def vietnamese_amount(amount):
    """An amount in digits, thousands parted by dots, without decimals.

    :param amount: đồng
    :return: such as “1.015.000”
    """
    return f"{amount:,.0f}".replace(",", ".")


def _words(number, led):
    """Words of a number above zero.

    :param led: whether a higher group stands before it
    """
    billions, rest = divmod(number, BILLION)
    if billions:
        yield from _words(billions, led)
        yield "tỷ"
        led = True
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if not group:
            continue
        yield from _group_words(group, led)
        if GROUPS[power]:
            yield GROUPS[power]
        led = True


def _group_words(group, led):
    """Words of one to three digits.

    :param group: 1 to 999
    :param led: whether hundreds and tens that are zero are read
    """
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    if hundreds or led:
        yield f"{DIGITS[hundreds]} trăm"
        led = True
    if tens > 1:
        yield f"{DIGITS[tens]} mươi"
    elif tens:
        yield "mười"
    elif ones and led:
        yield "lẻ"
    if ones:
        yield _ones_word(tens, ones)


def _ones_word(tens, ones):
    """The last digit, which tens before it change: mốt, lăm."""
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens:
        return "lăm"
    return DIGITS[ones]
