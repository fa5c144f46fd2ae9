"""What has to change on one account so that it fits its posts.

Reckons only: reads the account and the open rows of ``tthc.assignment.grant``, writes
nothing.
"""

from typing import NamedTuple

from odoo import Command, models

#: Things of which an account has many, and where it has them.
MANY = {"group": "group_ids", "agency": "tthc_agency_ids"}


class Wanted(NamedTuple):
    """A thing that a post asks for: its kind, its id and the post."""

    kind: str
    target: int
    assignment: models.BaseModel


class Change:
    """The step from what an account has to what its posts ask for.

    ``values`` to write on the account, ``given`` values of new rows, ``closing`` rows
    whose thing is taken away. What the account has without a row was given by hand:
    it gets no row, and it stays.
    """

    def __init__(self, user, held, wanted):
        """Reckon.

        :param user: ``res.users``
        :param held: its open ``tthc.assignment.grant``
        :param wanted: list of :class:`Wanted`, of two places the first one counts
        """
        self.user = user
        self.values = {}
        self.given = []
        self.closing = held.browse()
        for kind in MANY:
            rows = held.filtered(lambda row, kind=kind: row.kind == kind)
            asked = {one.target: one for one in reversed(wanted) if one.kind == kind}
            self._reckon_many(kind, rows, asked)
        self._reckon_place(held, wanted)

    def is_empty(self):
        """Whether nothing has to change."""
        return not (self.values or self.given or self.closing)

    def _reckon_many(self, kind, rows, asked):
        name = MANY[kind]
        have = set(self.user[name].ids)
        held = {row[f"{kind}_id"].id: row for row in rows}
        missing = [one for key, one in asked.items() if key not in held]
        commands = []
        for one in missing:
            if one.target not in have:
                commands.append(Command.link(one.target))
                self._give(one)
        for target, row in held.items():
            if target in asked:
                continue
            self.closing |= row
            if target in have:
                commands.append(Command.unlink(target))
        if commands:
            self.values[name] = commands

    def _give(self, one, **more):
        self.given.append(
            {
                "assignment_id": one.assignment.id,
                "kind": one.kind,
                f"{one.kind}_id": one.target,
                **more,
            }
        )

    def _reckon_place(self, held, wanted):
        """An account has one center and one counter of it: they go together."""
        user = self.user
        center, counter = user.tthc_center_id, user.tthc_counter_id
        center_row = held.filtered(lambda row: row.kind == "center")
        counter_row = held.filtered(lambda row: row.kind == "counter")
        at = next((one for one in wanted if one.kind == "center"), None)
        desk = next(
            (
                one
                for one in wanted
                if one.kind == "counter" and at and one.assignment == at.assignment
            ),
            None,
        )
        if counter_row and (not desk or counter_row.counter_id.id != desk.target):
            self.closing |= counter_row
            if counter == counter_row.counter_id:
                counter = counter.browse()
            counter_row = counter_row.browse()
        if center_row and (not at or center_row.center_id.id != at.target):
            self.closing |= center_row
            if center == center_row.center_id:
                center = center_row.before_center_id
                counter = counter or center_row.before_counter_id
            center_row = center_row.browse()
        if at and not center_row and center.id != at.target:
            self._give(at, before_center_id=center.id, before_counter_id=counter.id)
            center = center.browse(at.target)
        if counter.center_id != center:
            counter = counter.browse()
        if desk and not counter_row and not counter:
            self._give(desk)
            counter = counter.browse(desk.target)
        if center != user.tthc_center_id:
            self.values["tthc_center_id"] = center.id
        if counter != user.tthc_counter_id:
            self.values["tthc_counter_id"] = counter.id
