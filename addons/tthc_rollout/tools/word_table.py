"""Word files laid out like the papers of an office (Decree 30/2020, appendix I).

The words are those of the papers themselves, in Vietnamese, and no matter for
translators.
"""

import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from odoo.addons.tthc_base.tools.vietnamese_date import vietnamese_date

FONT = "Times New Roman"
A4 = (Cm(21.0), Cm(29.7))


class WordTable:
    """Writes a paper with national heading, title, tables and signature."""

    def __init__(self, landscape=False):
        """Begin an A4 paper.

        :param landscape: whether it lies on its long side
        """
        self.document = Document()
        style = self.document.styles["Normal"]
        style.font.name = FONT
        style.font.size = Pt(13)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        style.paragraph_format.space_after = Pt(4)
        section = self.document.sections[0]
        section.page_width, section.page_height = A4
        if landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = reversed(A4)
        section.top_margin = section.bottom_margin = Cm(2)
        section.left_margin, section.right_margin = Cm(3), Cm(1.5)
        if landscape:
            section.left_margin = Cm(2)

    def content(self):
        """Bytes of the finished file."""
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    def heading(self, issuer, number=None, day=None):
        """National heading beside the issuer, with number and date.

        :param issuer: name of the issuing body
        :param number: of the dispatch, or None for dots
        :param day: ``datetime.date``, or None for dots
        """
        table = self.document.add_table(rows=2, cols=2)
        self._put(table.cell(0, 0), issuer.upper(), bold=True)
        self._put(table.cell(0, 1), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True)
        motto = table.cell(0, 1).add_paragraph()
        motto.alignment = WD_ALIGN_PARAGRAPH.CENTER
        motto.add_run("Độc lập - Tự do - Hạnh phúc").bold = True
        self._put(table.cell(1, 0), f"Số: {number or '………'}")
        self._put(table.cell(1, 1), f"………, {vietnamese_date(day)}", italic=True)

    def title(self, title, subtitle=None):
        """The title in the middle, and what it is about below it."""
        paragraph = self.paragraph(title, bold=True, centered=True)
        paragraph.paragraph_format.space_before = Pt(14)
        if subtitle:
            self.paragraph(subtitle, bold=True, centered=True)

    def paragraph(self, text, bold=False, italic=False, centered=False):
        """One paragraph of text.

        :return: the paragraph
        """
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(text)
        run.bold, run.italic = bold, italic
        if centered:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def table(self, heads, rows, joined=(), wide=()):
        """A table with borders whose headings stand on each page.

        :param heads: pairs of a heading and a width in centimetres
        :param rows: lists of texts; a row of one text goes across all columns
        :param joined: columns in which equal neighbours become one cell
        :param wide: two columns that are one in the heading, and in each row in which
            the second one is empty
        """
        table = self.document.add_table(rows=1, cols=len(heads))
        table.style = "Table Grid"
        table.autofit = False
        for cell, (label, _width) in zip(table.rows[0].cells, heads, strict=True):
            self._put(cell, label, bold=True, size=11)
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        for row in rows:
            cells = table.add_row().cells
            if len(row) == 1:
                merged = cells[0].merge(cells[-1])
                self._put(merged, row[0], bold=True, size=11, centered=False)
                continue
            for at, text in enumerate(row):
                self._put(cells[at], text, size=11, centered=at == 0)
        for line in table.rows:
            for cell, (_label, width) in zip(line.cells, heads, strict=True):
                cell.width = Cm(width)
        for column in joined:
            self._join_equal(table, column)
        if wide:
            self._join_wide(table, rows, *wide)

    def _join_equal(self, table, column):
        """Make one cell of neighbours below each other that say the same."""
        cells = table.columns[column].cells
        first = 1
        for at in range(2, len(cells) + 1):
            text = cells[first].text
            if at < len(cells) and cells[at].text == text:
                continue
            if at - first > 1:
                for cell in cells[first + 1 : at]:
                    cell.text = ""
                merged = cells[first].merge(cells[at - 1])
                self._clear(merged)
                self._put(merged, text, size=11, centered=False)
            first = at

    def _join_wide(self, table, rows, left, right):
        """Make one cell of two where the second one says nothing."""
        for line, row in zip(table.rows, [["", ""], *rows], strict=True):
            if row[right]:
                continue
            merged = line.cells[left].merge(line.cells[right])
            text = merged.text.strip()
            self._clear(merged)
            self._put(merged, text, bold=line is table.rows[0], size=11, centered=False)

    def _clear(self, cell):
        """Leave one empty paragraph."""
        for paragraph in cell.paragraphs[1:]:
            paragraph._p.getparent().remove(paragraph._p)
        cell.paragraphs[0].clear()

    def signature(self, role="THỦ TRƯỞNG ĐƠN VỊ"):
        """Room for whoever signs, at the right."""
        table = self.document.add_table(rows=1, cols=2)
        self._put(table.cell(0, 1), role, bold=True)
        line = table.cell(0, 1).add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run("(Ký, ghi rõ họ tên, đóng dấu)").italic = True

    def _put(self, cell, text, bold=False, italic=False, size=13, centered=True):
        paragraph = cell.paragraphs[0]
        if centered:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.italic = bold, italic
        run.font.size = Pt(size)
