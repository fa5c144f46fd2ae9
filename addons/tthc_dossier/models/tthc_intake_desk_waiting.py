from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now

#: The screen shows the most urgent ones; the rest follow as these are dealt with.
WAITING_SHOWN = 20


class TthcIntakeDeskWaiting(models.AbstractModel):
    """Dossiers that came online or by post and wait until a clerk takes them up."""

    _name = "tthc.intake.desk.waiting"
    _description = "Counter screen: dossiers waiting to be received"

    @api.model
    def submit(self, intake):
        """Put what came in line; nothing is received and no clock starts.

        :param intake: dict as ``receive`` takes
        :return: dict as ``receive`` gives
        """
        return self._finish_intake(intake, lambda dossier: dossier.action_submit())

    @api.model
    def waiting(self):
        """Dossiers that wait at the user's center, the most urgent first.

        :return: list of dicts ``id``, ``owner``, ``procedure``, ``channel`` (words),
            ``answer_by`` (naive UTC text or False) and ``late``
        """
        center = self._clerk().tthc_center_id
        moment = now()
        dossiers = self.env["tthc.dossier"].search(
            [("state", "=", "submitted"), ("center_id", "=", center.id)],
            order="intake_due, id",
            limit=WAITING_SHOWN,
        )
        channels = dict(dossiers._fields["channel"]._description_selection(self.env))
        return [
            {
                "id": dossier.id,
                "owner": dossier.owner_name,
                "procedure": dossier.version_id.display_name,
                "channel": channels[dossier.channel],
                "answer_by": dossier.intake_due
                and fields.Datetime.to_string(dossier.intake_due),
                "late": bool(dossier.intake_due) and dossier.intake_due < moment,
            }
            for dossier in dossiers
        ]

    @api.model
    def take_up(self, dossier_id):
        """What a waiting dossier says, for the screen to go on with.

        :param dossier_id: id of a dossier that waits at the user's center
        :return: dict ``id``, ``version_id``, ``case_id``, ``channel``,
            ``result_channel``, ``set_count``, ``note``, ``papers`` (dicts as
            ``receive`` takes), ``owner``, ``submitter`` (or False), ``authorised`` and
            ``authorisation``
        :raise UserError: when somebody else has dealt with it
        """
        self._clerk()
        dossier = self._open_intake(dossier_id, ("submitted",))
        brought = dossier.submitter_id and dossier.submitter_id != dossier.owner_id
        return {
            "id": dossier.id,
            "version_id": dossier.version_id.id,
            "case_id": dossier.case_id.id,
            "channel": dossier.channel,
            "result_channel": dossier.result_channel,
            "set_count": dossier.set_count,
            "note": dossier.note or "",
            "papers": [
                {
                    "id": paper.component_id.id,
                    "original": paper.original_count,
                    "certified": paper.certified_count,
                    "copy": paper.copy_count,
                    "to_give_back": paper.to_give_back,
                }
                for paper in dossier.component_ids
                if paper.component_id
            ],
            "owner": self._told_person(dossier, "owner"),
            "submitter": bool(brought) and self._told_person(dossier, "submitter"),
            "authorised": bool(dossier.proxy_name),
            "authorisation": dossier.authorisation or "",
        }

    @api.model
    def _take_up(self, user, intake):
        """A dossier that was guided or waits in line, with what is there now.

        :return: the dossier, or none when the intake is a new one
        """
        if not intake.get("dossier_id"):
            return self.env["tthc.dossier"]
        dossier = self._open_intake(
            intake["dossier_id"], ("submitted", "intake_supplement")
        )
        values = self._dossier_values(user, intake)
        # What signed minutes have told is not told otherwise at the counter.
        values["post_minutes_at"] = dossier.post_minutes_at or values["post_minutes_at"]
        values["component_ids"] = [Command.clear(), *values["component_ids"]]
        dossier.with_context(**dossier._move_context()).write(
            {**values, "intake_key": intake.get("key") or False}
        )
        return dossier

    @api.model
    def _open_intake(self, dossier_id, states):
        """A dossier of before the receipt that the user may go on with.

        :param dossier_id: id as the screen sends it
        :param states: in which it may be
        :raise UserError: when it is gone on with, or is nowhere
        """
        dossier = self._record("tthc.dossier", dossier_id)
        if dossier.state not in states:
            raise UserError(
                self.env._(
                    "This dossier has been dealt with by now: look at the list again."
                )
            )
        return dossier

    @api.model
    def _told_person(self, dossier, prefix):
        """A person of a dossier: what was told then, the rest from the register.

        :param prefix: “owner” or “submitter”
        """
        # sudo: applicants are not browsed, but this one stands on the clerk's dossier
        applicant = dossier[f"{prefix}_id"].sudo()
        names = self._told_fields(prefix)
        told = {name: dossier[f"{prefix}_{name}"] or "" for name in names}
        return {**self._applicant_values(applicant), **told}
