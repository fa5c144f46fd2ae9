from odoo import models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .allowance_table import MOVES
from .assignment_table import HR, MANAGER


class TthcAllowanceMoving(models.AbstractModel):
    """How a month's sheet is made up, checked, approved and sent."""

    _name = "tthc.allowance.moving"
    _inherit = ["tthc.center.kept"]
    _description = "Life of a sheet of allowances"
    _moves = MOVES

    # -- making it up -----------------------------------------------------------------

    def action_gather(self):
        """Take people, days, half-days and rates as they are; who was left out by
        hand stays so.

        :raise AccessError: for whoever is neither HR nor the center's manager
        :raise UserError: when the sheet is no draft, or nobody was in post
        """
        self._check_mover((HR, MANAGER))
        self._lock()
        self._check_state("draft")
        for sheet in self:
            sheet._gather()

    def _gather(self):
        self.ensure_one()
        rows = self._sheet_values()
        if not rows and not self.supplements_id:
            raise UserError(
                self.env._(
                    "Nobody was in post at %(center)s in this month.",
                    center=self.center_id.display_name,
                )
            )
        if not rows:
            raise UserError(
                self.env._(
                    "%(sheet)s: nothing differs from what was sent; no supplement is "
                    "needed.",
                    sheet=self.display_name,
                )
            )
        self.line_ids._moving().unlink()
        self.line_ids._moving().create(rows)
        self._moving().write(
            {"half_days": self._worked_half_days(), "gathered_at": clock.now()}
        )

    def _sheet_values(self):
        """Values of the lines, with whom somebody left out by hand.

        :return: list of dict
        """
        by_hand = {line.assignment_id.id: line.hand_reason for line in self.line_ids}
        return [
            {**row, "hand_reason": by_hand.get(row["assignment_id"]) or False}
            for row in self._line_values()
        ]

    def _worked_half_days(self):
        calendar = self.center_id.resource_calendar_id
        return len(calendar.tthc_half_days(self.month, self._last_day()))

    def _line_values(self):
        """Values of the lines as assignments, roster and rates give them now.

        Nobody is paid twice for a day: of two posts of a person at the center the
        better paid one counts first, of two centers the one whose sheet has the person
        first. The query count does not grow with the people.

        :return: list of dict
        """
        self.ensure_one()
        # sudo: the sheet behind a post tells two posts of one person apart; the user
        # may read the posts of the center, and gets nothing else of it
        assignments = self.env["tthc.assignment"].sudo()
        assignments = assignments._of_month(self.center_id, self.month)
        # sudo: rates are read by HR alone, the sheet uses them
        rates = self.env["tthc.allowance.rate"].sudo()
        rates = rates._of_center(self.center_id, self.month)
        half_days = assignments._half_days(self.month)
        worked = self._worked_half_days()
        paid_days = self._paid_elsewhere(assignments)
        elsewhere = {person: set(days) for person, days in paid_days.items()}
        rows = []
        for assignment in assignments.sorted(
            lambda row: (-rates[row.role].amount if row.role in rates else 0, row.id)
        ):
            row = self._facts(assignment, half_days[assignment.id])
            rate = rates.get(assignment.role)
            days = assignment._days_in_post(self.month)
            taken = paid_days.setdefault(assignment.staff_id, set())
            reason = self._rule_reason(assignment, rate, days, taken)
            if reason == "other_role" and days & elsewhere.get(
                assignment.staff_id, set()
            ):
                reason = "other_center"
            if reason:
                rows.append({**row, "rule_reason": reason})
                continue
            counted, whole = rate._share(
                self.month, len(days - taken), row["served"], worked
            )
            taken |= days
            rows.append(
                {
                    **row,
                    "rate_id": rate.id,
                    "rate_amount": rate.amount,
                    "counted": counted,
                    "whole": whole,
                    "full_amount": rate._amount_for(counted, whole),
                }
            )
        return rows

    def _paid_elsewhere(self, assignments):
        """Days of the month that sheets of other centers pay.

        :param assignments: ``tthc.assignment`` of this center, superuser
        :return: dict ``tthc.staff`` → set of ``datetime.date``
        """
        # sudo: another center's sheet is not the manager's to read; that a day is paid
        # there is all that this one needs
        lines = self.env["tthc.allowance.sheet.line"].sudo()
        lines = lines.search(
            [
                ("sheet_id.month", "=", self.month),
                ("center_id", "!=", self.center_id.id),
                ("assignment_id.staff_id", "in", assignments.staff_id.ids),
                ("is_paid", "=", True),
            ]
        )
        found = {}
        for line in lines:
            days = found.setdefault(line.assignment_id.staff_id, set())
            days |= line.assignment_id._days_in_post(self.month)
        return found

    def _facts(self, assignment, half_days):
        planned, served, absent = half_days
        return {
            "sheet_id": self.id,
            "assignment_id": assignment.id,
            "name": assignment.name,
            "title": assignment.title,
            "role": assignment.role,
            "agency_id": assignment.agency_id.id,
            "days_in_post": len(assignment._days_in_post(self.month)),
            "planned": planned,
            "served": served,
            "absent": absent,
        }

    def _rule_reason(self, assignment, rate, days, taken):
        """Why the rates give a person nothing.

        :param assignment: one ``tthc.assignment``
        :param rate: ``tthc.allowance.rate`` of its role, or None
        :param days: its days in post
        :param taken: days of the person that another post pays
        :return: key of ``RULE_REASONS``, or False
        """
        if not rate:
            return "no_rate"
        if assignment.is_part_time and not rate.pays_part_time:
            return "part_time"
        if not days - taken or (taken and rate.reckoning == "month"):
            return "other_role"
        return False

    # -- moves ------------------------------------------------------------------------

    def action_check(self):
        """Say that the figures are right; from here on the sheet stays as it is.

        :raise AccessError: for whoever is neither HR nor the center's manager
        :raise UserError: before the month is over, without people, or when roster,
            assignments or rates have changed since the figures were taken
        """
        self._check_move("check")
        for sheet in self:
            if clock.today(VIETNAM) <= sheet._last_day():
                raise UserError(
                    self.env._(
                        "%(sheet)s: the month is not over yet; it is checked from the "
                        "first day of the next one.",
                        sheet=sheet.display_name,
                    )
                )
            sheet._check_fresh()
        self._move("check", {"checked_by_id": self.env.uid, "reason": False})

    def _check_fresh(self):
        """Refuse figures that no longer hold.

        :raise UserError: names the first person whose figures have changed
        """
        self.ensure_one()
        lines = {line.assignment_id.id: line for line in self.line_ids}
        rows = {row["assignment_id"]: row for row in self._sheet_values()}
        names = ("days_in_post", "planned", "served", "absent", "full_amount")
        changed = [
            (rows.get(key) or {}).get("name") or lines[key].name
            for key in rows.keys() | lines.keys()
            if key not in rows
            or key not in lines
            or any((rows[key].get(name) or 0) != lines[key][name] for name in names)
            or (rows[key].get("rule_reason") or False) != lines[key].rule_reason
        ]
        if changed or not lines:
            raise UserError(
                self.env._(
                    "%(sheet)s: the figures are not of today (%(people)s). Take them "
                    "anew and look again.",
                    sheet=self.display_name,
                    people=", ".join(sorted(changed)[:5]) or "0",
                )
            )

    def action_approve(self):
        """Approve as the manager of the center, who is not who checked.

        :raise AccessError: for whoever does not manage the center
        :raise UserError: for who checked the sheet
        """
        self._check_move("approve")
        for sheet in self:
            if sheet.checked_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "%(sheet)s was checked by you; somebody else approves it.",
                        sheet=sheet.display_name,
                    )
                )
        self._move(
            "approve",
            {"approved_by_id": self.env.uid, "approved_at": clock.now()},
        )

    def action_return(self, reason=None):
        """Open the sheet again before it goes to Finance.

        :param reason: why
        :raise AccessError: for whoever is neither HR nor the center's manager
        :raise UserError: without a reason, or when it was sent
        """
        self._check_move("return")
        self._move(
            "return",
            {
                "reason": self._said(reason),
                "checked_by_id": False,
                "approved_by_id": False,
                "approved_at": False,
            },
        )

    def action_send(self):
        """Note that the sheet went to Finance; nothing of it changes any more.

        :raise AccessError: for whoever is neither HR nor the center's manager
        """
        self._check_move("send")
        self._move("send", {"sent_at": clock.now()})

    def action_excel(self):
        """Take the sheet along as an Excel file.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/tthc_center_hr/allowance_sheet/{self.id}",
            "target": "download",
        }
