from odoo import api, fields, models
from odoo.exceptions import UserError

from .transition_table import PASSING_STATES


class TthcDossierInterlinking(models.AbstractModel):
    """Several agencies and centers on one dossier (Decree 61/2018 Art 19.6-7)."""

    _name = "tthc.dossier.interlinking"
    _description = "Interlinked processing"

    monitor_center_id = fields.Many2one(
        "tthc.center",
        string="Followed by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The center of the settling agency's level. It follows what another "
        "center has received; the result goes back to the center that received it "
        "(Decree 61/2018 Art 19.7).",
    )
    passing_step_ids = fields.Many2many(
        "tthc.dossier.step",
        string="Waits at the desk",
        compute="_compute_passing",
    )
    waits_at_desk = fields.Boolean(
        compute="_compute_passing", search="_search_waits_at_desk"
    )
    can_pass_on = fields.Boolean(compute="_compute_passing")

    @api.depends("state", "step_ids.state", "step_ids.pass_asked_at", "center_id")
    @api.depends_context("uid")
    def _compute_passing(self):
        for dossier in self:
            held = dossier._held_steps()
            if dossier.state not in PASSING_STATES:
                held = held.browse()
            dossier.passing_step_ids = held
            dossier.waits_at_desk = bool(held)
            dossier.can_pass_on = (
                bool(held) and dossier._passing_center() == self.env.user.tthc_center_id
            )

    def _search_waits_at_desk(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("state", "in", PASSING_STATES),
            (
                "step_ids",
                "any",
                [("state", "=", "waiting"), ("pass_asked_at", "!=", False)],
            ),
        ]

    def action_pass_on(self):
        """Pass papers on at the desk of the center to the next agency.

        The center that follows a dossier may not write it, but its desk is where the
        papers of the agencies pass.

        :raise UserError: when nothing waits, or the papers pass at another center
        """
        self.check_access("read")
        self._check_role(self._transition("pass_on").group)
        self._check_passing_center()
        # sudo: role and center are checked; the following center only reads otherwise
        self.sudo()._run("pass_on")

    def _check_passing_center(self):
        for dossier in self:
            center = dossier._passing_center()
            if center != self.env.user.tthc_center_id:
                raise UserError(
                    self.env._(
                        "The papers of %(code)s pass at %(center)s.",
                        code=dossier.display_name,
                        center=center.display_name,
                    )
                )

    # -- which center -------------------------------------------------------------

    def _monitor_center(self, lead):
        """The center that follows a dossier received at another level, if any.

        :param lead: ``tthc.agency`` that settles it
        :return: ``tthc.center``: of the agency's level, with a counter for it
        """
        self.ensure_one()
        if lead.level == self.center_id.level:
            return self.env["tthc.center"]
        return self.env["tthc.center"].search(
            [
                ("level", "=", lead.level),
                ("counter_ids.agency_ids", "=", lead.id),
                ("id", "!=", self.center_id.id),
            ],
            limit=1,
        )

    def _passing_center(self):
        """The center at whose desks the agencies hand papers to each other."""
        self.ensure_one()
        return self.monitor_center_id or self.center_id

    # -- papers between agencies --------------------------------------------------

    def _held_steps(self):
        """Steps that wait until the desk has passed their papers on."""
        return self.step_ids.filtered(
            lambda step: step.state == "waiting" and step.pass_asked_at
        )

    def _hold_at_desk(self, steps, moment):
        """Keep back the steps whose papers pass through the desk first.

        Papers that the center itself hands over have been at its desk already.

        :param steps: ``tthc.dossier.step`` that are next in line
        :param moment: naive UTC
        :return: those that start at once
        """
        self.ensure_one()
        givers = self._last_finished_steps().agency_id
        if not givers or givers == steps.agency_id:
            return steps
        center = self._passing_center()
        if not center._passes_at_desk(center._local_day(moment)):
            return steps
        held = steps.filtered(lambda step: givers - step.agency_id)
        held.with_context(**self._move_context()).write({"pass_asked_at": moment})
        return steps - held

    def _last_finished_steps(self):
        done = self.step_ids.filtered(lambda step: step.state == "done")
        last = max(done.mapped("sequence"), default=None)
        return done.filtered(lambda step: step.sequence == last)

    def _need_held_step(self, **_arguments):
        for dossier in self:
            if not dossier._held_steps():
                raise UserError(
                    self.env._(
                        "No papers of %(code)s wait at the desk.",
                        code=dossier.display_name,
                    )
                )

    def _effect_pass_on(self, moment, **_arguments):
        effects = {}
        for dossier in self:
            held = dossier._held_steps()
            held.with_context(**self._move_context()).write(
                {"passed_at": moment, "passed_by_id": self.env.uid}
            )
            givers = dossier._last_finished_steps().agency_id
            values = dossier._start_steps(held, moment)
            effects[dossier] = (
                values,
                {
                    "steps": held.ids,
                    "from": sorted(givers.ids),
                    "to": sorted(held.agency_id.ids),
                    "center": dossier._passing_center().id,
                },
            )
        return effects

    # -- who waits ------------------------------------------------------------------

    @api.model
    def _step_holder(self, step):
        """With whom a step is at this moment, in words.

        :param step: ``tthc.dossier.step``
        """
        if step.state == "waiting" and step.pass_asked_at:
            center = step.dossier_id._passing_center()
            return self.env._("at the desk of %(center)s", center=center.display_name)
        return step.user_id.name or step.agency_id.display_name
