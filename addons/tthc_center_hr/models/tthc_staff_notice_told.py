from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.tthc_base.tools import clock


class TthcStaffNoticeTold(models.Model):
    """Who was told of a monthly notice, how and when."""

    _name = "tthc.staff.notice.told"
    _inherit = ["tthc.guarded"]
    _description = "Who was told of a monthly notice"
    _order = "notice_id, id"

    notice_id = fields.Many2one(
        "tthc.staff.notice", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [("mail", "Mail"), ("paper", "On paper")], required=True, default="paper"
    )
    user_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    name = fields.Char(string="Who", required=True)
    email = fields.Char(string="Address", readonly=True)
    state = fields.Selection(
        [
            ("waiting", "To be mailed"),
            ("mailed", "Mailed"),
            ("failed", "Not mailed"),
            ("no_address", "Without an address"),
            ("handed", "Handed over"),
        ],
        required=True,
        default="handed",
        readonly=True,
    )
    told_at = fields.Datetime(string="When", readonly=True)
    tries = fields.Integer(readonly=True)
    problem = fields.Char(readonly=True)
    mail_id = fields.Many2one(
        "mail.mail", readonly=True, ondelete="set null", index="btree_not_null"
    )

    # What the job looks for: few rows at any time.
    _waiting_idx = models.Index("(id) WHERE state = 'waiting'")

    @api.model_create_multi
    def create(self, vals_list):
        """Note who got a sent notice on paper; mails are noted by the job.

        :raise AccessError: before the notice was sent, or for other values
        """
        if self._is_moving():
            return super().create(vals_list)
        allowed = {"notice_id", "name", "kind"}
        vals_list = [
            {name: value for name, value in vals.items() if value or name in allowed}
            for vals in vals_list
        ]
        if any(
            vals.keys() - allowed or vals.get("kind", "paper") != "paper"
            for vals in vals_list
        ):
            self._check_moving()
        rows = super().create([{**vals, "told_at": clock.now()} for vals in vals_list])
        rows.notice_id._check_state("sent")
        return rows

    def write(self, vals):
        """Nobody writes it by hand.

        :raise AccessError: when the job is not at work
        """
        self._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("Who was told stays on record."))
