"""Reports along an outline on paper: one unit's, and all units side by side.

The wording is that of the outline sent with dispatch 2520/SNV-CCHC of 2 October 2017,
in Vietnamese, and no matter for translators.
"""

import io

import xlsxwriter

from .word_table import FONT, WordTable

UNIT_HEADS = (
    ("TT", 1.0),
    ("Đơn vị", 4.2),
    ("Số quầy", 1.8),
    ("Nhân sự", 1.8),
    ("Đường truyền", 2.6),
    ("Phần mềm", 2.6),
    ("Cơ sở vật chất", 2.6),
)
FILED = ("filed", "accepted")


def unit_rows(units):
    """Rows of the table of units.

    :param units: as a report's content has them
    :return: list of lists of texts
    """
    return [
        [
            str(number),
            unit["agency"],
            str(unit["counters"]),
            str(unit["staff"]),
            unit["line"],
            unit["software"],
            unit["premises"],
        ]
        for number, unit in enumerate(units, 1)
    ]


def figure_line(row):
    """A figure of the system in words.

    :param row: dict with ``label``, ``value`` and perhaps ``text``
    :return: text
    """
    return f"{row['label']}: {row.get('text') or row['value']}"


def numbered(part):
    """Number and name of a line, as the outline prints them."""
    code = part["code"]
    if not code:
        return f"- {part['name']}"
    return f"{code} {part['name']}" if code.endswith(")") else f"{code}. {part['name']}"


class OutlinePaper:
    """The report of one unit."""

    def __init__(self, report):
        """Read what the report says.

        :param report: one ``tthc.outline.report``
        """
        self.report = report
        self.content = report._content()

    def reference(self):
        """The dispatch that asked for the report."""
        outline = self.report.outline_id
        words = (
            outline.dispatch_number,
            outline.dispatch_date and f"ngày {outline.dispatch_date:%d/%m/%Y}",
            f"của {outline.agency_id.name}",
        )
        lead = "Theo văn bản số" if outline.dispatch_number else "Theo yêu cầu"
        return f"({lead} {' '.join(filter(None, words))})"

    def sections(self):
        """The lines of the outline with what is said on each.

        :return: list of dicts: ``heading``, ``is_bold``, ``lines`` (figures, then
            words), ``units`` (rows below :data:`UNIT_HEADS`)
        """
        return [
            {
                "heading": numbered(part),
                "is_bold": part["level"] < 3,
                "lines": [
                    *(f"+ {figure_line(row)}" for row in part["figures"]),
                    *filter(None, part["text"].splitlines()),
                ],
                "units": unit_rows(self.content["units"])
                if part["kind"] == "units"
                else [],
            }
            for part in self.content["parts"]
        ]

    def unit_heads(self):
        """Headings of the table of units."""
        return [label for label, _width in UNIT_HEADS]

    def word(self):
        """Bytes of the Word file."""
        document = WordTable()
        document.heading(self.content["agency"])
        document.title("BÁO CÁO", self.report.outline_id.name)
        document.paragraph(self.reference(), italic=True, centered=True)
        for section in self.sections():
            document.paragraph(section["heading"], bold=section["is_bold"])
            for line in section["lines"]:
                document.paragraph(line)
            if section["units"]:
                document.table(UNIT_HEADS, section["units"])
        document.signature()
        return document.content()


class RollUp:
    """The filed reports of all units: figures side by side, text line by line."""

    def __init__(self, outline):
        """Read every report once.

        :param outline: one ``tthc.outline``
        """
        self.outline = outline
        reports = outline.report_ids
        self.filed = [report._content() for report in reports if report.state in FILED]
        self.missing = [
            report.agency_id.name for report in reports if report.state not in FILED
        ]

    def columns(self):
        """Labels of all figures, in the order of the outline.

        :return: list of pairs (name of the line, label)
        """
        columns = {}
        for content in self.filed:
            for part in content["parts"]:
                for row in part["figures"]:
                    columns[part["name"], row["label"]] = True
        return list(columns)

    def figure_rows(self):
        """A row a unit, and the sum of all.

        :return: list of lists: name of the unit, then numbers (None: not known)
        """
        columns = self.columns()
        rows = []
        for content in self.filed:
            known = {
                (part["name"], row["label"]): row["value"]
                for part in content["parts"]
                for row in part["figures"]
            }
            rows.append([content["agency"], *map(known.get, columns)])
        if rows:
            sums = [
                sum(value for value in values if value is not None)
                for values in zip(*(row[1:] for row in rows), strict=True)
            ]
            rows.append(["Tổng cộng", *sums])
        return rows

    def text_rows(self):
        """What the units wrote, line by line of the outline.

        :return: list of lists: a line of one text is a heading, of two a unit's words
        """
        lines = {}
        for content in self.filed:
            for part in content["parts"]:
                if part["text"]:
                    lines.setdefault(numbered(part), []).append(
                        [content["agency"], part["text"]]
                    )
        rows = []
        for heading, words in lines.items():
            rows += [[heading], *words]
        return rows

    def summary(self):
        """Who filed and who has not.

        :return: list of texts
        """
        asked = len(self.filed) + len(self.missing)
        lines = [f"Số đơn vị được yêu cầu: {asked}; đã báo cáo: {len(self.filed)}."]
        if self.missing:
            names = ", ".join(self.missing)
            lines.append(f"Chưa báo cáo ({len(self.missing)}): {names}.")
        return lines

    def units(self):
        """Rows of the units of all reports.

        :return: list of lists of texts
        """
        return unit_rows([unit for content in self.filed for unit in content["units"]])

    def word(self):
        """Bytes of the Word file."""
        document = WordTable(landscape=True)
        document.heading(self.outline.agency_id.name)
        document.title("TỔNG HỢP BÁO CÁO", self.outline.name)
        for text in self.summary():
            document.paragraph(text)
        if self.units():
            document.table(UNIT_HEADS, self.units())
            document.paragraph("")
        if self.text_rows():
            document.table((("Đơn vị", 6.0), ("Nội dung", 19.0)), self.text_rows())
        document.signature()
        return document.content()

    def excel(self):
        """Bytes of the Excel file: figures, units, text, a sheet each."""
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        base = {"font_name": FONT, "font_size": 12, "text_wrap": True, "valign": "top"}
        self.plain = book.add_format({**base, "border": 1})
        self.bold = book.add_format({**base, "border": 1, "bold": True})
        self.note = book.add_format({"font_name": FONT, "font_size": 12})
        heads = ["Đơn vị", *(f"{name}: {label}" for name, label in self.columns())]
        figures = self._sheet(book, "Số liệu", heads, self.figure_rows(), 22)
        figures.set_column(0, 0, 38)
        self._sheet(
            book,
            "Đơn vị trực thuộc",
            [head for head, _w in UNIT_HEADS],
            self.units(),
            20,
        )
        texts = self._sheet(
            book, "Nội dung", ["Đơn vị", "Nội dung"], self.text_rows(), 90
        )
        texts.set_column(0, 0, 38)
        book.close()
        return buffer.getvalue()

    def _sheet(self, book, name, heads, rows, width):
        sheet = book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for at, text in enumerate(self.summary()):
            sheet.write_string(at, 0, text, self.note)
        first = len(self.summary()) + 1
        last = max(len(heads) - 1, 1)
        for column, label in enumerate(heads):
            sheet.write_string(first, column, label, self.bold)
        sheet.set_column(0, last, width)
        sheet.freeze_panes(first + 1, 1)
        sheet.repeat_rows(first)
        for at, row in enumerate(rows, first + 1):
            for column, value in enumerate(row):
                form = self.bold if len(row) == 1 else self.plain
                if isinstance(value, int):
                    sheet.write_number(at, column, value, form)
                elif value is None:
                    sheet.write_string(at, column, "chưa có dữ liệu", form)
                else:
                    sheet.write_string(at, column, value, form)
        sheet.print_area(0, 0, first + len(rows), last)
        return sheet
