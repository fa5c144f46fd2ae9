import base64
import hmac
import re

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now

from .parcel_table import COURIER, DESK, INSIDE

#: How often a number may be entered that is not the one of the dossier.
IDENTITY_TRIES = 5
#: Largest picture that comes from a phone, in bytes.
IMAGE_MAX = 3_000_000
IDENTITY_ROLES = ("owner", "submitter", "proxy")


class TthcParcelDelivering(models.AbstractModel):
    """At the citizen's door: identity or authorisation, signatures, invitations."""

    _name = "tthc.parcel.delivering"
    _description = "Delivery of a parcel"

    identity_tries = fields.Integer(
        string="Wrong identity numbers", readonly=True, copy=False
    )
    identity_of = fields.Selection(
        [
            ("owner", "The applicant"),
            ("submitter", "The submitter"),
            ("proxy", "The authorised person"),
            ("note", "Checked by the Post"),
        ],
        string="Identity checked",
        readonly=True,
        copy=False,
        help="Whose identity number the card at the door showed.",
    )
    identity_checked_at = fields.Datetime(readonly=True, copy=False)
    taken_by = fields.Char(readonly=True, copy=False)
    relation = fields.Char(
        string="Relation to the applicant", readonly=True, copy=False
    )
    authorisation = fields.Char(
        string="Authorisation paper", readonly=True, copy=False, groups=INSIDE
    )
    delivered_by_id = fields.Many2one(
        "res.users",
        string="Delivered by",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    signature = fields.Image(
        string="Signature of the receiver",
        max_width=800,
        max_height=400,
        readonly=True,
        copy=False,
        groups=INSIDE,
    )
    photo = fields.Image(
        string="Photo at the door",
        max_width=1600,
        max_height=1600,
        readonly=True,
        copy=False,
        groups=INSIDE,
    )
    signed_on_paper = fields.Boolean(readonly=True, copy=False)

    # -- identity --------------------------------------------------------------------

    def check_identity(self, number):
        """Compare the number on a card with those of the dossier (Decision 45 Art 10).

        The number itself is shown to nobody and kept nowhere. Nothing is raised for a
        wrong one, so that the used try stays used.

        :param number: as it stands on the card
        :return: dict ``match``, ``of`` (whose, in words), ``left`` (tries)
        :raise UserError: when no try is left
        """
        self.ensure_one()
        self.check_access("read")
        self._check_any_role((COURIER, DESK))
        parcel = self.sudo()  # sudo: compares with what the courier must not read
        parcel._lock()
        parcel.invalidate_recordset(["identity_tries", "state"])
        parcel._check_state("accepted", "under_way", "failed")
        if parcel.identity_tries >= IDENTITY_TRIES:
            raise UserError(
                self.env._(
                    "No try is left for %(parcel)s: hand it over by an authorisation "
                    "paper, or call the center.",
                    parcel=parcel.display_name,
                )
            )
        whose = parcel._identity_match(number)
        if not whose:
            parcel._moving().write({"identity_tries": parcel.identity_tries + 1})
            left = IDENTITY_TRIES - parcel.identity_tries
            return {"match": False, "of": "", "left": left}
        parcel._moving().write({"identity_of": whose, "identity_checked_at": now()})
        labels = dict(self._fields["identity_of"]._description_selection(self.env))
        left = IDENTITY_TRIES - parcel.identity_tries
        return {"match": True, "of": labels[whose], "left": left}

    def _identity_match(self, number):
        """Whose number it is, key of the identities of a dossier, or None."""
        typed = self._plain_number(number)
        found = None
        for role in IDENTITY_ROLES:
            kept = self._plain_number(self.dossier_id[f"{role}_identity"])
            if kept and hmac.compare_digest(kept.encode(), typed.encode()):
                found = found or role
        return found

    def _plain_number(self, number):
        return re.sub(r"\W", "", str(number or "")).upper()

    def action_reset_identity(self):
        """Give the courier new tries, after a call (the desk)."""
        self.check_access("read")
        self._check_any_role((DESK,))
        parcels = self.sudo()  # sudo: written by actions only
        parcels._lock()
        parcels._moving().write({"identity_tries": 0})
        for parcel in parcels:
            parcel.message_post(body=self.env._("New tries for the identity check."))

    # -- invitations -------------------------------------------------------------------

    def action_fail(self, outcome=None, note=None):
        """Nobody took the parcel: an invitation of rule R22.

        :param outcome: key of the outcomes of ``tthc.parcel.attempt``
        :param note: remark
        :raise UserError: before the day of the next invitation
        """
        self._begin_move("fail")
        self._note_attempts("fail", outcome, note)

    def action_miss(self, outcome=None, note=None):
        """Nobody handed a dossier over at the door.

        See :meth:`action_fail`.
        """
        self._begin_move("miss")
        self._note_attempts("miss", outcome, note)

    def _note_attempts(self, move, outcome, note):
        attempts = self.env["tthc.parcel.attempt"]
        if outcome not in dict(attempts._fields["outcome"].selection):
            raise UserError(self.env._("Say what happened at the door."))
        moment = now()
        rows = []
        for parcel in self.sudo():  # sudo: written by actions only
            day = parcel.center_id._local_day(moment)
            parcel._need_gap(day)
            rules = parcel.regulation_id or self.env["tthc.postal.regulation"]._at(day)
            calendar = parcel.center_id.resource_calendar_id
            next_day = calendar.tthc_working_day_after(day, rules.attempt_gap_days)
            rows.append(
                {
                    "parcel_id": parcel.id,
                    "number": parcel.attempt_count + 1,
                    "happened_at": moment,
                    "outcome": outcome,
                    "note": (note or "").strip() or False,
                    "user_id": self.env.uid,
                    "next_day": next_day,
                }
            )
            parcel._moving().write(
                {
                    "attempt_count": parcel.attempt_count + 1,
                    "next_attempt": next_day,
                    **(parcel._transit_values(moment) if move == "fail" else {}),
                }
            )
        attempts._appending().create(rows)
        self._end_move(move, moment)

    def _need_gap(self, day):
        if self.next_attempt and day < self.next_attempt:
            raise UserError(
                self.env._(
                    "The next invitation for %(parcel)s counts from %(day)s on: "
                    "between two lie working days that the law asks for. It can be "
                    "delivered at any time.",
                    parcel=self.display_name,
                    day=self.next_attempt.strftime("%d/%m/%Y"),
                )
            )

    # -- delivery ----------------------------------------------------------------------

    def action_deliver(
        self,
        taken_by=None,
        relation=None,
        authorisation=None,
        identity_on_note=False,
        signature=None,
        photo=None,
        signed_on_paper=False,
        cod_collected=None,
        price_collected=None,
    ):
        """Hand a result over at the door; with it the dossier is returned (Art 10).

        :param taken_by: name of who took it
        :param relation: to the applicant, where it is somebody else
        :param authorisation: number and date of the paper by which somebody else
            takes it; without it the identity must have been checked
        :param identity_on_note: the Post checked the identity, as the signed note
            says: for the desk, where the courier has no login
        :param signature: drawn, picture in base64
        :param photo: picture in base64
        :param signed_on_paper: the receiver signed the note itself
        :param cod_collected: đồng taken for the fees; None: all of them
        :param price_collected: đồng taken for the postage; None: what is due here
        :raise UserError: without identity or authorisation, without a signature, or
            when the dossier is not to be returned
        """
        self.ensure_one()
        self._begin_move("deliver")
        moment = now()
        parcel = self.sudo()  # sudo: written by actions only
        if identity_on_note:
            self._check_any_role((DESK,))
            parcel._moving().write(
                {"identity_of": "note", "identity_checked_at": moment}
            )
        parcel._need_receiver(taken_by, authorisation)
        if not signature and not signed_on_paper:
            raise UserError(
                self.env._("The receiver signs: on the screen, or on the note.")
            )
        for picture in (signature, photo):
            parcel._check_picture(picture)
        cod = parcel.cod_amount if cod_collected is None else cod_collected
        parcel._check_cod(cod)
        parcel._moving().write(
            {
                "taken_by": taken_by.strip(),
                "relation": (relation or "").strip() or False,
                "authorisation": (authorisation or "").strip() or False,
                "delivered_by_id": self.env.uid,
                "delivered_at": moment,
                "signature": signature or False,
                "photo": photo or False,
                "signed_on_paper": bool(signed_on_paper),
                "cod_collected": cod,
                "price_collected": parcel._price_at_door(price_collected),
                **parcel._transit_values(moment),
            }
        )
        parcel._book_cod()
        parcel._return_dossier(moment)
        self._end_move("deliver", moment)

    def _need_receiver(self, taken_by, authorisation):
        if not (taken_by or "").strip():
            raise UserError(self.env._("Enter who took the parcel."))
        if self.identity_of or (authorisation or "").strip():
            return
        raise UserError(
            self.env._(
                "Check the identity of %(name)s, or enter the authorisation paper.",
                name=taken_by.strip(),
            )
        )

    def _check_picture(self, picture):
        if picture and len(picture) * 3 // 4 > IMAGE_MAX:
            raise UserError(self.env._("The picture is too large."))
        if picture:
            try:
                base64.b64decode(picture, validate=True)
            except ValueError as error:
                raise UserError(self.env._("This is no picture.")) from error

    def _check_cod(self, amount):
        if amount != int(amount) or not 0 <= amount <= self.cod_amount:
            raise UserError(
                self.env._(
                    "Of the fees between 0 and %(amount)s whole đồng are collected.",
                    amount=f"{self.cod_amount:,.0f}".replace(",", "."),
                )
            )

    def _price_at_door(self, collected):
        """Đồng taken for the postage at the door."""
        if collected is not None:
            return max(0, int(collected))
        return self.price if self.price_payment == "receiver" else 0

    def _book_cod(self):
        """What the fees taken at the door mean for the dossier: a hook.

        The settlement with the Post books them as paid; until then a result is not
        held back for what the courier has in hand.
        """

    def _return_dossier(self, moment):
        """Return the dossier by its own action, and end the custody of its papers."""
        self.ensure_one()
        dossier = self.dossier_id
        outside = dossier._papers_for_parcel() - self.paper_ids
        if outside:
            raise UserError(
                self.env._(
                    "%(paper)s belongs to the citizen, too, and is not in this parcel: "
                    "call the center.",
                    paper=outside[0].display_name,
                )
            )
        # The parcel itself shows that the papers are with its courier.
        moving = dossier.with_context(**{self._move_key(): self._moving_key()})
        if dossier.state == "resolved":
            moving._run(
                "give_back",
                source="post",
                receiver=self.taken_by,
                authorisation=self.authorisation,
                means=None if dossier.notified_at else "in_person",
                originals=True,
            )
        papers = self._papers_with_courier()
        if papers:
            citizen = self.env["tthc.custody.holder"]._of("citizen")
            papers._hand_to(citizen, "return", moment, self.name)

    def _moving_key(self):
        """The sentinel of this model's actions, for what they call elsewhere."""
        return self._moving().env.context[self._move_key()]
