from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: What a correction may say anew.
CORRECTABLE = {"title", "sheet_count", "box", "note"}


class TthcArchiveLine(models.Model):
    """A file on the list of a hand-over, as the archive's list names it.

    The archive reads these lines and no dossiers: what its list says stands here.
    """

    _name = "tthc.archive.line"
    _inherit = ["tthc.personal.data"]
    _description = "File handed over to the archive"
    _order = "handover_id, sequence, id"
    _rec_name = "code"

    handover_id = fields.Many2one(
        "tthc.archive.handover", required=True, ondelete="cascade", index=True
    )
    center_id = fields.Many2one(related="handover_id.center_id", store=True)
    state = fields.Selection(related="handover_id.state")
    sequence = fields.Integer(string="No.", default=10)
    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="restrict", index=True
    )
    code = fields.Char(string="File no.", readonly=True)
    dossier_code = fields.Char(readonly=True)
    title = fields.Char(readonly=True)
    date_from = fields.Date(string="From", readonly=True)
    date_to = fields.Date(string="To", readonly=True)
    retention = fields.Char(readonly=True)
    retention_until = fields.Date(string="Kept until", readonly=True)
    sheet_count = fields.Integer(string="Sheets", readonly=True)
    scan_count = fields.Integer(string="Electronic files", readonly=True)
    box = fields.Char()
    note = fields.Char()
    corrected_line_id = fields.Many2one(
        "tthc.archive.line",
        string="Line before the correction",
        readonly=True,
        ondelete="restrict",
    )

    _once = models.UniqueIndex(
        "(dossier_id) WHERE corrected_line_id IS NULL",
        "This file stands on a list for the archive already.",
    )
    _corrected_once = models.UniqueIndex(
        "(corrected_line_id) WHERE corrected_line_id IS NOT NULL",
        "This line is being corrected already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Create lines of drafts; what they say comes from the closed files."""
        moving = self.env["tthc.archive.handover"]._is_moving()
        if not moving:
            vals_list = [self._only_free(vals) for vals in vals_list]
        lines = super().create(vals_list)
        lines._check_draft()
        if not moving:
            lines._describe()
        return lines

    def write(self, vals):
        """Write lines of drafts."""
        self._check_draft()
        free = {"sequence", "box", "note"}
        corrections = self.filtered("corrected_line_id")
        if corrections == self:
            free |= CORRECTABLE
        if vals.keys() - free and not self.env["tthc.archive.handover"]._is_moving():
            raise AccessError(
                self.env._("What a file contains is said by its closing alone.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        self._check_draft()

    @api.model
    def _personal_fields(self):
        """The title of a file names the citizen."""
        return super()._personal_fields() | {"title", "note"}

    @api.model
    def _only_free(self, vals):
        free = ("handover_id", "dossier_id", "sequence", "box", "note")
        return {name: vals[name] for name in free if name in vals}

    def _check_draft(self):
        if self.env["tthc.archive.handover"]._is_moving():
            return
        if self.filtered(lambda line: line.handover_id.state != "draft"):
            raise AccessError(
                self.env._("The list was handed over: it changes by a correction only.")
            )

    def _describe(self):
        """Take from the closed files what the list says of them."""
        moving = self.env["tthc.archive.handover"]._moving().env.context
        scans = self._scan_counts()
        for line in self:
            dossier = line.dossier_id
            if not dossier.closed_at or dossier.center_id != line.center_id:
                raise UserError(
                    self.env._(
                        "%(code)s can't go to the archive: its file is not closed, or "
                        "it is of another center.",
                        code=dossier.display_name,
                    )
                )
            center = dossier.center_id
            begun = dossier.received_at or dossier.create_date
            line.with_context(**moving).write(
                {
                    "code": dossier.file_code,
                    "dossier_code": dossier.code,
                    "title": dossier._file_title(),
                    "date_from": center._local_day(begun),
                    "date_to": center._local_day(dossier.finished_at),
                    "retention": dossier.retention_id.name,
                    "retention_until": dossier.retention_until,
                    "sheet_count": dossier.sheet_count,
                    "scan_count": scans.get(dossier.id, 0),
                }
            )

    def _scan_counts(self):
        groups = self.env["tthc.dossier.scan"]._read_group(
            [("dossier_id", "in", self.dossier_id.ids)], ["dossier_id"], ["__count"]
        )
        return {dossier.id: count for dossier, count in groups}

    def _correcting_values(self):
        """Values of the line that corrects this one."""
        self.ensure_one()
        names = (
            *("sequence", "code", "dossier_code", "title", "date_from", "date_to"),
            *("retention", "retention_until", "sheet_count", "scan_count", "box"),
            "note",
        )
        return {
            **{name: self[name] for name in names},
            "dossier_id": self.dossier_id.id,
            "corrected_line_id": self.id,
        }
