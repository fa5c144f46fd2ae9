from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase
from .fee_common import PAID_AT, FeeData

#: Thursday 20/8/2026, 22:00 in Vietnam.
NIGHT = THURSDAY.replace(hour=15)

#: What a fault that is planted says.
BROKEN = "Hỏng"


class TestTill(FeeData, DossierCase):
    """One till a clerk, counter and day, which closes at night."""

    def _night(self, moment=NIGHT):
        with (
            frozen(moment),
            patch.object(
                type(self.env["ir.cron"]), "_commit_progress", return_value=True
            ),
        ):
            self.env["tthc.cash.session"]._cron_close_tills()

    def test_first_payment_opens_the_till_of_the_day(self):
        payments = [self.collect(self.receive()) for _turn in range(2)]
        till = payments[0].session_id
        self.assertEqual(payments[1].session_id, till)
        self.assertEqual((till.state, till.user_id), ("open", self.clerk))
        self.assertEqual(till.counter_id, self.counter)
        self.assertEqual(str(till.day), "2026-08-20")
        self.assertEqual((till.cash, till.expected), (150000, 150000))

    def test_colleague_and_next_day_have_tills_of_their_own(self):
        first = self.collect(self.receive()).session_id
        other = self.collect(self.receive(), user=self.colleague).session_id
        later = self.collect(
            self.receive(), moment=PAID_AT + timedelta(days=1)
        ).session_id
        self.assertEqual(len(first | other | later), 3)

    def test_transfers_are_on_the_sheet_and_not_in_the_cash(self):
        self.collect(self.receive())
        payment = self.collect(self.receive(), method="transfer", reference="FT1")
        till = payment.session_id
        self.assertEqual((till.total, till.cash, till.cashless), (150000, 75000, 75000))
        self.assertEqual(till.expected, 75000)

    def test_change_money_of_the_morning_is_expected_in_the_evening(self):
        till = self.collect(self.receive()).session_id
        till.with_user(self.clerk).action_set_float(500000)
        self.assertEqual(till.expected, 575000)

    def test_counted_cash_by_notes_closes_the_till(self):
        payment = self.collect(self.receive())
        till = self.close_till(payment=payment, counts={50000: 1, 20000: 1, 5000: 1})
        self.assertEqual((till.state, till.counted), ("closed", 75000))
        self.assertEqual(till.difference, 0)
        self.assertEqual(len(till.count_ids), 3)

    def test_difference_needs_a_reason_and_is_told_to_the_manager(self):
        payment = self.collect(self.receive())
        with self.assertRaisesRegex(UserError, "-5.000"):
            self.close_till(payment=payment, counts={10000: 7})
        till = self.close_till(
            payment=payment, counts={10000: 7}, reason="Trả thừa tiền lẻ"
        )
        self.assertEqual(till.difference, -5000)
        self.assertIn(self.manager, till.activity_ids.user_id)

    def test_closed_till_takes_no_money_until_the_manager_opens_it_again(self):
        payment = self.collect(self.receive())
        till = self.close_till(payment=payment)
        dossier = self.receive()
        with self.assertRaisesRegex(UserError, "is closed"):
            self.collect(dossier)
        self.assertEqual(dossier.money_state, "unpaid")
        with frozen(PAID_AT):
            with self.assertRaises(AccessError):
                till.with_user(self.clerk).action_reopen("Thêm khách")
            till.with_user(self.manager).action_reopen("Thêm khách")
        self.assertEqual(self.collect(dossier).session_id, till)

    def test_till_of_yesterday_is_not_opened_again(self):
        till = self.close_till(payment=self.collect(self.receive()))
        with frozen(PAID_AT + timedelta(days=1)), self.assertRaises(UserError):
            till.with_user(self.manager).action_reopen("Hôm qua")

    def test_night_closes_what_was_left_open_and_tells_clerk_and_manager(self):
        till = self.collect(self.receive()).session_id
        self._night()
        self.assertEqual(till.state, "uncounted")
        self.assertEqual(till.activity_ids.user_id, self.clerk | self.manager)
        with frozen(NIGHT), self.assertRaises(UserError):
            self.collect(self.receive(), moment=NIGHT)
        with frozen(NIGHT + timedelta(hours=10)):
            till.with_user(self.clerk).action_close({5000: 15})
        self.assertEqual((till.state, till.difference), ("closed", 0))
        self.assertFalse(till.activity_ids)

    def test_night_leaves_nothing_to_count_where_no_cash_was_taken(self):
        till = self.collect(
            self.receive(), method="transfer", reference="FT2"
        ).session_id
        self._night()
        self.assertEqual(till.state, "closed")
        self.assertFalse(till.activity_ids)

    def test_night_goes_on_after_a_till_that_fails(self):
        broken = self.collect(self.receive()).session_id
        sound = self.collect(self.receive(), user=self.colleague).session_id
        close = type(broken)._close_uncounted

        def fail_once(till):
            if till == broken:
                raise UserError(BROKEN)
            close(till)

        with (
            patch.object(type(broken), "_close_uncounted", fail_once),
            self.assertLogs("odoo.addons.tthc_dossier", "WARNING"),
        ):
            self._night()
        self.assertEqual((broken.state, sound.state), ("open", "uncounted"))

    def test_cash_goes_to_a_colleague_who_signs_for_it(self):
        till = self.close_till(payment=self.collect(self.receive()))
        clerk = till.with_user(self.clerk)
        for wrong in (self.clerk, self.other_clerk, self.env["res.users"]):
            with self.subTest(wrong=wrong.login), self.assertRaises(UserError):
                clerk.action_hand_over(wrong)
        clerk.action_hand_over(self.cashier)
        self.assertEqual((till.state, till.handed_amount), ("handed", 75000))
        self.assertEqual(till.cashier_id, self.cashier)

    def test_only_the_clerk_counts_and_hands_over(self):
        till = self.collect(self.receive()).session_id
        for user in (self.colleague, self.manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                till.with_user(user).action_close({5000: 15})

    def test_clerk_sees_the_own_till_the_manager_all_of_the_center(self):
        mine = self.collect(self.receive()).session_id
        other = self.collect(self.receive(), user=self.colleague).session_id
        tills = self.env["tthc.cash.session"]
        domain = [("id", "in", (mine | other).ids)]
        self.assertEqual(tills.with_user(self.clerk).search(domain), mine)
        for role in (self.manager, self.inspector):
            self.assertEqual(tills.with_user(role).search(domain), mine | other)
        self.assertFalse(tills.with_user(self.other_clerk).search(domain))
        for role in (self.specialist, self.leader, self.reporter, self.courier):
            with self.subTest(role=role.login), self.assertRaises(AccessError):
                tills.with_user(role).search(domain)

    def test_till_is_not_written_by_hand(self):
        till = self.close_till(payment=self.collect(self.receive()))
        for user in (self.clerk, self.manager, self.env.ref("base.user_admin")):
            own = till.with_user(user).with_context(**{till._move_key(): True})
            for call in (
                lambda own=own: own.write({"counted": 1}),
                lambda own=own: own.write({"state": "open"}),
                lambda own=own: own.unlink(),
                lambda own=own: own.count_ids.write({"quantity": 9}),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call()

    def test_sheet_shows_each_receipt_and_its_sum(self):
        self.collect(self.receive(owner="Trần Thị Bình"))
        void = self.collect(self.receive())
        void.with_user(self.clerk).action_void("Thu nhầm")
        till = self.close_till(payment=void)
        reports = self.env["ir.actions.report"].with_user(self.clerk)
        content, _kind = reports._render_tthc_pdf(
            "tthc_dossier.action_report_cash_sheet", till.ids
        )
        text = " ".join(PrintedFile(content).texts())
        for words in (
            "BẢNG KÊ THU PHÍ, LỆ PHÍ TRONG NGÀY",
            "Trần Thị Bình",
            "07-26/0000001",
            "Đã hủy: Thu nhầm",
            "Bảy mươi lăm nghìn đồng",
        ):
            self.assertIn(words, text)


class TestFeeReceiptPrint(FeeData, DossierCase):
    """The fee receipt, field by field as domain.md §3.8."""

    def _printed(self, payment, report="payment"):
        reports = self.env["ir.actions.report"].with_user(self.clerk)
        content, _kind = reports._render_tthc_pdf(
            f"tthc_dossier.action_report_{report}", payment.ids
        )
        return PrintedFile(content)

    def test_receipt_has_three_copies_and_every_field(self):
        self.center.write({"fee_tax_code": "3600000002", "fee_form_code": "01BLP0-001"})
        version = self.make_version(
            self.env,
            "1.999121",
            "Phí và lệ phí",
            1,
            fee_ids=[
                (0, 0, {"name": "Lệ phí cấp", "kind": "charge", "amount": 15000}),
                (0, 0, {"name": "Phí thẩm định", "kind": "fee", "amount": 1000000}),
            ],
        )
        dossier = self.receive(version=version)
        printed = self._printed(self.collect(dossier))
        self.assertEqual(printed.sizes_mm(), [(148.0, 210.0)] * 3)
        texts = printed.texts()
        for number, copy in enumerate(("cơ quan thu", "người nộp tiền", "nội bộ"), 1):
            self.assertIn(f"Liên {number}", texts[number - 1])
            self.assertIn(copy, texts[number - 1])
        for words in (
            "BIÊN LAI THU TIỀN PHÍ, LỆ PHÍ",
            "Đơn vị thu: Trung tâm Một",
            "Mã số thuế: 3600000002",
            "Mẫu số: 01BLP0-001",
            "Ký hiệu: 07-26",
            "Số: 0000001",
            "Người nộp tiền: Nguyễn Văn Đức",
            "12 Nguyễn Ái Quốc",
            dossier.code,
            "phí (P) 1.000.000 đồng; lệ phí (LP) 15.000 đồng",
            "Một triệu không trăm mười lăm nghìn đồng",
            "Hình thức thanh toán: Tiền mặt",
        ):
            with self.subTest(words=words):
                self.assertIn(words, texts[1])
        self.assertEqual(dossier.event_ids.sorted("seq")[-1].kind, "pay_fee")

    def test_void_receipt_says_so(self):
        payment = self.collect(self.receive())
        payment.with_user(self.clerk).action_void("Thu nhầm")
        self.assertIn("ĐÃ HỦY", self._printed(payment).texts()[0])

    def test_refund_receipt_names_the_receipt_that_it_pays_back(self):
        payment = self.collect(self.receive())
        refund = payment.with_user(self.clerk).action_ask_refund(None, "Rút hồ sơ")
        refund.with_user(self.manager).action_approve()
        with frozen(PAID_AT):
            refund.with_user(self.clerk).action_pay_out()
        text = self._printed(refund, "refund").texts()[0]
        self.assertIn("PHIẾU HOÀN TRẢ TIỀN PHÍ, LỆ PHÍ", text)
        self.assertIn(f"biên lai số {payment.code}", text)
