"""From a file that a clerk hands in to a PDF that can be kept. Pure: no ORM.

What a file is, its first bytes say, never its name. Pictures become pages of at most
A4; what a camera writes into them (place, owner, device) goes. A PDF without anything
active is kept byte for byte, so that an electronic signature in it stays valid; an
unsigned one with active content is made anew from its pages; a signed one with active
content is refused.
"""

import hashlib
import io
from dataclasses import dataclass

from PIL import (
    Image,
    ImageOps,
    ImageSequence,
    PdfImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
)
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from .pdf_content import has_active_content, is_signed, without_active_content
from .straighten import straightened

# Odoo keeps PIL from loading plugins that it does not name itself.
PLUGINS = (PdfImagePlugin, TiffImagePlugin)
#: First bytes of the files that are taken, and the only decoder that may read them.
MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
#: How pictures end that are whole.
ENDS = {"jpeg": b"\xff\xd9", "png": b"IEND\xaeB\x60\x82"}
#: Brands of the container that phones write photos of the kind HEIC in.
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heif", b"mif1", b"msf1", b"avif")
A4_INCHES = (8.27, 11.69)
#: Beyond this a picture is a bomb or a poster, no paper: A3 at 400 dpi has 31 million.
MAX_PIXELS = 50_000_000
THUMBNAIL = (180, 240)
#: What readers of hostile files throw besides their own errors.
BROKEN = (
    PyPdfError,
    UnidentifiedImageError,
    Image.DecompressionBombError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)


class ScanFault(Exception):
    """A file can't be taken; ``reason`` says why, for whoever words it."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may be, and what a picture is made into.

    ``max_bytes`` of the file as handed in, ``max_pages``, ``dpi`` of a page of A4,
    ``quality`` of JPEG (1 to 95).
    """

    max_bytes: int
    max_pages: int
    dpi: int = 200
    quality: int = 75


@dataclass(frozen=True, slots=True)
class CleanScan:
    """A file made ready to be kept."""

    content: bytes
    kind: str
    pages: int
    sha256: str
    thumbnail: bytes | None
    rewritten: bool

    @property
    def content_sha256(self):
        """SHA-256 of the PDF that is kept, as hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


def sha256_of(content):
    """SHA-256 of a file, as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def recognise(content):
    """What a file is by its first bytes.

    :param content: bytes
    :return: “pdf”, “jpeg”, “png” or “tiff”
    :raise ScanFault: “heic” or “unknown”
    """
    for magic, kind in MAGIC:
        if content.startswith(magic):
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise ScanFault("heic")
    raise ScanFault("unknown")


def clean_scan(content, limits):
    """Check a file and make it ready to be kept.

    :param content: bytes of the file as handed in
    :param limits: :class:`Limits`
    :return: :class:`CleanScan`
    :raise ScanFault: “empty”, “too_large”, “unknown”, “heic”, “broken”, “encrypted”,
        “too_many_pages”, “too_many_pixels”, “signed_active”, “active”
    """
    if not content:
        raise ScanFault("empty")
    if len(content) > limits.max_bytes:
        raise ScanFault("too_large")
    kind = recognise(content)
    try:
        if kind == "pdf":
            made, pages, rewritten, thumbnail = *_from_pdf(content, limits), None
        else:
            made, pages, thumbnail = _from_picture(content, kind, limits)
            rewritten = True
    except BROKEN as error:
        raise ScanFault("broken") from error
    return CleanScan(made, kind, pages, sha256_of(content), thumbnail, rewritten)


def joined(contents):
    """One PDF of many, in their order.

    :param contents: iterable of bytes of PDF files made by :func:`clean_scan`
    :return: bytes
    """
    contents = list(contents)
    if len(contents) == 1:
        return contents[0]
    writer = PdfWriter()
    for content in contents:
        writer.append(io.BytesIO(content), import_outline=False)
    return _written(writer)


def _from_pdf(content, limits):
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise ScanFault("encrypted")
    pages = len(reader.pages)
    if not pages:
        raise ScanFault("broken")
    if pages > limits.max_pages:
        raise ScanFault("too_many_pages")
    if not has_active_content(reader):
        return content, pages, False
    if is_signed(reader):
        raise ScanFault("signed_active")
    made = without_active_content(reader)
    if has_active_content(PdfReader(io.BytesIO(made))):
        raise ScanFault("active")
    return made, pages, True


def _from_picture(content, kind, limits):
    if kind in ENDS and not _is_whole(content, kind):
        raise ScanFault("broken")
    with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
        # A photo may carry a preview or a second view: only TIFF has pages.
        frames = ImageSequence.Iterator(picture) if kind == "tiff" else [picture]
        if kind == "tiff" and picture.n_frames > limits.max_pages:
            raise ScanFault("too_many_pages")
        writer, thumbnail, pages = PdfWriter(), None, 0
        for frame in frames:
            if frame.width * frame.height > MAX_PIXELS:
                raise ScanFault("too_many_pixels")
            if kind == "tiff" and not _has_its_strips(frame, len(content)):
                raise ScanFault("broken")
            page = _page(frame, limits)
            thumbnail = thumbnail or _thumbnail(page)
            writer.append(io.BytesIO(_page_pdf(page, limits)), import_outline=False)
            pages += 1
    return _written(writer), pages, thumbnail


def _is_whole(content, kind):
    """Whether a picture has its end: libraries of the server read halves, too."""
    start = content.find(b"\xff\xda") if kind == "jpeg" else 0
    return start >= 0 and content.rfind(ENDS[kind]) > start


def _has_its_strips(frame, size):
    """Whether every part of a page of a TIFF lies within the file."""
    tags = frame.tag_v2
    starts = tags.get(273) or tags.get(324) or ()
    lengths = tags.get(279) or tags.get(325) or ()
    return bool(starts) and all(
        start + length <= size for start, length in zip(starts, lengths, strict=False)
    )


def _page(frame, limits):
    """One page as it lies before the reader: upright, level, at most A4."""
    size = tuple(round(side * limits.dpi) for side in A4_INCHES)
    if frame.format == "JPEG":
        # The decoder itself can leave out what is not needed.
        frame.draft(None, tuple(side * 2 for side in size))
    page = ImageOps.exif_transpose(frame)
    page = _opaque(page)
    if page.width > page.height:
        size = size[::-1]
    page.thumbnail(size, resample=Image.Resampling.LANCZOS)
    return straightened(page)


def _opaque(page):
    """Grey or coloured; what is transparent is paper."""
    if page.mode in ("L", "RGB"):
        return page.copy()
    if page.mode in ("1", "I;16", "I"):
        return page.convert("L")
    if page.mode in ("RGBA", "LA", "PA") or "transparency" in page.info:
        page = page.convert("RGBA")
        paper = Image.new("RGBA", page.size, "white")
        return Image.alpha_composite(paper, page).convert("RGB")
    return page.convert("RGB")


def _page_pdf(page, limits):
    """A PDF of one page that is as large as fits on A4."""
    short, long = sorted(page.size)
    per_inch = max(short / A4_INCHES[0], long / A4_INCHES[1])
    made = io.BytesIO()
    page.save(made, "PDF", resolution=per_inch, quality=limits.quality)
    return made.getvalue()


def _thumbnail(page):
    small = page.convert("RGB")
    small.thumbnail(THUMBNAIL)
    made = io.BytesIO()
    small.save(made, "JPEG", quality=70)
    return made.getvalue()


def _written(writer):
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
