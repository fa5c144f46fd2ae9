from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.vietnamese_date import local_moment

from ..tools.table_layout import column_names

#: More differences than anybody reads one by one.
SHOWN_AT_MOST = 2000


class TthcTableComparing(models.AbstractModel):
    """Why a table that was sent says something else than the same table today."""

    _name = "tthc.table.comparing"
    _description = "Comparison of a table that was sent"

    def _differences(self):
        """Compare the list that was sent with today's, dossier by dossier.

        :return: list of dicts with ``dossier_id``, ``code``, ``then`` and
            ``now`` (in which figures it stands), ``cause``
        :raise AccessError: for a place that is not the user's
        """
        self.ensure_one()
        self.check_access("read")
        screen = self.env[self.screen_model].new(self.settings)
        today = screen._reckoned()
        lines = self.env["tthc.table.issue"]._lines(screen)
        then, now = _cells(self._kept_lines()), _cells(lines)
        changed = [
            key
            for key in sorted(then.keys() | now.keys(), key=lambda key: key[1])
            if then.get(key) != now.get(key)
        ]
        causes = self._causes({dossier_id for dossier_id, _code in changed})
        name_then = self._cell_names()
        name_now = self._cell_names(today)
        other = self._other_cause(today)
        return [
            {
                "dossier_id": key[0],
                "code": key[1],
                "then": _text(then.get(key), name_then),
                "now": _text(now.get(key), name_now),
                "cause": causes.get(key[0]) or other,
            }
            for key in changed
        ]

    def _causes(self, dossier_ids):
        """What the log of dossiers was told after the table was sent.

        :return: dict id of dossier → text, a line an entry
        """
        events = self.env["tthc.dossier.event"].search_fetch(
            [
                ("dossier_id", "in", sorted(dossier_ids)),
                ("recorded_at", ">", self.sent_at),
            ],
            ["dossier_id", "kind", "happened_at", "recorded_at"],
            order="dossier_id, seq",
        )
        kinds = dict(events._fields["kind"]._description_selection(self.env))
        causes = defaultdict(list)
        for event in events:
            causes[event.dossier_id.id].append(
                self.env._(
                    "%(kind)s: happened %(happened)s, recorded %(recorded)s",
                    kind=kinds[event.kind],
                    happened=_local_text(event.happened_at),
                    recorded=_local_text(event.recorded_at),
                )
            )
        return {number: "\n".join(texts) for number, texts in causes.items()}

    def _other_cause(self, today):
        """Why a dossier stands elsewhere though its log tells nothing new."""
        if self._told()["notes"] != today["notes"]:
            return self.env._("It is counted by another convention than then.")
        return self.env._(
            "Nothing was recorded since: its sector, agency or level was changed in "
            "the catalog."
        )

    def _cell_names(self, table=None):
        """A function that says how a cell is called on paper.

        :param table: as reckoned; by default the one that was sent
        """
        table = table or self._told()
        rows = {row["key"]: row["label"] for row in table["rows"]}
        columns = column_names(table)

        def name(row, column):
            """Column and row as the table has them."""
            return f"{columns.get(column, column)} · {rows.get(row, row)}"

        return name

    def action_compare(self):
        """Show every dossier that stands in another figure today than it was sent.

        :return: action
        :raise UserError: when there are too many to be read
        """
        self.ensure_one()
        differences = self._differences()
        if not differences:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "success",
                    "message": self.env._("The table counts the same today."),
                },
            }
        if len(differences) > SHOWN_AT_MOST:
            raise UserError(
                self.env._(
                    "%(number)s dossiers stand elsewhere today. Ask the administrator "
                    "what was changed for all of them.",
                    number=len(differences),
                )
            )
        rows = self.env["tthc.table.difference"].create(
            [{"issue_id": self.id, **row} for row in differences]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Differences to %(issue)s", issue=self.display_name),
            "res_model": rows._name,
            "views": [(False, "list")],
            "domain": [("id", "in", rows.ids)],
            "target": "current",
        }


def _cells(lines):
    """Figures in which each dossier stands.

    :param lines: as ``tthc.table.issue._lines`` answers
    :return: dict (id of dossier, code) → set of (row, column)
    """
    found = defaultdict(set)
    for row, column, dossier_id, code in lines:
        found[dossier_id, code].add((row, column))
    return found


def _text(cells, name):
    return "\n".join(sorted(name(*cell) for cell in cells or ()))


def _local_text(moment):
    """An instant (naive UTC) as clerks read it."""
    return local_moment(moment).strftime("%d/%m/%Y %H:%M")
