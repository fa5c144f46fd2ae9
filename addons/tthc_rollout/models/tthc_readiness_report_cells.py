from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM, local_moment

from .readiness_table import SENT

#: Columns of the board → the rules (``tthc.readiness.rule``) that speak for them.
COLUMNS = {
    "staff": (
        "leader",
        "main",
        "reserve",
        "phone",
        "photo",
        "size",
        "reserve_counter",
        "named",
    ),
    "procedures": ("count",),
    "routes": ("postal", "visit"),
    "plan": ("plan", "dates", "opening"),
}
#: A rule of this weight makes a column red, a lighter one amber.
HEAVY = 2


class TthcReadinessReportCells(models.AbstractModel):
    """The cells of an agency's row on the province's board: a level and a few words."""

    _name = "tthc.readiness.report.cells"
    _description = "Cells of the province's board"

    @api.model
    def _cell(self, level, words, hints=()):
        """A cell of the board.

        :param level: one of :data:`LEVELS`
        :param words: few
        :param hints: sentences that explain them
        """
        return {"level": level, "words": words, "hint": "\n".join(hints)}

    def _section_cell(self, column, found, words):
        """What a section lacks, in the order of the rules; else what it says.

        :param column: key of :data:`COLUMNS`
        :param found: findings of the report, read once (each read is a copy)
        :param words: see :meth:`_lack_words`
        """
        self.ensure_one()
        rows = [row for row in found if row["code"] in COLUMNS[column]]
        hints = [row["text"] for row in rows]
        asked = [row for row in rows if row["severity"] != "note"]
        if not asked:
            return self._cell("green", self._section_words(column), hints)
        heavy = any(
            row["severity"] == "stop" or row["weight"] >= HEAVY for row in asked
        )
        codes = dict.fromkeys(row["code"] for row in asked)
        text = ", ".join(
            self._short_lack(words, [row for row in asked if row["code"] == code])
            for code in codes
        )
        return self._cell("red" if heavy else "amber", text, hints)

    @api.model
    def _lack_words(self):
        """What each rule lacks in few words; ``%(n)s`` is how often.

        A rule that can lack the whole thing has a second entry for that.
        """
        return {
            "leader": self.env._("no leader"),
            "main": self.env._("%(n)s counters without main staff"),
            "main_none": self.env._("no main staff"),
            "reserve": self.env._("no reserve"),
            "postal": self.env._("0/1 contact for the Post"),
            "phone": self.env._("%(n)s phones missing"),
            "photo": self.env._("%(n)s pictures missing"),
            "size": self.env._("%(n)s sizes missing"),
            "reserve_counter": self.env._("%(n)s counters without reserve"),
            "named": self.env._("%(n)s people differ"),
            "count": self.env._("%(n)s counts to explain"),
            "count_none": self.env._("%(n)s counts missing"),
            "visit": self.env._("no hours of the Post"),
            "plan": self.env._("%(n)s lines without days"),
            "plan_none": self.env._("no plan"),
            "dates": self.env._("%(n)s lines out of order"),
            "opening": self.env._("%(n)s lines after the opening"),
        }

    def _short_lack(self, words, rows):
        code, number = rows[0]["code"], len(rows)
        if f"{code}_none" in words and not rows[0]["res_id"]:
            # One finding tells of all rows without a count.
            number = len(self._blank_counts()) if code == "count" else number
            code = f"{code}_none"
        return words[code] % {"n": number}

    def _section_words(self, column):
        """What there is, where nothing is missing."""
        if column == "staff":
            return self.env._("%(n)s people", n=len(self.person_ids))
        if column == "procedures":
            number = self.count_ids.sorted(lambda row: (row.sequence, row.id))[:1].value
            return self.env._("%(n)s procedures", n=number)
        if column == "routes":
            return self.env._("%(n)s visits a day", n=len(self.visit_ids))
        done = self.plan_ids.mapped("tthc_progress")
        return self.env._(
            "%(n)s lines, %(share)s %% done",
            n=len(done),
            share=round(sum(done) / len(done)) if done else 0,
        )

    def _plan_cell(self, cell):
        """The plan, with its lines that should have ended by now.

        :param cell: what it lacks by rule
        """
        day = clock.today(VIETNAM)
        late = self.plan_ids.filtered(
            lambda line: (
                line.tthc_date_to
                and line.tthc_date_to < day
                and line.tthc_progress < 100
            )
        )
        if not late:
            return cell
        words = self.env._("%(n)s lines late", n=len(late))
        if cell["level"] in ("red", "amber"):
            words = f"{words}, {cell['words']}"
        return self._cell(
            "red", words, filter(None, [cell["hint"], *late.mapped("name")])
        )

    def _waiting_difficulties(self):
        """What agencies have asked and what waits for an answer.

        :return: dict (agency id, center id) → (all, waiting, overdue)
        """
        difficulties = self.env["tthc.readiness.difficulty"]
        domain = Domain("agency_id", "in", self.agency_id.ids) & Domain(
            "center_id", "in", self.center_id.ids
        )
        found = {}
        for agency, center, state, number in difficulties._read_group(
            domain, ["agency_id", "center_id", "state"], ["__count"]
        ):
            total, waiting, late = found.get((agency.id, center.id), (0, 0, 0))
            open_ones = number if state != "answered" else 0
            found[agency.id, center.id] = (total + number, waiting + open_ones, late)
        for agency, center, number in difficulties._read_group(
            domain & Domain("is_overdue", "=", True),
            ["agency_id", "center_id"],
            ["__count"],
        ):
            total, waiting, _late = found[agency.id, center.id]
            found[agency.id, center.id] = (total, waiting, number)
        return found

    def _difficulty_cell(self, asked):
        key = (self.agency_id.id, self.center_id.id)
        total, waiting, late = asked.get(key, (0, 0, 0))
        if late:
            return self._cell(
                "red", self.env._("%(late)s of %(n)s overdue", late=late, n=waiting)
            )
        if waiting:
            return self._cell("amber", self.env._("%(n)s to be answered", n=waiting))
        if total:
            return self._cell("green", self.env._("%(n)s answered", n=total))
        return self._cell("grey", self.env._("none"))

    def _late_spans(self):
        """How late reports were when they were first filed.

        :return: dict of report id → ``timedelta``
        """
        late = self.filtered("is_late")
        if not late:
            return {}
        first = self.env["tthc.readiness.filing"]._read_group(
            [("report_id", "in", late.ids), ("number", "=", 1)],
            ["report_id"],
            ["due_at:max", "filed_at:max"],
        )
        return {report.id: filed - due for report, due, filed in first}

    def _filing_cell(self, late):
        """Sent or not, late or not, how much time is left.

        :param late: ``timedelta`` by which it was first filed late, or None
        """
        if self.state not in SENT:
            return self._due_cell()
        words = (
            self.env._("accepted")
            if self.state == "accepted"
            else self.env._(
                "filed %(moment)s",
                moment=local_moment(self.filed_at).strftime("%H:%M %d/%m"),
            )
        )
        if not self.is_late:
            return self._cell("green", words)
        if late:
            words = self.env._(
                "%(words)s, %(span)s late", words=words, span=self._span(late)
            )
        return self._cell("green" if self.state == "accepted" else "amber", words)

    def _due_cell(self):
        """How long an agency that has not filed still has."""
        # sudo: whether the campaign that asks was called off
        if self.sudo().campaign_id.state == "cancelled":
            return self._cell("grey", self.env._("called off"))
        left = self.due_at - clock.now()
        if left < timedelta():
            level, words = "red", self.env._("%(span)s late", span=self._span(-left))
        else:
            level, words = "grey", self.env._("%(span)s left", span=self._span(left))
            calendar = self.center_id.resource_calendar_id
            working = calendar.tthc_time_left(clock.now(), self.due_at)
            if working <= timedelta(hours=calendar.hours_per_day):
                level = "amber"
        where = {
            "returned": self.env._("returned"),
            "submitted": self.env._("with the leader"),
            "approved": self.env._("approved"),
        }.get(self.state)
        if where and level == "grey":
            level = "amber"
        return self._cell(level, f"{where}, {words}" if where else words)

    @api.model
    def _span(self, span):
        """A span in days and hours, or in hours and minutes.

        :param span: ``timedelta``, not negative
        """
        minutes = int(span.total_seconds()) // 60
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        if days:
            parts = [
                self.env._("%(n)s days", n=days),
                hours and self.env._("%(n)s hours", n=hours),
            ]
        else:
            parts = [
                hours and self.env._("%(n)s hours", n=hours),
                (minutes or not hours) and self.env._("%(n)s minutes", n=minutes),
            ]
        return " ".join(filter(None, parts))
