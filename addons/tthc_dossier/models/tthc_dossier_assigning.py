from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .transition_table import LEADER, SPECIALIST, TRANSITIONS


class TthcDossierAssigning(models.AbstractModel):
    """Who in an agency has a step in hand (Decree 61/2018 Art 19.1).

    A handler narrows who acts, never widens it: the right to act comes from agency
    and role alone. A step with a handler is acted on by the handler, by who stands in
    for them today, or by a leader of the agency.
    """

    _name = "tthc.dossier.assigning"
    _description = "Assignment of steps"

    handler_ids = fields.Many2many(
        "res.users", string="Handlers", compute="_compute_handler_ids"
    )

    can_take = fields.Boolean(compute="_compute_can_give")
    can_assign = fields.Boolean(compute="_compute_can_give")

    @api.depends("step_ids.state", "step_ids.user_id")
    def _compute_handler_ids(self):
        for dossier in self:
            dossier.handler_ids = dossier._active_steps().user_id

    @api.depends("state", "step_ids.state", "step_ids.user_id", "step_ids.agency_id")
    @api.depends_context("uid")
    def _compute_can_give(self):
        acts, leads = (self.env.user.has_group(role) for role in (SPECIALIST, LEADER))
        for dossier in self:
            open_now = dossier.state in TRANSITIONS["take"].origins
            dossier.can_take = acts and open_now and bool(dossier._free_steps())
            dossier.can_assign = (
                leads and open_now and bool(dossier._own_unfinished_steps())
            )

    def action_take(self, steps=None):
        """Take open steps of the own agency that nobody has taken.

        :param steps: ``tthc.dossier.step``; None takes all of these dossiers
        """
        self._run("take", steps=steps)

    def action_assign(self, user=None, steps=None, note=None):
        """Give steps that nobody has taken to a member of the agency.

        :param user: ``res.users``
        :param steps: ``tthc.dossier.step``; None takes the open ones of the agency
        :param note: remark for the handler
        """
        self._run("assign", user=user, steps=steps, note=note)

    def action_reassign(self, user=None, steps=None, note=None):
        """Give steps that somebody has in hand to another member of the agency.

        See :meth:`action_assign`.
        """
        self._run("reassign", user=user, steps=steps, note=note)

    # -- needs ------------------------------------------------------------------

    def _need_free_step(self, steps=None, **_arguments):
        for dossier in self:
            if not dossier._free_steps(steps):
                raise UserError(
                    self.env._(
                        "No step of %(code)s waits for you to take it: somebody has "
                        "it, or it is with another agency.",
                        code=dossier.display_name,
                    )
                )

    def _need_unassigned_step(self, steps=None, **_arguments):
        for dossier in self:
            if not dossier._steps_to_give(steps, given=False):
                raise UserError(
                    self.env._(
                        "No step of your agency on %(code)s is without a handler.",
                        code=dossier.display_name,
                    )
                )

    def _need_assigned_step(self, steps=None, **_arguments):
        for dossier in self:
            if not dossier._steps_to_give(steps, given=True):
                raise UserError(
                    self.env._(
                        "No step of your agency on %(code)s has a handler yet.",
                        code=dossier.display_name,
                    )
                )

    def _need_member(self, user=None, steps=None, **_arguments):
        if not user:
            raise UserError(self.env._("Choose who is to handle it."))
        for step in self._own_unfinished_steps(steps):
            if not (user.active and step.agency_id in user.tthc_agency_ids):
                raise UserError(
                    self.env._(
                        "%(user)s does not work for %(agency)s.",
                        user=user.name,
                        agency=step.agency_id.display_name,
                    )
                )
            # sudo: whether a colleague holds the role, not who holds which
            if not user.sudo().has_group(f"tthc_base.group_{step.role}"):
                raise UserError(
                    self.env._(
                        "%(user)s has not the role for “%(step)s”.",
                        user=user.name,
                        step=step.name,
                    )
                )

    # -- effects ----------------------------------------------------------------

    def _effect_take(self, moment, steps=None, **_arguments):
        return self._give(
            {dossier: dossier._free_steps(steps) for dossier in self}, self.env.user
        )

    def _effect_assign(self, moment, user=None, steps=None, note=None, **_arguments):
        chosen = {
            dossier: dossier._steps_to_give(steps, given=False) for dossier in self
        }
        return self._give(chosen, user, note)

    def _effect_reassign(self, moment, user=None, steps=None, note=None, **_arguments):
        chosen = {
            dossier: dossier._steps_to_give(steps, given=True) for dossier in self
        }
        return self._give(chosen, user, note)

    @api.model
    def _give(self, chosen, user, note=None):
        """Write the handler of steps.

        :param chosen: dict dossier → ``tthc.dossier.step``
        :param user: ``res.users``
        :param note: remark for the handler, which stays with the step
        :return: effects as the table wants them
        """
        effects = {}
        for dossier, steps in chosen.items():
            before = steps.user_id
            steps.with_context(**self._move_context()).write(
                {"user_id": user.id, "assignment_note": (note or "").strip() or False}
            )
            effects[dossier] = (
                {},
                {"steps": steps.ids, "from": sorted(before.ids), "to": user.id},
            )
        return effects

    # -- which steps --------------------------------------------------------------

    def _own_unfinished_steps(self, steps=None):
        """Steps of the user's agencies: the chosen ones, else those that are open."""
        agencies = self.env.user.tthc_agency_ids
        own = self.step_ids.filtered(
            lambda step: step.state != "done" and step.agency_id in agencies
        )
        return own & steps if steps else own & self._active_steps()

    def _free_steps(self, steps=None):
        """Open steps that the user may take: of own agency and role, nobody's yet."""
        own = self._own_active_steps().filtered(lambda step: not step.user_id)
        return own & steps if steps else own

    def _steps_to_give(self, steps, given):
        return self._own_unfinished_steps(steps).filtered(
            lambda step: bool(step.user_id) == given
        )

    # -- who may act on them ------------------------------------------------------

    @api.model
    def _absent_colleagues(self):
        """For whom the user stands in today, ``res.users``."""
        delegations = self.env["tthc.delegation"]._of_today(delegate_id=self.env.user)
        return delegations.user_id.with_env(self.env)

    def _open_step_domain(self):
        """Open steps that the user may act on, as a domain of ``tthc.dossier.step``.

        It says the same as :meth:`_own_active_steps`.
        """
        domain = (
            Domain("state", "=", "active")
            & Domain("role", "in", self._own_roles())
            & Domain("agency_id.user_ids", "=", self.env.uid)
        )
        if self.env.user.has_group(LEADER):
            return domain
        handlers = self.env.user | self._absent_colleagues()
        return domain & Domain("user_id", "in", [False, *handlers.ids])
