from datetime import timedelta

from odoo import models

from odoo.addons.tthc_base.tools.due_date import Due, Line

#: Working days of one month and in one calendar day, to tell how much work a step is.
WORKING_DAYS_OF_MONTH = 21
WORKING_DAYS_OF_DAY = 5 / 7


class TthcDossierApologyCounting(models.AbstractModel):
    """The due date that a letter of apology promises, and what can't be done in time.

    A running dossier can't be done in time when

    * its day has passed; or
    * its open steps, each taking the rest of its own limit (what is late already: no
      time at all), and then the steps to come, each taking its whole limit in working
      time, end after the citizen's date; or
    * the law's last day for a letter has come, and steps that have no limit of their
      own are unfinished, so that nobody can tell. Where a limit is so short that this
      day is that of the receipt, the letter waits until the dossier is late.
    """

    _name = "tthc.dossier.apology.counting"
    _description = "Due date by a letter of apology"

    def _apology_deadline(self):
        """Until when the letter is in time, naive UTC."""
        self.ensure_one()
        calendar = self.center_id.resource_calendar_id
        deadline = self.due
        for _day in range(self.regulation_id.apology_lead_days):
            deadline = calendar.tthc_apology_deadline(deadline)
        return deadline

    def _appointed_days(self, letter):
        """Working days from the signing of a letter to its day, at least one."""
        center = self.center_id
        calendar = center.resource_calendar_id
        begin = center._local_day(calendar.tthc_next_opening(letter.signed_at))
        until = calendar.tthc_working_day_from(letter.new_date)
        return max(calendar.tthc_working_days_within(begin, until), 1)

    def _count_appointment(self, letter, moment):
        """Due date by a letter: its day, and later pauses given back.

        The letter promises a day, not a number of days: a holiday that is announced
        later moves it only where it is that very day (Civil Code Art 148.5).

        :param letter: ``tthc.dossier.apology``, signed
        :param moment: assumed end of a pause that lasts, naive UTC
        :return: values to write, the due date among them
        """
        self.ensure_one()
        center = self.center_id
        start = letter.signed_at
        due = center.resource_calendar_id.tthc_due(
            start,
            self._appointed_days(letter),
            "working_day",
            pauses=self._pause_spans(start, moment),
        )
        lines = [
            Line(
                "appointed",
                at=center._local(start),
                until=center._local(letter.due_before),
                day=letter.new_date,
                name=letter.slip,
            )
        ]
        held = center.resource_calendar_id.tthc_working_day_from(letter.new_date)
        if held != letter.new_date:
            lines.append(Line("rolled", day=letter.new_date, last_day=held))
        lines += [
            line
            for line in due.lines
            if line.kind in ("pause", "pause_ignored", "result")
        ]
        return self._due_values(Due(due.at, tuple(lines)), start)

    def _stretch_steps(self, moment, counted):
        """Give the open steps what the new day leaves them."""
        for step in self.step_ids.filtered(lambda step: step.state == "active"):
            # sudo: steps are written by the actions of a dossier only
            step.sudo().with_context(**self._move_context()).write(
                {"due": self._stretched_step_due(step, moment, counted)}
            )

    def _stretched_step_due(self, step, moment, counted):
        """Due date of an open step under a new appointment.

        It ends where the steps to come still fit in before the result is to be at the
        center; it never comes earlier than it was.

        :param step: ``tthc.dossier.step``
        :param moment: naive UTC
        :param counted: values of :meth:`_count_appointment`
        """
        end = counted.get("due_center") or self.due_center
        if not step.limit_unit or not step.due:
            return end
        calendar = self.center_id.resource_calendar_id
        room = calendar.tthc_time_left(moment, end) - self._work_to_come()
        if room <= timedelta():
            return step.due
        return max(step.due, calendar.tthc_add_working_time(moment, room))

    def _work_to_come(self):
        """Working time of the steps that have not begun; side by side counts once."""
        self.ensure_one()
        longest = {}
        for step in self.step_ids.filtered(lambda step: step.state == "waiting"):
            work = self._work_of(step)
            longest[step.sequence] = max(longest.get(step.sequence, work), work)
        return sum(longest.values(), timedelta())

    def _work_of(self, step):
        """Working time of a step by its own limit; none where it has no limit."""
        day = timedelta(hours=self.center_id.resource_calendar_id.hours_per_day)
        size = {
            "minute": timedelta(minutes=1),
            "hour": timedelta(hours=1),
            "half_day": timedelta(hours=4),
            "same_day": timedelta(),
            "working_day": day,
            "day": day * WORKING_DAYS_OF_DAY,
            "month": day * WORKING_DAYS_OF_MONTH,
        }
        return size.get(step.limit_unit, timedelta()) * step.limit_value

    def _forecast(self, moment):
        """When the steps end at best, by their own limits.

        :param moment: naive UTC
        :return: naive UTC
        """
        self.ensure_one()
        open_ends = [
            step.due
            for step in self.step_ids
            if step.state == "active" and step.limit_unit and step.due
        ]
        begin = max([moment, *open_ends])
        calendar = self.center_id.resource_calendar_id
        work = self._work_to_come()
        return calendar.tthc_add_working_time(begin, work) if work else begin

    def _finding(self, moment):
        """Why the dossier can't be done in time, as the model's description says.

        :param moment: naive UTC
        :return: key of the letter's ``finding``, or None
        """
        self.ensure_one()
        if not self._is_running():
            return None
        if self.due < moment:
            return "late"
        if self._forecast(moment) > self.due:
            return "steps"
        open_steps = self.step_ids.filtered(lambda step: step.state != "done")
        if all(step.limit_unit for step in open_steps):
            return None
        center = self.center_id
        last_day = center._local_day(self._apology_deadline())
        if last_day <= center._local_day(self.clock_start or self.received_at):
            return None
        return "deadline" if last_day <= center._local_day(moment) else None

    def _proposed_date(self, moment):
        """First day on which the steps to come can be done, after the promised one."""
        self.ensure_one()
        center = self.center_id
        calendar = center.resource_calendar_id
        forecast = center._local_day(self._forecast(moment))
        return max(
            self._earliest_new_date(moment), calendar.tthc_working_day_from(forecast)
        )

    # -- daily job --------------------------------------------------------------
