from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_center_hr.tests.common import DAY, TODAY

from .golive_common import GoliveCase


class TestGoliveReceipt(GoliveCase):
    """Deliveries in parts: summed up, by paper, never over the plan unsaid."""

    def receive(self, quantity, paper, **values):
        return self.as_user(self.goods, "manager").action_receive(
            quantity, paper, **values
        )

    def test_parts_sum_up_and_the_last_one_ticks(self):
        self.receive(4, "01/BBGN", cost=40_000_000, day=TODAY - 2 * DAY)
        self.assertEqual(self.goods.state, "todo")
        self.receive(6, "02/BBGN", cost=59_500_000)
        self.assertRecordValues(
            self.goods,
            [
                {
                    "received_quantity": 10,
                    "open_quantity": 0,
                    "actual_cost": 99_500_000,
                    "state": "done",
                    "done_by_id": self.users["manager"].id,
                }
            ],
        )

    def test_last_part_waits_for_the_evidence_that_is_asked_for(self):
        self.goods.needs_evidence = True
        self.receive(10, "01/BBGN")
        self.assertEqual(self.goods.state, "todo")
        line = self.as_user(self.goods, "manager")
        line.evidence_ids = [self.paper()]
        line.action_tick()
        self.assertEqual(self.goods.state, "done")

    def test_more_than_planned_needs_a_reason(self):
        self.receive(8, "01/BBGN")
        with self.assertRaisesRegex(UserError, "11 would be received, 10 are planned"):
            self.receive(3, "02/BBGN")
        receipt = self.receive(3, "02/BBGN", reason="Tặng thêm một bộ")
        self.assertEqual(receipt.reason, "Tặng thêm một bộ")
        self.assertEqual(self.goods.received_quantity, 11)

    def test_tenths_are_summed_exactly(self):
        self.goods.planned_quantity = 0.3
        for number in range(3):
            self.receive(0.1, f"{number}/BBGN")
        self.assertEqual(self.goods.state, "done")

    def test_same_paper_counts_once(self):
        self.receive(4, "01/BBGN")
        with self.assertRaisesRegex(UserError, "already"):
            self.receive(4, " 01/bbgn ")
        self.assertEqual(self.goods.received_quantity, 4)

    def test_delivery_says_how_many_by_which_paper_when(self):
        for quantity, paper, values in (
            (0, "01/BBGN", {}),
            (-1, "01/BBGN", {}),
            (0.001, "01/BBGN", {}),
            (1, "  ", {}),
            (1, None, {}),
            (1, "01/BBGN", {"cost": -1}),
            (1, "01/BBGN", {"day": TODAY + DAY}),
        ):
            with self.subTest(quantity=quantity, paper=paper, **values):
                with self.assertRaises(UserError):
                    self.receive(quantity, paper, **values)
        with self.assertRaisesRegex(UserError, "not received by quantity"):
            self.as_user(self.plain, "manager").action_receive(1, "01/BBGN")

    def test_tick_needs_the_whole_quantity(self):
        self.receive(4, "01/BBGN")
        with self.assertRaisesRegex(UserError, "4/10 bộ"):
            self.as_user(self.goods, "manager").action_tick()

    def test_wrong_delivery_is_cancelled_with_a_reason_and_stays(self):
        receipt = self.receive(10, "01/BBGN", cost=5)
        with self.assertRaisesRegex(UserError, "why"):
            receipt.action_cancel()
        receipt.action_cancel("Nhập nhầm")
        self.assertRecordValues(
            self.goods,
            [{"state": "todo", "received_quantity": 0, "actual_cost": 0}],
        )
        self.assertRecordValues(
            self.goods.receipt_ids,
            [{"state": "cancelled", "cancel_reason": "Nhập nhầm"}],
        )
        with self.assertRaises(UserError):
            receipt.action_cancel("Lần nữa")
        self.receive(10, "01/BBGN")
        self.assertEqual(self.goods.state, "done")

    def test_deliveries_are_written_by_their_action_alone(self):
        receipt = self.receive(4, "01/BBGN")
        for user in (self.users["coordinator"], self.users["manager"], self.env.user):
            mine = receipt.with_user(user)
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    mine.write({"quantity": 5})
                with self.assertRaises(AccessError):
                    mine.create({"line_id": self.goods.id, "quantity": 1})
                with self.assertRaises(UserError):
                    mine.unlink()
        line = self.as_user(self.goods, "manager")
        for values in (
            {"received_quantity": 10},
            {"actual_cost": 1},
            {"state": "done"},
            {"receipt_ids": [(2, receipt.id)]},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                line.write(values)

    def test_late_part_comes_after_the_center_was_declared_ready(self):
        self.as_user(self.goods, "coordinator").action_waive("Giao đợt hai")
        line = self.as_user(self.proved, "manager")
        line.evidence_ids = [self.paper()]
        line.action_tick()
        self.as_user(self.golive, "manager").action_declare()
        self.receive(10, "01/BBGN")
        self.assertRecordValues(
            self.goods, [{"state": "waived", "received_quantity": 10}]
        )

    def test_dialog_offers_what_is_still_to_come(self):
        self.receive(4, "01/BBGN")
        act = (
            self.env["tthc.golive.act"]
            .with_user(self.users["manager"])
            .with_context(
                active_model="tthc.golive.line",
                active_id=self.goods.id,
                active_ids=self.goods.ids,
            )
            .create({"mode": "receive", "paper_number": "02/BBGN"})
        )
        self.assertRecordValues(act, [{"quantity": 6, "is_over": False}])
        act.evidence_ids = [self.paper()]
        act.action_confirm()
        self.assertEqual(self.goods.state, "done")
        self.assertEqual(self.goods.evidence_ids.mapped("name"), ["Biên bản.txt"])
        self.assertEqual(self.goods.evidence_ids.res_model, "tthc.golive.line")
        with self.assertRaisesRegex(UserError, "already"):
            act.action_confirm()
