from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

MANAGER = "tthc_base.group_center_manager"
INSPECTOR = "tthc_base.group_inspector"
STATES = [
    ("open", "To be remedied"),
    ("remedied", "Remedied, to be looked at"),
    ("closed", "Closed"),
    ("dismissed", "No fault found"),
]


class TthcInspection(models.Model):
    """A check of a desk or a dossier: finding, remedy, who, until when.

    Opened by a center manager, an inspector or the daily check (dispatch 3530/UBND-NC
    §5). It changes nothing of the dossier: an inspector writes only here.
    """

    _name = "tthc.inspection"
    _inherit = ["tthc.guarded", "mail.thread", "mail.activity.mixin"]
    _description = "Inspection"
    _order = "state, deadline, id desc"

    name = fields.Char(string="What is checked", compute="_compute_name", store=True)
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        index=True,
        compute="_compute_center_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    dossier_id = fields.Many2one("tthc.dossier", ondelete="restrict", index=True)
    counter_id = fields.Many2one("tthc.counter", ondelete="restrict")
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Agency concerned",
        ondelete="restrict",
        compute="_compute_agency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    rule_id = fields.Many2one(
        "tthc.inspection.rule",
        string="Found by the daily check",
        readonly=True,
        ondelete="restrict",
    )
    finding = fields.Text(required=True, tracking=True)
    ground = fields.Char(string="Legal ground", tracking=True)
    remedy = fields.Text(string="What is to be done", tracking=True)
    responsible_id = fields.Many2one(
        "res.users",
        string="Who remedies",
        domain="[('share', '=', False)]",
        ondelete="restrict",
        tracking=True,
        index="btree_not_null",
    )
    deadline = fields.Date(string="Until", tracking=True)
    state = fields.Selection(
        STATES, required=True, default="open", readonly=True, copy=False, tracking=True
    )
    opened_by_id = fields.Many2one(
        "res.users",
        string="Opened by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    opened_at = fields.Datetime(
        required=True, readonly=True, copy=False, default=lambda self: clock.now()
    )
    answer = fields.Text(string="What was done", readonly=True, copy=False)
    remedied_at = fields.Datetime(readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    conclusion = fields.Text(readonly=True, copy=False)
    is_overdue = fields.Boolean(
        compute="_compute_is_overdue", search="_search_is_overdue"
    )

    _about_something = models.Constraint(
        "CHECK (dossier_id IS NOT NULL OR counter_id IS NOT NULL)",
        "Say which dossier or which counter was checked.",
    )
    _rule_uniq = models.UniqueIndex(
        "(rule_id, dossier_id) WHERE rule_id IS NOT NULL",
        "The daily check has reported this already.",
    )

    @api.depends("dossier_id.code", "counter_id.display_name")
    def _compute_name(self):
        for inspection in self:
            subject = inspection.dossier_id or inspection.counter_id
            inspection.name = subject.display_name

    @api.depends("dossier_id", "counter_id")
    def _compute_center_id(self):
        for inspection in self:
            subject = inspection.dossier_id or inspection.counter_id
            inspection.center_id = subject.center_id or inspection.center_id

    @api.depends("dossier_id")
    def _compute_agency_id(self):
        for inspection in self:
            inspection.agency_id = (
                inspection.dossier_id.agency_id or inspection.agency_id
            )

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        today = clock.today(VIETNAM)
        for inspection in self:
            inspection.is_overdue = (
                inspection.state == "open"
                and bool(inspection.deadline)
                and inspection.deadline < today
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "open") & Domain(
            "deadline", "<", clock.today(VIETNAM)
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Open inspections and tell who is to remedy."""
        inspections = super().create(vals_list)
        # Looked at afterwards, because a default may come from the context too.
        if any(inspection.state != "open" for inspection in inspections):
            self._check_moving()
        inspections._tell_responsible()
        return inspections

    def write(self, vals):
        """Write what is open; the rest moves through the buttons."""
        if not self._is_moving():
            if "state" in vals:
                self._check_moving()
            self._check_open(vals)
        result = super().write(vals)
        if {"responsible_id", "deadline"} & set(vals):
            self._tell_responsible()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "An inspection is kept. Close it, or say that no fault was found."
            )
        )

    def _check_open(self, vals):
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if own:
            self._check_may_conclude()
        ended = self.filtered(lambda row: row.state in ("closed", "dismissed"))
        if own and ended:
            raise UserError(
                self.env._(
                    "The inspection of %(name)s has ended: open a new one.",
                    name=ended[0].name,
                )
            )

    def _tell_responsible(self):
        """Put the remedy on the list of who is to do it."""
        for inspection in self.filtered(lambda row: row.state == "open"):
            if not inspection.responsible_id:
                continue
            inspection.activity_unlink(["mail.mail_activity_data_todo"])
            inspection.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=inspection.deadline or clock.today(VIETNAM),
                summary=self.env._("Remedy: %(name)s", name=inspection.name),
                user_id=inspection.responsible_id.id,
            )

    # -- buttons ----------------------------------------------------------------

    def action_remedied(self, answer=None):
        """The one responsible reports what was done.

        :param answer: what was done; None takes the text on the form
        :raise AccessError: for anybody but the responsible, a manager or an inspector
        :raise UserError: when nothing is said, or the inspection is not open
        """
        self._check_state("open")
        for inspection in self:
            if not (inspection.responsible_id == self.env.user or self._may_conclude()):
                raise AccessError(
                    self.env._("Only who is to remedy it reports that it is done.")
                )
        text = self._text(answer, self.env._("Say what was done."))
        self._moving().write(
            {"state": "remedied", "answer": text, "remedied_at": clock.now()}
        )

    def action_close(self, conclusion=None):
        """End inspections: what was found is in order now.

        :param conclusion: remark, may be empty
        :raise AccessError: for anybody but a manager or an inspector
        """
        self._check_may_conclude()
        self._check_state("open", "remedied")
        self._end("closed", conclusion)

    def action_dismiss(self, conclusion=None):
        """End inspections: there was no fault.

        :param conclusion: why there is none
        :raise AccessError: for anybody but a manager or an inspector
        :raise UserError: when no reason is given
        """
        self._check_may_conclude()
        self._check_state("open", "remedied")
        text = self._text(conclusion, self.env._("Say why there is no fault."))
        self._end("dismissed", text)

    def _end(self, state, conclusion):
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self._moving().write(
            {
                "state": state,
                "conclusion": (conclusion or "").strip() or False,
                "closed_at": clock.now(),
            }
        )

    def _text(self, text, otherwise):
        text = (text or "").strip()
        if not text:
            raise UserError(otherwise)
        return text

    @api.model
    def _may_conclude(self):
        user = self.env.user
        return self.env.su or user.has_group(MANAGER) or user.has_group(INSPECTOR)

    def _check_may_conclude(self):
        if not self._may_conclude():
            raise AccessError(
                self.env._(
                    "Only a center manager or an inspector changes an inspection."
                )
            )

    # -- the daily check --------------------------------------------------------

    @api.model
    def _open_found(self, rule, dossiers):
        """Open one inspection for each dossier that a rule found.

        :param rule: ``tthc.inspection.rule``
        :param dossiers: ``tthc.dossier``
        :return: the inspections
        """
        return self.create(
            [
                {
                    "dossier_id": dossier.id,
                    "counter_id": dossier.counter_id.id,
                    "rule_id": rule.id,
                    "finding": rule.name,
                    "ground": rule.ground,
                    "deadline": rule._deadline(dossier.center_id),
                }
                for dossier in dossiers
            ]
        )
