"""Reads the points of a dispatch (công văn) out of its plain text.

Points are numbered (“1.”), below them dashes (“-”) and plus signs (“+”), as Decree
30/2020 lays a dispatch out. A line that ends with a colon and has lines below it is
a heading: it says who has to do what follows.
"""

import calendar
import re
from datetime import date

POINT = re.compile(r"^(\d{1,2})\.\s+(.*)")
DASH = re.compile(r"^[-–]\s*(?!\+)(.*)")
PLUS = re.compile(r"^(?:[-–]\s*)?\+\s*(.*)")
DAY = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"
#: What a dispatch says of a day, and how that is reckoned. A day alone is none: most
#: of them are days of other papers.
DUES = (
    (
        "by_hour",
        re.compile(
            rf"trước\s+(\d{{1,2}})\s*(?:giờ|h)\s*(\d{{2}})?[^\d/]*?ngày\s+{DAY}", re.I
        ),
    ),
    ("before_day", re.compile(rf"trước\s+ngày\s+{DAY}", re.I)),
    (
        "by_day",
        re.compile(
            r"(?:chậm nhất|đến hết|hoàn thành|hết)\s+(?:là\s+|đến\s+|vào\s+)*"
            rf"ngày\s+{DAY}",
            re.I,
        ),
    ),
)
MONTH = re.compile(r"trong tháng\s+(\d{1,2})/(\d{4})", re.I)
WORDS = re.compile(
    r"khẩn trương|hằng (?:tuần|tháng|quý|năm)|hàng (?:tuần|tháng|quý|năm)|định kỳ"
    r"|thường xuyên",
    re.I,
)
LEAD = re.compile(r"^Giao\s+(?:trách nhiệm\s+)?(?:cho\s+)?(.+?)\s+(?:chủ trì|phối hợp)")
REPORT = re.compile(r"[Bb]áo cáo\s+(UBND tỉnh|Ủy ban nhân dân tỉnh)(\s*\([^)]*\))?")


def read_due(text):
    """What a text says of the day by which it is to be done.

    :return: dict of ``due_kind``, ``due_on``, ``due_hour``, ``due_words`` as
        ``tthc.duty`` has them
    """
    for kind, pattern in DUES:
        found = pattern.search(text)
        day = found and _day(found.groups()[-3:])
        if day:
            hour = _hour(found.groups()) if kind == "by_hour" else 0
            return _due(kind, day, hour, found.group())
    month = MONTH.search(text)
    if month and 1 <= int(month.group(1)) <= 12:
        number, year = int(month.group(1)), int(month.group(2))
        last = date(year, number, calendar.monthrange(year, number)[1])
        return _due("by_day", last, 0, month.group())
    words = WORDS.search(text)
    if words:
        return _due("words", None, 0, words.group().lower())
    return _due("none", None, 0, "")


def _due(kind, day, hour, words):
    return {
        "due_kind": kind,
        "due_on": day,
        "due_hour": hour,
        "due_words": words if kind != "by_hour" else "",
    }


def _day(groups):
    day, month, year = map(int, groups)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hour(groups):
    return (int(groups[0]) + int(groups[1] or 0) / 60) % 24


def read_points(text):
    """The points of a dispatch, each with who, what and by when.

    :param text: as it was copied out of the paper
    :return: list of dicts: ``point``, ``text``, ``lead`` and ``report_to`` (words, or
        empty), and what :func:`read_due` answers
    """
    entries = []
    number, dashes, pluses = "", 0, 0
    for line in map(_clean, text.splitlines()):
        if not line:
            continue
        plus, dash, point = PLUS.match(line), DASH.match(line), POINT.match(line)
        if point:
            number, dashes, pluses = f"{point.group(1)}.", 0, 0
            entries.append(_entry(1, number, point.group(2)))
        elif plus and number:
            pluses += 1
            place = _place(number, dashes, pluses)
            entries.append(_entry(3, place, plus.group(1)))
        elif dash and number:
            dashes, pluses = dashes + 1, 0
            place = _place(number, dashes, 0)
            entries.append(_entry(2, place, dash.group(1)))
        elif entries:
            _continue(entries, line)
    return _points(entries)


def _clean(line):
    return re.sub(r"\s+", " ", line.replace("**", "")).strip()


def _entry(level, place, text):
    return {"level": level, "point": place, "text": text}


def _place(number, dashes, pluses):
    words = [number]
    if dashes:
        words.append(f"gạch đầu dòng {dashes}")
    if pluses:
        words.append(f"dấu cộng {pluses}")
    return " ".join(words)


def _continue(entries, line):
    """A line without a mark goes on with the one before, or says what it heads."""
    before = entries[-1]
    if before["text"].endswith(":"):
        entries.append(_entry(before["level"] + 1, before["point"], line))
        return
    # A sentence that a page or a scan broke in two goes on in the same line.
    joint = "\n" if before["text"].endswith((".", ";")) else " "
    before["text"] += f"{joint}{line}"


def _points(entries):
    """Entries without their headings, which say who does what stands below."""
    points, heads = [], {}
    for at, entry in enumerate(entries):
        level = entry["level"]
        heads = {key: text for key, text in heads.items() if key < level}
        below = entries[at + 1] if at + 1 < len(entries) else {"level": 0}
        if entry["text"].endswith(":") and below["level"] > level:
            heads[level] = entry["text"][:-1].strip()
            continue
        points.append(_point(entry, heads))
    return points


def _point(entry, heads):
    text = entry["text"]
    lead = heads.get(1, "")
    # A heading between the two says more of what is to be done, or who does it.
    if 2 in heads:
        inner = heads[2]
        if re.match(r"(UBND|Sở|Ủy ban|Cục|Ban)\b", inner):
            lead = inner
        else:
            text = f"{inner}: {text}"
    given = LEAD.match(text)
    report = REPORT.search(text)
    return {
        "point": entry["point"],
        "text": text,
        "lead": lead or (given.group(1) if given else ""),
        "report_to": "".join(filter(None, report.groups())) if report else "",
        **read_due(text),
    }
