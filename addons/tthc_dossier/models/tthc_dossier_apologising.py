from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

from .transition_table import TRANSITIONS

#: States in which a dossier can be late by its agencies' doing.
RUNNING_STATES = ("received", "processing")


class TthcDossierApologising(models.AbstractModel):
    """Apology before the day (Decree 61/2018 Art 12.5, 19.9; rule R08)."""

    _name = "tthc.dossier.apologising"
    _description = "Apology for a dossier that is late"

    apology_ids = fields.One2many(
        "tthc.dossier.apology", "dossier_id", string="Letters of apology"
    )
    appointment_id = fields.Many2one(
        "tthc.dossier.apology",
        string="Appointed anew by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The letter that the due date rests on, until the limit starts anew.",
    )
    apologised_at = fields.Datetime(
        string="First apology signed", readonly=True, copy=False
    )
    apologised_in_time = fields.Boolean(
        readonly=True,
        copy=False,
        help="The first letter was signed by the last day that the law gives for it.",
    )
    apology_state = fields.Selection(
        [
            ("draft", "To be signed"),
            ("signed", "Signed"),
            ("issued", "Handed to the citizen"),
            ("dropped", "Not needed any more"),
        ],
        string="Letter of apology",
        compute="_compute_apology_state",
    )
    can_apologise = fields.Boolean(compute="_compute_apology_state")
    can_overrule_apology = fields.Boolean(compute="_compute_apology_state")
    is_unapologised = fields.Boolean(
        string="Late without an apology",
        compute="_compute_is_unapologised",
        search="_search_is_unapologised",
    )

    @api.depends("apology_ids.state", "state", "paused_at", "due")
    @api.depends_context("uid")
    def _compute_apology_state(self):
        user = self.env.user
        for dossier in self:
            runs = dossier._is_running()
            left = bool(dossier._appointments_left())
            dossier.apology_state = dossier.apology_ids[-1:].state
            dossier.can_apologise = (
                runs and left and dossier.agency_id in user.tthc_agency_ids
            )
            dossier.can_overrule_apology = (
                runs
                and not left
                and dossier._is_overrule_left()
                and dossier.center_id == user.tthc_center_id
            )

    @api.depends("is_late", "apologised_at")
    def _compute_is_unapologised(self):
        for dossier in self:
            dossier.is_unapologised = dossier.is_late and not dossier.apologised_at

    def _search_is_unapologised(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("is_late", "=", True) & Domain("apologised_at", "=", False)

    def action_apologise(self, reason=None, new_date=None):
        """Sign the letter of apology: the result is promised for a new day, once.

        :param reason: why the day can't be kept; the citizen reads it
        :param new_date: ``datetime.date`` at the center, a working day after the old
        """
        self._run("apologise", reason=reason, new_date=new_date)

    def action_overrule_apology(self, reason=None, new_date=None):
        """Appoint a new day once more, as the director of the center.

        :param reason: why once was not enough
        :param new_date: as :meth:`action_apologise`
        """
        self.check_access("read")
        self._check_role(TRANSITIONS["overrule_apology"].group)
        self._need_center()
        # sudo: a manager reads dossiers and writes nothing on them but this decision
        self.sudo()._run("overrule_apology", reason=reason, new_date=new_date)

    def action_issue_apology(self, means=None):
        """Register that the center told the citizen of the letter.

        :param means: key of ``MEANS``
        """
        self._run("issue_apology", means=means)

    # -- needs ------------------------------------------------------------------

    def _is_running(self):
        """Whether the clock runs towards a date that somebody was promised."""
        self.ensure_one()
        return self.state in RUNNING_STATES and bool(self.due) and not self.paused_at

    def _need_running_clock(self, **_arguments):
        for dossier in self:
            if not dossier._is_running():
                raise UserError(
                    self.env._(
                        "The clock of %(code)s does not run: there is no date to move.",
                        code=dossier.display_name,
                    )
                )

    def _signed_apologies(self, kind):
        self.ensure_one()
        return self.apology_ids.filtered(
            lambda letter: letter.kind == kind and letter._is_signed()
        )

    def _appointments_left(self):
        """How many new appointments the regulation still allows the agency."""
        self.ensure_one()
        allowed = self.regulation_id.reappointment_max
        return max(allowed - len(self._signed_apologies("first")), 0)

    def _is_overrule_left(self):
        return not self._signed_apologies("overrule")

    def _need_apology_left(self, **_arguments):
        for dossier in self:
            if not dossier._appointments_left():
                raise UserError(
                    self.env._(
                        "%(code)s was appointed anew %(max)s time(s), the law allows "
                        "no more. Only the director of the center may decide "
                        "otherwise.",
                        code=dossier.display_name,
                        max=dossier.regulation_id.reappointment_max,
                    )
                )

    def _need_overrule_left(self, **_arguments):
        for dossier in self:
            if dossier._appointments_left():
                raise UserError(
                    self.env._(
                        "The agency of %(code)s may still appoint a new day itself.",
                        code=dossier.display_name,
                    )
                )
            if not dossier._is_overrule_left():
                raise UserError(
                    self.env._(
                        "The director allowed %(code)s one more day already; there is "
                        "no further one.",
                        code=dossier.display_name,
                    )
                )

    def _need_new_date(self, new_date=None, **_arguments):
        moment = now()
        for dossier in self:
            if not new_date:
                raise UserError(
                    self.env._("Say for which day the result is promised anew.")
                )
            earliest = dossier._earliest_new_date(moment)
            calendar = dossier.center_id.resource_calendar_id
            if new_date < earliest or not calendar.tthc_is_working_day(new_date):
                raise UserError(
                    self.env._(
                        "The new day of %(code)s is a working day from %(day)s on.",
                        code=dossier.display_name,
                        day=earliest.strftime("%d/%m/%Y"),
                    )
                )

    def _earliest_new_date(self, moment):
        """The first working day after both the promised day and today.

        :param moment: naive UTC
        :return: ``datetime.date`` at the center
        """
        self.ensure_one()
        center = self.center_id
        calendar = center.resource_calendar_id
        begin = calendar.tthc_next_opening(moment)
        return calendar.tthc_working_day_after(
            max(center._local_day(begin), center._local_day(self.due))
        )

    def _need_signed_apology(self, **_arguments):
        for dossier in self:
            if dossier.apology_ids[-1:].state != "signed":
                raise UserError(
                    self.env._(
                        "No letter of apology for %(code)s waits to be handed over.",
                        code=dossier.display_name,
                    )
                )

    # -- effects ----------------------------------------------------------------

    def _effect_apologise(self, moment, reason=None, new_date=None, **_arguments):
        return {
            dossier: dossier._sign_apology("first", moment, reason, new_date)
            for dossier in self
        }

    def _effect_overrule_apology(
        self, moment, reason=None, new_date=None, **_arguments
    ):
        return {
            dossier: dossier._sign_apology("overrule", moment, reason, new_date)
            for dossier in self
        }

    def _effect_issue_apology(self, moment, means=None, **_arguments):
        effects = {}
        for dossier in self:
            letter = dossier.apology_ids[-1:]
            letter._issue(moment, means)
            effects[dossier] = ({}, {"letter": letter.slip, "means": means})
        return effects

    def _sign_apology(self, kind, moment, reason, new_date):
        """Sign the draft, or a letter without one, and move the due date.

        :param kind: “first” or “overrule”
        :param moment: naive UTC
        :return: pair of the values to write and what the log keeps
        """
        self.ensure_one()
        letter = self._draft() or self._create_apology(kind, state="signed")
        deadline = self._apology_deadline()
        center_signs = kind == "overrule" or (
            self.center_id.apology_signatory == "center"
        )
        letter._write_as_action(
            {
                "kind": kind,
                "state": "signed",
                "reason": reason.strip(),
                "new_date": new_date,
                "due_before": self.due,
                "deadline": deadline,
                "signed_at": moment,
                "signed_by_id": self.env.uid,
                "signatory": "center" if center_signs else "agency",
                "in_time": moment <= deadline,
                **letter._draw_number(moment),
            }
        )
        counted = self._count_appointment(letter, moment)
        self._stretch_steps(moment, counted)
        values = {
            **counted,
            "clock_start": moment,
            "clock_value": self._appointed_days(letter),
            "clock_unit": "working_day",
            "appointment_id": letter.id,
        }
        if not self.apologised_at:
            values.update(apologised_at=moment, apologised_in_time=letter.in_time)
        self._apology_activities().unlink()
        return values, {
            "letter": letter.slip,
            "in_time": letter.in_time,
            "new_date": new_date.isoformat(),
            **self._moved_data(counted),
        }

    def _letter_to_sign(self, moment):
        """Reason and new day to begin with: of the draft, else as the steps say.

        :param moment: naive UTC
        :return: dict ``reason`` and ``new_date``
        """
        self.ensure_one()
        draft = self._draft()
        proposed = self._proposed_date(moment)
        by_hand = draft.drafted_by_id and draft.new_date
        keep = by_hand and draft.new_date >= self._earliest_new_date(moment)
        return {
            "reason": draft.reason,
            "new_date": draft.new_date if keep else proposed,
        }

    def _draft(self):
        return self.apology_ids.filtered(lambda letter: letter.state == "draft")

    def _create_apology(self, kind, **values):
        self.ensure_one()
        # sudo: letters are written by the actions of a dossier only
        letters = self.env["tthc.dossier.apology"].sudo()
        letter = letters.with_context(**self._move_context()).create(
            {
                "dossier_id": self.id,
                "agency_id": self.agency_id.id,
                "center_id": self.center_id.id,
                "kind": kind,
                "state": "draft",
                "due_before": self.due,
                **values,
            }
        )
        return letter.with_env(self.env)

    # -- the new appointment ----------------------------------------------------
