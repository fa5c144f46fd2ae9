"""What a column of a sheet is and what a row of it comes to."""

import dataclasses

from odoo.addons.tthc_base.tools.search_key import fold


@dataclasses.dataclass(frozen=True)
class Column:
    """One column of a sheet.

    :param titles: how it is headed; the first title stands in templates and exports
    :param kind: text, code, number, count, money, date, flag, yesno, choice, lines,
        or “own” for a column that its model reads and shows by methods of its own
    :param field: field of the model that it fills
    :param words: for a choice: value → words, the first one shown
    :param parts: for lines: columns of one line of the cell
    :param default: value of a choice where nothing is written
    :param required: a sheet without the column, or a new row without it, is refused
    :param ignored: known, but nothing of it is kept
    :param note: what to write there, for the template
    """

    titles: tuple
    kind: str = "text"
    field: str = ""
    words: dict = dataclasses.field(default_factory=dict)
    parts: dict = dataclasses.field(default_factory=dict)
    default: str = ""
    required: bool = False
    ignored: bool = False
    note: str = ""

    @property
    def title(self):
        """How the column is headed in what the suite writes."""
        return self.titles[0]


@dataclasses.dataclass
class Problem:
    """What is wrong with a cell, or with a row where the column is empty."""

    column: str
    severity: str
    message: str


@dataclasses.dataclass
class Row:
    """One row of a sheet, and what will become of it.

    :param number: as Excel counts, from 1
    :param cells: key of the column → cleaned text
    :param record: what it changes, empty for something new
    :param target: what was made or changed, once it is carried out
    :param values: field → value to write
    :param lines: key of a column of lines → list of values of its lines
    :param changes: list of (key of the column, text before, text after)
    """

    number: int
    cells: dict
    record: object = None
    target: object = None
    label: str = ""
    values: dict = dataclasses.field(default_factory=dict)
    lines: dict = dataclasses.field(default_factory=dict)
    changes: list = dataclasses.field(default_factory=list)
    problems: list = dataclasses.field(default_factory=list)
    left_out: bool = False

    @property
    def is_refused(self):
        """Whether something in it must be mended first."""
        return any(problem.severity == "error" for problem in self.problems)

    @property
    def outcome(self):
        """refused, skipped, new, changed or unchanged."""
        if self.is_refused:
            return "refused"
        if self.left_out:
            return "skipped"
        if not self.record:
            return "new"
        return "changed" if self.changes else "unchanged"

    def refuse(self, column, message):
        """Note an error: nothing is imported as long as it stands."""
        self.problems.append(Problem(column, "error", message))

    def warn(self, column, message):
        """Note what somebody should look at; it does not hinder the import."""
        self.problems.append(Problem(column, "warning", message))


@dataclasses.dataclass
class Plan:
    """What a file comes to.

    :param headers: key of the column → heading as written in the file
    :param rows: list of :class:`Row`, the heading's among them when it has problems
    """

    headers: dict = dataclasses.field(default_factory=dict)
    rows: list = dataclasses.field(default_factory=list)

    @property
    def error_count(self):
        """Number of errors, not of rows."""
        return sum(
            problem.severity == "error" for row in self.rows for problem in row.problems
        )

    def with_outcome(self, outcome):
        """Rows that something will become of."""
        return [row for row in self.rows if row.cells and row.outcome == outcome]


def keys_by_title(columns):
    """Folded title → key, the technical key being a title as well.

    :param columns: dict of key → :class:`Column`
    """
    return {
        fold(title.replace("_", " ")): key
        for key, column in columns.items()
        for title in (key, *column.titles)
    }
