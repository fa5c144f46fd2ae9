"""QR codes as inline SVG: sharp at any resolution and of an exact size."""

import functools
import re
import unicodedata

import qrcode
from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_M

# ISO/IEC 18004 wants four empty modules around the symbol.
QUIET_MODULES = 4


@functools.lru_cache(maxsize=256)
def qr_svg(value, size_mm):
    """Draw a QR code with medium error correction (15 % may be stained or torn).

    :param value: text to encode; composed (NFC) first, so that equal texts give
        equal codes
    :param size_mm: side of the dark symbol in millimetres; the quiet zone of four
        modules a side comes on top
    :return: ``Markup`` of an ``<svg>`` element
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=1, border=0)
    code.add_data(unicodedata.normalize("NFC", value))
    code.make(fit=True)
    rows = code.get_matrix()
    modules = len(rows)
    side = modules + 2 * QUIET_MODULES
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="tthc_qr" '
        'viewBox="{start} {start} {side} {side}" '
        'style="width:{size:.3f}mm;height:{size:.3f}mm">'
        '<path d="{path}" stroke="#000"/></svg>'
    ).format(
        start=-QUIET_MODULES,
        side=side,
        size=size_mm * side / modules,
        path="".join(_row_path(y, row) for y, row in enumerate(rows)),
    )


def _row_path(y, row):
    """Dark modules of a row, neighbours drawn as one stroke of a module's width."""
    bits = "".join("1" if dark else "0" for dark in row)
    return "".join(
        f"M{run.start()} {y}.5h{len(run[0])}" for run in re.finditer("1+", bits)
    )
