from odoo import api, fields, models
from odoo.exceptions import UserError

from .tthc_version_lifecycle import FROZEN_STATES

#: What a step takes over from its line; a difference is a contradiction.
COPIED = (
    "agency_id",
    "at_center_body",
    "limit_value",
    "limit_unit",
    "from_start",
    "excluded_from_clock",
)


class TthcVersionChain(models.AbstractModel):
    """The chain of a version and the steps that come from it.

    The lines become steps when the version is proposed, so that who approves it sees
    them, and again at approval where there are none. Steps made by hand are kept; a
    warning tells where they differ from the chain. A chain with an unresolved line
    makes no steps at all: the version is used by its own limit, as before.
    """

    _name = "tthc.version.chain"
    _inherit = ["tthc.version.lifecycle"]
    _description = "Chain and steps of a version"

    step_warning_text = fields.Text(
        string="Warnings on the steps", compute="_compute_step_drawing"
    )
    step_drawing = fields.Json(compute="_compute_step_drawing")

    @api.depends(
        "limit_value",
        "limit_unit",
        "agency_id",
        "at_center_body",
        "is_interlinked",
        "case_ids.limit_value",
        "case_ids.limit_unit",
        "channel_ids.limit_value",
        "channel_ids.limit_unit",
        "step_ids.sequence",
        "step_ids.name",
        "step_ids.agency_id",
        "step_ids.at_center_body",
        "step_ids.limit_value",
        "step_ids.limit_unit",
        "step_ids.from_start",
        "step_ids.excluded_from_clock",
        "chain_ids.line_ids.is_unresolved",
    )
    @api.depends_context("lang")
    def _compute_step_drawing(self):
        for version in self:
            steps = version.step_ids.sorted(lambda step: step.sequence)
            warnings = steps._warnings(version._step_limits())
            general = [*version._chain_warnings(), *warnings.pop(steps.browse())]
            version.step_warning_text = "\n".join(
                dict.fromkeys([*general, *sum(warnings.values(), [])])
            )
            version.step_drawing = steps._drawing(version._step_limits()[:1])

    def _is_open(self):
        """Whether the parts of the version may still be changed."""
        self.ensure_one()
        return self.state not in FROZEN_STATES

    def _step_limits(self):
        """The limits that the steps must keep: of the version, cases and channels.

        :return: list of (what it is the limit of, amount, unit), its own first
        """
        self.ensure_one()
        rows = [(self.env._("limit of the procedure"), self)]
        rows += [(case.name, case) for case in self.case_ids]
        rows += [(row.display_name, row) for row in self.channel_ids]
        return [
            (name, row.limit_value, row.limit_unit)
            for name, row in rows
            if row._has_limit()
        ]

    def _limit_differs(self, total):
        """Whether the version has a limit other than the one of its chain.

        :param total: list of none or one (what it is, amount, unit)
        """
        if not self or not self._has_limit():
            return False
        own = (self.limit_value, self.limit_unit)
        return own not in {(amount, unit) for _name, amount, unit in total}

    def _chain_warnings(self):
        """What keeps the chain from becoming steps, and where steps differ from it."""
        self.ensure_one()
        lines = self.chain_ids.line_ids
        unresolved = lines.filtered("is_unresolved")
        if unresolved:
            return [
                self.env._(
                    "%(count)s lines of the chain are unresolved: no steps are made "
                    "from it.",
                    count=len(unresolved),
                )
            ]
        if not (lines and self.step_ids):
            return []
        by_hand = self.step_ids.filtered(lambda step: not step.chain_line_id)
        forgotten = lines - self.step_ids.chain_line_id
        changed = self.step_ids.filtered(
            lambda step: (
                step.chain_line_id
                and any(step[name] != step.chain_line_id[name] for name in COPIED)
            )
        )
        sentences = [
            self.env._("“%(name)s” is not in the chain.", name=step.name)
            for step in by_hand
        ]
        sentences += [
            self.env._("“%(name)s” of the chain is no step.", name=line.task)
            for line in forgotten
        ]
        sentences += [
            self.env._("“%(name)s” differs from its line in the chain.", name=step.name)
            for step in changed
        ]
        return sentences

    def action_open_chain(self):
        """Open the chain of the version."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.procedure.chain",
            "res_id": self.chain_ids.id,
            "view_mode": "form",
        }

    def action_make_steps(self):
        """Make the steps anew from the chain; steps made by hand stay.

        :raise UserError: without a chain, or when one of its lines is unresolved
        """
        for version in self:
            version._check_chain_is_resolved()
        self.step_ids.filtered("chain_line_id").unlink()
        self._create_steps_of_chain()

    def _check_chain_is_resolved(self):
        """:raise UserError: without a chain or with an unresolved line"""
        self.ensure_one()
        if not self.chain_ids.line_ids:
            raise UserError(
                self.env._("The version of %(code)s has no chain.", code=self.code)
            )
        unresolved = self.chain_ids.line_ids.filtered("is_unresolved")[:1]
        if unresolved:
            raise UserError(
                self.env._(
                    "“%(task)s” in the chain of %(code)s is unresolved (%(reason)s). "
                    "Pick its agency first.",
                    task=unresolved.task,
                    code=self.code,
                    reason=unresolved.unresolved_reason,
                )
            )

    def _create_steps_of_chain(self):
        chains = self.chain_ids.filtered(
            lambda chain: (
                chain.line_ids and not any(chain.line_ids.mapped("is_unresolved"))
            )
        )
        self.env["tthc.procedure.step"].create(
            [values for chain in chains for values in chain.line_ids._step_values()]
        )

    def _make_missing_steps(self):
        self.filtered(lambda version: not version.step_ids)._create_steps_of_chain()

    def action_propose(self):
        """Propose, with the steps that the chain gives where there are none."""
        result = super().action_propose()
        self._make_missing_steps()
        return result

    def _on_approved(self):
        """Make the steps that are still missing, before the version is used."""
        self._make_missing_steps()
        return super()._on_approved()

    def copy(self, default=None):
        """Copy versions; a step stays with its line of the chain."""
        copies = super().copy(default)
        for version, copied in zip(self, copies, strict=True):
            lines = dict(
                zip(version.chain_ids.line_ids, copied.chain_ids.line_ids, strict=True)
            )
            for step in copied.step_ids.filtered("chain_line_id"):
                step.chain_line_id = lines.get(step.chain_line_id)
        return copies
