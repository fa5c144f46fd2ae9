import csv
import io
import secrets
from base64 import b64decode

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base_import.models.base_import import ImportValidationError

from ..tools.search_key import fold
from .tthc_user_batch_line import COLUMNS

# Neither l nor i, which look like each other and like 1.
SYLLABLES = [c + v for c in "bcdghkmnprstv" for v in "aeou"]


class TthcUserBatch(models.TransientModel):
    """Makes the accounts of a list of people in one go.

    The list is checked first: each row says what would happen to it and why. Then all
    rows are carried out or none. New accounts have no password; passwords are drawn
    afterwards, in slices, and only travel in the answer to the one who draws them.
    """

    _name = "tthc.user.batch"
    _description = "Accounts from a list"

    state = fields.Selection(
        [("draft", "List"), ("checked", "Checked"), ("done", "Done")],
        default="draft",
        readonly=True,
    )
    pasted = fields.Text(
        string="Paste from Excel",
        help="Copy the rows with their header line in Excel and paste them here.",
    )
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    line_ids = fields.One2many("tthc.user.batch.line", "batch_id", readonly=True)
    new_count = fields.Integer(string="New", compute="_compute_counts")
    changed_count = fields.Integer(string="Changed", compute="_compute_counts")
    unchanged_count = fields.Integer(string="Unchanged", compute="_compute_counts")
    refused_count = fields.Integer(string="Refused", compute="_compute_counts")

    @api.depends("state")
    def _compute_display_name(self):
        self.display_name = self.env._("Accounts from a list")

    @api.depends("line_ids.status")
    def _compute_counts(self):
        for batch in self:
            statuses = batch.line_ids.mapped("status")
            batch.new_count = statuses.count("new")
            batch.changed_count = statuses.count("changed")
            batch.unchanged_count = statuses.count("unchanged")
            batch.refused_count = statuses.count("refused")

    def action_check(self):
        """Read the list and say of each row what would happen to it.

        :raise UserError: when there is no list, or no row of it is a header
        """
        self.ensure_one()
        rows = self._read_rows()
        self.line_ids.unlink()
        self.env["tthc.user.batch.line"].create(
            [{"batch_id": self.id, **row} for row in rows]
        )
        self.line_ids._check()
        self.state = "checked"

    def action_back(self):
        """Go back to the list to mend it."""
        self.ensure_one()
        self.state = "draft"

    def action_apply(self):
        """Carry out every row, or none.

        :return: client action that draws the passwords of the new accounts and shows
            them once; ``False`` without new accounts
        :raise UserError: when a row is refused
        """
        self.ensure_one()
        self.line_ids._check()
        if self.refused_count:
            raise UserError(
                self.env._(
                    "%(count)s rows are refused, so no account was made or changed. "
                    "Go back, mend or leave out these rows, and check again.",
                    count=self.refused_count,
                )
            )
        new_lines = self.line_ids.filtered(lambda line: line.status == "new")
        self.line_ids._apply()
        self.state = "done"
        if not new_lines:
            return False
        return {
            "type": "ir.actions.client",
            "tag": "tthc_base.user_batch_passwords",
            "name": self.env._("Passwords of the new accounts"),
            "target": "new",
            "params": {"batch_id": self.id, "user_ids": new_lines.user_id.ids},
        }

    def draw_passwords(self, user_ids):
        """Give new accounts of this batch a password and tell it, this once.

        Only the hash is stored. An account that was ever logged in to is left alone,
        so that nobody's own password is replaced by way of an old batch.

        :param user_ids: ids of some of the accounts; a hash costs a third of a second
            of computing time, so a client asks for a few at a time
        :return: list of dicts with ``id``, ``name``, ``login``, ``agency``, ``counter``
            and ``password``
        """
        self.ensure_one()
        created = self.line_ids.filtered("is_created").user_id
        users = created.filtered(
            lambda user: user.id in set(user_ids) and not user.login_date
        )
        hasher = users._crypt_context()
        sheet = []
        for user in users:
            password = self._readable_password()
            # Writing the field would mail each new person that the password changed.
            user._set_encrypted_password(user.id, hasher.hash(password))
            sheet.append(
                {
                    "id": user.id,
                    "name": user.name,
                    "login": user.login,
                    "agency": ", ".join(user.tthc_agency_ids.mapped("display_name")),
                    "counter": user.tthc_counter_id.display_name or "",
                    "password": password,
                }
            )
        return sheet

    @api.model
    def _readable_password(self):
        """A password that can be read aloud: about 44 bits, such as kabotu-nerega-742.

        :return: two made-up words and a number
        """
        words = ["".join(secrets.choice(SYLLABLES) for _n in range(3)) for _w in "12"]
        return f"{'-'.join(words)}-{secrets.randbelow(900) + 100}"

    def _read_rows(self):
        """Rows of the list as values of lines.

        :return: list of dicts with the columns of the list and ``row_number``
        :raise UserError: when the list is empty or its header is not understood
        """
        table = self._read_file() if self.file else self._read_pasted()
        table = [[str(cell).strip() for cell in row] for row in table]
        numbered = [(n, row) for n, row in enumerate(table, 1) if any(row)]
        if len(numbered) < 2:
            raise UserError(
                self.env._("Paste a list with its header line, or choose a file.")
            )
        columns = self._read_header(numbered[0][1])
        rows = []
        for number, cells in numbered[1:]:
            values = {
                column: cell
                for column, cell in zip(columns, cells, strict=False)
                if column and cell
            }
            rows.append({"row_number": number, **values})
        return rows

    def _read_pasted(self):
        text = (self.pasted or "").strip("\r\n")
        delimiter = "\t" if "\t" in text else ";"
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))

    def _read_file(self):
        """Rows of the file, read by Odoo's own import of CSV and Excel files."""
        content = b64decode(self.with_context(bin_size=False).file)
        importer = self.env["base_import.import"].new(
            {"res_model": "res.users", "file_name": self.file_name, "file": content}
        )
        try:
            _count, rows = importer._read_file({"quoting": '"', "separator": ""})
        except (ImportValidationError, UserError, ValueError) as error:
            raise UserError(
                self.env._(
                    "The file can't be read: %(reason)s Save it as XLSX or as CSV in "
                    "UTF-8.",
                    reason=error,
                )
            ) from error
        return rows

    def _read_header(self, cells):
        """Column of each cell of the header line; accents and case don't matter.

        :return: list of names of columns, ``None`` where a title is unknown
        :raise UserError: when the columns that each list needs are missing
        """
        names = {
            fold(title): key for key, titles in COLUMNS.items() for title in titles
        }
        columns = [names.get(fold(cell)) for cell in cells]
        missing = {"name", "login"} - set(columns)
        if missing:
            raise UserError(
                self.env._(
                    "The first line must hold the titles of the columns. Missing: "
                    "%(titles)s.",
                    titles=", ".join(COLUMNS[key][0] for key in sorted(missing)),
                )
            )
        return columns
