from odoo import api, fields, models
from odoo.fields import Domain

#: Each model of findings names them again: Odoo files the words of a selection with
#: the addon that names them, and loads them with no other.
FINDING_STATES = [("open", "To be looked at"), ("closed", "Mended")]


class TthcFinding(models.AbstractModel):
    """Something that a nightly check found; it closes by itself when it is mended."""

    _name = "tthc.finding"
    _inherit = ["tthc.guarded.whole"]
    _description = "Finding of a nightly check"

    #: Fields that tell one finding from another: one of each is open at a time.
    _key_fields = ()

    explanation = fields.Text(required=True, readonly=True)
    state = fields.Selection(
        FINDING_STATES,
        required=True,
        default="open",
        readonly=True,
    )
    found_at = fields.Datetime(string="Found first", required=True, readonly=True)
    seen_at = fields.Datetime(string="Seen last", required=True, readonly=True)
    closed_at = fields.Datetime(string="Mended at", readonly=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_moving()

    @api.model
    def _compare(self, looked_at, found, moment):
        """Open what is new, keep what stands, close what was mended.

        :param looked_at: domain of the findings that the check would have found again
        :param found: dict of the values of the key fields, as a tuple → sentence
        :param moment: naive UTC
        :return: the findings that are new
        """
        standing = self._moving().search(
            Domain(looked_at) & Domain("state", "=", "open")
        )
        known = set()
        for row in standing:
            key = row._key()
            if key not in found:
                row.write({"state": "closed", "closed_at": moment})
                continue
            known.add(key)
            row.write({"seen_at": moment, "explanation": found[key]})
        return self._moving().create(
            [
                {
                    **self._key_values(key),
                    "explanation": sentence,
                    "found_at": moment,
                    "seen_at": moment,
                }
                for key, sentence in found.items()
                if key not in known
            ]
        )

    def _key(self):
        """What tells a finding from others, as :meth:`_compare` has it."""
        self.ensure_one()
        return tuple(
            self._fields[name].convert_to_write(self[name], self)
            for name in self._key_fields
        )

    @api.model
    def _key_values(self, key):
        return dict(zip(self._key_fields, key, strict=True))
