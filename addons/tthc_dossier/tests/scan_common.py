import io

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, create_string_object


def page(turn=0, mark=0, size=(1240, 1754)):
    """A picture of a page with lines of text, turned by degrees.

    :param turn: degrees, counter-clockwise
    :param mark: makes pages differ from each other
    """
    picture = Image.new("L", size, 255)
    drawing = ImageDraw.Draw(picture)
    for line, top in enumerate(range(150, size[1] - 150, 40)):
        left = 120 + (mark * 37 + line * 13) % 50
        for word in range(14):
            width = 30 + (line * 31 + word * 17 + mark * 7) % 50
            if left + width > size[0] - 120:
                break
            drawing.rectangle((left, top, left + width, top + 16), fill=20)
            left += width + 12
    return picture.rotate(turn, fillcolor=255, resample=Image.Resampling.BICUBIC)


def picture_bytes(kind="JPEG", pages=1, **options):
    """A picture file of one or (TIFF) several pages."""
    first, *more = (page(mark=number) for number in range(pages))
    made = io.BytesIO()
    if more:
        options.update(save_all=True, append_images=more)
    first.save(made, kind, **options)
    return made.getvalue()


def pdf_bytes(pages=1, script=False, attachment=False, password=None, signed=False):
    """A PDF file as asked for."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    if script:
        writer._root_object[NameObject("/OpenAction")] = DictionaryObject(
            {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): create_string_object("app.alert(1)"),
            }
        )
    if attachment:
        writer.add_attachment("virus.exe", b"MZ hidden program")
    if signed:
        writer._root_object[NameObject("/Test")] = DictionaryObject(
            {NameObject("/ByteRange"): create_string_object("0 1")}
        )
    if password:
        writer.encrypt(password)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
