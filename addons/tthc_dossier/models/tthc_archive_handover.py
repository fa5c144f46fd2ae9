from num2words import num2words

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now

from .transition_table import RECEPTION

ARCHIVIST = "tthc_dossier.group_archivist"
#: Files that go over at once: more make a list that nobody can check.
MOST_FILES = 500
#: What people write on a draft; all else is written by actions.
FREE = {"archive_name", "box_count", "condition", "note", "line_ids"}


class TthcArchiveHandover(models.Model):
    """Closed files go to the archive, with list and minutes (Decree 30/2020 Art 30).

    Drafted and handed over by the center, received by the archive. What was received
    is never changed: a mistake is mended by a correction, a hand-over of its own.
    """

    _name = "tthc.archive.handover"
    _inherit = ["tthc.guarded", "mail.thread"]
    _description = "Hand-over to the archive"
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        readonly=True,
        default=lambda self: self.env.user.tthc_center_id,
    )
    state = fields.Selection(
        [
            ("draft", "Being prepared"),
            ("handed", "Handed over"),
            ("received", "Received by the archive"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    year = fields.Integer(readonly=True, copy=False)
    number = fields.Integer(string="No.", readonly=True, copy=False)
    archive_name = fields.Char(
        string="Archive", required=True, default=lambda self: self._default_archive()
    )
    box_count = fields.Integer(string="Boxes", default=1)
    condition = fields.Char(
        string="State of the papers", default="Đầy đủ, nguyên vẹn, đã chỉnh lý"
    )
    note = fields.Char()
    line_ids = fields.One2many("tthc.archive.line", "handover_id", string="Files")
    file_count = fields.Integer(string="Number of files", compute="_compute_counts")
    sheet_count = fields.Integer(string="Sheets", compute="_compute_counts")
    giver_id = fields.Many2one(
        "res.users", string="Handed over by", readonly=True, ondelete="restrict"
    )
    handed_at = fields.Datetime(string="Handed over", readonly=True, copy=False)
    receiver_id = fields.Many2one(
        "res.users", string="Received by", readonly=True, ondelete="restrict"
    )
    received_at = fields.Datetime(string="Received", readonly=True, copy=False)
    corrects_id = fields.Many2one(
        "tthc.archive.handover",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    correction_ids = fields.One2many(
        "tthc.archive.handover", "corrects_id", string="Corrections", readonly=True
    )
    reason = fields.Char(readonly=True)

    _number_uniq = models.UniqueIndex(
        "(center_id, year, number) WHERE number > 0",
        "This number of the hand-overs is taken.",
    )
    # The lists of a center and of its archive.
    _center_idx = models.Index("(center_id, state)")

    @api.model
    def _default_archive(self):
        return self.env.user.tthc_center_id.archive_name

    @api.depends("number", "year", "state")
    @api.depends_context("lang")
    def _compute_name(self):
        for handover in self:
            handover.name = (
                f"{handover.number}/BBGN-{handover.year}"
                if handover.number
                else self.env._("Draft of a hand-over")
            )

    @api.depends("name")
    def _compute_display_name(self):
        for handover in self:
            handover.display_name = handover.name

    @api.depends("line_ids.sheet_count")
    def _compute_counts(self):
        groups = self.env["tthc.archive.line"]._read_group(
            [("handover_id", "in", self.ids)],
            ["handover_id"],
            ["__count", "sheet_count:sum"],
        )
        counts = {handover: (files, sheets) for handover, files, sheets in groups}
        for handover in self:
            handover.file_count, handover.sheet_count = counts.get(handover, (0, 0))

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts; what actions write is not taken."""
        if not self._is_moving():
            for vals in vals_list:
                if vals.keys() - FREE - {"center_id"}:
                    self._check_moving()
        handovers = super().create(vals_list)
        centers = handovers.center_id - self.env.user.tthc_center_id
        if centers and not self.env.su:
            raise AccessError(
                self.env._("Files are handed over by the people of their center.")
            )
        return handovers

    def write(self, vals):
        """Write drafts; what actions write is not taken."""
        if not self._is_moving():
            fixed = self.filtered(lambda row: row.state != "draft")
            if vals.keys() & set(self._fields) - FREE - self._thread_fields() or (
                fixed and vals.keys() & FREE
            ):
                self._check_moving()
        return super().write(vals)

    @api.model
    def _thread_fields(self):
        return set(self.env["mail.thread"]._fields)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda row: row.state != "draft" or row.number):
            raise UserError(self.env._("A hand-over with a number is never deleted."))

    # -- actions --------------------------------------------------------------------

    def action_fill(self):
        """Put the closed files that are due for the archive on the list."""
        self.ensure_one()
        self._check_role(RECEPTION)
        self._check_state("draft")
        room = MOST_FILES - len(self.line_ids)
        dossiers = self.env["tthc.dossier"].search(
            [
                ("is_archive_due", "=", True),
                ("closed_at", "!=", False),
                ("center_id", "=", self.center_id.id),
                ("archive_line_ids", "=", False),
            ],
            order="finished_at, id",
            limit=max(room, 0),
        )
        if not dossiers:
            raise UserError(
                self.env._(
                    "No closed file is due for the archive. Close the files first: "
                    "Papers and archive › Due for the archive."
                )
            )
        self._add(dossiers)

    def _add(self, dossiers):
        """Put files on the list.

        :param dossiers: ``tthc.dossier``, closed
        """
        self.line_ids = [
            Command.create({"dossier_id": dossier.id, "sequence": number})
            for number, dossier in enumerate(dossiers, start=len(self.line_ids) + 1)
        ]

    def action_hand_over(self):
        """Hand the files over: the list is fixed, the minutes have their number.

        :raise AccessError: when the user is no reception officer
        :raise UserError: when the list is empty
        """
        self._check_role(RECEPTION)
        self.check_access("write")
        self._lock()
        self._check_state("draft")
        for handover in self:
            if not handover.line_ids:
                raise UserError(
                    self.env._("%(name)s lists no files.", name=handover.name)
                )
            moment = now()
            handover._moving().write(
                {
                    "state": "handed",
                    "giver_id": self.env.uid,
                    "handed_at": moment,
                    **handover._numbers(moment),
                }
            )
            handover._tell_files("hand_archive", moment, {"archived_at": moment})

    def _numbers(self, moment):
        if self.number:
            return {}
        year = self.center_id._local_day(moment).year
        number = self.env["tthc.number"]._next(
            "tthc.archive.handover",
            "number",
            {"center_id": self.center_id.id, "year": year},
        )
        return {"year": year, "number": number}

    def action_receive(self):
        """Receive the files for the archive; not by the one who handed them over."""
        self._check_role(ARCHIVIST)
        self.check_access("write")
        self._lock()
        self._check_state("handed")
        for handover in self:
            if handover.giver_id == self.env.user:
                raise UserError(
                    self.env._(
                        "%(name)s was handed over by you: somebody of the archive "
                        "receives it.",
                        name=handover.name,
                    )
                )
            moment = now()
            handover._moving().write(
                {
                    "state": "received",
                    "receiver_id": self.env.uid,
                    "received_at": moment,
                }
            )
            handover._tell_files("receive_archive", moment, {})

    def action_send_back(self, reason=None):
        """Send a hand-over back that is not in order; it keeps its number.

        :param reason: what is to be mended
        """
        self._check_role(ARCHIVIST)
        self.check_access("write")
        self._lock()
        self._check_state("handed")
        self._check_reason(reason)
        for handover in self:
            # First, because the archive sees no drafts.
            handover._tell_files("send_back_archive", now(), {"archived_at": False})
            handover._moving().write({"state": "draft", "reason": reason.strip()})

    def action_correct(self, reason=None):
        """Begin a correction of what was received: a hand-over of its own.

        :param reason: what was wrong
        :return: action that opens the correction
        """
        self.ensure_one()
        self._check_role(RECEPTION)
        self.check_access("write")
        self._check_state("received")
        self._check_reason(reason)
        correction = self._moving().create(
            {
                "center_id": self.center_id.id,
                "archive_name": self.archive_name,
                "box_count": self.box_count,
                "corrects_id": self.id,
                "reason": reason.strip(),
                "line_ids": [
                    Command.create(line._correcting_values()) for line in self.line_ids
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": correction.id,
            "views": [[False, "form"]],
        }

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason."))

    def _tell_files(self, kind, moment, values):
        """Write on the dossiers what happened to their files, and log it.

        :param kind: kind of the event
        :param moment: naive UTC
        :param values: values of the dossiers
        """
        self.ensure_one()
        # sudo: the archive reads no dossiers, but takes their files
        dossiers = self.sudo().line_ids.dossier_id
        dossiers._lock()
        if values:
            dossiers.with_context(**dossiers._move_context()).write(values)
        self.env["tthc.dossier.event"]._append(
            [
                {
                    "dossier": dossier,
                    "kind": kind,
                    "happened_at": moment,
                    "ground": "NĐ 30/2020 Điều 30",
                    "data": {"handover": self.id, "number": self.name},
                }
                for dossier in dossiers
            ]
        )

    # -- what the papers say --------------------------------------------------------

    def _print_values(self):
        """Texts of the minutes and the list.

        :return: dict with ``day``, ``center_name``, ``body_name``, ``years``,
            ``count_words``, ``permanent`` and ``limited`` (numbers of files)
        :raise UserError: while it is being prepared
        """
        self.ensure_one()
        if self.state == "draft":
            raise UserError(
                self.env._("Hand the files over first: then their list is fixed.")
            )
        center = self.center_id
        day = center._local_day(self.handed_at)
        lines = self.line_ids
        years = sorted({line.date_to.year for line in lines if line.date_to})
        permanent = len(lines.filtered(lambda line: not line.retention_until))
        return {
            "day": day,
            "center_name": center._names_at(day)["name"],
            "body_name": center._body_at(day)._names_at(day)["name"],
            "years": "–".join(dict.fromkeys(map(str, (years[0], years[-1]))))
            if years
            else "",
            "count_words": num2words(len(lines), lang="vi"),
            "permanent": permanent,
            "limited": len(lines) - permanent,
            "scans": sum(lines.mapped("scan_count")),
        }
