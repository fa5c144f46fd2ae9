"""The form of the dispatch of March 2017, sections I to IV, as Word and as Excel.

Its wording is that of the form in Vietnamese, and no matter for translators.
"""

import io
from datetime import date

import xlsxwriter

from .word_table import FONT, WordTable

TITLE = "BÁO CÁO"
SUBTITLE = "TIẾN ĐỘ TRIỂN KHAI THÀNH LẬP TRUNG TÂM HÀNH CHÍNH CÔNG TỈNH"
PEOPLE = "I. Về nhân sự:"
COUNTS = (
    "II. Về quy trình tiếp nhận – chuyển hồ sơ từ Trung tâm về Sở, ngành và ngược lại"
)
PLAN = (
    "III. Về kế hoạch chi tiết tiến độ triển khai thành lập Trung tâm hành chính công "
    "tỉnh:"
)
DIFFICULTIES = "IV. Khó khăn, kiến nghị khác:"
VISITS_HEAD = "Thời gian bưu điện giao nhận tại đơn vị:"
SIZE_NOTE = "*Lưu ý: Chỉ bổ sung thông tin về kích cỡ áo đối với nhân sự chính."
ROLES = {
    "leader": "Lãnh đạo phụ trách trực tiếp",
    "main": "Nhân sự chính tại trung tâm",
    "reserve": "Nhân sự dự phòng tại trung tâm",
    "postal": "Nhân sự tiếp nhận - trả hồ sơ tại đơn vị với bưu điện",
}
PEOPLE_HEADS = (
    ("", 4.6),
    ("Tên", 3.6),
    ("Chức vụ", 3.2),
    ("Số điện thoại", 2.6),
    ("Kích cỡ áo*", 2.0),
)
COUNT_HEADS = (
    ("Loại thủ tục", 4.4),
    ("", 4.4),
    ("Số lượng", 2.2),
    ("Đơn vị liên thông", 5.0),
)
PLAN_HEADS = (
    ("STT", 1.1),
    ("Nội dung thực hiện", 3.8),
    ("Chi tiết", 4.2),
    ("Thời gian bắt đầu", 2.2),
    ("Thời gian kết thúc", 2.2),
    ("Đơn vị phối hợp", 2.5),
)


def day_text(text):
    """A day as the form writes it.

    :param text: ISO date, or None
    """
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else ""


class ReadinessPaper:
    """The report of one agency."""

    def __init__(self, content, count_heads):
        """Take what a report says.

        :param content: as ``tthc.readiness.report._report_content`` answers
        :param count_heads: dict key of a row of section II → its headings
        """
        self.content = content
        self.count_heads = count_heads

    def people_rows(self):
        """Section I: each role of the form has a row, be anybody named or not."""
        rows = []
        for role, label in ROLES.items():
            people = [row for row in self.content["people"] if row["role"] == role]
            for person in people or [{}]:
                rows.append(
                    [
                        label,
                        *(
                            person.get(name, "")
                            for name in ("name", "title", "phone", "size")
                        ),
                    ]
                )
        return rows

    def count_rows(self):
        """Section II: kind, sort of it, number, partner agencies."""
        rows = []
        for row in self.content["counts"]:
            heads = self.count_heads[row["key"]]
            rows.append(
                [heads[0], "".join(heads[1:]), str(row["number"]), row["partners"]]
            )
        return rows

    def plan_rows(self):
        """Section III: the lines of the plan."""
        return [
            [
                str(number),
                row["content"],
                row["detail"],
                day_text(row["date_from"]),
                day_text(row["date_to"]),
                row["partners"],
            ]
            for number, row in enumerate(self.content["plan"], 1)
        ]

    def visit_lines(self):
        """When the courier comes, each hour as a line of section II."""
        lines = []
        for run, hour in self.visit_rows():
            lines.append(f"{run}: {hour}")
        return lines

    def visit_rows(self):
        """Section II: each run of the Post with its hour at the agency."""
        rows = []
        for visit in self.content["visits"]:
            hour, minute = divmod(round(visit["hour"] * 60), 60)
            rows.append([visit["name"], f"{hour:02d} giờ {minute:02d}"])
        return rows

    def reference(self):
        """The dispatch that the report goes with."""
        campaign = self.content["campaign"]
        number = campaign["dispatch_number"] or "…/………"
        day = day_text(campaign["dispatch_date"]) or "……/…/……"
        return f"(Đính kèm văn bản số {number} ngày {day})"

    def word(self):
        """Bytes of the Word file, laid out like the form."""
        document = WordTable()
        document.heading(self.content["agency"]["name"])
        document.title(TITLE, SUBTITLE)
        document.paragraph(self.reference(), italic=True, centered=True)
        document.paragraph(PEOPLE, bold=True)
        document.table(PEOPLE_HEADS, self.people_rows(), joined=(0,))
        document.paragraph(SIZE_NOTE, italic=True)
        document.paragraph(COUNTS, bold=True)
        document.table(COUNT_HEADS, self.count_rows(), joined=(0,), wide=(0, 1))
        if self.content["visits"]:
            document.paragraph(VISITS_HEAD)
        for line in self.visit_lines():
            document.paragraph(f"- {line}")
        document.paragraph(PLAN, bold=True)
        document.table(PLAN_HEADS, self.plan_rows() or [[""] * len(PLAN_HEADS)])
        document.paragraph(DIFFICULTIES, bold=True)
        for row in self.content["difficulties"]:
            document.paragraph(f"- {row['text']}")
        document.signature()
        return document.content()


class ReadinessBook:
    """The reports of all agencies as one Excel file, a sheet a section."""

    def __init__(self, papers):
        """Take the reports.

        :param papers: list of :class:`ReadinessPaper`
        """
        self.papers = papers

    def rows(self, section):
        """The rows of a section, each with its agency before it.

        :param section: “people”, “count”, “visit” or “plan”
        """
        return [
            [paper.content["agency"]["name"], *row]
            for paper in self.papers
            for row in getattr(paper, f"{section}_rows")()
        ]

    def difficulty_rows(self):
        """Section IV of all agencies."""
        return [
            [paper.content["agency"]["name"], row["text"], row["owner"], row["answer"]]
            for paper in self.papers
            for row in paper.content["difficulties"]
        ]

    def excel(self):
        """Bytes of the Excel file."""
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        base = {"font_name": FONT, "font_size": 12, "text_wrap": True, "valign": "top"}
        plain = book.add_format({**base, "border": 1})
        bold = book.add_format({**base, "border": 1, "bold": True})
        sheets = (
            ("I. Nhân sự", PEOPLE_HEADS, self.rows("people")),
            ("II. Thủ tục", COUNT_HEADS, self.rows("count")),
            (
                "II. Giờ bưu điện",
                (("Chuyến", 7.0), ("Giờ tại đơn vị", 3.2)),
                self.rows("visit"),
            ),
            ("III. Kế hoạch", PLAN_HEADS, self.rows("plan")),
            (
                "IV. Khó khăn",
                (
                    ("Nội dung", 9.0),
                    ("Đơn vị trả lời", 4.5),
                    ("Trả lời", 7.0),
                ),
                self.difficulty_rows(),
            ),
        )
        for name, heads, rows in sheets:
            self._sheet(book, name, heads, rows, plain, bold)
        book.close()
        return buffer.getvalue()

    def _sheet(self, book, name, heads, rows, plain, bold):
        sheet = book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, "Đơn vị", bold)
        sheet.set_column(0, 0, 36)
        for column, (label, width) in enumerate(heads, 1):
            sheet.write_string(0, column, label, bold)
            sheet.set_column(column, column, width * 5.2)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        for at, row in enumerate(rows, 1):
            for column, text in enumerate(row):
                if column and text.isdigit() and not text.startswith("0"):
                    sheet.write_number(at, column, int(text), plain)
                else:
                    sheet.write_string(at, column, text, plain)
        sheet.autofilter(0, 0, max(len(rows), 1), len(heads))
        sheet.print_area(0, 0, max(len(rows), 1), len(heads))
