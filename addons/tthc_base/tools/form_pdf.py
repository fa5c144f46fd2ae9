"""From the HTML of printed forms to one PDF/A-3b file, by WeasyPrint.

Pure: no ORM, no database, no network. The only thing that is read from disk is the
stylesheet of the forms, and the only addresses that a form may refer to are ``data:``
addresses, so that a form can neither call home nor read a file of the server.
"""

import functools
import io
import logging
import threading
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

FONT_FAMILY = "Liberation Serif"
PDF_VARIANT = "pdf/a-3b"
STYLESHEET = Path(__file__).parents[1] / "static" / "src" / "print" / "forms.css"

# A relative address in a template becomes an absolute one below this base, is refused
# like any other and named in the message, instead of being dropped silently.
BASE_ADDRESS = "tthc-form:///"

# The last letters that a font gets when Vietnamese is added to it.
VIETNAMESE_PROBE = frozenset("ơưằẵặếểễốỗộớởỡợứừữựỳỵỷỹ")

# WeasyPrint reports seven steps a page, which would fill the log of a counter.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)


class FormFault(Exception):
    """A form can't be printed as it is."""


class RefusedAddress(FormFault):
    """A form refers to an address outside of itself."""

    def __init__(self, address):
        super().__init__(address)
        self.address = address


class MissingLetters(FormFault):
    """The font of legal forms lacks letters of the form."""

    def __init__(self, letters):
        super().__init__(letters)
        self.letters = letters

    @property
    def font_is_missing(self):
        """Whether the font itself is absent or too old to write Vietnamese.

        :return: ``True`` when the machine is at fault, ``False`` when the text is
        """
        return not VIETNAMESE_PROBE.isdisjoint(self.letters)


class ForeignFont(FormFault):
    """A form uses another font than that of legal forms."""

    def __init__(self, families):
        super().__init__(families)
        self.families = families


class DataFetcher(URLFetcher):
    """Fetches ``data:`` addresses, refuses every other one and remembers it.

    WeasyPrint carries on without what it could not fetch, at some places in silence:
    what was refused is looked up here when it is done.
    """

    def __init__(self):
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self.refused = []

    def fetch(self, url, headers=None):
        """Answer a ``data:`` address.

        :param url: absolute address
        :param headers: ignored, a ``data:`` address has none
        :return: ``weasyprint.urls.URLFetcherResponse``
        :raise ValueError: for any other address
        """
        if not url.lower().startswith("data:"):
            self.refused.append(url)
            raise ValueError(f"Refused address: {url}")
        return super().fetch(url, headers)


class FormPrinter:
    """Lays out forms with one font configuration and one parsed stylesheet.

    Both are read once, which halves the time of a small page. Pango's font map is not
    made for several threads: they take turns, sheet by sheet, so that a receipt at a
    counter does not wait for somebody's batch.
    """

    _lock = threading.Lock()

    def __init__(self):
        self._fonts = FontConfiguration()
        self._css = CSS(
            filename=STYLESHEET, font_config=self._fonts, url_fetcher=DataFetcher()
        )
        self._letters = self._letters_of_font()

    def pdf(self, sheets):
        """One PDF of many sheets, each with page numbers of its own.

        :param sheets: iterable of HTML texts, one a record and copy; text in any
            Unicode normal form
        :return: bytes of a PDF/A-3b file
        :raise RefusedAddress: when a sheet refers to anything but ``data:``
        :raise MissingLetters: when the font has no picture of a letter
        :raise ForeignFont: when another font than that of legal forms is used
        """
        pages = [self._page(sheet) for sheet in sheets]
        layouts = [self._layout(page) for page in pages]
        merged = layouts[0].copy([page for layout in layouts for page in layout.pages])
        with self._lock:
            content = merged.write_pdf(pdf_variant=PDF_VARIANT)
        self._check_addresses(pages)
        self._check_letters(pages)
        self._check_fonts(merged.fonts.values())
        return content

    @staticmethod
    def _page(sheet):
        """Composed letters only: fonts have ``ế``, not ``e`` with two marks."""
        return HTML(
            string="<!DOCTYPE html>" + unicodedata.normalize("NFC", sheet),
            base_url=BASE_ADDRESS,
            url_fetcher=DataFetcher(),
        )

    def _layout(self, page):
        with self._lock:
            return page.render(
                font_config=self._fonts,
                stylesheets=[self._css],
                pdf_variant=PDF_VARIANT,
            )

    @staticmethod
    def _check_addresses(pages):
        """Raise when a form asked for anything but what it brings along."""
        for page in pages:
            if page.url_fetcher.refused:
                raise RefusedAddress(page.url_fetcher.refused[0])

    def _check_letters(self, pages):
        """Raise when another font would have to step in for a letter."""
        written = frozenset().union(
            *("".join(page.etree_element.find("body").itertext()) for page in pages)
        )
        letters = sorted(
            letter
            for letter in written - self._letters
            if unicodedata.category(letter)[0] not in "CZ"
        )
        if letters:
            raise MissingLetters("".join(letters))

    @staticmethod
    def _check_fonts(fonts):
        """Raise when a template or its style asks for another font."""
        foreign = {font.family for font in fonts} - {FONT_FAMILY}
        if foreign:
            raise ForeignFont(", ".join(sorted(foreign)))

    def _letters_of_font(self):
        """Every letter of the font of legal forms, read from the file in use."""
        probe = "".join(VIETNAMESE_PROBE)
        layout = self._layout(self._page(f'<body lang="vi">{probe}</body>'))
        # Only the unshortened font still knows the letters that the probe lacks.
        layout.write_pdf(pdf_variant=PDF_VARIANT, full_fonts=True)
        letters = set()
        for font in layout.fonts.values():
            if font.family == FONT_FAMILY:
                with TTFont(io.BytesIO(font.file_content), lazy=True) as file:
                    letters.update(map(chr, file.getBestCmap()))
        return frozenset(letters)


@functools.cache
def form_printer():
    """The printer of this process, made when the first form is printed.

    :return: :class:`FormPrinter`
    """
    return FormPrinter()
