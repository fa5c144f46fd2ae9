from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM, local_moment

from ..tools.rollout_list import RolloutList
from ..tools.taken_along import taken_along
from .readiness_table import REPORTER

#: Columns of the Excel file, with their widths.
COLUMNS = (
    ("agency_id", 28),
    ("campaign_id", 28),
    ("kind", 14),
    ("name", 50),
    ("state", 16),
    ("owner_agency_id", 24),
    ("owner_id", 22),
    ("answer_by", 12),
    ("answer_left", 16),
    ("answer", 50),
)


class TthcReadinessDifficultyList(models.AbstractModel):
    """Section IV of all agencies in one list: who answers by when."""

    _name = "tthc.readiness.difficulty.list"
    _description = "Difficulties of all agencies"

    answer_left = fields.Char(string="Time left", compute="_compute_answer_left")

    @api.depends("state", "answer_by", "owner_agency_id")
    @api.depends_context("lang")
    def _compute_answer_left(self):
        today = clock.today(VIETNAM)
        for row in self:
            row.answer_left = row._answer_words(today)

    def _answer_words(self, today):
        """How long whoever has to answer still has.

        :param today: ``datetime.date`` in Vietnam
        :return: words, or False for what is answered
        """
        self.ensure_one()
        if self.state == "answered":
            return False
        if not self.owner_agency_id:
            return self.env._("nobody asked yet")
        if not self.answer_by:
            return self.env._("no day set")
        left = (self.answer_by - today).days
        if left < 0:
            return self.env._("%(n)s days overdue", n=-left)
        if left == 0:
            return self.env._("today")
        return self.env._("%(n)s days left", n=left)

    def _tell_owner(self):
        """Tell who has to answer: the person, or the reporters of the agency."""
        # sudo: who holds the role is read to tell them, not to list them
        reporters = self.env.ref(REPORTER).sudo().all_user_ids.filtered("active")
        for row in self:
            agency = row.owner_agency_id
            people = row.owner_id or reporters.filtered(
                lambda user, agency=agency: agency in user.tthc_agency_ids
            )
            for lang, users in people.grouped("lang").items():
                row.with_context(lang=lang).message_notify(
                    partner_ids=users.partner_id.ids,
                    subject=row.with_context(lang=lang)._owner_words(),
                    body=row.name,
                )

    def _owner_words(self):
        self.ensure_one()
        told = {"name": self.display_name}
        if not self.answer_by:
            return self.env._("To be answered by your agency: %(name)s", **told)
        day = self.answer_by.strftime("%d/%m/%Y")
        return self.env._(
            "To be answered by your agency by %(day)s: %(name)s", day=day, **told
        )

    # -- handed over ------------------------------------------------------------------

    def action_follow(self, kind=None):
        """Put difficulties into the register that is kept after the opening.

        There they have an owner, a day and an answer of their own; here they count as
        answered, with a link.

        :param kind: kind of a ``tthc.problem``
        :raise AccessError: for everybody but the coordinator
        :raise UserError: without a kind
        """
        self._check_move("follow")
        problems = self.env["tthc.problem"]
        if kind not in dict(problems._fields["kind"].selection):
            raise UserError(self.env._("Say what kind of difficulty it is."))
        for row in self:
            problem = problems.create(row._problem_values(kind))
            problem.action_raise()
            if row.owner_agency_id and row.answer_by and not row.is_overdue:
                problem.action_take(
                    row.owner_agency_id.id,
                    row.answer_by,
                    row._following_person().id,
                )
            row._move("follow", row._followed_values(problem))

    def _following_person(self):
        """Who answers it, as long as that is a member of the agency."""
        return self.owner_id & self.owner_agency_id.user_ids

    def _problem_values(self, kind):
        self.ensure_one()
        return {
            "name": self.display_name,
            "description": self.name,
            "kind": kind,
            "agency_id": self.agency_id.id,
            "center_id": self.center_id.id,
        }

    def _followed_values(self, problem):
        return {
            "problem_id": problem.id,
            "answer": self.env._("Goes on in the register of difficulties."),
            "answered_at": clock.now(),
            "answered_by_id": self.env.uid,
        }

    # -- Excel ------------------------------------------------------------------------

    def action_excel(self):
        """Take the list along as it is shown: what is chosen, else what is filtered.

        :return: action
        :raise UserError: when nothing is shown
        """
        shown = self or self.search(
            self.env.context.get("active_domain") or [("id", "=", False)],
            order="state desc, answer_by, id desc",
        )
        return taken_along(shown, "readiness_difficulty")

    def _workbook(self):
        """The difficulties as an Excel file.

        :return: bytes
        """
        moment = local_moment(clock.now()).strftime("%H:%M %d/%m/%Y")
        lines = [
            self.env._("Difficulties and proposals of the agencies"),
            self.env._("As of %(moment)s", moment=moment),
        ]
        heads = [
            (self._fields[name]._description_string(self.env), width)
            for name, width in COLUMNS
        ]
        rows = [row._list_row() for row in self]
        name = self.env._("Difficulties")
        return RolloutList(name, lines, heads, rows).excel()

    def _list_row(self):
        self.ensure_one()
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("kind", "state")
        }
        left = "red" if self.is_overdue else "amber" if self.answer_left else "green"
        return [
            self.agency_id.display_name,
            self.campaign_id.name,
            labels["kind"][self.kind],
            self.name,
            labels["state"][self.state],
            self.owner_agency_id.display_name or "",
            self.owner_id.name or "",
            self.answer_by or "",
            (self.answer_left or "", left),
            self.answer or "",
        ]
