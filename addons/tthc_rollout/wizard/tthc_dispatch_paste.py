import re

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.dispatch_reader import read_points

PARTS = re.compile(r"[,;]\s*|\s+và\s+")


class TthcDispatchPaste(models.TransientModel):
    """Reads the points of a dispatch out of its text into drafts of duties.

    Nothing is given by it: the drafts are looked through and corrected first.
    """

    _name = "tthc.dispatch.paste"
    _description = "Paste the text of a dispatch"

    dispatch_id = fields.Many2one(
        "tthc.dispatch",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    text = fields.Text(string="Text of the dispatch", required=True)
    match_agencies = fields.Boolean(
        string="Look for its agencies in the suite",
        default=True,
        help="Off for a dispatch of another province: its agencies stay words.",
    )

    def action_confirm(self):
        """Add a draft a point.

        :raise UserError: when the text has no numbered points
        """
        self.ensure_one()
        points = read_points(self.text)
        if not points:
            raise UserError(
                self.env._(
                    "The text has no points. They begin with “1.”, “2.” … or with a "
                    "dash, each on a line of its own."
                )
            )
        last = max(self.dispatch_id.duty_ids.mapped("sequence"), default=0)
        known = self._known() if self.match_agencies else {}
        self.env["tthc.duty"].create(
            [
                {
                    "dispatch_id": self.dispatch_id.id,
                    "sequence": last + number,
                    **{
                        name: point[name]
                        for name in (
                            *("point", "text", "report_to"),
                            *("due_kind", "due_on", "due_hour", "due_words"),
                        )
                    },
                    **self._leads(point["lead"], known),
                }
                for number, point in enumerate(points, 1)
            ]
        )
        return {"type": "ir.actions.act_window_close"}

    def _known(self):
        """Names of the agencies that the user may see, in small letters → id.

        A name that two of them have is none of them.
        """
        agencies = self.env["tthc.agency"].search([], limit=2000)
        names = {}
        for agency in agencies:
            for name in {agency.name, agency.short_name} - {False}:
                names.setdefault(name.casefold(), set()).add(agency.id)
        return {name: min(ids) for name, ids in names.items() if len(ids) == 1}

    def _leads(self, words, known):
        """Agencies whose full or short name stands there; the rest stays words.

        :param words: who has to do it, in the words of the dispatch
        :param known: see :meth:`_known`
        :return: values of ``tthc.duty``
        """
        found, others = [], []
        for part in filter(None, map(str.strip, PARTS.split(words))):
            agency = known.get(part.casefold())
            if agency:
                found.append(agency)
            else:
                others.append(part)
        return {
            "lead_ids": [Command.set(found)],
            # One name with commas of its own stays whole.
            "lead_text": ", ".join(others) if found else words,
        }
