from datetime import date, timedelta

from odoo.tests import tagged

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY, DossierCase
from odoo.addons.tthc_dossier.tests.opening_common import OpeningData

A_DAY = timedelta(days=1)
TO_FRIDAY = (date(2026, 8, 15), date(2026, 8, 21))
NEXT = (date(2026, 8, 22), date(2026, 9, 14))
LATER = THURSDAY + 90 * A_DAY
COLUMNS = [f"c{number}" for number in range(3, 14)]


class Counting:
    """What a manager's table says."""

    def count(self, period, moment=LATER):
        """The non-zero columns of the total."""
        spans = self.env["tthc.dossier.span"].with_user(self.manager)
        with frozen(moment):
            (row,) = spans._counted(*period)
        return {name: row[name] for name in COLUMNS if row[name]}


@tagged("post_install", "-at_install")
class TestSpanPast(Counting, DossierCase):
    """What comes to light later, and what it changes of earlier periods."""

    def test_late_entry_changes_the_past_and_is_explained(self):
        pack = self.make_outage()
        sent_at = THURSDAY + 2 * A_DAY
        self.assertEqual(self.count(TO_FRIDAY, sent_at), {})
        dossier = self.receive_late(pack.blank_ids[0].code, told_at=sent_at + A_DAY)
        self.assertEqual(self.count(TO_FRIDAY), {"c3": 1, "c5": 1, "c11": 1, "c12": 1})
        spans = self.env["tthc.dossier.span"]
        told = spans._told_later(dossier, TO_FRIDAY[1], sent_at)
        self.assertEqual(told[dossier.id].kind, "receive_late")
        self.assertEqual(told[dossier.id].recorded_at, sent_at + A_DAY)

    def test_what_was_told_in_time_is_no_late_entry(self):
        dossier = self.receive()
        with frozen(THURSDAY + 4 * A_DAY):
            dossier.with_user(self.clerk).action_transfer()
        told = self.env["tthc.dossier.span"]._told_later(
            dossier, TO_FRIDAY[1], THURSDAY + 2 * A_DAY
        )
        self.assertFalse(told)

    def test_due_date_of_a_past_day_is_what_that_day_knew(self):
        """A calendar changed on Monday makes nobody punctual of the week before."""
        dossier = self.receive()
        until = (date(2026, 8, 15), date(2026, 8, 27))
        self.assertEqual(self.count(until)["c13"], 1)
        with frozen(THURSDAY + 8 * A_DAY):
            letter = dossier.with_user(self.leader)
            letter.action_apologise("Quá tải", date(2026, 9, 10))
        self.assertEqual(self.count(until)["c13"], 1)
        following = (date(2026, 8, 28), date(2026, 9, 5))
        self.assertEqual(self.count(following)["c12"], 1)

    def test_first_appointment_counts_where_the_convention_says_so(self):
        dossier = self.receive()
        with frozen(THURSDAY + A_DAY):
            dossier.with_user(self.leader).action_apologise(
                "Quá tải", date(2026, 9, 10)
            )
        until = (date(2026, 8, 22), date(2026, 8, 31))
        self.assertEqual(self.count(until)["c12"], 1)
        convention = self.env["tthc.span.convention"]._at(until[1])
        convention.promised = "first"
        self.assertEqual(self.count(until)["c13"], 1)
        self.assertIn("first appointment", " ".join(convention._footer()))

    def test_footer_says_how_it_was_counted_and_that_nobody_verified_it(self):
        convention = self.env["tthc.span.convention"]._at(date(2026, 8, 20))
        footer = convention.with_context(lang="vi_VN")._footer()
        self.assertEqual(len(footer), 5)
        self.assertIn("cột 9", footer[1])
        self.assertIn("chưa xác minh", footer[4])


@tagged("post_install", "-at_install")
class TestSpanCarried(OpeningData, Counting, DossierCase):
    """An opening balance counts as carried over, whenever it was received."""

    def test_received_in_the_period_it_counts_as_carried(self):
        dossier = self.carried({"received_at": "17/08/2026 08:30"})
        self.assertEqual(self.count(TO_FRIDAY), {"c3": 1, "c6": 1, "c11": 1, "c12": 1})
        self.assertFalse(self.env["tthc.dossier.span"]._rebuild(dossier))

    def test_before_the_opening_day_it_counts_nowhere(self):
        self.carried()
        self.assertEqual(self.count((date(2026, 7, 15), date(2026, 8, 14))), {})

    def test_result_of_the_earlier_system_was_counted_there(self):
        row = {
            "state": "Đã có kết quả",
            "outcome": "Đồng ý giải quyết",
            "resolved_at": "18/08/2026 15:00",
            "result_number": "1/KQ",
        }
        dossier = self.carried(row)
        self.assertEqual(dossier.state, "resolved")
        self.assertEqual(self.count(TO_FRIDAY), {})
        with frozen(THURSDAY + 5 * A_DAY):
            dossier.with_user(self.clerk).action_give_back(
                proof="receipt", means="phone"
            )
        self.assertEqual(self.count(NEXT), {})
        convention = self.env["tthc.span.convention"]._at(NEXT[1])
        convention.finished = "handed"
        self.assertEqual(self.count(NEXT), {"c3": 1, "c6": 1, "c7": 1, "c8": 1})
