from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now

MANAGER = "tthc_base.group_center_manager"
REPORT = "tthc_dossier.action_report_blank"
#: Two sheets a number: a pack of this size prints in some seconds.
MOST = 100
OPEN_FIELDS = {"note"}


class TthcReceiptPack(models.Model):
    """A pack of receipts that are numbered and printed ahead, to be kept in a drawer.

    The numbers are a series of their own, one a body and year: what a dossier is
    called and where it stands in the register depends on agency and day, which nobody
    knows before the power fails. So the numbers of the register stay continuous, and
    those of the packs are accounted for one by one.
    """

    _name = "tthc.receipt.pack"
    _inherit = ["tthc.guarded", "mail.thread", "mail.activity.mixin"]
    _description = "Pack of numbered receipts"
    _order = "id desc"

    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user.tthc_center_id,
    )
    amount = fields.Integer(string="Receipts", required=True, default=20)
    note = fields.Char(help="Where the pack is kept.")
    first_code = fields.Char(string="From no.", readonly=True, copy=False)
    last_code = fields.Char(string="To no.", readonly=True, copy=False)
    blank_ids = fields.One2many("tthc.receipt.blank", "pack_id", readonly=True)
    printed_at = fields.Datetime(string="Printed", readonly=True, copy=False)
    printed_by_id = fields.Many2one(
        "res.users", string="Printed by", readonly=True, copy=False, ondelete="restrict"
    )
    print_count = fields.Integer(string="Times printed", readonly=True, copy=False)
    may_print = fields.Boolean(readonly=True, copy=False, default=True)
    kept_count = fields.Integer(string="In the drawer", compute="_compute_counts")
    given_count = fields.Integer(string="To be entered", compute="_compute_counts")
    used_count = fields.Integer(string="Entered", compute="_compute_counts")
    void_count = fields.Integer(string="Void", compute="_compute_counts")

    _amount_sane = models.Constraint(
        f"CHECK (amount BETWEEN 1 AND {MOST})",
        f"A pack has 1 to {MOST} receipts.",
    )

    @api.depends("first_code", "last_code")
    def _compute_display_name(self):
        for pack in self:
            pack.display_name = (
                f"{pack.first_code} → {pack.last_code}"
                if pack.first_code
                else self.env._("New pack")
            )

    @api.depends("blank_ids.state")
    def _compute_counts(self):
        groups = self.env["tthc.receipt.blank"]._read_group(
            [("pack_id", "in", self.ids)], ["pack_id", "state"], ["__count"]
        )
        counts = {(pack.id, state): count for pack, state, count in groups}
        for pack in self:
            for state in ("kept", "given", "used", "void"):
                pack[f"{state}_count"] = counts.get((pack.id, state), 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Make packs and draw their numbers.

        :raise AccessError: to others than the manager of the center
        """
        packs = super().create(vals_list)
        packs._check_manages()
        # A default may come from the context too.
        if any(
            pack.blank_ids or pack.first_code or pack.printed_at or not pack.may_print
            for pack in packs
        ):
            packs._check_moving()
        for pack in packs:
            pack._draw()
        return packs

    def write(self, vals):
        """Write the note; everything else follows from the buttons."""
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if not own <= OPEN_FIELDS:
            self._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Numbers are never deleted: void those that are spoiled.")
        )

    def _check_manages(self):
        """Refuse whoever does not manage the center.

        :raise AccessError: names the role that does
        """
        self._check_role(MANAGER)
        user = self.env.user
        if self.env.su or user.has_group("tthc_base.group_admin"):
            return
        if self.center_id - user.tthc_center_id:
            raise AccessError(
                self.env._("This is done by the manager of the center itself.")
            )

    def _draw(self):
        """Draw the numbers of the pack, one after another."""
        self.ensure_one()
        # sudo: numbers belong to their pack; nobody else makes any
        blanks = self.env["tthc.receipt.blank"].sudo()
        body, day = self.center_id.agency_id, self.center_id._today()
        first = self.env["tthc.number"]._next(
            blanks._name, "number", {"agency_id": body.id, "year": day.year}
        )
        made = blanks._moving().create(
            [
                {
                    "pack_id": self.id,
                    "agency_id": body.id,
                    "year": day.year,
                    "number": number,
                    "code": blanks._format_code(body, day, number),
                }
                for number in range(first, first + self.amount)
            ]
        )
        self._moving().write({"first_code": made[0].code, "last_code": made[-1].code})

    # -- print ------------------------------------------------------------------------

    def action_print(self):
        """Print the pack: once; again only when the manager has said why.

        :return: action
        :raise UserError: when it was printed
        """
        self.ensure_one()
        self._check_may_print()
        return self.env.ref(REPORT).report_action(self.blank_ids.sorted("number"))

    def _check_may_print(self):
        for pack in self:
            if not pack.may_print:
                raise UserError(
                    self.env._(
                        "%(pack)s was printed on %(day)s by %(user)s. A second sheet "
                        "with the same number is a danger: the manager must say why "
                        "it is printed again.",
                        pack=pack.display_name,
                        day=pack.center_id._local_day(pack.printed_at).strftime(
                            "%d/%m/%Y"
                        ),
                        user=pack.printed_by_id.display_name,
                    )
                )

    def _note_print(self, blanks):
        """Keep who printed what.

        :param blanks: ``tthc.receipt.blank`` of this pack
        :raise UserError: when the pack may not be printed again
        """
        self.ensure_one()
        self._check_may_print()
        # sudo: whoever may read the numbers prints them, the log is the machine's
        pack = self.sudo()._moving()
        pack.write(
            {
                "printed_at": pack.printed_at or now(),
                "printed_by_id": pack.printed_by_id.id or self.env.uid,
                "print_count": pack.print_count + 1,
                "may_print": False,
            }
        )
        pack.message_post(
            body=self.env._(
                "Printed by %(user)s, time no. %(count)s: %(codes)s.",
                user=self.env.user.name,
                count=pack.print_count,
                codes=blanks._codes_label(),
            )
        )

    def action_allow_reprint(self, reason=None):
        """Let the pack be printed once more.

        :param reason: why; kept in the log
        :raise AccessError: to others than the manager of the center
        :raise UserError: without a reason
        """
        self.ensure_one()
        self._check_manages()
        self._need_reason(reason)
        self._moving().write({"may_print": True})
        self.message_post(
            body=self.env._("May be printed once more: %(reason)s", reason=reason)
        )

    @api.model
    def _need_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason."))

    # -- accounting -------------------------------------------------------------------

    def action_hand_out(self, code=None):
        """Say up to which number the receipts of the pack were given to citizens.

        From then on those numbers are waited for: entered, or void with a reason.

        :param code: last number given out, as printed
        :raise UserError: when it is none of this pack
        """
        self.ensure_one()
        blank = self.env["tthc.receipt.blank"]._find(self.center_id, code)
        if blank.pack_id != self:
            raise UserError(
                self.env._(
                    "%(code)s is no number of this pack (%(pack)s).",
                    code=code or "–",
                    pack=self.display_name,
                )
            )
        blank._hand_out()

    def _remind(self, sentence):
        self.ensure_one()
        self.center_id._remind_managers(self, sentence)

    def action_open_blanks(self):
        """Open the numbers of the pack.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_dossier.tthc_receipt_blank_action"
        )
        return action | {"domain": [("pack_id", "=", self.id)], "context": {}}
