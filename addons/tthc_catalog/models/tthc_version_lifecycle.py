import re
from typing import NamedTuple

from psycopg2.errors import ExclusionViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .tthc_version_validity import PUBLISHED_STATES

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
    "restore": Transition("abolished", "approved", CONTROLLER),
}
#: What was published is not rewritten (Decree 63/2010 Art 25).
FROZEN_STATES = PUBLISHED_STATES
#: So many records are named in a sentence; the rest is counted.
NAMED = 10


class TthcVersionLifecycle(models.AbstractModel):
    """States and dates of a version: draft, proposed, approved, abolished."""

    _name = "tthc.version.lifecycle"
    _inherit = [
        "tthc.guarded",
        "tthc.version.validity",
        "tthc.version.amendment",
        "tthc.version.difference",
        "tthc.version.trace",
    ]
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
    abolished_by_id = fields.Many2one(
        "tthc.decision",
        string="Abolished by",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        copy=False,
        tracking=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts; another state is reached by actions only."""
        versions = super().create(vals_list)
        # Looked at afterwards, because a default may come from the context too.
        if any(
            version.state != "draft" or version.abolished_by_id for version in versions
        ):
            self._check_moving()
        return versions

    def write(self, vals):
        """Write; what was approved is amended by a new version."""
        if {"state", "abolished_by_id"} & set(vals):
            self._check_moving()
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
        if self._is_moving():
            return
        frozen = self.filtered(lambda version: version.state in FROZEN_STATES)
        if frozen:
            raise UserError(
                self.env._(
                    "Approved and can't be changed: %(codes)s. Use “Amend” to make a "
                    "new version.",
                    codes=frozen._codes(),
                )
            )

    def _codes(self):
        """The codes of some versions for a sentence, the first ones and a count."""
        codes = ", ".join(self[:NAMED].mapped("code"))
        if len(self) <= NAMED:
            return codes
        return self.env._(
            "%(codes)s and %(count)s more", codes=codes, count=len(self) - NAMED
        )

    @api.model
    def _moving_refusal(self):
        """Speak of versions."""
        return self.env._("The state of a version changes through its buttons only.")

    def _move(self, action, **values):
        self._moving().write({"state": TRANSITIONS[action].target, **values})

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
            lines = [
                self.env._(
                    "%(version)s is “%(state)s”",
                    version=version.code,
                    state=labels[version.state],
                )
                for version in wrong
            ]
            raise UserError(
                self.env._(
                    "%(versions)s\nReload the page and look again.",
                    versions=self._sentence(lines),
                )
            )

    @api.model
    def _sentence(self, parts):
        """Put texts one a line, the first ones and a count of the rest.

        :param parts: list of texts
        """
        text = "\n".join(parts[:NAMED])
        if len(parts) <= NAMED:
            return text
        return self.env._(
            "%(text)s\nand %(count)s more", text=text, count=len(parts) - NAMED
        )

    @api.model
    def _done(self, message):
        """Tell what was done and refresh the screen.

        :param message: sentence
        :return: client action
        """
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_propose(self):
        """Hand drafts over for approval.

        :return: client action that says how many
        :raise AccessError: for anybody but a catalog editor
        :raise UserError: when a version is no draft or something is missing
        """
        self._check_action("propose")
        self._check_complete()
        self._move("propose")
        return self._done(
            self.env._("%(count)s proposed: a controller approves.", count=len(self))
        )

    def action_ask_approval(self):
        """Show a controller what an approval changes, and ask for it.

        :return: action that opens the question
        :raise AccessError: for anybody but a catalog controller
        :raise UserError: when a version is not proposed or something is missing
        """
        self._check_action("approve")
        self._check_complete()
        return self._ask("tthc.version.approval", self.env._("Approve"))

    def action_ask_abolition(self):
        """Ask a controller from which day on, and by which decision, versions end.

        :return: action that opens the question
        :raise AccessError: for anybody but a catalog controller
        :raise UserError: when a version is not approved
        """
        self._check_action("abolish")
        return self._ask("tthc.version.abolition", self.env._("Abolish"))

    def _ask(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_version_ids": self.ids},
        }

    def action_approve(self):
        """Approve proposed versions; they are in force from their date on.

        The version before, where its end is open, ends on that date.

        :return: client action that says how many
        :raise AccessError: for anybody but a catalog controller
        :raise UserError: when a version is not proposed, something is missing, or
            another version is in force on the same day
        """
        self._check_action("approve")
        self._check_complete()
        self._end_predecessors()
        self._move_alone("approve")
        self._moving()._on_approved()
        return self._done(self.env._("%(count)s approved.", count=len(self)))

    def _on_approved(self):
        """Called once with each batch that was just approved.

        To be extended by what follows from an approval, such as copying the lines of
        a chain into steps. The records may still be written in here, although they
        are frozen for everybody else; call ``super()``.
        """

    def action_reset(self):
        """Send proposed versions back to the editor.

        :return: client action that says how many
        :raise AccessError: for anybody but a catalog editor
        :raise UserError: when a version is not proposed
        """
        self._check_action("reset")
        self._move("reset")
        return self._done(self.env._("%(count)s sent back.", count=len(self)))

    def action_abolish(self):
        """End approved versions today, or before they began.

        :return: client action that says how many
        :raise AccessError: for anybody but a catalog controller
        :raise UserError: when a version is not approved
        """
        return self._abolish(clock.today(VIETNAM))

    def _abolish(self, day, decision=None):
        """End approved versions on a day.

        :param day: ``datetime.date``, the first day on which they no longer apply;
            one in the future is waited for
        :param decision: ``tthc.decision`` that abolishes them, or None
        :return: client action that says how many
        :raise AccessError: for anybody but a catalog controller
        :raise UserError: when a version is not approved, or a later one of its
            procedure would stay
        """
        self._check_action("abolish")
        self._check_none_stays(day, decision)
        for end, versions in self.grouped(lambda version: version._end_by(day)).items():
            versions._move(
                "abolish",
                valid_to=end,
                abolished_by_id=decision.id if decision else False,
            )
        return self._done(
            self.env._(
                "%(count)s abolished from %(date)s.",
                count=len(self),
                date=format_date(self.env, day),
            )
        )

    def _check_none_stays(self, day, decision):
        """Refuse to abolish a version while a later one of its procedure stays.

        A decision that amends or replaces brings the later one itself. One that
        abolishes ends the procedure, so that no other version may stay either.

        :param day: ``datetime.date``, the first one on which they no longer apply
        :param decision: ``tthc.decision`` or None
        :raise UserError: that names the version that would stay, and its day
        """
        kind = decision.kind if decision else False
        if kind not in (False, "abolished"):
            return
        ending = self.filtered(
            lambda version: not version.valid_to or version.valid_to > day
        )
        for other in ending._published_others() - self:
            begins = min(
                version.valid_from
                for version in ending
                if version.procedure_id == other.procedure_id
            )
            stays = other.state == "approved" and (
                not other.valid_to or other.valid_to > day
            )
            if stays and (kind == "abolished" or other.valid_from > begins):
                raise UserError(
                    self.env._(
                        "%(code)s has another approved version, from %(date)s: choose "
                        "it, too, or the procedure stays.",
                        code=other.code,
                        date=format_date(self.env, other.valid_from),
                    )
                )

    def action_restore(self):
        """Withdraw an abolition whose day has not come.

        :return: client action that says how many
        :raise AccessError: for anybody but a catalog controller
        :raise UserError: when a version is not abolished, when it has ended, or when
            another version took its place
        """
        self._check_action("restore")
        today = clock.today(VIETNAM)
        ended = self.filtered(lambda version: version.valid_to <= today)
        if ended:
            raise UserError(
                self.env._(
                    "No longer in force: %(codes)s. Make a new version with “Amend”.",
                    codes=ended._codes(),
                )
            )
        others = self._published_others().grouped("procedure_id")
        for version in self:
            begins = [
                other.valid_from
                for other in others.get(version.procedure_id, ())
                if other.valid_from > version.valid_from
            ]
            version._move_alone(
                "restore",
                valid_to=min(begins, default=False),
                abolished_by_id=False,
            )
        return self._done(self.env._("%(count)s stay in force.", count=len(self)))

    def _faults(self):
        """What keeps a version from being approved; a model adds its own.

        :return: list of sentences, empty when it can be approved
        """
        self.ensure_one()
        return [] if self.valid_from else [self.env._("no date of effect")]

    def _check_complete(self):
        """Refuse a batch in which something is missing, and say of each what.

        :raise UserError: that names every version with its faults
        """
        faults = {version: version._faults() for version in self}
        lines = [
            f"{version.code}: {'; '.join(missing)}"
            for version, missing in faults.items()
            if missing
        ]
        if lines:
            raise UserError(
                self.env._(
                    "%(count)s of %(total)s can't go on, and nothing was changed:\n"
                    "%(faults)s",
                    count=len(lines),
                    total=len(self),
                    faults=self._sentence(lines),
                )
            )

    def _published_others(self):
        """Other versions of the same procedures that applied, or will."""
        return self.search(
            Domain("procedure_id", "in", self.procedure_id.ids)
            & Domain("state", "in", PUBLISHED_STATES)
            & Domain("id", "not in", self.ids)
            & ~self._domain_never_applied()
        )

    def _end_predecessors(self):
        """End the open approved versions that these take the place of.

        :raise UserError: when another published version is in force on a same day
        """
        others = self._published_others().grouped("procedure_id")
        for version in self.sorted("valid_from"):
            rivals = others.get(version.procedure_id, self.browse())
            for other in rivals:
                if not other.valid_to and other.valid_from < version.valid_from:
                    other._moving().valid_to = version.valid_from
                elif version._overlaps(other):
                    raise UserError(version._overlap_sentence(other))
            others[version.procedure_id] = rivals | version

    def _overlap_sentence(self, other):
        return self.env._(
            "%(code)s already has an approved version from %(date)s. "
            "Abolish it or take another date of effect.",
            code=self.code,
            date=format_date(self.env, other.valid_from),
        )

    def _move_alone(self, action, **values):
        """Move versions that must not meet another one of the same procedure.

        :param action: key of ``TRANSITIONS``
        :param values: written together with the state
        :raise UserError: when somebody else approved a version for the same days at
            the same moment, which only the database sees
        """
        try:
            with self.env.cr.savepoint():
                self._move(action, **values)
                self.flush_recordset()
        except ExclusionViolation as error:
            found = re.search(r"=\((\d+),", error.diag.message_detail or "")
            procedure = self.procedure_id.browse(int(found[1])) if found else ()
            raise UserError(
                self.env._(
                    "Another version of %(code)s was approved for the same days a "
                    "moment ago. Reload the page and look again.",
                    code=procedure.code if procedure else self._codes(),
                )
            ) from error
