from odoo import models
from odoo.fields import Domain

from odoo.addons.tthc_base.models.tthc_reorganisation_plan import Remark, Share
from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .tthc_version_lifecycle import CONTROLLER


class TthcReorganisation(models.Model):
    """Procedures move to the successor.

    What was approved is not rewritten: on the day an amended version with the new
    agencies takes over, by the decision of the reorganisation. Dossiers received
    before keep the version that they were received under.
    """

    _inherit = "tthc.reorganisation"

    def _share_words(self):
        return {
            **super()._share_words(),
            "version": (
                self.env._("Procedures"),
                self.env._(
                    "An amended version with the successor is in force from the day; "
                    "the old one stays for its dossiers."
                ),
            ),
            "draft": (
                self.env._("Drafts of procedures"),
                self.env._("Get the successor as agency."),
            ),
            "chain": (
                self.env._("Chains without a known procedure"),
                self.env._("Name the successor in the place of the old agency."),
            ),
            "alias": (
                self.env._("Names of the agency in published texts"),
                self.env._("Mean the successor in the next import."),
            ),
        }

    def _groups_needed(self, shares):
        groups = super()._groups_needed(shares)
        if any(share.kind in ("version", "draft") for share in shares):
            return [*groups, CONTROLLER]
        return groups

    def _shares(self):
        shares = super()._shares()
        if self.kind == "rename":
            return shares
        routes = self._routes()
        shares += self._share_versions("version", self._approved_versions(), routes)
        shares += self._share_versions("draft", self._drafts(), routes)
        for agency in self.from_ids:
            aliases = self._with_agency("tthc.agency.alias", "agency_id", agency)
            shares += self._distribute(
                "alias", agency, aliases, routes, keys=lambda alias: []
            )
            shares += self._distribute(
                "chain", agency, self._loose_chains(agency), routes, keys=lambda row: []
            )
        return shares

    def _loose_chains(self, agency):
        """Chains of an agency that belong to no version: nothing freezes them."""
        return self.env["tthc.procedure.chain"].search(
            Domain("version_id", "=", False)
            & (
                Domain("lead_agency_id", "=", agency.id)
                | Domain("line_ids.agency_id", "=", agency.id)
            )
        )

    def _of_these_agencies(self):
        """Versions that one of the agencies leads or takes part in."""
        return Domain.OR(
            Domain(path, "in", self.from_ids.ids)
            for path in (
                "agency_id",
                "step_ids.agency_id",
                "chain_ids.line_ids.agency_id",
            )
        )

    def _approved_versions(self):
        """Approved versions that apply on the day or later, and are not over yet."""
        day = max(self.date_effective, clock.today(VIETNAM))
        return self.env["tthc.procedure.version"].search(
            self._of_these_agencies()
            & Domain("state", "=", "approved")
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">", day))
        )

    def _drafts(self):
        return self.env["tthc.procedure.version"].search(
            self._of_these_agencies() & Domain("state", "in", ("draft", "proposed"))
        )

    def _share_versions(self, kind, versions, routes):
        """Shares of versions, each in one share: by its first agency that goes.

        :param kind: “version” or “draft”
        :param routes: as ``_routes`` gives
        """
        moves = {}
        for version in versions:
            lines = version.chain_ids.line_ids
            for agency in (
                version.agency_id,
                *(version.step_ids.agency_id | lines.agency_id),
            ):
                heir = self._heir_of_version(routes, agency, version)
                if heir != agency:
                    key = (agency, heir)
                    moves[key] = moves.get(key, versions.browse()) | version
                    break
        return [
            Share(kind, agency, heir, group) for (agency, heir), group in moves.items()
        ]

    def _heir_of_version(self, routes, agency, version):
        """Who does an agency's part in a version from the day on.

        :param routes: as ``_routes`` gives
        :return: ``tthc.agency``, the same one where it does not change
        """
        if agency not in self.from_ids:
            return agency
        keys = [("procedure", version.procedure_id), ("sector", version.sector_id)]
        return self._heir(routes, agency, *keys) or agency

    def _remarks(self, shares):
        remarks = super()._remarks(shares)
        none = self.env["tthc.procedure.version"]
        kinds = {
            kind: none.union(*(share.records for share in shares if share.kind == kind))
            for kind in ("version", "draft")
        }
        incomplete = kinds["version"].filtered(lambda version: version._faults())
        if incomplete:
            message = self.env._(
                "%(count)s procedures can't be amended, something is missing: "
                "%(first)s (%(faults)s).",
                count=len(incomplete),
                first=incomplete[0].code,
                faults="; ".join(incomplete[0]._faults()),
            )
            remarks.append(Remark("blocking", message, incomplete))
        in_work = kinds["draft"].filtered(
            lambda draft: draft.procedure_id in kinds["version"].procedure_id
        )
        if in_work:
            message = self.env._(
                "%(count)s procedures in force have a draft in work: it gets the "
                "successor, too, but was copied from the version of before.",
                count=len(in_work),
            )
            remarks.append(Remark("warning", message, in_work))
        return remarks

    # -- how each kind moves ----------------------------------------------------

    def _move_alias(self, share):
        share.records.write({"agency_id": share.to_agency.id})

    def _move_chain(self, share):
        old, heir = share.from_agency, share.to_agency
        led = share.records.filtered(lambda chain: chain.lead_agency_id == old)
        led.write({"lead_agency_id": heir.id})
        lines = share.records.line_ids.filtered(lambda line: line.agency_id == old)
        lines.write({"agency_id": heir.id})

    def _move_draft(self, share):
        self._put_heirs_in(share.records)

    def _move_version(self, share):
        """Amend versions: end the old ones, approve copies with the new agencies."""
        old = share.records
        begins = {version: self._begin_after(version) for version in old}
        new = old.copy()
        decision = self._publication()
        for version, copied in zip(old, new, strict=True):
            copied.write(
                {
                    "valid_from": begins[version],
                    "valid_to": version.valid_to,
                    "valid_from_note": False,
                    "decision_id": decision.id,
                    "decision_text": False,
                }
            )
        self._put_heirs_in(new)
        # One that has not begun yet never applies; the others end where these begin.
        old.filtered(
            lambda version: version.valid_from == begins[version]
        ).action_abolish()
        for begin, versions in old.grouped(begins.get).items():
            ending = versions.filtered(lambda version: version.state == "approved")
            ending._moving().write({"valid_to": begin})
        # The constraint looks at each row alone: what ends must have ended first.
        old.flush_recordset()
        new.action_propose()
        new.action_approve()

    def _begin_after(self, version):
        """First day of the amended version.

        :return: the day of the reorganisation; today for a version that began between
            the two; its own first day for one that has not begun
        """
        if version.valid_from < self.date_effective:
            return self.date_effective
        return max(version.valid_from, clock.today(VIETNAM))

    def _put_heirs_in(self, versions):
        """Write who takes over into versions that may still be written."""
        routes = self._routes()
        for records, version_of in (
            (versions, lambda version: version),
            (versions.step_ids, lambda step: step.version_id),
            (versions.chain_ids.line_ids, lambda line: line.version_id),
        ):
            by_heir = records.filtered("agency_id").grouped(
                lambda record, of=version_of: self._heir_of_version(
                    routes, record.agency_id, of(record)
                )
            )
            for heir, group in by_heir.items():
                changed = group.filtered(lambda row, heir=heir: row.agency_id != heir)
                if changed:
                    changed.write({"agency_id": heir.id})

    def _publication(self):
        """The decision of the reorganisation as one that publishes procedures."""
        decisions = self.env["tthc.decision"]
        found = decisions.search(
            [("name", "=", self.decision_number), ("date", "=", self.decision_date)],
            limit=1,
        )
        return found or decisions.create(
            {
                "name": self.decision_number,
                "date": self.decision_date,
                "authority": self.decision_authority,
                "date_effective": self.date_effective,
                "kind": "amended",
                "file": self.decision_file,
                "file_name": self.decision_file_name,
            }
        )
