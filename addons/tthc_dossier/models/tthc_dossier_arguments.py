from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalog.models.tthc_limit import UNITS

#: The greatest id that the database knows: a greater one is no question for it.
MAX_ID = 2**31 - 1
#: Arguments that are records; a script over RPC sends their ids.
RECORDS = {
    "agency": "tthc.agency",
    "pause": "tthc.dossier.pause",
    "steps": "tthc.dossier.step",
    "user": "res.users",
}
DATES = ("date", "new_date")
TEXTS = (
    "answer",
    "authorisation",
    "ground",
    "means",
    "note",
    "number",
    "proof",
    "reason",
    "receiver",
)


class TthcDossierArguments(models.AbstractModel):
    """What actions are given: people choose on a screen, scripts send anything."""

    _name = "tthc.dossier.arguments"
    _description = "Arguments of the actions"

    @api.model
    def _checked_arguments(self, arguments):
        """The arguments of an action, with records for ids and dates for texts.

        :param arguments: dict as an action got them
        :raise UserError: when one of them means nothing
        """
        return {
            name: self._checked_argument(name, value)
            for name, value in arguments.items()
        }

    @api.model
    def _checked_argument(self, name, value):
        if value is None or value is False:
            return value
        if name in RECORDS:
            return self._records_of(name, value)
        if name in DATES:
            return self._date_of(name, value)
        if not _means_something(name, value):
            raise self._meaningless(name, value)
        return value

    @api.model
    def _records_of(self, name, value):
        records = self.env[RECORDS[name]]
        if isinstance(value, models.BaseModel):
            if value._name != records._name:
                raise self._meaningless(name, value)
            return value
        ids = value if isinstance(value, list | tuple) else [value]
        if not all(type(number) is int and 0 < number <= MAX_ID for number in ids):
            raise self._meaningless(name, value)
        found = records.browse(ids).exists()
        if len(found) < len(set(ids)):
            raise self._meaningless(name, value)
        return found

    @api.model
    def _date_of(self, name, value):
        try:
            return fields.Date.to_date(value)
        except (TypeError, ValueError) as error:
            raise self._meaningless(name, value) from error

    @api.model
    def _meaningless(self, name, value):
        return UserError(
            self.env._(
                "“%(value)s” is no valid value of %(argument)s: choose it on the "
                "screen.",
                value=value,
                argument=name,
            )
        )


def _means_something(name, value):
    """Whether a value is of the kind that an argument is."""
    if name in TEXTS:
        return isinstance(value, str)
    if name == "outcome":
        return value in ("granted", "refused")
    if name == "unit":
        return value in [unit for unit, _label in UNITS]
    if name == "value":
        return isinstance(value, int | float) and value >= 0
    if name == "lines":
        return isinstance(value, list | tuple) and all(map(_is_line, value))
    if name == "values":
        return isinstance(value, dict) and all(
            isinstance(told, int if field == "set_count" else str) or not told
            for field, told in value.items()
        )
    return True


def _is_line(line):
    """Whether a row of a request names a paper by its id or in words."""
    return (
        isinstance(line, dict)
        and isinstance(line.get("name") or "", str)
        and type(line.get("component_id") or 0) is int
    )
