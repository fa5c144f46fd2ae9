from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class TthcIntakeDeskOutcome(models.AbstractModel):
    """What the counter may do with an intake besides receiving it."""

    _name = "tthc.intake.desk.outcome"
    _description = "Counter screen: guidance, refusal, undo"

    @api.model
    def guide(self, intake, reason, lines):
        """Guide the citizen once and completely; nothing is received (form 02).

        :param intake: dict as ``receive`` takes
        :param reason: what the citizen reads
        :param lines: dicts of the papers to bring, as ``action_guide`` takes
        :return: dict as ``receive`` gives
        """
        return self._finish_intake(
            intake, lambda dossier: dossier.action_guide(reason, lines)
        )

    @api.model
    def refuse(self, intake, reason):
        """Refuse to receive, with the reason (form 03).

        :param intake: dict as ``receive`` takes
        :param reason: what the citizen reads
        :return: dict as ``receive`` gives
        """
        return self._finish_intake(
            intake, lambda dossier: dossier.action_refuse_intake(reason)
        )

    @api.model
    def return_now(self, intake, number=None):
        """Receive and return in one visit (rule R06).

        :param intake: dict as ``receive`` takes
        :param number: number of the result document
        :return: dict as ``receive`` gives
        """
        return self._finish_intake(
            intake, lambda dossier: dossier.action_return_now(number)
        )

    @api.model
    def guided(self, number, version_id):
        """Dossiers that a person was guided to complete by the same procedure.

        :param number: identity number
        :param version_id: id of the version chosen
        :return: list of dicts ``id``, ``slip``, ``day``, ``reason``
        """
        center = self._clerk().tthc_center_id
        key = self.env["tthc.applicant.identity"]._number_key(self._text(number))
        if not key:
            return []
        dossiers = self.env["tthc.dossier"].search(
            [
                ("owner_identity", "=", key),
                ("procedure_id", "=", self._version(version_id).procedure_id.id),
                ("state", "=", "intake_supplement"),
                ("center_id", "=", center.id),
            ]
        )
        return [
            {
                "id": dossier.id,
                "slip": dossier.intake_reference,
                "day": format_date(self.env, center._local_day(dossier.turned_away_at)),
                "reason": dossier.supplement_ids[-1:].reason,
            }
            for dossier in dossiers
        ]

    @api.model
    def annul(self, dossier_id, reason):
        """Void a receipt that the clerk has just made by mistake.

        :param dossier_id: id of the dossier
        :param reason: what the register says of the number
        :return: the last received, as ``recent`` gives
        :raise UserError: when somebody has gone on with the dossier
        """
        self._clerk()
        dossier = self._record("tthc.dossier", dossier_id)
        if not dossier:
            raise UserError(self.env._("This dossier does not exist any more."))
        dossier.action_annul(reason)
        return self.recent()
