from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: What is lacking, or soon will be.
WANTING = ("missing", "due", "expiring")


class TthcTrainingGathering(models.AbstractModel):
    """Who is put on the list of a session, and what is done with its list."""

    _name = "tthc.training.gathering"
    _description = "People of a training session"

    def action_gather(self):
        """Put everybody on the list who lacks the training on its day, or soon will.

        Who is invited to another session of the topic is left out; the most urgent
        come first where there are not seats for all.

        :raise AccessError: for everybody but HR
        :raise UserError: when people are invited already, or nobody lacks it
        """
        self._check_planner()
        self._lock()
        self._check_state("draft")
        for session in self:
            session._gather()

    def _gather(self):
        self.ensure_one()
        needs = self._needs()
        known = self.attendee_ids.assignment_id.staff_id
        seats = self.capacity - len(self.attendee_ids) if self.capacity else len(needs)
        posts = self.env["tthc.assignment"]
        for need in needs:
            person = need.assignment_id.staff_id
            if person not in known and len(posts) < seats:
                posts |= need.assignment_id
                known |= person
        if not posts:
            raise UserError(
                self.env._(
                    "%(name)s: nobody else at %(center)s lacks this training, or all "
                    "seats are taken.",
                    name=self.display_name,
                    center=self.center_id.display_name,
                )
            )
        self._add_people(posts)

    def _needs(self):
        """What is lacking on the first day of the session, the most urgent first.

        :return: ``tthc.training.need``
        """
        day = max(self.date_from or today(VIETNAM), today(VIETNAM))
        needs = self.env["tthc.training.need"]._at(day)
        domain = [
            ("center_id", "=", self.center_id.id),
            ("topic_id", "=", self.topic_id.id),
            ("standing", "in", WANTING),
            ("session_id", "=", False),
        ]
        if self.sector_ids:
            domain.append(("sector_id", "in", [False, *self.sector_ids.ids]))
        return needs.search(domain)

    def _add_people(self, posts):
        self.env["tthc.training.attendee"].create(
            [{"session_id": self.id, "assignment_id": post.id} for post in posts]
        )
        self.invalidate_recordset(["attendee_ids"])

    def action_attendance(self):
        """The list on which attendance is ticked.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_center_hr.tthc_training_attendee_action_tick"
        )
        return {
            **action,
            "name": self.display_name,
            "domain": [("session_id", "=", self.id)],
            "context": {"default_session_id": self.id},
        }

    def action_all_came(self):
        """Tick everybody who is not ticked yet as present; absentees are then unticked.

        :raise AccessError: for whoever is neither HR nor the center's manager
        :raise UserError: before the first day
        """
        rows = self.attendee_ids.filtered(lambda row: row.state == "invited")
        rows.action_attend()

    def action_grade(self):
        """Take the results of those who came from their scores.

        :raise AccessError: for everybody but HR
        :raise UserError: where the topic has no least score
        """
        for session in self:
            least = session.topic_id.pass_score
            if not least:
                raise UserError(
                    self.env._(
                        "“%(topic)s” has no least score: enter it on the topic, or "
                        "choose the people and “Passed” or “Failed”.",
                        topic=session.topic_id.name,
                    )
                )
            marked = session.attendee_ids.filtered(
                lambda row: row.state == "attended" and row.is_scored
            )
            passed = marked.filtered(lambda row, least=least: row.score >= least)
            passed.action_pass()
            (marked - passed).action_fail()

    def _print_slots(self):
        """The half-days as the heads of the attendance sheet.

        :return: list of (“T2 02/03”, “Sáng”)
        """
        names = {"am": "Sáng", "pm": "Chiều"}
        return [
            (
                "CN" if day.weekday() == 6 else f"T{day.weekday() + 2}",
                f"{day:%d/%m}",
                names[half],
            )
            for day, half in self._slots()
        ]

    def _print_time(self):
        """When it is, in the words of a Vietnamese paper."""
        names = {"am": "sáng", "pm": "chiều"}
        first, last = self.date_from, self.date_to
        if not first:
            return "…"
        if first == last:
            halves = dict.fromkeys((names[self.half_from], names[self.half_to]))
            return f"{' và '.join(halves)} ngày {first:%d/%m/%Y}"
        return (
            f"từ {names[self.half_from]} {first:%d/%m/%Y} "
            f"đến {names[self.half_to]} {last:%d/%m/%Y}"
        )

    def _print_people(self):
        """The people by agency and name, as the sheets print them.

        :return: ``tthc.training.attendee``
        """
        self.ensure_one()
        return self.attendee_ids.sorted(
            lambda row: (
                row.agency_id.sequence,
                row.agency_id.display_name or "",
                row.name or "",
            )
        )

    def _print_day(self):
        return fields.Date.to_date(today(VIETNAM))
