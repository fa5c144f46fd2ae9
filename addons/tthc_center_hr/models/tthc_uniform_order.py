from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

STATES = [
    ("draft", "Being prepared"),
    ("closed", "Closed, at the supplier"),
    ("done", "Delivered"),
    ("cancelled", "Cancelled"),
]
#: What people write on an order that is being prepared; actions write the rest.
FREE = {"note", "wanted_on", "line_ids"}


class TthcUniformOrder(models.Model):
    """What is ordered of one supplier for a center and a year, by garment and size.

    It keeps for whom each piece is (``person_ids``), as the sizes and entitlements
    were when it was closed; what came and what is in stock is told by the moves.
    """

    _name = "tthc.uniform.order"
    _inherit = [
        "tthc.guarded",
        "tthc.uniform.ordering",
        "tthc.uniform.workbook",
        "tthc.uniform.grid",
        "mail.thread",
    ]
    _description = "Order of uniforms"
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    center_id = fields.Many2one("tthc.center", required=True, ondelete="restrict")
    year = fields.Integer(required=True, default=lambda self: self._this_year())
    number = fields.Integer(string="No.", readonly=True, copy=False)
    supplier_id = fields.Many2one(
        "tthc.uniform.supplier", required=True, ondelete="restrict", index=True
    )
    campaign_id = fields.Many2one(
        "tthc.uniform.campaign", ondelete="restrict", index="btree_not_null"
    )
    garment_ids = fields.Many2many(
        "tthc.uniform.garment", string="Garments", required=True
    )
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    sets = fields.Integer(
        string="Uniforms a person",
        required=True,
        default=1,
        help="How many uniforms each person gets by this order; never more than the "
        "rule of the year leaves.",
    )
    wanted_on = fields.Date(string="Wanted by")
    note = fields.Text()
    closed_at = fields.Datetime(string="Closed", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users", string="Closed by", readonly=True, ondelete="restrict"
    )
    done_at = fields.Datetime(string="Delivered on", readonly=True, copy=False)
    reason = fields.Char(
        readonly=True,
        copy=False,
        tracking=True,
        help="Why it was opened again, cancelled or ended before all had come.",
    )
    line_ids = fields.One2many(
        "tthc.uniform.order.line", "order_id", string="Pieces by size"
    )
    person_ids = fields.One2many(
        "tthc.uniform.order.person", "order_id", string="People", readonly=True
    )
    delivery_ids = fields.One2many(
        "tthc.uniform.delivery", "order_id", string="Deliveries"
    )
    issue_ids = fields.One2many("tthc.uniform.issue", "order_id", string="Issues")
    delivery_count = fields.Integer(compute="_compute_counts")
    issue_count = fields.Integer(compute="_compute_counts")
    person_count = fields.Integer(
        string="Number of people", compute="_compute_people", compute_sudo=True
    )
    missing_names = fields.Text(
        string="Sizes missing", compute="_compute_people", compute_sudo=True
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    quantity = fields.Integer(string="Pieces", compute="_compute_totals")
    received = fields.Integer(compute="_compute_totals")
    amount = fields.Monetary(compute="_compute_totals")

    _number_uniq = models.UniqueIndex(
        "(center_id, year, number) WHERE number > 0",
        "This number of the orders is taken.",
    )
    # The orders of a center's year, as who already has an order is looked up.
    _year_idx = models.Index("(center_id, year, state)")

    @api.model
    def _this_year(self):
        return clock.today(VIETNAM).year

    @api.depends("number", "year", "supplier_id", "state")
    @api.depends_context("lang")
    def _compute_name(self):
        for order in self:
            supplier = order.supplier_id.name or ""
            order.name = (
                self.env._(
                    "Order %(number)s/%(year)s · %(supplier)s",
                    number=order.number,
                    year=order.year,
                    supplier=supplier,
                )
                if order.number
                else self.env._("Draft order · %(supplier)s", supplier=supplier)
            )

    @api.depends("name")
    def _compute_display_name(self):
        for order in self:
            order.display_name = order.name

    def _compute_currency_id(self):
        self.currency_id = self.env.ref("base.VND", raise_if_not_found=False)

    @api.depends("line_ids.quantity", "line_ids.amount", "line_ids.received")
    def _compute_totals(self):
        for order in self:
            order.quantity = sum(order.line_ids.mapped("quantity"))
            order.received = sum(order.line_ids.mapped("received"))
            order.amount = sum(order.line_ids.mapped("amount"))

    def _compute_counts(self):
        deliveries, issues = (
            dict(
                self.env[model]._read_group(
                    [("order_id", "in", self.ids)], ["order_id"], ["__count"]
                )
            )
            for model in ("tthc.uniform.delivery", "tthc.uniform.issue")
        )
        for order in self:
            order.delivery_count = deliveries.get(order, 0)
            order.issue_count = issues.get(order, 0)

    @api.depends("person_ids.size_id", "state")
    def _compute_people(self):
        for order in self:
            order.person_count = len(order.person_ids.staff_id)
            order.missing_names = "\n".join(order._missing_names())

    def _missing_names(self):
        """Who has no size yet of something that is ordered here.

        :return: list of “name (agency)”, each once
        """
        self.ensure_one()
        rows = self.person_ids.filtered(lambda row: not row.size_id)
        return list(
            dict.fromkeys(
                f"{row.staff_id.name} ({row.agency_id.display_name})" for row in rows
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts; what actions write is not taken."""
        if not self._is_moving():
            self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Write drafts; what actions write is not taken."""
        if not self._is_moving():
            own = {name for name in vals if name in self._own_facts()}
            fixed = self.filtered(lambda order: order.state != "draft")
            if own or (fixed and vals.keys() & {"line_ids"}):
                self._check_moving()
        return super().write(vals)

    @api.model
    def _own_facts(self):
        """Fields that only actions write."""
        thread = set(self.env["mail.thread"]._fields)
        return set(self._fields) - FREE - thread

    @api.model
    def _moving_refusal(self):
        return self.env._(
            "An order is made from a campaign or from “Make orders”, and changes "
            "through its buttons only."
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered(lambda order: order.state != "draft" or order.number):
            raise UserError(self.env._("An order with a number is never deleted."))

    # -- the grid -------------------------------------------------------------------

    def _grid_garments(self):
        return self.garment_ids

    def _grid_counts(self):
        counts = {}
        for row in self.person_ids:
            key = (row.agency_id, row.size_id)
            counts[key] = counts.get(key, 0) + row.quantity
        return counts

    def _grid_lines(self, sizes):
        lines = {line.size_id: line for line in self.line_ids}
        empty = self.env["tthc.uniform.order.line"]
        shown = [
            (self.env._("Spare"), "spare"),
            (self.env._("Ordered"), "quantity"),
        ]
        if self.state in ("closed", "done"):
            shown.append((self.env._("Received"), "received"))
        return [
            {
                "label": label,
                "cells": [lines.get(size, empty)[name] or 0 for size in sizes],
            }
            for label, name in shown
        ]

    def open_grid_cell(self, agency_id, size_id):
        """The people behind a figure of the grid.

        :param agency_id: id, or False for all agencies
        :param size_id: id, or False for sizes that are not known
        :return: action
        """
        self.ensure_one()
        domain = [("order_id", "=", self.id), ("size_id", "=", size_id)]
        if agency_id:
            domain.append(("agency_id", "=", agency_id))
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "tthc.uniform.order.person",
            "views": [[False, "list"]],
            "domain": domain,
        }

    def _ordered_already(self, garments):
        """Pieces that orders of this center and year hold for people already.

        :param garments: ``tthc.uniform.garment``
        :return: dict (staff id, garment id) → pieces; these orders are not counted
        """
        self.ensure_one()
        groups = self.env["tthc.uniform.order.person"]._read_group(
            [
                ("order_id", "!=", self.id),
                ("order_id.center_id", "=", self.center_id.id),
                ("order_id.year", "=", self.year),
                ("order_id.state", "!=", "cancelled"),
                ("garment_id", "in", garments.ids),
            ],
            ["staff_id", "garment_id"],
            ["quantity:sum"],
        )
        return {(staff.id, garment.id): pieces for staff, garment, pieces in groups}
