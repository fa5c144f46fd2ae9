from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

EDITOR = "tthc_base.group_catalog_editor"
CONTROLLER = "tthc_base.group_catalog_controller"


class Transition(NamedTuple):
    source: str
    target: str
    group: str


#: Every move of a version: action → from, to, who may. Nothing else moves it.
TRANSITIONS = {
    "propose": Transition("draft", "proposed", EDITOR),
    "reset": Transition("proposed", "draft", EDITOR),
    "approve": Transition("proposed", "approved", CONTROLLER),
    "abolish": Transition("approved", "abolished", CONTROLLER),
}
#: What was published is not rewritten (Decree 63/2010 Art 25).
FROZEN_STATES = ("approved", "abolished")
#: Passed in the context by the actions below and compared by identity: no client
#: can send it, so that neither a form, nor an import, nor RPC moves the state.
_MOVE = object()


class TthcVersionLifecycle(models.AbstractModel):
    """States and dates of a version: draft, proposed, approved, abolished."""

    _name = "tthc.version.lifecycle"
    _description = "Life of a version"

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("approved", "Approved"),
            ("abolished", "Abolished"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    in_force = fields.Boolean(compute="_compute_in_force", search="_search_in_force")
    valid_from = fields.Date(string="Valid from", tracking=True, copy=False)
    valid_from_note = fields.Char(
        string="Basis of the date",
        copy=False,
        help="Where the day of effect comes from when no decision tells it.",
    )
    valid_to = fields.Date(
        string="Valid until",
        tracking=True,
        copy=False,
        help="First day on which the version no longer applies.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to > valid_from)",
        "A version can't end before it begins.",
    )

    @api.depends("state", "valid_from", "valid_to")
    def _compute_in_force(self):
        today = clock.today(VIETNAM)
        for version in self:
            version.in_force = version._in_force_on(today)

    def _search_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._domain_in_force(clock.today(VIETNAM))

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts; another state is reached by actions only."""
        versions = super().create(vals_list)
        # Looked at afterwards, because a default may come from the context too.
        if any(version.state != "draft" for version in versions):
            self._check_move()
        return versions

    def write(self, vals):
        """Write; what was approved is amended by a new version."""
        if "state" in vals:
            self._check_move()
        if not self._fields_open_after_approval().issuperset(vals):
            self._check_not_frozen()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if self.filtered(lambda version: version.state in FROZEN_STATES):
            raise UserError(
                self.env._(
                    "An approved version is kept for the dossiers received under it. "
                    "Abolish it instead."
                )
            )

    @api.model
    def _fields_open_after_approval(self):
        """Fields that do not belong to what a decision published.

        :return: set of names; a higher floor adds its own
        """
        return {name for name in self._fields if name.startswith("message_")}

    def _check_not_frozen(self):
        """Refuse to change what was approved.

        :raise UserError: when a version is approved or abolished
        """
        if self.env.context.get("tthc_version_move") is _MOVE:
            return
        frozen = self.filtered(lambda version: version.state in FROZEN_STATES)
        if frozen:
            raise UserError(
                self.env._(
                    "The version of %(code)s was approved and can't be changed. Use "
                    "“Amend” to make a new version.",
                    code=frozen[0].code,
                )
            )

    def _check_move(self):
        if self.env.context.get("tthc_version_move") is not _MOVE:
            raise AccessError(
                self.env._("The state of a version changes through its buttons only.")
            )

    def _moving(self):
        return self.with_context(tthc_version_move=_MOVE)

    def _move(self, action):
        self._moving().write({"state": TRANSITIONS[action].target})

    def _check_action(self, action):
        """Whether the user may take an action on versions in their present state.

        :param action: key of ``TRANSITIONS``
        :raise AccessError: when the user has not the role
        :raise UserError: when a version is in another state
        """
        transition = TRANSITIONS[action]
        if not self.env.su and not self.env.user.has_group(transition.group):
            # The name of a role is no secret; the user can't read groups.
            group = self.env.ref(transition.group).sudo()
            raise AccessError(
                self.env._("Only the role “%(role)s” may do this.", role=group.name)
            )
        wrong = self.filtered(lambda version: version.state != transition.source)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(version)s is “%(state)s”: reload the page and look again.",
                    version=wrong[0].code,
                    state=labels[wrong[0].state],
                )
            )

    def action_propose(self):
        """Hand drafts over for approval.

        :raise AccessError: for anybody but a catalog editor
        :raise UserError: when a version is no draft or something is missing
        """
        self._check_action("propose")
        self._check_complete()
        self._move("propose")

    def action_approve(self):
        """Approve proposed versions; they are in force from their date on.

        The version before, where its end is open, ends on that date.

        :raise AccessError: for anybody but a catalog controller
        :raise UserError: when a version is not proposed, something is missing, or
            another version is in force on the same day
        """
        self._check_action("approve")
        self._check_complete()
        self._end_predecessors()
        self._move("approve")
        self._moving()._on_approved()

    def _on_approved(self):
        """Called once with each batch that was just approved.

        To be extended by what follows from an approval, such as copying the lines of
        a chain into steps. The records may still be written in here, although they
        are frozen for everybody else; call ``super()``.
        """

    def action_reset(self):
        """Send proposed versions back to the editor.

        :raise AccessError: for anybody but a catalog editor
        :raise UserError: when a version is not proposed
        """
        self._check_action("reset")
        self._move("reset")

    def action_abolish(self):
        """End approved versions today, or before they began.

        :raise AccessError: for anybody but a catalog controller
        :raise UserError: when a version is not approved
        """
        self._check_action("abolish")
        today = clock.today(VIETNAM)
        begun = self.filtered(
            lambda version: (
                version.valid_from < today
                and (not version.valid_to or version.valid_to > today)
            )
        )
        begun._moving().write({"valid_to": today})
        self._move("abolish")

    def action_amend(self):
        """Start a new draft from the version that is to be replaced.

        :return: action that opens the draft
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.copy().id,
            "view_mode": "form",
        }

    def _faults(self):
        """What keeps a version from being approved; a model adds its own.

        :return: list of sentences, empty when it can be approved
        """
        self.ensure_one()
        return [] if self.valid_from else [self.env._("no date of effect")]

    def _check_complete(self):
        for version in self:
            faults = version._faults()
            if faults:
                raise UserError(
                    self.env._(
                        "Version of %(code)s can't go on: %(faults)s.",
                        code=version.code,
                        faults="; ".join(faults),
                    )
                )

    def _end_predecessors(self):
        """End the open approved versions that these take the place of.

        :raise UserError: when another approved version is in force on a same day
        """
        approved = self.search(
            Domain("procedure_id", "in", self.procedure_id.ids)
            & Domain("state", "=", "approved")
        )
        others = approved.grouped("procedure_id")
        for version in self:
            for other in others.get(version.procedure_id, ()):
                if not other.valid_to and other.valid_from < version.valid_from:
                    other._moving().valid_to = version.valid_from
                elif version._overlaps(other):
                    raise UserError(
                        self.env._(
                            "%(code)s already has an approved version from %(date)s. "
                            "Abolish it or take another date of effect.",
                            code=version.code,
                            date=format_date(self.env, other.valid_from),
                        )
                    )

    def _overlaps(self, other):
        end, other_end = (version.valid_to or date.max for version in (self, other))
        return self.valid_from < other_end and other.valid_from < end

    def _in_force_on(self, day):
        """Whether the version applies on a day.

        :param day: ``datetime.date`` in the time zone of the center
        """
        self.ensure_one()
        return (
            self.state == "approved"
            and bool(self.valid_from)
            and self.valid_from <= day
            and (not self.valid_to or day < self.valid_to)
        )

    @api.model
    def _domain_in_force(self, day):
        """Versions that apply on a day.

        :param day: ``datetime.date`` in the time zone of the center
        """
        return (
            Domain("state", "=", "approved")
            & Domain("valid_from", "<=", day)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">", day))
        )
