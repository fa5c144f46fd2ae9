from odoo import fields, models
from odoo.exceptions import UserError

from .handover_sides import OTHER


class TthcHandoverCorrecting(models.AbstractModel):
    """Correction of signed minutes: new minutes that name the old ones.

    They carry only what was wrong: a paper that had not changed hands goes back, one
    that was forgotten goes on, a number is counted anew. Both sides sign again.
    """

    _name = "tthc.handover.correcting"
    _description = "Correction of hand-over minutes"

    corrects_id = fields.Many2one(
        "tthc.handover",
        ondelete="restrict",
        readonly=True,
        index="btree_not_null",
    )
    note = fields.Text(readonly=True, help="Why it corrects the earlier minutes.")
    corrected_by_ids = fields.One2many(
        "tthc.handover",
        "corrects_id",
        string="Corrected by",
        domain=[("state", "=", "done")],
    )

    def action_correct(self, reason=None):
        """Open the correction of signed minutes, or go on with the open one.

        :param reason: what was wrong
        :return: action that opens the scan desk on the correction
        :raise AccessError: for whoever stands on neither side
        :raise UserError: without a reason, or before both have signed
        """
        self.ensure_one()
        self._check_taking_part()
        self._check_state("done")
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say what is to be corrected."))
        wrong = self.sudo()  # sudo: the sides were checked; a sheet names both
        sheet = self._open(
            {
                "kind": wrong.kind,
                "center_id": wrong.center_id.id,
                "round_id": wrong.round_id.id,
                "round_stop_id": wrong.round_stop_id.id,
                "courier_id": wrong.courier_id.id,
                "counter_id": wrong.counter_id.id,
                "agency_id": wrong.agency_id.id,
                "corrects_id": wrong.id,
                "note": reason,
            }
        )
        return sheet.action_scan()

    def take(self, scan_key, paper_id):
        """Put a paper of the corrected minutes on the sheet without scanning it.

        What was never handed over is not there to be scanned.

        :param scan_key: unique word of this request, made by the device
        :param paper_id: id of a ``tthc.paper`` of the corrected minutes
        :return: dict as ``_sheet`` gives
        """
        sheet = self._counting()
        if scan_key not in sheet.line_ids.mapped("scan_key"):
            line = sheet._corrected_line(paper_id)
            if not line:
                raise UserError(
                    self.env._("This paper is not on the minutes that are corrected.")
                )
            if line.paper_id not in sheet.line_ids.paper_id:
                sheet._add_line(line.paper_id, scan_key, expected=True)
        return self._sheet()

    def count_only(self, paper_id, only_counted):
        """Say whether a paper of a correction goes back, or was counted wrongly.

        :param paper_id: id of a ``tthc.paper`` on the sheet
        :param only_counted: True where the paper stays where it is
        :return: dict as ``_sheet`` gives
        :raise UserError: where the paper can't go back: it has gone on since
        """
        sheet = self._counting()
        line = sheet._line_of(paper_id)
        old = sheet._corrected_line(paper_id)
        if not old:
            raise UserError(
                self.env._("This paper is not on the minutes that are corrected.")
            )
        line._moving().write(sheet._correction_of(old, bool(only_counted)))
        return self._sheet()

    def _corrected_line(self, paper_id):
        """The line of a paper on the minutes that are corrected, or none."""
        return self.corrects_id.line_ids.filtered(
            lambda line: line.paper_id.id == paper_id
        )

    def _judge_correction(self, paper):
        """What a scan means on a correction, see ``_judge``."""
        at_hand = self._giver_side(paper.holder_id)
        known = self._corrected_line(paper.id)
        return "right" if at_hand or known else "unexpected"

    def _correction_values(self, paper):
        """How a paper stands on the sheet of a correction when it is put there."""
        old = self._corrected_line(paper.id)
        if not old:
            return {"from_side": self._giver_side(paper.holder_id)}
        return {
            **self._correction_of(old, not self._can_go_back(old)),
            "original_count": old.original_count,
            "copy_count": old.copy_count,
        }

    def _can_go_back(self, old):
        return self._has(OTHER[old.from_side], old.paper_id.holder_id)

    def _correction_of(self, old, only_counted):
        if not only_counted and not self._can_go_back(old):
            raise UserError(
                self.env._(
                    "%(paper)s can't go back: by the ledger it is with %(holder)s. "
                    "Only its count can be corrected.",
                    paper=old.paper_id.display_name,
                    holder=old.paper_id.holder_id.display_name,
                )
            )
        side = old.from_side if only_counted else OTHER[old.from_side]
        return {"only_counted": only_counted, "from_side": side}

    def _check_corrections(self):
        """Refuse a line that corrects nothing."""
        for line in self.line_ids:
            if line.only_counted and not line._differs():
                raise UserError(
                    self.env._(
                        "%(paper)s: say what is corrected, the count or where it is, "
                        "or take it off the sheet.",
                        paper=line.paper_id.display_name,
                    )
                )
