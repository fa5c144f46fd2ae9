"""The table of comments on a draft, as Excel and as Word, from one reckoning.

Its columns are those of the table that goes with a draft to whoever signs it (law on
legal documents of 2015, Art 129): article, comment of which unit, taken up or
explained. No form is laid down for it by the papers that were seen.
"""

import io

import xlsxwriter

from .word_table import FONT, WordTable

TITLE = "BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN GÓP Ý"
HEADS = (
    ("TT", 1.2),
    ("Đơn vị góp ý", 4.2),
    ("Khoản, điểm", 2.4),
    ("Nội dung góp ý", 7.4),
    ("Đề nghị sửa thành", 5.0),
    ("Tiếp thu, giải trình", 5.0),
)
#: Characters of Excel's column width to a centimetre.
CHARACTERS = 5.2


class ConsultationSheet:
    """Writes the comments of one consultation."""

    def __init__(self, consultation):
        """Reckon the rows once.

        :param consultation: one ``tthc.consultation``
        """
        self.consultation = consultation
        self.rows = consultation._table_rows()
        self.summary = consultation._table_summary()

    def lines(self):
        """Rows of the table, one with the name of the article before its comments.

        :return: list of lists of texts
        """
        lines, article = [], None
        for number, row in enumerate(self.rows, 1):
            if row["article"] != article:
                article = row["article"]
                lines.append([article])
            answer = ": ".join(filter(None, (row["kind"], row["answer"])))
            lines.append(
                [
                    str(number),
                    row["agency"],
                    row["point"],
                    row["text"],
                    row["wording"],
                    answer,
                ]
            )
        return lines

    def word(self):
        """Bytes of the Word file."""
        document = WordTable(landscape=True)
        document.heading(
            self.consultation.agency_id.display_name,
            self.consultation.dispatch_number,
            self.consultation.dispatch_date,
        )
        document.title(TITLE, self.consultation.name)
        document.table(HEADS, self.lines())
        for text in self.summary:
            document.paragraph(text)
        document.signature()
        return document.content()

    def excel(self):
        """Bytes of the Excel file."""
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        form = {"font_name": FONT, "font_size": 12, "text_wrap": True, "valign": "top"}
        plain = book.add_format({**form, "border": 1})
        bold = book.add_format({**form, "border": 1, "bold": True})
        title = book.add_format({**form, "bold": True, "align": "center"})
        note = book.add_format({**form, "text_wrap": False})
        sheet = book.add_worksheet("Góp ý")
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        last = len(HEADS) - 1
        sheet.merge_range(0, 0, 0, last, TITLE, title)
        sheet.merge_range(1, 0, 1, last, self.consultation.name, title)
        for column, (label, width) in enumerate(HEADS):
            sheet.write_string(3, column, label, bold)
            sheet.set_column(column, column, width * CHARACTERS)
        sheet.repeat_rows(3)
        sheet.freeze_panes(4, 0)
        at = 4
        for line in self.lines():
            if len(line) == 1:
                sheet.merge_range(at, 0, at, last, "", bold)
                sheet.write_string(at, 0, line[0], bold)
            else:
                for column, text in enumerate(line):
                    sheet.write_string(at, column, text, plain)
            at += 1
        for text in self.summary:
            at += 1
            sheet.write_string(at, 0, text, note)
        sheet.print_area(0, 0, at, last)
        book.close()
        return buffer.getvalue()
