from odoo import models


class ResourceCalendar(models.Model):
    """Words the explanation of a due date."""

    _inherit = "resource.calendar"  # pylint: disable=consider-merging-classes-inherited

    def _tthc_explain(self, lines):
        """Word the explanation of a due date in the language of the user.

        :param lines: ``Line`` objects, as in ``Due.lines``
        :return: list of texts, one a line
        """
        return [self._tthc_explain_line(line) for line in lines]

    def _tthc_explain_line(self, line):
        template = self._tthc_templates().get(line.kind)
        if line.kind == "moved":
            template = self._tthc_moved_template(line.reason)
        if line.kind == "counted" and line.at:
            template = self.env._(
                "%(limit)s of working time counted from %(at)s to %(until)s"
            )
        return template % {
            "at": self._tthc_moment_text(line.at),
            "until": self._tthc_moment_text(line.until),
            "day": self._tthc_day_text(line.day),
            "last_day": self._tthc_day_text(line.last_day),
            "clock": f"{line.clock:%H:%M}" if line.clock else "",
            "limit": self._tthc_limit_text(line.amount, line.unit),
            "count": _number_text(line.amount),
            "name": line.name or "",
        }

    def _tthc_templates(self):
        return {
            "start": self.env._("Received %(at)s"),
            "restart": self.env._("Counted anew from %(at)s"),
            "post_minutes": self.env._("Minutes of the Post signed %(at)s"),
            "appointed": self.env._(
                "Promised for %(until)s; appointed anew for %(day)s by the letter of"
                " apology %(name)s signed %(at)s"
            ),
            "carried": self.env._(
                "Received %(at)s and promised for %(until)s before this system (old"
                " code %(name)s)"
            ),
            "cutoff": self.env._(
                "After %(clock)s: moved to the next working day, %(day)s"
            ),
            "uncounted": self.env._("The first day, %(day)s, is not counted"),
            "counted": self.env._("%(limit)s counted from %(day)s to %(last_day)s"),
            "rest": self.env._("Days of weekly rest passed over: %(count)s"),
            "skipped": self.env._("%(day)s is not counted: %(name)s"),
            "make_up": self.env._("%(day)s is a working day: %(name)s"),
            "pause": self.env._(
                "Paused from %(at)s to %(until)s: %(limit)s given back"
            ),
            "pause_ignored": self.env._(
                "The pause from %(at)s to %(until)s began after the limit had ended:"
                " nothing given back"
            ),
            "rolled": self.env._(
                "%(day)s is not a working day: the limit ends on the next one,"
                " %(last_day)s"
            ),
            "result": self.env._("Due %(at)s"),
        }

    def _tthc_moved_template(self, reason):
        templates = {
            "before_opening": self.env._(
                "Before opening time: counts as received %(at)s"
            ),
            "break": self.env._("During the break: counts as received %(at)s"),
            "after_closing": self.env._(
                "After closing time: counts as received %(at)s"
            ),
            "rest_day": self.env._("On a weekly rest day: counts as received %(at)s"),
        }
        return templates.get(
            reason, self.env._("On a day off (%(name)s): counts as received %(at)s")
        )

    def _tthc_limit_text(self, amount, unit):
        templates = {
            "minute": self.env._("%(count)s minute(s)"),
            "hour": self.env._("%(count)s hour(s)"),
            "half_day": self.env._("%(count)s half-day(s)"),
            "working_day": self.env._("%(count)s working day(s)"),
            "day": self.env._("%(count)s day(s)"),
            "month": self.env._("%(count)s month(s)"),
        }
        return templates.get(unit, "") % {"count": _number_text(amount)}

    def _tthc_moment_text(self, moment):
        """Return a local moment as “Wed 28/03/2026, 14:20”."""
        return f"{self._tthc_day_text(moment)}, {moment:%H:%M}" if moment else ""

    def _tthc_day_text(self, day):
        """Return a local date as “Wed 28/03/2026”, in Vietnamese “T4 28/03/2026”."""
        if not day:
            return ""
        weekdays = (
            self.env._("Mon"),
            self.env._("Tue"),
            self.env._("Wed"),
            self.env._("Thu"),
            self.env._("Fri"),
            self.env._("Sat"),
            self.env._("Sun"),
        )
        return f"{weekdays[day.weekday()]} {day:%d/%m/%Y}"


def _number_text(number):
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else f"{number:.2f}"
