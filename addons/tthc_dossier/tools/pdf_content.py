"""What in a PDF acts instead of being read: scripts, programs, hidden files. Pure."""

import io

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

#: Kinds of actions that do more than turn to a page or open an address.
ACTIONS = {
    "/GoToE",
    "/ImportData",
    "/JavaScript",
    "/Launch",
    "/Movie",
    "/Rendition",
    "/RichMediaExecute",
    "/Sound",
    "/SubmitForm",
}
#: Entries that hold scripts, embedded files or forms that a program draws.
ENTRIES = {"/AA", "/EF", "/EmbeddedFiles", "/JS", "/RichMediaContent", "/XFA"}
#: Notes on a page that show nothing but start something.
ANNOTATIONS = {"/3D", "/FileAttachment", "/Movie", "/RichMedia", "/Screen", "/Sound"}
#: A file with more objects than this within reach is no scanned paper.
MAX_OBJECTS = 300_000


def has_active_content(reader):
    """Whether a viewer would run, open or unpack something of the file.

    :param reader: ``pypdf.PdfReader``
    :raise ValueError: when the file has too many objects to be looked through
    """
    return any(_acts(entry) for entry in _dictionaries(reader.trailer))


def is_signed(reader):
    """Whether the file carries an electronic signature.

    :param reader: ``pypdf.PdfReader``
    """
    return any("/ByteRange" in entry for entry in _dictionaries(reader.trailer))


def without_active_content(reader):
    """The pages alone, as a new file.

    :param reader: ``pypdf.PdfReader``
    :return: bytes
    """
    writer = PdfWriter()
    for page in reader.pages:
        copied = writer.add_page(page)
        copied.pop("/AA", None)
        notes = copied.get("/Annots")
        if notes is not None:
            copied[NameObject("/Annots")] = ArrayObject(
                note for note in notes.get_object() if _is_quiet(note.get_object())
            )
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _is_quiet(note):
    """Whether a note on a page can stay: no form field, nothing that acts."""
    if note.get("/Subtype") == "/Widget":
        return False
    return not any(
        _acts(entry) for entry in _dictionaries(note, skip=("/Parent", "/P"))
    )


def _acts(entry):
    if ENTRIES & entry.keys():
        return True
    if entry.get("/S") in ACTIONS:
        return True
    return entry.get("/Subtype") in ANNOTATIONS


def _dictionaries(root, skip=()):
    """Every dictionary within reach of an object, each once, without recursion.

    :param root: object of pypdf
    :param skip: names of entries that lead back up
    """
    waiting, seen = [root], set()
    while waiting:
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            key = (item.idnum, item.generation)
            if key in seen:
                continue
            seen.add(key)
            if len(seen) > MAX_OBJECTS:
                raise ValueError("too many objects")
            item = item.get_object()
        if isinstance(item, DictionaryObject):
            yield item
            waiting.extend(
                item.raw_get(name) for name in item.keys() if name not in skip
            )
        elif isinstance(item, ArrayObject):
            waiting.extend(list.__iter__(item))
