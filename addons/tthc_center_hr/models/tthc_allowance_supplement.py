from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from .allowance_table import SUPPLEMENT
from .assignment_table import HR, MANAGER


class TthcAllowanceSupplement(models.AbstractModel):
    """What was sent is mended by a further sheet with the differences alone.

    The sheet that was sent stays as it is; a supplement is checked, approved and sent
    as any other one, and can be supplemented in its turn.
    """

    _name = "tthc.allowance.supplement"
    _description = "Supplement to a sheet of allowances"

    supplements_id = fields.Many2one(
        "tthc.allowance.sheet",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    supplement_ids = fields.One2many(
        "tthc.allowance.sheet", "supplements_id", string="Supplemented by"
    )
    why = fields.Char(
        string="Supplemented because", readonly=True, copy=False, tracking=True
    )

    # One chain: the next difference is one to the last sheet.
    _supplement_uniq = models.UniqueIndex(
        "(supplements_id) WHERE supplements_id IS NOT NULL",
        "This sheet has a supplement already.",
    )

    def action_supplement(self, why=None):
        """Draft the differences to what was sent.

        :param why: what was wrong, printed on the supplement
        :return: the action that opens it
        :raise AccessError: for whoever is neither HR nor the center's manager
        :raise UserError: without a reason, when the sheet was not sent or has a
            supplement, or when nothing differs
        """
        self.ensure_one()
        self._check_mover((HR, MANAGER))
        self._lock()
        self._check_state(*SUPPLEMENT)
        why = self._said(why)
        if self.supplement_ids:
            raise UserError(
                self.env._(
                    "%(sheet)s has a supplement already: mend that one, or supplement "
                    "it once it is sent.",
                    sheet=self.display_name,
                )
            )
        values = {
            "center_id": self.center_id.id,
            "month": self.month,
            "supplements_id": self.id,
            "why": why,
        }
        supplement = self._moving().create(values).with_env(self.env)
        supplement._gather()
        return supplement._get_records_action()

    def _chain(self):
        """The sheets that were sent before this one, the last one first."""
        found = self.browse()
        sheet = self.supplements_id
        while sheet:
            found |= sheet
            sheet = sheet.supplements_id
        return found

    def _sheet_values(self):
        """On a supplement: those whose amount is another one now, and the difference.

        Whom somebody left out by hand before stays left out.
        """
        if not self.supplements_id:
            return super()._sheet_values()
        before, by_hand = defaultdict(int), {}
        last = {}
        for sheet in self._chain():
            for line in sheet.line_ids:
                before[line.assignment_id.id] += line.amount
                last.setdefault(line.assignment_id.id, line)
                by_hand.setdefault(line.assignment_id.id, line.hand_reason)
        by_hand |= {line.assignment_id.id: line.hand_reason for line in self.line_ids}
        rows = {row["assignment_id"]: row for row in self._line_values()}
        for key, line in last.items():
            rows.setdefault(key, self._gone_values(line))
        found = []
        for key, row in rows.items():
            hand = by_hand.get(key) or False
            paid = not (hand or row.get("rule_reason"))
            if (row.get("full_amount", 0) if paid else 0) != before[key]:
                found.append({**row, "hand_reason": hand, "paid_before": before[key]})
        return found

    @api.model
    def _gone_values(self, line):
        """Somebody whose post was not in the month after all.

        :param line: ``tthc.allowance.sheet.line`` that was sent
        """
        return {
            "sheet_id": self.id,
            "assignment_id": line.assignment_id.id,
            "name": line.name,
            "title": line.title,
            "role": line.role,
            "agency_id": line.agency_id.id,
            "rule_reason": "gone",
        }
