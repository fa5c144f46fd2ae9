from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context

from odoo.addons.tthc_base.tools.clock import now

from .transition_table import AS_IT_WAS, BEFORE, LEADER, SAME, TRANSITIONS


class TthcDossierLifecycle(models.AbstractModel):
    """The transitions: the only way in which a dossier moves."""

    _name = "tthc.dossier.lifecycle"
    _description = "Life of a dossier"

    can_propose = fields.Boolean(compute="_compute_can_act")
    can_decide = fields.Boolean(compute="_compute_can_act")

    @api.depends(
        "state",
        "step_ids.state",
        "step_ids.agency_id",
        "step_ids.role",
        "step_ids.user_id",
    )
    @api.depends_context("uid")
    def _compute_can_act(self):
        for dossier in self:
            own = dossier._own_active_steps()
            unfinished = dossier.step_ids.filtered(lambda step: step.state != "done")
            dossier.can_decide = bool(own) and unfinished == own
            dossier.can_propose = bool(own) and not dossier.can_decide

    def _run(self, action, source="web", **arguments):
        """Move dossiers by one row of the transition table.

        :param action: key of ``TRANSITIONS``
        :param source: where the action comes from, as the log keeps it
        :param arguments: handed to the needs and the effect; ``ground`` goes before the
            legal ground of the table
        :raise AccessError: when the user has not the role
        :raise UserError: when a dossier is not in a state that the action starts
            from (a stale page, a second click), or when something is missing
        """
        # Whoever calls can send defaults in the context: none may reach what an action
        # creates. Keyword arguments would only add keys, these have to go.
        context = clean_context(self.env.context)
        self = self.with_context(context)  # pylint: disable=context-overridden
        transition = TRANSITIONS[action]
        self._check_role(transition.group)
        self.check_access("write")
        arguments = self._checked_arguments(arguments)
        self._lock()
        self._check_state(*transition.origins)
        for need in transition.needs:
            getattr(self, need)(**arguments)
        moment = now()
        if transition.moment:
            moment = getattr(self, transition.moment)(**arguments)
        parts = self._parts_before() if transition.undoable else {}
        effects = getattr(self, transition.effect)(moment, **arguments)
        entries = []
        for dossier in self:
            values, data = effects[dossier]
            origin = dossier.state
            target = dossier._target_of(transition, values)
            values["state"] = target
            undo = transition.undoable and dossier._undo_data(action, values, parts)
            dossier.with_context(**self._move_context()).write(
                {**values, **self._last_action_values(action, undo)}
            )
            entries.append(
                {
                    "dossier": dossier,
                    "kind": action,
                    "happened_at": moment,
                    "state_from": origin,
                    "state_to": target,
                    "ground": arguments.get("ground") or transition.ground,
                    "source": source,
                    "data": data,
                }
            )
        self.env["tthc.dossier.event"]._append(entries)
        self._clear_warnings()
        self._drop_apology_drafts()
        self._tell_of(action, moment, **arguments)

    def _target_of(self, transition, values):
        """State to which a transition leads this dossier."""
        if transition.target in (BEFORE, AS_IT_WAS):
            return values["state"]
        return self.state if transition.target == SAME else transition.target

    @api.model
    def _transition(self, action):
        """The row of the transition table of an action."""
        return TRANSITIONS[action]

    # -- buttons ----------------------------------------------------------------

    def action_receive(self):
        """Receive drafts or submissions: code, due date, steps, receipt.

        See :meth:`_run` for what is raised (Decree 61/2018 Art 17).
        """
        self._run("receive")

    def action_transfer(self):
        """Hand received dossiers over to their agencies (Decree 61/2018 Art 18)."""
        self._run("transfer")

    def action_finish_step(self, outcome=None, note=None):
        """Finish the active step of the user's agency.

        :param outcome: “granted” or “refused”, what the specialist proposes; needed
            from the specialist who hands over to a leader
        :param note: remark for the next one
        """
        self._run("finish_step", outcome=outcome, note=note)

    def action_resolve(
        self, outcome=None, number=None, date=None, note=None, results=None
    ):
        """Decide: register the result of the lead agency (Decree 61/2018 Art 19).

        :param outcome: “granted” or “refused”; None takes the specialist's proposal
        :param number: number of the result document
        :param date: its date
        :param note: remark
        :param results: list of dicts of result documents, as ``_register_results``
            takes; None makes one of ``number`` and ``date``
        """
        self._run(
            "resolve",
            outcome=outcome,
            number=number,
            date=date,
            note=note,
            results=results,
        )

    # -- needs ------------------------------------------------------------------

    def _need_center(self, **_arguments):
        if self.env.su:
            return
        for dossier in self:
            if dossier.center_id != self.env.user.tthc_center_id:
                raise UserError(
                    self.env._(
                        "%(code)s belongs to %(center)s; you work at another center.",
                        code=dossier.display_name,
                        center=dossier.center_id.display_name,
                    )
                )

    def _need_own_step(self, **_arguments):
        for dossier in self:
            if not dossier._own_active_steps():
                steps = dossier._active_steps() | dossier._held_steps()
                raise UserError(
                    self.env._(
                        "No step of your agency is open on %(code)s: it is with "
                        "%(agencies)s.",
                        code=dossier.display_name,
                        agencies=", ".join(dossier._holders(steps)) or "–",
                    )
                )

    def _holders(self, steps):
        """With whom steps are, in words, each once.

        :param steps: ``tthc.dossier.step``
        """
        agencies = self.env.user.tthc_agency_ids
        return dict.fromkeys(
            step.holder
            if step.agency_id in agencies or step.state == "waiting"
            else step.agency_id.display_name
            for step in steps
        )

    def _need_result_of_specialist(self, outcome=None, **_arguments):
        for dossier in self:
            if not (outcome or dossier.proposed_outcome):
                raise UserError(
                    self.env._(
                        "Say what you propose for %(code)s: grant or refuse.",
                        code=dossier.display_name,
                    )
                )

    def _need_last_step(self, **_arguments):
        for dossier in self:
            own = dossier._own_active_steps()
            unfinished = dossier.step_ids.filtered(lambda step: step.state != "done")
            if unfinished - own:
                raise UserError(
                    self.env._(
                        "%(code)s can't be decided yet, this is still open: %(steps)s.",
                        code=dossier.display_name,
                        steps=", ".join((unfinished - own).mapped("name")),
                    )
                )

    def _need_result(self, outcome=None, note=None, **_arguments):
        for dossier in self:
            result = outcome or dossier.proposed_outcome
            if not result:
                raise UserError(
                    self.env._(
                        "Say whether %(code)s is granted or refused.",
                        code=dossier.display_name,
                    )
                )
            if result == "refused" and not (note or dossier.result_note):
                raise UserError(
                    self.env._(
                        "Give the reason why %(code)s is refused: the citizen has a "
                        "right to it.",
                        code=dossier.display_name,
                    )
                )

    # -- effects ----------------------------------------------------------------

    def _effect_transfer(self, moment, **_arguments):
        return {
            dossier: (
                {"transferred_at": moment, **dossier._start_next_steps(moment)},
                {"agencies": sorted(dossier.agency_ids.ids)},
            )
            for dossier in self
        }

    def _effect_finish_step(self, moment, outcome=None, note=None, **_arguments):
        effects = {}
        for dossier in self:
            steps = dossier._own_active_steps()
            values, moved = dossier._finish_steps(steps, moment)
            if note:
                values["result_note"] = note
            if outcome:
                values["proposed_outcome"] = outcome
            effects[dossier] = (
                values,
                {"steps": steps.ids, "proposed": outcome, **moved},
            )
        return effects

    def _effect_resolve(
        self,
        moment,
        outcome=None,
        number=None,
        date=None,
        note=None,
        results=None,
        **_arguments,
    ):
        effects = {}
        for dossier in self:
            steps = dossier._own_active_steps()
            dossier._finish_steps(steps, moment)
            result = outcome or dossier.proposed_outcome
            counted, moved = dossier._close_pauses(moment, ending="dropped")
            documents = results or [{"number": number, "date": date}]
            dossier._register_results(documents, moment)
            values = {
                **counted,
                **dossier._resolved_values(result, moment, counted.get("due")),
                "result_note": note or dossier.result_note,
            }
            effects[dossier] = (
                values,
                {
                    "outcome": result,
                    "steps": steps.ids,
                    "number": documents[0].get("number") or "",
                    "after_limit": values["punctuality"] == "late",
                    **moved,
                },
            )
        return effects

    def _resolved_values(self, outcome, moment, due=None):
        """What a result of this moment writes.

        :param outcome: “granted” or “refused”
        :param moment: naive UTC
        :param due: due date that the action itself counts anew, naive UTC
        """
        self.ensure_one()
        punctuality = self._punctuality_at(moment, due or self.due)
        return {
            "outcome": outcome,
            "resolved_at": moment,
            "punctuality": punctuality,
            # A refusal belongs inside the limit (Decree 61/2018 Art 19.8).
            "refused_after_limit": outcome == "refused" and punctuality == "late",
        }

    # -- steps ------------------------------------------------------------------

    def _own_active_steps(self):
        """Open steps that the user may finish: of an own agency, in an own role."""
        self.ensure_one()
        user, roles = self.env.user, self._own_roles()
        return self.step_ids.filtered(
            lambda step: (
                step.state == "active"
                and step.role in roles
                and (
                    self.env.su
                    or (
                        step.agency_id in user.tthc_agency_ids
                        and step._is_left_to(user)
                    )
                )
            )
        )

    def _own_roles(self):
        """Roles of steps that the user may finish."""
        if self.env.user.has_group(LEADER):
            return ("specialist", "leader")
        return ("specialist",)

    def _finish_steps(self, steps, moment):
        """Finish steps, with the pauses that they are, and open the next ones.

        :param steps: ``tthc.dossier.step`` records
        :param moment: naive UTC
        :return: pair of the values to write and what the log keeps of them
        """
        pauses = self._open_pauses().filtered(lambda pause: pause.step_id in steps)
        values, moved = self._close_pauses(moment, pauses, ending="answered")
        for step in steps:
            step.with_context(**self._move_context()).write(
                {
                    "state": "done",
                    "done_at": moment,
                    "done_by_id": self.env.uid,
                    "punctuality": self._punctuality_at(moment, step.due),
                }
            )
        return {**values, **self._start_next_steps(moment)}, moved

    def _start_next_steps(self, moment):
        """Open the next steps in line; equal sequence means side by side.

        :param moment: naive UTC
        :return: values to write on the dossier
        """
        self.ensure_one()
        if any(step.state == "active" for step in self.step_ids):
            return {}
        waiting = self.step_ids.filtered(lambda step: step.state == "waiting")
        if not waiting:
            return {}
        first = min(waiting.mapped("sequence"))
        steps = waiting.filtered(
            lambda step: step.sequence == first and not step.pass_asked_at
        )
        return self._start_steps(self._hold_at_desk(steps, moment), moment)

    def _start_steps(self, steps, moment):
        """Open steps, and stop the clock where the procedure does not count them.

        :param steps: ``tthc.dossier.step``
        :param moment: naive UTC
        :return: values to write on the dossier
        """
        values = {}
        for step in steps:
            step.with_context(**self._move_context()).write(
                {
                    "state": "active",
                    "started_at": moment,
                    "due": self._step_due(step, moment),
                }
            )
            if step.step_id.excluded_from_clock:
                values = self._open_step_pause(step, moment)
        return values

    def _punctuality_at(self, moment, due):
        """How a result of a moment comes against a due date, by day.

        :param moment: naive UTC
        :param due: naive UTC, or False where nothing is promised
        """
        self.ensure_one()
        if not due:
            return "on_time"
        finished = self.center_id._local_day(moment)
        promised = self.center_id._local_day(due)
        if finished == promised:
            return "on_time"
        return "early" if finished < promised else "late"
