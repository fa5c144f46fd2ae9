from itertools import product

from odoo.exceptions import AccessError, UserError
from odoo.tools import file_open

from .common import ROLES


class TableWalk:
    """Walks every cell of a table of moves: state × action × role.

    Mixed into a test class with the users of :class:`.common.TthcOrganisation`.
    """

    def check_table(self, moves, records, run, before=None):
        """Try each move in each state by each role; the table's cells alone pass.

        :param moves: the table, name → ``Move``
        :param records: dict state → record that is in it, or is put there by ``before``
        :param run: called with the record as the user has it, and the name of the move
        :param before: called with record, name and state ahead of each try
        """
        for name, state, role in product(moves, records, ROLES):
            move, user = moves[name], self.users[role]
            may = any(map(user.has_group, move.groups))
            with self.subTest(move=name, state=state, role=role):
                savepoint = self.env.cr.savepoint()
                record = records[state]
                if before:
                    before(record, name, state)
                if may and state in move.sources:
                    run(record.with_user(user), name)
                    self.assertEqual(record.state, move.target)
                else:
                    with self.assertRaises(UserError) as caught:
                        run(record.with_user(user), name)
                    self.assertEqual(isinstance(caught.exception, AccessError), not may)
                    self.assertEqual(record.state, state)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def check_readme(self, addon, heading, moves, words):
        """The README shows a table as the code has it, below a heading.

        :param words: dict external id of a group → its word in the README
        """
        with file_open(f"{addon}/README.md") as handle:
            text = handle.read().split(f"{heading}\n")[1].split("\n#")[0]
        shown = set()
        for line in text.splitlines():
            cells = [cell.strip(" `") for cell in line.strip("|").split("|")]
            name = cells[1].removeprefix("action_") if len(cells) > 3 else None
            if name in moves:
                shown |= {
                    (source.strip(), name, cells[2], cells[3])
                    for source in cells[0].split(",")
                }
        kept = {
            (
                source,
                name,
                move.target,
                ", ".join(words[group] for group in move.groups),
            )
            for name, move in moves.items()
            for source in move.sources
        }
        self.assertEqual(shown, kept)
