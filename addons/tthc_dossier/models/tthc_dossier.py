import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.search_key import beginnings
from odoo.addons.tthc_catalog.models.tthc_limit import UNITS

from .transition_table import INTAKE_STATES, STATES

#: Letters and digits that no Vietnamese typing method rewrites when a wedge scanner
#: "types" them: no vowels, no tone keys, nothing that Telex or VNI combines.
TOKEN_LETTERS = "BCGHKLMNPQTV0123456789"


class TthcDossier(models.Model):
    """The case of one citizen or body, from the counter to the result."""

    _name = "tthc.dossier"
    _inherit = [
        "tthc.guarded",
        "tthc.dossier.arguments",
        "tthc.dossier.lifecycle",
        "tthc.dossier.clock",
        "tthc.dossier.urgency",
        "tthc.dossier.intake",
        "tthc.dossier.entering",
        "tthc.dossier.carrying",
        "tthc.dossier.assigning",
        "tthc.dossier.interlinking",
        "tthc.dossier.guidance",
        "tthc.dossier.waiting",
        "tthc.dossier.late.supplement",
        "tthc.dossier.hold",
        "tthc.dossier.ending",
        "tthc.dossier.owing",
        "tthc.dossier.correcting",
        "tthc.dossier.correcting.papers",
        "tthc.dossier.receipt",
        "tthc.dossier.slip",
        "tthc.dossier.control",
        "tthc.dossier.handing.over",
        "tthc.dossier.printing",
        "tthc.dossier.register",
        "tthc.dossier.usage",
        "tthc.dossier.tracking",
        "tthc.dossier.opening",
        "tthc.dossier.finding",
        "tthc.dossier.time.line",
        "tthc.dossier.succession",
        "tthc.dossier.privacy",
        "tthc.dossier.job",
        "tthc.dossier.alerting",
        "tthc.dossier.apologising",
        "tthc.dossier.apology.counting",
        "tthc.dossier.apology.job",
        "tthc.dossier.apology.drafting",
        "tthc.dossier.recounting",
        "tthc.dossier.papers",
        "tthc.dossier.originals",
        "tthc.dossier.telling",
        "tthc.dossier.results",
        "tthc.dossier.reusing",
        "tthc.dossier.keeping",
        "tthc.dossier.filing",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Dossier"
    _order = "id desc"
    _rec_name = "code"
    _rec_names_search = ["code"]

    code = fields.Char(copy=False, readonly=True)
    code_day = fields.Date(copy=False, readonly=True)
    code_number = fields.Integer(copy=False, readonly=True)
    register_year = fields.Integer(copy=False, readonly=True)
    register_number = fields.Integer(string="Register no.", copy=False, readonly=True)
    token = fields.Char(
        copy=False,
        readonly=True,
        groups="base.group_system",
        default=lambda self: self._new_token(),
    )
    intake_key = fields.Char(
        copy=False,
        readonly=True,
        help="Sent by the counter screen once a receipt, so that a double click or a "
        "repeated request receives one dossier only.",
    )
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    outcome = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused")], readonly=True, copy=False
    )
    regulation_id = fields.Many2one(
        "tthc.regulation", ondelete="restrict", readonly=True, copy=False
    )
    version_id = fields.Many2one(
        "tthc.procedure.version", string="Procedure", required=True, ondelete="restrict"
    )
    procedure_id = fields.Many2one(
        string="Procedure in all versions",
        related="version_id.procedure_id",
        store=True,
        precompute=True,
        index=True,
    )
    case_id = fields.Many2one(
        "tthc.procedure.case",
        ondelete="restrict",
        domain="[('version_id', '=', version_id)]",
    )
    sector_id = fields.Many2one(
        related="version_id.sector_id", store=True, precompute=True
    )
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user.tthc_center_id,
    )
    counter_id = fields.Many2one(
        "tthc.counter",
        ondelete="restrict",
        default=lambda self: self.env.user.tthc_counter_id,
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Lead agency",
        ondelete="restrict",
        readonly=True,
        help="Who settles it now: after a merger the successor.",
    )
    register_agency_id = fields.Many2one(
        "tthc.agency",
        string="Agency of the register",
        compute="_compute_register_agency_id",
        store=True,
        ondelete="restrict",
        copy=False,
        help="The agency under which code and register number were drawn. It stays "
        "when a successor takes over.",
    )
    agency_ids = fields.Many2many(
        "tthc.agency",
        "tthc_dossier_agency_rel",
        "dossier_id",
        "agency_id",
        string="Participating agencies",
        readonly=True,
        copy=False,
    )
    channel = fields.Selection(
        [("direct", "At the counter"), ("online", "Online"), ("post", "By post")],
        required=True,
        default="direct",
    )
    result_channel = fields.Selection(
        [("direct", "At the counter"), ("online", "Online"), ("post", "By post")],
        required=True,
        default="direct",
    )
    set_count = fields.Integer(string="Sets", default=1)
    owner_id = fields.Many2one("tthc.applicant", ondelete="restrict", index=True)
    owner_name = fields.Char()
    # Worked out before the row is written, as are the other stored fields of a
    # receipt: a second write would put the row into every index once more.
    owner_key = fields.Char(compute="_compute_owner_key", store=True, precompute=True)
    owner_identity = fields.Char(string="Identity number", index="btree_not_null")
    owner_address = fields.Char()
    owner_phone = fields.Char(index="btree_not_null")
    owner_email = fields.Char()
    submitter_id = fields.Many2one("tthc.applicant", ondelete="restrict")
    submitter_name = fields.Char()
    submitter_identity = fields.Char()
    submitter_phone = fields.Char()
    proxy_id = fields.Many2one("tthc.applicant", ondelete="restrict")
    proxy_name = fields.Char(
        string="Authorised person", help="Acts for the applicant by authorisation."
    )
    proxy_identity = fields.Char(string="Identity of the authorised person")
    proxy_phone = fields.Char(string="Phone of the authorised person")
    authorisation = fields.Char(
        help="Number and date of the document by which somebody acts for the applicant."
    )
    group_id = fields.Many2one(
        "tthc.dossier.group",
        string="Group receipt",
        ondelete="restrict",
        index="btree_not_null",
    )
    post_minutes_at = fields.Datetime(
        string="Minutes of the post signed",
        help="By post, the time limit starts here (Decision 45/2016 Art 7.4).",
    )
    received_at = fields.Datetime(readonly=True, copy=False)
    received_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    limit_value = fields.Float(digits=(6, 1), readonly=True, copy=False)
    limit_unit = fields.Selection(UNITS, readonly=True, copy=False)
    due_original = fields.Datetime(readonly=True, copy=False)
    due = fields.Datetime(readonly=True, copy=False)
    due_lines = fields.Json(readonly=True, copy=False)
    due_explanation = fields.Text(compute="_compute_due_explanation")
    resolved_at = fields.Datetime(readonly=True, copy=False)
    returned_at = fields.Datetime(readonly=True, copy=False)
    punctuality = fields.Selection(
        [("early", "Early"), ("on_time", "On time"), ("late", "Late")],
        readonly=True,
        copy=False,
        help="How the result came against the current due date; a fact, by day.",
    )
    result_note = fields.Char(readonly=True, copy=False)
    proposed_outcome = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused")], readonly=True, copy=False
    )
    receiver_name = fields.Char(string="Handed to", readonly=True, copy=False)
    currency_id = fields.Many2one(
        "res.currency",
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    fee_amount = fields.Monetary(string="Fee", readonly=True, copy=False)
    fee_text = fields.Char(readonly=True, copy=False)
    component_ids = fields.One2many("tthc.dossier.component", "dossier_id")
    step_ids = fields.One2many("tthc.dossier.step", "dossier_id")
    event_ids = fields.One2many("tthc.dossier.event", "dossier_id")
    event_count = fields.Integer(readonly=True, copy=False)
    event_head = fields.Char(readonly=True, copy=False)
    note = fields.Text()
    is_late = fields.Boolean(compute="_compute_urgency", search="_search_is_late")
    is_due_soon = fields.Boolean(
        compute="_compute_urgency", search="_search_is_due_soon"
    )
    time_left = fields.Char(compute="_compute_urgency")
    urgency = fields.Selection(
        [
            ("plenty", "Plenty of time"),
            ("soon", "Due within a working day"),
            ("late", "Late"),
            ("stopped", "Clock stopped"),
        ],
        compute="_compute_urgency",
    )
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")

    _code_uniq = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "This dossier code is taken."
    )
    _code_number_uniq = models.UniqueIndex(
        "(register_agency_id, code_day, code_number) WHERE code_number > 0",
        "This number of the day is taken.",
    )
    _register_uniq = models.UniqueIndex(
        "(center_id, register_agency_id, register_year, register_number)"
        " WHERE register_number > 0",
        "This number of the register is taken.",
    )
    _token_uniq = models.UniqueIndex("(token)")
    _intake_key_uniq = models.UniqueIndex(
        "(intake_key) WHERE intake_key IS NOT NULL",
        "This receipt has been made already.",
    )
    # Parts of a code, as typed from a receipt; the whole one has its unique index.
    _code_part_idx = models.Index("USING gin (code gin_trgm_ops)")
    # Beginnings of words of a name, each an entry of its own: two common words are two
    # entries and not the nine trigrams that half of all names have. With the center in
    # front a clerk's search never reads the names of the others, nor all dossiers of
    # the center to take both together (extension btree_gin); without it the index
    # answers as well.
    _owner_key_idx = models.Index(
        "USING gin (center_id, string_to_array(owner_key, ' '))"
    )
    # What is due soon or late at a center, in the order of the list.
    _open_idx = models.Index(
        "(center_id, due) WHERE state IN ('received', 'processing', 'supplement',"
        " 'fee_wait')"
    )
    # The same over all centers: the jobs that warn and the inspector's lists.
    _open_due_idx = models.Index(
        "(due) WHERE state IN ('received', 'processing', 'supplement', 'fee_wait')"
    )
    # What ended lately: the daily check, and the results of a month.
    _resolved_idx = models.Index(
        "(resolved_at) WHERE state IN ('resolved', 'returned')"
    )
    # Refused after the limit: few rows, listed to the inspector.
    _late_refusal_idx = models.Index("(resolved_at) WHERE refused_after_limit")
    # The counter ranks procedures by what the center received of late.
    _received_idx = models.Index("(center_id, received_at)")
    _refusal_uniq = models.UniqueIndex(
        "(center_id, refusal_year, refusal_number) WHERE refusal_number > 0",
        "This number of the refusal slips is taken.",
    )
    # Who was sent home: few rows among many received ones.
    _turned_away_idx = models.Index(
        "(center_id, turned_away_at) WHERE turned_away_at IS NOT NULL"
    )
    # What counts as carried over to a center: a share of its first year only.
    _carried_over_idx = models.Index(
        "(center_id, carried_over_on) WHERE carried_over_on IS NOT NULL"
    )
    _set_count_positive = models.Constraint(
        "CHECK (set_count > 0)", "A dossier has at least one set of papers."
    )

    @api.model
    def _new_token(self):
        """An unguessable word for the receipt's QR code (about 110 bits)."""
        return "".join(secrets.choice(TOKEN_LETTERS) for _position in range(25))

    def _compute_register_agency_id(self):
        """Fill dossiers of before the field was there; intake writes it itself."""
        for dossier in self:
            dossier.register_agency_id = dossier.agency_id

    @api.depends("owner_name")
    def _compute_owner_key(self):
        for dossier in self:
            dossier.owner_key = beginnings(dossier.owner_name) or False

    @api.depends("code", "intake_reference")
    def _compute_display_name(self):
        for dossier in self:
            dossier.display_name = (
                dossier.code or dossier.intake_reference or self.env._("Draft")
            )

    @api.depends(
        "step_ids.state", "step_ids.agency_id", "step_ids.role", "step_ids.user_id"
    )
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for dossier in self:
            dossier.is_mine = bool(dossier._own_active_steps())

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("step_ids", "any", self._open_step_domain())

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts; legal facts are written by actions only."""
        if not self._is_moving():
            defaults = self._defaults_of_others()
            for vals in vals_list:
                self._check_no_legal_facts({**defaults, **vals})
        return super().create(vals_list)

    def write(self, vals):
        """Write what is free; legal facts are written by actions only."""
        if not self._is_moving():
            self._check_no_legal_facts(vals)
            self._check_still_draft(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda dossier: dossier.state != "draft"):
            raise UserError(
                self.env._("A dossier is never deleted: withdraw or stop it instead.")
            )

    @api.model
    def _defaults_of_others(self):
        """Values that a new dossier takes from the context or from user defaults."""
        context = self.env.context
        return {
            **self.env["ir.default"]._get_model_defaults(self._name),
            **{
                key.removeprefix("default_"): context[key]
                for key in context
                if key.startswith("default_")
            },
        }

    @api.model
    def _move_context(self):
        """Context in which actions write a dossier and what belongs to it."""
        key = self._move_key()
        return {key: self._moving().env.context[key], "tracking_disable": True}

    @api.model
    def _legal_facts(self):
        """Fields that only actions write, not even on a draft."""
        return {name for name, field in self._legal_fields() if field.readonly}

    @api.model
    def _legal_fields(self):
        """Stored fields of the dossier itself, without those of chatter."""
        inherited = (
            self.env["mail.thread"]._fields | self.env["mail.activity.mixin"]._fields
        )
        return [
            (name, field)
            for name, field in self._fields.items()
            if field.store and not field.related and name not in inherited
        ]

    def _check_no_legal_facts(self, vals):
        forbidden = self._legal_facts() & vals.keys()
        if vals.get("state") == "draft":
            forbidden -= {"state"}
        if forbidden:
            raise AccessError(
                self.env._(
                    "%(fields)s of a dossier change through its buttons only.",
                    fields=", ".join(sorted(forbidden)),
                )
            )

    def _check_still_draft(self, vals):
        fixed = {name for name, _field in self._legal_fields()} - {"note"}
        changed = fixed & vals.keys()
        if not changed:
            return
        # Papers come in until the receipt: that is what guidance asks for.
        free = INTAKE_STATES if changed == {"component_ids"} else ("draft",)
        received = self.filtered(lambda dossier: dossier.state not in free)
        if received:
            raise AccessError(
                self.env._(
                    "%(code)s has been received: correct it through its buttons.",
                    code=received[0].display_name,
                )
            )

    def action_verify(self):
        """Check that nobody has changed the log of these dossiers.

        For whoever may read them; :return: what was found, as a notification
        """
        self.check_access("read")
        # sudo: the hashes of a log are checked by the database, not read by a user
        return self.env["tthc.dossier.event"].sudo()._verify(self)
