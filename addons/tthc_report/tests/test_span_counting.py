from datetime import date, timedelta

from odoo.tests import tagged

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY, DossierCase

A_DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
COLUMNS = [f"c{number}" for number in range(3, 14)]
AUGUST = (date(2026, 7, 15), date(2026, 8, 21))
NEXT = (date(2026, 8, 22), date(2026, 9, 14))
A_YEAR_LATER = THURSDAY + 365 * A_DAY


@tagged("post_install", "-at_install")
class TestSpanCounting(DossierCase):
    """The columns of II.06a over dated rows, as a manager sees them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.spans = cls.env["tthc.dossier.span"].with_user(cls.manager)

    def count(self, period, moment=A_YEAR_LATER, **values):
        """The non-zero columns of the total."""
        with frozen(moment):
            (row,) = self.spans._counted(*period, **values)
        return {name: row[name] for name in COLUMNS if row[name]}

    def convention(self, **values):
        convention = self.env["tthc.span.convention"]._at(date(2026, 8, 20))
        convention.write(values)
        return convention

    def test_received_and_returned_in_one_day(self):
        dossier = self.resolved()
        with frozen(THURSDAY + 4 * HOUR):
            dossier.with_user(self.clerk).action_give_back(
                proof="receipt", means="in_person"
            )
        self.assertEqual(self.count(AUGUST), {"c3": 1, "c5": 1, "c7": 1, "c8": 1})
        self.assertEqual(self.count(NEXT), {})

    def test_open_one_is_carried_to_the_next_period(self):
        self.receive()
        self.assertEqual(self.count(AUGUST), {"c3": 1, "c5": 1, "c11": 1, "c12": 1})
        self.assertEqual(self.count(NEXT), {"c3": 1, "c6": 1, "c11": 1, "c13": 1})

    def test_without_a_limit_it_is_never_late(self):
        version = self.make_version(
            self.env,
            "1.999009",
            "Không thời hạn",
            1,
            limit_value=0,
            limit_unit=False,
            no_legal_limit=True,
        )
        self.receive(version=version)
        self.assertEqual(self.count(NEXT), {"c3": 1, "c6": 1, "c11": 1, "c12": 1})

    def test_due_on_the_last_day_is_within_its_time(self):
        self.receive()
        until = (date(2026, 8, 15), date(2026, 8, 26))
        self.assertEqual(self.count(until)["c12"], 1)
        until = (date(2026, 8, 15), date(2026, 8, 27))
        self.assertEqual(self.count(until)["c13"], 1)

    def test_period_that_lasts_is_counted_up_to_today(self):
        self.receive()
        counted = self.count((date(2026, 8, 15), date(2026, 9, 14)), THURSDAY)
        self.assertEqual(counted["c12"], 1)
        self.assertNotIn("c13", counted)

    def test_undone_result_is_settled_then_and_open_now(self):
        dossier = self.resolved()
        with frozen(THURSDAY + 2 * A_DAY):
            dossier.with_user(self.leader).action_undo()
        self.assertEqual(self.count(AUGUST), {"c3": 1, "c5": 1, "c7": 1, "c8": 1})
        self.assertEqual(self.count(NEXT), {"c3": 1, "c6": 1, "c11": 1, "c13": 1})

    def test_settled_when_handed_over(self):
        dossier = self.resolved()
        with frozen(THURSDAY + 2 * A_DAY):
            dossier.with_user(self.clerk).action_give_back(
                proof="receipt", means="in_person"
            )
        self.convention(finished="handed")
        self.assertEqual(self.count(AUGUST), {"c3": 1, "c5": 1, "c11": 1, "c12": 1})
        self.assertEqual(self.count(NEXT), {"c3": 1, "c6": 1, "c7": 1, "c8": 1})

    def test_withdrawn_one(self):
        dossier = self.receive()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_withdraw("Xin rút")
        self.assertEqual(self.count(AUGUST), {"c3": 1, "c5": 1, "c7": 1, "c9": 1})
        self.assertEqual(self.count(NEXT), {})
        self.convention(withdrawn="left_out")
        self.assertEqual(self.count(AUGUST), {})

    def test_void_receipt_counts_until_its_day(self):
        dossier = self.receive()
        with frozen(THURSDAY + 3 * A_DAY):
            dossier.with_user(self.clerk).action_annul("Nhập trùng")
        self.assertEqual(self.count(AUGUST), {"c3": 1, "c5": 1, "c11": 1, "c12": 1})
        self.assertEqual(self.count(NEXT), {})

    def test_cell_lists_what_it_counts(self):
        mine, other = self.receive(), self.receive(THURSDAY + HOUR)
        with frozen(THURSDAY + 2 * HOUR):
            other.with_user(self.clerk).action_withdraw("Xin rút")
        dossiers = self.env["tthc.dossier"].with_user(self.manager)
        with frozen(A_YEAR_LATER):
            for column, listed in (("c12", mine), ("c9", other), ("c3", mine + other)):
                domain = self.spans._cell_domain(
                    column, *AUGUST, group={"agency_id": self.agency.id}
                )
                self.assertEqual(dossiers.search(domain, order="id"), listed)

    def test_groups_of_one_query(self):
        self.receive()
        with frozen(A_YEAR_LATER):
            self.env["tthc.span.convention"]._at(AUGUST[1])
            rows = self.spans._counted(
                *AUGUST, groupby=("sector_id", "agency_id", "level")
            )
        self.assertEqual(
            [(row["agency_id"], row["level"], row["c3"]) for row in rows],
            [(self.agency.id, "province", 1)],
        )
