from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: An original that was shown for comparison and is still owed to the citizen.
HELD = (
    Domain("to_give_back", "=", True)
    & Domain("given_back_at", "=", False)
    & Domain("waived_at", "=", False)
)


class TthcDossierOriginals(models.AbstractModel):
    """Originals shown for comparison go back on record (rule R11).

    Decree 61/2018 Art 20.2, Decision 45/2016 Art 8.3. They go back with the result, at
    a withdrawal at the desk, or by an action of their own at any time; what an agency
    stops or refuses leaves them at the desk, which gives them back then.
    """

    _name = "tthc.dossier.originals"
    _description = "Originals of a dossier"

    holds_originals = fields.Boolean(
        compute="_compute_holds_originals", search="_search_holds_originals"
    )

    @api.depends(
        "component_ids.to_give_back",
        "component_ids.given_back_at",
        "component_ids.waived_at",
    )
    def _compute_holds_originals(self):
        for dossier in self:
            dossier.holds_originals = bool(dossier._kept_originals())

    def _search_holds_originals(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "!=", "draft") & Domain("component_ids", "any", HELD)

    def action_give_originals(self, papers=None, receiver=None, authorisation=None):
        """Give originals back that were shown for comparison.

        :param papers: ``tthc.dossier.component`` records or ids; None takes all that
            the center still holds
        :param receiver: name of who took them; None takes the submitter
        :param authorisation: document by which somebody else takes them
        """
        if papers is not None:
            papers = self.env["tthc.dossier.component"].browse(
                getattr(papers, "ids", papers)
            )
        self._run(
            "give_originals",
            papers=papers,
            receiver=receiver,
            authorisation=authorisation,
        )

    def _usual_receiver(self):
        """Who takes papers of the dossier when nobody else is named."""
        self.ensure_one()
        return self.submitter_name or self.owner_name

    def _kept_originals(self, papers=None):
        """Originals that the center still holds.

        :param papers: ``tthc.dossier.component``, only these; None: all
        """
        held = self.component_ids.filtered_domain(HELD)
        return held if papers is None else held & papers

    def _need_held_originals(self, papers=None, **_arguments):
        for dossier in self:
            asked = dossier.component_ids & papers if papers is not None else None
            held = dossier._kept_originals(asked)
            if not held or (asked is not None and asked != held):
                raise UserError(
                    self.env._(
                        "The center holds no such original of %(code)s any more: "
                        "reload the page and look.",
                        code=dossier.display_name,
                    )
                )

    def _need_known_receiver(self, receiver=None, authorisation=None, **_arguments):
        for dossier in self:
            if receiver and not authorisation and not dossier._may_collect(receiver):
                raise UserError(
                    self.env._(
                        "%(name)s is neither the applicant nor the submitter of "
                        "%(code)s: enter the authorisation.",
                        name=receiver,
                        code=dossier.display_name,
                    )
                )

    def _effect_give_originals(
        self, moment, papers=None, receiver=None, authorisation=None, **_arguments
    ):
        effects = {}
        for dossier in self:
            given = dossier._give_originals_back(
                moment, receiver or dossier._usual_receiver(), papers
            )
            effects[dossier] = (
                {},
                {"papers": given.ids, "authorised": bool(authorisation)},
            )
        return effects

    def _give_originals_back(self, moment, receiver, papers=None):
        """Write down that originals went back.

        :param moment: naive UTC
        :param receiver: name of who took them
        :param papers: ``tthc.dossier.component``, only these; None: all that are held
        :return: those that went back
        """
        self.ensure_one()
        given = self._kept_originals(papers)
        # sudo: leaders end dossiers, too, and do not write papers by hand
        given.sudo().with_context(**self._move_context()).write(
            {
                "given_back_at": moment,
                "given_back_by_id": self.env.uid,
                "given_back_to": receiver,
            }
        )
        return given

    def _waive_originals(self, moment):
        """Write down that lost originals are asked for no more.

        :param moment: naive UTC; None when they turned up after all and are owed again
        """
        rows = self.component_ids.filtered_domain(
            HELD if moment else Domain("waived_at", "!=", False)
        )
        # sudo: as above
        rows.sudo().with_context(**self._move_context()).write({"waived_at": moment})
