from odoo import Command, models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import now

OPEN_STEPS = ("waiting", "active")


class TthcDossierSuccession(models.AbstractModel):
    """A successor takes over: who settles changes, what was promised does not.

    Code, register number, version, regulation, due date and receipt stay as they
    were; the log gets one entry that cites the decision.
    """

    _name = "tthc.dossier.succession"
    _description = "Succession in a dossier"

    def _hand_to_successor(self, old, heir, ground):
        """Give open dossiers to the agency that takes over; locks them.

        Those that the old agency leads get the successor as lead agency, and the
        people of the successor see all of them. Steps are moved by
        :meth:`_hand_steps_to_successor` afterwards.

        :param old: ``tthc.agency`` that leaves
        :param heir: ``tthc.agency`` that takes over
        :param ground: the decision, as it is cited
        :raise UserError: when somebody works on one of them at this moment
        """
        self._lock()
        moment = now()
        led = self.filtered(lambda dossier: dossier.agency_id == old)
        entries = [
            {
                "dossier": dossier,
                "kind": "succession",
                "happened_at": moment,
                "ground": ground,
                "source": "reorganisation",
                "data": {
                    "agency_from": old.id,
                    "agency_to": heir.id,
                    "lead": dossier in led,
                    "steps": dossier._open_steps_of(old).ids,
                },
            }
            for dossier in self
        ]
        led.with_context(**self._move_context()).write({"agency_id": heir.id})
        self.with_context(**self._move_context()).write(
            {"agency_ids": [Command.link(heir.id)]}
        )
        asked = self.pause_ids.filtered(
            lambda pause: pause.agency_id == old and not pause.ended_at
        )
        asked._write_as_action({"agency_id": heir.id})
        self.env["tthc.dossier.event"]._append(entries)

    def _open_steps_of(self, agency):
        """Steps of an agency that are waiting or being worked on."""
        return self.step_ids.filtered(
            lambda step: step.agency_id == agency and step.state in OPEN_STEPS
        )

    def _hand_steps_to_successor(self, steps, heir):
        """Give steps to the agency that takes over.

        A handler who did not go there, too, is taken off the step.

        :param steps: ``tthc.dossier.step`` records of dossiers that are locked
        :param heir: ``tthc.agency``
        """
        steps = steps.with_context(**self._move_context())
        steps.write({"agency_id": heir.id})
        left = steps.filtered(
            lambda step: step.user_id and heir not in step.user_id.tthc_agency_ids
        )
        left.write({"user_id": False})

    def _open_archive_to(self, domain, heir):
        """Let the people of an agency read dossiers that are closed.

        The successor inherits the archive. It is written into the set of taking part
        agencies, because the record rule is one indexed path through it; a rule that
        follows successors would cost every search of every day. One statement, as
        there may be a million.

        :param domain: of closed dossiers
        :param heir: ``tthc.agency``
        """
        self.flush_model()
        query = self._search(domain)
        rows = query.select(SQL("%s, %s", SQL.identifier(self._table, "id"), heir.id))
        self.env.cr.execute(
            SQL(
                "INSERT INTO tthc_dossier_agency_rel (dossier_id, agency_id) %s"
                " ON CONFLICT DO NOTHING",
                rows,
            )
        )
        self.invalidate_model(["agency_ids"])
