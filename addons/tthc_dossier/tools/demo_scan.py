import io

from PIL import Image, ImageDraw, ImageFont

A5_AT_150_DPI = (874, 1240)


def demo_scan(kind, title):
    """A page that looks scanned, says that it is no real paper, and is small.

    :param kind: “PNG” or “PDF”
    :param title: what the page is called, in letters without accents
    :return: bytes
    """
    page = Image.new("L", A5_AT_150_DPI, 255)
    drawing = ImageDraw.Draw(page)
    drawing.text((90, 90), title, fill=0, font=ImageFont.load_default(36))
    drawing.text((330, 560), "DEMO", fill=150, font=ImageFont.load_default(90))
    for top in range(200, 1100, 60):
        drawing.line((90, top, 780 - top % 180, top), fill=90, width=3)
    made = io.BytesIO()
    page.save(made, kind, resolution=150)
    return made.getvalue()
