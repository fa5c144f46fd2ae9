from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .paper_loss_table import MANAGER

#: Where a paper is in somebody's hand, or is looked for.
IN_HAND = ("counter", "courier", "agency", "lost")
#: What the job alone writes.
OWN = {
    *("center_id", "day", "started_at", "ended_at", "position", "paper_count"),
    *("new_count", "open_count"),
}


class TthcCustodyCheck(models.Model):
    """One night's check of the papers of a center; a killed one goes on."""

    _name = "tthc.custody.check"
    _inherit = ["tthc.guarded", "mail.thread", "mail.activity.mixin"]
    _description = "Nightly check of papers"
    _order = "day desc, center_id"

    #: Papers that are looked at between two commits.
    _batch = 1000

    center_id = fields.Many2one(
        "tthc.center", required=True, ondelete="restrict", readonly=True
    )
    day = fields.Date(required=True, readonly=True)
    started_at = fields.Datetime(string="Begun", required=True, readonly=True)
    ended_at = fields.Datetime(string="Ended", readonly=True)
    position = fields.Integer(readonly=True, help="Id of the last paper looked at.")
    paper_count = fields.Integer(string="Papers looked at", readonly=True)
    new_count = fields.Integer(string="Newly found", readonly=True)
    open_count = fields.Integer(string="Still open", readonly=True)

    _day_uniq = models.UniqueIndex(
        "(center_id, day)", "The check of this night is there already."
    )

    @api.depends("center_id", "day")
    def _compute_display_name(self):
        for check in self:
            day = check.day.strftime("%d/%m/%Y") if check.day else ""
            check.display_name = f"{check.center_id.display_name} · {day}"

    @api.model_create_multi
    def create(self, vals_list):
        """Checks are made by the job."""
        self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Refuse what the job writes; the thread below belongs to people.

        :raise AccessError: when the job is not at work
        """
        if vals.keys() & OWN:
            self._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_moving()

    # -- the job --------------------------------------------------------------------

    @api.model
    def _cron_check(self):
        """Check the papers of all centers once a night, in batches.

        Each batch is committed; what a run does not reach, the next one does.
        """
        cron = self.env["ir.cron"]
        checks = self._of_today()
        cron._commit_progress(remaining=len(checks))
        for check in checks:
            while check._step():
                if not cron._commit_progress():
                    return
            cron._commit_progress(1)

    @api.model
    def _of_today(self):
        """The checks that are not ended today, begun where there is none yet."""
        day = today(VIETNAM)
        # sudo: every center is checked, whoever the job is run by; the managers of
        # the center read what was found in Vietnamese
        checks = self.sudo().with_context(lang="vi_VN")._moving()
        # sudo: as above
        keeping = self.env["tthc.center"].sudo().search([("custody_from", "!=", False)])
        begun = checks.search([("day", "=", day)])
        checks.create(
            [
                {"center_id": center.id, "day": day, "started_at": now()}
                for center in keeping - begun.center_id
            ]
        )
        return checks.search([("day", "=", day), ("ended_at", "=", False)])

    def _step(self):
        """Look at the next batch of papers of the center.

        :return: whether there may be more
        """
        self.ensure_one()
        rows = self._next_rows()
        moment = now()
        papers = self.env["tthc.paper"].browse(row[0] for row in rows)
        in_hand = papers.browse(row[0] for row in rows if row[1])
        new = self._check_papers(papers, in_hand, moment)
        self.write(
            {
                "position": max(papers.ids, default=self.position),
                "paper_count": self.paper_count + len(papers),
                "new_count": self.new_count + new,
            }
        )
        if len(rows) == self._batch:
            return True
        self._end(moment)
        return False

    def _next_rows(self):
        """The next papers of the center.

        :return: rows of id and whether somebody has it in hand
        """
        self.env["tthc.paper"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT p.id, h.kind IN %(in_hand)s
                       OR h.kind = 'citizen' AND d.state NOT IN ('returned',
                          'resolved', 'withdrawn', 'stopped')
                  FROM tthc_paper p
                  JOIN tthc_dossier d ON d.id = p.dossier_id
                  LEFT JOIN tthc_custody_holder h ON h.id = p.holder_id
                 WHERE p.center_id = %(center)s AND p.id > %(position)s
                 ORDER BY p.id
                 LIMIT %(batch)s
                """,
                in_hand=IN_HAND,
                center=self.center_id.id,
                position=self.position or 0,
                batch=self._batch,
            )
        )

    def _check_papers(self, papers, in_hand, moment):
        """Check a batch; what fails with one paper keeps no other one back.

        :param papers: ``tthc.paper`` whose ledger is compared
        :param in_hand: those of them that are judged
        :param moment: naive UTC
        :return: number of findings that are new
        """
        found = papers._ledger_faults()
        checked = papers
        for paper in in_hand:
            what = self.env._("The check of the paper %s", paper.code)
            done = False
            with paper.dossier_id._kept_apart(what, writes=False):
                faults = paper._faults(moment)
                found.update({(paper.id, kind): text for kind, text in faults.items()})
                done = True
            if not done:
                checked -= paper
        left_out = set(papers.ids) - set(checked.ids)
        found = {key: text for key, text in found.items() if key[0] not in left_out}
        return self.env["tthc.custody.finding"]._reconcile(checked, found, moment)

    def _end(self, moment):
        """Note the end, and put what is open before the managers, once a center."""
        findings = self.env["tthc.custody.finding"]
        still_open = findings.search_count(
            [("center_id", "=", self.center_id.id), ("state", "=", "open")]
        )
        self.write({"ended_at": moment, "open_count": still_open})
        earlier = self.search([("center_id", "=", self.center_id.id)])
        earlier.activity_unlink(["mail.mail_activity_data_todo"])
        if not still_open:
            return
        managers = self.center_id.user_ids.filtered(
            lambda user: user.has_group(MANAGER)
        )
        for user in managers:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.center_id._today(),
                summary=self.env._(
                    "Papers to be looked at: %(count)s, new: %(new)s",
                    count=still_open,
                    new=self.new_count,
                ),
                user_id=user.id,
            )

    def action_findings(self):
        """Open what is to be looked at in the center."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_postal.tthc_custody_finding_action"
        )
        action["domain"] = [("center_id", "=", self.center_id.id)]
        return action
