from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.search_key import fold

from .transition_table import OPEN_STATES, RECEPTION

#: Dossiers whose papers were looked at when they were received.
SOURCES = (*OPEN_STATES, "resolved", "returned")
#: So many offers fit on a screen.
MOST_OFFERS = 50


class TthcDossierReusing(models.AbstractModel):
    """What the same citizen handed in or got before, and can be used again.

    Decree 61/2018 Art 20.5 has results kept for reuse. The citizen is known by an
    exact identity number only; who has no number has no earlier dossiers here.
    """

    _name = "tthc.dossier.reusing"
    _description = "Reuse of earlier papers"

    def reuse_offers(self):
        """Papers and results of earlier dossiers of the same citizen, still valid.

        :return: list of dicts ``kind``, ``id``, ``name``, ``code`` (of the earlier
            dossier), ``issued_on`` and ``valid_until`` (ISO or empty), ``pages``,
            ``key`` (folded name); nothing of their content
        :raise AccessError: when the user brings no files to this dossier
        """
        self.ensure_one()
        self._check_takes_scans()
        return [
            self._offer_row(offer)
            for offer in self._reusable(self.owner_id, Domain("id", "!=", self.id))
        ]

    def _reuse_chosen(self, chosen):
        """Take over what was chosen at the counter.

        :param chosen: list of dicts ``paper`` (id of a ``tthc.procedure.component``),
            ``kind`` and ``id`` of an offer; None: nothing
        """
        for row in chosen or ():
            paper = self.component_ids.filtered(
                lambda paper, row=row: paper.component_id.id == row["paper"]
            )
            paper[:1].action_reuse(row["kind"], row["id"])

    @api.model
    def _offers_of_number(self, number):
        """The same before there is a dossier, by an identity number.

        :param number: exact number; blanks and dots are ignored
        :return: list of dicts as :meth:`reuse_offers` gives
        """
        self._check_role(RECEPTION)
        # sudo: the register is not browsed; an exact number finds its holder
        owner = self.env["tthc.applicant"].sudo()._find_by_number(number)
        return [self._offer_row(offer) for offer in self._reusable(owner, Domain.TRUE)]

    @api.model
    def _offer_row(self, offer):
        return {
            "kind": offer["kind"],
            "id": offer["id"],
            "name": offer["name"],
            "key": fold(offer["name"]),
            "code": offer["code"],
            "issued_on": fields.Date.to_string(offer["issued_on"]) or "",
            "valid_until": fields.Date.to_string(offer["valid_until"]) or "",
            "pages": sum(offer["sources"].mapped("page_count")),
        }

    def _reusable_by(self, kind, source_id):
        """One offer, looked up anew.

        :return: dict, or None when it is not on offer
        """
        self.ensure_one()
        offers = self._reusable(self.owner_id, Domain("id", "!=", self.id))
        return next(
            (row for row in offers if (row["kind"], row["id"]) == (kind, source_id)),
            None,
        )

    @api.model
    def _reusable(self, owner, domain):
        """What can be used again of a citizen.

        :param owner: one or no ``tthc.applicant``
        :param domain: which of the citizen's dossiers
        :return: list of dicts with records of the superuser in ``sources``, newest
            first
        """
        # sudo: that it is there is told whoever serves this very citizen, wherever it
        # was handed in; its content is copied by an action that is logged
        if not owner.sudo().identity_ids:
            return []
        # sudo: as above
        dossiers = self.sudo().search(
            Domain("owner_id", "=", owner.id) & Domain("state", "in", SOURCES) & domain,
            order="id desc",
            limit=MOST_OFFERS,
        )
        today = self.env.user.tthc_center_id._today()
        offers = [*dossiers._offered_results(), *dossiers._offered_papers()]
        return [
            offer
            for offer in offers
            if not offer["valid_until"] or offer["valid_until"] >= today
        ][:MOST_OFFERS]

    def _offered_results(self):
        granted = self.filtered(lambda dossier: dossier.outcome == "granted")
        return [
            {
                "kind": "result",
                "id": result.id,
                "name": result.display_name,
                "code": result.dossier_id.code,
                "issued_on": result.date,
                "valid_until": result.valid_until
                or self.env["tthc.paper.validity"]._last_day(result.name, result.date),
                "sources": result,
            }
            for result in granted.result_ids
            if result.sha256
        ]

    def _offered_papers(self):
        """Papers that were scanned for these dossiers, not taken over themselves."""
        return [
            {
                "kind": "paper",
                "id": paper.id,
                "name": paper.name,
                "code": paper.dossier_id.code,
                "issued_on": paper.issued_on
                or paper.dossier_id.center_id._local_day(paper.dossier_id.received_at),
                "valid_until": paper.last_valid_day,
                "sources": scans,
            }
            for paper in self.component_ids
            if (scans := paper.scan_ids.filtered(lambda scan: scan.origin == "scan"))
        ]
