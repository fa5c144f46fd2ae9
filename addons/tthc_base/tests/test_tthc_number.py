from contextlib import closing

from psycopg2.errors import LockNotAvailable

from odoo.tools import mute_logger

from .common import TthcCommon


class TestNumber(TthcCommon):
    """One transaction's view of a series; the order of agencies stands in for it.

    What several transactions do to each other is tested where real registers are.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = cls.env["tthc.number"]
        (cls.justice | cls.building | cls.ward).write({"sequence": 0})

    def _next(self, parent):
        return self.number._next("tthc.agency", "sequence", {"parent_id": parent.id})

    def test_first_number_of_a_series_is_one(self):
        self.assertEqual(self._next(self.committee), 1)

    def test_number_follows_the_highest_of_its_series_unsaved_ones_included(self):
        self.building.sequence = 7
        self.assertEqual(self._next(self.committee), 8)

    def test_series_do_not_touch_each_other(self):
        self.building.sequence = 7
        self.assertEqual(self._next(self.justice), 1)

    def test_number_that_was_not_used_is_drawn_again(self):
        self.assertEqual(self._next(self.committee), self._next(self.committee))

    def test_series_is_locked_until_the_transaction_of_its_number_ends(self):
        self.patch(type(self.number), "_lock_timeout", "50ms")
        agency = self.env["tthc.agency"]
        with closing(self.registry.cursor()) as other_cr:
            other = self.number.with_env(self.env(cr=other_cr))
            other._lock_series(agency, "sequence", {"parent_id": self.committee.id})
            self.assertEqual(self._next(self.justice), 1)
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(LockNotAvailable),
                self.env.cr.savepoint(),
            ):
                self._next(self.committee)
            other_cr.rollback()
            self.assertEqual(self._next(self.committee), 1)
