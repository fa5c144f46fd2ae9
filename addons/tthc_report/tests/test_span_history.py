from datetime import date, datetime, timedelta
from itertools import product
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import DossierCase

from .history_walk import Reckoning, Walk, make_versions, periods

BEGIN = datetime(2026, 8, 17, 1, 0)
A_YEAR_LATER = datetime(2027, 12, 1, 3, 0)
COUNTED = ("c4", "c5", "c6", "c8", "c9", "c10", "c12", "c13")
SUMS = {"c3": COUNTED[:3], "c7": COUNTED[3:6], "c11": COUNTED[6:]}
CONVENTIONS = [
    {"finished": finished, "withdrawn": ended, "waiting": waiting, "promised": due}
    for finished, ended, waiting, due in product(
        ("registered", "handed"),
        ("on_time", "left_out"),
        ("in_term", "by_due"),
        ("current", "first"),
    )
]


@tagged("post_install", "-at_install")
class TestSpanHistory(DossierCase):
    """R24 on random histories: table, lists and log say the same, for good."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.versions = make_versions(cls)
        cls.spans = cls.env["tthc.dossier.span"].with_user(cls.manager)
        cls.convention = cls.env["tthc.span.convention"]._at(date(2026, 8, 20))

    @settings(
        max_examples=3,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32))
    def test_r24_holds_and_lists_are_the_cells(self, seed):
        with self.env.cr.savepoint() as savepoint:
            self.check_history(Random(seed))
            savepoint.rollback()
        self.env.invalidate_all()

    def check_history(self, draw):
        walk, asked = self._walked(draw)
        reckoning = Reckoning(walk.dossiers)
        self.assertFalse(self.env["tthc.dossier.span"]._rebuild(walk.dossiers))
        with frozen(A_YEAR_LATER):
            for period, answer in asked.items():
                self.assertEqual(self._answer(*period), answer, period)
            for period in periods():
                values = draw.choice(CONVENTIONS)
                self.convention.write(values)
                self._compare(period, values, reckoning)
            self.convention.write(CONVENTIONS[0])

    def _walked(self, draw):
        """Eight weeks; the table of a period is asked for on the day after it."""
        walk, asked, moment = Walk(self, draw), {}, BEGIN
        ends = {last: (first, last) for first, last in periods()}
        while moment < BEGIN + timedelta(days=56):
            minutes = [draw.randint(0, 480) for _action in range(draw.randint(0, 6))]
            for minute in sorted(minutes):
                walk.step(moment + timedelta(minutes=minute))
            if moment.date() == date(2026, 9, 25):
                walk.succeed(moment + timedelta(hours=9))
            period = ends.get(moment.date())
            if period:
                with frozen(moment + timedelta(days=1)):
                    asked[period] = self._answer(*period)
            moment += timedelta(days=1)
        return walk, asked

    def _answer(self, first, last):
        rows = self.spans._counted(first, last, groupby=("agency_id",))
        return sorted(tuple(row.items()) for row in rows)

    def _compare(self, period, values, reckoning):
        """One period by one convention: identities, the log, and the lists."""
        first, last = period
        cells = reckoning.columns(first, last, values)
        rows = self.spans._counted(first, last, groupby=("agency_id",))
        self.assertEqual(
            {(row["agency_id"], name) for row in rows for name in COUNTED if row[name]},
            {key for key, ids in cells.items() if ids},
        )
        for row in rows:
            self.assertEqual(row["c3"], row["c4"] + row["c5"] + row["c6"])
            self.assertEqual(row["c7"], row["c8"] + row["c9"] + row["c10"])
            self.assertEqual(row["c11"], row["c12"] + row["c13"])
            self.assertEqual(row["c3"], row["c7"] + row["c11"])
            group = {"agency_id": row["agency_id"]}
            for name in COUNTED:
                listed = self._listed(name, period, group)
                self.assertEqual(
                    set(listed.ids),
                    cells[row["agency_id"], name],
                    (name, period, values),
                )
                self.assertEqual(len(listed), row[name])
            for name in SUMS:
                self.assertEqual(len(self._listed(name, period, group)), row[name])

    def _listed(self, name, period, group):
        domain = self.spans._cell_domain(name, *period, group=group)
        return self.env["tthc.dossier"].with_user(self.manager).search(domain)
