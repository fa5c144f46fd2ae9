"""The plan as one Excel sheet: a row a line, a column a week, the weeks filled."""

import io
from datetime import timedelta

import xlsxwriter

from .plan_sheet import STANDINGS

FONT = "Times New Roman"
HEADS = (
    ("Đơn vị", 24),
    ("Trung tâm", 20),
    ("STT", 5),
    ("Nội dung thực hiện", 36),
    ("Chi tiết", 32),
    ("Thời gian bắt đầu", 12),
    ("Thời gian kết thúc", 12),
    ("Đơn vị phối hợp", 24),
    ("Tiến độ", 9),
    ("Tình trạng", 13),
)
#: Up to and with “Nội dung thực hiện”: stays in sight.
FROZEN = 4
TITLE_ROW, NOTE_ROW, MONTH_ROW, WEEK_ROW, MARK_ROW = 0, 1, 3, 4, 5
FIRST_ROW = 6
WEEK_WIDTH = 5.3
#: Patterns of Excel, which a printer without colours shows, too: filled, hatched,
#: dotted; each with its colour.
FILLS = {
    "done": {"pattern": 1, "bg_color": "#2E7D32"},
    "past": {"pattern": 1, "bg_color": "#1F4E79"},
    "running": {"pattern": 7, "fg_color": "#1F4E79", "bg_color": "#DDEBF7"},
    "late": {"pattern": 9, "fg_color": "#C00000", "bg_color": "#FFFFFF"},
    "planned": {"pattern": 1, "bg_color": "#BDD7EE"},
    "off": {"pattern": 17, "fg_color": "#A6A6A6", "bg_color": "#FFFFFF"},
}


class PlanBook:
    """Writes a plan into a workbook."""

    def __init__(self, plan):
        """Take the plan.

        :param plan: :class:`PlanSheet`
        """
        self.plan = plan
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, {"in_memory": True})
        self.sheet = self.book.add_worksheet("Kế hoạch")
        self.mondays = plan.axis.weeks()
        self.openings = {
            self._week(day) for section in plan.sections for day in section["openings"]
        }
        self.formats = {}

    def excel(self):
        """Bytes of the file."""
        self._write_heads()
        row = FIRST_ROW
        for section in self.plan.sections:
            off = self._weeks_off(section)
            for lane in section["lanes"]:
                for line in lane["rows"]:
                    self._write_line(row, section, lane, line)
                    self._write_weeks(row, line, off)
                    row += 1
        self._lay_out(row - 1)
        self.book.close()
        return self.buffer.getvalue()

    def _cell(self, **values):
        """A format, made once.

        :param values: of ``xlsxwriter``
        """
        key = tuple(sorted(values.items()))
        if key not in self.formats:
            base = {"font_name": FONT, "font_size": 11, "valign": "top", "border": 1}
            self.formats[key] = self.book.add_format({**base, **values})
        return self.formats[key]

    def _week(self, day):
        """Number of the week that a day lies in."""
        return min(
            max((day - self.plan.axis.first).days // 7, 0), len(self.mondays) - 1
        )

    def _weeks_off(self, section):
        """Weeks without a single working day, such as that of Tết."""
        off = self.plan.off[section["center"]]
        return {
            at
            for at, monday in enumerate(self.mondays)
            if all(monday + timedelta(days=number) in off for number in range(7))
        }

    def _write_heads(self):
        last = len(HEADS) + len(self.mondays) - 1
        title = {"bold": True, "border": 0, "font_size": 14}
        self.sheet.write_string(
            TITLE_ROW, 0, "KẾ HOẠCH CHI TIẾT TIẾN ĐỘ TRIỂN KHAI", self._cell(**title)
        )
        self.sheet.write_string(
            NOTE_ROW,
            0,
            f"{self.plan.agency_count()} đơn vị, "
            f"{len(self.plan.rows())} nội dung; lập ngày {self.plan.today:%d/%m/%Y}. "
            "Mỗi cột một tuần: đậm = phần đã làm, sọc = đang làm, nhạt = chưa làm, "
            "ca-rô đỏ = trễ hạn, chấm xám = nghỉ cả tuần.",
            self._cell(border=0, italic=True),
        )
        head = self._cell(bold=True, align="center", valign="vcenter", text_wrap=True)
        for column, (words, width) in enumerate(HEADS):
            self.sheet.merge_range(MONTH_ROW, column, MARK_ROW - 1, column, words, head)
            self.sheet.write_blank(MARK_ROW, column, None, head)
            self.sheet.set_column(column, column, width)
        self.sheet.set_column(len(HEADS), last, WEEK_WIDTH)
        for day, begin, end in self._months():
            words = f"Tháng {day:%m/%Y}" if end > begin else f"{day:%m/%y}"
            columns = len(HEADS) + begin, len(HEADS) + end
            if end > begin:
                self.sheet.merge_range(
                    MONTH_ROW, columns[0], MONTH_ROW, columns[1], words, head
                )
            else:
                self.sheet.write_string(MONTH_ROW, columns[0], words, head)
        for at, monday in enumerate(self.mondays):
            column = len(HEADS) + at
            day = self._cell(align="center", num_format="dd/mm", font_size=8)
            self.sheet.write_datetime(WEEK_ROW, column, monday, day)
            mark = self._cell(align="center", bold=True, font_size=8, text_wrap=True)
            self.sheet.write_string(MARK_ROW, column, self._mark(at), mark)

    def _months(self):
        """Months by the Mondays in them: (Monday, first week, last week)."""
        months = []
        for at, monday in enumerate(self.mondays):
            if months and (monday.year, monday.month) == (
                months[-1][0].year,
                months[-1][0].month,
            ):
                months[-1] = (*months[-1][:2], at)
            else:
                months.append((monday, at, at))
        return months

    def _mark(self, week):
        """What is special about a week."""
        words = ["Khai trương"] if week in self.openings else []
        if self.plan.axis.first <= self.plan.today <= self.plan.axis.last:
            words += ["Hôm nay"] if week == self._week(self.plan.today) else []
        return ", ".join(words)

    def _write_line(self, row, section, lane, line):
        text = self._cell(text_wrap=True)
        center = self._cell(align="center")
        day = self._cell(align="center", num_format="dd/mm/yyyy")
        self.sheet.write_string(row, 0, lane["agency"].name, text)
        self.sheet.write_string(row, 1, section["center"].display_name, text)
        self.sheet.write_number(row, 2, line["number"], center)
        self.sheet.write_string(row, 3, line["content"], text)
        self.sheet.write_string(row, 4, line["detail"], text)
        for column, name in ((5, "date_from"), (6, "date_to")):
            if line[name]:
                self.sheet.write_datetime(row, column, line[name], day)
            else:
                self.sheet.write_blank(row, column, None, day)
        self.sheet.write_string(row, 7, line["partners"], text)
        percent = self._cell(align="center", num_format="0%")
        self.sheet.write_number(row, 8, line["progress"] / 100, percent)
        faults = self.plan.faults(line)
        words = STANDINGS[line["standing"]] + (f" – {faults}" if faults else "")
        self.sheet.write_string(row, 9, words, text)

    def _write_weeks(self, row, line, off):
        for week in range(len(self.mondays)):
            fill = FILLS.get(self._fill(line, week, off), {})
            # the opening as a thick edge down the sheet
            edge = (
                {"right": 5, "right_color": "#C00000"} if week in self.openings else {}
            )
            self.sheet.write_blank(
                row, len(HEADS) + week, None, self._cell(**fill, **edge)
            )

    def _fill(self, line, week, off):
        """Key of :data:`FILLS` of a line in a week, or None."""
        if line["drawn_from"]:
            first, last = self._week(line["drawn_from"]), self._week(line["drawn_to"])
            if first <= week <= last:
                done = first + (last - first + 1) * line["progress"] / 100
                past = line["standing"] != "done" and week + 1 <= done
                return "past" if past else line["standing"]
        return "off" if week in off else None

    def _lay_out(self, last_row):
        last = len(HEADS) + len(self.mondays) - 1
        self.sheet.set_row(MARK_ROW, 24)
        self.sheet.freeze_panes(FIRST_ROW, FROZEN)
        self.sheet.autofilter(MARK_ROW, 0, last_row, len(HEADS) - 1)
        self.sheet.print_area(0, 0, last_row, last)
        self.sheet.repeat_rows(MONTH_ROW, MARK_ROW)
        self.sheet.set_landscape()
        # A3 where the weeks are many: letters stay readable
        self.sheet.set_paper(8 if len(self.mondays) > 16 else 9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        self.sheet.set_footer("&L&F&RTrang &P/&N")
