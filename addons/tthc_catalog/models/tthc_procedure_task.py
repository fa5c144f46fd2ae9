from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime

from ..tools import step_plan

#: Measure in which a plan is told beside a limit of each unit.
MEASURES = {
    "minute": "hour",
    "hour": "hour",
    "half_day": "hour",
    "same_day": "working_day",
    "working_day": "working_day",
    "day": "day",
    "month": "day",
}


class TthcProcedureTask(models.AbstractModel):
    """One agency's share of a procedure: a line of a chain or an internal step.

    How the limits add up is told in ``tools/step_plan.py``.
    """

    _name = "tthc.procedure.task"
    _inherit = ["tthc.limit"]
    _description = "Share of an agency in a procedure"

    sequence = fields.Integer(default=10)
    agency_id = fields.Many2one("tthc.agency", ondelete="restrict")
    at_center_body = fields.Boolean(
        string="By the body of the receiving center",
        help="For instance the people's committee of the commune whose center "
        "receives the dossier.",
    )
    role = fields.Selection(
        [("specialist", "Specialist"), ("leader", "Leader")],
        required=True,
        default="specialist",
    )
    kind = fields.Selection(
        [
            ("processing", "Processing"),
            ("consultation", "Consultation"),
            ("field_check", "Field check"),
            ("decision", "Decision"),
        ],
        required=True,
        default="processing",
    )
    from_start = fields.Boolean(
        string="Counted from the start",
        help="The limit runs from the receipt of the dossier, not from the end of "
        "the step before (cộng dồn).",
    )
    excluded_from_clock = fields.Boolean(
        string="Not counted",
        help="The time of this step does not count toward the time limit.",
    )
    tacit_consent = fields.Boolean(help="No answer in time counts as consent.")

    @api.constrains("agency_id", "at_center_body")
    def _check_one_agency(self):
        if self.filtered(lambda task: task.agency_id and task.at_center_body):
            raise ValidationError(
                self.env._(
                    "A step is done by one agency or by the body of the receiving "
                    "center, not by both."
                )
            )

    def _title(self):
        """What the share is called on screens; a model says its own."""
        self.ensure_one()
        return self.display_name

    def _stage_keys(self):
        """What those that run side by side have in common, one a record.

        :return: list of numbers in the order of the records, equal side by side
        """
        raise NotImplementedError

    def _is_assigned(self):
        """Whether it is known who does it."""
        self.ensure_one()
        return bool(self.agency_id or self.at_center_body)

    def _agency_label(self):
        """Who does it, in words; empty where nobody is known."""
        self.ensure_one()
        if self.at_center_body:
            return self.env._("Body of the receiving center")
        return self.agency_id.display_name or ""

    # -- the plan -------------------------------------------------------------------

    @api.model
    def _plan_calendar(self):
        """The working week that limits are compared on, without holidays."""
        calendar = self.env.ref("tthc_base.calendar_administrative")
        return calendar._tthc_week()

    def _tasks(self):
        """The shares as values of the plan.

        :return: list of ``step_plan.Task`` in the order of the records
        """
        return [
            step_plan.Task(
                stage=stage,
                amount=task.limit_value,
                unit=task.limit_unit if task._has_limit() else None,
                from_start=task.from_start,
            )
            for task, stage in zip(self, self._stage_keys(), strict=True)
        ]

    # -- warnings -------------------------------------------------------------------

    def _warnings(self, limits):
        """What is wrong with the shares of one chain or version, in words.

        :param limits: list of (what it is the limit of, amount, unit)
        :return: dict of record → list of sentences about it; the sentences about
            all of them stand under the empty recordset
        """
        found = {task: [] for task in self}
        found[self.browse()] = self._excess_warnings(limits)
        self._warn_unassigned(found)
        self._warn_early_ends(found)
        return found

    def _excess_warnings(self, limits):
        calendar = self._plan_calendar()
        tasks = self._counted_tasks()
        return list(
            dict.fromkeys(
                self._excess_sentence(calendar, tasks, excess, *limit)
                for limit, excess in self._excesses(limits)
            )
        )

    def _counted_tasks(self):
        """The shares that count toward a limit, as values of the plan."""
        return self.filtered(lambda task: not task.excluded_from_clock)._tasks()

    def _excesses(self, limits):
        """The limits that the shares outrun from some weekday on.

        :param limits: list of (what it is the limit of, amount, unit)
        :return: list of (limit, (start, end)), from the day that outruns it most
        """
        calendar = self._plan_calendar()
        tasks = self._counted_tasks()
        found = (
            (limit, step_plan.worst_excess(calendar, tasks, *limit[1:]))
            for limit in limits
        )
        return [(limit, excess) for limit, excess in found if excess]

    def _excess_sentence(self, calendar, tasks, excess, name, amount, unit):
        """Tell by how much the plan outruns a limit.

        Where everything is counted in one unit the sum is the same from any day on;
        otherwise the worst day of the week is named.
        """
        measure = MEASURES[unit]
        total = step_plan.length(calendar, *excess, measure)
        words = {
            "name": name,
            "total": self._amount_label(total, measure),
            "limit": self._amount_label(amount, unit),
        }
        if {MEASURES[task.unit] for task in tasks if task.unit} <= {measure}:
            return self.env._(
                "The steps add up to %(total)s, more than %(limit)s (%(name)s).",
                **words,
            )
        return self.env._(
            "Received on a %(weekday)s, the steps take %(total)s, more than %(limit)s "
            "(%(name)s).",
            weekday=self._weekday(excess[0]),
            **words,
        )

    @api.model
    def _weekday(self, at):
        """The name of a day of the week.

        :param at: naive local datetime
        """
        return format_datetime(self.env, at, tz="UTC", dt_format="EEEE")

    @api.model
    def _amount_label(self, amount, unit):
        """A length of time in words, such as “25 ngày làm việc”.

        :param amount: of the unit; not read for ``same_day``
        """
        label = dict(self._fields["limit_unit"]._description_selection(self.env))[unit]
        if unit == "same_day":
            return label
        return f"{round(amount, 1):g} {label}".replace(".", ",")

    def _warn_unassigned(self, found):
        """Nobody can end a share without agency: what follows is never reached."""
        first = None
        unreached = 0
        for task, stage in zip(self, self._stage_keys(), strict=True):
            if not task._is_assigned():
                found[task].append(
                    self.env._("“%(name)s” has no agency.", name=task._title())
                )
                first = first or (task, stage)
            unreached += bool(first and stage != first[1])
        if unreached:
            found[self.browse()].append(
                self._unreached_sentence(unreached, first[0]._title())
            )

    @api.model
    def _unreached_sentence(self, count, before):
        """Say how many shares wait for one that nobody does.

        :param count: number of them
        :param before: title of the one without agency
        """
        if count == 1:
            return self.env._(
                "1 step can't be reached, because “%(before)s” before it has no "
                "agency.",
                before=before,
            )
        return self.env._(
            "%(count)s steps can't be reached, because “%(before)s” before them has no "
            "agency.",
            count=count,
            before=before,
        )

    def _warn_early_ends(self, found):
        """A limit from the start that is over before its turn comes."""
        calendar = self._plan_calendar()
        first = step_plan.starts(calendar)[0]
        planned = step_plan.spans(calendar, first, self._tasks())
        for task, span in zip(self, planned, strict=True):
            if task.from_start and task._has_limit() and span.end < span.begin:
                found[task].append(
                    self.env._(
                        "“%(name)s” can't be reached in time: it must end by day "
                        "%(end)s, the steps before it end on day %(begin)s.",
                        name=task._title(),
                        end=(span.end - first).days,
                        begin=(span.begin - first).days,
                    )
                )

    # -- the drawing ----------------------------------------------------------------

    def _drawing(self, limits):
        """The plan as agencies by time, for the widget ``tthc_lanes``.

        The scale is in working days, or in days where a limit counts days off too. It
        begins on the weekday from which the first limit is outrun the most, the one
        that the warning names.

        :param limits: list of (what it is the limit of, amount, unit)
        :return: dict for JSON (see ``tthc_base/static/src/lanes``), or False
        """
        if not self:
            return False
        calendar = self._plan_calendar()
        excesses = self._excesses(limits)
        start = excesses[0][1][0] if excesses else step_plan.starts(calendar)[0]
        units = {*self.mapped("limit_unit"), *(unit for _name, _amount, unit in limits)}
        scale = "day" if units & set(step_plan.CALENDAR_UNITS) else "working_day"

        def measure(at):
            """How far an instant lies from the start, in the unit of the scale."""
            return round(step_plan.length(calendar, start, at, scale), 2)

        warnings = self._warnings(limits)
        planned = step_plan.spans(calendar, start, self._tasks())
        marks = [
            {
                "at": measure(step_plan.advance(calendar, start, amount, unit)),
                "label": f"{name}: {self._amount_label(amount, unit)}",
            }
            for name, amount, unit in limits
        ]
        return {
            "axis": self._scale_label(scale, start),
            "lanes": self._lanes(),
            "bars": [
                task._bar(measure(span.begin), measure(span.end), warnings[task])
                for task, span in zip(self, planned, strict=True)
            ],
            "marks": marks,
            "warnings": warnings[self.browse()],
        }

    @api.model
    def _scale_label(self, scale, start):
        if scale == "day":
            return self.env._(
                "Days from the receipt, days off included; received on a %(weekday)s",
                weekday=self._weekday(start),
            )
        return self.env._("Working days from the receipt")

    def _lane_key(self):
        self.ensure_one()
        if self.at_center_body:
            return "center"
        return self.agency_id.id or self._agency_label() or "?"

    def _lanes(self):
        labels = {
            task._lane_key(): task._agency_label() or self.env._("No agency")
            for task in reversed(self)
        }
        return [
            {"key": key, "label": labels[key]}
            for key in dict.fromkeys(task._lane_key() for task in self)
        ]

    def _bar(self, begin, end, warnings):
        self.ensure_one()
        label = self._limit_label() or self.env._("no limit")
        if self.from_start:
            label = self.env._("%(limit)s from the start", limit=label)
        return {
            "lane": self._lane_key(),
            "from": min(begin, end),
            "to": end,
            "title": self._title(),
            "label": label,
            "end": f"{end:g}".replace(".", ","),
            "state": "stopped" if self.excluded_from_clock else "planned",
            "warnings": warnings,
        }

    @api.model
    def _split_groups(self, keys):
        """Keys that come back after another one has come between.

        :param keys: list, empty ones are skipped
        :return: set of keys
        """
        runs = [keys[0], *(new for old, new in pairwise(keys) if new != old)]
        return {key for key in runs if key and runs.count(key) > 1}
