from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from .common import DossierCase
from .fee_common import PAID_AT, FeeData

#: Monday 5/10/2026, 09:00 in Vietnam: the third quarter is over.
OCTOBER = datetime(2026, 10, 5, 2, 0)


class SettlementCase(FeeData, DossierCase):
    """What a center collected for an agency in the third quarter of 2026."""

    def _settlement(self, day=date(2026, 9, 30)):
        settlements = self.env["tthc.fee.settlement"]
        settlements._prepare(day)
        return settlements.search(
            [
                ("center_id", "=", self.center.id),
                ("agency_id", "=", self.agency.id),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
            ]
        )

    def _remit(self, amount, day=date(2026, 9, 1), moment=OCTOBER):
        with frozen(moment):
            return (
                self.env["tthc.fee.remittance"]
                .with_user(self.manager)
                .create(
                    {
                        "center_id": self.center.id,
                        "agency_id": self.agency.id,
                        "day": day,
                        "reference": "UNC 1",
                        "amount": amount,
                    }
                )
            )

    def _pay_back(self, payment, amount, moment=PAID_AT):
        refund = payment.with_user(self.clerk).action_ask_refund(amount, "Thu thừa")
        refund.with_user(self.manager).action_approve()
        with frozen(moment):
            refund.with_user(self.clerk).action_pay_out()
        return refund


class TestSettlement(SettlementCase):
    """The quarter with an agency (Decree 61/2018 Art 12.9)."""

    def test_figures_are_the_sums_of_the_lists_that_they_open(self):
        first = self.collect(self.receive())
        self.collect(self.receive())
        self._pay_back(first, 25000)
        self._remit(60000)
        row = self._settlement()
        self.assertEqual(
            (row.brought, row.collected, row.refunded, row.remitted, row.balance),
            (0, 150000, 25000, 60000, 65000),
        )
        for figure, action, sign in (
            (row.collected, row.action_open_collected(), 1),
            (row.refunded, row.action_open_refunded(), -1),
            (row.remitted, row.action_open_remitted(), 1),
        ):
            listed = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(figure, sign * sum(listed.mapped("counted")))

    def test_what_is_left_is_brought_forward(self):
        self.collect(self.receive())
        self._remit(50000)
        self.collect(self.receive(moment=OCTOBER), moment=OCTOBER)
        row = self._settlement(date(2026, 12, 31))
        self.assertEqual(
            (row.brought, row.collected, row.balance), (25000, 75000, 100000)
        )

    def test_what_others_collect_is_not_settled(self):
        version = self.make_version(
            self.env, "1.999131", "Bưu điện thu", 1, fee_collector="post"
        )
        self.collect(
            self.receive(version=version), method="elsewhere", reference="BL 3"
        )
        self.assertFalse(self._settlement())

    def test_prepared_once(self):
        self.collect(self.receive())
        row = self._settlement()
        self.assertFalse(self.env["tthc.fee.settlement"]._prepare(row.date_to))

    def _confirmed(self):
        self.collect(self.receive())
        row = self._settlement()
        with frozen(OCTOBER):
            row.with_user(self.manager).action_confirm_center()
            row.with_user(self.leader).action_confirm_agency()
        return row

    def test_both_sides_confirm_then_the_center_closes(self):
        row = self._confirmed()
        self.assertEqual(row.state, "confirmed")
        with frozen(OCTOBER):
            row.with_user(self.manager).action_close()
        self.assertEqual(row.state, "closed")
        self.assertEqual(row.agency_user_id, self.leader)
        with self.assertRaises(UserError):
            row.with_user(self.manager).action_reopen("Muộn")

    def test_running_quarter_is_not_confirmed(self):
        self.collect(self.receive())
        row = self._settlement()
        with frozen(PAID_AT), self.assertRaisesRegex(UserError, "not over"):
            row.with_user(self.manager).action_confirm_center()

    def test_agency_does_not_confirm_before_the_center(self):
        self.collect(self.receive())
        row = self._settlement()
        with frozen(OCTOBER), self.assertRaises(UserError):
            row.with_user(self.leader).action_confirm_agency()

    def test_confirmed_quarter_takes_no_money(self):
        dossier, payment = self.receive(), self.collect(self.receive())
        remittance = self._remit(5000)
        self._confirmed()
        with self.assertRaisesRegex(UserError, "settled"):
            self.collect(dossier)
        with self.assertRaisesRegex(UserError, "settled"):
            payment.with_user(self.clerk).action_void("Muộn")
        with self.assertRaisesRegex(UserError, "settled"):
            self._remit(1000)
        with self.assertRaisesRegex(UserError, "settled"):
            remittance.with_user(self.manager).action_void("Nhầm")
        self.assertEqual(self.collect(dossier, moment=OCTOBER).day, date(2026, 10, 5))

    def test_opened_again_takes_money_again(self):
        row = self._confirmed()
        with self.assertRaises(UserError):
            row.with_user(self.manager).action_reopen("")
        row.with_user(self.manager).action_reopen("Thiếu một biên lai")
        self.assertEqual(row.state, "draft")
        self.assertFalse(row.agency_user_id)
        self.collect(self.receive())

    def test_who_sees_the_settlement(self):
        self.collect(self.receive())
        self._remit(5000)
        row = self._settlement()
        other_leader = self.other_specialist
        other_leader.group_ids |= self.env.ref("tthc_base.group_leader")
        for model, record in (
            ("tthc.fee.settlement", row),
            ("tthc.fee.remittance", self.env["tthc.fee.remittance"].search([])),
            ("tthc.fee.payment.line", self.env["tthc.fee.payment.line"].search([])),
        ):
            domain = [("id", "in", record.ids)]
            for role in (self.manager, self.leader, self.reporter, self.inspector):
                with self.subTest(model=model, role=role.login):
                    found = self.env[model].with_user(role).search(domain)
                    self.assertEqual(found, record)
            with self.subTest(model=model, role="leader of another agency"):
                self.assertFalse(self.env[model].with_user(other_leader).search(domain))
            for role in (self.courier, self.editor, self.hr):
                with self.subTest(model=model, role=role.login):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(role).search(domain)

    def test_clerk_and_reporter_move_no_settlement(self):
        self.collect(self.receive())
        row = self._settlement()
        for role in (self.clerk, self.reporter, self.inspector, self.leader):
            with self.subTest(role=role.login), frozen(OCTOBER):
                with self.assertRaises(AccessError):
                    row.with_user(role).action_confirm_center()
        for role in (self.manager, self.leader, self.env.ref("base.user_admin")):
            with self.subTest(role=role.login), self.assertRaises(AccessError):
                row.with_user(role).write({"state": "closed"})

    def test_remittance_is_the_managers_and_stays(self):
        values = {
            "center_id": self.center.id,
            "agency_id": self.agency.id,
            "day": date(2026, 9, 1),
            "reference": "UNC 2",
            "amount": 1000,
        }
        remittances = self.env["tthc.fee.remittance"]
        for role in (self.clerk, self.leader, self.reporter, self.inspector):
            with self.subTest(role=role.login), self.assertRaises(AccessError):
                remittances.with_user(role).create(values)
        with frozen(OCTOBER), self.assertRaises(AccessError):
            remittances.with_user(self.manager).create(
                {**values, "center_id": self.other_center.id}
            )
        made = self._remit(1000)
        with self.assertRaises(AccessError):
            made.with_user(self.manager).write({"amount": 1})
        with self.assertRaises(AccessError):
            made.with_user(self.manager).unlink()
        made.with_user(self.manager).action_void("Nhầm cơ quan")
        self.assertEqual((made.state, made.counted), ("void", 0))

    def test_cost_of_the_list_does_not_grow(self):
        row = self._confirmed()
        rows = row | self._settlement(date(2026, 12, 31))
        counts = []
        for some in (row, rows):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("balance")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_printed_settlement(self):
        self.collect(self.receive())
        self._remit(5000)
        row = self._settlement()
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.leader)
            ._render_tthc_pdf("tthc_dossier.action_report_settlement", row.ids)
        )
        printed = PrintedFile(content)
        self.assertEqual(printed.sizes_mm(), [(210.0, 297.0)] * 2)
        for words in (
            "Quý 3 năm 2026",
            "Sở Xây dựng",
            "Số đã thu trong kỳ 75.000",
            "Số còn phải nộp 70.000",
            "Bảy mươi nghìn đồng",
            "Bản nháp",
            "UNC 1",
        ):
            with self.subTest(words=words):
                self.assertIn(words, printed.texts()[0])


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("pay", "transfer", "part", "void", "refund", "remit", "close")
        ),
        st.integers(min_value=0, max_value=9),
        st.integers(min_value=1, max_value=75000),
    ),
    max_size=9,
)


class TestMoneyReconciles(SettlementCase):
    """Whatever happens, receipts, tills, fees and settlements say the same."""

    @given(steps=STEPS)
    @example(steps=[("pay", 0, 1), ("part", 1, 30000), ("refund", 0, 9000)])
    @example(
        steps=[("transfer", 2, 500), ("void", 0, 1), ("pay", 2, 1), ("remit", 0, 7)]
    )
    @example(steps=[("pay", 3, 1), ("close", 0, 1), ("refund", 0, 5), ("pay", 1, 1)])
    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def test_lists_sheets_and_settlements_agree(self, steps):
        savepoint = self.env.cr.savepoint()
        try:
            self._play(steps)
            self.assert_money_agrees()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _play(self, steps):
        self.center.fee_partial = True
        self.dossiers = self.env["tthc.dossier"].union(
            *(self.receive() for _turn in range(4))
        )
        self.payments = self.env["tthc.fee.payment"]
        for step, which, amount in steps:
            try:
                with self.env.cr.savepoint():
                    getattr(self, f"_step_{step}")(which, amount)
            except UserError:
                # Refused in words: nothing may be half-done, which is what is asserted.
                self.env.invalidate_all()

    def _pay(self, which, amount, user=None, **values):
        fee = self.dossiers[which % 4].fee_ids
        amounts = {str(fee.id): min(amount, fee.balance)}
        self.payments |= self.collect(
            fee.dossier_id, amounts=amounts, user=user, **values
        )

    def _step_pay(self, which, _amount):
        self._pay(which, 75000)

    def _step_part(self, which, amount):
        self._pay(which, amount, user=self.colleague)

    def _step_transfer(self, which, amount):
        self._pay(which, amount, method="transfer", reference="FT")

    def _step_void(self, which, _amount):
        payment = self.payments[which % len(self.payments)] if self.payments else None
        if payment:
            payment.with_user(payment.user_id).action_void("Nhầm")

    def _step_refund(self, which, amount):
        if self.payments:
            self._pay_back(self.payments[which % len(self.payments)], amount)

    def _step_remit(self, _which, amount):
        self._remit(amount, day=PAID_AT.date(), moment=PAID_AT + timedelta(hours=1))

    def _step_close(self, which, _amount):
        tills = self.payments.session_id
        if tills:
            till = tills[which % len(tills)]
            with frozen(PAID_AT):
                till.with_user(till.user_id).action_close(
                    {1: int(till.expected)}, "Đếm"
                )

    def assert_money_agrees(self):
        lines = self.dossiers.payment_line_ids
        payments = lines.payment_id
        listed = sum(lines.mapped("counted"))
        self.assertEqual(listed, sum(payments.mapped("counted")))
        self.assertEqual(listed, sum(payments.session_id.mapped("total")))
        self.assertEqual(listed, sum(self.dossiers.fee_ids.mapped("paid")))
        for fee in self.dossiers.fee_ids:
            self.assertGreaterEqual(fee.balance, 0)
        for till in payments.session_id:
            rows = till.payment_ids.filtered(lambda row: row.method == "cash")
            self.assertEqual(till.cash, sum(rows.mapped("counted")))
        remitted = sum(
            self.env["tthc.fee.remittance"]
            .search([("agency_id", "=", self.agency.id)])
            .mapped("counted")
        )
        row = self._settlement()
        if row:
            self.assertEqual(row.collected - row.refunded, listed)
            self.assertEqual(row.remitted, remitted)
            self.assertEqual(row.balance, listed - remitted)
        else:
            self.assertFalse(lines)
