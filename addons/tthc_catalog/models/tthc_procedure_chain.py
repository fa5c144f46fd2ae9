from odoo import api, fields, models
from odoo.exceptions import UserError

from .tthc_limit import UNITS


class TthcProcedureChain(models.Model):
    """The agencies that settle one procedure together (liên thông).

    Decree 61/2018 Art 19.6-7; the group and its lead are published (Circular 01/2018
    Art 4). A chain is part of a version, frozen with it when that is approved and
    copied by “Amend”, or waits until its procedure is known.

    The lines follow one another, each counted from the end of the one before. Lines
    that stand together and bear the same letter run at the same time; what comes
    after waits for all of them. A line counted from the start (“cộng dồn”) has its
    limit from the receipt on. “Same day” takes no day of its own, and neither does a
    line without limit, such as the return of the result. A letter that one line
    alone bears joins it to the line before: “within these 60 days”.
    """

    _name = "tthc.procedure.chain"
    _inherit = ["tthc.procedure.part", "tthc.version.trace", "mail.thread"]
    _description = "Interlinked chain"
    _order = "code, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(index="btree_not_null", tracking=True)
    name = fields.Char(required=True, tracking=True)
    version_id = fields.Many2one(
        string="Version of the procedure",
        required=False,
        domain="[('state', 'in', ('draft', 'proposed'))]",
        help="Empty: the procedure is not known yet.",
        tracking=True,
    )
    version_state = fields.Selection(related="version_id.state")
    is_published = fields.Boolean(
        string="The procedure is approved", compute="_compute_is_published"
    )
    procedure_text = fields.Char(
        string="Procedure as published",
        help="Its code in the source.",
        tracking=True,
    )
    lead_agency_id = fields.Many2one(
        "tthc.agency",
        string="Lead agency",
        ondelete="restrict",
        compute="_compute_lead_agency_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        tracking=True,
    )
    scope = fields.Selection(
        [("same_level", "Same level"), ("between_levels", "Between levels")],
        compute="_compute_scope",
        store=True,
        readonly=False,
        help="Whether all agencies are of one level of government.",
    )
    order = fields.Selection(
        [
            ("sequence", "One after the other"),
            ("parallel", "Side by side"),
            ("mixed", "Partly side by side"),
        ],
        compute="_compute_order",
        store=True,
    )
    total_value = fields.Float(string="Total limit", digits=(6, 1), tracking=True)
    total_unit = fields.Selection(
        UNITS, string="Unit of the total limit", tracking=True
    )
    total_label = fields.Char(
        string="Total limit in words", compute="_compute_total_label"
    )
    line_ids = fields.One2many("tthc.procedure.chain.line", "chain_id", copy=True)
    unresolved_count = fields.Integer(
        compute="_compute_unresolved_count", store=True, string="Unresolved lines"
    )
    warning_text = fields.Text(string="Warnings", compute="_compute_drawing")
    drawing = fields.Json(compute="_compute_drawing")
    source = fields.Char()

    _one_a_version = models.UniqueIndex(
        "(version_id) WHERE version_id IS NOT NULL",
        "This version of the procedure already has a chain.",
    )
    _total_positive = models.Constraint(
        "CHECK (total_value >= 0)", "A time limit can't be negative."
    )

    @api.depends("version_id")
    def _compute_lead_agency_id(self):
        for chain in self:
            chain.lead_agency_id = chain.version_id.agency_id or chain.lead_agency_id

    @api.depends("procedure_text")
    def _compute_is_published(self):
        published = set(
            self.env["tthc.procedure.version"]
            .search(
                [
                    ("code", "in", self.mapped("procedure_text")),
                    ("state", "=", "approved"),
                    ("province_id", "=", False),
                ]
            )
            .mapped("code")
        )
        for chain in self:
            chain.is_published = chain.procedure_text in published

    @api.depends("line_ids.agency_id.level", "line_ids.at_center_body")
    def _compute_scope(self):
        for chain in self:
            levels = {
                "center" if line.at_center_body else line.agency_id.level
                for line in chain.line_ids
            }
            known = levels - {False}
            if len(known) > 1:
                chain.scope = "between_levels"
            elif levels and known == levels:
                chain.scope = "same_level"

    @api.depends("line_ids.sequence", "line_ids.parallel_group")
    def _compute_order(self):
        for chain in self:
            stages = set(chain.line_ids._stage_keys())
            if len(stages) == len(chain.line_ids):
                chain.order = "sequence"
            else:
                chain.order = "parallel" if len(stages) == 1 else "mixed"

    @api.depends("total_value", "total_unit")
    @api.depends_context("lang")
    def _compute_total_label(self):
        task = self.env["tthc.procedure.chain.line"]
        for chain in self:
            chain.total_label = " · ".join(
                task._amount_label(amount, unit)
                for _name, amount, unit in chain._total()
            )

    @api.depends("line_ids.is_unresolved")
    def _compute_unresolved_count(self):
        for chain in self:
            chain.unresolved_count = len(chain.line_ids.filtered("is_unresolved"))

    @api.depends(
        "version_id.limit_value",
        "version_id.limit_unit",
        "procedure_text",
        "is_published",
        "total_value",
        "total_unit",
        "line_ids.sequence",
        "line_ids.parallel_group",
        "line_ids.agency_id",
        "line_ids.agency_text",
        "line_ids.at_center_body",
        "line_ids.task",
        "line_ids.limit_value",
        "line_ids.limit_unit",
        "line_ids.from_start",
        "line_ids.excluded_from_clock",
    )
    @api.depends_context("lang")
    def _compute_drawing(self):
        for chain in self:
            lines = chain.line_ids.sorted(lambda line: line.sequence)
            limits = chain._limits()
            warnings = lines._warnings(limits)
            general = [*chain._own_warnings(), *warnings.pop(lines.browse())]
            chain.warning_text = "\n".join(
                dict.fromkeys([*general, *sum(warnings.values(), [])])
            )
            chain.drawing = lines._drawing(limits)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for chain in self:
            parts = (chain.code, chain.name)
            chain.display_name = " · ".join(part for part in parts if part)

    def _total(self):
        """The limit of the whole as published.

        :return: list of none or one (what it is, amount, unit)
        """
        self.ensure_one()
        if self.total_unit == "same_day" or (self.total_unit and self.total_value):
            name = self.env._("limit of the chain")
            return [(name, self.total_value, self.total_unit)]
        return []

    def _limits(self):
        """The limits that the lines must keep: of the chain and of its version."""
        self.ensure_one()
        total = self._total()
        version = self.version_id
        if not version._limit_differs(total):
            return total
        name = self.env._("limit of the procedure")
        return [*total, (name, version.limit_value, version.limit_unit)]

    def _own_warnings(self):
        self.ensure_one()
        sentences = []
        if not self.version_id:
            sentences.append(self._waiting_sentence())
        if self.total_value and not self.total_unit:
            sentences.append(
                self.env._(
                    "The total limit %(value)s has no unit.",
                    value=f"{self.total_value:g}",
                )
            )
        total = self._total()
        if total and self.version_id and self.version_id._limit_differs(total):
            sentences.append(
                self.env._(
                    "The total limit %(total)s differs from that of the procedure, "
                    "%(limit)s.",
                    total=self.total_label,
                    limit=self.version_id.limit_label,
                )
            )
        return sentences

    def _waiting_sentence(self):
        """What a chain without a version waits for."""
        self.ensure_one()
        if not self.procedure_text:
            return self.env._("No procedure is chosen.")
        if self.is_published:
            return self.env._(
                "The version of %(text)s is approved. Press “Amend” there, then “Find "
                "the procedure” here.",
                text=self.procedure_text,
            )
        return self.env._(
            "The procedure %(text)s is not known.", text=self.procedure_text
        )

    def _waiting_reason(self):
        """The same in a few words, for the list of unresolved lines."""
        self.ensure_one()
        if not self.procedure_text:
            return self.env._("no procedure chosen")
        if self.is_published:
            return self.env._(
                "the version of %(text)s is approved: amend it first",
                text=self.procedure_text,
            )
        return self.env._("procedure not known: %(text)s", text=self.procedure_text)

    def action_open_version(self):
        """Open the version that the chain belongs to."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.procedure.version",
            "res_id": self.version_id.id,
            "view_mode": "form",
        }

    def action_find_version(self):
        """Attach waiting chains to the open version of the procedure they name.

        :raise UserError: when the procedure is not in the catalog, or when none of
            its versions is open
        """
        waiting = self.filtered(lambda chain: not chain.version_id)
        waiting._attach()
        for chain in waiting.filtered(lambda chain: not chain.version_id):
            raise UserError(
                self.env._(
                    "No draft of the procedure %(code)s was found. Make one, or "
                    "“Amend” the version in force, then try again.",
                    code=chain.procedure_text or chain.name,
                )
            )

    def _attach(self):
        """Give chains the open version of their procedure, where there is one.

        A version that was approved is not touched, and one that has a chain keeps it.
        """
        versions = self.env["tthc.procedure.version"].search(
            [
                ("code", "in", self.mapped("procedure_text")),
                ("state", "in", ("draft", "proposed")),
                ("province_id", "=", False),
                ("chain_ids", "=", False),
            ],
            order="valid_from, id",
        )
        by_code = {version.code: version for version in versions}
        for chain in self:
            chain.version_id = by_code.get(chain.procedure_text) or chain.version_id
