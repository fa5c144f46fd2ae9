from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.search_key import fold

from ..tools import sheet_cells as cells
from ..tools.sheet_cells import SHOWN_FLAG, YES_NO_WORDS, CellError
from ..tools.sheet_column import Plan, Row, keys_by_title
from ..tools.sheet_file import FORMULA
from .tthc_limit import WHOLE_UNITS

#: Kind → names of its sheet in a workbook; the first one is written.
SHEETS = {
    "agency": ("Cơ quan", "agency", "agencies"),
    "procedure": ("Thủ tục", "procedure", "procedures", "Thủ tục hành chính", "TTHC"),
    "component": (
        "Thành phần hồ sơ",
        "component",
        "components",
        "Giấy tờ",
        "Thành phần",
    ),
    "chain": ("Liên thông", "chain", "chains", "interlinked"),
}
#: How sheets write: what they change is told by the job, not record by record.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
}
#: Excel's own limit of a cell; no published text comes near.
LONGEST_TEXT = 32000
#: Real names are longer, so they are kept whole, but somebody should look.
LONG_NAME = 800
HEADER_ROWS = 10
UNIT_WORDS = {
    "working_day": ("ngày làm việc", "NLV", "ngày LV"),
    "day": ("ngày", "ngày lịch"),
    "hour": ("giờ làm việc", "giờ"),
    "half_day": ("nửa ngày", "buổi"),
    "same_day": ("trong ngày", "trong ngày làm việc"),
    "minute": ("phút",),
    "month": ("tháng",),
}


class TthcCatalogSheet(models.AbstractModel):
    """A kind of sheet: its columns, what its rows mean, how records are shown in it.

    A cell is compared with what an export would show of the record. Equal texts are
    unchanged without being read, so that what the catalog holds can always be
    imported again, even where it would be refused as something new.
    """

    _name = "tthc.catalog.sheet"
    _description = "Sheet of the catalog"

    @api.model
    def _columns(self):
        """Columns of the sheet in the order of the export.

        :return: dict of key → :class:`Column`
        """
        raise NotImplementedError

    @api.model
    def _lookup(self, rows, job):
        """All that the rows of a file refer to, in a fixed number of queries.

        :param rows: list of :class:`Row`
        :param job: ``tthc.catalog.import``
        :return: dict that the other methods get as ``known``
        """
        raise NotImplementedError

    @api.model
    def _find(self, row, known):
        """Set the record that a row is about, note what hinders finding it."""
        raise NotImplementedError

    @api.model
    def _apply(self, plan, job, tick):
        """Carry out the rows that are new or changed, in batches.

        :param plan: :class:`Plan` without errors
        :param job: ``tthc.catalog.import``
        :param tick: function called with the share that is done, 0 to 1
        """
        raise NotImplementedError

    @api.model
    def _export_records(self):
        """Records that the export shows, in its order."""
        raise NotImplementedError

    @api.model
    def _export_rows(self):
        """Rows of the export.

        :return: iterator of dicts of key → text
        """
        columns = self._shown_columns()
        for record in self._export_records():
            yield {key: self._show(key, column, record) for key, column in columns}

    @api.model
    def _shown_columns(self):
        """Columns of templates and exports: list of pairs (key, column)."""
        return [
            (key, column)
            for key, column in self._columns().items()
            if not column.ignored
        ]

    @api.model
    def _plan(self, table, job):
        """What the rows of a table come to.

        :param table: :class:`Table` of the file
        :param job: ``tthc.catalog.import``
        :return: :class:`Plan`
        """
        plan = Plan()
        header_at = self._find_header(table)
        if header_at is None:
            return self._plan_without_header(table)
        number, titles = table.rows[header_at]
        keys = self._read_header(number, titles, plan)
        plan.rows += [
            self._read_cells(number, keys, texts)
            for number, texts in table.rows[header_at + 1 :]
        ]
        rows = [row for row in plan.rows if row.cells]
        known = self._lookup(rows, job)
        seen = {}
        for row in rows:
            self._find(row, known)
            self._refuse_twin(row, seen)
            if not row.left_out:
                self._compare(row, known)
                self._check_row(row, known)
        self._check_rows(rows, known)
        return plan

    @api.model
    def _missing_columns(self, titles):
        keys = keys_by_title(self._columns())
        present = {keys.get(self._title_key(title)) for title in titles}
        return [
            column.title
            for key, column in self._columns().items()
            if column.required and key not in present
        ]

    @api.model
    def _title_key(self, title):
        return "" if title is FORMULA else fold(title.replace("_", " "))

    @api.model
    def _find_header(self, table):
        """Place of the row with the headings; titles of the sheet may stand above."""
        for place, (_number, texts) in enumerate(table.rows[:HEADER_ROWS]):
            if not self._missing_columns(texts):
                return place
        return None

    @api.model
    def _plan_without_header(self, table):
        number, titles = table.rows[0] if table.rows else (1, [])
        row = Row(number, {})
        row.refuse(
            "",
            self.env._(
                "The row with the headings was not found. Missing columns: "
                "%(titles)s. The template shows them.",
                titles=", ".join(self._missing_columns(titles)),
            ),
        )
        return Plan(rows=[row])

    @api.model
    def _read_header(self, number, titles, plan):
        """Note the headings of the file, warn of those that are not known.

        :return: list of keys, ``None`` for columns that are left out
        """
        known = keys_by_title(self._columns())
        keys = []
        row = Row(number, {})
        for title in titles:
            key = known.get(self._title_key(title))
            if key in plan.headers:
                row.refuse(title, self.env._("This column stands there twice."))
                key = None
            elif key:
                plan.headers[key] = title.strip()
            elif title is not FORMULA and title.strip():
                row.warn(title, self.env._("This column is not known and is left out."))
            keys.append(key)
        if row.problems:
            plan.rows.append(row)
        return keys

    @api.model
    def _read_cells(self, number, keys, texts):
        row = Row(number, {})
        for key, text in zip(keys, texts, strict=False):
            if not key:
                continue
            if text is FORMULA:
                row.refuse(
                    key,
                    self.env._(
                        "The cell holds a formula, which is not computed here. Paste "
                        "its value."
                    ),
                )
                text = ""
            row.cells[key] = cells.clean(text)
        return row

    @api.model
    def _key(self, row):
        """What tells rows of one file apart."""
        raise NotImplementedError

    @api.model
    def _refuse_twin(self, row, seen):
        """Refuse a row whose key an earlier row of the file has."""
        key = self._key(row)
        if key and seen.setdefault(key, row) is not row:
            row.refuse(
                next(k for k, column in self._columns().items() if column.required),
                self.env._(
                    "The same key stands in row %(row)s already.", row=seen[key].number
                ),
            )

    @api.model
    def _check_row(self, row, known):
        """Rules that hold between the cells of a row."""

    @api.model
    def _check_rows(self, rows, known):
        """Rules that hold between rows."""

    @api.model
    def _compare(self, row, known):
        """Read the cells that differ from the record, note what they change."""
        columns = self._columns()
        # In the order of the columns here, not of the file: some build on others.
        for key, column in columns.items():
            if key not in row.cells or column.ignored or column.kind == "code":
                continue
            text = row.cells[key]
            before = cells.clean(self._show(key, column, row.record))
            if text == before:
                continue
            try:
                shown = cells.clean(self._read(key, column, text, row, known))
            except CellError as error:
                row.refuse(key, self._told(error))
                continue
            if shown != before or not row.record:
                row.changes.append((key, before, shown))
            else:
                row.values.pop(column.field, None)
                row.lines.pop(key, None)
        if not row.record:
            self._refuse_empty(row, columns)

    @api.model
    def _told(self, error):
        """What is wrong with a cell, in the language of the user."""
        message = error.message
        return message if isinstance(message, str) else self.env._(message)

    @api.model
    def _refuse_empty(self, row, columns):
        told = {problem.column for problem in row.problems}
        for key, column in columns.items():
            if column.required and not row.cells.get(key) and key not in told:
                row.refuse(
                    key,
                    self.env._("“%(title)s” is empty.", title=column.title),
                )

    @api.model
    def _read(self, key, column, text, row, known):
        """Read a cell into the values or lines of its row.

        :return: the text that an export would show of it
        :raise CellError: when the cell can't be read
        """
        if len(text) > LONGEST_TEXT:
            raise CellError(
                self.env._("The text is longer than a cell of Excel can be.")
            )
        own = getattr(self, f"_read_{key}", None)
        if own:
            return own(text, row, known)
        if column.required and not text:
            raise CellError(self.env._("“%(title)s” is empty.", title=column.title))
        if column.kind == "lines":
            row.lines[key] = self._read_lines(column, text, known)
            return self._show_lines(column, row.lines[key])
        value = self._value(column, text, known)
        row.values[column.field] = value
        if key == "name" and len(text) > LONG_NAME:
            row.warn(
                key,
                self.env._(
                    "A name of %(count)s characters: it is kept whole.",
                    count=len(text),
                ),
            )
        return self._show_value(column, value)

    @api.model
    def _value(self, column, text, known):
        """Value of a field from its text.

        :raise CellError: when the text can't be read
        """
        if column.kind == "text":
            return text or False
        if not text:
            if column.kind in ("number", "count", "money"):
                return 0
            return column.default or False
        match column.kind:
            case "number":
                return cells.parse_number(text)
            case "count":
                return cells.parse_count(text)
            case "money":
                return cells.parse_money(text)
            case "date":
                return cells.parse_date(text)
            case "flag":
                return cells.parse_flag(text)
            case "yesno":
                return cells.parse_choice(text, YES_NO_WORDS)
            case "choice":
                return cells.parse_choice(text, column.words)
            case "agency":
                return self._agency_id(text, known)
        raise NotImplementedError(column.kind)

    @api.model
    def _show(self, key, column, record):
        """Text of a cell for a record; empty where there is no record."""
        if not record:
            return ""
        own = getattr(self, f"_show_{key}", None)
        if own:
            return own(record)
        if column.kind == "lines":
            return self._show_lines(column, record[column.field])
        return self._show_value(column, record[column.field or key])

    @api.model
    def _show_value(self, column, value):
        match column.kind:
            case "number" | "money":
                return cells.show_number(value)
            case "count":
                return str(value or 0)
            case "date":
                return cells.show_date(value)
            case "flag":
                return SHOWN_FLAG if value else ""
            case "yesno":
                return YES_NO_WORDS[value][0] if value else ""
            case "choice":
                return column.words[value][0] if value else ""
            case "agency":
                agency = self.env["tthc.agency"].browse(value and int(value))
                return self._agency_text(agency)
        return value or ""

    @api.model
    def _show_lines(self, column, lines):
        """Text of a cell of lines.

        :param lines: records, or dicts of values
        """
        return cells.join_lines(
            [
                self._show_value(part, line[part.field] if part.field in line else "")
                for part in column.parts.values()
            ]
            for line in lines
        )

    @api.model
    def _read_lines(self, column, text, known):
        """Values of the lines of a cell.

        :raise CellError: when a part of a line can't be read
        """
        values = [
            {
                part.field: self._value(part, part_text, known)
                for part, part_text in zip(column.parts.values(), parts, strict=True)
            }
            for parts in cells.split_lines(text, len(column.parts))
        ]
        for line in values:
            self._check_whole(line.get("limit_value"), line.get("limit_unit"))
            if line.get("limit_value") and not line.get("limit_unit"):
                raise CellError(
                    self.env._(
                        "A line has the limit %(value)s without a unit.",
                        value=cells.show_number(line["limit_value"]),
                    )
                )
        return values

    # -- agencies and provinces -------------------------------------------------------

    @api.model
    def _known_agencies(self):
        """Agencies by what a sheet may call them.

        :return: dict of folded identifier, name or short name → recordset
        """
        agencies = self.env["tthc.agency"].search_fetch(
            [], ["identifier", "name", "short_name", "date_to"]
        )
        by_text = {}
        for agency in agencies:
            for text in {
                fold(name)
                for name in (agency.identifier, agency.name, agency.short_name)
                if name
            }:
                by_text[text] = by_text.get(text, agencies.browse()) | agency
        return by_text

    @api.model
    def _agency_id(self, text, known):
        """Id of the agency of this identifier or name.

        :raise CellError: when there is none, or several
        """
        found = known["agencies"].get(fold(text))
        if found and len(found) > 1:
            found = found.filtered(lambda agency: not agency.date_to)
        if not found:
            raise CellError(
                self.env._("The agency “%(text)s” is not known.", text=text)
            )
        if len(found) > 1:
            raise CellError(
                self.env._(
                    "Several agencies are called “%(text)s”. Write the electronic "
                    "identifier.",
                    text=text,
                )
            )
        return found.id

    @api.model
    def _check_whole(self, value, unit):
        """Refuse parts of units that the clock counts whole.

        :raise CellError: such as for 7,5 days
        """
        if value and unit in WHOLE_UNITS and value != int(value):
            raise CellError(
                self.env._(
                    "%(value)s can't be counted in this unit: write a whole number, or "
                    "half days or working hours.",
                    value=cells.show_number(value),
                )
            )

    @api.model
    def _currency_id(self):
        """Id of the dong, looked up once instead of by every default."""
        return self.env.ref("base.VND").id

    @api.model
    def _agency_text(self, agency):
        return agency.identifier or agency.name or ""

    @api.model
    def _known_provinces(self):
        """Provinces by folded name without its kind, and by code."""
        provinces = self.env["tthc.admin.unit"].search_fetch(
            [("level", "=", "1_province")], ["name", "code"]
        )
        by_text = {province.code: province for province in provinces}
        for province in provinces:
            by_text[self._province_key(province.name)] = province
        return by_text

    @api.model
    def _province_key(self, text):
        return fold(text).removeprefix("tinh ").removeprefix("thanh pho ")

    @api.model
    def _province(self, row, key, known):
        """The province of a row; refuses a row whose province is not known."""
        text = row.cells.get(key, "")
        none = self.env["tthc.admin.unit"]
        if not text:
            return none
        province = known["provinces"].get(self._province_key(text))
        if not province:
            row.refuse(
                key, self.env._("The province “%(text)s” is not known.", text=text)
            )
        return province or none

    @api.model
    def _show_province(self, record):
        return record.province_id.name or ""

    @api.model
    def _check_may(self):
        """Whether the user may import this kind.

        :raise UserError: in words, otherwise
        """
        if not self.env["tthc.procedure"].has_access("create"):
            raise UserError(self.env._("Only catalog editors may import this."))
