from datetime import timedelta

from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .golive_table import COORDINATOR, MANAGER

#: So many of what is missing are named when a center can't be declared ready.
NAMED = 5


class TthcGoliveMoving(models.AbstractModel):
    """From the template to the opened center."""

    _name = "tthc.golive.moving"
    _description = "Actions on a go-live checklist"

    def action_fill(self):
        """Take over the lines of the template that the list has not yet.

        :raise UserError: when the list is worked on already
        """
        self._check_role(COORDINATOR)
        self._check_state("draft")
        for golive in self.with_context(mail_create_nolog=True, mail_notrack=True):
            known = set(golive.line_ids.mapped("name"))
            golive.line_ids = [
                (0, 0, values)
                for values in golive.template_id._line_values(
                    golive.center_id, golive.opening_day
                )
                if values["name"] not in known
            ]

    def action_start(self):
        """Let the center and the agencies work on the list.

        :raise AccessError: for everybody but the coordinator
        :raise UserError: without lines, with an opening day that is over, or with
            goods of which nobody said how many
        """
        self._check_move("start")
        for golive in self:
            golive._check_can_start()
        self._move("start", {"started_at": now()})

    def _check_can_start(self):
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Fill the list from the template first."))
        if self.opening_day < today(VIETNAM):
            raise UserError(
                self.env._("The opening day is over. Set the one that is meant.")
            )
        vague = self.line_ids.filtered(
            lambda line: line.kind == "goods" and not line.planned_quantity
        )
        if vague:
            raise UserError(
                self.env._(
                    "Say how many are planned of: %(names)s.",
                    names=self._named(vague),
                )
            )

    def action_declare(self):
        """Say that the center can open.

        :raise AccessError: for everybody but the coordinator and the center's manager
        :raise UserError: names the required lines that are not in order
        """
        self._check_keeper()
        self._check_move("declare")
        for golive in self:
            golive._check_all_settled()
        self._move("declare", {"ready_at": now(), "ready_by_id": self.env.uid})

    def _check_all_settled(self):
        """Refuse while a required line is neither done nor waived."""
        self.ensure_one()
        # sudo: the whole list decides, whatever part of it the user sees
        whole = self.sudo()
        # lines that others have just written
        whole.invalidate_recordset(["line_ids"])
        settled = whole._settled_lines(whole._live_standings()[whole])
        missing = (whole.line_ids - settled).filtered("is_required")
        if missing:
            raise UserError(
                self.env._(
                    "%(center)s is not ready, %(count)s required lines are open: "
                    "%(names)s. Do them, or have them waived with a reason.",
                    center=self.center_id.display_name,
                    count=len(missing),
                    names=self._named(missing),
                )
            )

    def _named(self, lines):
        names = "; ".join(lines[:NAMED].mapped("name"))
        return f"{names}; …" if len(lines) > NAMED else names

    def action_resume(self, reason=None):
        """Take the word “ready” back.

        :param reason: what came up
        :raise UserError: without a reason
        """
        self._check_keeper()
        self._check_move("resume")
        self._go_back("resume", self._said(reason))

    def action_open(self):
        """Write down that the center has opened; what was counted then is kept.

        :raise AccessError: for everybody but the coordinator
        :raise UserError: before the opening day, or when something is missing again
        """
        self._check_move("open")
        for golive in self:
            if today(VIETNAM) < golive.opening_day:
                raise UserError(
                    self.env._(
                        "%(center)s opens on %(day)s. Change the opening day if it "
                        "opens earlier.",
                        center=golive.center_id.display_name,
                        day=golive.opening_day.strftime("%d/%m/%Y"),
                    )
                )
            golive._check_all_settled()
            golive._keep_standings()
        self._move("open", {"opened_on": today(VIETNAM)})

    def _keep_standings(self):
        """Write down what the system counted on this day."""
        self.ensure_one()
        live = self._live_standings()[self]
        for line in self.line_ids:
            if line.kind == "live" and line.live_key in live:
                # sudo: the system's own figures on a line that nobody ticks
                line.sudo()._moving().kept = live[line.live_key].values()

    def action_reopen(self, reason=None):
        """Work on the list again after the opening.

        :param reason: why
        :raise AccessError: for everybody but the coordinator
        :raise UserError: without a reason, or when the center has a newer list
        """
        self._check_move("reopen")
        reason = self._said(reason)
        other = self.search(
            [
                ("center_id", "in", self.center_id.ids),
                ("state", "in", ("draft", "running", "ready")),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(center)s has a newer list that is not over yet.",
                    center=other.center_id.display_name,
                )
            )
        # sudo: as when they were written
        self.sudo().line_ids._moving().write({"kept": False})
        self._go_back("reopen", reason, opened_on=False)

    def action_cancel(self, reason=None):
        """Call the opening off; what was received stays on file.

        :param reason: why
        :raise AccessError: for everybody but the coordinator
        :raise UserError: without a reason
        """
        self._check_move("cancel")
        reason = self._said(reason)
        self._move("cancel")
        for golive in self:
            golive.message_post(body=reason)

    def _go_back(self, name, reason, **values):
        """Move a list back to work, with the reason on record.

        :param name: key of the table of moves
        :param reason: in words
        """
        self._move(name, {"ready_at": False, "ready_by_id": False, **values})
        for golive in self:
            # sudo: a word on a list that the user keeps
            golive.sudo().message_post(body=reason)

    def _is_keeper(self):
        """Whether the user keeps the list: the coordinator, or the center's manager."""
        self.ensure_one()
        user = self.env.user
        if self.env.su or user.has_group(COORDINATOR):
            return True
        return (
            user.has_group(MANAGER)
            and bool(self.center_id)
            and self.center_id == user.tthc_center_id
        )

    def _check_keeper(self):
        """Refuse everybody but the coordinator and the manager of the center.

        :raise AccessError: for them
        """
        for golive in self:
            if not golive._is_keeper():
                raise AccessError(
                    self.env._(
                        "This is done by the manager of %(center)s or the coordinator.",
                        center=golive.center_id.display_name,
                    )
                )

    def _shift_due(self, days):
        """Move the days of what is still to do along with the opening day.

        :param days: dict of checklist → days by which it opens later
        """
        for golive in self.filtered(lambda row: row.state in ("draft", "running")):
            lines = golive.line_ids.filtered(
                lambda line: line.due_on and line.state in ("todo", "reported")
            )
            for due_on, group in lines.grouped("due_on").items():
                group.due_on = due_on + timedelta(days=days[golive])
