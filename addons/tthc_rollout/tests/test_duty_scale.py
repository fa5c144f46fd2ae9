from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from .duty_common import DUE, DutyCase

FEW, MANY = 5, 200
LIST = (
    *("who", "dispatch_id", "point", "text", "due_text", "time_text"),
    *("is_overdue", "is_soon", "evidence_count", "state", "partners"),
)


@tagged("post_install", "-at_install")
class TestDutyScale(DutyCase):
    """Twenty departments, eleven districts, 171 communes: no screen slower for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agencies = cls.env["tthc.agency"].create(
            [
                {"name": f"Cơ quan {number:03}", "parent_id": cls.committee.id}
                for number in range(FEW + MANY)
            ]
        )
        cls.few = cls._dispatch("Ít", cls.agencies[:FEW])
        cls.many = cls._dispatch("Nhiều", cls.agencies[FEW:])

    @classmethod
    def _dispatch(cls, number, agencies):
        return cls.make_dispatch(
            number=number, duty={"lead_ids": [Command.set(agencies.ids)]}
        )

    def count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def both(self, call):
        """Queries for five agencies and for two hundred; a first call warms up."""
        call(self.few)
        return self.count(lambda: call(self.few)), self.count(lambda: call(self.many))

    def open_list(self, dispatch):
        shares = self.env["tthc.duty.share"].with_user(self.coordinator)
        shares.search([("dispatch_id", "=", dispatch.id)]).read(LIST)

    def test_giving_to_two_hundred_costs_what_giving_to_five_does(self):
        self.give(self._dispatch("Đầu", self.ward))
        few = self.count(lambda: self.give(self.few))
        many = self.count(lambda: self.give(self.many))
        # One more for each hundred rows that are inserted at once.
        self.assertLessEqual(many, few + 8)

    def test_lists_screens_and_tables_cost_the_same(self):
        self.give(self.few)
        self.give(self.many)
        for name, call in (
            ("list", self.open_list),
            ("table", lambda dispatch: dispatch.share_ids._table_rows()),
            (
                "dispatch",
                lambda dispatch: dispatch.with_user(self.coordinator).read(
                    ["share_count", "accepted_count", "overdue_count", "progress"]
                ),
            ),
        ):
            with self.subTest(name):
                few, many = self.both(call)
                self.assertLessEqual(many, few + 2)

    def test_nobody_to_tell_costs_no_query_each(self):
        self.give(self.few)
        self.give(self.many)
        self.startPatcher(patch.object(type(self.env["ir.cron"]), "_commit_progress"))
        self.env["tthc.duty.share"]._cron_remind()
        self.set_clock(DUE)
        self.env["tthc.duty.share"]._cron_remind()
        few = self.count(lambda: self.few.share_ids._remind())
        many = self.count(lambda: self.many.share_ids._remind())
        self.assertLessEqual(many, few + 2)
