from odoo import api, fields, models

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .tthc_span_finding import ADMIN

#: What a night looks at, in this order.
STAGES = [
    ("told", "Dossiers with new entries"),
    ("turn", "Dossiers whose turn it is"),
    ("open", "Open dossiers"),
    ("tables", "Tables and their lists"),
    ("ended", "Ended"),
]


class TthcSpanProof(models.Model):
    """One night's proof that the figures say what the log says.

    First the dossiers of which the log has new entries, then a share of all the others,
    so that each one is looked at within a month; then whether exactly the open dossiers
    are counted as open, and whether tables are the sum of their lists. A killed run
    goes on where it was.
    """

    _name = "tthc.span.proof"
    _inherit = [
        "tthc.span.proving",
        "tthc.guarded",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Nightly proof of the figures"
    _order = "day desc"

    #: Dossiers that are looked at between two commits.
    _batch = 500
    #: Nights within which every dossier has its turn, and the least share of one.
    _nights = 30
    _least_share = 2000

    day = fields.Date(required=True, readonly=True)
    stage = fields.Selection(STAGES, required=True, default="told", readonly=True)
    started_at = fields.Datetime(string="Begun", required=True, readonly=True)
    ended_at = fields.Datetime(string="Ended", readonly=True)
    event_position = fields.Integer(
        readonly=True, help="Id of the last entry of the log that was looked at."
    )
    event_target = fields.Integer(
        readonly=True, help="Id of the last entry when the proof began."
    )
    turn_position = fields.Integer(
        readonly=True, help="Id of the last dossier whose turn it was."
    )
    turn_left = fields.Integer(
        readonly=True, help="How many dossiers still have their turn tonight."
    )
    issue_position = fields.Integer(
        readonly=True, help="Id of the last sent table that was looked at."
    )
    dossier_count = fields.Integer(string="Dossiers looked at", readonly=True)
    cell_count = fields.Integer(string="Cells looked at", readonly=True)
    new_count = fields.Integer(string="Newly found", readonly=True)
    open_count = fields.Integer(string="Still open", readonly=True)

    _day_uniq = models.UniqueIndex("(day)", "The proof of this night is there already.")

    @api.depends("day")
    def _compute_display_name(self):
        for proof in self:
            day = proof.day.strftime("%d/%m/%Y") if proof.day else ""
            proof.display_name = self.env._("Proof of %s", day)

    @api.model_create_multi
    def create(self, vals_list):
        """Proofs are made by the job."""
        self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Refuse what the job writes; the thread below belongs to people.

        :raise AccessError: when the job is not at work
        """
        if any(self._fields[name].readonly for name in vals):
            self._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_moving()

    # -- the job ----------------------------------------------------------------

    @api.model
    def _cron_prove(self):
        """Prove the figures once a night, in batches.

        Each batch is committed; what a run does not reach, the next one does. Before
        the rows of earlier dossiers are all there, nothing is proved.
        """
        if not self.env["tthc.dossier.span"]._is_filled():
            return
        cron = self.env["ir.cron"]
        proof = self._of_today()
        while proof.stage != "ended":
            proof._step()
            if not cron._commit_progress(1, remaining=int(proof.stage != "ended")):
                return

    @api.model
    def _of_today(self):
        """The proof of tonight, or the one before that was not ended."""
        # sudo: all dossiers are looked at, whoever the job is run by; administrators
        # read in Vietnamese what was found
        proofs = self.sudo().with_context(lang="vi_VN")._moving()
        last = proofs.search([], limit=1)
        day = today(VIETNAM)
        if last and (last.stage != "ended" or last.day == day):
            return last
        return proofs.create(
            {
                "day": day,
                "started_at": now(),
                "event_position": last.event_target
                or self.env["tthc.dossier.span"]._filled_with(),
                "event_target": self._last_event(),
                "turn_position": last.turn_position,
                "issue_position": last.issue_position,
                "turn_left": self._share(),
            }
        )

    def _step(self):
        """Look at one batch of the stage that the proof is in."""
        self.ensure_one()
        if self.stage in ("told", "turn"):
            dossiers, values = getattr(self, f"_next_{self.stage}")()
            new = self._prove_rows(dossiers) if dossiers else 0
            values["dossier_count"] = self.dossier_count + len(dossiers)
        elif self.stage == "open":
            new, values = self._prove_open(), {"stage": "tables"}
        else:
            cells, new = self._prove_tables()
            values = {"cell_count": cells, "stage": "ended"}
        self.write({**values, "new_count": self.new_count + new})
        if self.stage == "ended":
            self._end()
        self.env.flush_all()
        self.env.invalidate_all()

    def _end(self):
        """Note the end, and put what was found anew before the administrators."""
        findings = self.env["tthc.span.finding"]
        still_open = findings.search_count([("state", "=", "open")])
        self.write({"ended_at": now(), "open_count": still_open})
        if not self.new_count:
            return
        admins = self.env.ref(ADMIN).all_user_ids.filtered("active")
        for user in admins:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.day,
                summary=self.env._(
                    "Figures that say otherwise than the log: %s", self.new_count
                ),
                user_id=user.id,
            )

    def action_findings(self):
        """Open what is to be looked at."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_report.tthc_span_finding_action"
        )
