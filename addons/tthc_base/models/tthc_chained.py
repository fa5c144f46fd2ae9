import hashlib
import json

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.clock import now


class TthcChained(models.AbstractModel):
    """A record of what happened that is appended to and never changed (rule 6).

    Each entry belongs to an owner, carries the next number of the owner and the hash
    of the entry before it; the owner keeps the number of its entries and the last
    hash. The payload is canonical JSON (sorted keys, UTC, no personal data), so that
    SQL alone can check a chain:
    ``encode(sha256(convert_to(previous_hash || payload, 'UTF8')), 'hex')``.

    The model adds a unique index on owner and ``seq``.
    """

    _name = "tthc.chained"
    _inherit = ["tthc.append.only"]
    _description = "Entries that are appended and never changed"

    #: Field of the entry that holds its owner; fields of the owner that hold the
    #: number of its entries and the last hash.
    _chain_owner = ""
    _chain_count = ""
    _chain_head = ""

    seq = fields.Integer(string="No.", required=True)
    happened_at = fields.Datetime(required=True)
    recorded_at = fields.Datetime(required=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    payload = fields.Text(required=True)
    previous_hash = fields.Char(required=True)
    hash = fields.Char(required=True)

    @api.model
    def _chain_entries(self, entries):
        """Append entries, in their order, each to the chain of its owner.

        The caller holds the lock of the owners.

        :param entries: list of dicts with ``owner``, ``happened_at`` (naive UTC),
            ``values`` (columns) and ``data`` (JSON values for the payload, without
            personal data)
        :return: pair of the new records and a dict owner → values that the caller
            writes on it: number of entries and head of the chain
        """
        recorded_at = now()
        heads, vals_list = {}, []
        for entry in entries:
            owner = entry["owner"]
            count, head = heads.get(
                owner, (owner[self._chain_count], owner[self._chain_head] or "")
            )
            values = self._chain_values(entry, recorded_at, count + 1, head)
            vals_list.append(values)
            heads[owner] = (values["seq"], values["hash"])
        records = self._appending().create(vals_list)
        return records.with_env(self.env), {
            owner: {self._chain_count: count, self._chain_head: head}
            for owner, (count, head) in heads.items()
        }

    @api.model
    def _chain_values(self, entry, recorded_at, seq, previous):
        values = {
            **entry["values"],
            self._chain_owner: entry["owner"].id,
            "seq": seq,
            "user_id": self.env.uid,
        }
        canonical = {
            **values,
            "happened_at": fields.Datetime.to_string(entry["happened_at"]),
            "recorded_at": fields.Datetime.to_string(recorded_at),
            **(entry.get("data") or {}),
        }
        payload = json.dumps(
            canonical, sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        return {
            **values,
            "happened_at": entry["happened_at"],
            "recorded_at": recorded_at,
            "payload": payload,
            "previous_hash": previous,
            "hash": hashlib.sha256((previous + payload).encode()).hexdigest(),
        }

    @api.model
    def _broken_chains(self, owners=None):
        """Find owners whose chain was tampered with, in SQL alone.

        :param owners: restrict the check to these; None checks all
        :return: owners with a changed, missing, added or cut entry
        """
        model = self.env[self._fields[self._chain_owner].comodel_name]
        self.flush_model()
        model.flush_model([self._chain_count, self._chain_head])
        rows = self.env.execute_query(
            SQL(
                """
                WITH chain AS (
                    SELECT e.%(owner)s AS owner, e.seq, e.hash, e.previous_hash,
                           encode(sha256(convert_to(
                               e.previous_hash || e.payload, 'UTF8')), 'hex') AS real,
                           lag(e.hash, 1, '') OVER w AS before,
                           row_number() OVER w AS position
                      FROM %(entries)s e
                     %(entry_restriction)s
                    WINDOW w AS (PARTITION BY e.%(owner)s ORDER BY e.seq)
                ), state AS (
                    SELECT owner, count(*) AS entries,
                           (array_agg(hash ORDER BY seq DESC))[1] AS head,
                           bool_or(hash != real OR previous_hash != before
                                   OR seq != position) AS broken
                      FROM chain
                     GROUP BY owner
                )
                SELECT o.id
                  FROM %(owners)s o
                  LEFT JOIN state s ON s.owner = o.id
                 WHERE (COALESCE(s.broken, FALSE)
                        OR COALESCE(s.entries, 0) != COALESCE(o.%(count)s, 0)
                        OR COALESCE(s.head, '') != COALESCE(o.%(head)s, ''))
                       %(restriction)s
                 ORDER BY o.id
                """,
                owner=SQL.identifier(self._chain_owner),
                entries=SQL.identifier(self._table),
                owners=SQL.identifier(model._table),
                count=SQL.identifier(self._chain_count),
                head=SQL.identifier(self._chain_head),
                entry_restriction=SQL()
                if owners is None
                else SQL(
                    "WHERE e.%s = ANY(%s)",
                    SQL.identifier(self._chain_owner),
                    list(owners.ids),
                ),
                restriction=SQL()
                if owners is None
                else SQL("AND o.id = ANY(%s)", list(owners.ids)),
            )
        )
        return model.browse(row[0] for row in rows)
