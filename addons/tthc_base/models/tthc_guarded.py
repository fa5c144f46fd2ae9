from odoo import api, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.models import MAGIC_COLUMNS

#: Passed in the context by the actions of a guarded model and compared by identity.
#: A client can send any context, but never this object: neither a form, nor an
#: import, nor RPC moves a state.
_MOVE = object()


class TthcGuarded(models.AbstractModel):
    """A record whose state changes through its named actions only (design rule 4).

    The model says what is guarded: its ``create`` and ``write`` ask
    :meth:`_check_moving` where a value belongs to the actions; the actions write
    through :meth:`_moving`.
    """

    _name = "tthc.guarded"
    _description = "State that moves by actions only"

    def _moving(self):
        """The records as an action writes them; each model has a key of its own."""
        return self.with_context(**{self._move_key(): _MOVE})

    @api.model
    def _is_moving(self):
        """Whether the call comes from an action of this model."""
        return self.env.context.get(self._move_key()) is _MOVE

    @api.model
    def _move_key(self):
        return f"{self._name}.move"

    def _check_moving(self):
        """Refuse what only actions write.

        :raise AccessError: when no action is at work
        """
        if not self._is_moving():
            raise AccessError(self._moving_refusal())

    @api.model
    def _moving_refusal(self):
        """What whoever writes by another way is told; a model may word its own."""
        return self.env._(
            "%(records)s: this changes through the buttons only.",
            records=self.env["ir.model"]._get(self._name).name,
        )

    @api.model
    def _check_role(self, *groups):
        """Refuse whoever has none of the roles.

        :param groups: external ids
        :raise AccessError: names the roles
        """
        if self.env.su or any(map(self.env.user.has_group, groups)):
            return
        # sudo: names to tell the user, who can't read groups
        names = [self.env.ref(group).sudo().name for group in groups]
        raise AccessError(
            self.env._("This is done by the role “%(role)s”.", role="”, “".join(names))
        )

    @api.model
    def _said(self, text):
        """The words of a reason.

        :raise UserError: without any
        """
        text = text.strip() if isinstance(text, str) else ""
        if not text:
            raise UserError(self.env._("Say why, in a few words."))
        return text

    @api.model
    def _chatter_fields(self):
        """Names of the fields that Odoo writes for messages and activities."""
        thread = self.env["mail.thread"]._fields
        activities = self.env["mail.activity.mixin"]._fields
        return {*thread, *activities} - {*MAGIC_COLUMNS}

    def _check_state(self, *states):
        """Refuse records that are in another state (a stale page, a second click).

        :param states: those in which the action begins
        :raise UserError: names the first record that is elsewhere
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for record in self:
            if record.state not in states:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(state)s” by now: reload the page and look "
                        "again.",
                        name=record.display_name,
                        state=labels[record.state],
                    )
                )

    def _lock(self):
        """Hold the records for this transaction.

        :raise UserError: when somebody else is at work on one of them
        """
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is at work on “%(name)s” at this moment. Reload the "
                    "page and look again.",
                    name=self[:1].display_name,
                )
            ) from error
