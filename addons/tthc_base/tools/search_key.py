import re
import unicodedata

_STROKES = str.maketrans({"đ": "d", "Đ": "D"})
_NOT_WORD = re.compile(r"[^0-9a-z.]+")


def fold(text):
    """Reduce a text to what a search without accents compares.

    PostgreSQL's ``unaccent`` turns đ into d, Python's decomposition does not, so
    both sides of a search go through this function.

    :param text: any text, or a false value
    :return: lower-case ASCII words separated by single blanks; dots stay, because
        procedure codes have them
    """
    if not text:
        return ""
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKES))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", letters.lower()).strip()
