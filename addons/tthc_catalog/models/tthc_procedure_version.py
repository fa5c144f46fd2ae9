from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.tthc_base.tools.search_key import fold


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
    search_key = fields.Char(
        compute="_compute_search_key",
        store=True,
        index="trigram",
        help="Code, name, sector and agency without accents.",
    )
    query = fields.Char(
        string="Code or words",
        store=False,
        search="_search_query",
        help="Words of code, name, sector and agency, in any order, without accents.",
    )
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

    @api.depends("code", "name", "sector_id.name", "agency_id.name")
    def _compute_search_key(self):
        for version in self:
            parts = (
                version.code,
                version.name,
                version.sector_id.name,
                version.agency_id.name,
            )
            version.search_key = fold(" ".join(part for part in parts if part))

    def _search_query(self, operator, value):
        if operator == "in":
            return Domain.OR(self._domain_of_words(text) for text in value)
        if operator.endswith("like") and operator not in Domain.NEGATIVE_OPERATORS:
            return self._domain_of_words(value)
        return NotImplemented

    @api.model
    def _domain_of_words(self, text):
        """Versions in whose search key every word of a text occurs.

        :param text: as typed, with or without accents
        """
        return Domain.AND(
            Domain("search_key", "like", word) for word in fold(text).split()
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

    @api.model
    def _find_for_center(self, text, center, day, limit=20):
        """Versions that a center may receive by, best match first.

        Every word of the text must occur in code, name, sector or agency, in any
        order and without accents. A code that begins with the text comes first, then
        those with all words in the name, then those received most. A province's own
        row hides the national one.

        :param text: what the clerk typed; empty for the most used ones
        :param center: ``tthc.center`` that receives
        :param day: ``datetime.date`` of the receipt in the center's time zone
        :param limit: at most this many
        :return: versions
        """
        admitted = self.env["tthc.procedure.admission"]._domain_in(center, day)
        domain = self._domain_in_force(day) & Domain(
            "procedure_id.admission_ids", "any", admitted
        )
        found = self.search_fetch(
            domain & self._domain_of_words(text), ["code", "name"]
        )
        found -= found._hidden_by_province(center, day)
        ranks = found._usage_rank(center)
        return found.sorted(
            lambda version: (
                *version._misses(fold(text)),
                -ranks.get(version.id, 0),
                version.code,
            )
        )[:limit]

    def _misses(self, text):
        """How badly a text that was found fits: 0 before 1, first things first.

        :param text: folded, may be empty
        :return: pair: code does not begin with it, name lacks one of its words
        """
        self.ensure_one()
        if not text:
            return 0, 0
        name = fold(self.name)
        return (
            int(not self.code.startswith(text)),
            int(any(word not in name for word in text.split())),
        )

    def _hidden_by_province(self, center, day):
        """National versions that a province's own row takes the place of.

        :param center: ``tthc.center`` that the province's row has an admission for,
            whether it is received there or excluded
        :param day: ``datetime.date`` in the center's time zone
        """
        national = self.filtered(lambda version: not version.province_id)
        local = self.search_fetch(
            self._domain_in_force(day)
            & Domain("province_id", "!=", False)
            & Domain("code", "in", national.mapped("code"))
            & Domain("procedure_id.admission_ids.center_id", "=", center.id),
            ["code"],
        )
        codes = set(local.mapped("code"))
        return national.filtered(lambda version: version.code in codes)

    def _usage_rank(self, center):
        """How often each version is received at a center; a higher floor knows.

        :param center: ``tthc.center``
        :return: dict of version id → number
        """
        return {}

    def _lead_agency(self, center):
        """The agency that settles what a center receives by this version.

        :param center: ``tthc.center``
        :return: ``tthc.agency``
        """
        self.ensure_one()
        return center.agency_id if self.at_center_body else self.agency_id
