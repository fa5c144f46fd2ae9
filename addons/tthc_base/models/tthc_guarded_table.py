from dataclasses import dataclass

from odoo import api, models


@dataclass(frozen=True)
class Move:
    """From which states, to which one, by the holders of which groups."""

    sources: tuple
    target: str
    groups: tuple


class TthcGuardedTable(models.AbstractModel):
    """A guarded record whose moves stand in one table (design rule 4).

    The model gives its table (``_moves``: name → :class:`Move`) and the fields that
    only moves write (``_moved_fields``, or :meth:`_own_facts` where they are told by
    a rule); each action is a call of :meth:`_check_move`, its own conditions, and
    :meth:`_move`.
    """

    _name = "tthc.guarded.table"
    _inherit = ["tthc.guarded"]
    _description = "State that moves by a table"

    _moves = {}
    _moved_fields = ("state",)

    @api.model_create_multi
    def create(self, vals_list):
        """Create records in their first state.

        :raise AccessError: for values that belong to the actions
        """
        if not self._is_moving():
            self._check_first(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Write what is written by hand.

        :raise AccessError: for values that belong to the actions
        """
        if not self._is_moving() and vals.keys() & self._own_facts():
            self._check_moving()
        return super().write(vals)

    @api.model
    def _own_facts(self):
        """Names of the fields that only moves write."""
        return {*self._moved_fields}

    @api.model
    def _check_first(self, vals_list):
        """Refuse to begin with anything but what the model itself begins with.

        :param vals_list: values of new records
        :raise AccessError: for values that belong to the actions
        """
        # A default of the context, or one that a user keeps, is a value from outside
        # as any other.
        given = {**self.env["ir.default"]._get_model_defaults(self._name)}
        for name, value in self.env.context.items():
            if name.startswith("default_"):
                given[name.removeprefix("default_")] = value
        for vals in vals_list:
            values = {**given, **vals}
            if any(
                values[name] and values[name] != self._first_value(name)
                for name in self._own_facts() & values.keys()
            ):
                self._check_moving()

    @api.model
    def _first_value(self, name):
        """What the model itself gives a field of a new record."""
        default = self._fields[name].default
        return default(self) if default else None

    def _check_move(self, name):
        """Refuse who may not make a move, and records that are elsewhere.

        :param name: key of the table
        :raise AccessError: when the user has none of its roles or may not see them
        :raise UserError: when a record is in another state, or held by somebody else
        """
        move = self._moves[name]
        self.check_access("read")
        self._check_mover(move.groups)
        self._lock()
        self._check_state(*move.sources)

    def _check_mover(self, groups):
        """Refuse who may not move the records; a model may ask for more than a role.

        :param groups: external ids, any of which will do
        :raise AccessError: for everybody else
        """
        self._check_role(*groups)

    @api.model
    def _may_move(self, name):
        """Whether the user has a role of a move, for buttons that are not to fail.

        :param name: key of the table
        """
        groups = self._moves[name].groups
        return self.env.su or any(map(self.env.user.has_group, groups))

    def _move(self, name, values=None):
        """Write the target of a move that was checked.

        :param name: key of the table
        :param values: further values that the move leaves behind
        """
        # sudo: who moves a state may be one who edits nothing else; the role and the
        # record were checked
        self.sudo()._moving().write(
            {"state": self._moves[name].target, **(values or {})}
        )
