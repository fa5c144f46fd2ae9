from base64 import b64decode

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.search_key import fold

from ..tools.sheet_column import Plan, Row
from ..tools.sheet_file import SheetError, read_tables
from .tthc_catalog_sheet import SHEETS

#: What a person may write; everything else follows from the methods.
OPEN_FIELDS = {"data", "filename", "kind", "valid_from", "decision_id", "propose"}
#: States in which a file may be checked and imported.
READY_STATES = ("draft", "checked", "failed")
#: The same for all imports of a database: one at a time.
LOCK = 0x74746863
SHOWN_ERRORS = 5
OUTCOMES = ("new", "changed", "unchanged", "refused", "skipped")

KINDS = [
    ("procedure", "Procedures"),
    ("component", "Papers"),
    ("chain", "Interlinked chains"),
    ("agency", "Agencies"),
]
STATES = [
    ("draft", "Upload"),
    ("checked", "Checked"),
    ("queued", "Waiting"),
    ("running", "Importing"),
    ("done", "Imported"),
    ("failed", "Failed"),
]


class TthcCatalogImport(models.Model):
    """A file that is imported into the catalog, and what became of it.

    Who calls it from outside creates it with ``data``, ``filename`` and ``kind``,
    calls :meth:`action_check` and reads ``line_ids``, then calls
    :meth:`action_import`, which has imported everything when it returns, or raises
    and has imported nothing. The button of the form (:meth:`action_start`) hands
    large files to the background instead.
    """

    _name = "tthc.catalog.import"
    _inherit = [
        "tthc.guarded",
        "tthc.catalog.background",
        "tthc.catalog.workbook",
        "mail.thread",
    ]
    _description = "Import into the catalog"
    _order = "id desc"
    _rec_name = "filename"

    data = fields.Binary(string="Excel or CSV file", attachment=True, copy=False)
    filename = fields.Char(string="File name")
    kind = fields.Selection(
        KINDS,
        required=True,
        default="procedure",
    )
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    valid_from = fields.Date(
        string="Day of effect",
        help="For new procedures and new versions of changed ones, where the file "
        "gives no day of its own.",
    )
    decision_id = fields.Many2one(
        "tthc.decision",
        string="Publication decision",
        ondelete="restrict",
        help="For new procedures and new versions of changed ones, where the file "
        "names none.",
    )
    propose = fields.Boolean(
        string="Propose for approval",
        help="What lacks nothing is proposed at once. Otherwise all stay drafts.",
    )
    row_count = fields.Integer(string="Rows", readonly=True)
    new_count = fields.Integer(string="Added", readonly=True)
    changed_count = fields.Integer(string="Changed", readonly=True)
    unchanged_count = fields.Integer(string="Unchanged", readonly=True)
    refused_count = fields.Integer(string="Refused", readonly=True)
    skipped_count = fields.Integer(string="Left out", readonly=True)
    error_count = fields.Integer(string="Errors", readonly=True)
    warning_count = fields.Integer(string="Warnings", readonly=True)
    failure = fields.Text(string="Why it failed", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users", string="Imported by", readonly=True, copy=False
    )
    started_at = fields.Datetime(string="Begun", readonly=True, copy=False)
    finished_at = fields.Datetime(string="Finished", readonly=True, copy=False)
    line_ids = fields.One2many("tthc.catalog.import.line", "import_id", readonly=True)
    problem_line_ids = fields.One2many(
        "tthc.catalog.import.line",
        "import_id",
        string="To mend and to look at",
        domain=[("severity", "in", ("error", "warning"))],
        readonly=True,
    )
    result_line_ids = fields.One2many(
        "tthc.catalog.import.line",
        "import_id",
        string="New and changed",
        domain=[("severity", "=", "info"), ("outcome", "in", ("new", "changed"))],
        readonly=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts; everything else follows from the methods."""
        imports = super().create(vals_list)
        # Looked at afterwards, because a default may come from the context too.
        if any(record.state != "draft" or record.row_count for record in imports):
            imports._check_moving()
        return imports

    def write(self, vals):
        """Write; another file or kind has to be checked again."""
        if self._is_moving():
            return super().write(vals)
        own = {name for name in vals if not name.startswith(("message_", "website_"))}
        if not own <= self._open_fields():
            self._check_moving()
        if own:
            self._check_ready()
        result = super().write(vals)
        if own & self._checked_fields():
            self._forget_check()
        return result

    @api.model
    def _open_fields(self):
        """Names of what a person may write; everything else follows."""
        return OPEN_FIELDS

    @api.model
    def _checked_fields(self):
        """Names of what the check looks at: a change needs another check."""
        return {"data", "kind"}

    @api.model
    def _moving_refusal(self):
        """Speak of imports."""
        return self.env._("An import moves on through its buttons only.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_imported(self):
        if self.filtered(lambda record: record.state not in READY_STATES):
            raise UserError(self.env._("What was imported is kept as a log."))

    def _check_ready(self):
        """Refuse what was imported already, or is being imported.

        :raise UserError: with the state in words
        """
        for record in self:
            if record.state not in READY_STATES:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(state)s”. Start a new import for another "
                        "file.",
                        name=record.display_name,
                        state=labels[record.state],
                    )
                )

    def _forget_check(self):
        # Lines are the machine's account of a file: nobody writes them by hand.
        self.sudo().line_ids.unlink()
        self._moving().write({"state": "draft", "failure": False})

    # -- check ------------------------------------------------------------------------

    def action_check(self):
        """Say what would become of every row; nothing of the catalog is changed.

        The answer stands in ``line_ids`` and in the counts. A file that can't be
        read at all is one line with an error.

        :return: True
        :raise UserError: when there is no file, the user may not import its kind, or
            it is imported already
        """
        for record in self:
            record._check_ready()
            plan = record._make_plan()
            record._store_plan(plan)
            record._moving().write({"state": "checked", "failure": False})
        return True

    def _sheet(self):
        """The model that knows the kind of this file."""
        self.ensure_one()
        return self.env[f"tthc.catalog.sheet.{self.kind}"]

    def _make_plan(self):
        """What the rows of the file come to.

        :return: :class:`Plan`
        :raise UserError: when there is no file or the user may not import its kind
        """
        self.ensure_one()
        sheet = self._sheet()
        sheet._check_may()
        try:
            table = self._read_table()
        except SheetError as error:
            row = Row(1, {})
            row.refuse("", sheet._told(error))
            return Plan(rows=[row])
        return sheet._plan(table, self)

    def _read_table(self):
        """The table of the file that is of this kind.

        :return: :class:`Table`
        :raise SheetError: when the file is no table
        :raise UserError: when there is none, or it is too large
        """
        data = self.with_context(bin_size=False).data
        if not data:
            raise UserError(self.env._("Choose a file first."))
        most = self._limit("import_max_mb")
        if len(data) * 3 / 4 > most * 1024 * 1024:
            raise UserError(
                self.env._(
                    "The file is larger than %(count)s MB. Split it, or ask the "
                    "administrator to raise the limit.",
                    count=most,
                )
            )
        tables = read_tables(b64decode(data), self._limit("import_max_rows"))
        return self._choose_table(tables)

    def _choose_table(self, tables):
        """The sheet named after the kind; the first one where none is named so."""
        by_name = {fold(table.name): table for table in tables}
        for name in SHEETS[self.kind]:
            if fold(name) in by_name:
                return by_name[fold(name)]
        others = {fold(name) for names in SHEETS.values() for name in names}
        free = [table for table in tables if fold(table.name) not in others]
        if not free:
            raise SheetError(
                self.env._(
                    "The workbook has no sheet “%(name)s”.", name=SHEETS[self.kind][0]
                )
            )
        return free[0]

    @api.model
    def _limit(self, name):
        """A limit of the settings.

        :param name: end of the name of the system parameter
        :return: int
        """
        # Limits are no secret, but parameters are the administrator's.
        parameters = self.env["ir.config_parameter"].sudo()
        defaults = {
            "import_max_mb": 20,
            "import_max_rows": 50000,
            "import_background_rows": 300,
        }
        value = parameters.get_param(f"tthc_catalog.{name}", "")
        return int(value) if value.isdecimal() else defaults[name]

    def _store_plan(self, plan):
        """Write the lines and the counts of a plan."""
        self.ensure_one()
        # Lines are the machine's account of a file: nobody writes them by hand.
        lines = self.sudo().line_ids
        lines.unlink()
        values = [line for row in plan.rows for line in self._line_values(plan, row)]
        for chunk in split_every(5000, values):
            lines.create(list(chunk))
        self.invalidate_recordset(["line_ids", "problem_line_ids", "result_line_ids"])
        rows = [row for row in plan.rows if row.cells]
        self._moving().write(
            {
                "row_count": len(rows),
                **{
                    f"{outcome}_count": sum(row.outcome == outcome for row in rows)
                    for outcome in OUTCOMES
                },
                "error_count": plan.error_count,
                "warning_count": sum(line["severity"] == "warning" for line in values),
            }
        )

    def _line_values(self, plan, row):
        """Values of the lines of one row.

        :return: list of dicts
        """
        columns = self._sheet()._columns()
        head = {"import_id": self.id, "row": row.number, "label": row.label}
        if row.cells:
            head["outcome"] = row.outcome
        lines = [
            head
            | {
                "column": self._heading(plan, columns, problem.column),
                "severity": problem.severity,
                "message": problem.message,
            }
            for problem in row.problems
        ]
        if not row.cells or row.outcome in ("refused", "skipped"):
            return lines
        if row.outcome == "changed":
            return lines + [
                head
                | {
                    "column": self._heading(plan, columns, key),
                    "severity": "info",
                    "before": before,
                    "after": after,
                    "message": f"{before or '∅'} → {after or '∅'}",
                }
                for key, before, after in row.changes
            ]
        message = row.cells.get("name") or row.label
        if row.outcome == "unchanged":
            message = self.env._("Nothing changes.")
        return [*lines, head | {"severity": "info", "message": message}]

    @api.model
    def _heading(self, plan, columns, key):
        """A column in the words of the file, else of the template."""
        if key in plan.headers:
            return plan.headers[key]
        return columns[key].title if key in columns else key

    def _changes_body(self, row):
        """What an import changed of a record, for its chatter."""
        columns = self._sheet()._columns()
        items = Markup().join(
            Markup("<li>%s: %s → %s</li>")
            % (columns[key].title, before[:500] or "∅", after[:500] or "∅")
            for key, before, after in row.changes
        )
        return Markup("%s<ul>%s</ul>") % (
            self.env._("Changed by the import “%(name)s”:", name=self.display_name),
            items,
        )

    # -- import -----------------------------------------------------------------------

    def action_import(self):
        """Import the file now: all of it, or nothing.

        The rows are checked again, because the catalog may have changed. Errors
        block, warnings do not.

        :return: True, once everything is imported
        :raise UserError: when a row is refused, with the number of errors and the
            first of them; when another import is under way
        """
        for record in self:
            record._check_ready()
            record._run()
        return True

    def _run(self, tick=None):
        """Carry out the import in the transaction that is under way.

        :param tick: called with the share that is done, 0 to 1
        :raise UserError: when a row is refused or another import is under way
        """
        self.ensure_one()
        tick = tick or (lambda share: None)
        started = clock.now()
        self._take_turn()
        plan = self._make_plan()
        self._refuse_errors(plan)
        tick(0.2)
        versions = self._sheet()._apply(
            plan, self, lambda share: tick(0.2 + 0.6 * share)
        )
        if self.propose and self.kind in ("procedure", "component"):
            versions.filtered(
                lambda version: version.state == "draft" and not version._faults()
            ).action_propose()
        self.env.flush_all()
        tick(0.85)
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
        tick(0.98)

    def _refuse_errors(self, plan):
        """Block an import with errors.

        :raise UserError: with their number and the first of them
        """
        if not plan.error_count:
            return
        columns = self._sheet()._columns()
        problems = [
            self.env._(
                "Row %(row)s, %(column)s: %(message)s",
                row=row.number,
                column=self._heading(plan, columns, problem.column) or "–",
                message=problem.message,
            )
            for row in plan.rows
            for problem in row.problems
            if problem.severity == "error"
        ]
        raise UserError(
            self.env._(
                "%(count)s errors: nothing was imported. Mend the file and upload it "
                "again.\n%(problems)s",
                count=plan.error_count,
                problems="\n".join(problems[:SHOWN_ERRORS]),
            )
        )

    def _take_turn(self):
        """Let one import run at a time.

        :raise UserError: when another one is under way
        """
        if not self._turn_is_free():
            raise UserError(
                self.env._(
                    "Another import is under way. Wait until it is finished, then "
                    "start this one again."
                )
            )
        # Whoever began before the last import ended sees an old catalog: writing a
        # row that the last one wrote makes PostgreSQL refuse, and Odoo try anew.
        self.env.cr.execute(
            SQL(
                "UPDATE ir_config_parameter SET write_date = %s WHERE key = %s",
                clock.now(),
                "tthc_catalog.import_max_rows",
            )
        )

    @api.model
    def _turn_is_free(self):
        """Take the lock of imports until the end of the transaction.

        :return: whether it was free, or is this transaction's already
        """
        [(free,)] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(%s)", LOCK)
        )
        return free
