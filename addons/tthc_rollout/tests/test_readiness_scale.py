from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_center_hr.tests.common import MOMENT, HrData

from .common import ReadinessData

FEW, MANY = 5, 200
LIST = (
    "agency_id",
    "campaign_id",
    "due_at",
    "state",
    "is_overdue",
    "first_filed_at",
    "is_late",
    "score",
    "finding_count",
    "reporter_ids",
)
#: What the list of the board shows.
BOARD = {
    "agency_id": {"fields": {"display_name": {}}},
    "staff_standing": {},
    "procedures_standing": {},
    "routes_standing": {},
    "plan_standing": {},
    "difficulties_standing": {},
    "filing_standing": {},
    "score": {},
    "reminded_at": {},
}


@tagged("post_install", "-at_install")
class TestReadinessScale(ReadinessData, HrData, TthcOrganisation, TransactionCase):
    """Twenty departments, eleven districts, 171 communes: no screen slower for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(frozen(MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_uniform_data()
        cls.agencies = cls.env["tthc.agency"].create(
            [
                {"name": f"Cơ quan {number:03}", "parent_id": cls.committee.id}
                for number in range(FEW + MANY)
            ]
        )
        cls.few = cls._campaign("Ít", cls.agencies[:FEW])
        cls.many = cls._campaign("Nhiều", cls.agencies[FEW:])
        cls._people(cls.agencies)
        cls.coordinator = cls.users["coordinator"]

    @classmethod
    def _campaign(cls, name, agencies):
        return cls.make_readiness_campaign(
            name=name, agency_ids=[Command.set(agencies.ids)]
        )

    @classmethod
    def _people(cls, agencies):
        """Main staff of each agency, in post."""
        staff = cls.env["tthc.staff"].create(
            [
                {"name": f"Người {agency.name}", "agency_id": agency.id}
                for agency in agencies
            ]
        )
        cls.env["tthc.assignment"]._moving().create(
            [
                {
                    "staff_id": person.id,
                    "role": "main",
                    "title": "Chuyên viên",
                    "agency_id": person.agency_id.id,
                    "center_id": cls.center.id,
                    "date_from": "2026-01-01",
                    "date_to": "2026-12-31",
                    "state": "approved",
                    "decision_id": cls.decision.id,
                }
                for person in staff
            ]
        )

    def _count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _open(self, campaign):
        return self._count(campaign.with_user(self.coordinator).action_open)

    def test_queries_do_not_grow_with_the_agencies(self):
        few, many = self._open(self.few), self._open(self.many)
        # 67 and 68 when this was written: one more for the second thousand of rows.
        self.assertLessEqual(many - few, 1, (few, many))
        for user in (self.coordinator, self.users["inspector"]):
            reports = self.env["tthc.readiness.report"].with_user(user)

            def read(campaign, reports=reports):
                found = reports.search([("campaign_id", "=", campaign.id)])
                found.read(LIST)
                return len(found)

            self.assertEqual(read(self.many), MANY)
            few = self._count(lambda read=read: read(self.few))
            many = self._count(lambda read=read: read(self.many))
            # A thousand rows are read at a time; 200 agencies have 1,400 of section II.
            self.assertLessEqual(many - few, 1, (few, many))
        few = self._count(lambda: self.few.report_ids.sudo()._fill())
        many = self._count(lambda: self.many.report_ids.sudo()._fill())
        self.assertLessEqual(many - few, 3, (few, many))

    def test_board_asks_as_much_for_200_agencies_as_for_five(self):
        self._open(self.few)
        self._open(self.many)
        for campaign in (self.few, self.many):
            self._difficulties(campaign.report_ids)
        for role in ("coordinator", "inspector"):
            user = self.users[role]

            def show(campaign, user=user):
                campaign.with_user(user).board_summary()
                reports = self.env["tthc.readiness.report"].with_user(user)
                return reports.with_context(
                    readiness_campaign_id=campaign.id
                ).web_search_read(
                    [("campaign_id", "=", campaign.id), ("lacks_plan", "=", True)],
                    BOARD,
                    order="standing_rank, agency_id",
                    limit=250,
                )

            self.assertEqual(show(self.many)["length"], MANY)
            few, many = (
                self._count(lambda campaign=campaign, show=show: show(campaign))
                for campaign in (self.few, self.many)
            )
            # 1,400 rows of section II: one query more for the second thousand.
            self.assertLessEqual(many - few, 1, (role, few, many))

    def _difficulties(self, reports):
        self.env["tthc.readiness.difficulty"].create(
            [{"report_id": report.id, "name": "Thiếu máy in"} for report in reports]
        )

    def test_campaigns_are_counted_in_one_query(self):
        self._open(self.few)
        self._open(self.many)
        campaigns = (self.few | self.many).with_user(self.coordinator)
        fields = ["name", "asked_count", "missing_count", "late_count", "progress"]
        one = self._count(lambda: campaigns[:1].read(fields))
        two = self._count(lambda: campaigns.read(fields))
        self.assertEqual(one, two)
        self.assertEqual(campaigns.mapped("asked_count"), [FEW, MANY])
