import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.table_sheet import TableSheet
from odoo.addons.tthc_base.tools.vietnamese_date import vietnamese_moment

from ..tools.table_layout import TOTAL


class TthcTableIssue(models.Model):
    """A table as it was sent: its figures, its list of dossiers, a hash over both.

    It is appended and never changed; a corrected one is an issue of its own that
    replaces and names it. Excel and print of it say for ever what was sent.
    """

    _name = "tthc.table.issue"
    _inherit = ["tthc.append.only", "tthc.table.screen", "tthc.table.comparing"]
    _description = "Table that was sent"
    _order = "sent_at desc, id desc"

    place = fields.Char(required=True, help="Owner of the series of numbers.")
    year = fields.Integer(required=True)
    number = fields.Integer(required=True)
    name = fields.Char(required=True)
    screen_model = fields.Char(required=True)
    settings = fields.Json(required=True)
    series_key = fields.Char(
        required=True, help="Which table of which period: sent once, then replaced."
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    day = fields.Date(related="date_to", string="Day of the letterhead")
    center_id = fields.Many2one("tthc.center", ondelete="restrict", index=True)
    agency_id = fields.Many2one("tthc.agency", ondelete="restrict", index=True)
    reporter = fields.Char(required=True)
    receiver = fields.Char(required=True)
    signer = fields.Char(required=True)
    sent_at = fields.Datetime(required=True)
    sent_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    payload = fields.Text(required=True)
    hash = fields.Char(required=True)
    line_count = fields.Integer(string="Figures with dossiers", required=True)
    line_ids = fields.One2many("tthc.table.issue.line", "issue_id", string="Dossiers")
    replaces_id = fields.Many2one("tthc.table.issue", ondelete="restrict")
    reason = fields.Char(string="Why it was corrected")
    replacement_ids = fields.One2many(
        "tthc.table.issue", "replaces_id", string="Replaced by"
    )
    is_replaced = fields.Boolean(
        compute="_compute_is_replaced", search="_search_is_replaced"
    )
    is_intact = fields.Boolean(string="As sent", compute="_compute_is_intact")

    _number_uniq = models.UniqueIndex(
        "(place, year, number)", "This number was given to another table meanwhile."
    )
    # Two people who send the same table at once: the second one is told.
    _series_uniq = models.UniqueIndex(
        "(series_key) WHERE replaces_id IS NULL",
        "This table was sent meanwhile. Open it, and correct it if it is wrong.",
    )
    _replaces_uniq = models.UniqueIndex(
        "(replaces_id) WHERE replaces_id IS NOT NULL",
        "This table was corrected meanwhile. Look at the newest issue first.",
    )

    @api.depends("number", "year", "name")
    def _compute_display_name(self):
        for issue in self:
            issue.display_name = f"{issue.number}/{issue.year} · {issue.name}"

    @api.depends("replacement_ids")
    def _compute_is_replaced(self):
        for issue in self:
            issue.is_replaced = bool(issue.replacement_ids)

    def _search_is_replaced(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("replacement_ids", "!=", False)]

    @api.depends("payload", "hash")
    def _compute_is_intact(self):
        for issue in self:
            issue.is_intact = issue._is_intact()

    # -- sending ---------------------------------------------------------------------

    @api.model
    def _series(self, screen):
        """Which table of which period of which owner a screen shows."""
        owner = screen._owner()
        settings = {**screen._settings(), "owner": f"{owner._name}:{owner.id}"}
        # The same days are the same table, by whatever name of the period.
        for name in ("period_kind", "basis"):
            settings.pop(name, None)
        return json.dumps(settings, sort_keys=True)

    @api.model
    def _newest(self, screen):
        """The issue of the same table and period that holds now, or none."""
        return self.search(
            [
                ("series_key", "=", self._series(screen)),
                ("replacement_ids", "=", False),
            ],
            limit=1,
        )

    @api.model
    def _freeze(self, screen, receiver, signer, reason=None):
        """Keep a table as it is sent.

        :param screen: record of a model that is ``tthc.table.freezable``
        :param receiver: whom it is sent to
        :param signer: name of the head who signs
        :param reason: why an earlier issue of the same table is corrected
        :return: the issue
        :raise UserError: before the period is over, without receiver or signer, or
            where the table was sent already and no reason is given
        """
        screen._check_sendable()
        receiver, signer, reason = (
            (text or "").strip() for text in (receiver, signer, reason)
        )
        earlier = self._newest(screen)
        self._check_said(receiver, signer, reason, earlier)
        table = self._signed(screen._reckoned(), screen._owner(), receiver, signer)
        lines = self._lines(screen)
        issue = self._appending().create(
            {
                **self._values_of(screen),
                **self._sealed(table, screen, lines),
                "reporter": table["form"]["reporter"],
                "receiver": receiver,
                "signer": signer,
                "sent_at": now(),
                "sent_by_id": self.env.uid,
                "replaces_id": earlier.id,
                "reason": reason,
                **self._numbered(screen),
            }
        )
        issue._append_lines(lines)
        self.env["tthc.table.duty"]._done(issue)
        return issue.with_env(self.env)

    @api.model
    def _check_said(self, receiver, signer, reason, earlier):
        """Refuse what lacks a word that the form asks for.

        :param earlier: the issue that is corrected, or none
        :raise UserError: says which
        """
        if not receiver or not signer:
            raise UserError(
                self.env._("Say whom the table is sent to and who signs it.")
            )
        if earlier and not reason:
            raise UserError(
                self.env._(
                    "This table was sent as %(issue)s. To correct it, say why.",
                    issue=earlier.display_name,
                )
            )

    @api.model
    def _values_of(self, screen):
        """Which table of which period of which owner."""
        owner = screen._owner()
        return {
            "name": screen.display_name,
            "screen_model": screen._name,
            "settings": screen._settings(),
            "series_key": self._series(screen),
            "date_from": screen.date_from,
            "date_to": screen.date_to,
            "center_id": owner.id if owner._name == "tthc.center" else False,
            "agency_id": owner.id if owner._name == "tthc.agency" else False,
        }

    @api.model
    def _numbered(self, screen):
        """The next number of the owner in the year of the table.

        Drawn late: whoever sends a table of the same owner waits for it.
        """
        owner = screen._owner()
        series = {"place": f"{owner._name}:{owner.id}", "year": screen.date_to.year}
        number = self.env["tthc.number"]._next(self._name, "number", series)
        return {**series, "number": number}

    @api.model
    def _sealed(self, table, screen, lines):
        """What the table says, and its seal."""
        told = {
            "table": table,
            "settings": screen._settings(),
            "dossiers": _digest(lines),
        }
        payload = json.dumps(
            told, sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        return {
            "payload": payload,
            "hash": hashlib.sha256(payload.encode()).hexdigest(),
            "line_count": len(lines),
        }

    @api.model
    def _signed(self, table, owner, receiver, signer):
        """The table with the names of who sends it to whom."""
        form = table.get("form") or {"source": "", "unit": ""}
        reporter = form.get("reporter") or owner.name
        signers = [
            {"title": "Người lập biểu", "name": self.env.user.name},
            {
                "title": "Thủ trưởng đơn vị",
                "note": "Ký, đóng dấu và ghi rõ họ tên",
                "name": signer,
            },
        ]
        return {
            **table,
            "form": {**form, "reporter": reporter, "receiver": receiver},
            "signers": signers,
        }

    @api.model
    def _lines(self, screen):
        """The list of dossiers, sorted: row, column, id of dossier, code."""
        members = sorted(set(screen._members()))
        # sudo: the code of what the maker of the table counted, nothing else
        dossiers = self.env["tthc.dossier"].sudo()
        dossiers = dossiers.browse({number for _row, _column, number in members})
        dossiers.fetch(["code"])
        codes = {dossier.id: dossier.code or "" for dossier in dossiers}
        return [(*cell, number, codes[number]) for *cell, number in members]

    def _append_lines(self, lines):
        """Write the list of dossiers by one statement: a province has 100.000 a month.

        :param lines: as :meth:`_lines` answers
        """
        self.env.flush_all()
        columns = [list(values) for values in zip(*lines, strict=True)] or [[]] * 4
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO tthc_table_issue_line
                       (issue_id, row_key, column_key, dossier_id, code)
                SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::int[], %s::text[])
                """,
                self.id,
                *columns,
            )
        )
        self.invalidate_recordset(["line_ids"])

    def _is_intact(self):
        """Whether the issue and its list still say what was sent."""
        self.ensure_one()
        payload = self.payload or ""
        if hashlib.sha256(payload.encode()).hexdigest() != self.hash:
            return False
        return _digest(self._kept_lines()) == json.loads(payload)["dossiers"]

    def _kept_lines(self):
        """The list as it is kept, in the order of :meth:`_lines`."""
        self.ensure_one()
        self.check_access("read")
        # sudo: the list is compared with its digest, none of it is shown
        found = self.line_ids.sudo().search_fetch(
            [("issue_id", "=", self.id)],
            ["row_key", "column_key", "dossier_id", "code"],
        )
        return sorted(
            (line.row_key, line.column_key, line.dossier_id.id, line.code or "")
            for line in found
        )

    # -- screen, Excel, print --------------------------------------------------------

    def _told(self):
        """The table as it was sent."""
        self.ensure_one()
        return json.loads(self.payload)["table"]

    def _reckoned(self):
        stamp = (
            f"Số {self.number}/{self.year}, gửi {self.receiver} lúc "
            f"{vietnamese_moment(self.sent_at)}. Mã kiểm tra: {self.hash[:16]}."
        )
        if self.replaces_id:
            stamp += (
                f" Thay thế biểu số {self.replaces_id.number}/{self.replaces_id.year}: "
                f"{self.reason}"
            )
        told = self._told()
        return {**told, "notes": [*told["notes"], stamp]}

    def _settings(self):
        return {"issue_id": self.id}

    @api.model
    def open_cell(self, settings, row, column, unknown=False):
        """Open the dossiers that a figure counted when it was sent.

        :param settings: dict with ``issue_id``
        :param row, column: keys of the cell
        :return: action
        :raise UserError: when no list stands behind the figure
        """
        issue = self.browse(settings.get("issue_id"))
        issue.check_access("read")
        parts = issue._told().get("parts", {}).get(column, [column])
        domain = [("issue_id", "=", issue.id), ("column_key", "in", parts)]
        if row != TOTAL:
            domain.append(("row_key", "=", row))
        if unknown or not issue.line_ids.search_count(domain, limit=1):
            raise UserError(self.env._("There is no list behind this figure."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dossiers of the figure when it was sent"),
            "res_model": "tthc.table.issue.line",
            "views": [(False, "list")],
            "domain": domain,
            "target": "current",
        }

    def _file_stem(self):
        return f"bieu_{self.number}_{self.year}"

    def _workbook(self):
        self.ensure_one()
        sheet = TableSheet(created=self.sent_at)
        sheet.add_matrix("Biểu", self._reckoned())
        return sheet.content()

    def action_excel(self):
        """Download the table as it was sent.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/tthc_report/issue/{self.id}",
            "target": "download",
        }

    def _print_report(self):
        return self.env.ref("tthc_report.action_report_table_issue")

    def action_open_lines(self):
        """Open the list of dossiers that was sent with the table.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dossiers of %(issue)s", issue=self.display_name),
            "res_model": "tthc.table.issue.line",
            "views": [(False, "list")],
            "domain": [("issue_id", "=", self.id)],
            "context": {"group_by": ["row_key", "column_key"]},
        }


def _digest(lines):
    """SHA-256 over a list of dossiers."""
    text = "\n".join("|".join(str(value or "") for value in line) for line in lines)
    return hashlib.sha256(text.encode()).hexdigest()
