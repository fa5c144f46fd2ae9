import base64
from datetime import date, datetime, timedelta

from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import frozen

#: 08:00 at the center on the day of the tests (a Monday).
MOMENT = datetime(2026, 3, 2, 1, 0)
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
#: The last second of 10 March 2026 in Vietnam.
DUE = datetime(2026, 3, 10, 16, 59, 59)
DUE_DAY = date(2026, 3, 10)


class DutyData:
    """A dispatch that gives one duty to the justice and the building department."""

    @classmethod
    def make_duty_data(cls):
        """Enter the dispatch as the coordinator, without giving it."""
        cls.coordinator = cls.users["coordinator"]
        cls.building_reporter = cls._new_user(
            "reporter",
            "test_reporter_building",
            tthc_agency_ids=[Command.set(cls.building.ids)],
        )
        cls.dispatch = cls.make_dispatch()
        cls.duty = cls.dispatch.duty_ids

    @classmethod
    def make_dispatch(cls, **values):
        """A dispatch with one duty that is still to be given."""
        duty = {
            "point": "1.",
            "text": "Rà soát thủ tục hành chính, báo cáo kết quả",
            "lead_ids": [Command.set((cls.justice | cls.building).ids)],
            "due_kind": "by_day",
            "due_on": DUE_DAY,
            **values.pop("duty", {}),
        }
        return (
            cls.env["tthc.dispatch"]
            .with_user(cls.coordinator)
            .create(
                {
                    "number": "12/UBND-HCC",
                    "date": "2026-03-02",
                    "issuer": "UBND tỉnh Thử Nghiệm",
                    "subject": "V/v chuẩn bị khai trương",
                    "center_id": cls.center.id,
                    "duty_ids": [Command.create(duty)],
                    **values,
                }
            )
            .with_env(cls.env)
        )

    @classmethod
    def give(cls, dispatch=None):
        """Give the dispatch as the coordinator; the share of the justice department."""
        (dispatch or cls.dispatch).with_user(cls.coordinator).action_give()
        return cls.share_of(cls.justice, dispatch)

    @classmethod
    def share_of(cls, agency, dispatch=None):
        """The share of an agency."""
        shares = (dispatch or cls.dispatch).share_ids
        return shares.filtered(lambda share: share.agency_id == agency)

    @classmethod
    def make_file(cls, user, name="kết quả.pdf", content=b"scan"):
        """A file as somebody uploads it in the dialog."""
        return (
            cls.env["ir.attachment"]
            .with_user(user)
            .create(
                {
                    "name": name,
                    "datas": base64.b64encode(content),
                    "res_model": "tthc.duty.act",
                    "res_id": 0,
                }
            )
        )

    @classmethod
    def report(cls, share, user=None, text="Đã rà soát 118 thủ tục"):
        """Report with a file."""
        user = user or cls.users["reporter"]
        share.with_user(user).action_report(text, cls.make_file(user).ids)


class DutyCase(DutyData, TthcOrganisation, TransactionCase):
    """The dispatch is entered, at :data:`MOMENT`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(frozen(MOMENT))
        cls._set_up_organisation()
        cls.make_duty_data()
        cls.reporter = cls.users["reporter"]

    def set_clock(self, moment):
        """Let the clock of the suite stand at an instant.

        :param moment: naive UTC
        """
        self.enterContext(frozen(moment))
