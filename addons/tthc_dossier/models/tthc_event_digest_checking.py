import hashlib
from datetime import datetime

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import split_every

#: First line of every file: what it is, and how it is read.
TITLE = "TTHC LOG DIGEST 1"
#: Stands for a code that a dossier has not been given yet.
NO_CODE = "-"
#: Dossiers of a file that are compared in one query.
SLICE = 20_000
HEAD = ("database", "number", "taken", "entries", "previous", "dossiers")


class TthcEventDigestChecking(models.AbstractModel):
    """Compares the logs with what a digest says, in SQL alone.

    Nothing of the database is believed but the entries themselves: not the heads of
    the dossiers, not the stored digests. The file is the one who is right.
    """

    _name = "tthc.event.digest.checking"
    _description = "Check of the logs against a digest"

    @api.model
    def _read_file(self, content):
        """Take a digest apart.

        :param content: bytes of the file
        :return: pair of a dict of what its head says (``taken`` naive UTC), with the
            ``hash`` of the file, and a list of rows id, code, number of entries, last
            hash
        :raise UserError: when it is none, or is not whole
        """
        try:
            title, *lines = content.decode().removesuffix("\n").split("\n")
            head = dict(line.split("\t") for line in lines[: len(HEAD)])
            rows = [self._row_of(line) for line in lines[len(HEAD) :]]
            whole = (
                title == TITLE
                and tuple(head) == HEAD
                and len(rows) == int(head["dossiers"])
            )
            head.update(
                number=int(head["number"]),
                taken=datetime.fromisoformat(head["taken"].removesuffix("Z")),
                hash=hashlib.sha256(content).hexdigest(),
            )
        except (ValueError, KeyError):
            whole = False
        if not whole:
            raise UserError(
                self.env._(
                    "This is no digest of the logs, or not all of it: choose the file "
                    "as it came by mail or from the folder."
                )
            )
        return head, rows

    @api.model
    def _row_of(self, line):
        dossier_id, code, count, head = line.split("\t")
        return int(dossier_id), code, int(count), head

    @api.model
    def _faults(self, rows):
        """Dossiers whose log is not what a digest says.

        :param rows: as :meth:`_read_file` gives them
        :return: list of dicts with ``dossier_id`` (False where it is gone), ``code``,
            ``told`` (entries by the digest), ``found`` (entries now) and ``fault``
        """
        self.env["tthc.dossier.event"].flush_model()
        self.env["tthc.dossier"].flush_model(["code", "event_count", "event_head"])
        return [
            fault for part in split_every(SLICE, rows) for fault in self._part(part)
        ]

    @api.model
    def _part(self, rows):
        ids, codes, counts, heads = map(list, zip(*rows, strict=True))
        return self.env.execute_query_dict(
            SQL(
                """
                WITH told AS (
                    SELECT *
                      FROM unnest(%(ids)s::int[], %(codes)s::text[],
                                  %(counts)s::int[], %(heads)s::text[])
                        AS t(id, code, count, head)
                ), chain AS (
                    SELECT e.dossier_id, e.seq, e.hash, e.previous_hash,
                           encode(sha256(convert_to(
                               e.previous_hash || e.payload, 'UTF8')), 'hex') AS real,
                           lag(e.hash, 1, '') OVER w AS before,
                           row_number() OVER w AS position
                      FROM tthc_dossier_event e
                     WHERE e.dossier_id = ANY(%(ids)s)
                    WINDOW w AS (PARTITION BY e.dossier_id ORDER BY e.seq)
                ), log AS (
                    SELECT c.dossier_id, count(*) AS entries,
                           max(c.hash) FILTER (WHERE c.seq = t.count) AS head_then,
                           (array_agg(c.hash ORDER BY c.seq DESC))[1] AS head_now,
                           bool_or(c.hash != c.real OR c.previous_hash != c.before
                                   OR c.seq != c.position) AS is_broken
                      FROM chain c
                      JOIN told t ON t.id = c.dossier_id
                     GROUP BY c.dossier_id
                ), judged AS (
                    SELECT d.id AS dossier_id, t.code, t.count AS told,
                           COALESCE(l.entries, 0) AS found,
                           CASE
                           WHEN d.id IS NULL THEN 'gone'
                           WHEN COALESCE(l.entries, 0) < t.count THEN 'cut'
                           WHEN l.head_then IS DISTINCT FROM t.head THEN 'rewritten'
                           WHEN l.is_broken THEN 'broken'
                           WHEN d.event_count != l.entries
                             OR d.event_head != l.head_now THEN 'head'
                           WHEN t.code != %(no_code)s
                            AND d.code IS DISTINCT FROM t.code THEN 'code'
                           END AS fault
                      FROM told t
                      LEFT JOIN tthc_dossier d ON d.id = t.id
                      LEFT JOIN log l ON l.dossier_id = t.id
                )
                SELECT * FROM judged WHERE fault IS NOT NULL ORDER BY code
                """,
                ids=ids,
                codes=codes,
                counts=counts,
                heads=heads,
                no_code=NO_CODE,
            )
        )

    @api.model
    def _stored_fault(self, head):
        """How the row of the database differs from a file of outside.

        :param head: as :meth:`_read_file` gives it
        :return: “gone”, “changed”, or None where they agree
        """
        # sudo: compared, not shown
        stored = self.env["tthc.event.digest"].sudo()
        row = stored.search([("number", "=", head["number"])])
        if not row:
            return "gone"
        file_hash = hashlib.sha256(row._bytes()).hexdigest()
        return None if row.hash == file_hash == head["hash"] else "changed"
