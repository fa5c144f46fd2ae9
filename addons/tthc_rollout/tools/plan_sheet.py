"""A plan on paper: the columns of section III of the form, and bars beside them.

Its wording is that of the form in Vietnamese, and no matter for translators.
"""

from base64 import b64encode

#: Width of the time line on paper, for lines that must be as thick wherever they are.
WIDTH_MM = 88
#: So many weeks have their Monday written above them at most.
MOST_LABELS = 13
SHADE = "#d4d4d4"
STANDINGS = {
    "undated": "chưa có ngày",
    "planned": "chưa làm",
    "running": "đang làm",
    "late": "trễ hạn",
    "done": "đã xong",
}
FAULTS = {
    "undated": "chưa có ngày",
    "half_dated": "thiếu ngày bắt đầu hoặc kết thúc",
    "reversed": "kết thúc trước khi bắt đầu",
    "past_opening": "kết thúc sau ngày khai trương",
}


class PlanSheet:
    """Sections, agencies and lines, and where their bars stand in percent."""

    def __init__(self, sections, axis, off, today):
        """Take what the plan says.

        :param sections: as ``project.task._tthc_plan`` answers
        :param axis: :class:`PlanAxis`
        :param off: dict center → dict of its days off
        :param today: ``datetime.date``
        """
        self.sections = sections
        self.axis = axis
        self.off = off
        self.today = today

    def lanes(self):
        """The plans of all agencies, in order."""
        return [lane for section in self.sections for lane in section["lanes"]]

    def rows(self):
        """The lines of all agencies, in order."""
        return [row for lane in self.lanes() for row in lane["rows"]]

    def agency_count(self):
        """How many agencies plan."""
        return len({lane["agency"] for lane in self.lanes()})

    def openings(self):
        """The days of opening, in words."""
        days = {day for section in self.sections for day in section["openings"]}
        return ", ".join(self.day(day) for day in sorted(days))

    def _percent(self, days):
        return f"{100 * days / self.axis.length:.3f}%"

    def months(self):
        """Heading of the time line: (words, width), a month each."""
        months = []
        for day, begin, end in self.axis.months():
            words = f"Tháng {day:%m/%Y}" if end - begin >= self._room(19) else ""
            if not words and end - begin >= self._room(7):
                words = f"{day:%m/%y}"
            months.append((words, self._percent(end - begin)))
        return months

    def _room(self, millimetres):
        return millimetres * self.axis.length / WIDTH_MM

    def weeks(self):
        """Second heading: (day of the Monday, width), every week or every few."""
        mondays = self.axis.weeks()
        step = -(-len(mondays) // MOST_LABELS)
        return [
            (f"{day:%d/%m}", self._percent(7 * min(step, len(mondays) - at)))
            for at, day in enumerate(mondays)
            if at % step == 0
        ]

    def bar(self, row):
        """Where a bar stands, and how far it is.

        :return: dict ``left``, ``width``, ``done`` as percent; None without dates
        """
        if not row["drawn_from"]:
            return None
        begin, end = self.axis.span(row["drawn_from"], row["drawn_to"])
        return {
            "left": self._percent(begin),
            "width": self._percent(end - begin),
            "done": f"{min(max(row['progress'], 0), 100)}%",
        }

    def day(self, day):
        """A day as the form writes it.

        :param day: ``datetime.date``, or None
        """
        return f"{day:%d/%m/%Y}" if day else ""

    def standing(self, row):
        """How a line stands, in words."""
        return STANDINGS[row["standing"]]

    def faults(self, row):
        """What is wrong with the dates of a line; a date that is not there is said in
        the time line."""
        return "; ".join(FAULTS[fault] for fault in row["faults"] if fault != "undated")

    def ground(self, section, openings):
        """What lies behind the bars, as the address of a picture.

        Days off grey, Mondays as hair lines, today dotted, the opening as a thick line.

        :param section: of the plan
        :param openings: dates
        """
        hair = 0.18 * self.axis.length / WIDTH_MM
        off = self.axis.runs(self.off[section["center"]])
        shades = [(begin, end - begin, 0, 100) for begin, end in off]
        months = [(begin, hair, 0, 100) for _day, begin, _end in self.axis.months()]
        inside = [day for day in openings if self.axis.first <= day <= self.axis.last]
        lines = [(self.axis.at(day) - 2 * hair, 4 * hair, 0, 100) for day in inside]
        if self.axis.first <= self.today <= self.axis.last:
            at = self.axis.at(self.today)
            lines += [(at, 2 * hair, top, 10) for top in range(0, 100, 20)]
        picture = (
            '<svg xmlns="http://www.w3.org/2000/svg" preserveAspectRatio="none" '
            f'viewBox="0 0 {self.axis.length} 100">'
            f"{self._path(shades, SHADE)}{self._path(months, '#555')}"
            f"{self._path(lines, '#000')}</svg>"
        )
        return f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"

    def _path(self, boxes, color):
        """Boxes as one shape: a page has forty of these pictures, drawn one by one.

        :param boxes: list of (left, width, top, height)
        """
        shape = "".join(
            f"M{left:.2f} {top}h{width:.2f}v{height}h-{width:.2f}z"
            for left, width, top, height in boxes
        )
        return f'<path fill="{color}" d="{shape}"/>' if shape else ""
