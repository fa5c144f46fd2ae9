from odoo import fields, models


class TthcDossierApologyDrafting(models.AbstractModel):
    """A letter of apology that a specialist drafts; a leader signs it."""

    _name = "tthc.dossier.apology.drafting"
    _description = "Drafting a letter of apology by hand"

    def action_draft_apology(self, reason=None, new_date=None):
        """Draft the letter of apology, or complete the draft of the daily job.

        The specialist knows first that a day can't be kept. Nothing is promised
        before a leader of the agency signs (Decree 61/2018 Art 12.5, 19.9).

        :param reason: why the day can't be kept; the citizen reads it
        :param new_date: as ``action_apologise``
        """
        self._run("draft_apology", reason=reason, new_date=new_date)

    def _effect_draft_apology(self, moment, reason=None, new_date=None, **_arguments):
        new_date = fields.Date.to_date(new_date)
        effects = {}
        for dossier in self:
            finding = dossier._finding(moment)
            letter = dossier._draft() or dossier._new_draft(finding, moment)
            letter._write_as_action(
                {
                    "reason": reason.strip(),
                    "new_date": new_date,
                    "drafted_by_id": self.env.uid,
                }
            )
            effects[dossier] = (
                {},
                {
                    "finding": finding or "",
                    "order": letter.kind,
                    "new_date": new_date.isoformat(),
                },
            )
        return effects

    def _new_draft(self, finding, moment):
        """A draft that is put before those who sign.

        :param finding: why, as ``_finding`` says; None where nothing tells yet
        :param moment: naive UTC
        """
        self.ensure_one()
        letter = self._create_apology(
            "first",
            finding=finding,
            forecast=self._forecast(moment),
            deadline=self._apology_deadline(),
            drafted_at=moment,
        )
        self._tell_signers("first", letter)
        return letter
