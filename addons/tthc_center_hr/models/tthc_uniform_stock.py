from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.tthc_base.tools import clock

HR = "tthc_base.group_hr_logistics"


class TthcUniformStock(models.Model):
    """The pieces of a size that a center has: the sum of its moves, kept nowhere else.

    The row is what two who hand out the same size at once wait for.
    """

    _name = "tthc.uniform.stock"
    _inherit = ["tthc.guarded.whole"]
    _description = "Stock of uniforms"
    _order = "center_id, garment_id, size_id"
    _rec_name = "size_id"

    # Found by the unique index on center and size.
    center_id = fields.Many2one("tthc.center", required=True, ondelete="restrict")
    size_id = fields.Many2one("tthc.uniform.size", required=True, ondelete="restrict")
    garment_id = fields.Many2one(related="size_id.garment_id", store=True)
    sex = fields.Selection(related="size_id.sex", store=True)
    move_ids = fields.One2many("tthc.uniform.move", "stock_id", string="Moves")
    move_count = fields.Integer(string="Number of moves", readonly=True)
    move_head = fields.Char(readonly=True)
    on_hand = fields.Integer(string="In stock", compute="_compute_on_hand")
    prepared = fields.Integer(
        string="On prepared issues",
        compute="_compute_on_hand",
        help="Pieces that stand on issues which nobody has signed yet.",
    )

    _once = models.UniqueIndex(
        "(center_id, size_id)",
        "Somebody else has just begun to keep stock of this size: try again.",
    )

    @api.depends("move_count")
    def _compute_on_hand(self):
        moved = dict(
            self.env["tthc.uniform.move"]._read_group(
                [("stock_id", "in", self.ids)], ["stock_id"], ["quantity:sum"]
            )
        )
        prepared = {center: self._prepared_at(center) for center in self.center_id}
        for stock in self:
            stock.on_hand = moved.get(stock, 0)
            stock.prepared = prepared[stock.center_id].get(stock.size_id.id, 0)

    @api.model
    def _on_hand_at(self, center):
        """Pieces in stock at a center.

        :return: dict size id → pieces
        """
        stocks = self.search([("center_id", "=", center.id)])
        return {stock.size_id.id: stock.on_hand for stock in stocks}

    @api.model
    def _prepared_at(self, center):
        """Pieces on issues of a center that nobody has signed yet.

        :return: dict size id → pieces
        """
        groups = (
            self.env["tthc.uniform.issue.line"]
            # sudo: how many are prepared is no secret, for whom is
            .sudo()
            ._read_group(
                [
                    ("issue_id.center_id", "=", center.id),
                    ("issue_id.state", "=", "draft"),
                ],
                ["size_id"],
                ["quantity:sum"],
            )
        )
        return {size.id: pieces for size, pieces in groups}

    @api.model
    def _free_at(self, center):
        """Pieces at a center that no prepared issue counts on.

        :return: dict size id → pieces
        """
        prepared = self._prepared_at(center)
        return {
            size_id: pieces - prepared.get(size_id, 0)
            for size_id, pieces in self._on_hand_at(center).items()
        }

    # -- moves ----------------------------------------------------------------------

    @api.model
    def _post(self, center, entries):
        """Append moves, all or none; stock never falls below zero.

        :param center: one ``tthc.center``
        :param entries: list of dicts with ``size``, ``quantity`` (negative: out),
            ``kind``, ``reason`` and the id of the line that is behind it
        :raise UserError: when a size would run out, with how many there are
        """
        sizes = self.env["tthc.uniform.size"].union(*(row["size"] for row in entries))
        stocks = self._of(center, sizes)
        stocks._hold()
        by_size = {stock.size_id: stock for stock in stocks}
        stocks._check_enough(entries)
        moment = clock.now()
        _moves, owners = self.env["tthc.uniform.move"]._chain_entries(
            [
                {
                    "owner": by_size[entry["size"]],
                    "happened_at": moment,
                    "values": by_size[entry["size"]]._move_values(entry),
                }
                for entry in entries
            ]
        )
        for stock, values in owners.items():
            stock._moving().write(values)
        stocks.invalidate_recordset(["on_hand", "prepared", "move_ids"])

    @api.model
    def _of(self, center, sizes):
        """The rows of sizes at a center; who is missing is begun.

        :return: ``tthc.uniform.stock`` in the superuser's environment
        """
        # sudo: stock is kept by the actions that bring or hand out pieces
        stocks = self.sudo()._moving()
        found = stocks.search(
            [("center_id", "=", center.id), ("size_id", "in", sizes.ids)]
        )
        return found | stocks.create(
            [
                {"center_id": center.id, "size_id": size.id}
                for size in sizes - found.size_id
            ]
        )

    def _hold(self):
        """Hold the rows until the transaction ends, in one order for everybody.

        Whoever comes second waits; as the first one wrote the row, Odoo then repeats
        the second request, which finds the stock as the first one left it.
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
                SQL.identifier(self._table),
                self.ids,
            )
        )

    def _check_enough(self, entries):
        moved = {}
        for entry in entries:
            moved[entry["size"]] = moved.get(entry["size"], 0) + entry["quantity"]
        for stock in self:
            pieces = moved[stock.size_id]
            if pieces < 0 and stock.on_hand + pieces < 0:
                raise UserError(
                    self.env._(
                        "%(garment)s, %(size)s: %(there)s in stock at %(center)s, "
                        "%(asked)s are needed. Wait for the next delivery, or choose "
                        "another size.",
                        garment=stock.garment_id.name,
                        size=stock.size_id.display_name,
                        there=stock.on_hand,
                        center=stock.center_id.display_name,
                        asked=-pieces,
                    )
                )

    def _move_values(self, entry):
        """Columns of a move; what groups moves stands on them, as they never change."""
        self.ensure_one()
        return {
            "center_id": self.center_id.id,
            "garment_id": self.garment_id.id,
            "size_id": self.size_id.id,
            "quantity": entry["quantity"],
            "kind": entry["kind"],
            "reason": entry.get("reason") or False,
            "delivery_line_id": entry.get("delivery_line_id") or False,
            "issue_line_id": entry.get("issue_line_id") or False,
        }

    def action_count(self, counted=0, reason=None):
        """Correct the stock to what was counted.

        :param counted: pieces that are there
        :param reason: what explains the difference
        :raise AccessError: when the user is not of HR
        :raise UserError: without a reason, or when the count is right
        """
        self.ensure_one()
        self._check_role(HR)
        reason = self._said(reason)
        if counted < 0:
            raise UserError(self.env._("A number of pieces can't be negative."))
        # sudo: as in _of
        self.sudo()._hold()
        if counted == self.on_hand:
            raise UserError(
                self.env._("The stock says %(count)s already.", count=counted)
            )
        self._post(
            self.center_id,
            [
                {
                    "size": self.size_id,
                    "quantity": counted - self.on_hand,
                    "kind": "count",
                    "reason": reason,
                }
            ],
        )

    def action_moves(self):
        """The moves behind the figure."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_center_hr.tthc_uniform_move_action"
        )
        return {**action, "domain": [("stock_id", "=", self.id)], "context": {}}
