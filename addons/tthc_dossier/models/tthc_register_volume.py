import base64
import hashlib
import io
import json

from pypdf import PdfReader

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import now

from .tthc_dossier_register import ENTRY_FIELDS

MANAGER = "tthc_base.group_center_manager"
#: What is added to a closed volume when its file has been made.
BINDING = {"book_file", "page_count"}
#: Entries that show a number without a dossier: the reason stands in the last column.
EMPTY_ENTRY = 11 * [""]


class TthcRegisterVolume(models.Model):
    """A volume of the register of dossiers (Circular 01/2018 Art 10.2, form 06).

    One register a center, agency and year. Its numbers begin with 1 and go on without
    a hole from volume to volume. An open volume shows the dossiers as they are; a
    closed one shows what they said when it was closed.
    """

    _name = "tthc.register.volume"
    _inherit = ["tthc.guarded"]
    _description = "Volume of the register"
    _order = "year desc, center_id, agency_id, number"

    center_id = fields.Many2one("tthc.center", required=True, ondelete="restrict")
    agency_id = fields.Many2one("tthc.agency", required=True, ondelete="restrict")
    year = fields.Integer(required=True)
    number = fields.Integer(string="Volume", required=True)
    number_from = fields.Integer(string="From no.", required=True)
    number_to = fields.Integer(
        string="To no.", help="Empty while the volume takes further entries."
    )
    state = fields.Selection(
        [
            ("open", "Takes entries"),
            ("full", "Full, continued in the next"),
            ("closed", "Closed for good"),
        ],
        required=True,
        default="open",
    )
    opened_at = fields.Datetime(string="Opened on", required=True)
    opened_by_id = fields.Many2one(
        "res.users", string="Opened by", required=True, ondelete="restrict"
    )
    closed_at = fields.Datetime(string="Closed on")
    closed_by_id = fields.Many2one("res.users", string="Closed by", ondelete="restrict")
    page_count = fields.Integer(
        string="Pages",
        help="Cover and closing note included, counted after the closing.",
    )
    book_file = fields.Binary(
        string="Kept file",
        help="The closed volume as it is printed ever after.",
    )
    entry_count = fields.Integer(string="Entries", compute="_compute_entry_count")
    rows = fields.Json(help="What the closed volume says.", prefetch=False)
    rows_hash = fields.Char(
        string="Hash", help="SHA-256 of what the closed volume says."
    )
    gap_ids = fields.One2many(
        "tthc.register.gap", "volume_id", string="Numbers without a dossier"
    )

    _number_uniq = models.UniqueIndex(
        "(center_id, agency_id, year, number)", "This volume exists already."
    )
    # A register takes entries in one volume at a time.
    _open_uniq = models.UniqueIndex(
        "(center_id, agency_id, year) WHERE state = 'open'",
        "This register has an open volume already.",
    )

    @api.depends("center_id", "agency_id", "year", "number")
    def _compute_display_name(self):
        for volume in self:
            volume.display_name = self.env._(
                "Register %(number)02d/%(year)s · %(agency)s",
                number=volume.number,
                year=volume.year,
                agency=volume.agency_id.display_name,
            )

    def _compute_entry_count(self):
        for volume in self:
            last = volume.number_to or volume._last_number()
            volume.entry_count = max(0, last - volume.number_from + 1)

    @api.model_create_multi
    def create(self, vals_list):
        """Create volumes; they begin by themselves or by an action."""
        self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Write what actions write; what a closed volume says is never changed."""
        if vals.keys() - {"gap_ids"}:
            self._check_moving()
        binding = self._is_moving() and not vals.keys() - BINDING
        if "closed" in self.mapped("state") and not binding:
            raise AccessError(self.env._("A closed volume is never changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("A volume of the register is never deleted."))

    # -- which volumes there are -----------------------------------------------

    @api.model
    def _ensure(self, centers):
        """Open the volumes of registers that have entries and no open volume.

        Nothing of this happens at the counter: the number of a volume follows from
        the volumes that are full, so a receipt waits for no volume. A volume is opened
        by its first entry.

        :param centers: ``tthc.center``
        """
        self.env["tthc.dossier"].flush_model()
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO tthc_register_volume
                       (center_id, agency_id, year, number, number_from, state,
                        opened_at, opened_by_id, create_uid, create_date, write_uid,
                        write_date)
                SELECT d.center_id, d.register_agency_id, d.register_year,
                       COALESCE(v.number, 0) + 1, COALESCE(v.number_to, 0) + 1, 'open',
                       COALESCE(f.received_at, %(now)s),
                       COALESCE(f.received_by_id, %(uid)s),
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM (SELECT center_id, register_agency_id, register_year,
                               MAX(register_number) AS last
                          FROM tthc_dossier
                         WHERE register_number > 0 AND center_id = ANY(%(centers)s)
                         GROUP BY 1, 2, 3) d
                  LEFT JOIN LATERAL
                       (SELECT number, number_to, state FROM tthc_register_volume v
                         WHERE v.center_id = d.center_id
                           AND v.agency_id = d.register_agency_id
                           AND v.year = d.register_year
                         ORDER BY number DESC LIMIT 1) v ON TRUE
                  LEFT JOIN tthc_dossier f
                    ON f.center_id = d.center_id
                   AND f.register_agency_id = d.register_agency_id
                   AND f.register_year = d.register_year
                   AND f.register_number = COALESCE(v.number_to, 0) + 1
                 WHERE v.state IS NULL
                    OR (v.state != 'open' AND v.number_to < d.last)
                    ON CONFLICT DO NOTHING
                """,
                now=now(),
                uid=self.env.uid,
                centers=list(centers.ids),
            )
        )
        self.invalidate_model()

    @api.model
    def action_open_registers(self):
        """Show the registers of the user's center, those included that began today.

        :return: action of the web client
        """
        self.check_access("read")
        centers = self.env.user.tthc_center_id
        if not centers:
            centers = self.env["tthc.center"].search([], limit=500)
        # sudo: a volume begins with the first receipt of the year, nobody writes it
        self.sudo()._ensure(centers)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_dossier.tthc_register_volume_action"
        )

    @api.model
    def _volumes_of(self, dossiers):
        """In which volume of its register each dossier stands.

        :param dossiers: ``tthc.dossier``
        :return: dict dossier id → number of the volume, 0 without a register number
        """
        # sudo: a number on the receipt, also for who may not open the register
        volumes = self.sudo().search_fetch(
            [
                ("center_id", "in", dossiers.center_id.ids),
                ("agency_id", "in", dossiers.register_agency_id.ids),
                ("year", "in", list(set(dossiers.mapped("register_year")))),
                ("number_to", ">", 0),
            ],
            ["center_id", "agency_id", "year", "number_to"],
        )
        full = volumes.grouped(lambda row: (row.center_id, row.agency_id, row.year))
        result = {}
        for dossier in dossiers:
            series = (
                dossier.center_id,
                dossier.register_agency_id,
                dossier.register_year,
            )
            before = [
                row
                for row in full.get(series, ())
                if row.number_to < dossier.register_number
            ]
            result[dossier.id] = len(before) + 1 if dossier.register_number else 0
        return result

    # -- what stands in it -----------------------------------------------------

    def _dossiers(self, limit=None, order="register_number"):
        """Dossiers of the volume, by default in the order of their numbers.

        :param limit: how many; None for all
        :param order: of the search
        """
        self.ensure_one()
        domain = [
            ("center_id", "=", self.center_id.id),
            ("register_agency_id", "=", self.agency_id.id),
            ("register_year", "=", self.year),
            ("register_number", ">=", self.number_from),
        ]
        if self.number_to:
            domain.append(("register_number", "<=", self.number_to))
        # sudo: who may read the register reads its entries, of all its dossiers
        dossiers = self.env["tthc.dossier"].sudo()
        return dossiers.search_fetch(domain, ENTRY_FIELDS, limit=limit, order=order)

    def _last_number(self):
        """The highest number that was drawn in the volume."""
        last = self._dossiers(limit=1, order="register_number desc")
        return last.register_number or self.number_from - 1

    def _entries(self):
        """Rows of the volume in the order of the columns of form 06.

        :return: list of lists of texts; of a closed volume what it said at the closing
        """
        self.ensure_one()
        if self.state == "closed":
            return self.rows
        rows = {row.register_number: row._register_row() for row in self._dossiers()}
        for number, reason in self._explained_numbers().items():
            note = f"Không sử dụng: {reason}"
            rows.setdefault(number, [number, *EMPTY_ENTRY, note])
        return [rows[number] for number in sorted(rows)]

    def _explained_numbers(self):
        """Numbers without a dossier, with the reason; to be extended.

        :return: dict number → reason
        """
        self.ensure_one()
        # sudo: who may read the register reads why a number was not used
        return {row.number: row.reason for row in self.sudo().gap_ids}

    def _missing_numbers(self):
        """Numbers of the volume that neither a dossier nor a reason stands for."""
        self.ensure_one()
        numbers = set(self._dossiers().mapped("register_number"))
        last = self.number_to or max(numbers, default=self.number_from - 1)
        wanted = set(range(self.number_from, last + 1))
        return sorted(wanted - numbers - self._explained_numbers().keys())

    # -- actions ---------------------------------------------------------------

    def action_begin_next(self):
        """Go on in a new volume: numbers continue, the full one takes no more entries.

        :raise AccessError: for others than the manager of the center
        :raise UserError: when the volume is not open, or has no entry yet
        """
        self._check_manager()
        # sudo: the role and the center are checked, nobody else writes volumes
        volumes = self.sudo()._moving()
        volumes._lock()
        volumes._check_state("open")
        moment = now()
        for volume in volumes:
            last = volume._last_number()
            if last < volume.number_from:
                raise UserError(
                    self.env._(
                        "“%(volume)s” has no entry yet: there is nothing to continue.",
                        volume=volume.display_name,
                    )
                )
            volume.write({"state": "full", "number_to": last})
            # Two flushes: the register has one open volume at a time.
            volume.flush_recordset()
            volume.create(
                {
                    "center_id": volume.center_id.id,
                    "agency_id": volume.agency_id.id,
                    "year": volume.year,
                    "number": volume.number + 1,
                    "number_from": last + 1,
                    "opened_at": moment,
                    "opened_by_id": self.env.uid,
                }
            )

    def action_close(self):
        """Close the register of a year: what it says is kept for good (khóa sổ).

        :raise AccessError: for others than the manager of the center
        :raise UserError: before the year is over, when a volume is closed already, or
            when a number is neither used nor explained
        """
        self._check_manager()
        # sudo: the role and the center are checked, nobody else writes volumes
        volumes = self.sudo()._moving()
        volumes._lock()
        volumes._check_state("open", "full")
        for volume in volumes:
            volume._check_year_over()
            volume._check_complete()
            volume._freeze(now())
        # A thick book takes half a minute to set: nobody waits for it on the screen.
        self.env.ref("tthc_dossier.cron_register_binding").sudo()._trigger()

    def _freeze(self, moment):
        """Keep what the volume says, and count its pages.

        :param moment: of the closing, naive UTC
        """
        rows = self._entries()
        self.write(
            {
                "number_to": self.number_to or self._last_number(),
                "rows": rows,
                "rows_hash": self._hash_of(rows),
                "closed_at": moment,
                "closed_by_id": self.env.uid,
                "state": "closed",
            }
        )

    @api.model
    def _cron_bind(self, limit=20):
        """Begin registers that have entries, and make the files of closed volumes.

        :param limit: closed volumes a run
        """
        self._ensure(self.env["tthc.center"].search([], limit=500))
        unbound = [("state", "=", "closed"), ("page_count", "=", 0)]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(unbound))
        for volume in self.search(unbound, limit=limit):
            volume._bind()
            if not cron._commit_progress(1):
                break

    def _bind(self):
        """Make the file of a closed volume: the same bytes are printed ever after."""
        self.ensure_one()
        report = self.env["ir.actions.report"]
        content, _kind = report._render_tthc_pdf(
            "tthc_dossier.action_report_register", self.ids
        )
        self._moving().write(
            {
                "book_file": base64.b64encode(content),
                "page_count": len(PdfReader(io.BytesIO(content)).pages),
            }
        )

    def _tthc_kept_file(self, form):
        kept = len(self) == 1 and self.with_context(bin_size=False).book_file
        return base64.b64decode(kept) if kept else None

    @api.model
    def _hash_of(self, rows):
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def _is_intact(self):
        """Whether a closed volume still says what it said when it was closed."""
        self.ensure_one()
        return self.rows_hash == self._hash_of(self.rows)

    def _check_manager(self):
        self._check_role(MANAGER)
        self.check_access("read")
        others = self.filtered(
            lambda volume: volume.center_id != self.env.user.tthc_center_id
        )
        if others and not self.env.su:
            raise AccessError(
                self.env._(
                    "“%(volume)s” is kept by %(center)s: its manager does this.",
                    volume=others[0].display_name,
                    center=others[0].center_id.display_name,
                )
            )

    def _check_year_over(self):
        if self.center_id._today().year <= self.year:
            raise UserError(
                self.env._(
                    "“%(volume)s” is closed when the year %(year)s is over. If the "
                    "volume is full, go on in a new one.",
                    volume=self.display_name,
                    year=self.year,
                )
            )

    def _check_complete(self):
        missing = self._missing_numbers()
        if missing:
            raise UserError(
                self.env._(
                    "“%(volume)s” can't be closed: no dossier has the number "
                    "%(numbers)s. Say why under “Numbers without a dossier”.",
                    volume=self.display_name,
                    numbers=", ".join(map(str, missing[:20])),
                )
            )

    # -- printing --------------------------------------------------------------

    def _tthc_form_regulation(self):
        """The book is printed on the form of the law at the end of its year."""
        self.ensure_one()
        last_day = fields.Date.to_date(f"{self.year}-12-31")
        return self.env["tthc.regulation"]._at(min(last_day, self.center_id._today()))

    def _book_values(self):
        """Texts of cover, pages and closing note.

        :return: dict with ``rows``, ``day`` (that names are of), ``agency_name``,
            ``first``, ``last``, ``void``, ``unused``, ``open`` (numbers of entries)
        """
        self.ensure_one()
        rows = self._entries()
        last_day = fields.Date.to_date(f"{self.year}-12-31")
        day = min(last_day, self.center_id._today())
        notes = [row[12] for row in rows]
        void = sum(note.startswith("ĐÃ HỦY") for note in notes)
        unused = sum(note.startswith("Không sử dụng") for note in notes)
        return {
            "rows": rows,
            "day": day,
            "agency_name": self.agency_id._names_at(day)["name"],
            "first": rows[0][0] if rows else self.number_from,
            "last": rows[-1][0] if rows else self.number_from - 1,
            "void": void,
            "unused": unused,
            "open": sum(not row[9] and not row[12] for row in rows),
        }
