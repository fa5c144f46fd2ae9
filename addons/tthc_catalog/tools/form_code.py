"""Codes of forms (“Mẫu số 01/LPTB”, “mẫu NA17”) as a search compares them."""

import re

from odoo.addons.tthc_base.tools.search_key import fold

_PREFIX = re.compile(r"^mau (?:so )?")
#: A form that a text cites: “theo mẫu NA17”, “Mẫu số 02 Phụ lục II”.
_CITED = re.compile(r"\bmau (?:so )?([a-z.]*\d[0-9a-z.]*)")
_LEADING_ZEROS = re.compile(r"\b0+(?=\d)")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[a-z]")


def form_key(text):
    """Reduce the code of a form to what is compared.

    :param text: as published or typed, such as “Mẫu số 01/LPTB”
    :return: “1 lptb”: without “mẫu số”, accents and leading zeros; empty for nothing
    """
    return _LEADING_ZEROS.sub("", _PREFIX.sub("", fold(text)).strip(" ."))


def cited_form_keys(text):
    """Keys of the forms that the name of a paper cites.

    :param text: name of a component
    :return: list of keys as :func:`form_key` gives
    """
    return [form_key(code) for code in _CITED.findall(fold(text))]


def names_form(text):
    """Whether somebody means a form: “mẫu …”, or one word of letters and digits."""
    folded = fold(text)
    return bool(_PREFIX.match(folded)) or looks_like_form(folded)


def looks_like_form(text):
    """Whether a folded text has the look of a form's code, such as “na17”.

    Digits alone are as likely the code of a procedure.
    """
    first = text.split(" ", 1)[0]
    return bool(_DIGIT.search(first) and _LETTER.search(text))
