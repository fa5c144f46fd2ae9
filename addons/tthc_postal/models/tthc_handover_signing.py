import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now

from .handover_sides import OTHER

METHODS = [("login", "Own login"), ("pin", "PIN")]


class TthcHandoverSigning(models.AbstractModel):
    """Two names and a time: who signs, and what the second signature does."""

    _name = "tthc.handover.signing"
    _description = "Signing of hand-over minutes"

    sign_a_user_id = fields.Many2one(
        "res.users", string="First side", ondelete="restrict", readonly=True
    )
    sign_a_at = fields.Datetime(string="First side signed", readonly=True)
    sign_a_method = fields.Selection(METHODS, readonly=True)
    sign_a_image = fields.Image(max_width=600, max_height=300, readonly=True)
    sign_b_user_id = fields.Many2one(
        "res.users", string="Second side", ondelete="restrict", readonly=True
    )
    sign_b_at = fields.Datetime(string="Second side signed", readonly=True)
    sign_b_method = fields.Selection(METHODS, readonly=True)
    sign_b_image = fields.Image(max_width=600, max_height=300, readonly=True)
    done_at = fields.Datetime(string="Signed by both", readonly=True, copy=False)
    payload = fields.Text(readonly=True, copy=False)
    hash = fields.Char(readonly=True, copy=False)

    def sign(self, side, image=None):
        """Sign for a side with the own login.

        :param side: “a” or “b”
        :param image: drawn signature, PNG in base64, kept beside
        :return: dict as ``_sheet`` gives
        :raise AccessError: when the user does not stand on this side
        :raise UserError: when it is signed already, or nothing was scanned
        """
        self.ensure_one()
        self._sign(side, self.env.user, "login", image)
        return self._sheet()

    def sign_with_pin(self, side, user_id, pin, image=None):
        """Sign for a side on a device on which somebody else has logged in.

        A wrong PIN raises nothing, so that the used try stays used.

        :param side: “a” or “b”
        :param user_id: id of who signs
        :param pin: as typed
        :param image: drawn signature, PNG in base64
        :return: dict as ``_sheet`` gives, with ``fault`` where the PIN was refused
        """
        self.ensure_one()
        self._check_taking_part()
        self._check_side(side)
        # sudo: who may sign is told by _may_stand_for, not by the list of users
        user = self.env["res.users"].sudo().browse(user_id).exists()
        # sudo: as above
        if not user or not self.sudo()._may_stand_for(user, side):
            raise UserError(self.env._("This person can't sign for this side."))
        fault = self.env["tthc.custody.pin"]._check(user, pin)
        if fault:
            return {**self._sheet(), "fault": fault}
        self._sign(side, user, "pin", image)
        return self._sheet()

    def may_sign(self, side):
        """Who can sign for a side, for the list on the screen.

        :param side: “a” or “b”
        :return: list of dicts ``id`` and ``name``
        """
        self.ensure_one()
        self._check_taking_part()
        self._check_side(side)
        sheet = self.sudo()  # sudo: names of those who may sign, to choose from
        kind = sheet._side_kind(side)
        if kind == "courier":
            users = sheet.courier_id
        elif kind == "counter":
            users = sheet.center_id.user_ids
        else:
            users = sheet.round_stop_id.stop_id.contact_ids or sheet.agency_id.user_ids
        return [
            {"id": user.id, "name": user.name}
            for user in users
            if sheet._may_stand_for(user, side)
        ]

    @api.model
    def _check_side(self, side):
        if side not in OTHER:
            raise UserError(self.env._("Say which side signs."))

    def _may_stand_for(self, user, side):
        """Whether a user acts for a side.

        :param user: ``res.users``
        :param side: “a” or “b”
        """
        self.ensure_one()
        kind = self._side_kind(side)
        if not user.active:
            return False
        if kind == "courier":
            return user == self.courier_id
        if kind == "agency":
            return self.agency_id in user.tthc_agency_ids and user.has_group(
                "tthc_base.group_specialist"
            )
        return user.tthc_center_id == self.center_id and (
            user.has_group("tthc_base.group_reception")
            or user.has_group("tthc_base.group_center_manager")
        )

    def _sign(self, side, user, method, image):
        """Take one signature; the second one settles the minutes."""
        self._check_side(side)
        sheet = self.sudo()  # sudo: minutes are written by scans and signatures only
        sheet._lock()
        sheet.invalidate_recordset()
        sheet._check_state("draft", "signing")
        if not sheet._may_stand_for(user, side):
            raise AccessError(
                self.env._(
                    "%(name)s does not stand for %(side)s.",
                    name=user.name,
                    side=sheet._side_name(side),
                )
            )
        if sheet[f"sign_{side}_user_id"]:
            raise UserError(self.env._("This side has signed already."))
        if sheet[f"sign_{OTHER[side]}_user_id"] == user:
            raise UserError(self.env._("One person can't sign for both sides."))
        sheet._check_lines()
        sheet._moving().write(
            {
                f"sign_{side}_user_id": user.id,
                f"sign_{side}_at": now(),
                f"sign_{side}_method": method,
                f"sign_{side}_image": image or False,
                "state": "signing",
            }
        )
        if sheet[f"sign_{OTHER[side]}_user_id"]:
            sheet._settle()

    def action_reopen(self):
        """Go back to scanning: the first signature no longer holds.

        :raise UserError: when both have signed
        """
        self.ensure_one()
        self._check_taking_part()
        sheet = self.sudo()  # sudo: as in _sign
        sheet._lock()
        sheet._check_state("signing")
        sheet._moving().write(
            {
                "state": "draft",
                **{
                    f"sign_{side}_{name}": False
                    for side in OTHER
                    for name in ("user_id", "at", "method", "image")
                },
            }
        )
        return self._sheet()

    def action_drop(self):
        """Drop a sheet that nobody signs; no paper moves."""
        self.ensure_one()
        self._check_taking_part()
        sheet = self.sudo()  # sudo: as in _sign
        sheet._lock()
        sheet._check_state("draft")
        sheet._drop_noted()
        sheet._moving().write({"state": "dropped"})

    # -- the second signature -----------------------------------------------------

    def _settle(self):
        """All papers of the sheet change hands at one moment, or none does."""
        self.ensure_one()
        moment = now()
        papers = self.line_ids.paper_id
        papers._lock()
        papers.invalidate_recordset(["holder_id", "move_count", "move_head"])
        moved = self.line_ids.filtered(lambda line: not line.only_counted)
        for line in moved:
            if not self._has(line.from_side, line.paper_id.holder_id):
                line.paper_id._check_holder(
                    self._receiver(
                        line.from_side, self[f"sign_{line.from_side}_user_id"]
                    )
                )
        self._settle_discrepancies()
        values = self._settled_values(moment)
        receivers = {
            side: self._receiver(side, self[f"sign_{side}_user_id"]) for side in OTHER
        }
        papers._append_moves(
            {line.paper_id: receivers[OTHER[line.from_side]] for line in moved},
            "minutes",
            moment,
            values["name"],
        )
        self._moving().write(values)
        self._after_signing(moment)

    def _after_signing(self, moment):
        """What follows from the second signature; extended by what hangs on it.

        :param moment: of the second signature, naive UTC
        """
        self._start_clocks(moment)
        self._queue_copies()

    def _settled_values(self, moment):
        year = self.center_id._local_day(moment).year
        number = self.env["tthc.number"]._next(
            self._name, "number", {"center_id": self.center_id.id, "year": year}
        )
        canonical = {
            "number": number,
            "year": year,
            "kind": self.kind,
            "center": self.center_id.id,
            "agency": self.agency_id.id,
            "courier": self.courier_id.id,
            "done_at": fields.Datetime.to_string(moment),
            **{
                f"sign_{side}": [
                    self[f"sign_{side}_user_id"].id,
                    fields.Datetime.to_string(self[f"sign_{side}_at"]),
                    self[f"sign_{side}_method"],
                ]
                for side in OTHER
            },
            "corrects": self.corrects_id.id,
            "reason": self._digest(self.note),
            "lines": sorted(
                [
                    line.paper_id.id,
                    line.from_side,
                    line.original_count,
                    line.copy_count,
                    bool(line.only_counted),
                ]
                for line in self.line_ids
            ),
            "found": sorted(
                [row.kind, row.paper_id.id, self._digest(row.note)]
                for row in self.discrepancy_ids
            ),
        }
        payload = json.dumps(
            canonical, sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        return {
            "state": "done",
            "done_at": moment,
            "year": year,
            "number": number,
            "name": f"{number}/BBGN-{year}",
            "payload": payload,
            "hash": self._digest(payload),
        }

    @staticmethod
    def _digest(text):
        """What free words leave in the payload: they may name people, it may not."""
        return hashlib.sha256(text.encode()).hexdigest() if text else ""
