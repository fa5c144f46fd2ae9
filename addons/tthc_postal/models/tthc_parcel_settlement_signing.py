import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount

METHODS = [("login", "Own login"), ("pin", "PIN")]
#: The two sides of a sheet, each with the other one.
OTHER = {"center": "post", "post": "center"}
DESK = ("tthc_base.group_reception", "tthc_base.group_center_manager")


class TthcParcelSettlementSigning(models.AbstractModel):
    """Center and Post agree on a sheet: two names, each with a time."""

    _name = "tthc.parcel.settlement.signing"
    _description = "Signing of a sheet with the Post"

    center_user_id = fields.Many2one(
        "res.users",
        string="Signed for the center",
        readonly=True,
        ondelete="restrict",
        copy=False,
    )
    center_at = fields.Datetime(
        string="Signed for the center at", readonly=True, copy=False
    )
    center_method = fields.Selection(METHODS, readonly=True, copy=False)
    post_user_id = fields.Many2one(
        "res.users",
        string="Signed for the Post",
        readonly=True,
        ondelete="restrict",
        copy=False,
    )
    post_at = fields.Datetime(
        string="Signed for the Post at", readonly=True, copy=False
    )
    post_method = fields.Selection(METHODS, readonly=True, copy=False)
    payload = fields.Text(readonly=True, copy=False)
    hash = fields.Char(
        readonly=True, copy=False, help="SHA-256 of what both sides agreed on."
    )
    can_sign_center = fields.Boolean(compute="_compute_can_sign")
    can_sign_post = fields.Boolean(compute="_compute_can_sign")

    @api.depends("state", "center_user_id", "post_user_id")
    @api.depends_context("uid")
    def _compute_can_sign(self):
        user = self.env.user
        for sheet in self:
            open_sheet = sheet.state in ("draft", "signed")
            sheet.can_sign_center = (
                open_sheet
                and not sheet.center_user_id
                and sheet._may_stand_for(user, "center")
            )
            sheet.can_sign_post = (
                open_sheet
                and not sheet.post_user_id
                and sheet._may_stand_for(user, "post")
            )

    def _may_stand_for(self, user, side):
        """Whether a user acts for a side.

        :param user: ``res.users``
        :param side: “center” or “post”
        """
        self.ensure_one()
        if not user.active:
            return False
        if side == "post":
            # sudo: who settles for a carrier is on its record, which not all may read
            return user in self.sudo().carrier_id.settler_ids
        return user.tthc_center_id == self.center_id and any(map(user.has_group, DESK))

    def _check_center_side(self):
        """Refuse whoever does not act for the center."""
        self.check_access("read")
        if not self.env.su and not self._may_stand_for(self.env.user, "center"):
            raise AccessError(
                self.env._(
                    "%(sheet)s is settled by the counter and the manager of "
                    "%(center)s.",
                    sheet=self.display_name,
                    center=self.center_id.display_name,
                )
            )

    # -- signing --------------------------------------------------------------------

    def action_sign_center(self):
        """Sign for the center with the own login.

        :raise UserError: when a difference is not explained
        """
        self.check_access("read")
        for sheet in self:
            sheet._sign("center", self.env.user, "login")

    def action_sign_post(self):
        """Sign for the Post with the own login; see :meth:`action_sign_center`."""
        self.check_access("read")
        for sheet in self:
            sheet._sign("post", self.env.user, "login")

    def sign_post_with_pin(self, user_id, pin):
        """Sign for the Post on the center's device.

        A wrong PIN raises nothing, so that the used try stays used.

        :param user_id: id of who signs
        :param pin: as typed
        :return: False, or what to tell where the PIN was refused
        """
        self.ensure_one()
        self._check_center_side()
        # sudo: who may sign is told by _may_stand_for, not by the list of users
        user = self.env["res.users"].sudo().browse(user_id).exists()
        if not user or not self._may_stand_for(user, "post"):
            raise UserError(self.env._("This person can't sign for the Post."))
        fault = self.env["tthc.custody.pin"]._check(user, pin)
        if not fault:
            self._sign("post", user, "pin")
        return fault

    def _sign(self, side, user, method):
        """Take one signature; the second one freezes the sheet."""
        self.ensure_one()
        sheet = self._as_action()
        sheet._lock()
        sheet.invalidate_recordset()
        sheet.line_ids.invalidate_recordset()
        sheet._check_state("draft", "signed")
        if not sheet._may_stand_for(user, side):
            raise AccessError(
                self.env._(
                    "%(name)s does not sign for this side of %(sheet)s.",
                    name=user.name,
                    sheet=sheet.display_name,
                )
            )
        if sheet[f"{side}_user_id"]:
            raise UserError(self.env._("This side has signed already."))
        if sheet[f"{OTHER[side]}_user_id"] == user:
            raise UserError(self.env._("One person can't sign for both sides."))
        sheet._check_explained()
        sheet.write(
            {
                "state": "signed",
                f"{side}_user_id": user.id,
                f"{side}_at": now(),
                f"{side}_method": method,
            }
        )
        if sheet[f"{OTHER[side]}_user_id"]:
            sheet._agree()

    def _check_explained(self):
        """Refuse a sheet without lines, or with a difference nobody explained."""
        if not self.line_ids:
            raise UserError(
                self.env._("%(sheet)s has no parcel yet.", sheet=self.display_name)
            )
        for line in self.line_ids:
            if line.difference and not (line.note or "").strip():
                raise UserError(
                    self.env._(
                        "%(parcel)s: %(difference)s đ of difference. Write down why, "
                        "or correct what was handed over.",
                        parcel=line.parcel_id.display_name,
                        difference=vietnamese_amount(line.difference),
                    )
                )

    def _agree(self):
        """Number the sheet and keep what it says."""
        year = self.day.year
        number = self.env["tthc.number"]._next(
            self._name, "number", {"center_id": self.center_id.id, "year": year}
        )
        values = {"year": year, "number": number, "name": f"{number}/ĐSBĐ-{year}"}
        payload = self._canonical(values)
        self.write(
            {
                **values,
                "state": "agreed",
                "payload": payload,
                "hash": hashlib.sha256(payload.encode()).hexdigest(),
            }
        )

    def _canonical(self, values):
        """What the sheet says, as text that does not depend on who reads it.

        :param values: dict with ``year`` and ``number``
        """
        return json.dumps(
            {
                "number": values["number"],
                "year": values["year"],
                "center": self.center_id.id,
                "carrier": self.carrier_id.id,
                "day": fields.Date.to_string(self.day),
                "part": self.part,
                **{
                    side: [
                        self[f"{side}_user_id"].id,
                        fields.Datetime.to_string(self[f"{side}_at"]),
                        self[f"{side}_method"],
                    ]
                    for side in OTHER
                },
                "lines": [line._canonical() for line in self.line_ids.sorted("id")],
            },
            sort_keys=True,
            ensure_ascii=False,
            separators=(",", ":"),
        )

    def _is_intact(self):
        """Whether an agreed sheet still says what both signed."""
        self.ensure_one()
        told = self._canonical({"number": self.number, "year": self.year})
        return (
            told == self.payload
            and hashlib.sha256(told.encode()).hexdigest() == self.hash
        )

    def action_reopen(self, reason=None):
        """Take the first signature back, to put something right.

        :param reason: what; it stays on record
        :raise UserError: when both have signed
        """
        self.ensure_one()
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it stays on record."))
        user = self.env.user
        if not self.env.su and not any(
            self._may_stand_for(user, side) for side in OTHER
        ):
            raise AccessError(
                self.env._("Only the two sides of the sheet open it again.")
            )
        sheet = self._as_action()
        sheet._lock()
        sheet.invalidate_recordset()
        sheet._check_state("signed")
        sheet.write(
            {
                "state": "draft",
                **{
                    f"{side}_{name}": False
                    for side in OTHER
                    for name in ("user_id", "at", "method")
                },
            }
        )
        sheet.message_post(
            body=self.env._("Opened again: %(reason)s", reason=reason.strip())
        )

    def _pay(self, reference):
        """Put down that the agreed money came in; see :meth:`action_pay`."""
        self._as_action().write(
            {
                "state": "paid",
                "paid_at": now(),
                "paid_by_id": self.env.uid,
                "paid_reference": reference,
            }
        )
