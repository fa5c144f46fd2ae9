from odoo import fields, models
from odoo.exceptions import UserError

MEANS = [
    ("phone", "By phone"),
    ("sms", "By SMS"),
    ("email", "By e-mail"),
    ("in_person", "In person"),
]


class TthcDossierEnding(models.AbstractModel):
    """How a dossier ends: the result returned, withdrawn, or stopped."""

    _name = "tthc.dossier.ending"
    _description = "End of a dossier"

    ended_at = fields.Datetime(readonly=True, copy=False)
    end_reason = fields.Char(string="Reason", readonly=True, copy=False)
    stop_reason = fields.Selection(
        [
            ("decision", "Stopped by the agency"),
            ("expired", "Supplement not handed in in time"),
            ("void", "Receipt void"),
        ],
        string="Why it stopped",
        readonly=True,
        copy=False,
    )
    refused_after_limit = fields.Boolean(
        readonly=True,
        copy=False,
        help="Refused when the time limit had passed (Decree 61/2018 Art 19.8).",
    )
    notified_at = fields.Datetime(
        string="Citizen told of the result", readonly=True, copy=False
    )
    notified_by = fields.Selection(MEANS, string="Told", readonly=True, copy=False)
    collector_proof = fields.Selection(
        [
            ("receipt", "Receipt shown"),
            ("identity", "Receipt lost, identity checked"),
        ],
        readonly=True,
        copy=False,
    )
    collector_authorisation = fields.Char(readonly=True, copy=False)

    def action_notify_result(self, means=None):
        """Tell the citizen that the result is there (Decree 61/2018 Art 20.4).

        :param means: key of :data:`MEANS`
        """
        self._run("notify_result", means=means)

    def action_give_back(
        self,
        receiver=None,
        proof=None,
        authorisation=None,
        means=None,
        originals=False,
    ):
        """Return the result to the citizen (Decree 61/2018 Art 20).

        :param receiver: name of who took it; None takes the submitter
        :param proof: “receipt”, or “identity” where the receipt was lost; needed at
            the counter
        :param authorisation: document by which somebody else takes it
        :param means: how the citizen learned of a result that comes early, where
            that was not registered before
        :param originals: whether originals shown for comparison were given back
        """
        self._run(
            "give_back",
            receiver=receiver,
            proof=proof,
            authorisation=authorisation,
            means=means,
            originals=originals,
        )

    def action_withdraw(self, reason=None, originals=False):
        """End a dossier at the citizen's request, before there is a result.

        :param reason: the request
        :param originals: whether originals shown for comparison were given back to
            the submitter at the same time; else the center holds them on record
        """
        self._run("withdraw", reason=reason, originals=originals)

    def action_stop(self, reason=None):
        """Stop a dossier that can't be settled (the leader of the lead agency).

        :param reason: ground and reason
        """
        self._run("stop", reason=reason)

    # -- needs ------------------------------------------------------------------

    def _need_means(self, means=None, **_arguments):
        if means not in dict(MEANS):
            raise UserError(self.env._("Say how the citizen was told."))

    def _need_collector(
        self, receiver=None, proof=None, authorisation=None, **_arguments
    ):
        for dossier in self:
            if dossier.result_channel != "direct":
                continue
            if proof not in ("receipt", "identity"):
                raise UserError(
                    self.env._(
                        "Who collects %(code)s shows the receipt, or an identity "
                        "paper where it was lost.",
                        code=dossier.display_name,
                    )
                )
            if receiver and not authorisation and not dossier._may_collect(receiver):
                raise UserError(
                    self.env._(
                        "%(name)s is neither the applicant nor the submitter of "
                        "%(code)s: enter the authorisation.",
                        name=receiver,
                        code=dossier.display_name,
                    )
                )

    def _may_collect(self, receiver):
        """Whether a name is one of those that need no further authorisation."""
        names = {self.owner_name, self.submitter_name, self.proxy_name} - {False}
        return receiver.strip().casefold() in {name.casefold() for name in names}

    def _need_early_notice(self, means=None, **_arguments):
        for dossier in self:
            if dossier._is_before_its_day() and not (dossier.notified_at or means):
                raise UserError(
                    self.env._(
                        "%(code)s is ready before its day: tell the citizen first, "
                        "and say how.",
                        code=dossier.display_name,
                    )
                )

    def _is_before_its_day(self):
        """Whether the day that the citizen was told has not come."""
        self.ensure_one()
        promised = self.due and self.center_id._local_day(self.due)
        return bool(promised) and self.center_id._today() < promised

    def _need_originals(self, originals=False, **_arguments):
        for dossier in self:
            if not originals and dossier._kept_originals():
                raise UserError(
                    self.env._(
                        "Give the originals back that were shown for comparison: "
                        "%(papers)s.",
                        papers="; ".join(dossier._kept_originals().mapped("name")),
                    )
                )

    # -- effects ----------------------------------------------------------------

    def _effect_notify_result(self, moment, means=None, **_arguments):
        return {
            dossier: ({"notified_at": moment, "notified_by": means}, {"means": means})
            for dossier in self
        }

    def _effect_give_back(
        self,
        moment,
        receiver=None,
        proof=None,
        authorisation=None,
        means=None,
        **_arguments,
    ):
        effects = {}
        for dossier in self:
            taker = receiver or dossier._usual_receiver()
            dossier._give_originals_back(moment, taker)
            values = {
                "returned_at": moment,
                "receiver_name": taker,
                "collector_proof": proof,
                "collector_authorisation": authorisation or False,
            }
            if means and not dossier.notified_at:
                values.update(notified_at=moment, notified_by=means)
            effects[dossier] = (
                values,
                {
                    "channel": dossier.result_channel,
                    "proof": proof or "",
                    "authorised": bool(authorisation),
                },
            )
        return effects

    def _effect_withdraw(self, moment, reason=None, originals=False, **_arguments):
        if originals:
            for dossier in self:
                dossier._give_originals_back(moment, dossier._usual_receiver())
        return self._end(moment, reason, False)

    def _effect_stop(self, moment, reason=None, **_arguments):
        return self._end(moment, reason, "decision")

    def _end(self, moment, reason, stop_reason):
        effects = {}
        for dossier in self:
            dossier._drop_requests()
            values, moved = dossier._close_pauses(moment, ending="dropped")
            values.update(
                ended_at=moment, end_reason=reason.strip(), stop_reason=stop_reason
            )
            effects[dossier] = (values, {"stop_reason": stop_reason or "", **moved})
        return effects
