from collections import defaultdict
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

STATES = [("in", "Received here"), ("planned", "Planned"), ("excluded", "Excluded")]
#: What a word about an admission consists of; each change of it makes history.
STANDING = ("state", "date", "reason_id", "reason", "decision_id")


class TthcProcedureAdmission(models.Model):
    """Whether a center receives a procedure: the last word, and its history.

    The row says how the procedure stands from ``date`` on; ``period_ids`` say how it
    stood on any day. An admission that is in *is* the receiving place. A plan never
    becomes an admission by itself: when its day has come, somebody admits or puts
    the day off, and until then the plan is shown as overdue.
    """

    _name = "tthc.procedure.admission"
    _inherit = ["mail.thread"]
    _description = "Admission of a procedure to a center"
    _order = "center_id, procedure_id"

    procedure_id = fields.Many2one(
        "tthc.procedure", required=True, ondelete="cascade", index=True
    )
    center_id = fields.Many2one(
        "tthc.center", required=True, ondelete="cascade", index=True
    )
    procedure_name = fields.Char(
        string="Name of the procedure", related="procedure_id.name"
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Lead agency",
        compute="_compute_agency_id",
        store=True,
        index=True,
        help="Of the latest version; the body of the center where that settles it.",
    )
    state = fields.Selection(STATES, required=True, default="in", tracking=True)
    date = fields.Date(
        string="From",
        tracking=True,
        help="Received or excluded from this day on, or planned for it. Empty: from "
        "the beginning.",
    )
    reason_id = fields.Many2one(
        "tthc.admission.reason",
        string="Ground",
        ondelete="restrict",
        tracking=True,
        help="The legal or local reason for which it is excluded.",
    )
    reason_kind = fields.Char(string="Code of the ground", related="reason_id.code")
    reason = fields.Char(tracking=True, help="Why it is excluded, in own words.")
    decision_id = fields.Many2one(
        "tthc.decision", ondelete="restrict", tracking=True, index="btree_not_null"
    )
    period_ids = fields.One2many(
        "tthc.admission.period", "admission_id", string="History"
    )
    is_overdue = fields.Boolean(
        string="Plan overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        help="The planned day has passed and nobody admitted the procedure.",
    )

    _center_uniq = models.UniqueIndex(
        "(procedure_id, center_id)", "This procedure already has a row for the center."
    )
    _excluded_with_reason = models.Constraint(
        "CHECK (state != 'excluded' OR reason IS NOT NULL OR reason_id IS NOT NULL)",
        "Say why the procedure is not received at the center.",
    )
    _planned_with_date = models.Constraint(
        "CHECK (state != 'planned' OR date IS NOT NULL)",
        "Say on which day the procedure is planned to be received at the center.",
    )

    @api.depends("procedure_id", "center_id")
    def _compute_display_name(self):
        for admission in self:
            admission.display_name = (
                f"{admission.procedure_id.code} · {admission.center_id.display_name}"
            )

    @api.depends(
        "center_id.agency_id",
        "procedure_id.version_ids.agency_id",
        "procedure_id.version_ids.at_center_body",
        "procedure_id.version_ids.state",
        "procedure_id.version_ids.valid_from",
    )
    def _compute_agency_id(self):
        for admission in self:
            versions = admission.procedure_id.version_ids
            latest = versions.sorted(
                lambda version: (
                    version.state in ("approved", "abolished"),
                    version.valid_from or date.min,
                )
            )[-1:]
            admission.agency_id = latest and latest._lead_agency(admission.center_id)

    @api.depends("state", "date")
    def _compute_is_overdue(self):
        today = clock.today(VIETNAM)
        for admission in self:
            admission.is_overdue = (
                admission.state == "planned" and admission.date < today
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "planned") & Domain(
            "date", "<", clock.today(VIETNAM)
        )

    @api.constrains("state", "reason_id", "date")
    def _check_reason_applies(self):
        today = clock.today(VIETNAM)
        for admission in self:
            reason = admission.reason_id
            day = admission.date or today
            if admission.state == "excluded" and reason and not reason._applies_on(day):
                raise ValidationError(
                    self.env._(
                        "%(admission)s can't be excluded from %(day)s: the ground "
                        "“%(reason)s” (%(document)s) does not apply on that day. "
                        "Choose a ground that does, or another date.",
                        admission=admission.display_name,
                        day=format_date(self.env, day),
                        reason=reason.name,
                        document=reason.source,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Create admissions; each begins its history."""
        admissions = super().create(vals_list)
        admissions._begin_periods()
        return admissions

    def write(self, vals):
        """Write; another word about how a procedure stands begins a period.

        A change of state without a date counts from today. Ground, reason and
        decision belong to one word: the next one has its own.
        """
        if not set(STANDING) & set(vals):
            return super().write(vals)
        before = {
            admission.id: {name: admission[name] for name in STANDING}
            for admission in self
        }
        moved = self.browse()
        if "state" in vals:
            moved = self.filtered(lambda row: row.state != vals["state"])
        fresh = dict.fromkeys(("reason_id", "reason", "decision_id"), False)
        if vals.get("state") != "planned":
            fresh["date"] = clock.today(VIETNAM)
        super(TthcProcedureAdmission, moved).write(fresh | vals)
        super(TthcProcedureAdmission, self - moved).write(vals)
        self._follow_word(before)
        return True

    def _follow_word(self, before):
        """Bring the history in line with what was just written.

        :param before: dict of id → dict of the values that stood before
        """
        anew, corrected, annotated = self.browse(), self.browse(), self.browse()
        for admission in self:
            names = [
                name
                for name in STANDING
                if admission[name] != before[admission.id][name]
            ]
            if "state" in names or ("date" in names and admission.state == "planned"):
                anew += admission
            elif "date" in names:
                corrected += admission
            elif names:
                annotated += admission
        anew._begin_periods()
        corrected._begin_periods(correct=True)
        for admission in annotated:
            admission._last_periods().write(admission._word_values())

    def _last_periods(self):
        """The periods that hold last, one an admission."""
        # sudo: history is written by this model alone, nobody has the right himself
        periods = self.sudo().period_ids.filtered(lambda row: not row.corrected)
        return periods.filtered(lambda row: not row.date_to)

    def _word_values(self):
        """Ground, reason and decision as a period keeps them."""
        self.ensure_one()
        return {
            "reason_id": self.reason_id.id,
            "reason": self.reason,
            "decision_id": self.decision_id.id,
        }

    def _holds_from(self):
        """First day of the present word; None for “from the beginning”.

        A plan stands from the day on which it is made, whatever day it is made for.
        """
        self.ensure_one()
        if self.state == "planned":
            return clock.today(VIETNAM)
        return self.date or None

    def _begin_periods(self, correct=False):
        """Begin a period of each admission and end what stood before.

        :param correct: the last period had a wrong date and is replaced
        """
        if not self:
            return
        by_day = defaultdict(list)
        for admission in self:
            by_day[admission._holds_from()].append(admission.id)
        # sudo: history is written by this model alone, nobody has the right himself
        periods = self.env["tthc.admission.period"].sudo()
        if correct:
            self._last_periods()._take_back()
        for day, ids in by_day.items():
            periods._make_room(ids, day)
        periods.flush_model()
        periods.create(
            [
                {
                    "admission_id": admission.id,
                    "state": admission.state,
                    "date_from": admission._holds_from(),
                    "planned_date": admission.state == "planned" and admission.date,
                    "user_id": self.env.uid,
                    "recorded_at": clock.now(),
                    **admission._word_values(),
                }
                for admission in self
            ]
        )

    @api.model
    def _domain_in(self, center, day):
        """Admissions by which a center receives on a day, past days included.

        :param center: ``tthc.center``
        :param day: ``datetime.date`` in the center's time zone
        """
        return self._domain_standing(center, day, "in")

    @api.model
    def _domain_standing(self, center, day, state):
        """Admissions that stand in a state at a center on a day.

        :param center: ``tthc.center``
        :param day: ``datetime.date`` in the center's time zone
        :param state: key of ``STATES``
        """
        return Domain("center_id", "=", center.id) & Domain(
            "period_ids",
            "any",
            Domain("center_id", "=", center.id)
            & Domain("state", "=", state)
            & self.env["tthc.admission.period"]._domain_on(day),
        )

    def action_open_procedure(self):
        """Open the procedure.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.procedure",
            "res_id": self.procedure_id.id,
            "view_mode": "form",
        }
