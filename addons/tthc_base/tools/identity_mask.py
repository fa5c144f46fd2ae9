"""Identity numbers as lists show them."""

SHOWN = 4


def mask(number):
    """Hide all but the end of an identity number.

    :param number: as stored, may be empty
    :return: such as “••••••••1234”; a number of four characters or less is hidden
        whole
    """
    number = number or ""
    shown = SHOWN if len(number) > SHOWN else 0
    hidden = len(number) - shown
    return "•" * hidden + number[hidden:]
