import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import html2plaintext

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: The sheet is posted for the public: its words do not follow the clerk's language.
CHANNELS = {
    "direct": "Trực tiếp",
    "online": "Trực tuyến",
    "post": "Dịch vụ bưu chính",
}
#: A procedure of the communes is received at a hundred places: the first ones are
#: printed, the others counted.
PRINTED_CENTERS = 4
#: Bullets of word processors that published texts bring along; no font has them.
PRIVATE_LETTERS = re.compile("[\ue000-\uf8ff]")


class TthcVersionSheet(models.AbstractModel):
    """The sheet of a procedure for posting, and the page behind its QR code."""

    _name = "tthc.version.sheet"
    _description = "Sheet of a procedure"

    @api.model
    def _public_version(self, code):
        """The version that applies to the public today.

        :param code: of a procedure; a province's own row wins over the national one
        :return: one version or none
        """
        today = clock.today(VIETNAM)
        found = self.search(self._domain_in_force(today) & Domain("code", "=", code))
        return found.sorted(lambda version: not version.province_id)[:1]

    @api.model
    def _was_published(self, code):
        published = Domain("state", "in", ("approved", "abolished"))
        return bool(self.search_count(Domain("code", "=", code) & published, limit=1))

    def action_print_sheet(self):
        """Print the sheets of these versions."""
        return self.env.ref("tthc_catalog.action_report_sheet").report_action(self)

    def _sheet_url(self):
        """Address behind the QR code: always the version in force on that day."""
        self.ensure_one()
        return f"{self.get_base_url()}/tt/{self.code}"

    def _sheet_values(self):
        """Values of the sheet and of the public page.

        :return: dict; see the keys below
        :raise UserError: for a version that was not approved
        """
        self.ensure_one()
        if self.state != "approved":
            raise UserError(
                self.env._(
                    "%(code)s is not approved: there is nothing to post yet. Print "
                    "the sheet of an approved version.",
                    code=self.code,
                )
            )
        version = self.with_context(lang="vi_VN")
        centers = version._sheet_centers()
        return {
            "version": version,
            "plain": version._plain,
            "code": version.code,
            "terms": version._sheet_terms(),
            "papers": version._sheet_papers(),
            "options": [row.display_name for row in version.exemption_ids],
            "conditions": version._plain_lines(version.condition_text),
            "procedure_lines": version._plain_lines(version.procedure_text),
            "centers": centers[:PRINTED_CENTERS],
            "other_centers": max(len(centers) - PRINTED_CENTERS, 0),
            "decision": version._sheet_decision(),
            "agency": version._sheet_agency(),
            "online": version._sheet_online(),
        }

    def _sheet_centers(self):
        """Where the procedure is received today, the user's own center first."""
        self.ensure_one()
        own = self.env.user.tthc_center_id
        today = clock.today(VIETNAM)
        admissions = self.admission_ids.filtered(
            lambda row: row.state == "in" and (not row.date or row.date <= today)
        )
        return admissions.center_id.filtered("active").sorted(
            lambda center: (center != own, center.sequence, center.name)
        )

    def _sheet_terms(self):
        """Limit and fee by case; what has the same ones shares a row.

        :return: list of dicts ``case`` (empty where it makes no difference),
            ``channels``, ``limit``, ``fee``
        """
        by_terms = {}
        for case in self.case_ids or [self.case_ids]:
            by_terms.setdefault(self._sheet_case_terms(case), []).append(case.name)
        return [
            {
                "case": self._plain("; ".join(cases)) if len(by_terms) > 1 else "",
                "channels": ", ".join(channels),
                "limit": limit,
                "fee": fee,
            }
            for terms, cases in by_terms.items()
            for limit, fee, channels in terms
        ]

    def _sheet_case_terms(self, case):
        """Limits and fees of a case, each with the ways of submitting.

        :param case: ``tthc.procedure.case``, may be empty
        :return: tuple of (limit, fee, tuple of channels), all in words
        """
        rows = {}
        for channel in self._sheet_channels():
            limit, fee = self._terms(case, channel)
            key = (self._sheet_limit(limit), fee._fee_label())
            rows.setdefault(key, []).append(CHANNELS[channel])
        return tuple((*key, tuple(channels)) for key, channels in rows.items())

    def _sheet_channels(self):
        known = set(self.channel_ids.mapped("channel")) | {"direct"}
        if self.online_submission == "yes":
            known.add("online")
        if self.postal_submission == "yes":
            known.add("post")
        return [channel for channel in CHANNELS if channel in known]

    def _sheet_limit(self, limit):
        if limit._has_limit():
            return limit._limit_label()
        if self.immediate:
            return "Giải quyết ngay khi tiếp nhận"
        return "Pháp luật không quy định" if self.no_legal_limit else ""

    def _sheet_papers(self):
        """Papers under the heading of their case and group.

        :return: list of pairs: heading (may be empty), components
        """
        return [
            (self._plain(" – ".join(filter(None, (case.name, group)))), papers)
            for (case, group), papers in self.component_ids.grouped(
                lambda paper: (paper.case_id, paper.group_name or "")
            ).items()
        ]

    def _sheet_agency(self):
        if self.at_center_body:
            return self.competent_text or "Ủy ban nhân dân cấp xã nơi tiếp nhận"
        return self.agency_id.name

    def _sheet_decision(self):
        decision = self.decision_id
        if not decision:
            return self.decision_text or ""
        if not decision.date:
            return decision.name
        return f"{decision.name} ngày {decision.date:%d/%m/%Y}"

    def _sheet_online(self):
        return {
            "full": "Dịch vụ công trực tuyến toàn trình",
            "partial": "Dịch vụ công trực tuyến một phần",
        }.get(self.online_level, "")

    @api.model
    def _plain(self, text):
        """A published text without letters that no font has."""
        return PRIVATE_LETTERS.sub("", text or "").strip()

    def _plain_lines(self, text):
        """Lines of a text without markup, pictures and links.

        :param text: HTML or a false value
        """
        lines = html2plaintext(text or "", include_references=False).splitlines()
        return [plain for line in lines if (plain := self._plain(line))]
