from datetime import datetime

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_center_hr.tests.common import HrCase
from odoo.addons.tthc_center_hr.tests.uniform_common import UniformData

#: 16:30 at the center on the day after that of the tests.
DUE = datetime(2026, 3, 3, 9, 30)


class ReadinessData(UniformData):
    """A campaign that asks the justice and the building department.

    Call :meth:`make_readiness_data` after ``make_hr_data``.
    """

    @classmethod
    def make_readiness_data(cls):
        """Open the campaign as the coordinator."""
        cls.make_uniform_data()
        cls.building_reporter = cls._new_user(
            "reporter", "test_reporter_building", tthc_agency_ids=cls.building.ids
        )
        cls.campaign = cls.make_readiness_campaign()
        cls.campaign.with_user(cls.users["coordinator"]).action_open()
        cls.report = cls.report_of(cls.justice)

    @classmethod
    def make_readiness_campaign(cls, **values):
        """A campaign that is being prepared, due at :data:`DUE`."""
        return cls.env["tthc.readiness.campaign"].create(
            {
                "name": "Báo cáo tiến độ Trung tâm",
                "dispatch_number": "581/SNV-CCHC",
                "dispatch_date": "2026-03-02",
                "center_id": cls.center.id,
                "due_at": DUE,
                "opening_day": "2026-05-15",
                "agency_ids": (cls.justice | cls.building).ids,
                "contact_id": cls.users["coordinator"].id,
                **values,
            }
        )

    @classmethod
    def report_of(cls, agency, campaign=None):
        """The report of an agency in a campaign."""
        reports = (campaign or cls.campaign).report_ids
        return reports.filtered(lambda row: row.agency_id == agency)

    @classmethod
    def as_user(cls, record, role):
        """A record as a role sees it, read anew."""
        record.env.invalidate_all()
        return record.with_user(cls.users[role])

    @classmethod
    def add_line(cls, report, name="Rà soát thủ tục", **values):
        """A line of an agency's plan."""
        return cls.env["project.task"].create(
            {
                "tthc_report_id": report.id,
                "name": name,
                "tthc_date_from": "2026-03-05",
                "tthc_date_to": "2026-04-15",
                **values,
            }
        )

    @classmethod
    def file(cls, report, moment=None, user=None):
        """File a report as its reporter.

        :param moment: naive UTC; the moment of the tests unless told otherwise
        """
        report.env.invalidate_all()
        reporter = user or cls.users["reporter"]
        if not moment:
            return report.with_user(reporter).action_file()
        with frozen(moment):
            return report.with_user(reporter).action_file()

    def codes(self, report):
        """Codes of what a report lacks."""
        report.invalidate_recordset()
        return [row["code"] for row in report.findings]


class ReadinessCase(ReadinessData, HrCase):
    """Base of the tests of readiness reports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_readiness_data()
