from odoo import api, models
from odoo.exceptions import UserError

from .tthc_dossier_arguments import MAX_ID

PEOPLE = ("owner", "submitter")
COUNTS = ("original", "certified", "copy")


class TthcIntakeDeskArguments(models.AbstractModel):
    """What the counter screen sends: an older page or a script may send anything."""

    _name = "tthc.intake.desk.arguments"
    _description = "Counter screen: what it sends"

    @api.model
    def _record(self, model, record_id):
        """The record of an id that came from a screen; none where it means nothing.

        :param model: name of the model
        :param record_id: what was sent
        """
        known = type(record_id) is int and 0 < record_id <= MAX_ID
        return self.env[model].browse(record_id if known else ()).exists()

    @api.model
    def _text(self, value):
        """A text that was typed; empty where something else was sent."""
        return value if isinstance(value, str) else ""

    @api.model
    def _check_intake(self, intake):
        """Refuse an intake that no screen of today sends.

        :raise UserError: in words
        """
        if not _is_intake(intake):
            raise UserError(
                self.env._(
                    "What was sent is no dossier of the counter: load the page again."
                )
            )


def _is_intake(intake):
    return (
        isinstance(intake, dict)
        and all(_is_person(intake.get(name)) for name in PEOPLE)
        and isinstance(intake.get("components") or [], list | tuple)
        and all(map(_is_paper, intake.get("components") or []))
        and type(intake.get("case_id") or 0) is int
    )


def _is_person(person):
    if not person:
        return True
    return isinstance(person, dict) and all(
        not value or isinstance(value, str) for value in person.values()
    )


def _is_paper(row):
    return (
        isinstance(row, dict)
        and type(row.get("id")) is int
        and all(isinstance(row.get(name) or 0, int) for name in COUNTS)
    )
