from datetime import date, datetime, timedelta

from odoo.tests import TransactionCase

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import frozen

#: 08:00 at the center on the day of the tests (a Monday).
MOMENT = datetime(2026, 3, 2, 1, 0)
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


class HrData:
    """People of the test organisation and what puts them in post.

    Call :meth:`make_hr_data` after ``_set_up_organisation``. ``self.main`` is in post
    at ``self.counter`` for the justice department, ``self.reserve`` is its reserve;
    both have accounts (``test_reception``, ``test_specialist``).
    """

    @classmethod
    def make_hr_data(cls):
        """Create the decision and the people in post."""
        cls.decision = cls.make_decision()
        cls.main = cls.make_assignment(
            "main",
            cls.make_staff("Phạm Thị Chính", user_id=cls.users["reception"].id),
            counter_ids=cls.counter.ids,
        )
        cls.reserve = cls.make_assignment(
            "reserve",
            cls.make_staff("Trần Văn Phòng", user_id=cls.users["specialist"].id),
        )

    @classmethod
    def make_staff(cls, name, agency=None, **values):
        """A person with a sheet (and the employee behind it).

        :param agency: the justice department unless told otherwise
        :param values: further values of ``tthc.staff``
        """
        values.setdefault("sex", "female")
        values.setdefault("rank", "Chuyên viên")
        values.setdefault("field_since", "2015-01-01")
        return cls.env["tthc.staff"].create(
            {"name": name, "agency_id": (agency or cls.justice).id, **values}
        )

    @classmethod
    def make_decision(cls, **values):
        """An issued decision of the center, made without its action."""
        return (
            cls.env["tthc.assignment.decision"]
            ._moving()
            .create(
                {
                    "number": "123/QĐ-UBND",
                    "date": "2025-12-20",
                    "authority": "Chủ tịch UBND tỉnh",
                    "signer": "Nguyễn Văn Chủ Tịch",
                    "center_id": cls.center.id,
                    "state": "issued",
                    **values,
                }
            )
            .with_env(cls.env)
        )

    @classmethod
    def make_assignment(cls, role, staff, **values):
        """An assignment in post in the year of the tests, made without its actions.

        :param role: key of ``tthc.assignment.role``
        :param staff: ``tthc.staff``; its home agency sends it
        :param values: further values, such as ``state="draft"``, ``date_to``,
            ``counter_ids`` (list of ids)
        """
        state = values.setdefault("state", "approved")
        if state in ("approved", "ended"):
            values.setdefault("decision_id", cls.decision.id)
        return (
            cls.env["tthc.assignment"]
            ._moving()
            .create(
                {
                    "staff_id": staff.id,
                    "role": role,
                    "title": "Chuyên viên",
                    "agency_id": staff.agency_id.id,
                    "center_id": cls.center.id,
                    "date_from": "2026-01-01",
                    "date_to": "2026-12-31",
                    **values,
                }
            )
            .with_env(cls.env)
        )

    @classmethod
    def make_draft_decision(cls, *assignments, **values):
        """A decision being drafted with proposals on it, ready to be issued."""
        decision = cls.env["tthc.assignment.decision"].create(
            {
                "number": "456/QĐ-UBND",
                "date": "2026-03-01",
                "signer": "Nguyễn Văn Chủ Tịch",
                "center_id": cls.center.id,
                **values,
            }
        )
        for assignment in assignments:
            assignment._put_into(decision)
        return decision


class HrCase(HrData, TthcOrganisation, TransactionCase):
    """Base of the tests of the people of the center, at :data:`MOMENT`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(frozen(MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
