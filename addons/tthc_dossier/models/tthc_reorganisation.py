from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from odoo.addons.tthc_base.models.tthc_reorganisation_plan import Remark, Share

from .transition_table import OPEN_STATES
from .tthc_dossier_succession import OPEN_STEPS

#: Before the receipt a dossier has no agency, only a version.
INTAKE_STATES = ("draft", "submitted", "intake_supplement")
#: Dossiers due this soon after the day are worth a look before it.
NEAR_DAYS = 5


class TthcReorganisation(models.Model):
    """Open work moves to the successor, which may read the archive, too."""

    _inherit = "tthc.reorganisation"

    def _share_words(self):
        return {
            **super()._share_words(),
            "dossier": (
                self.env._("Open dossiers"),
                self.env._(
                    "Are settled by the successor; code, receipt and due date stay. "
                    "The log cites the decision."
                ),
            ),
            "step": (
                self.env._("Open steps"),
                self.env._("Are worked on by the successor."),
            ),
            "archive": (
                self.env._("Closed dossiers"),
                self.env._("Stay with the old agency; the successor may read them."),
            ),
        }

    def _shares(self):
        shares = super()._shares()
        if self.kind == "rename":
            return shares
        routes = self._routes()
        for agency in self.from_ids:
            shares += self._share_open_work(agency, routes)
            shares += self._share_archive(agency, routes)
        return shares

    def _share_open_work(self, agency, routes):
        """Shares of the dossiers and steps that an agency has in work."""
        dossiers = self.env["tthc.dossier"].search(
            Domain("state", "in", OPEN_STATES)
            & (
                Domain("agency_id", "=", agency.id)
                | Domain(
                    "step_ids",
                    "any",
                    Domain("agency_id", "=", agency.id)
                    & Domain("state", "in", OPEN_STEPS),
                )
                | Domain(
                    "pause_ids",
                    "any",
                    Domain("agency_id", "=", agency.id)
                    & Domain("ended_at", "=", False),
                )
            )
        )
        shares = self._distribute(
            "dossier",
            agency,
            dossiers,
            routes,
            keys=lambda dossier: [
                ("procedure", dossier.procedure_id),
                ("sector", dossier.sector_id),
            ],
            volatile=True,
        )
        return shares + [
            share._replace(kind="step", records=share.records._open_steps_of(agency))
            for share in shares
        ]

    def _share_archive(self, agency, routes):
        """Shares of the closed dossiers of an agency: counted, never listed."""
        closed = Domain("agency_ids", "=", agency.id) & Domain(
            "state", "not in", OPEN_STATES
        )
        procedures = self._exceptions(routes, agency, "procedure")
        sectors = self._exceptions(routes, agency, "sector")
        apart = Domain("procedure_id", "not in", list(procedures))
        rest = apart & Domain("sector_id", "not in", list(sectors))
        parts = [(rest, self._heir(routes, agency))]
        parts += [
            (Domain("procedure_id", "=", procedure_id), heir)
            for procedure_id, heir in procedures.items()
        ]
        parts += [
            (apart & Domain("sector_id", "=", sector_id), heir)
            for sector_id, heir in sectors.items()
        ]
        dossiers = self.env["tthc.dossier"]
        return [
            Share(
                "archive",
                agency,
                heir,
                dossiers,
                count=dossiers.search_count(closed & part),
                domain=list(closed & part),
                volatile=True,
            )
            for part, heir in parts
            if heir and heir != agency
        ]

    def _exceptions(self, routes, agency, scope):
        """What the lines of a scope send elsewhere.

        :return: dict of id of the target → ``tthc.agency``
        """
        return {
            target: heir
            for (agency_id, of, target), heir in routes.items()
            if agency_id == agency.id and of == scope
        }

    def _remarks(self, shares):
        remarks = super()._remarks(shares)
        dossiers = self.env["tthc.dossier"]
        versions = self.env["tthc.procedure.version"]
        moving = dossiers.union(
            *(share.records for share in shares if share.kind == "dossier")
        )
        horizon = self.date_effective + timedelta(days=NEAR_DAYS)
        near = moving.filtered(
            lambda dossier: dossier.due and dossier.due.date() <= horizon
        )
        if near:
            message = self.env._(
                "%(count)s open dossiers are due by the fifth day after the change, or "
                "late already.",
                count=len(near),
            )
            remarks.append(Remark("warning", message, near))
        amended = versions.union(
            *(share.records for share in shares if share.kind == "version")
        )
        waiting = dossiers.search(
            [("state", "in", INTAKE_STATES), ("version_id", "in", amended.ids)]
        )
        if waiting:
            message = self.env._(
                "%(count)s dossiers are not received yet: from the day on they are "
                "received by the amended procedure, to be chosen again.",
                count=len(waiting),
            )
            remarks.append(Remark("warning", message, waiting))
        return remarks

    # -- how each kind moves ----------------------------------------------------

    def _move_dossier(self, share):
        share.records._hand_to_successor(
            share.from_agency, share.to_agency, self._ground()
        )

    def _move_step(self, share):
        self.env["tthc.dossier"]._hand_steps_to_successor(
            share.records, share.to_agency
        )

    def _move_archive(self, share):
        self.env["tthc.dossier"]._open_archive_to(share.domain, share.to_agency)
