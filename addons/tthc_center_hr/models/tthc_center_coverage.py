import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

_logger = logging.getLogger(__name__)
#: So many gaps are written out to the manager; the roster shows the rest.
SHOWN = 10


class TthcCenterCoverage(models.AbstractModel):
    """Tells the manager ahead which counters will have nobody."""

    _name = "tthc.center.coverage"
    _inherit = ["tthc.center.roster"]
    _description = "Counters without anybody"

    def coverage_gaps(self):
        """Counters and sectors without anybody within the days looked ahead.

        Days without a roster yet are judged as the assignments would fill them.

        :return: list of dicts as in ``roster_week``
        :raise AccessError: for another center's staff
        """
        self.ensure_one()
        self._check_roster_reader()
        first = today(VIETNAM)
        coverage = self._coverage(first, first + timedelta(days=self.coverage_days))
        coverage.fill()
        gaps = coverage.gaps()
        proposals = coverage.propose(gaps)
        return [self._gap_values(gap, proposals.get(gap)) for gap in gaps]

    @api.model
    def _cron_coverage(self):
        """Tell the managers of the centers about what will be empty.

        One center that fails stops no other.
        """
        centers = self.search([("counter_ids", "!=", False)])
        self.env["ir.cron"]._commit_progress(remaining=len(centers))
        for center in centers:
            try:
                with self.env.cr.savepoint():
                    center._tell_coverage()
            except Exception:
                # not an error of the server: the other centers are told all the same
                _logger.warning(
                    "Coverage of center %s could not be told", center.id, exc_info=True
                )
            self.env["ir.cron"]._commit_progress(1)

    def _tell_coverage(self):
        """Keep one activity a manager: what will be empty, gone when nothing will."""
        self.ensure_one()
        kind = "tthc_center_hr.mail_activity_coverage"
        managers = self._roster_managers()
        gaps = self.coverage_gaps()
        if not gaps:
            self.activity_unlink([kind])
            return
        note = self._coverage_words(gaps)
        deadline = min(gap["date"] for gap in gaps)
        known = self.activity_search([kind])
        known.write({"note": note, "date_deadline": deadline})
        for user in managers - known.user_id:
            self.activity_schedule(
                kind,
                date_deadline=fields.Date.to_date(deadline),
                user_id=user.id,
                note=note,
            )

    def _roster_managers(self):
        """Who plans the roster of the center; an administrator only for want of one."""
        group = self.env.ref("tthc_base.group_center_manager")
        admins = self.env.ref("tthc_base.group_admin")
        users = self.user_ids.filtered(lambda user: group in user.all_group_ids)
        return users.filtered(lambda user: admins not in user.all_group_ids) or users

    def _coverage_words(self, gaps):
        halves = dict(
            self.env["tthc.roster.shift"]
            ._fields["half"]
            ._description_selection(self.env)
        )
        lines = [
            self.env._(
                "%(counter)s%(sector)s, %(half)s %(day)s: nobody. %(proposal)s",
                counter=gap["counter"],
                sector=f" ({gap['sector']})" if gap["sector"] else "",
                half=halves[gap["half"]].lower(),
                day=gap["label"],
                proposal=(
                    self.env._("Could step in: %(name)s.", name=gap["proposal"])
                    if gap["proposal"]
                    else self.env._("No reserve is free.")
                ),
            )
            for gap in gaps[:SHOWN]
        ]
        more = len(gaps) - SHOWN
        if more > 0:
            lines.append(self.env._("… and %(count)s more half-days.", count=more))
        return Markup("<br/>").join(lines)
