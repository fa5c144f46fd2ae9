import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

from .transition_table import MANAGER, RECEPTION

#: The word behind a printed QR code, alone or at the end of its address.
TOKEN = re.compile(r"(?:^|/)([BCGHKLMNPQTV0-9]{25})$", re.IGNORECASE)
SHOWN_CODES = 12


class TthcReceiptBlank(models.Model):
    """One receipt that was numbered and printed ahead, and what became of its number.

    ======  =====================================================================
    kept    in the drawer
    given   handed to a citizen, or a higher number was: waited for
    used    entered afterwards; the dossier carries the number
    void    spoiled, with the reason
    ======  =====================================================================
    """

    _name = "tthc.receipt.blank"
    _inherit = ["tthc.guarded.whole"]
    _description = "Receipt numbered ahead"
    _order = "pack_id desc, number"
    _rec_name = "code"

    pack_id = fields.Many2one(
        "tthc.receipt.pack", required=True, ondelete="restrict", index=True
    )
    center_id = fields.Many2one(
        related="pack_id.center_id", store=True, index=True, string="Center"
    )
    agency_id = fields.Many2one("tthc.agency", required=True, ondelete="restrict")
    year = fields.Integer(required=True)
    number = fields.Integer(string="No.", required=True)
    code = fields.Char(string="Printed number", required=True)
    token = fields.Char(
        copy=False,
        groups="base.group_system",
        default=lambda self: self.env["tthc.dossier"]._new_token(),
    )
    state = fields.Selection(
        [
            ("kept", "In the drawer"),
            ("given", "To be entered"),
            ("used", "Entered"),
            ("void", "Void"),
        ],
        required=True,
        default="kept",
    )
    dossier_id = fields.Many2one(
        "tthc.dossier", readonly=True, copy=False, ondelete="restrict"
    )
    outage_id = fields.Many2one(
        "tthc.outage", readonly=True, copy=False, ondelete="restrict", index=True
    )
    received_at = fields.Datetime(string="Hour on the paper", readonly=True, copy=False)
    settled_at = fields.Datetime(string="Entered or void on", readonly=True, copy=False)
    settled_by_id = fields.Many2one(
        "res.users", string="By", readonly=True, copy=False, ondelete="restrict"
    )
    void_reason = fields.Char(readonly=True, copy=False)

    _number_uniq = models.UniqueIndex(
        "(agency_id, year, number) WHERE number > 0", "This number is taken."
    )
    _code_uniq = models.UniqueIndex("(code)", "This number is taken.")
    _token_uniq = models.UniqueIndex("(token)")
    _dossier_uniq = models.UniqueIndex(
        "(dossier_id) WHERE dossier_id IS NOT NULL",
        "This dossier was entered by another number already.",
    )
    # What is waited for: few rows at any time.
    _given_idx = models.Index("(pack_id) WHERE state = 'given'")

    @api.model
    def _format_code(self, body, day, number):
        """A number as it is printed, such as “DP-H19.15-26-00012”.

        :param body: ``tthc.agency`` that the center belongs to
        :param day: ``datetime.date`` on which it is drawn
        :param number: within body and year, from 1
        """
        identifier = body._names_at(day)["identifier"] or body.id
        return f"DP-{identifier}-{day:%y}-{number:05d}".upper()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Numbers are never deleted: void those that are spoiled.")
        )

    def _tthc_form_regulation(self):
        self.ensure_one()
        return self.env["tthc.regulation"]._at(self.center_id._today())

    def _tthc_after_print(self, form, copies):
        for pack, blanks in self.grouped("pack_id").items():
            pack._note_print(blanks)

    def _tracking_url(self):
        """Address behind the QR code: the dossier takes over its word."""
        self.ensure_one()
        # sudo: the printed receipt carries the word, the field is closed otherwise
        return f"{self.get_base_url()}/hs/{self.sudo().token}"

    def _codes_label(self):
        """Numbers in words, at most a dozen of them."""
        codes = self.sorted("number").mapped("code")
        shown = ", ".join(codes[:SHOWN_CODES])
        left = len(codes) - SHOWN_CODES
        return f"{shown} … (+{left})" if left > 0 else shown

    # -- finding ----------------------------------------------------------------------

    @api.model
    def _find(self, center, text):
        """The number of a center that was scanned or typed.

        :param center: ``tthc.center``
        :param text: the whole number, its last digits, or what the QR code holds
        :return: one number
        :raise UserError: when there is none, or the digits mean several
        """
        text = (text or "").strip()
        found = self.search(self._domain_of(center, text), limit=2) if text else self
        if len(found) != 1:
            raise UserError(
                self.env._(
                    "The number “%(text)s” is none of the packs of this center. Scan "
                    "the code of the receipt, or type its number as printed.",
                    text=text[:40],
                )
                if not found
                else self.env._(
                    "“%(text)s” means several numbers: type the whole number as "
                    "printed.",
                    text=text,
                )
            )
        return found

    @api.model
    def _domain_of(self, center, text):
        own = Domain("center_id", "=", center.id)
        scanned = TOKEN.search(text)
        if scanned:
            # sudo: the word is closed to staff; who holds the paper has it
            found = self.sudo().search([("token", "=", scanned[1].upper())], limit=1)
            return own & Domain("id", "in", found.ids)
        if text.isdecimal():
            open_ones = Domain("state", "in", ("kept", "given"))
            return own & open_ones & Domain("number", "=", int(text))
        return own & Domain("code", "=", text.upper())

    @api.model
    def _packs_to_enter(self):
        """Numbers that were given out and are waited for, by pack.

        :return: dict of pack → numbers
        """
        return self.search([("state", "=", "given")]).grouped("pack_id")

    # -- accounting -------------------------------------------------------------------

    def _check_serves(self):
        """Refuse whoever neither receives at the center nor manages it.

        :raise AccessError: in words
        """
        if self.env.su:
            return
        user = self.env.user
        at_home = not self.center_id - user.tthc_center_id
        serves = user.has_group(RECEPTION) or user.has_group(MANAGER)
        if not (serves and at_home):
            raise AccessError(
                self.env._(
                    "Numbers are accounted for by the people of their own center."
                )
            )

    def _check_open(self):
        """Refuse numbers that are accounted for.

        :raise UserError: says what became of the first of them
        """
        for blank in self:
            if blank.state == "used":
                raise UserError(
                    self.env._(
                        "%(code)s was entered already, as the dossier %(dossier)s.",
                        code=blank.code,
                        # sudo: its code alone, so that a clerk learns where it is
                        dossier=blank.sudo().dossier_id.display_name,
                    )
                )
            if blank.state == "void":
                raise UserError(
                    self.env._(
                        "%(code)s is void: %(reason)s.",
                        code=blank.code,
                        reason=blank.void_reason,
                    )
                )

    def _hand_out(self):
        """Wait for this number and for those before it in its pack."""
        self.ensure_one()
        self._check_serves()
        # sudo: numbers are written by their actions only
        self.pack_id.sudo().blank_ids.filtered(
            lambda blank: blank.state == "kept" and blank.number <= self.number
        )._moving().write({"state": "given"})

    def action_void(self, reason=None):
        """Void spoiled receipts; their numbers stay on record with the reason.

        :param reason: what happened to the paper
        :raise UserError: without a reason, or for a number that was entered
        :raise AccessError: to people of other centers and roles
        """
        self._check_serves()
        self.env["tthc.receipt.pack"]._need_reason(reason)
        # sudo: numbers are written by their actions only
        blanks = self.sudo()
        blanks._lock()
        blanks._check_open()
        blanks._moving().write(
            {"state": "void", "void_reason": reason.strip(), **self._settled()}
        )
        blanks._tell_pack()

    def _settled(self):
        return {"settled_at": now(), "settled_by_id": self.env.uid}

    def _use(self, dossier, outage):
        """Give the number to the dossier that is entered by it.

        :param dossier: ``tthc.dossier``
        :param outage: ``tthc.outage`` that covers the hour of its receipt
        """
        self.ensure_one()
        self._hand_out()
        # sudo: numbers are written by their actions only
        self.sudo()._moving().write(
            {
                "state": "used",
                "dossier_id": dossier.id,
                "outage_id": outage.id,
                **self._settled(),
            }
        )
        self._tell_pack()

    def _tell_pack(self):
        """Take the reminder of packs off the lists that wait for nothing more."""
        # sudo: a task of the managers is done by whoever enters the last number
        packs = self.sudo().pack_id
        # sudo: as above
        waiting = self.sudo().search(
            [("pack_id", "in", packs.ids), ("state", "=", "given")]
        )
        (packs - waiting.pack_id).activity_ids.unlink()
