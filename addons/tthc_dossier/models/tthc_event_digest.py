import base64
import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .tthc_event_digest_checking import NO_CODE, TITLE

#: What was recorded so shortly before a digest is looked at by the next one again: an
#: entry of a transaction that was not committed is not seen.
OVERLAP = timedelta(hours=6)


class TthcEventDigest(models.Model):
    """What the logs of the dossiers said at the end of a day, for outside the database.

    Who owns the database can rewrite a log together with its hashes, and these rows
    too. The file can't be rewritten once it lies in somebody else's mailbox, on
    somebody else's disk, or its hash on paper: it wins (design.md, rule 6).

    The file lists code, number of entries and last hash of each dossier that changed
    since the last one, and the hash of the last file. Its own hash is that of its bytes
    (``sha256sum``), so that nobody needs the suite to check it.
    """

    _name = "tthc.event.digest"
    _inherit = [
        "tthc.append.only",
        "tthc.event.digest.sending",
        "tthc.event.digest.checking",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Digest of the logs"
    _order = "number desc"
    _rec_name = "number"

    #: Entries that one file covers at most: it stays small enough for a mail.
    _batch = 100_000

    number = fields.Integer(string="No.", required=True)
    day = fields.Date(required=True)
    taken_at = fields.Datetime(string="Taken", required=True)
    dossier_count = fields.Integer(string="Dossiers", required=True)
    event_upto = fields.Integer(
        string="Last entry", required=True, help="Id of the last entry that it covers."
    )
    event_safe = fields.Integer(
        string="The next one begins after",
        required=True,
        help="Entries recorded in the last hours are covered by the next one again.",
    )
    is_complete = fields.Boolean(
        string="Last one of its day",
        required=True,
        help="Not set where there was more than fits into one file.",
    )
    previous_hash = fields.Char()
    hash = fields.Char(string="SHA-256", required=True)
    hash_groups = fields.Text(
        string="SHA-256 in groups", compute="_compute_hash_groups"
    )
    content = fields.Binary(string="File", attachment=True, required=True)
    file_name = fields.Char(compute="_compute_file_name")

    _number_uniq = models.UniqueIndex("(number)", "This digest exists already.")

    @api.depends("hash")
    def _compute_hash_groups(self):
        for digest in self:
            digest.hash_groups = self._grouped_hash(digest.hash)

    @api.depends("number", "day")
    def _compute_file_name(self):
        for digest in self:
            digest.file_name = f"tthc-log-{digest.day}-{digest.number:06d}.txt"

    @api.depends("number", "day")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for digest in self:
            digest.display_name = self.env._(
                "Digest no. %(number)s of %(day)s",
                number=digest.number,
                day=digest.day.strftime("%d/%m/%Y") if digest.day else "",
            )

    @api.model
    def _grouped_hash(self, text):
        """A hash as people compare it: four groups of four a line."""
        groups = [text[start : start + 4] for start in range(0, len(text or ""), 4)]
        lines = [groups[start : start + 4] for start in range(0, len(groups), 4)]
        return "\n".join("  ".join(line) for line in lines)

    # -- taking -----------------------------------------------------------------

    @api.model
    def _cron_digest(self):
        """Take the digest of the day, once; send what has not left yet.

        Runs every hour: a night that was missed is covered by the next digest, and
        what could not be sent is tried again.
        """
        while self._take():
            self.env["ir.cron"]._commit_progress(1)
        self._send_all()

    @api.model
    def _take(self):
        """Take a digest of what changed since the last one.

        :return: the digest; none when that of today is complete
        """
        moment, today = clock.now(), clock.today(VIETNAM)
        # sudo: the digest covers every log, whoever the job is run by
        last = self.sudo().search([], limit=1)
        if last and last.is_complete and last.day >= today:
            return self.browse()
        digest = self._appending().create(self._digest_values(last, moment, today))
        digest._prepare_copies()
        return digest

    @api.model
    def _digest_values(self, last, moment, today):
        """Values of the digest that follows another one.

        :param last: the one before, or none
        :param moment: naive UTC
        :param today: ``datetime.date`` in Vietnam
        """
        goes_on = bool(last) and not last.is_complete
        begin = last.event_upto if goes_on else last.event_safe
        upto, found = self._range_after(begin)
        safe = self._safe_upto(begin, upto, moment - OVERLAP)
        if goes_on and last.event_safe < last.event_upto:
            safe = last.event_safe
        number = last.number + 1
        rows = self._heads(begin, upto)
        content = self._file_of(number, moment, upto, last.hash or "", rows).encode()
        return {
            "number": number,
            "day": today,
            "taken_at": moment,
            "dossier_count": len(rows),
            "event_upto": max(upto, last.event_upto),
            "event_safe": safe,
            "is_complete": found < self._batch,
            "previous_hash": last.hash or False,
            "hash": hashlib.sha256(content).hexdigest(),
            "content": base64.b64encode(content),
        }

    @api.model
    def _range_after(self, begin):
        """The entries of the next digest.

        :param begin: id of the last entry before them
        :return: pair of the id of the last one and how many there are
        """
        self.env["tthc.dossier.event"].flush_model()
        ((upto, found),) = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(max(id), %(begin)s), count(*)
                  FROM (SELECT id FROM tthc_dossier_event
                         WHERE id > %(begin)s ORDER BY id LIMIT %(batch)s) e
                """,
                begin=begin,
                batch=self._batch,
            )
        )
        return upto, found

    @api.model
    def _safe_upto(self, begin, upto, before):
        """Up to which entry nothing can be added any more.

        :param before: instant, naive UTC: older transactions have ended
        """
        ((safe,),) = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(max(id), %(begin)s)
                  FROM tthc_dossier_event
                 WHERE id > %(begin)s AND id <= %(upto)s AND recorded_at < %(before)s
                """,
                begin=begin,
                upto=upto,
                before=before,
            )
        )
        return safe

    @api.model
    def _heads(self, begin, upto):
        """Dossiers with an entry in a range, and how their logs end at this moment.

        :return: list of rows id, code, number of entries, last hash
        """
        self.env["tthc.dossier"].flush_model(["code", "event_count", "event_head"])
        return self.env.execute_query(
            SQL(
                """
                SELECT d.id, COALESCE(d.code, %(no_code)s), d.event_count, d.event_head
                  FROM (SELECT DISTINCT dossier_id FROM tthc_dossier_event
                         WHERE id > %(begin)s AND id <= %(upto)s) e
                  JOIN tthc_dossier d ON d.id = e.dossier_id
                 ORDER BY d.id
                """,
                begin=begin,
                upto=upto,
                no_code=NO_CODE,
            )
        )

    @api.model
    def _file_of(self, number, moment, upto, previous, rows):
        """Text of a digest: the same facts give the same bytes.

        :param moment: naive UTC
        :param upto: id of the last entry that it covers
        :param previous: hash of the file before
        :param rows: as :meth:`_heads` gives them
        """
        # sudo: the name of the database is no secret of the configuration
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        head = (
            TITLE,
            f"database\t{database}",
            f"number\t{number}",
            f"taken\t{moment.isoformat()}Z",
            f"entries\t{upto}",
            f"previous\t{previous}",
            f"dossiers\t{len(rows)}",
        )
        body = ("\t".join(map(str, row)) for row in rows)
        return "".join(f"{line}\n" for line in (*head, *body))

    # -- paper ------------------------------------------------------------------

    def _qr_text(self):
        """What the QR code of the paper says: enough to check a file by."""
        self.ensure_one()
        return f"{TITLE} {self.number} {self.day} {self.hash}"

    def _tthc_after_print(self, form, copies):
        for digest in self:
            digest._keep_copy("paper", self.env.user.name)
