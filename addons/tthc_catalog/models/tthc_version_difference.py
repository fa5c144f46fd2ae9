from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_date, html2plaintext
from odoo.tools.misc import formatLang

from odoo.addons.tthc_base.tools.search_key import fold

#: Two lines with names so much alike are one that was renamed.
ALIKE = 0.6
#: Above so many pairs of lines no renamed one is looked for.
PAIRS = 2500
#: Fields that say one thing together, and the field that says it in words.
WORDED = {
    "limit_value": "limit_label",
    "limit_unit": "limit_label",
    "fee_known": "fee_label",
    "fee_amount": "fee_label",
}


class Difference(NamedTuple):
    """One row of a comparison: what, as it was, as it is."""

    kind: str  # changed, added or removed
    what: str
    before: str = ""
    after: str = ""


class Chapter(NamedTuple):
    """The differences of the version itself, or of one kind of its parts."""

    title: str
    rows: list
    counts: str = ""


class TthcVersionDifference(models.AbstractModel):
    """Compares a version with the one before it, field by field.

    What is compared follows from the model: the fields that an amendment copies and
    the lines of each one2many that it copies. A new field or part appears by itself.
    """

    _name = "tthc.version.difference"
    _description = "Differences of a version"

    difference_count = fields.Integer(
        string="Differences", compute="_compute_difference_count"
    )
    difference_html = fields.Html(
        string="Differences from the version before",
        compute="_compute_difference_html",
        sanitize=False,
    )

    @api.depends("predecessor_id")
    def _compute_difference_count(self):
        for version in self:
            version.difference_count = sum(
                len(chapter.rows) for chapter in version._differences()
            )

    @api.depends("predecessor_id")
    @api.depends_context("lang")
    def _compute_difference_html(self):
        qweb = self.env["ir.qweb"]
        for version in self:
            if not version.predecessor_id:
                version.difference_html = False
                continue
            version.difference_html = qweb._render(
                "tthc_catalog.version_differences",
                {"version": version, "chapters": version._differences()},
            )

    def _differences(self, before=None):
        """What changed against another version.

        :param before: version to compare with, by default the one before
        :return: list of ``Chapter``, without those in which nothing changed
        """
        self.ensure_one()
        before = before or self.predecessor_id
        if not before:
            return []
        own = Chapter(self.env._("Version"), self._changes(before, self))
        parts = [
            self._part_chapter(field, before[field.name], self[field.name])
            for field in self._part_fields()
        ]
        return [chapter for chapter in (own, *parts) if chapter.rows]

    @api.model
    def _part_fields(self):
        """The one2many fields whose lines an amendment copies, in their order."""
        return sorted(
            (
                field
                for field in self._fields.values()
                if field.type == "one2many" and field.copy
            ),
            key=lambda field: field._sequence,
        )

    @api.model
    def _compared_fields(self, model):
        """The fields of a version or a part that are compared, in their order.

        :param model: recordset of the version or the part
        """
        ignored = model._difference_ignored()
        return sorted(
            (
                field
                for field in model._fields.values()
                if field.copy
                and (field.store or field.type == "many2many")
                and field.type != "one2many"
                and field.name not in ignored
                and field.name not in models.MAGIC_COLUMNS
            ),
            key=lambda field: field._sequence,
        )

    @api.model
    def _difference_ignored(self):
        """Names of fields that say nothing to a reader of the differences."""
        return {"procedure_id", "currency_id", "decision_text", "vintage", "source"}

    def _changes(self, before, after):
        """The fields in which two records differ.

        :param before: a version or a part of one
        :param after: record of the same model
        :return: list of ``Difference``
        """
        rows = {}
        for field in self._compared_fields(after):
            if before[field.name] == after[field.name] and not field.relational:
                continue
            row = self._change(before, after, field)
            if row:
                rows.setdefault(row.what, row)
        return list(rows.values())

    def _change(self, before, after, field):
        worded = after._fields.get(WORDED.get(field.name))
        for shown in filter(None, (worded, field)):
            texts = [self._value_text(record, shown) for record in (before, after)]
            if texts[0] != texts[1]:
                return Difference(
                    "changed", shown._description_string(self.env), *texts
                )
        return None

    def _value_text(self, record, field):
        """A value as a reader sees it.

        :param record: version or part
        :param field: one of its fields
        :return: text, empty for nothing
        """
        value = record[field.name]
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if value is False or value is None:
            return ""
        if field.type == "monetary":
            return formatLang(self.env, value, currency_obj=record.currency_id)
        if field.type == "float":
            return f"{value:g}".replace(".", ",")
        if field.type == "date":
            return format_date(self.env, value)
        return html2plaintext(value) if field.type == "html" else str(value)

    # -- lines ------------------------------------------------------------------

    def _part_chapter(self, field, before, after):
        """Compare the lines of one kind.

        Lines that are the same are paired first, then those of the same name, then
        those with names much alike; the rest was removed or added.
        """
        old, new = self._unequal(before, after)
        pairs = self._paired(old, new)
        changed = [
            row._replace(what=f"{right._difference_label()} › {row.what}")
            for left, right in pairs
            for row in self._changes(left, right)
        ]
        lefts = {left for left, _right in pairs}
        rights = {right for _left, right in pairs}
        removed = [
            Difference("removed", line._difference_label(), self._line_text(line))
            for line in old
            if line not in lefts
        ]
        added = [
            Difference("added", line._difference_label(), "", self._line_text(line))
            for line in new
            if line not in rights
        ]
        counts = self.env._(
            "%(before)s → %(after)s lines: %(added)s added, %(removed)s removed, "
            "%(changed)s changed",
            before=len(before),
            after=len(after),
            added=len(added),
            removed=len(removed),
            changed=len(pairs),
        )
        return Chapter(
            field._description_string(self.env), changed + removed + added, counts
        )

    def _unequal(self, before, after):
        """The lines that have no equal on the other side.

        :return: pair of lists of records
        """
        signed = [
            [(line, self._signature(line)) for line in lines]
            for lines in (before, after)
        ]
        old, new = (Counter(sign for _line, sign in side) for side in signed)
        return (
            self._surplus(signed[0], old - new),
            self._surplus(signed[1], new - old),
        )

    def _surplus(self, signed, surplus):
        lines = []
        for line, sign in signed:
            if surplus[sign] > 0:
                surplus[sign] -= 1
                lines.append(line)
        return lines

    def _signature(self, line):
        return tuple(
            self._value_text(line, field) for field in self._compared_fields(line)
        )

    def _paired(self, old, new):
        """Pairs of lines that are one line changed.

        :param old: list of lines of the version before
        :param new: list of lines of this version
        :return: list of pairs
        """
        pairs = []
        for alike in (1.0, ALIKE):
            if len(old) * len(new) > PAIRS and alike < 1:
                break
            for right in list(new):
                left = self._likest(right, old, alike)
                if left is not None:
                    pairs.append((left, right))
                    old = [line for line in old if line != left]
                    new = [line for line in new if line != right]
        return pairs

    def _likest(self, line, candidates, least):
        """The candidate whose name is most like that of a line.

        :param least: 1.0 for the same name, less for a similar one
        :return: record or None
        """
        name = fold(line._difference_label())
        best, best_ratio = None, least
        for candidate in candidates:
            other = fold(candidate._difference_label())
            if least == 1:
                if other == name:
                    return candidate
                continue
            ratio = SequenceMatcher(None, name, other).ratio()
            if ratio >= best_ratio:
                best, best_ratio = candidate, ratio
        return best

    def _line_text(self, line):
        """What an added or removed line says, without its name and empty fields."""
        texts = {}
        for field in self._compared_fields(line):
            shown = line._fields.get(WORDED.get(field.name), field)
            if shown.name == "name" or not line[field.name]:
                continue
            text = self._value_text(line, shown)
            if text and text != line._difference_label():
                texts[shown.name] = f"{shown._description_string(self.env)}: {text}"
        return "; ".join(texts.values())
