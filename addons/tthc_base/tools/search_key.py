import re
import unicodedata

_STROKES = str.maketrans({"đ": "d", "Đ": "D"})
_NOT_WORD = re.compile(r"[^0-9a-z.]+")
#: Letters of a word that tell it from others where beginnings of words are compared.
LONGEST = 12
#: Words that stand together in the names of organisations, the most of them first. Who
#: has them all has one more entry for them: a database takes words for independent of
#: each other, and would expect a tenth of the “công ty” that it has.
TOGETHER = (
    ("cong", "co", "phan", "ty"),
    ("cong", "tnhh", "ty"),
    ("cong", "ty"),
    ("doanh", "nghiep", "nhan", "tu"),
    ("doanh", "nghiep"),
    ("hop", "tac", "xa"),
)


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


def beginnings(text):
    """List what somebody may type of the words of a text, to be kept beside it.

    Whole words are compared then, which an index of arrays answers without reading
    parts that half of all names have.

    :param text: any text, or a false value
    :return: each beginning of each folded word once, at most :data:`LONGEST` letters,
        and what :data:`TOGETHER` adds, sorted and separated by single blanks: “Hồ An”
        gives “a an h ho”
    """
    words = {word[:LONGEST] for word in fold(text).split()}
    found = {word[:length] for word in words for length in range(1, len(word) + 1)}
    found |= {"+".join(group) for group in TOGETHER if found.issuperset(group)}
    return " ".join(sorted(found))


def typed(text):
    """List the entries of :func:`beginnings` that a text asks for.

    :param text: as typed; each word is the beginning of one in the name
    :return: sorted list; who has all of them has all words
    """
    words = {word[:LONGEST] for word in fold(text).split()}
    for group in TOGETHER:
        if words.issuperset(group):
            words = words.difference(group) | {"+".join(group)}
    return sorted(words)
