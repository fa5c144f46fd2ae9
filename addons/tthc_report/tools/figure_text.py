"""Figures in Vietnamese words: hours, shares, numbers."""

from odoo.addons.tthc_base.tools.table_layout import grouped


def hours_text(minutes):
    """Working minutes as hours and minutes: 12:30."""
    hours, rest = divmod(int(minutes), 60)
    return f"{grouped(hours)}:{rest:02d}"


def number_text(value):
    """A number with at most one decimal: 3,5."""
    return (
        f"{value:,.1f}".replace(",", " ")
        .replace(".", ",")
        .replace(" ", ".")
        .removesuffix(",0")
    )


def percent_text(value):
    """A share: 12,5 %."""
    return f"{number_text(value)} %"


def shared_out(whole, parts):
    """Cut a whole number in the proportion of its parts, with nothing lost.

    The largest remainders are rounded up, as seats are given.

    :param whole: what the answer sums up to
    :param parts: not negative
    :return: list of whole numbers
    """
    total = sum(parts)
    if not total:
        return [0] * len(parts)
    exact = [whole * part / total for part in parts]
    shares = [int(share) for share in exact]
    rests = sorted(
        range(len(parts)), key=lambda at: exact[at] - shares[at], reverse=True
    )
    for at in rests[: whole - sum(shares)]:
        shares[at] += 1
    return shares
