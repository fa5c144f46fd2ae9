from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

HR = "tthc_base.group_hr_logistics"
SIGNED = {"line_ids", "signature", "staff_id", "center_id", "over_reason"}


class TthcUniformIssue(models.Model):
    """Pieces that are handed to a person, who signs; also what is exchanged.

    An exchange is an issue of its own that names the one before it, so that the chain
    from the first piece to the last is kept.
    """

    _name = "tthc.uniform.issue"
    _inherit = ["tthc.guarded", "tthc.personal.data", "mail.thread"]
    _description = "Issue of uniforms"
    _order = "id desc"
    _rec_names_search = ["name"]

    kind = fields.Selection(
        [("issue", "Issue"), ("exchange", "Exchange")],
        required=True,
        default="issue",
        readonly=True,
        copy=False,
    )
    state = fields.Selection(
        [
            ("draft", "Prepared"),
            ("issued", "Signed for"),
            ("returned", "Taken back"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user.tthc_center_id,
    )
    order_id = fields.Many2one(
        "tthc.uniform.order",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
    )
    staff_id = fields.Many2one(
        "tthc.staff",
        string="Person",
        required=True,
        ondelete="restrict",
        index=True,
        groups="tthc_base.group_hr_logistics,tthc_base.group_agency_reporter",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Account",
        related="staff_id.user_id",
        store=True,
        index="btree_not_null",
    )
    name = fields.Char(readonly=True, copy=False)
    sex = fields.Selection(
        related="staff_id.sex",
        groups="tthc_base.group_hr_logistics,tthc_base.group_agency_reporter",
    )
    agency_id = fields.Many2one(
        "tthc.agency", readonly=True, ondelete="restrict", index=True
    )
    year = fields.Integer(readonly=True, copy=False)
    issued_on = fields.Date(string="Handed out on", readonly=True, copy=False)
    issued_by_id = fields.Many2one(
        "res.users", string="Handed out by", readonly=True, ondelete="restrict"
    )
    line_ids = fields.One2many("tthc.uniform.issue.line", "issue_id", string="Pieces")
    summary = fields.Char(string="What", compute="_compute_summary", compute_sudo=True)
    signature = fields.Binary(
        attachment=True, copy=False, groups="tthc_base.group_hr_logistics"
    )
    over_reason = fields.Char(
        string="Why more than entitled",
        help="Needed when the person has the pieces of the year already.",
    )
    reason = fields.Char(readonly=True, copy=False, tracking=True)
    exchanges_id = fields.Many2one(
        "tthc.uniform.issue",
        string="Exchange of",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    exchange_ids = fields.One2many(
        "tthc.uniform.issue", "exchanges_id", string="Exchanged by"
    )

    # What a person got in a year, for the entitlement.
    _year_idx = models.Index("(staff_id, year) WHERE state = 'issued'")
    # The pieces that are prepared at a center.
    _prepared_idx = models.Index("(center_id) WHERE state = 'draft'")

    @api.model
    def _personal_fields(self):
        return {"name", "staff_id", "signature"}

    @api.depends("line_ids.quantity", "line_ids.garment_id")
    @api.depends_context("lang")
    def _compute_summary(self):
        for issue in self:
            pieces = {}
            for line in issue.line_ids:
                name = line.garment_id.name
                pieces[name] = pieces.get(name, 0) + line.quantity
            issue.summary = ", ".join(
                f"{count} {name}" for name, count in pieces.items()
            )

    @api.depends("name", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for issue in self:
            issue.display_name = f"{labels.get(issue.kind, '')} · {issue.name or ''}"

    @api.onchange("staff_id")
    def _onchange_staff_id(self):
        """Name and agency of the person, before it is saved."""
        self.name = self.staff_id.name
        self.agency_id = self.staff_id.agency_id

    @api.model_create_multi
    def create(self, vals_list):
        """Prepare issues; name and agency are kept as they are on this day."""
        if not self._is_moving() and any(
            vals.get("state", "draft") != "draft"
            or vals.get("kind", "issue") != "issue"
            or vals.keys() & self._own_facts()
            for vals in vals_list
        ):
            self._check_moving()
        people = self.env["tthc.staff"].browse(
            vals.get("staff_id") for vals in vals_list
        )
        return super().create(
            [
                {**vals, "name": person.name, "agency_id": person.agency_id.id}
                for vals, person in zip(vals_list, people, strict=True)
            ]
        )

    def write(self, vals):
        """Write while it is prepared; what was signed for never changes."""
        signed = self.filtered(lambda issue: issue.state != "draft")
        own = self._own_facts() | {"state", "kind", "name", "agency_id"}
        if not self._is_moving() and (
            vals.keys() & own or (signed and vals.keys() & SIGNED)
        ):
            self._check_moving()
        if "staff_id" in vals:
            person = self.env["tthc.staff"].browse(vals["staff_id"])
            vals = {**vals, "name": person.name, "agency_id": person.agency_id.id}
        return super().write(vals)

    @api.model
    def _own_facts(self):
        """Fields that only actions write."""
        return {"year", "issued_on", "issued_by_id", "reason", "exchanges_id"}

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered(lambda issue: issue.state != "draft"):
            raise UserError(self.env._("What somebody signed for stays on record."))

    # -- actions --------------------------------------------------------------------

    def action_issue(self):
        """Hand the pieces out: they leave the stock, the signature is fixed.

        :raise AccessError: when the user is not of HR
        :raise UserError: without a signature or a piece, for somebody who gets no
            uniform, for more than a year's pieces without a reason, or when the stock
            has not enough
        """
        self._check_role(HR)
        self._lock()
        self._check_state("draft")
        for issue in self:
            issue._check_ready()
            issue._check_entitled()
            issue._hand_out()

    def _check_ready(self):
        if not self.line_ids.filtered("quantity"):
            raise UserError(
                self.env._("%(name)s: enter what is handed out.", name=self.name)
            )
        if not self.signature:
            raise UserError(
                self.env._(
                    "%(name)s has to sign for what is handed out.", name=self.name
                )
            )

    def _check_entitled(self):
        """Hold the issue against the rule of the year.

        :raise UserError: for somebody who gets no uniform; for more pieces than the
            rule gives in a year, unless a reason says why
        """
        day = clock.today(VIETNAM)
        staff, rule = self.env["tthc.uniform.rule"]._entitled(self.center_id, day)
        if not rule or self.staff_id not in staff:
            raise UserError(
                self.env._(
                    "%(name)s gets no uniform: by the rules only main staff in post "
                    "does who wears no dress of the sector.",
                    name=self.name,
                )
            )
        if (self.over_reason or "").strip():
            return
        got = self._got(day.year)
        for garment, lines in self.line_ids.grouped("garment_id").items():
            most = rule.sets_per_year * garment.pieces_per_set
            pieces = got.get(garment, 0) + sum(lines.mapped("quantity"))
            if pieces > most:
                raise UserError(
                    self.env._(
                        "%(name)s would have %(pieces)s “%(garment)s” this year; "
                        "“%(rule)s” gives %(most)s. Say why more is handed out.",
                        name=self.name,
                        pieces=pieces,
                        garment=garment.name,
                        rule=rule.name,
                        most=most,
                    )
                )

    def _got(self, year):
        """Pieces that the person has got in a year; an exchange adds none.

        :return: dict garment → pieces
        """
        return dict(
            self.env["tthc.uniform.issue.line"]._read_group(
                [
                    ("issue_id.staff_id", "=", self.staff_id.id),
                    ("issue_id.year", "=", year),
                    ("issue_id.kind", "=", "issue"),
                    ("issue_id.state", "=", "issued"),
                ],
                ["garment_id"],
                ["quantity:sum"],
            )
        )

    def _hand_out(self):
        """Move the pieces and write down when, by whom and at what price."""
        self.ensure_one()
        lines = self.line_ids.filtered("quantity")
        entries = [line._out_entry() for line in lines]
        entries += [line._back_entry() for line in lines.filtered("returns_line_id")]
        self.env["tthc.uniform.stock"]._post(self.center_id, entries)
        prices = lines._prices()
        moving = self._moving()
        for line in moving.line_ids:
            line.unit_price = prices.get(line.size_id.id, 0)
        day = clock.today(VIETNAM)
        moving.write(
            {
                "state": "issued",
                "issued_on": day,
                "year": day.year,
                "issued_by_id": self.env.uid,
            }
        )

    def action_take_back(self, reason=None):
        """Take unworn pieces back into the stock, such as from somebody who leaves.

        :param reason: why
        :raise UserError: when a piece was exchanged meanwhile: then the exchange is
            taken back
        """
        self._check_role(HR)
        self._lock()
        self._check_state("issued")
        reason = self._said(reason)
        for issue in self:
            if issue.exchange_ids.filtered(lambda row: row.state == "issued"):
                raise UserError(
                    self.env._(
                        "Pieces of %(name)s were exchanged since. Take the exchange "
                        "back.",
                        name=issue.name,
                    )
                )
            self.env["tthc.uniform.stock"]._post(
                issue.center_id,
                [
                    {
                        "size": line.size_id,
                        "quantity": line.quantity,
                        "kind": "return",
                        "issue_line_id": line.id,
                        "reason": reason,
                    }
                    for line in issue.line_ids
                ],
            )
            issue._moving().write({"state": "returned", "reason": reason})
