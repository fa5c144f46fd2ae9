from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

#: States in which a matter can be over.
OVER = ("returned", "withdrawn", "stopped", "resolved")
#: A file is due for the archive after so many months where no center says it.
USUAL_MONTHS = 12


class TthcDossierFiling(models.AbstractModel):
    """Closing the file of a dossier for the archive (Decree 30/2020 Art 29-30)."""

    _name = "tthc.dossier.filing"
    _description = "Closing a file"

    finished_at = fields.Datetime(
        string="The matter ended", compute="_compute_finished_at", store=True
    )
    closed_at = fields.Datetime(string="File closed", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    file_year = fields.Integer(readonly=True, copy=False)
    file_number = fields.Integer(readonly=True, copy=False)
    file_code = fields.Char(string="File no.", compute="_compute_file_code")
    sheet_count = fields.Integer(string="Sheets", readonly=True, copy=False)
    retention_id = fields.Many2one(
        "tthc.retention",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    retention_until = fields.Date(
        readonly=True,
        copy=False,
        help="Last day of keeping; empty for good.",
    )
    archived_at = fields.Datetime(
        string="Handed to the archive", readonly=True, copy=False
    )
    document_ids = fields.One2many("tthc.archive.document", "dossier_id", readonly=True)
    archive_line_ids = fields.One2many("tthc.archive.line", "dossier_id", readonly=True)
    is_archive_due = fields.Boolean(
        compute="_compute_is_archive_due", search="_search_is_archive_due"
    )
    can_close_file = fields.Boolean(compute="_compute_can_close_file")

    _file_uniq = models.UniqueIndex(
        "(center_id, file_year, file_number) WHERE file_number > 0",
        "This number of the files is taken.",
    )
    # What is due for the archive, the oldest first.
    _archive_due_idx = models.Index(
        "(center_id, finished_at) WHERE archived_at IS NULL AND finished_at IS NOT NULL"
    )

    @api.depends("returned_at", "ended_at", "unclaimed_at")
    def _compute_finished_at(self):
        for dossier in self:
            dossier.finished_at = (
                dossier.returned_at or dossier.ended_at or dossier.unclaimed_at
            )

    @api.depends("file_year", "file_number")
    def _compute_file_code(self):
        for dossier in self:
            number = dossier.file_number
            dossier.file_code = f"{number}/{dossier.file_year}" if number else False

    @api.depends("finished_at", "archived_at", "state", "stop_reason")
    def _compute_is_archive_due(self):
        due = self.filtered_domain(self._domain_of_archive_due())
        for dossier in self:
            dossier.is_archive_due = dossier in due

    def _search_is_archive_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._domain_of_archive_due()

    @api.model
    def _domain_of_archive_due(self):
        months = self.env.user.tthc_center_id.archive_after_months or USUAL_MONTHS
        return (
            Domain("archived_at", "=", False)
            & Domain("finished_at", "<=", now() - relativedelta(months=months))
            & Domain("state", "in", OVER)
            & Domain("stop_reason", "!=", "void")
        )

    @api.depends("state", "closed_at", "finished_at", "stop_reason")
    def _compute_can_close_file(self):
        for dossier in self:
            dossier.can_close_file = bool(
                dossier.state in OVER
                and dossier.finished_at
                and not dossier.closed_at
                and dossier.stop_reason != "void"
            )

    def action_close_file(self, documents=None):
        """Close the file: list its documents and number its sheets.

        :param documents: list of dicts ``name``, ``number``, ``date``, ``author``,
            ``sheet_count``, ``note``, in their order, for one dossier; None lists the
            papers and results with the pages of their scans
        """
        self._run("close_file", documents=documents)

    def action_reopen_file(self, reason=None):
        """Open a closed file again that has not been handed over.

        :param reason: why
        """
        self._run("reopen_file", reason=reason)

    # -- needs ----------------------------------------------------------------------

    def _need_finished_matter(self, **_arguments):
        for dossier in self:
            if not dossier.can_close_file:
                raise UserError(
                    self.env._(
                        "The file of %(code)s can't be closed: the matter is not over, "
                        "the receipt is void, or the file is closed already.",
                        code=dossier.display_name,
                    )
                )

    def _need_originals_gone(self, **_arguments):
        for dossier in self:
            if dossier._kept_originals() and not dossier.unclaimed_at:
                raise UserError(
                    self.env._(
                        "Give the originals of %(code)s back first: %(papers)s.",
                        code=dossier.display_name,
                        papers="; ".join(dossier._kept_originals().mapped("name")),
                    )
                )

    def _need_numbered_sheets(self, documents=None, **_arguments):
        for dossier in self:
            retention = dossier.procedure_id._retention()
            if not retention:
                raise UserError(
                    self.env._(
                        "Nobody has said how long files of %(procedure)s are kept: ask "
                        "the administrator for a retention class.",
                        procedure=dossier.procedure_id.code,
                    )
                )
            rows = documents or dossier._default_documents()
            missing = [row["name"] for row in rows if not row.get("sheet_count")]
            if missing and retention._needs_sheet_numbers():
                raise UserError(
                    self.env._(
                        "Count the sheets of %(code)s (kept 5 years or longer): "
                        "%(papers)s.",
                        code=dossier.display_name,
                        papers="; ".join(missing),
                    )
                )

    def _need_closed_file(self, **_arguments):
        for dossier in self:
            if not dossier.closed_at or dossier.archive_line_ids:
                raise UserError(
                    self.env._(
                        "The file of %(code)s is not closed, or it stands on a list "
                        "for the archive: take it off that list first.",
                        code=dossier.display_name,
                    )
                )

    # -- effects --------------------------------------------------------------------

    def _effect_close_file(self, moment, documents=None, **_arguments):
        effects = {}
        for dossier in self:
            rows = documents or dossier._default_documents()
            sheets = dossier._list_documents(rows)
            retention = dossier.procedure_id._retention()
            ended_on = dossier.center_id._local_day(dossier.finished_at)
            values = {
                "closed_at": moment,
                "closed_by_id": self.env.uid,
                "sheet_count": sheets,
                "retention_id": retention.id,
                "retention_until": retention._last_day(ended_on),
                **dossier._file_numbers(moment),
            }
            effects[dossier] = (values, {"sheets": sheets, "documents": len(rows)})
        return effects

    def _effect_reopen_file(self, moment, reason=None, **_arguments):
        # sudo: the list is written by actions only
        documents = self.document_ids.sudo().with_context(**self._move_context())
        documents.unlink()
        return {
            dossier: (
                {"closed_at": False, "closed_by_id": False, "sheet_count": 0},
                {},
            )
            for dossier in self
        }

    def _list_documents(self, rows):
        """Write the list of documents, their sheets numbered through.

        :return: number of sheets
        """
        self.ensure_one()
        first, values = 1, []
        for number, row in enumerate(rows, start=1):
            count = row.get("sheet_count") or 0
            values.append(
                {
                    **row,
                    "dossier_id": self.id,
                    "sequence": number,
                    "first_sheet": first if count else 0,
                }
            )
            first += count
        # sudo: the list is written by actions only
        documents = self.env["tthc.archive.document"].sudo()
        documents.with_context(**self._move_context()).create(values)
        return first - 1

    def _default_documents(self):
        """Papers and results of the file, with the pages of their scans as sheets."""
        self.ensure_one()
        received = self.received_at and self.center_id._local_day(self.received_at)
        papers = [
            {
                "name": paper.name,
                "date": paper.issued_on or received,
                "author": self.owner_name,
                "sheet_count": paper.page_count,
            }
            for paper in self.component_ids
            if not (paper.to_give_back and (paper.given_back_at or paper.waived_at))
        ]
        results = [
            {
                "name": result.name,
                "number": result.number,
                "date": result.date,
                "author": self.agency_id.display_name,
                "sheet_count": result.page_count or 1,
            }
            for result in self.result_ids
        ]
        return papers + results

    def _file_numbers(self, moment):
        """Draw the number of the file and write it: no other takes it."""
        self.ensure_one()
        if self.file_number:
            return {}
        year = self.center_id._local_day(moment).year
        number = self.env["tthc.number"]._next(
            "tthc.dossier",
            "file_number",
            {"center_id": self.center_id.id, "file_year": year},
        )
        values = {"file_year": year, "file_number": number}
        self.with_context(**self._move_context()).write(values)
        return values

    def _file_title(self):
        """How the archive calls the file."""
        self.ensure_one()
        return f"{self.version_id.name} – {self.owner_name} ({self.code})"

    def _file_index_values(self):
        """Texts of the list of documents of a closed file.

        :return: dict with ``center_name`` and ``day``
        :raise UserError: when the file is not closed
        """
        self.ensure_one()
        if not self.closed_at:
            raise UserError(
                self.env._(
                    "The file of %(code)s is not closed: close it, then print its "
                    "list of documents.",
                    code=self.display_name,
                )
            )
        day = self.center_id._local_day(self.closed_at)
        return {"day": day, "center_name": self.center_id._names_at(day)["name"]}
