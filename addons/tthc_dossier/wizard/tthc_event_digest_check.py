import base64
import re

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.vietnamese_date import vietnamese_moment

NOT_HEX = re.compile(r"[^0-9a-f]")


class TthcEventDigestCheck(models.TransientModel):
    """Compares the logs with a digest: best with the file that was kept outside."""

    _name = "tthc.event.digest.check"
    _description = "Check of the logs against a digest"

    digest_id = fields.Many2one("tthc.event.digest", string="Digest in the database")
    file = fields.Binary(string="File kept outside", attachment=False)
    file_name = fields.Char()
    paper_hash = fields.Char(
        string="SHA-256 on paper",
        help="As the sheet or the mail has it, with or without spaces: then the file "
        "itself is checked, too.",
    )
    verdict = fields.Selection(
        [("good", "Unchanged"), ("bad", "Changed")], readonly=True
    )
    summary = fields.Text(readonly=True)
    line_ids = fields.One2many(
        "tthc.event.digest.check.line", "check_id", string="Changed", readonly=True
    )

    @api.model
    def default_get(self, fields_list):
        """Begin with the digest that is on the screen."""
        defaults = super().default_get(fields_list)
        if self.env.context.get("active_model") == "tthc.event.digest":
            defaults["digest_id"] = self.env.context.get("active_id")
        return defaults

    def action_check(self):
        """Compare, and say which logs do not agree.

        :raise UserError: without a file, or with one that is no digest
        """
        self.ensure_one()
        digests = self.env["tthc.event.digest"]
        digests.check_access("read")
        content = self._content()
        head, rows = digests._read_file(content)
        # sudo: the inspector reads all; the comparison needs the entries only
        faults = digests.sudo()._faults(rows)
        notes = self._notes(head)
        bad = bool(faults or notes)
        told = self.env._(
            "Digest no. %(number)s of %(taken)s: %(count)s dossiers compared, "
            "%(bad)s do not agree.",
            number=head["number"],
            taken=vietnamese_moment(head["taken"]),
            count=len(rows),
            bad=len(faults),
        )
        self.line_ids.unlink()
        self.write(
            {
                "verdict": "bad" if bad else "good",
                "summary": "\n".join([told, *notes]),
                "line_ids": [Command.create(fault) for fault in faults],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check the logs"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _content(self):
        """Bytes to compare with: the file of outside before that of the database."""
        if self.file:
            return base64.b64decode(self.file)
        if self.digest_id:
            return self.digest_id._bytes()
        raise UserError(self.env._("Choose the file of the digest."))

    def _notes(self, head):
        """What is wrong with the file, or with the row of the database."""
        notes = []
        paper = NOT_HEX.sub("", (self.paper_hash or "").lower())
        if paper and paper != head["hash"]:
            notes.append(
                self.env._(
                    "The file is not the one whose SHA-256 stands on the paper: "
                    "%(hash)s.",
                    hash=head["hash"],
                )
            )
        # sudo: the name of the database is no secret of the configuration
        here = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        if head["database"] != here:
            notes.append(self.env._("The file comes from another database."))
        stored = self.env["tthc.event.digest"]._stored_fault(head)
        if stored == "gone":
            notes.append(self.env._("The database does not hold this digest any more."))
        if stored == "changed":
            notes.append(
                self.env._(
                    "The digest in the database is not this one: somebody changed "
                    "the one or the other."
                )
            )
        return notes
