import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tests.print_common import PrintedFile

from .uniform_common import SIGNATURE, UniformCase


class TestUniformStock(UniformCase):
    """Deliveries, stock, issues and exchanges."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nine = cls.size("female", "9")
        cls.seven = cls.size("female", "7")
        cls.order = cls.make_closed_order(spare_percent=0)
        cls.hr = cls.users["hr"]

    def count(self, size):
        self.env.invalidate_all()
        return self.stock(size).on_hand

    def delivery(self, **quantities):
        """A delivery of the order with other counts than what is missing."""
        delivery = self.env["tthc.uniform.delivery"].browse(
            self.order.action_deliver()["res_id"]
        )
        for line in delivery.line_ids:
            line.quantity = quantities.get(f"s{line.size_id.name}", 0)
        return delivery

    # -- deliveries -----------------------------------------------------------------

    def test_partial_deliveries_add_up_and_end_the_order(self):
        self.delivery(s9=1).action_confirm()
        self.assertEqual((self.order.state, self.order.received), ("closed", 1))
        self.assertEqual(self.count(self.nine), 1)
        last = self.env["tthc.uniform.delivery"].browse(
            self.order.action_deliver()["res_id"]
        )
        self.assertEqual(last.line_ids.size_id, self.size("male", "40"))
        last.action_confirm()
        self.assertEqual((self.order.state, self.order.received), ("done", 2))

    def test_more_than_ordered_needs_a_reason(self):
        delivery = self.delivery(s9=3)
        with self.assertRaisesRegex(UserError, "1 were ordered, 0 came.*3 come"):
            delivery.action_confirm()
        self.assertFalse(self.stock(self.nine))
        delivery.over_reason = "Nhà cung cấp tặng thêm"
        delivery.action_confirm()
        self.assertEqual(self.count(self.nine), 3)
        move = self.stock(self.nine).move_ids
        self.assertEqual(move.reason, "Nhà cung cấp tặng thêm")

    def test_the_second_delivery_counts_what_came_before(self):
        first, second = self.delivery(s9=1), self.delivery(s9=1)
        first.action_confirm()
        with self.assertRaisesRegex(UserError, "1 came before"):
            second.action_confirm()

    def test_nothing_counted_nothing_confirmed(self):
        with self.assertRaisesRegex(UserError, "how many pieces came"):
            self.delivery().action_confirm()

    def test_what_is_in_stock_is_never_changed(self):
        delivery = self.delivery(s9=1)
        delivery.action_confirm()
        for change in ({"reference": "x"}, {"state": "draft"}, {"line_ids": []}):
            with self.assertRaises(AccessError):
                delivery.write(change)
        with self.assertRaises(UserError):
            delivery.line_ids[0].quantity = 9
        with self.assertRaises(UserError):
            delivery.unlink()
        with self.assertRaisesRegex(UserError, "delivered already"):
            self.order.action_cancel("Thôi")

    # -- the ledger -----------------------------------------------------------------

    def test_moves_are_appended_only(self):
        self.deliver(self.order)
        move = self.stock(self.nine).move_ids
        with self.assertRaises(AccessError):
            move.write({"quantity": 100})
        with self.assertRaises(AccessError):
            move.unlink()
        with self.assertRaises(AccessError):
            move.create({"stock_id": self.stock(self.nine).id, "quantity": 5})
        with self.assertRaises(AccessError):
            self.stock(self.nine).write({"move_count": 0})
        with self.assertRaises(psycopg2.Error), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self.env.cr.execute(
                    SQL(
                        "UPDATE tthc_uniform_move SET quantity = 9 WHERE id = %s",
                        move.id,
                    )
                )
        self.assertFalse(
            self.env["tthc.uniform.move"]._broken_chains(self.stock(self.nine))
        )

    def test_counting_corrects_with_a_reason_on_record(self):
        self.deliver(self.order)
        stock = self.stock(self.nine)
        with self.assertRaisesRegex(UserError, "why"):
            stock.action_count(counted=5)
        with self.assertRaises(AccessError):
            stock.with_user(self.users["manager"]).action_count(5, "x")
        stock.with_user(self.hr).action_count(counted=0, reason="Mất một áo")
        self.assertEqual(self.count(self.nine), 0)
        self.assertEqual(stock.move_ids.mapped("quantity"), [-1, 1])
        with self.assertRaisesRegex(UserError, "already"):
            stock.action_count(counted=0, reason="Đếm lại")

    # -- issues ---------------------------------------------------------------------

    def test_issue_takes_the_piece_out_of_stock_against_a_signature(self):
        self.deliver(self.order)
        issue = self.issue(self.woman, self.nine, signature=False)
        with self.assertRaisesRegex(UserError, "sign"):
            issue.action_issue()
        issue.signature = SIGNATURE
        issue.with_user(self.hr).action_issue()
        self.assertEqual((issue.state, issue.year), ("issued", 2026))
        self.assertEqual(issue.issued_by_id, self.hr)
        self.assertEqual(issue.line_ids.unit_price, 500000)
        self.assertEqual(self.count(self.nine), 0)

    def test_signed_for_is_never_changed(self):
        self.deliver(self.order)
        issue = self.issue(self.woman, self.nine)
        issue.action_issue()
        hr = issue.with_user(self.hr)
        for vals in ({"signature": False}, {"state": "draft"}, {"line_ids": []}):
            with self.assertRaises(AccessError):
                hr.write(vals)
        with self.assertRaises(UserError):
            hr.line_ids.quantity = 3
        with self.assertRaises(UserError):
            hr.unlink()

    def test_not_more_than_there_is(self):
        self.deliver(self.order)
        self.issue(self.woman, self.nine).action_issue()
        second = self.issue(self.woman, self.nine)
        with self.assertRaisesRegex(UserError, "0 in stock at .*1 are needed"):
            second.action_issue()
        self.assertEqual(second.state, "draft")

    def test_not_more_than_the_rule_of_the_year_without_a_reason(self):
        self.deliver(self.order)
        self.stock(self.nine).action_count(10, "Kiểm kê")
        self.issue(self.woman, self.nine, 2).action_issue()
        third = self.issue(self.woman, self.nine)
        with self.assertRaisesRegex(UserError, "3 “Áo sơ mi An Phước”.*gives 2"):
            third.action_issue()
        third.over_reason = "Áo bị cháy khi trực"
        third.action_issue()
        self.assertEqual(third.state, "issued")

    def test_who_is_not_entitled_gets_none(self):
        self.deliver(self.order)
        self.woman.sector_uniform = True
        for person in (self.reserve.staff_id, self.woman):
            issue = self.issue(person, self.nine, over_reason="Vẫn muốn cấp")
            with self.assertRaisesRegex(UserError, "gets no uniform"):
                issue.action_issue()

    def test_size_of_the_other_sex_is_refused(self):
        with self.assertRaisesRegex(UserError, "not for this sex"):
            self.issue(self.man, self.nine)

    def test_prepared_for_each_person_whose_pieces_are_there(self):
        self.delivery(s9=1).action_confirm()
        self.order.action_prepare_issues()
        self.assertEqual(self.order.issue_ids.staff_id, self.woman)
        self.env.invalidate_all()
        self.assertEqual(self.stock(self.nine).prepared, 1)
        with self.assertRaisesRegex(UserError, "nothing to hand out"):
            self.order.action_prepare_issues()
        self.deliver(self.order)
        self.order.action_prepare_issues()
        self.assertEqual(self.order.issue_ids.staff_id, self.woman | self.man)

    def test_list_to_sign_prints_names_sizes_and_signatures(self):
        self.deliver(self.order)
        report = self.env.ref("tthc_center_hr.action_report_uniform_issues")
        with self.assertRaisesRegex(UserError, "Cấp phát"):
            self.env["ir.actions.report"]._render(report, self.order.ids)
        self.order.action_prepare_issues()
        issue = self.order.issue_ids.filtered(lambda row: row.staff_id == self.woman)
        issue.signature = SIGNATURE
        issue.action_issue()
        content, _kind = self.env["ir.actions.report"]._render(report, self.order.ids)
        text = " ".join(PrintedFile(content).texts())
        for words in ("Phạm Thị Chính", "Lê Văn Nam", "cỡ 9", "02/03/2026"):
            self.assertIn(words, text)
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.users["manager"])._render(
                report, self.order.ids
            )

    # -- exchanges ------------------------------------------------------------------

    def exchanged(self):
        """The woman's shirt of size 9, and a 7 in stock."""
        self.deliver(self.order)
        stock = self.env["tthc.uniform.stock"]._of(self.center, self.seven)
        stock.action_count(1, "Kiểm kê")
        issue = self.issue(self.woman, self.nine)
        issue.action_issue()
        return issue

    def test_exchange_returns_the_old_and_keeps_the_chain(self):
        issue = self.exchanged()
        exchange = issue.line_ids.with_user(self.hr)._exchange(
            self.seven, "Rộng", SIGNATURE
        )
        self.assertEqual((self.count(self.nine), self.count(self.seven)), (1, 0))
        self.assertEqual(exchange.exchanges_id, issue)
        self.assertEqual(exchange.line_ids.returns_line_id, issue.line_ids)
        self.assertEqual((exchange.kind, exchange.state), ("exchange", "issued"))
        kept = self.woman.size_ids.filtered(lambda row: row.garment_id == self.shirt)
        self.assertEqual(kept.size_id, self.seven, "the next order has the right one")
        with self.assertRaisesRegex(UserError, "exchanged already"):
            issue.line_ids._exchange(self.seven, "Rộng", SIGNATURE)
        back = exchange.line_ids._exchange(self.nine, "Chật", SIGNATURE)
        self.assertEqual(back.exchanges_id, exchange)
        self.assertEqual((self.count(self.nine), self.count(self.seven)), (0, 1))

    def test_exchange_without_stock_changes_nothing(self):
        issue = self.exchanged()
        with self.assertRaisesRegex(UserError, "0 in stock"):
            with self.env.cr.savepoint():
                issue.line_ids._exchange(self.size("female", "12"), "Chật", SIGNATURE)
        self.assertEqual(self.count(self.nine), 0)
        self.assertFalse(issue.exchange_ids)

    def test_exchange_asks_for_another_size_reason_and_signature(self):
        line = self.exchanged().line_ids
        for size, reason, signature in (
            (self.nine, "Rộng", SIGNATURE),
            (self.size("female", "M", self.skirt), "Rộng", SIGNATURE),
            (self.seven, " ", SIGNATURE),
            (self.seven, "Rộng", False),
        ):
            with self.assertRaises(UserError):
                line._exchange(size, reason, signature)
        with self.assertRaises(AccessError):
            line.with_user(self.users["reporter"])._exchange(
                self.seven, "Rộng", SIGNATURE
            )

    def test_exchange_counts_once_against_the_rule(self):
        issue = self.exchanged()
        issue.line_ids._exchange(self.seven, "Rộng", SIGNATURE)
        self.issue(self.woman, self.nine).action_issue()
        self.assertEqual(self.count(self.nine), 0)

    def test_taking_back_returns_to_stock(self):
        issue = self.exchanged()
        exchange = issue.line_ids._exchange(self.seven, "Rộng", SIGNATURE)
        with self.assertRaisesRegex(UserError, "exchanged since"):
            issue.action_take_back("Chuyển công tác")
        exchange.action_take_back("Chuyển công tác")
        self.assertEqual(self.count(self.seven), 1)
        self.assertEqual(exchange.state, "returned")

    # -- cost -----------------------------------------------------------------------

    def cost(self, agency):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["tthc.uniform.cost"].search(
            [
                ("agency_id", "=", agency.id),
                ("year", "=", 2026),
                ("center_id", "=", self.center.id),
            ]
        )

    def test_cost_by_agency_and_year_against_the_rule(self):
        self.deliver(self.order)
        self.issue(self.woman, self.nine).action_issue()
        row = self.cost(self.justice)
        self.assertRecordValues(
            row,
            [
                {
                    "people": 1,
                    "entitled": 4000000,
                    "ordered": 500000,
                    "issued": 500000,
                    "left": 3500000,
                }
            ],
        )
        issues = self.env["tthc.uniform.issue"].search(row.action_open()["domain"])
        lines = issues.line_ids
        self.assertEqual(
            sum(line.quantity * line.unit_price for line in lines), row.issued
        )
        self.assertEqual(self.cost(self.building).issued, 0)

    def test_cost_of_an_exchange_is_the_difference(self):
        issue = self.exchanged()
        issue.line_ids._exchange(self.seven, "Rộng", SIGNATURE)
        row = self.cost(self.justice)
        self.assertEqual((row.issued, row.issued_pieces), (500000, 1))

    def test_who_was_there_only_part_of_the_year_counts_once(self):
        twice = self.make_staff("Hai Nhiệm Kỳ")
        self.make_assignment(
            "main", twice, date_from="2025-01-01", date_to="2026-01-31"
        )
        self.env.flush_all()
        self.make_assignment(
            "main", twice, date_from="2026-02-01", date_to="2026-12-31"
        )
        self.assertEqual(self.cost(self.justice).people, 2)
        past = self.env["tthc.uniform.cost"].search([("year", "=", 2025)])
        self.assertFalse(past, "the rule holds from 2026 on")

    def test_prices_are_never_negative(self):
        with self.assertRaises(psycopg2.Error), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self.shirt.unit_price = -1
                self.env.flush_all()
