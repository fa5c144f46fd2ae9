import io
from datetime import date, timedelta

import openpyxl
import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY

from .settlement_common import AT_DOOR, EVENING, FEE, POSTAGE, SettlementCase

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class TestMoneyAtTheDoor(SettlementCase):
    """What the postman takes is a payment of the dossier, and on the day's sheet."""

    def test_fees_taken_at_the_door_pay_the_dossier(self):
        parcel = self.deliver()
        dossier = parcel.dossier_id
        payment = dossier.payment_line_ids.payment_id
        self.assertEqual(dossier.money_state, "paid")
        self.assertRecordValues(
            payment,
            [
                {
                    "method": "post",
                    "amount": FEE,
                    "collected_by": "center",
                    "counter_id": False,
                    "user_id": self.courier.id,
                    "moment": AT_DOOR,
                    "payer_name": parcel.receiver_name,
                }
            ],
        )
        self.assertEqual(payment.code, "BD-26/0000001")
        kinds = dossier.event_ids.mapped("kind")
        self.assertEqual(kinds.count("pay_fee"), 1)

    def test_money_of_the_post_lies_in_no_till(self):
        parcel = self.deliver()
        payment = parcel.dossier_id.payment_line_ids.payment_id
        self.assertFalse(payment.session_id)
        self.assertFalse(payment.cash_counted)
        self.assertFalse(
            self.env["tthc.cash.session"].search([("center_id", "=", self.center.id)])
        )

    def test_postage_is_the_posts_and_no_payment_of_the_dossier(self):
        parcel = self.deliver(cod=0)
        self.assertFalse(parcel.dossier_id.payment_line_ids)
        self.assertRecordValues(
            self.sheet_of(parcel),
            [{"parcel_count": 1, "postage": POSTAGE, "cod": 0, "difference": 0}],
        )

    def test_parcel_without_money_opens_no_sheet(self):
        self.assertFalse(self.sheet_of(self.deliver(cod=0, postage=0)))

    def test_sheet_of_the_day_holds_all_parcels_of_a_carrier(self):
        one, two = self.deliver(), self.deliver()
        sheet = self.sheet_of(one | two)
        self.assertRecordValues(
            sheet,
            [
                {
                    "day": date(2026, 8, 20),
                    "part": 1,
                    "state": "draft",
                    "parcel_count": 2,
                    "postage": 2 * POSTAGE,
                    "cod": 2 * FEE,
                    "handed": 2 * FEE,
                    "difference": 0,
                }
            ],
        )

    def test_a_part_that_was_taken_is_booked_though_the_center_takes_no_parts(self):
        parcel = self.deliver(cod=50000)
        self.assertEqual(parcel.dossier_id.money_state, "part")
        self.assertEqual(parcel.dossier_id.fee_balance, 25000)

    def test_what_the_agency_collects_is_not_asked_at_the_door(self):
        version = self.make_version(
            self.env, "1.999171", "Cơ quan tự thu", 1, fee_collector="agency"
        )
        parcel = self.ordered(version=version)
        self.assertEqual(parcel.cod_amount, 0)

    def test_fee_that_the_tariff_leaves_to_the_post_is_settled_with_the_agency(self):
        version = self.make_version(
            self.env, "1.999172", "Bưu điện thu", 1, fee_collector="post"
        )
        parcel = self.deliver(version=version)
        self.assertEqual(parcel.dossier_id.money_state, "paid")
        settlements = self.env["tthc.fee.settlement"]._prepare(date(2026, 9, 30))
        self.assertEqual(settlements.collected, FEE)

    def test_fee_paid_meanwhile_is_not_paid_twice(self):
        parcel = self.identified()
        dossier = parcel.dossier_id
        with frozen(AT_DOOR):
            desk = self.env["tthc.fee.desk"].with_user(self.clerk)
            desk.collect({"amounts": {str(dossier.fee_ids.id): FEE}})
            parcel.with_user(self.courier).action_deliver(
                taken_by="Nguyễn Văn Đức", signed_on_paper=True
            )
        line = parcel.settlement_line_ids
        self.assertEqual((line.cod, line.unbooked), (FEE, FEE))
        self.assertEqual(dossier.fee_ids.paid, FEE)
        task = parcel.activity_ids
        self.assertEqual(task.user_id, self.manager)
        self.assertIn("75.000", task.summary)

    def test_nobody_says_over_the_desk_that_the_post_collected(self):
        dossier = self.receive()
        desk = self.env["tthc.fee.desk"].with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "on its parcel"):
            desk.collect(
                {
                    "amounts": {str(dossier.fee_ids.id): FEE},
                    "method": "post",
                    "reference": "x",
                }
            )

    def test_what_the_post_took_is_not_void_by_hand(self):
        payment = self.deliver().dossier_id.payment_line_ids.payment_id
        self.assertFalse(payment.with_user(self.courier).can_void)
        with self.assertRaises(AccessError):
            payment.with_user(self.courier).action_void("Nhầm")
        with self.assertRaisesRegex(UserError, "sheet"):
            payment.sudo().action_void("Nhầm")


class TestPickupMoney(SettlementCase):
    """Money that comes with a dossier waits until the dossier is received."""

    def _ordered_pickup(self):
        """A dossier that waits in line by post, and its pick-up."""
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with frozen(THURSDAY):
            answer = desk.submit(self.intake(channel="post"))
            parcel = self.env["tthc.dossier"].browse(answer["id"]).parcel_ids
            parcel.with_user(self.clerk).write(
                {
                    "courier_id": self.courier.id,
                    "price": POSTAGE,
                    "price_payment": "sender",
                }
            )
            parcel.with_user(self.clerk).action_order()
        return parcel

    def _fetched(self, cod=FEE):
        parcel = self._ordered_pickup()
        with frozen(THURSDAY + HOUR):
            parcel.with_user(self.courier).action_collect(cod_collected=cod)
        return parcel

    def _receive(self, parcel, moment=THURSDAY + 3 * HOUR):
        self.hand_over(parcel, THURSDAY + 2 * HOUR)
        dossier = parcel.dossier_id
        with frozen(moment):
            desk = self.env["tthc.intake.desk"].with_user(self.clerk)
            desk.receive(
                self.intake(
                    channel="post",
                    dossier_id=dossier.id,
                    post_minutes_at=str(dossier.post_minutes_at),
                )
            )
        return dossier

    def test_postage_of_the_sender_and_fees_stand_on_the_sheet(self):
        line = self._fetched().settlement_line_ids
        self.assertRecordValues(
            line, [{"postage": POSTAGE, "cod": FEE, "unbooked": FEE}]
        )
        self.assertFalse(line.payment_ids)

    def test_receipt_of_the_dossier_books_what_waited(self):
        parcel = self._fetched()
        dossier = self._receive(parcel)
        self.assertEqual((dossier.money_state, dossier.fee_balance), ("paid", 0))
        payment = dossier.payment_line_ids.payment_id
        self.assertEqual((payment.method, payment.moment), ("post", THURSDAY + HOUR))
        self.assertEqual(parcel.settlement_line_ids.unbooked, 0)

    def test_it_is_booked_though_the_sheet_is_agreed_by_then(self):
        parcel = self._fetched()
        sheet = self.sign(self.sheet_of(parcel), moment=THURSDAY + 2 * HOUR)
        dossier = self._receive(parcel)
        self.assertEqual(dossier.money_state, "paid")
        self.assertTrue(sheet._is_intact())

    def test_what_is_more_than_the_fee_goes_before_the_manager(self):
        parcel = self._fetched(cod=FEE + 5000)
        dossier = self._receive(parcel)
        self.assertEqual(dossier.fee_ids.paid, FEE)
        self.assertEqual(parcel.settlement_line_ids.unbooked, 5000)
        self.assertIn("5.000", parcel.activity_ids.summary)

    def test_money_that_waited_is_booked_once(self):
        dossier = self._receive(self._fetched())
        payments = dossier.payment_line_ids.payment_id
        dossier._book_waiting_money()
        self.assertEqual(dossier.payment_line_ids.payment_id, payments)

    def test_no_part_of_a_dong_at_the_door(self):
        parcel = self._ordered_pickup()
        for amounts in ({"cod_collected": 0.5}, {"price_collected": -1}):
            with self.subTest(amounts=amounts):
                with self.assertRaises(UserError) as refused:
                    parcel.with_user(self.courier).action_collect(**amounts)
                self.assertIn("whole đồng", str(refused.exception))


class TestSheet(SettlementCase):
    """Compared, signed by both, frozen, handed over."""

    def test_both_sides_sign_and_the_sheet_is_agreed(self):
        sheet = self.sign(self.sheet_of(self.deliver()))
        self.assertEqual((sheet.state, sheet.name), ("agreed", "1/ĐSBĐ-2026"))
        self.assertEqual(sheet.center_user_id, self.clerk)
        self.assertEqual(sheet.post_user_id, self.settler)
        self.assertTrue(sheet._is_intact())

    def test_difference_needs_its_reason_line_by_line(self):
        sheet = self.sheet_of(self.deliver() | self.deliver())
        line = sheet.line_ids[0]
        line.with_user(self.clerk).write({"handed": 70000})
        self.assertEqual((sheet.difference, sheet.unexplained_count), (-5000, 1))
        with self.assertRaisesRegex(UserError, r"-5\.000"):
            sheet.with_user(self.clerk).action_sign_center()
        line.with_user(self.clerk).write({"note": "Bưu tá nộp thiếu"})
        self.assertEqual(self.sign(sheet).state, "agreed")

    def test_one_person_does_not_sign_for_both(self):
        self.carrier.settler_ids |= self.clerk
        sheet = self.sheet_of(self.deliver())
        sheet.with_user(self.clerk).action_sign_center()
        with self.assertRaisesRegex(UserError, "both sides"):
            sheet.with_user(self.clerk).action_sign_post()

    def test_signed_twice_is_told(self):
        sheet = self.sheet_of(self.deliver())
        sheet.with_user(self.clerk).action_sign_center()
        with self.assertRaisesRegex(UserError, "signed already"):
            sheet.with_user(self.manager).action_sign_center()

    def test_who_stands_for_no_side_does_not_sign(self):
        sheet = self.sheet_of(self.deliver())
        for role in (self.courier, self.other_clerk, self.specialist, self.inspector):
            with self.subTest(role=role.login), self.assertRaises(AccessError):
                sheet.with_user(role).action_sign_center()
            with self.subTest(role=role.login), self.assertRaises(AccessError):
                sheet.with_user(role).action_sign_post()

    def test_the_post_signs_by_pin_at_the_counter(self):
        self.env["tthc.custody.pin"]._set(self.settler, "2580")
        sheet = self.sheet_of(self.deliver())
        sheet.with_user(self.clerk).action_sign_center()
        at_desk = sheet.with_user(self.clerk)
        self.assertIn("4", at_desk.sign_post_with_pin(self.settler.id, "9999"))
        self.assertEqual(sheet.state, "signed")
        self.assertFalse(at_desk.sign_post_with_pin(self.settler.id, "2580"))
        self.assertEqual((sheet.state, sheet.post_method), ("agreed", "pin"))
        with self.assertRaisesRegex(UserError, "can't sign"):
            at_desk.sign_post_with_pin(self.courier.id, "2580")

    def test_dialog_keeps_no_pin_and_says_what_was_wrong(self):
        self.env["tthc.custody.pin"]._set(self.settler, "2580")
        sheet = self.sheet_of(self.deliver())
        sheet.with_user(self.clerk).action_sign_center()
        dialogs = self.env["tthc.parcel.settlement.sign"].with_user(self.clerk)
        values = {"settlement_id": sheet.id, "signer_id": self.settler.id}
        wrong = dialogs.create({**values, "pin": "1"})
        self.assertFalse(wrong.pin)
        self.assertIn("not the PIN", wrong.action_confirm()["context"]["default_fault"])
        right = dialogs.create({**values, "pin": "2580"})
        self.assertEqual(right.action_confirm()["type"], "ir.actions.act_window_close")
        self.assertEqual(sheet.state, "agreed")

    def test_first_signature_is_taken_back_with_a_reason(self):
        sheet = self.sheet_of(self.deliver())
        sheet.with_user(self.clerk).action_sign_center()
        with self.assertRaisesRegex(UserError, "signed"):
            sheet.line_ids.with_user(self.clerk).write({"handed": 1})
        with self.assertRaisesRegex(UserError, "reason"):
            sheet.with_user(self.settler).action_reopen(" ")
        sheet.with_user(self.settler).action_reopen("Thiếu một bưu gửi")
        self.assertEqual((sheet.state, sheet.center_user_id.id), ("draft", False))
        self.sign(sheet)
        with self.assertRaisesRegex(UserError, "Agreed"):
            sheet.with_user(self.clerk).action_reopen("Muộn")

    def test_money_is_handed_over_to_the_dong_with_its_document(self):
        sheet = self.sign(self.sheet_of(self.deliver()))
        desk = sheet.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, r"75\.000"):
            desk.action_pay(74999, "PT 1")
        with self.assertRaisesRegex(UserError, "number"):
            desk.action_pay(FEE, " ")
        with self.assertRaises(AccessError):
            sheet.with_user(self.settler).action_pay(FEE, "PT 1")
        desk.action_pay(FEE, "PT 1")
        self.assertEqual((sheet.state, sheet.paid_reference), ("paid", "PT 1"))
        with self.assertRaises(UserError):
            desk.action_pay(FEE, "PT 1")

    def test_money_is_not_handed_over_before_both_agreed(self):
        sheet = self.sheet_of(self.deliver())
        with self.assertRaises(UserError):
            sheet.with_user(self.clerk).action_pay(FEE, "PT 1")

    def test_nothing_is_written_by_hand(self):
        sheet = self.sheet_of(self.deliver())
        line = sheet.line_ids
        for role in (self.clerk, self.manager, self.env.ref("base.user_admin")):
            for record, values in (
                (sheet, {"state": "paid"}),
                (sheet, {"post_user_id": self.settler.id}),
                (line, {"cod": 1}),
                (line, {"postage": 1}),
            ):
                with self.subTest(role=role.login, values=values):
                    with self.assertRaises(AccessError):
                        record.with_user(role).write(values)
            with self.assertRaises(AccessError):
                line.with_user(role).unlink()
            with self.assertRaises(AccessError):
                self.env["tthc.parcel.settlement"].with_user(role).create({})

    @mute_logger("odoo.sql_db")
    def test_agreed_sheet_is_refused_change_in_sql(self):
        sheet = self.sign(self.sheet_of(self.deliver()))
        self.env.flush_all()
        for query in (
            SQL("UPDATE tthc_parcel_settlement_line SET handed = 0"),
            SQL("DELETE FROM tthc_parcel_settlement_line"),
            SQL("UPDATE tthc_parcel_settlement SET payload = ''"),
            SQL("UPDATE tthc_parcel_settlement SET state = 'draft'"),
            SQL("DELETE FROM tthc_parcel_settlement WHERE id = %s", sheet.id),
        ):
            with self.assertRaises(psycopg2.errors.InsufficientPrivilege):
                with self.env.cr.savepoint():
                    self.env.cr.execute(query)

    def test_changed_line_is_noticed_though_a_superuser_changed_it(self):
        sheet = self.sign(self.sheet_of(self.deliver()))
        self.env.flush_all()
        table = SQL.identifier("tthc_parcel_settlement_line")
        for query in (
            SQL("ALTER TABLE %s DISABLE TRIGGER USER", table),
            SQL("UPDATE %s SET handed = 0 WHERE id = %s", table, sheet.line_ids.id),
            SQL("ALTER TABLE %s ENABLE TRIGGER USER", table),
        ):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertFalse(sheet._is_intact())


class TestPutRight(SettlementCase):
    """What turns out later is a line of a later sheet, with its reason."""

    def setUp(self):
        super().setUp()
        self.parcel = self.deliver()
        self.first = self.sign(self.sheet_of(self.parcel))

    def _put_right(self, moment=EVENING + DAY, **values):
        with frozen(moment):
            return self.parcel.with_user(self.clerk).action_put_right(
                reason="Ghi nhầm", **values
            )

    def test_correction_stands_on_the_sheet_of_its_day(self):
        line = self._put_right(postage=-3000)
        self.assertEqual(line.kind, "correction")
        self.assertEqual(line.origin_id, self.first.line_ids)
        self.assertEqual(line.settlement_id.day, date(2026, 8, 21))
        self.assertEqual(self.first.postage, POSTAGE)
        self.assertTrue(self.first._is_intact())

    def test_same_day_after_the_signatures_begins_a_second_sheet(self):
        line = self._put_right(moment=EVENING, postage=1000)
        self.assertEqual(
            (line.settlement_id.day, line.settlement_id.part), (self.first.day, 2)
        )

    def test_fee_that_was_not_collected_is_owed_again(self):
        self._put_right(cod=-25000, handed=-25000)
        dossier = self.parcel.dossier_id
        self.assertEqual((dossier.fee_balance, dossier.money_state), (25000, "part"))
        self.assertEqual(dossier.fee_ids.amount, FEE)
        counted = dossier.payment_line_ids.filtered("counted")
        self.assertEqual(sum(counted.mapped("counted")), FEE - 25000)
        refund = dossier.payment_line_ids.payment_id.filtered(
            lambda row: row.kind == "refund"
        )
        self.assertEqual((refund.method, refund.session_id.id), ("post", False))

    def test_fee_that_was_forgotten_is_booked(self):
        self._put_right(cod=-25000)
        self._put_right(cod=25000)
        self.assertEqual(self.parcel.dossier_id.money_state, "paid")

    def test_shortage_is_made_good_on_a_later_sheet(self):
        self._put_right(handed=-5000)
        line = self._put_right(moment=EVENING + 2 * DAY, handed=5000)
        self.assertEqual(line.difference, 5000)
        total = sum(self.parcel.settlement_line_ids.mapped("difference"))
        self.assertEqual(total, 0)

    def test_no_more_is_taken_away_than_was_put_down(self):
        for values in ({"cod": -FEE - 1}, {"postage": -POSTAGE - 1}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._put_right(**values)

    def test_reason_and_amount_are_needed(self):
        with self.assertRaisesRegex(UserError, "what changes"):
            self._put_right()
        with self.assertRaisesRegex(UserError, "reason"):
            self.parcel.with_user(self.clerk).action_put_right(cod=1)
        with self.assertRaisesRegex(UserError, "part of a"):
            self._put_right(cod=0.5)

    def test_others_put_nothing_right(self):
        for role in (self.courier, self.inspector):
            with self.subTest(role=role.login), self.assertRaises(UserError):
                self.parcel.with_user(role).action_put_right(
                    postage=1000, reason="Nhầm"
                )
        with self.assertRaises(AccessError):
            self.parcel.with_user(self.other_clerk).action_put_right(
                postage=1000, reason="Nhầm"
            )

    def test_settled_quarter_takes_no_correction_of_fees(self):
        settlement = self.env["tthc.fee.settlement"]._prepare(date(2026, 9, 30))
        october = THURSDAY + timedelta(days=50)
        with frozen(october):
            settlement.with_user(self.manager).action_confirm_center()
        line = self._put_right(moment=october, cod=-FEE, handed=-FEE)
        self.assertEqual(line.payment_ids.day, date(2026, 10, 9))
        self.assertEqual(settlement.collected, FEE)


class TestWhoSeesMoney(SettlementCase):
    """A courier sees what he took, nobody else's (over RPC as on the screen)."""

    def test_courier_sees_the_own_lines_and_no_sheet(self):
        parcel = self.deliver()
        other = self.identified()
        other._moving().write({"courier_id": self.other_courier.id})
        with frozen(AT_DOOR):
            other.with_user(self.other_courier).action_deliver(
                taken_by="Nguyễn Văn Đức", signed_on_paper=True, price_collected=1000
            )
        lines = (parcel | other).settlement_line_ids
        seen = lines.with_user(self.courier).search([("id", "in", lines.ids)])
        self.assertEqual(seen, parcel.settlement_line_ids)
        with self.assertRaises(AccessError):
            other.settlement_line_ids.with_user(self.courier).read(["cod"])
        sheets = self.env["tthc.parcel.settlement"].with_user(self.courier)
        self.assertFalse(sheets.search([]))
        with self.assertRaises(AccessError):
            self.sheet_of(parcel).with_user(self.courier).read(["cod"])

    def test_who_settles_for_the_carrier_sees_its_sheets_only(self):
        sheet = self.sheet_of(self.deliver())
        self.assertEqual(
            self.env["tthc.parcel.settlement"].with_user(self.settler).search([]), sheet
        )
        self.carrier.settler_ids = self.other_courier
        self.assertFalse(
            self.env["tthc.parcel.settlement"].with_user(self.settler).search([])
        )

    def test_other_roles(self):
        sheet = self.sheet_of(self.deliver())
        for role in (self.clerk, self.manager, self.inspector):
            with self.subTest(role=role.login):
                self.assertEqual(
                    sheet.with_user(role).search([("id", "=", sheet.id)]), sheet
                )
        found = sheet.with_user(self.other_clerk).search([("id", "=", sheet.id)])
        self.assertFalse(found)
        for role in (self.specialist, self.leader, self.reporter, self.hr, self.editor):
            with self.subTest(role=role.login), self.assertRaises(AccessError):
                sheet.with_user(role).search([("id", "=", sheet.id)])
        with self.assertRaises(AccessError):
            sheet.line_ids.with_user(self.inspector).write({"note": "x"})

    def test_settler_writes_no_line(self):
        line = self.sheet_of(self.deliver()).line_ids
        with self.assertRaises(AccessError):
            line.with_user(self.settler).write({"handed": 0})

    def test_cost_of_the_list_does_not_grow(self):
        one = self.sheet_of(self.deliver())
        two = self.sheet_of(self.deliver(moment=AT_DOOR + DAY))
        counts = []
        for sheets in (one, one | two):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            sheets.mapped("difference")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)


class TestSheetOnPaper(SettlementCase):
    """A4 across in two copies, and Excel with the same figures."""

    def test_printed_sheet(self):
        sheet = self.sheet_of(self.deliver() | self.deliver())
        sheet.line_ids[1].with_user(self.clerk).write(
            {"handed": 70000, "note": "Nộp thiếu"}
        )
        self.sign(sheet)
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.settler)
            ._render_tthc_pdf("tthc_postal.action_report_parcel_settlement", sheet.ids)
        )
        printed = PrintedFile(content)
        self.assertEqual(printed.sizes_mm(), [(297.0, 210.0)] * 2)
        text = printed.texts()[0]
        for words in (
            "1/ĐSBĐ-2026",
            "Tổng cộng: 2 bưu gửi 66.000 150.000 145.000 -5.000",
            "Nộp thiếu",
            "Một trăm bốn mươi lăm nghìn đồng",
            "Bản Trung tâm giữ",
        ):
            with self.subTest(words=words):
                self.assertIn(words, text)
        self.assertNotIn("Nguyễn Văn Đức", text)

    def test_excel_says_the_same(self):
        sheet = self.sign(self.sheet_of(self.deliver()))
        book = openpyxl.load_workbook(io.BytesIO(sheet.with_user(self.clerk)._excel()))
        rows = [row for row in book.active.iter_rows(values_only=True) if any(row)]
        self.assertEqual(rows[-1][1], "Tổng cộng")
        self.assertEqual(rows[-1][5:9], (POSTAGE, FEE, FEE, 0))


@tagged("post_install", "-at_install")
class TestExcelRoute(SettlementCase, HttpCase):
    """The file comes with the rights of who asks."""

    def test_file_by_role(self):
        sheet = self.sheet_of(self.deliver())
        url = f"/tthc_postal/excel/tthc.parcel.settlement/{sheet.id}"
        for user, status in ((self.clerk, 200), (self.courier, 403)):
            with self.subTest(user=user.login):
                self.authenticate(user.login, user.login)
                self.assertEqual(self.url_open(url).status_code, status)
        self.authenticate(self.clerk.login, self.clerk.login)
        for path in (
            "tthc.parcel.settlement/0",
            f"res.users/{self.clerk.id}",
            "no.model/1",
        ):
            with self.subTest(path=path):
                answer = self.url_open(f"/tthc_postal/excel/{path}")
                self.assertEqual(answer.status_code, 404)
