from passlib.context import CryptContext

from odoo import api, fields, models
from odoo.exceptions import UserError

#: A PIN is short, so each guess has to cost something.
_crypt = CryptContext(schemes=["pbkdf2_sha512"], pbkdf2_sha512__rounds=200_000)
#: Wrong guesses after which a PIN is locked until its owner or a manager renews it.
TRIES = 5
DIGITS = range(4, 9)


class TthcCustodyPin(models.Model):
    """The PIN by which a person signs minutes on somebody else's device.

    Only its hash is kept. Who has logged in signs without one.
    """

    _name = "tthc.custody.pin"
    _description = "PIN for hand-over minutes"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    digest = fields.Char(required=True, groups="base.group_system")
    tries_left = fields.Integer(required=True, default=TRIES)

    _one_each = models.UniqueIndex("(user_id)", "This person has a PIN already.")

    @api.model
    def _set(self, user, pin):
        """Set or renew the PIN of a user.

        :param user: ``res.users``
        :param pin: four to eight digits
        :raise UserError: for anything else, and for one that is too easy
        """
        pin = (pin or "").strip()
        if not pin.isdecimal() or len(pin) not in DIGITS:
            raise UserError(self.env._("A PIN has four to eight digits."))
        steps = {int(b) - int(a) for a, b in zip(pin, pin[1:], strict=False)}
        if len(steps) == 1 and steps <= {-1, 0, 1}:
            raise UserError(
                self.env._("Choose a PIN that is not a row such as 1234 or 1111.")
            )
        # sudo: nobody reads or writes PINs but through this model's methods
        pins = self.sudo()
        values = {"digest": _crypt.hash(pin), "tries_left": TRIES}
        own = pins.search([("user_id", "=", user.id)])
        if own:
            own.write(values)
        else:
            pins.create({"user_id": user.id, **values})

    @api.model
    def _check(self, user, pin):
        """Compare a PIN; a wrong one uses up a try.

        Nothing is raised, so that the used try is not rolled back.

        :param user: ``res.users``
        :param pin: as typed
        :return: False when it is right, else what to tell
        """
        # sudo: as above
        own = self.sudo().search([("user_id", "=", user.id)])
        if not own:
            return self.env._(
                "%(name)s has no PIN yet: set one under “My PIN” first, or sign on "
                "the own device.",
                name=user.name,
            )
        # Two guesses at once must not share one try.
        own._lock_row()
        if not own.tries_left:
            return self.env._(
                "The PIN of %(name)s is locked after %(tries)s wrong tries: set a new "
                "one, or sign on the own device.",
                name=user.name,
                tries=TRIES,
            )
        if _crypt.verify((pin or "").strip(), own.digest):
            own.tries_left = TRIES
            return False
        own.tries_left -= 1
        return self.env._(
            "This is not the PIN of %(name)s; %(left)s tries left.",
            name=user.name,
            left=own.tries_left,
        )

    def _lock_row(self):
        self.lock_for_update()
        self.invalidate_recordset(["tries_left"])
