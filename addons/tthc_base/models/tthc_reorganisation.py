from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class TthcReorganisation(models.Model):
    """Agencies that merge, split, end or change their name on a day.

    What moves is worked out by the plan (``tthc.reorganisation.plan``), which higher
    floors extend; it is shown first, and then done as a whole on the day.
    """

    _name = "tthc.reorganisation"
    _inherit = [
        "tthc.reorganisation.lifecycle",
        "tthc.reorganisation.plan",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Reorganisation of agencies"
    _order = "date_effective desc, id desc"
    _rec_names_search = ["decision_number", "from_ids.name", "to_ids.name"]

    kind = fields.Selection(
        [
            ("merge", "Merger"),
            ("split", "Split"),
            ("dissolve", "Dissolution"),
            ("rename", "New name"),
        ],
        required=True,
        default="merge",
        tracking=True,
    )
    decision_number = fields.Char(tracking=True, help="Such as 05/2025/QĐ-UBND.")
    decision_date = fields.Date(string="Decision of", tracking=True)
    decision_authority = fields.Char(string="Authority", tracking=True)
    decision_file = fields.Binary(attachment=True, copy=False)
    decision_file_name = fields.Char(copy=False)
    date_effective = fields.Date(
        string="On",
        tracking=True,
        help="First day on which the successor is in charge.",
    )
    from_ids = fields.Many2many(
        "tthc.agency",
        "tthc_reorganisation_from_rel",
        "reorganisation_id",
        "agency_id",
        string="Agencies reorganised",
    )
    to_ids = fields.Many2many(
        "tthc.agency",
        "tthc_reorganisation_to_rel",
        "reorganisation_id",
        "agency_id",
        string="Successors",
        help="One that is named on both sides goes on existing and gives away only "
        "what the lines say.",
    )
    line_ids = fields.One2many(
        "tthc.reorganisation.line", "reorganisation_id", string="What goes where"
    )
    new_name = fields.Char()
    new_short_name = fields.Char()
    new_identifier = fields.Char()
    new_identifier_long = fields.Char(string="New identifier (2018 form)")
    note = fields.Text()
    item_ids = fields.One2many("tthc.reorganisation.item", "reorganisation_id")
    move_ids = fields.One2many(
        "tthc.reorganisation.item",
        "reorganisation_id",
        string="What moves",
        domain=[("severity", "=", "move")],
        readonly=True,
    )
    remark_ids = fields.One2many(
        "tthc.reorganisation.item",
        "reorganisation_id",
        string="To look at",
        domain=[("severity", "!=", "move")],
        readonly=True,
    )
    move_count = fields.Integer(string="Moves", compute="_compute_item_counts")
    remark_count = fields.Integer(string="Warnings", compute="_compute_item_counts")
    is_blocked = fields.Boolean(compute="_compute_item_counts")

    @api.depends("item_ids.severity", "item_ids.count")
    def _compute_item_counts(self):
        for record in self:
            moves = record.item_ids.filtered(lambda item: item.severity == "move")
            remarks = record.item_ids - moves
            record.move_count = sum(moves.mapped("count"))
            record.remark_count = len(remarks)
            record.is_blocked = "blocking" in remarks.mapped("severity")

    @api.depends("kind", "from_ids", "to_ids", "new_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for record in self:
            heirs = ", ".join(record.to_ids.mapped("display_name"))
            record.display_name = self.env._(
                "%(kind)s: %(old)s → %(new)s",
                kind=labels.get(record.kind, ""),
                old=", ".join(record.from_ids.mapped("display_name")),
                new=record.new_name if record.kind == "rename" else heirs,
            )

    @api.onchange("from_ids", "to_ids", "kind")
    def _onchange_agencies(self):
        gone = self.line_ids.filtered(
            lambda line: line.from_agency_id not in self.from_ids._origin
        )
        self.line_ids -= gone
        self.line_ids = [Command.create(values) for values in self._missing_lines()]

    def _missing_lines(self):
        """Values of the lines “all the rest” that agencies have not got yet."""
        if self.kind == "rename":
            return []
        sole = self.to_ids._origin if len(self.to_ids) == 1 else self.env["tthc.agency"]
        told = self.line_ids.filtered(lambda line: line.scope == "all").from_agency_id
        return [
            {"from_agency_id": agency.id, "to_agency_id": sole.id, "scope": "all"}
            for agency in (self.from_ids - self.to_ids)._origin
            if agency not in told
        ]

    def _fill_lines(self):
        """Add the lines that follow from the agencies alone."""
        for record in self:
            missing = record._missing_lines()
            if missing:
                record.write({"line_ids": [Command.create(row) for row in missing]})

    def _check_complete(self):
        """Refuse a plan that does not say enough to be worked out.

        :raise UserError: with all that is missing
        """
        self.ensure_one()
        gaps = [*self._gaps_in_head(), *self._gaps_in_lines()]
        if gaps:
            raise UserError(
                self.env._(
                    "The reorganisation can't be previewed yet: %(gaps)s.",
                    gaps="; ".join(gaps),
                )
            )

    def _gaps_in_head(self):
        gaps = []
        if not self.date_effective:
            gaps.append(self.env._("no day is given"))
        if not self.decision_number:
            gaps.append(self.env._("no number of the decision is given"))
        if not self.from_ids:
            gaps.append(self.env._("no agency is named"))
        if self.kind == "rename":
            if len(self.from_ids) > 1:
                gaps.append(self.env._("one agency at a time takes a new name"))
            if not self.new_name:
                gaps.append(self.env._("no new name is given"))
        elif not self.to_ids:
            gaps.append(self.env._("no successor is named"))
        if self.kind == "merge" and len(self.to_ids) > 1:
            gaps.append(self.env._("a merger has one successor"))
        if self.kind == "split" and (len(self.from_ids) != 1 or len(self.to_ids) == 1):
            gaps.append(
                self.env._("a split takes one agency apart into two or more successors")
            )
        return gaps

    def _gaps_in_lines(self):
        if self.kind == "rename":
            return []
        gaps = []
        for line in self.line_ids:
            if not line._says_where():
                gaps.append(
                    self.env._(
                        "say what of %(agency)s goes where",
                        agency=line.from_agency_id.display_name,
                    )
                )
            elif line.from_agency_id - self.from_ids or line.to_agency_id - self.to_ids:
                gaps.append(
                    self.env._(
                        "%(old)s → %(new)s: one of them is not part of it",
                        old=line.from_agency_id.display_name,
                        new=line.to_agency_id.display_name,
                    )
                )
        return gaps

    def _ground(self):
        """The decision as it is cited, such as “05/2025/QĐ-UBND, 28/02/2025”."""
        self.ensure_one()
        day = self.decision_date and format_date(self.env, self.decision_date)
        return ", ".join(part for part in (self.decision_number, day) if part)

    def _item_commands(self, shares):
        """What the preview shows, as commands that replace what it showed before."""
        words = self._share_words()
        moves = [
            {
                "severity": "move",
                "label": words[share.kind][0],
                "message": words[share.kind][1],
                "from_agency_id": share.from_agency.id,
                "to_agency_id": share.to_agency.id,
                "count": share.number(),
                "res_model": share.records._name,
                "domain": share.where(),
            }
            for share in shares
            if share.number()
        ]
        remarks = [
            {
                "severity": remark.severity,
                "message": remark.message,
                "count": len(remark.records),
                "res_model": remark.records._name,
                "domain": [["id", "in", remark.records.ids]],
            }
            for remark in self._remarks(shares)
        ]
        return [
            Command.clear(),
            *(
                Command.create({"sequence": number, **row})
                for number, row in enumerate([*remarks, *moves])
            ),
        ]
