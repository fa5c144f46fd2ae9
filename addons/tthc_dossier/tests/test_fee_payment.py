from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import DossierCase
from .fee_common import PAID_AT, FeeData


class TestCollecting(FeeData, DossierCase):
    """Money is taken once, into an open till, with a number without holes."""

    def test_cash_with_change(self):
        dossier = self.receive()
        payment = self.collect(dossier, given=100000)
        self.assertEqual((payment.amount, payment.change), (75000, 25000))
        self.assertEqual(payment.code, "07-26/0000001")
        self.assertEqual(payment.payer_name, "Nguyễn Văn Đức")
        self.assertEqual(dossier.money_state, "paid")
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(event.kind, "pay_fee")
        self.assertNotIn("Đức", event.payload)

    def test_numbers_have_no_hole_after_a_refused_payment(self):
        one, two = self.receive(), self.receive()
        self.collect(one)
        with self.assertRaises(UserError):
            self.collect(two, given=5000)
        self.assertEqual(self.collect(two).number, 2)

    def test_each_counter_has_a_series_of_its_own(self):
        self.colleague.tthc_counter_id = self.env["tthc.counter"].create(
            {"code": "08", "name": "Tư pháp", "center_id": self.center.id}
        )
        self.collect(self.receive())
        payment = self.collect(self.receive(), user=self.colleague)
        self.assertEqual(payment.code, "08-26/0000001")

    def test_same_click_twice_takes_the_money_once(self):
        dossier = self.receive()
        first = self.collect(dossier, key="k1")
        again = self.collect(
            dossier, key="k1", amounts={str(dossier.fee_ids.id): 75000}
        )
        self.assertEqual(first, again)
        self.assertEqual(len(dossier.payment_line_ids), 1)

    def test_paid_fee_is_not_paid_again(self):
        dossier = self.receive()
        self.collect(dossier)
        amounts = {str(dossier.fee_ids.id): 75000}
        with self.assertRaisesRegex(UserError, "paid by now"):
            self.collect(dossier, amounts=amounts, user=self.colleague)

    def test_part_payment_by_setting_only(self):
        dossier = self.receive()
        part = {str(dossier.fee_ids.id): 30000}
        with self.assertRaisesRegex(UserError, "no part payments"):
            self.collect(dossier, amounts=part)
        self.center.fee_partial = True
        self.collect(dossier, amounts=part)
        self.assertEqual((dossier.money_state, dossier.fee_balance), ("part", 45000))
        self.collect(dossier)
        self.assertEqual(dossier.money_state, "paid")

    def test_more_than_owed_nothing_negative_and_no_part_of_a_dong(self):
        self.center.fee_partial = True
        dossier = self.receive()
        for amount in (75001, 0, -5, 0.5):
            with self.subTest(amount=amount), self.assertRaises(UserError):
                self.collect(dossier, amounts={str(dossier.fee_ids.id): amount})

    def test_transfer_card_and_qr_need_their_number(self):
        dossier = self.receive()
        for method in ("transfer", "card", "qr"):
            with self.subTest(method=method), self.assertRaises(UserError):
                self.collect(dossier, method=method)
        payment = self.collect(dossier, method="qr", reference="FT2632")
        self.assertEqual((payment.counted, payment.cash_counted), (75000, 0))

    def test_one_receipt_for_the_dossiers_of_a_group(self):
        one = self.receive(group_key="g1")
        two = self.receive(group_key="g1")
        desk = self.env["tthc.fee.desk"].with_user(self.clerk)
        panel = desk.open_panel(one.ids)
        self.assertEqual(len(panel["fees"]), 2)
        payment = self.collect(one | two)
        self.assertEqual(payment.amount, 150000)
        self.assertEqual(payment.line_ids.dossier_id, one | two)
        for dossier in one | two:
            self.assertEqual(dossier.event_ids.sorted("seq")[-1].kind, "pay_fee")

    def test_fees_that_others_collect_take_the_proof_only(self):
        version = self.make_version(
            self.env, "1.999111", "Bưu điện thu", 1, fee_collector="post"
        )
        dossier = self.receive(version=version)
        with self.assertRaises(UserError):
            self.collect(dossier)
        payment = self.collect(dossier, method="elsewhere", reference="BL 3")
        self.assertEqual(payment.collected_by, "post")
        self.assertFalse(payment.session_id)

    def test_other_center_and_other_roles_collect_nothing(self):
        dossier = self.receive()
        for user in (
            self.other_clerk,
            self.specialist,
            self.manager,
            self.inspector,
            self.reporter,
            self.courier,
        ):
            with self.subTest(user=user.login):
                with self.assertRaises(UserError):
                    self.collect(dossier, user=user)
        self.assertEqual(dossier.money_state, "unpaid")

    def test_payment_is_not_written_by_hand(self):
        payment = self.collect(self.receive())
        for user in (self.clerk, self.manager, self.env.ref("base.user_admin")):
            for record in (payment, payment.line_ids):
                own = record.with_user(user)
                own = own.with_context(**{own._move_key(): True})
                for call in (
                    lambda own=own: own.write({"amount": 1}),
                    lambda own=own: own.unlink(),
                    lambda own=own: own.copy(),
                ):
                    with self.subTest(user=user.login, model=record._name):
                        with self.assertRaises(AccessError):
                            call()

    def test_cost_of_collecting_does_not_grow_with_the_dossiers(self):
        counts = []
        for number in (1, 2, 12):
            dossiers = self.env["tthc.dossier"].union(
                *(self.receive() for _turn in range(number))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.collect(dossiers)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # The log moves the head of each dossier: one UPDATE a dossier.
        self.assertLessEqual(counts[2], counts[1] + 12)


class TestVoidAndRefund(FeeData, DossierCase):
    """What was wrong is void while the till is open, else paid back."""

    def test_void_needs_a_reason_keeps_its_number_and_the_fee_is_owed_again(self):
        dossier = self.receive()
        payment = self.collect(dossier)
        clerk = payment.with_user(self.clerk)
        with self.assertRaises(UserError):
            clerk.action_void(" ")
        clerk.action_void("Thu nhầm người")
        self.assertEqual((payment.state, payment.number), ("void", 1))
        self.assertEqual(dossier.money_state, "unpaid")
        self.assertEqual(payment.session_id.total, 0)
        self.assertEqual(self.collect(dossier).number, 2)

    def test_only_who_took_the_money_voids_it(self):
        payment = self.collect(self.receive())
        with self.assertRaisesRegex(UserError, "only they"):
            payment.with_user(self.colleague).action_void("Không phải của tôi")

    def test_payment_of_a_closed_till_is_not_void(self):
        payment = self.collect(self.receive())
        self.close_till(payment=payment)
        with self.assertRaisesRegex(UserError, "refund"):
            payment.with_user(self.clerk).action_void("Muộn")

    def _refund(self, dossier, amount=None):
        payment = self.collect(dossier)
        return payment.with_user(self.clerk).action_ask_refund(amount, "Rút hồ sơ")

    def test_refund_waits_for_the_manager_and_is_paid_out_of_a_till(self):
        dossier = self.receive()
        refund = self._refund(dossier)
        self.assertEqual(refund.state, "asked")
        self.assertIn(self.manager, refund.activity_ids.user_id)
        with self.assertRaises(UserError):
            refund.with_user(self.clerk).action_pay_out()
        with self.assertRaises(AccessError):
            refund.with_user(self.clerk).action_approve()
        refund.with_user(self.manager).action_approve()
        self.assertFalse(refund.activity_ids)
        with frozen(PAID_AT + timedelta(hours=1)):
            refund.with_user(self.clerk).action_pay_out()
        self.assertEqual((refund.state, refund.code), ("posted", "H07-26/0000001"))
        self.assertEqual(refund.session_id.cash, 0)
        fee = dossier.fee_ids
        self.assertEqual((fee.amount, fee.paid, fee.state), (0, 0, "free"))
        self.assertEqual(dossier.event_ids.sorted("seq")[-1].kind, "refund_fee")

    def test_never_more_back_than_was_paid(self):
        dossier = self.receive()
        refund = self._refund(dossier, 50000)
        origin = refund.origin_id.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "25.000"):
            origin.action_ask_refund(30000, "Nữa")
        refund.with_user(self.manager).action_refuse("Không có căn cứ")
        self.assertEqual(origin.action_ask_refund(75000, "Lại").amount, 75000)

    def test_paid_back_part_leaves_the_rest_paid(self):
        dossier = self.receive()
        refund = self._refund(dossier, 50000)
        refund.with_user(self.manager).action_approve()
        with frozen(PAID_AT):
            refund.with_user(self.clerk).action_pay_out()
        fee = dossier.fee_ids
        self.assertEqual((fee.amount, fee.paid, fee.state), (25000, 25000, "paid"))

    def test_payment_that_is_paid_back_is_not_void(self):
        refund = self._refund(self.receive())
        with self.assertRaisesRegex(UserError, "paid back"):
            refund.origin_id.with_user(self.clerk).action_void("Nhầm")

    def test_manager_of_another_center_decides_nothing(self):
        refund = self._refund(self.receive())
        self.manager.tthc_center_id = self.other_center
        with self.assertRaises(UserError):
            refund.with_user(self.manager).action_approve()
