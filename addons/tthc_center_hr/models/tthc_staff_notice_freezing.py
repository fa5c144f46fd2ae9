import hashlib
import json

from odoo import api, fields, models


class TthcStaffNoticeFreezing(models.AbstractModel):
    """What a notice said when it was sent, and what a correction changes of it."""

    _name = "tthc.staff.notice.freezing"
    _description = "Frozen monthly notice"

    payload = fields.Text(
        readonly=True,
        copy=False,
        help="What was sent, as canonical JSON.",
    )
    hash = fields.Char(string="SHA-256", readonly=True, copy=False)
    differences = fields.Text(
        compute="_compute_differences",
        help="What is said otherwise than in the notice that is corrected.",
    )

    def _freeze(self):
        """Keep what is sent, with its hash."""
        for notice in self:
            payload = json.dumps(
                notice._told(),
                sort_keys=True,
                ensure_ascii=False,
                separators=(",", ":"),
            )
            notice._moving().write(
                {
                    "payload": payload,
                    "hash": hashlib.sha256(payload.encode()).hexdigest(),
                }
            )

    def _is_intact(self):
        """Whether a sent notice still says what was sent."""
        self.ensure_one()
        payload = self.payload or ""
        return (
            hashlib.sha256(payload.encode()).hexdigest() == self.hash
            and json.loads(payload) == self._told()
        )

    def _told(self):
        """What the notice says now.

        :return: dict of JSON values
        """
        self.ensure_one()
        names = self.env["tthc.staff.notice.line"]._figure_fields()
        return {
            "center": self.center_id.id,
            "agency": self.agency_id.id,
            "month": str(self.month),
            "from": str(self.date_from),
            "until": str(self.date_to),
            "number": self.number or "",
            "note": self.note or "",
            "reason": self.reason or "",
            "corrects": self.corrects_id.hash or "",
            "lines": [
                {
                    "assignment": line.assignment_id.id,
                    "name": line.name,
                    "title": line.title or "",
                    "role": line.role,
                    "note": line.note or "",
                    **{name: line[name] for name in names},
                }
                for line in self.line_ids.sorted("id")
            ],
        }

    @api.depends("corrects_id", "line_ids.note", "gathered_at", "note")
    @api.depends_context("lang")
    def _compute_differences(self):
        for notice in self:
            notice.differences = "\n".join(notice._difference_rows()) or False

    def _difference_rows(self):
        """What is said otherwise than before, a row a person and matter.

        :return: list of words
        """
        self.ensure_one()
        before = self.corrects_id
        if not before:
            return []
        old = {line.assignment_id.id: line for line in before.line_ids}
        new = {line.assignment_id.id: line for line in self.line_ids}
        rows = []
        for key, line in new.items():
            if key not in old:
                rows.append(self.env._("%(name)s: added", name=line.name))
                continue
            rows += line._differs_from(old[key])
        rows += [
            self.env._("%(name)s: left out", name=old[key].name)
            for key in old.keys() - new.keys()
        ]
        if (self.note or "") != (before.note or ""):
            rows.append(self.env._("General remarks changed"))
        return rows
