from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

MANAGER = "tthc_base.group_center_manager"
#: What a manager may still write while the entry goes on.
OPEN_FIELDS = {"date_from", "date_to", "reason"}


class TthcOutage(models.Model):
    """A span in which a center could not work with the system.

    What was received on numbered blanks in that span is entered afterwards, at its
    true hour. Nobody can choose a receipt's hour outside a declared span, and none any
    more once the manager has closed the entry.
    """

    _name = "tthc.outage"
    _inherit = ["tthc.guarded", "mail.thread", "mail.activity.mixin"]
    _description = "Outage"
    _order = "date_from desc, id desc"
    _rec_name = "reason"

    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user.tthc_center_id,
    )
    date_from = fields.Datetime(
        string="From", required=True, default=lambda self: now(), tracking=True
    )
    date_to = fields.Datetime(
        string="To", tracking=True, help="Empty while the outage lasts."
    )
    reason = fields.Char(required=True, tracking=True)
    blank_ids = fields.One2many("tthc.receipt.blank", "outage_id", string="Entered")
    blank_count = fields.Integer(
        string="Receipts entered", compute="_compute_blank_count"
    )
    closed_at = fields.Datetime(
        string="Entry closed", readonly=True, copy=False, tracking=True
    )
    closed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )

    _ordered = models.Constraint(
        "CHECK (date_to > date_from)", "An outage can't end before it begins."
    )
    # What the counter and the daily reminder look at.
    _open_idx = models.Index("(center_id, date_from) WHERE closed_at IS NULL")

    @api.depends("reason", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for outage in self:
            outage.display_name = f"{outage._span_label()}: {outage.reason or ''}"

    def _span_label(self):
        """The span by the clock of the center, such as “20/08/2026 08:00–11:30”."""
        self.ensure_one()
        if not self.date_from or not self.center_id:
            return ""
        start = self.center_id._local(self.date_from)
        if not self.date_to:
            return f"{start:%d/%m/%Y %H:%M}–…"
        end = self.center_id._local(self.date_to)
        pattern = "%H:%M" if end.date() == start.date() else "%d/%m/%Y %H:%M"
        return f"{start:%d/%m/%Y %H:%M}–{end.strftime(pattern)}"

    def _compute_blank_count(self):
        groups = self.env["tthc.receipt.blank"]._read_group(
            [("outage_id", "in", self.ids)], ["outage_id"], ["__count"]
        )
        counts = {outage.id: count for outage, count in groups}
        for outage in self:
            outage.blank_count = counts.get(outage.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Declare outages of the own center."""
        outages = super().create(vals_list)
        if any(outage.closed_at or outage.closed_by_id for outage in outages):
            outages._check_moving()
        return outages

    def write(self, vals):
        """Write span and reason while the entry goes on; the rest follows."""
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if own and not self._is_moving():
            if not own <= OPEN_FIELDS:
                self._check_moving()
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.blank_ids or self.filtered("closed_at"):
            raise UserError(
                self.env._("An outage in which receipts were entered is kept.")
            )

    @api.constrains("date_from", "date_to")
    def _check_past(self):
        moment = now()
        for outage in self:
            if outage.date_from > moment or (
                outage.date_to and outage.date_to > moment
            ):
                raise ValidationError(
                    self.env._(
                        "An outage is declared when it has begun, not ahead: leave "
                        "its end empty while it lasts."
                    )
                )

    @api.constrains("date_from", "date_to")
    def _check_keeps_entries(self):
        for outage in self:
            left_out = outage.blank_ids.filtered(
                lambda blank, outage=outage: not outage._covers(blank.received_at)
            )
            if left_out:
                raise ValidationError(
                    self.env._(
                        "%(codes)s were received outside this span. The outage must "
                        "cover what was entered in it.",
                        codes=", ".join(left_out.mapped("code")),
                    )
                )

    def _covers(self, moment):
        """Whether an instant lies in the span.

        :param moment: naive UTC
        """
        self.ensure_one()
        return self.date_from <= moment and (not self.date_to or moment <= self.date_to)

    def _check_open(self):
        """Refuse outages whose entry was closed.

        :raise UserError: names the first of them
        """
        for outage in self.filtered("closed_at"):
            raise UserError(
                self.env._(
                    "The entry for “%(outage)s” is closed. Declare another outage if "
                    "a receipt was forgotten.",
                    outage=outage.display_name,
                )
            )

    @api.model
    def _at(self, center, moment):
        """The outage of a center that is open for entry and covers an instant.

        :param center: ``tthc.center``
        :param moment: naive UTC
        :return: one outage or none
        """
        return self.search(
            Domain("center_id", "=", center.id)
            & Domain("closed_at", "=", False)
            & Domain("date_from", "<=", moment)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", moment)),
            order="date_from desc",
            limit=1,
        )

    # -- end --------------------------------------------------------------------------

    def action_close(self):
        """Close the entry: every number that was given out is accounted for.

        :raise UserError: while the outage lasts, or numbers are still to be entered
        :raise AccessError: to others than the manager of the center
        """
        self._check_manages()
        self.check_access("write")
        self._lock()
        self._check_open()
        for outage in self:
            if not outage.date_to:
                raise UserError(self.env._("Say first when the outage ended."))
            missing = outage.center_id._blanks_to_enter()
            if missing:
                raise UserError(
                    self.env._(
                        "These numbers were given out and are not entered yet: "
                        "%(codes)s. Enter them, or void them with the reason.",
                        codes=missing._codes_label(),
                    )
                )
        self._moving().write({"closed_at": now(), "closed_by_id": self.env.uid})
        # sudo: a task of one manager is done for the others, too
        self.sudo().activity_ids.unlink()

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

    @api.model
    def _cron_remind(self):
        """Each morning: what managers have to see to after an outage.

        An outage that is over and not closed is one task of each manager, and so is a
        pack with numbers that were given out and not entered.
        """
        # The job looks after all centers; tasks are few.
        ended = self.search([("date_to", "<", now()), ("closed_at", "=", False)])
        for outage in ended:
            outage._remind(
                self.env._("Enter what was received on paper, then close the entry.")
            )
        packs = self.env["tthc.receipt.blank"]._packs_to_enter()
        for pack, missing in packs.items():
            pack._remind(
                self.env._(
                    "Given out and not entered yet: %(codes)s.",
                    codes=missing._codes_label(),
                )
            )

    def _remind(self, sentence):
        self.ensure_one()
        self.center_id._remind_managers(self, sentence)
