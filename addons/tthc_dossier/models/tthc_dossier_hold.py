from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount


class TthcDossierHold(models.AbstractModel):
    """Other waiting: a financial obligation, a consultation, a field check.

    Whether a consultation or a field check is counted, and whether silence is
    consent, is said by the steps of the procedure alone (domain.md §2.7).
    """

    _name = "tthc.dossier.hold"
    _description = "Waiting for others"

    can_answer = fields.Boolean(compute="_compute_can_answer")

    @api.depends("pause_ids.ended_at", "pause_ids.agency_id", "step_ids.state")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        agencies = self.env.user.tthc_agency_ids
        for dossier in self:
            pauses = dossier._answerable_pauses()
            dossier.can_answer = bool(pauses) and bool(
                pauses.agency_id & agencies or dossier._own_active_steps()
            )

    def action_ask_fee(self, reason=None, amount=0, name=None, collector=None):
        """Tell the citizen what is to be paid: the clock waits for the proof.

        :param reason: what is to be paid, and by which notice
        :param amount: đồng, where the agency says how much; it is owed from now on
        :param name: what for, as the receipt of payment names it
        :param collector: who takes the money, see ``FEE_COLLECTORS``
        """
        self._run(
            "ask_fee", reason=reason, amount=amount, name=name, collector=collector
        )

    def action_confirm_fee(self, proof=None):
        """Take in the proof of payment: the clock goes on, or the second stage starts.

        What the center collects itself is proved by its own receipt.

        :param proof: number of the receipt of payment; None takes the center's own
        """
        self._run("confirm_fee", proof=proof)

    def action_consult(self, agency=None, reason=None, value=0, unit=None):
        """Ask another agency (Decree 61/2018 Art 19.5).

        :param agency: ``tthc.agency`` that is asked
        :param reason: the question
        :param value: size of the time to answer
        :param unit: unit of the engine
        """
        self._run("consult", agency=agency, reason=reason, value=value, unit=unit)

    def action_check_field(self, reason=None, value=0, unit=None):
        """Begin an inspection on the spot (Decree 61/2018 Art 19.3).

        :param reason: what is looked at, where
        :param value: size of the time that it may take
        :param unit: unit of the engine
        """
        self._run("check_field", reason=reason, value=value, unit=unit)

    def action_end_pause(self, pause=None, answer=None):
        """Register the answer of a consultation or field check.

        :param pause: ``tthc.dossier.pause``; None takes the only one that lasts
        :param answer: what was answered; empty takes the silence of an agency for
            consent, where the procedure says so and its time has passed
        """
        self._run("end_pause", pause=pause, answer=answer)

    # -- needs ------------------------------------------------------------------

    def _need_proof_of_payment(self, proof=None, **_arguments):
        for dossier in self:
            owed = dossier._asked_fees().filtered(lambda fee: fee.balance > 0)
            if owed.filtered(lambda fee: fee.collector == "center"):
                raise UserError(
                    self.env._(
                        "%(amount)s đ asked for %(code)s are collected here: collect "
                        "them first, then the clock goes on by itself.",
                        amount=vietnamese_amount(sum(owed.mapped("balance"))),
                        code=dossier.display_name,
                    )
                )
            paid_here = dossier._asked_fees() and not owed
            if not (proof or "").strip() and not paid_here:
                raise UserError(self.env._("Enter the number of the proof of payment."))

    def _need_consulted_agency(self, agency=None, **_arguments):
        if not agency:
            raise UserError(self.env._("Choose the agency that is asked."))

    def _need_answer_limit(self, value=0, unit=None, **_arguments):
        if not (unit == "same_day" or (value and unit)):
            raise UserError(
                self.env._("Say until when: the time to answer and its unit.")
            )

    def _answerable_pauses(self):
        return self._open_pauses().filtered(
            lambda pause: pause.kind in ("consultation", "field_check")
        )

    def _need_own_pause(self, pause=None, **_arguments):
        agencies = self.env.user.tthc_agency_ids
        for dossier in self:
            pauses = dossier._answerable_pauses()
            chosen = pauses & pause if pause else pauses
            if len(chosen) != 1:
                raise UserError(
                    self.env._(
                        "Choose one open consultation or field check of %(code)s.",
                        code=dossier.display_name,
                    )
                )
            if not self.env.su and not (
                chosen.agency_id in agencies or dossier._own_active_steps()
            ):
                raise UserError(
                    self.env._(
                        "%(agency)s was asked: it answers, or who asked registers it.",
                        agency=chosen.agency_id.display_name,
                    )
                )

    def _need_answer(self, pause=None, answer=None, **_arguments):
        if (answer or "").strip():
            return
        for dossier in self:
            chosen = pause or dossier._answerable_pauses()
            if not (chosen.tacit_consent and chosen.due and chosen.due < now()):
                raise UserError(
                    self.env._(
                        "Enter the answer. Silence is consent only where the "
                        "procedure says so and the time to answer has passed."
                    )
                )

    # -- effects ----------------------------------------------------------------

    def _effect_ask_fee(
        self, moment, reason=None, amount=0, name=None, collector=None, **_arguments
    ):
        effects = {}
        for dossier in self:
            if amount:
                dossier._ask_for(moment, amount, name, reason, collector)
            effects[dossier] = (
                dossier._open_pause(
                    "fee", moment=moment, **dossier._fee_effect(reason)
                ),
                {"kind_of_pause": "fee", "amount": amount or 0},
            )
        return effects

    def _fee_effect(self, reason):
        """Values of a fee pause: not counted, or a second appointment afterwards."""
        version = self.version_id
        values = {"effect": "exclude", "reason": reason}
        if version.second_stage_value and version.second_stage_unit:
            values.update(
                effect="new_limit",
                new_limit_value=version.second_stage_value,
                new_limit_unit=version.second_stage_unit,
            )
        return values

    def _effect_confirm_fee(self, moment, proof=None, **_arguments):
        effects = {}
        for dossier in self:
            told = (proof or "").strip() or dossier._own_proof_of_payment()
            dossier._settle_elsewhere(told)
            # A question that is still open stays open: it was not answered by paying.
            values, moved = dossier._close_pauses(
                moment,
                dossier._open_pauses("fee"),
                answer=told,
                ending="answered",
            )
            if "clock_start" in values:
                values["second_stage_at"] = moment
            effects[dossier] = (values, moved)
        return effects

    def _effect_consult(
        self, moment, agency=None, reason=None, value=0, unit=None, **_arguments
    ):
        effects = {}
        for dossier in self:
            values = dossier._ask_others(
                "consultation", moment, reason, value, unit, agency
            )
            dossier.with_context(**self._move_context()).write(
                {"agency_ids": [Command.link(agency.id)]}
            )
            effects[dossier] = (
                values,
                {"agency": agency.id, "limit": [value, unit]},
            )
        return effects

    def _effect_check_field(
        self, moment, reason=None, value=0, unit=None, **_arguments
    ):
        return {
            dossier: (
                dossier._ask_others("field_check", moment, reason, value, unit),
                {"limit": [value, unit]},
            )
            for dossier in self
        }

    def _ask_others(self, kind, moment, reason, value, unit, agency=None):
        """Open a consultation or field check.

        :return: values to write on the dossier
        """
        self.ensure_one()
        step = self._step_of_law(kind, agency)
        return self._open_pause(
            kind,
            moment=moment,
            effect="exclude" if step.excluded_from_clock else "none",
            tacit_consent=step.tacit_consent,
            reason=reason,
            agency_id=agency.id if agency else False,
            answer_value=value,
            answer_unit=unit,
            due=self._answer_due(moment, value, unit),
        )

    def _answer_due(self, moment, value, unit):
        """By when a question is to be answered, naive UTC.

        :param moment: when it was asked, naive UTC
        """
        calendar = self.center_id.resource_calendar_id
        return calendar.tthc_due(moment, value, unit).at

    def _step_of_law(self, kind, agency=None):
        """The step of the procedure that speaks of such a waiting.

        :param kind: “consultation” or “field_check”
        :param agency: agency that is asked; a step of its own comes first
        :return: one ``tthc.procedure.step`` or none: then the clock runs on
        """
        steps = self.version_id.step_ids.filtered(lambda step: step.kind == kind)
        own = steps.filtered(lambda step: agency and step.agency_id == agency)
        general = steps.filtered(lambda step: not step.agency_id)
        return (own or general)[:1]

    def _effect_end_pause(self, moment, pause=None, answer=None, **_arguments):
        effects = {}
        for dossier in self:
            chosen = pause or dossier._answerable_pauses()
            told = (answer or "").strip()
            ending = "answered" if told else "tacit"
            values, moved = dossier._close_pauses(
                moment, chosen, answer=told, ending=ending
            )
            effects[dossier] = (
                values,
                {
                    "kind_of_pause": chosen.kind,
                    "agency": chosen.agency_id.id,
                    "ending": ending,
                    "late": bool(chosen.due) and chosen.due < moment,
                    **moved,
                },
            )
        return effects

    # -- silence and windows, day by day ------------------------------------------

    @api.model
    def _silent_pauses(self):
        """Consultations whose time has passed without an answer."""
        return self.env["tthc.dossier.pause"].search(
            [
                ("ended_at", "=", False),
                ("due", "<", now()),
                ("kind", "=", "consultation"),
                ("silence_told_at", "=", False),
            ]
        )

    def _end_silence(self, pause):
        """Take silence for consent where the law does, else tell the center's head.

        Decree 61/2018 Art 19.5.b.
        :param pause: ``tthc.dossier.pause`` of this dossier
        """
        self.ensure_one()
        if pause.tacit_consent:
            self._run("end_pause", source="job", pause=pause)
            return
        self._lock()
        self._tell_managers(
            self.env._(
                "%(agency)s has not answered the consultation on %(code)s in time.",
                agency=pause.agency_id.display_name,
                code=self.display_name,
            )
        )
        pause._write_as_action({"silence_told_at": now()})
        self.env["tthc.dossier.event"]._append(
            [
                {
                    "dossier": self,
                    "kind": "silence",
                    "happened_at": now(),
                    "ground": "NĐ 61/2018 Điều 19.5.b",
                    "source": "job",
                    "data": {"agency": pause.agency_id.id},
                }
            ]
        )

    def _tell_managers(self, sentence):
        """Put a task before the managers of the center.

        :param sentence: what has happened, in the language of the suite
        """
        self.ensure_one()
        # sudo: who manages the center is no secret, but staff lists are not open
        group = self.env.ref("tthc_base.group_center_manager").sudo()
        managers = group.all_user_ids.filtered(
            lambda user: user.tthc_center_id == self.center_id
        )
        for manager in managers:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.center_id._today(),
                summary=sentence,
                user_id=manager.id,
            )

    @api.model
    def _cron_waiting(self):
        """End the windows and the silences that have passed, one by one.

        What goes wrong with one dossier is told and keeps no other one back.
        """
        work = [
            *((row.dossier_id, "_end_window", row) for row in self._windows_over()),
            *((row.dossier_id, "_end_silence", row) for row in self._silent_pauses()),
        ]
        suite = self.with_context(lang="vi_VN").env
        self.env["ir.cron"]._commit_progress(remaining=len(work))
        for dossier, method, row in work:
            with dossier._kept_apart(
                suite._("The end of a waiting on %s", dossier.display_name)
            ):
                getattr(dossier.with_context(lang="vi_VN"), method)(row)
            if not self.env["ir.cron"]._commit_progress(1):
                break
