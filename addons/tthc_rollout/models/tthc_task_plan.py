from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import groupby

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from ..tools.plan_axis import PlanAxis

#: How long a line without dates is drawn, from today.
UNDATED_DAYS = 7


class TthcTaskPlan(models.AbstractModel):
    """Lines of rollout plans, center by center and agency by agency.

    One reckoning (:meth:`_tthc_plan`) is drawn on the screen, printed and written to
    Excel. Part of ``project.task``.
    """

    _name = "tthc.task.plan"
    _description = "Plan by agency"

    @api.model
    @api.readonly
    def tthc_lanes(self, domain=None, group_by=()):
        """The plan as agencies along days, for the view ``tthc_lanes``.

        :param domain: which lines
        :param group_by: as the search panel has it; its first one heads the lanes
            instead of the centers
        :return: dict for JSON (see ``tthc_base/static/src/lanes``)
        """
        return self._tthc_lines(domain)._tthc_drawing(group_by)

    @api.model
    def tthc_plan_print(self, domain=None, group_by=()):
        """Print the plan that is shown.

        :return: action
        :raise UserError: when it has no line
        """
        return self._tthc_paper(domain).action_print()

    @api.model
    def tthc_plan_excel(self, domain=None, group_by=()):
        """Take the plan that is shown along as an Excel file.

        :return: action
        :raise UserError: when it has no line
        """
        return self._tthc_paper(domain).action_excel()

    @api.model
    def _tthc_paper(self, domain):
        lines = self._tthc_lines(domain)
        return self.env["tthc.plan.paper"].create({"line_ids": lines.ids})

    @api.model
    def _tthc_lines(self, domain):
        """The lines of rollout plans that the user may see, in the order of the plan.

        :param domain: which of them
        """
        return self.search(
            Domain(domain or []) & Domain("tthc_agency_id", "!=", False),
            order="tthc_center_id, tthc_agency_id, sequence, id",
        )

    # -- the plan as data -------------------------------------------------------------

    def _tthc_plan(self, group_by=()):
        """The lines as sections of agencies.

        :param group_by: see :meth:`tthc_lanes`
        :return: list of dicts ``key``, ``label``, ``center``, ``openings`` (dates), and
            ``lanes``: dicts ``agency``, ``openings`` and ``rows`` (see
            :meth:`_tthc_plan_row`)
        """
        head = self._tthc_heading(group_by)
        today = clock.today(VIETNAM)
        # sudo: the opening days that the lines are planned for, read at once
        self.sudo().tthc_report_id.mapped("opening_day")
        self.tthc_partner_ids.mapped("display_name")
        sections = []
        lines = self.sorted(lambda line: head(line)[0]) if group_by else self
        for key, of_section in groupby(lines, key=head):
            lanes = [
                self._tthc_plan_lane(agency, rows, today)
                for agency, rows in groupby(
                    of_section, key=lambda line: line.tthc_agency_id
                )
            ]
            sections.append(
                {
                    "key": key[0],
                    "label": key[1],
                    "center": lanes[0]["center"],
                    "openings": sorted(
                        {day for lane in lanes for day in lane["openings"]}
                    ),
                    "lanes": lanes,
                }
            )
        return sections

    def _tthc_heading(self, group_by):
        """What heads the lanes of a line: (key to sort by, words).

        :return: function of a line
        """
        name, _colon, unit = (group_by[0] if group_by else "").partition(":")
        if name in ("", "tthc_center_id", "tthc_agency_id"):
            ranks = {row: at for at, row in enumerate(self.tthc_center_id.sorted())}
            return lambda line: (
                ranks[line.tthc_center_id],
                line.tthc_center_id.display_name,
            )
        field = self._fields[name]
        if field.type in ("date", "datetime"):
            form = "%Y" if unit == "year" else "%m/%Y"
            return lambda line: (
                f"{line[name]:%Y-%m}"[: 4 if unit == "year" else 7]
                if line[name]
                else "",
                f"{line[name]:{form}}" if line[name] else "–",
            )

        def head(line):
            """Key and words of the group that a line stands in."""
            value = field.convert_to_export(line[name], line)
            return str(value or ""), str(value or "–")

        return head

    @api.model
    def _tthc_plan_lane(self, agency, lines, today):
        # sudo: as above
        reports = [line.sudo().tthc_report_id for line in lines]
        days = {report.opening_day for report in reports if report.opening_day}
        return {
            "agency": agency,
            "center": lines[0].tthc_center_id,
            "openings": sorted(days),
            "rows": [
                line._tthc_plan_row(number, today)
                for number, line in enumerate(lines, 1)
            ],
        }

    def _tthc_plan_row(self, number, today):
        """A line as a row of section III.

        :param number: its place in the plan of its agency
        :param today: ``datetime.date`` in Vietnam
        :return: dict
        """
        self.ensure_one()
        return {
            "id": self.id,
            "number": number,
            "content": self.name or "",
            "detail": self.tthc_detail or "",
            "date_from": self.tthc_date_from or None,
            "date_to": self.tthc_date_to or None,
            "drawn_from": self.tthc_drawn_from or None,
            "drawn_to": self.tthc_drawn_to or None,
            "partners": self._partner_words(),
            "progress": self.tthc_progress or 0,
            "standing": self._tthc_standing_on(today),
            "faults": self._tthc_faults(),
        }

    def _tthc_faults(self):
        """What is wrong with the dates of a line.

        :return: list of “undated”, “half_dated”, “reversed”, “past_opening”
        """
        self.ensure_one()
        first, last = self.tthc_date_from, self.tthc_date_to
        if not first and not last:
            return ["undated"]
        faults = [] if first and last else ["half_dated"]
        if first and last and last < first:
            faults.append("reversed")
        if self.tthc_past_opening:
            faults.append("past_opening")
        return faults

    @api.model
    def _tthc_axis(self, sections):
        """The days that a plan is drawn along: its own, today, the opening.

        :param sections: see :meth:`_tthc_plan`
        :return: :class:`PlanAxis`
        """
        days = [clock.today(VIETNAM)]
        for section in sections:
            days += section["openings"]
            for lane in section["lanes"]:
                for row in lane["rows"]:
                    days += [day for day in (row["drawn_from"], row["drawn_to"]) if day]
        return PlanAxis(days)

    # -- the drawing ------------------------------------------------------------------

    def _tthc_drawing(self, group_by=()):
        sections = self._tthc_plan(group_by)
        axis = self._tthc_axis(sections)
        today = clock.today(VIETNAM)
        words = self._tthc_fault_words()
        return {
            "axis": self.env._("Calendar days; days off are shaded."),
            "first": fields.Date.to_string(axis.first),
            "length": axis.length,
            "today": {"at": axis.at(today), "label": self.env._("Today")},
            "sections": [
                {
                    "key": str(section["key"]),
                    "label": section["label"],
                    "shades": self._tthc_shades(section["center"], axis),
                    "marks": [
                        {
                            "at": axis.at(day),
                            "label": self.env._("Opening %(day)s", day=f"{day:%d/%m}"),
                        }
                        for day in section["openings"]
                    ],
                    "lanes": [
                        {
                            "key": f"{section['key']}/{at}",
                            "label": lane["agency"].display_name,
                            "bars": [
                                self._tthc_bar(row, axis, today, words)
                                for row in lane["rows"]
                            ],
                        }
                        for at, lane in enumerate(section["lanes"])
                    ],
                }
                for section in sections
            ],
        }

    @api.model
    def _tthc_bar(self, row, axis, today, words):
        """A row as a bar; without any date it stands at today, marked."""
        first, last = row["drawn_from"], row["drawn_to"]
        if first:
            begin, end = axis.span(first, last)
        else:
            begin = axis.at(today)
            end = begin + UNDATED_DAYS
        return {
            "id": row["id"],
            "from": begin,
            "to": end,
            "title": row["content"],
            "detail": row["detail"],
            "partners": row["partners"],
            "dates": self._tthc_dates(row),
            "state": row["standing"],
            "done": row["progress"],
            "warnings": [words[fault] for fault in row["faults"]],
        }

    @api.model
    def _tthc_dates(self, row):
        """Begin and end as people write them."""
        days = [row["date_from"], row["date_to"]]
        return " – ".join(f"{day:%d/%m/%Y}" if day else "…" for day in days)

    @api.model
    def _tthc_fault_words(self):
        return {
            "undated": self.env._("no dates yet"),
            "half_dated": self.env._("no begin or no end"),
            "reversed": self.env._("ends before it begins"),
            "past_opening": self.env._("ends after the opening"),
        }

    @api.model
    def _tthc_shades(self, center, axis):
        """Days off of a center along an axis; holidays with their names.

        :return: list of dicts ``from``, ``to``, ``label``
        """
        # sudo: working days of a center are no secret
        calendar = center.sudo().resource_calendar_id
        off = calendar.tthc_days_off(axis.first, axis.last) if calendar else {}
        return [
            {
                "from": begin,
                "to": end,
                "label": ", ".join(
                    dict.fromkeys(
                        name
                        for day, name in off.items()
                        if name and begin <= axis.at(day) < end
                    )
                ),
            }
            for begin, end in axis.runs(off)
        ]
