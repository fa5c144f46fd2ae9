from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class TthcUniformIssueLine(models.Model):
    """Pieces of a size that a person got; in an exchange also what came back."""

    _name = "tthc.uniform.issue.line"
    _inherit = ["tthc.personal.data"]
    _description = "Size on an issue of uniforms"
    _order = "issue_id, id"
    _rec_name = "size_id"

    issue_id = fields.Many2one(
        "tthc.uniform.issue", required=True, ondelete="cascade", index=True
    )
    state = fields.Selection(related="issue_id.state")
    staff_id = fields.Many2one(
        related="issue_id.staff_id", string="Person", store=True, index=True
    )
    order_id = fields.Many2one(related="issue_id.order_id", store=True)
    size_id = fields.Many2one(
        "tthc.uniform.size", required=True, ondelete="restrict", index=True
    )
    garment_id = fields.Many2one(related="size_id.garment_id", store=True)
    quantity = fields.Integer(string="Pieces", required=True, default=1)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    unit_price = fields.Monetary(string="Price", readonly=True)
    returns_line_id = fields.Many2one(
        "tthc.uniform.issue.line",
        string="In exchange for",
        readonly=True,
        ondelete="restrict",
    )
    returned_size_id = fields.Many2one(
        related="returns_line_id.size_id", string="Came back"
    )
    exchanged_by_ids = fields.One2many(
        "tthc.uniform.issue.line", "returns_line_id", string="Exchanged by"
    )
    is_exchanged = fields.Boolean(string="Exchanged", compute="_compute_is_exchanged")

    _exchanged_once = models.UniqueIndex(
        "(returns_line_id) WHERE returns_line_id IS NOT NULL",
        "These pieces were exchanged already.",
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "Hand out at least one piece."
    )

    @api.model
    def _personal_fields(self):
        return {"staff_id", "size_id"}

    def _compute_currency_id(self):
        self.currency_id = self.env.ref("base.VND", raise_if_not_found=False)

    @api.depends("exchanged_by_ids")
    def _compute_is_exchanged(self):
        for line in self:
            line.is_exchanged = bool(line.exchanged_by_ids)

    @api.model_create_multi
    def create(self, vals_list):
        """Add pieces to an issue that is prepared."""
        lines = super().create(vals_list)
        lines._check_draft({name for vals in vals_list for name in vals})
        lines._check_size()
        return lines

    def write(self, vals):
        """Write pieces of an issue that is prepared."""
        self._check_draft(vals)
        result = super().write(vals)
        self._check_draft(vals)
        self._check_size()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts(self):
        self._check_draft({})

    def _check_draft(self, names):
        """Refuse what only the actions of the issue write."""
        issues = self.issue_id
        if issues._is_moving():
            return
        if {"unit_price", "returns_line_id"} & set(names):
            issues._check_moving()
        issues._check_state("draft")

    def _check_size(self):
        """Refuse sizes of the other sex.

        :raise UserError: names the person and the size
        """
        for line in self:
            sex = line.staff_id.sex
            if line.size_id.sex != sex:
                raise UserError(
                    self.env._(
                        "%(person)s: %(size)s of “%(garment)s” is not for this sex.",
                        person=line.staff_id.name,
                        size=line.size_id.display_name,
                        garment=line.garment_id.name,
                    )
                )

    # -- stock and prices -----------------------------------------------------------

    def _out_entry(self):
        """The entry in stock of what is handed out."""
        return {
            "size": self.size_id,
            "quantity": -self.quantity,
            "kind": "issue",
            "issue_line_id": self.id,
            "reason": self.issue_id.reason,
        }

    def _back_entry(self):
        """The entry in stock of what comes back in exchange."""
        return {
            "size": self.returns_line_id.size_id,
            "quantity": self.quantity,
            "kind": "exchange",
            "issue_line_id": self.id,
            "reason": self.issue_id.reason,
        }

    def _prices(self):
        """What a piece of each size cost last.

        :return: dict size id → price of the last order that brought it, else of the
            garment
        """
        bought = self.env["tthc.uniform.order.line"].search(
            [
                ("size_id", "in", self.size_id.ids),
                ("order_id.center_id", "in", self.issue_id.center_id.ids),
                ("order_id.state", "in", ("closed", "done")),
            ],
            order="id",
        )
        return {
            **{line.size_id.id: line.garment_id.unit_price for line in self},
            **{line.size_id.id: line.unit_price for line in bought},
        }

    # -- exchange -------------------------------------------------------------------

    def _exchange(self, size, reason, signature):
        """Change pieces for those of another size; the old ones go back to stock.

        :param size: ``tthc.uniform.size`` of the same garment
        :param reason: why, such as “too tight”
        :param signature: base64 image of the person's signature
        :return: the issue that the exchange makes
        :raise UserError: for pieces that were exchanged or not signed for, for the
            same size, without reason or signature, or when the stock has not enough
        """
        self.ensure_one()
        issue = self.issue_id
        issue._check_role("tthc_base.group_hr_logistics")
        issue._lock()
        issue._check_state("issued")
        self._check_exchange(size, reason, signature)
        exchange = issue._moving().create(
            {
                "kind": "exchange",
                "center_id": issue.center_id.id,
                "staff_id": issue.staff_id.id,
                "order_id": issue.order_id.id,
                "exchanges_id": issue.id,
                "reason": reason.strip(),
                "signature": signature,
                "line_ids": [
                    Command.create(
                        {
                            "size_id": size.id,
                            "quantity": self.quantity,
                            "returns_line_id": self.id,
                        }
                    )
                ],
            }
        )
        exchange._hand_out()
        self._keep_size(size)
        return exchange

    def _check_exchange(self, size, reason, signature):
        if self.is_exchanged:
            raise UserError(
                self.env._(
                    "These pieces were exchanged already: exchange those that %(name)s "
                    "got for them.",
                    name=self.issue_id.name,
                )
            )
        if size.garment_id != self.garment_id or size == self.size_id:
            raise UserError(
                self.env._(
                    "Choose another size of “%(garment)s”.",
                    garment=self.garment_id.name,
                )
            )
        self.issue_id._said(reason)
        if not signature:
            raise UserError(
                self.env._(
                    "%(name)s has to sign for what is handed out.",
                    name=self.issue_id.name,
                )
            )

    def _keep_size(self, size):
        """The person's size is the new one from now on."""
        choice = self.env["tthc.uniform.size.choice"].search(
            [
                ("staff_id", "=", self.staff_id.id),
                ("garment_id", "=", self.garment_id.id),
            ]
        )
        choice.filtered("is_asked").size_id = size
