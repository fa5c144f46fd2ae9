from odoo import api, fields, models
from odoo.tools import format_date

from .tthc_limit import FEE_COLLECTORS, FEE_KINDS, FEE_TIMES


class TthcProcedureVersion(models.Model):
    """All that a publication decision can change of a procedure."""

    _name = "tthc.procedure.version"
    _inherit = [
        "tthc.version.chain",
        "tthc.version.lifecycle",
        "tthc.version.content",
        "tthc.version.terms",
        "tthc.version.access",
        "tthc.version.supplement",
        "tthc.version.finding",
        "tthc.version.sheet",
        "mail.thread",
        "tthc.limit",
    ]
    _description = "Version of a procedure"
    _order = "code, valid_from desc, id desc"
    _rec_names_search = ["query"]

    procedure_id = fields.Many2one(
        "tthc.procedure", required=True, ondelete="restrict", index=True
    )
    code = fields.Char(related="procedure_id.code", store=True, index=True)
    province_id = fields.Many2one(related="procedure_id.province_id", store=True)
    name = fields.Char(required=True, tracking=True)
    decision_id = fields.Many2one("tthc.decision", ondelete="restrict", index=True)
    decision_text = fields.Char(help="As written in the source.")
    sector_id = fields.Many2one("tthc.sector", ondelete="restrict", index=True)
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Lead agency",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    at_center_body = fields.Boolean(
        string="Settled by the body of the receiving center",
        tracking=True,
        help="The people's committee of the commune whose center receives it.",
    )
    lead_label = fields.Char(string="Settled by", compute="_compute_lead_label")
    competent_text = fields.Char(
        string="Competent agency", help="As published.", tracking=True
    )
    deciding_text = fields.Char(string="Deciding agency", help="As published.")
    coordinating_text = fields.Char(
        string="Coordinating agencies", help="As published."
    )
    level_province = fields.Boolean(string="Provincial level")
    level_commune = fields.Boolean(string="Commune level")
    level_text = fields.Char(help="As published.")
    is_interlinked = fields.Boolean(string="Interlinked")
    limit_value = fields.Float(tracking=True)
    limit_unit = fields.Selection(tracking=True)
    fee_known = fields.Boolean(tracking=True)
    fee_amount = fields.Monetary(tracking=True)
    fee_text = fields.Char(tracking=True)
    limit_doubtful = fields.Boolean(
        string="Several limits published",
        tracking=True,
        help="The source gives more than one limit without saying which applies when. "
        "Untick it once the limit is right, or give every case its own.",
    )
    no_legal_limit = fields.Boolean(
        tracking=True, help="The law sets no limit: the receipt promises no day."
    )
    keep_hour = fields.Boolean(
        string="Keep the hour",
        help="The result is due at the hour of the receipt, not at closing time.",
    )
    same_day_cutoff = fields.Float(
        default=15.0,
        help="Hour after which a same-day procedure is due at the end of the next "
        "working day.",
    )
    immediate = fields.Boolean(
        string="On the spot",
        help="Received and returned in one visit (Decree 61/2018 Art 17.4).",
    )
    case_ids = fields.One2many("tthc.procedure.case", "version_id", copy=True)
    channel_ids = fields.One2many("tthc.procedure.channel", "version_id", copy=True)
    component_ids = fields.One2many("tthc.procedure.component", "version_id", copy=True)
    component_count = fields.Integer(compute="_compute_component_count")
    step_ids = fields.One2many("tthc.procedure.step", "version_id", copy=True)
    result_ids = fields.One2many("tthc.procedure.result", "version_id", copy=True)
    legal_basis_ids = fields.One2many(
        "tthc.procedure.legal.basis", "version_id", copy=True
    )
    exemption_ids = fields.One2many("tthc.fee.exemption", "version_id", copy=True)
    fee_ids = fields.One2many(
        "tthc.procedure.fee", "version_id", string="Tariff", copy=True
    )
    fee_kind = fields.Selection(
        FEE_KINDS, string="Kind of fee", help="Of the one amount above."
    )
    fee_when = fields.Selection(
        FEE_TIMES, string="Paid", help="Empty: as the center has it."
    )
    fee_collector = fields.Selection(
        FEE_COLLECTORS, string="Collected by", help="Empty: as the center has it."
    )
    chain_ids = fields.One2many(
        "tthc.procedure.chain", "version_id", string="Interlinked chain", copy=True
    )
    admission_ids = fields.One2many(related="procedure_id.admission_ids")
    source = fields.Char()
    vintage = fields.Char(help="Year of the data the version was made from.")
    draft_reason = fields.Char(
        compute="_compute_draft_reason",
        string="What is missing",
        help="What keeps the version from being approved.",
    )

    warning_text = fields.Char(
        string="To look at",
        compute="_compute_warning_text",
        help="What is contradictory or not said; it keeps nothing from approval.",
    )

    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (procedure_id WITH =,"
        " daterange(valid_from, valid_to) WITH &&)"
        " WHERE (state IN ('approved', 'abolished'))",
        "Two approved versions of one procedure would be in force on the same day.",
    )

    @api.depends("agency_id.display_name", "at_center_body")
    @api.depends_context("lang")
    def _compute_lead_label(self):
        for version in self:
            version.lead_label = (
                self.env._("Body of the receiving center")
                if version.at_center_body
                else version.agency_id.display_name
            )

    @api.depends("component_ids")
    def _compute_component_count(self):
        counts = dict(
            self.env["tthc.procedure.component"]._read_group(
                [("version_id", "in", self.ids)], ["version_id"], ["__count"]
            )
        )
        for version in self:
            version.component_count = counts.get(version, 0)

    @api.depends(
        "state",
        "valid_from",
        "decision_id.date_effective",
        "agency_id",
        "at_center_body",
        "competent_text",
        "limit_value",
        "limit_unit",
        "limit_doubtful",
        "no_legal_limit",
        "immediate",
        "case_ids.limit_value",
        "case_ids.limit_unit",
        "supplement_policy",
        "supplement_limit_value",
        "supplement_limit_unit",
        "supplement_window_value",
        "supplement_window_unit",
    )
    @api.depends_context("lang")
    def _compute_draft_reason(self):
        for version in self:
            open_ = version.state in ("draft", "proposed")
            version.draft_reason = "; ".join(version._faults()) if open_ else False

    @api.depends(
        "postal_mode",
        "postal_none_reason",
        "supplement_window_value",
        "supplement_window_end",
    )
    @api.depends_context("lang")
    def _compute_warning_text(self):
        for version in self:
            version.warning_text = "; ".join(version._warnings())

    @api.depends("code", "name")
    def _compute_display_name(self):
        for version in self:
            parts = (version.code, version.name)
            version.display_name = " · ".join(part for part in parts if part)

    def copy(self, default=None):
        """Copy versions with their parts; a part stays with its case."""
        copies = super().copy(default)
        for version, copied in zip(self, copies, strict=True):
            cases = dict(zip(version.case_ids, copied.case_ids, strict=True))
            for parts in copied._parts_of_cases():
                for case, rows in parts.filtered("case_id").grouped("case_id").items():
                    rows.case_id = cases[case]
        return copies

    def _parts_of_cases(self):
        """The parts that may belong to one case.

        :return: list of recordsets, one a model
        """
        return [
            self[name]
            for name, field in self._fields.items()
            if field.type == "one2many"
            and field.inverse_name == "version_id"
            and "case_id" in self.env[field.comodel_name]._fields
        ]

    @api.onchange("decision_id")
    def _onchange_decision_id(self):
        """Take over the day of effect of the decision that was chosen."""
        if self.decision_id.date_effective:
            self.valid_from = self.decision_id.date_effective

    def _faults(self):
        faults = super()._faults()
        effect = self.decision_id.date_effective
        if effect and self.valid_from and self.valid_from < effect:
            faults.append(
                self.env._(
                    "begins before its decision takes effect on %(date)s",
                    date=format_date(self.env, effect),
                )
            )
        if not (self.agency_id or self.at_center_body):
            faults.append(self._agency_fault())
        elif self._agency_has_ended():
            faults.append(
                self.env._(
                    "%(agency)s has ended by then: choose its successor",
                    agency=self.agency_id.display_name,
                )
            )
        if not self._limit_is_clear():
            faults.append(self._limit_fault())
        return faults + self._supplement_faults()

    def _warnings(self):
        """What an editor should look at, though it keeps nothing from approval.

        :return: list of sentences
        """
        self.ensure_one()
        return self._access_warnings() + self._supplement_warnings()

    def _agency_has_ended(self):
        """Whether the lead agency no longer exists when the version begins."""
        end = self.agency_id.date_to
        return bool(end and self.valid_from and end <= self.valid_from)

    def _agency_fault(self):
        if not self.competent_text:
            return self.env._("no agency stated")
        return self.env._("agency not known: %(text)s", text=self.competent_text)

    def _limit_is_clear(self):
        if self.no_legal_limit or self.immediate:
            return True
        if self._has_limit() and not self.limit_doubtful:
            return True
        return bool(self.case_ids) and all(case._has_limit() for case in self.case_ids)

    def _limit_fault(self):
        if self._has_limit():
            return self.env._("several time limits published")
        if self.limit_value:
            return self.env._(
                "the limit %(value)s has no unit", value=f"{self.limit_value:g}"
            )
        return self.env._("no time limit")

    def _lead_agency(self, center):
        """The agency that settles what a center receives by this version.

        :param center: ``tthc.center``
        :return: ``tthc.agency``
        """
        self.ensure_one()
        return center.agency_id if self.at_center_body else self.agency_id
