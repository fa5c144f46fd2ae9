import logging
from dataclasses import replace

import psycopg2.errors

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import split_every

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.search_key import fold
from odoo.addons.tthc_catalog.models.tthc_catalog_import import (
    KINDS,
    OPEN_FIELDS,
    STATES,
)
from odoo.addons.tthc_catalog.tools.sheet_workbook import Workbook

from .tthc_opening_columns import SAMPLES

_logger = logging.getLogger(__name__)

MANAGER = "tthc_base.group_center_manager"
SHEET = "Hồ sơ đang giải quyết"
#: Rows that are taken over together; also the step in which progress is kept.
CHUNK = 100


class TthcOpeningImport(models.Model):
    """The opening balance of a center: dossiers that an earlier system leaves open.

    Uploaded and checked like a file of the catalog. A row is taken over whole or not at
    all; what is refused is mended in the file and uploaded again, what is there already
    stays as it is.
    """

    _name = "tthc.opening.import"
    _inherit = "tthc.catalog.import"
    _description = "Opening balance"

    # Said again here, so that their words are translated with this addon.
    kind = fields.Selection(
        selection_add=[*KINDS, ("dossier", "Open dossiers")],
        default="dossier",
        ondelete={"dossier": "cascade"},
    )
    state = fields.Selection(STATES)
    row_count = fields.Integer(string="Rows in the file")
    changed_count = fields.Integer(string="Changed rows")
    unchanged_count = fields.Integer(string="Rows that stay as they are")
    refused_count = fields.Integer(string="Refused rows")
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user.tthc_center_id,
    )
    opening_day = fields.Date(
        string="Opening balance of",
        required=True,
        default=lambda self: (
            self.env.user.tthc_center_id or self.env["tthc.center"].search([], limit=1)
        )._today(),
        help="The last day of the earlier system. What was received up to and "
        "including it counts as carried over.",
    )
    line_ids = fields.One2many("tthc.opening.line", "import_id")
    problem_line_ids = fields.One2many("tthc.opening.line", "import_id")
    result_line_ids = fields.One2many("tthc.opening.line", "import_id")
    progress_ids = fields.One2many("tthc.opening.progress", "import_id")
    dossier_ids = fields.One2many("tthc.dossier", "opening_id", readonly=True)

    @api.constrains("opening_day")
    def _check_opening_day(self):
        for record in self:
            if record.opening_day > record.center_id._today():
                raise ValidationError(
                    self.env._("The day of the opening balance lies in the future.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Upload for the own center.

        :raise AccessError: to others than its manager
        """
        records = super().create(vals_list)
        records._check_manages()
        return records

    @api.model
    def _open_fields(self):
        return OPEN_FIELDS | {"center_id", "opening_day"}

    @api.model
    def _checked_fields(self):
        return super()._checked_fields() | {"center_id", "opening_day"}

    def _check_manages(self):
        """Refuse whoever does not manage the center.

        :raise AccessError: names the role that does
        """
        self._check_role(MANAGER)
        user = self.env.user
        if self.env.su or user.has_group("tthc_base.group_admin"):
            return
        if self.center_id - user.tthc_center_id:
            raise AccessError(
                self.env._("This is done by the manager of the center itself.")
            )

    def _sheet(self):
        return self.env["tthc.opening.sheet"]

    def _choose_table(self, tables):
        by_name = {fold(table.name): table for table in tables}
        return by_name.get(fold(SHEET)) or tables[0]

    def _make_plan(self):
        self._check_manages()
        return super()._make_plan()

    def _line_values(self, plan, row):
        lines = super()._line_values(plan, row)
        for line in lines:
            if line.get("outcome") == "unchanged" and line["severity"] == "info":
                line["message"] = self.env._("Taken over already; left as it is.")
            elif line.get("outcome") == "new" and line["severity"] == "info":
                line["message"] = row.cells.get("owner_name") or row.label
        return lines

    # -- taking over ------------------------------------------------------------------

    def action_start(self):
        """Take over what is right: at once where it is little, else in the background.

        :return: True
        :raise UserError: when it was done already
        """
        self.ensure_one()
        self._check_manages()
        self._check_ready()
        if self.row_count <= self._limit("import_background_rows"):
            return self.action_import()
        # Only the machine writes how far it is.
        self.sudo().progress_ids.create({"import_id": self.id})
        self._moving().write(
            {"state": "queued", "failure": False, "user_id": self.env.uid}
        )
        # A user may not write jobs, but ask for their turn.
        self.env.ref("tthc_dossier.cron_opening").sudo()._trigger()
        return True

    def _run(self, tick=None, keep=None):
        """Take over the rows that are right, chunk by chunk.

        :param tick: called with the share that is done, 0 to 1
        :param keep: called after each chunk; in the background it commits
        """
        self.ensure_one()
        started = clock.now()
        plan = self._make_plan()
        sheet = self._sheet()
        rows = plan.with_outcome("new")
        known = sheet._lookup(rows, self)
        done = 0
        for chunk in split_every(CHUNK, rows, list):
            self._take_over(chunk, known)
            done += len(chunk)
            if keep:
                keep()
            if tick:
                tick(done / len(rows))
        self._store_plan(plan)
        self._moving().write(
            {
                "state": "done",
                "failure": False,
                "user_id": self.env.uid,
                "started_at": self.started_at or started,
                "finished_at": clock.now(),
            }
        )
        self.env.flush_all()

    def _take_over(self, rows, known):
        """Take rows over together; where one fails, each alone.

        :param rows: list of new rows without errors
        """
        try:
            with self.env.cr.savepoint():
                self._create_dossiers(rows, known)
        except (UserError, psycopg2.errors.IntegrityError) as error:
            self.env.invalidate_all()
            if len(rows) == 1:
                rows[0].refuse("", self._told(error))
                return
            for row in rows:
                self._take_over([row], known)

    @api.model
    def _told(self, error):
        """Why a row could not be taken over, in words."""
        if isinstance(error, UserError):
            return str(error)
        _logger.warning("A row of an opening balance was refused: %s", error)
        return self.env._(
            "Somebody took this code or number at the same moment. Check the file "
            "again."
        )

    def _create_dossiers(self, rows, known):
        """Make the drafts of rows and take them over by the action.

        :return: ``tthc.dossier``
        """
        owners = self._owners(rows, known)
        # sudo: a manager reads dossiers and writes none but the opening balance
        dossiers = self.env["tthc.dossier"].sudo()
        quiet = dossiers.with_context(
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
            tracking_disable=True,
        )
        drafts = quiet.create(
            [
                self._draft_values(row, owner)
                for row, owner in zip(rows, owners, strict=True)
            ]
        ).with_env(dossiers.env)
        sheet = self._sheet()
        carried = {
            draft.id: sheet._facts(row, known)
            for draft, row in zip(drafts, rows, strict=True)
        }
        drafts._carry_over(carried)
        self.env.flush_all()
        return drafts

    def _draft_values(self, row, owner):
        values = row.values
        told = {
            key: values.get(key) or False
            for key in (
                *("owner_name", "owner_identity", "owner_address"),
                *("owner_phone", "owner_email", "submitter_name", "note"),
            )
        }
        return {
            **told,
            "version_id": values["version"].id,
            "case_id": values["case"].id,
            "center_id": self.center_id.id,
            "counter_id": False,
            "channel": values.get("channel") or "direct",
            "result_channel": values.get("result_channel") or "direct",
            "owner_id": owner.id,
            "submitter_name": told["submitter_name"] or told["owner_name"],
        }

    @api.model
    def _owners(self, rows, known):
        """Applicants of the rows: those of the register, else new ones.

        :return: list of ``tthc.applicant``, one a row
        """
        # sudo: the register is no list to browse: it is only written here
        applicants = self.env["tthc.applicant"].sudo()
        holders = {
            key: applicants.browse(applicant.id)
            for key, applicant in self._sheet()._known_holders(rows).items()
        }
        missing, place = [], {}
        for row in rows:
            key = row.values.get("owner_identity") or f"row {row.number}"
            if key not in holders and key not in place:
                place[key] = len(missing)
                missing.append(self._owner_values(row))
        made = applicants.create(missing)
        return [
            holders[key] if key in holders else made[place[key]]
            for row in rows
            for key in [row.values.get("owner_identity") or f"row {row.number}"]
        ]

    @api.model
    def _owner_values(self, row):
        values = row.values
        number = values.get("owner_identity")
        kind = values.get("owner_kind") or "person"
        identity = {"number": number, "kind": self._identity_kind(kind, number)}
        return {
            "name": values["owner_name"],
            "kind": kind,
            "phone": values.get("owner_phone") or False,
            "email": values.get("owner_email") or False,
            "address": values.get("owner_address") or False,
            "identity_ids": [Command.create(identity)] if number else [],
        }

    @api.model
    def _identity_kind(self, kind, number):
        if kind != "person":
            return "tax"
        sizes = {9: "cmnd", 12: "cccd"}
        is_number = number and number.isdecimal()
        return sizes.get(len(number), "passport") if is_number else "passport"

    # -- in the background -----------------------------------------------------------

    @api.model
    def _fail_interrupted(self):
        """What a stopped server left goes on: rows that are in are left as they are."""
        # Only this job sets the state, and it never runs twice at a time.
        self.search([("state", "=", "running")])._moving().write({"state": "queued"})

    def _run_in_background(self):
        """Run as who asked for it; each chunk is kept, progress is seen."""
        self.ensure_one()
        cron = self.env["ir.cron"]
        self._moving().write({"state": "running", "started_at": clock.now()})
        cron._commit_progress()
        job = self.with_user(self.user_id).with_context(lang=self.user_id.lang)
        # Read as the machine: a user has no right to these rows.
        progress = self.progress_ids[-1:]
        try:
            job._run(
                lambda share: progress._publish(100 * share),
                keep=cron._commit_progress,
            )
        except UserError as error:
            job._fail(str(error))
        except Exception:
            _logger.exception("Opening balance %s failed", self.id)
            self.env.cr.rollback()
            job._fail(
                job.env._(
                    "An error that nobody foresaw stopped the work. Rows that were "
                    "taken over stay; start it again. Tell the administrator the time."
                )
            )
        else:
            job._notify(
                job.env._(
                    "Taken over: %(new)s, there already: %(same)s, refused: "
                    "%(refused)s.",
                    new=job.new_count,
                    same=job.unchanged_count,
                    refused=job.refused_count,
                ),
                "warning" if job.refused_count else "success",
            )

    # -- workbooks -------------------------------------------------------------------

    @api.model
    def _sheets(self):
        return {"dossier": (SHEET,)}

    @api.model
    def _template_workbook(self, kind):
        """The sheet with its headings, sample rows that are refused, and notes.

        :return: bytes of an Excel workbook
        """
        sheet = self._sheet()
        columns = sheet._shown_columns()
        book = Workbook()
        # Samples are texts: a day among them is to show how one may be written.
        shown = [(key, replace(column, kind="text")) for key, column in columns]
        page = book.add_catalog_sheet(SHEET, shown, SAMPLES)
        book.add_choices(page, columns)
        notes = [
            (
                column.title,
                "Có" if column.required else "",
                column.note,
                ", ".join(names[0] for names in column.words.values()),
                ", ".join(column.titles[1:]),
            )
            for _key, column in columns
        ]
        head = ("Cột", "Bắt buộc", "Cách ghi", "Giá trị", "Tên khác được nhận")
        book.add_table("Hướng dẫn", [head, *notes], (26, 10, 70, 60, 40))
        return book.content()

    def _result_workbook(self):
        """The rows of the file with what became of each, to be filed and mended.

        Refused rows stand first and can be mended and uploaded as they are: the column
        with the remark is left out when it is read.

        :return: bytes of an Excel workbook
        """
        self.ensure_one()
        remarks, refused = {}, set()
        for line in self.line_ids.sorted("severity"):
            text = f"{line.column}: {line.message}" if line.column else line.message
            if line.severity == "info":
                text = self._outcome_text(line.outcome)
            elif line.severity == "error":
                refused.add(line.row)
            remarks.setdefault(line.row, []).append(text or "")
        table = self._read_table()
        head_at = self._sheet()._find_header(table)
        if head_at is None:
            raise UserError(self.env._("The file has no row with headings."))
        head = table.rows[head_at][1]
        # A sheet is read as wide as it may be: what has no heading has no column.
        width = 1 + max(place for place, title in enumerate(head) if title)
        rows = sorted(
            table.rows[head_at + 1 :], key=lambda row: (row[0] not in refused, row[0])
        )
        book = Workbook()
        book.add_table(
            SHEET,
            [
                [*self._padded(head, width), "Kết quả nhập"],
                *(
                    [
                        *self._padded(texts, width),
                        "\n".join(remarks.get(number, ())),
                    ]
                    for number, texts in rows
                ),
            ],
            [20] * width + [60],
        )
        return book.content()

    def _outcome_text(self, outcome):
        if outcome == "new":
            done = self.state == "done"
            return (
                self.env._("Taken over.") if done else self.env._("Can be taken over.")
            )
        return self.env._("Taken over already; left as it is.")

    def action_template(self):
        """Download the template.

        :return: action
        """
        return self._download("/tthc_dossier/opening/template")

    def action_result(self):
        """Download the rows with what became of each.

        :return: action
        """
        self.ensure_one()
        return self._download(f"/tthc_dossier/opening/{self.id}/result")

    def action_open_dossiers(self):
        """Open what was taken over from this file.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_dossier.tthc_dossier_action"
        )
        return action | {
            "display_name": self.env._("Opening balance %(file)s", file=self.filename),
            "domain": [("opening_id", "=", self.id)],
            "context": {},
        }
