from datetime import datetime

from odoo.fields import Command

from ..tools.clock import frozen

#: Saturday 1/3/2025, 09:00 in Vietnam: the day on which the mergers of 2025 began.
MERGER_DAY = datetime(2025, 3, 1, 2, 0)


class ReorganisationMaker:
    """Makes reorganisations for the tests of each floor."""

    @classmethod
    def _reorganise(cls, from_agencies, to_agencies, kind="merge", lines=(), **values):
        """A draft by an invented decision, in effect on 1/3/2025.

        :param lines: list of values of ``tthc.reorganisation.line``
        """
        return cls.env["tthc.reorganisation"].create(
            {
                "kind": kind,
                "decision_number": "05/2025/QĐ-THỬ",
                "decision_date": "2025-02-20",
                "decision_authority": "UBND tỉnh Thử Nghiệm",
                "date_effective": "2025-03-01",
                "from_ids": [Command.set(from_agencies.ids)],
                "to_ids": [Command.set(to_agencies.ids)],
                "line_ids": [Command.create(line) for line in lines],
                **values,
            }
        )

    @classmethod
    def _done(cls, reorganisation, moment=MERGER_DAY):
        """Preview and confirm at a moment (naive UTC)."""
        with frozen(moment):
            reorganisation.action_preview()
            reorganisation.action_confirm()
        return reorganisation
