"""How far a scanned page is turned, found from its lines of text. Pure, PIL only.

Lines of text are dark rows between light ones. When the page is turned to where they
lie level, neighbouring rows of pixels differ most. Pages without clear lines (a photo,
a plan, a stamp) give no clear answer and are left as they are.
"""

from PIL import Image, ImageOps

#: Width in pixels at which the lines are looked for.
_PROBE = 500
#: Turns beyond this are no skew: somebody laid the paper like that.
_MOST = 5.0
#: Turns below this are not worth a second encoding.
_LEAST = 0.3
#: How much clearer the lines have to become, so that a guess never turns a page.
_CLEARER = 1.25
#: How clear they are at least, a row of pixels: pictures and noise stay below.
_CLEAR_ROW = 20.0


def skew_of(picture):
    """Degrees by which a page has to be turned so that its lines lie level.

    :param picture: PIL image in the right orientation
    :return: float, counter-clockwise, 0.0 where nothing can be said for sure
    """
    probe = _probe(picture)
    level = _clearness(probe)
    best = max(_angles(_MOST, 0.5), key=lambda angle: _clearness(_turned(probe, angle)))
    around = [best + step for step in (-0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4)]
    best = max(around, key=lambda angle: _clearness(_turned(probe, angle)))
    if not _LEAST <= abs(best) <= _MOST:
        return 0.0
    clear = _clearness(_turned(probe, best))
    certain = clear > max(level * _CLEARER, _CLEAR_ROW * probe.height)
    return round(best, 1) if certain else 0.0


def straightened(picture):
    """A page with its lines level; the paper that is missing at the corners is white.

    :param picture: PIL image of the mode L or RGB
    :return: the picture itself where nothing is to be done
    """
    angle = skew_of(picture)
    if not angle:
        return picture
    white = 255 if picture.mode == "L" else (255, 255, 255)
    return picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=white)


def _probe(picture):
    """A small negative of the page: ink is light, so that turned-in corners are paper.

    The edge is left out: the shadow of a scanner's lid is no line of text.
    """
    small = ImageOps.autocontrast(picture.convert("L"))
    small.thumbnail((_PROBE, _PROBE * 2), resample=Image.Resampling.BOX)
    width, height = small.size
    edge_x, edge_y = width // 20, height // 20
    small = small.crop((edge_x, edge_y, width - edge_x, height - edge_y))
    return ImageOps.invert(small)


def _turned(probe, angle):
    return probe.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=0)


def _clearness(probe):
    """How much neighbouring rows of pixels differ in the sum."""
    rows = probe.resize((1, probe.height), resample=Image.Resampling.BOX).tobytes()
    return sum((a - b) ** 2 for a, b in zip(rows, rows[1:], strict=False))


def _angles(most, step):
    count = int(most / step)
    return [number * step for number in range(-count, count + 1)]
