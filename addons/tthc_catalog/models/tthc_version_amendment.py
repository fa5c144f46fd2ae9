from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .tthc_version_validity import PUBLISHED_STATES

OPEN_STATES = ("draft", "proposed")


class TthcVersionAmendment(models.AbstractModel):
    """How a version takes the place of the one before it."""

    _name = "tthc.version.amendment"
    _description = "Amendment of a version"

    amended_from_id = fields.Many2one(
        "tthc.procedure.version",
        string="Copied from",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
    predecessor_id = fields.Many2one(
        "tthc.procedure.version",
        string="Version before",
        compute="_compute_predecessor_id",
        help="The version that applied, or applies, before this one.",
    )
    open_usage_count = fields.Integer(
        string="Open dossiers",
        compute="_compute_open_usage_count",
        help="Dossiers in processing that were received by this version.",
    )
    predecessor_usage_count = fields.Integer(
        string="Open dossiers of the version before",
        compute="_compute_predecessor_usage_count",
        help="Dossiers in processing that stay on the version before.",
    )

    @api.depends("procedure_id", "valid_from", "state", "amended_from_id")
    def _compute_predecessor_id(self):
        published = self.search(
            Domain("procedure_id", "in", self.procedure_id.ids)
            & Domain("state", "in", PUBLISHED_STATES)
            & ~self._domain_never_applied(),
            order="valid_from",
        ).grouped("procedure_id")
        for version in self:
            before = published.get(version.procedure_id._origin, version.browse())
            before -= version._origin
            if version.valid_from:
                before = before.filtered(
                    lambda other, day=version.valid_from: other.valid_from < day
                )
            version.predecessor_id = before[-1:] or version.amended_from_id

    def _compute_open_usage_count(self):
        counts = self._origin._open_usage()
        for version in self:
            version.open_usage_count = counts.get(version._origin.id, 0)

    @api.depends("predecessor_id")
    def _compute_predecessor_usage_count(self):
        counts = self.predecessor_id._open_usage()
        for version in self:
            version.predecessor_usage_count = counts.get(version.predecessor_id.id, 0)

    def _open_usage(self):
        """How many open dossiers hold each version; a higher floor knows.

        :return: dict of version id → number
        """
        return {}

    def _open_usage_action(self):
        """The list of the open dossiers that hold these versions.

        A higher floor knows them.

        :return: action, empty where there is none or the user may not read it
        """
        return {}

    def action_open_usage(self):
        """Open the dossiers in processing that were received by these versions.

        :return: action
        :raise UserError: when the user's role sees no dossiers
        """
        action = self._open_usage_action()
        if not action:
            raise UserError(
                self.env._(
                    "Your role sees how many dossiers there are, not the dossiers."
                )
            )
        return action

    def action_open_predecessor_usage(self):
        """Open the dossiers in processing that stay on the version before.

        :return: action
        :raise UserError: when the user's role sees no dossiers
        """
        return self.predecessor_id.action_open_usage()

    def action_amend(self):
        """Start new drafts from versions that are to be replaced.

        Where a draft or a proposal of the procedure is open, it is opened instead of
        a second one.

        :return: action that opens the drafts
        :raise UserError: when a version was not published yet
        """
        unpublished = self.filtered(
            lambda version: version.state not in PUBLISHED_STATES
        )
        if unpublished:
            raise UserError(
                self.env._(
                    "Not approved yet, so they are changed as they are: %(codes)s.",
                    codes=unpublished._codes(),
                )
            )
        open_ = self.search(
            Domain("procedure_id", "in", self.procedure_id.ids)
            & Domain("state", "in", OPEN_STATES)
        )
        fresh = self.filtered(
            lambda version: version.procedure_id not in open_.procedure_id
        )
        action = (open_ | fresh._amended())._open_action()
        return open_._told_open(action) if open_ else action

    def _amended(self):
        """Copy versions with their parts into drafts.

        :return: the drafts, without a decision and dates of their own
        """
        self._take_turn_on_procedures()
        copies = self.copy({"decision_id": False, "decision_text": False})
        for version, copied in zip(self, copies, strict=True):
            copied.amended_from_id = version
        return copies

    def _take_turn_on_procedures(self):
        """Let one transaction at a time begin drafts of a procedure.

        A lock alone would not do: who waited for it still sees the procedure without
        the draft of the one before. Writing the row makes PostgreSQL refuse, and Odoo
        try anew, with the draft in sight.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE tthc_procedure SET write_date = write_date WHERE id IN %s",
                tuple(self.procedure_id.ids) or (0,),
            )
        )

    def _told_open(self, action):
        """Say that drafts were there already, then go on with an action."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "A draft is open already, this is it: %(codes)s.",
                    codes=self._codes(),
                ),
                "next": action,
            },
        }

    def _open_action(self):
        """The form of one version, or the list of several.

        :return: action
        """
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Versions"),
            "res_model": self._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.ids)],
        }
        if len(self) == 1:
            action |= {"res_id": self.id, "views": [(False, "form")]}
        return action

    def action_open(self):
        """Open versions on a page of their own.

        :return: action
        """
        return self._open_action()
