from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_dossier.models.transition_table import OPEN_STATES

#: Dossiers that are reckoned at a time.
BATCH = 500
LEVELS = [
    ("late", "Late already"),
    ("will_be_late", "Will be late"),
    ("tight", "Tight"),
    ("fine", "Time enough"),
    ("waiting", "Waiting for the citizen"),
]
MAY_REFRESH = ("center_manager", "leader", "inspector")


class TthcRisk(models.Model):
    """Which open dossiers will be late, as it stood at a moment that is told.

    How much time is left is no fact and is not stored with a dossier (rule 3 of the
    house). To sort all open dossiers by it, a list of them is reckoned every quarter
    of a working hour and says when; a dossier that is opened is reckoned anew.
    """

    _name = "tthc.risk"
    _description = "Overdue risk"
    _order = "slack, id"
    _rec_name = "dossier_id"

    dossier_id = fields.Many2one("tthc.dossier", required=True, ondelete="cascade")
    center_id = fields.Many2one("tthc.center", required=True, ondelete="cascade")
    agency_id = fields.Many2one(
        "tthc.agency", string="Lead agency", ondelete="cascade", index=True
    )
    holder_id = fields.Many2one(
        "tthc.agency",
        string="With",
        ondelete="cascade",
        help="The agency whose step is open, or comes first.",
    )
    sector_id = fields.Many2one("tthc.sector", ondelete="set null")
    procedure_id = fields.Many2one(
        "tthc.procedure", string="Procedure in all versions", ondelete="set null"
    )
    due = fields.Datetime(string="Citizen's date", required=True)
    level = fields.Selection(LEVELS, required=True)
    left_minutes = fields.Integer(string="Left (working minutes)")
    needed_minutes = fields.Integer(string="Needed (working minutes)")
    most_minutes = fields.Integer(
        string="Needed by nine in ten (working minutes)", aggregator=None
    )
    slack = fields.Integer(
        string="To spare (working minutes)", help="Left less needed.", aggregator=None
    )
    hours_left = fields.Float(
        string="Hours left", compute="_compute_hours", aggregator=None
    )
    hours_needed = fields.Float(
        string="Hours needed", compute="_compute_hours", aggregator=None
    )
    route_id = fields.Many2one("tthc.courier.route", ondelete="set null")
    round_id = fields.Many2one("tthc.courier.round", ondelete="set null")
    pick_up_at = fields.Datetime(
        string="Last round stops there",
        help="The last stop of a round that brings the result to the center in time.",
    )
    round_missed = fields.Boolean(
        string="No round left",
        help="The result travels by courier, and no round brings it in time any more.",
    )
    as_of = fields.Datetime(string="As of", required=True)
    version_id = fields.Many2one(related="dossier_id.version_id", string="Procedure")
    state = fields.Selection(related="dossier_id.state")
    words = fields.Char(string="In words", compute="_compute_words")
    round_words = fields.Char(string="Last round in time", compute="_compute_words")
    reckoning = fields.Json(related="dossier_id.risk_reckoning")

    _dossier_uniq = models.UniqueIndex(
        "(dossier_id)", "This dossier is on the list already."
    )
    # A manager's list, most urgent first; all centers for the inspector.
    _center_idx = models.Index("(center_id, slack)")
    _level_idx = models.Index("(level, slack)")

    @api.depends("left_minutes", "needed_minutes")
    def _compute_hours(self):
        for risk in self:
            risk.hours_left = risk.left_minutes / 60
            risk.hours_needed = risk.needed_minutes / 60

    @api.depends("left_minutes", "needed_minutes", "level", "pick_up_at")
    @api.depends_context("lang")
    def _compute_words(self):
        for risk in self:
            dossier = risk.dossier_id
            risk.words = dossier._risk_words(
                risk.level, risk.needed_minutes, risk.left_minutes
            )
            risk.round_words = risk._round_words()

    def _round_words(self):
        if self.round_missed:
            return self.env._("none left")
        if not self.pick_up_at:
            return ""
        # sudo: the code of a route for whoever reads the dossier
        route = self.sudo().route_id.code
        moment = self.center_id._local(self.pick_up_at)
        day = self.env["resource.calendar"]._tthc_day_text(moment)
        return f"{route} {moment:%H:%M} {day[:-5]}"

    # -- refreshing -------------------------------------------------------------

    @api.model
    def _cron_refresh(self):
        """Reckon the list of each center anew whose working time has gone on."""
        cron = self.env["ir.cron"]
        centers = self._stale_centers()
        cron._commit_progress(remaining=len(centers))
        for center in centers:
            self._refresh(center)
            if not cron._commit_progress(1):
                break

    @api.model
    def _stale_centers(self):
        """Centers in which working time has passed since their list was reckoned."""
        moment = now()
        # sudo: the job looks after all centers
        told = dict(self.sudo()._read_group([], ["center_id"], ["as_of:min"]))
        # sudo: as above
        dossiers = self.env["tthc.dossier"].sudo()
        found = dossiers._read_group(self._open_domain(), ["center_id"])
        # A center whose last dossier has ended still has its row to be taken off.
        centers = self.env["tthc.center"].union(*told, *(row[0] for row in found))
        return centers.filtered(
            lambda center: (
                center not in told
                or center.resource_calendar_id.tthc_working_minutes_between(
                    told[center], moment
                )
                > 0
            )
        )

    @api.model
    def _open_domain(self):
        return Domain("state", "in", OPEN_STATES) & Domain("due", "!=", False)

    @api.model
    def _refresh(self, centers):
        """Reckon the lists of centers anew and drop what has ended.

        A center that somebody else is reckoning at this moment is left to them.

        :param centers: ``tthc.center``
        """
        for center in centers:
            if self._claimed(center):
                self._refresh_one(center)

    @api.model
    def _claimed(self, center):
        """Claim a center until the transaction ends; whether nobody else has it."""
        [[claimed]] = self.env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext('tthc_risk'), %s)",
                center.id,
            )
        )
        return claimed

    @api.model
    def _refresh_one(self, center):
        moment = now()
        # sudo: the list is made for everybody and read under the rules
        dossiers = self.env["tthc.dossier"].sudo()
        dossiers = dossiers.search(
            self._open_domain() & Domain("center_id", "=", center.id)
        )
        self.env.flush_all()
        for ids in split_every(BATCH, dossiers.ids):
            self._put(dossiers.browse(ids), moment)
            self.env.invalidate_all()
        self._drop_ended(center)

    @api.model
    def _put(self, dossiers, moment):
        """Write the rows of a batch of dossiers.

        :param moment: naive UTC
        """
        answers = self.env["tthc.risk.reckoning"]._reckon(dossiers, moment)
        rows = [
            self._row(dossier, answers[dossier.id], moment)
            for dossier in dossiers
            if dossier.id in answers
        ]
        if not rows:
            return
        names = list(rows[0])
        columns = SQL(", ").join(SQL.identifier(name) for name in names)
        changed = SQL(", ").join(
            SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name))
            for name in names
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO tthc_risk (%s) VALUES %s"
                " ON CONFLICT (dossier_id) DO UPDATE SET %s",
                columns,
                SQL(", ").join(tuple(row.values()) for row in rows),
                changed,
            )
        )
        self.invalidate_model()

    @api.model
    def _row(self, dossier, answer, moment):
        """Columns of one dossier, as the table has them."""
        run = answer["round"] or {}
        waiting = dossier.step_ids.filtered(lambda step: step.state != "done")
        active = waiting.filtered(lambda step: step.state == "active")
        holder = (active or waiting)[:1].agency_id or dossier.agency_id
        return {
            "dossier_id": dossier.id,
            "center_id": dossier.center_id.id,
            "agency_id": dossier.agency_id.id or None,
            "holder_id": holder.id or None,
            "sector_id": dossier.sector_id.id or None,
            "procedure_id": dossier.procedure_id.id or None,
            "due": dossier.due,
            "level": answer["level"],
            "left_minutes": answer["left"],
            "needed_minutes": answer["needed"],
            "most_minutes": answer["most"],
            "slack": answer["slack"],
            "route_id": run.get("route_id") or None,
            "round_id": run.get("round_id") or None,
            "pick_up_at": run.get("at"),
            "round_missed": answer["round_missed"],
            "as_of": moment,
        }

    @api.model
    def _drop_ended(self, center):
        """Take off the list what is no longer open, or has no date any more."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM tthc_risk risk USING tthc_dossier dossier"
                " WHERE dossier.id = risk.dossier_id AND risk.center_id = %s"
                " AND (dossier.state NOT IN %s OR dossier.due IS NULL"
                " OR dossier.center_id != risk.center_id)",
                center.id,
                OPEN_STATES,
            )
        )
        self.invalidate_model()

    # -- buttons ----------------------------------------------------------------

    @api.model
    def action_refresh(self):
        """Reckon the lists that the user sees anew, now.

        :raise AccessError: for whoever looks after no center and no agency
        """
        user = self.env.user
        if not any(user.has_group(f"tthc_base.group_{name}") for name in MAY_REFRESH):
            raise AccessError(
                self.env._("The list is reckoned anew by managers and inspectors.")
            )
        centers = user.tthc_center_id
        if not user.has_group("tthc_base.group_center_manager"):
            dossiers = self.env["tthc.dossier"]._read_group(
                self._open_domain(), ["center_id"]
            )
            centers = self.env["tthc.center"].union(*(row[0] for row in dossiers))
        self._refresh(centers)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_open_dossier(self):
        """Open the dossier of this line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "views": [(False, "form")],
        }
