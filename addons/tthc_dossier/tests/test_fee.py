from odoo import Command
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase
from .fee_common import FeeData


class TestOwed(FeeData, DossierCase):
    """What is owed is a fact of its own, made at the receipt."""

    def _tariff(self, code, rows, **values):
        return self.make_version(
            self.env,
            code,
            "Thủ tục có biểu phí",
            1,
            fee_ids=[Command.create(row) for row in rows],
            **values,
        )

    def _owed(self, dossier):
        return {fee.name: fee.amount for fee in dossier.fee_ids}

    def test_receipt_owes_the_one_amount_of_the_version(self):
        fee = self.receive().fee_ids
        self.assertEqual((fee.amount, fee.tariff, fee.state), (75000, 75000, "unpaid"))
        self.assertEqual(fee.agency_id, self.agency)
        self.assertEqual(fee.paid_when, "before")
        self.assertEqual(fee.collector, "center")

    def test_free_procedure_owes_nothing(self):
        version = self.make_version(
            self.env, "1.999101", "Miễn phí", 1, fee_known=True, fee_amount=0
        )
        dossier = self.receive(version=version)
        self.assertFalse(dossier.fee_ids)
        self.assertEqual(dossier.money_state, "none")

    def test_tariff_goes_by_case_channel_and_applicant(self):
        rows = [
            {"name": "Lệ phí", "kind": "charge", "amount": 50000},
            {"name": "Lệ phí", "kind": "charge", "amount": 25000, "channel": "post"},
            {
                "name": "Phí thẩm định",
                "kind": "fee",
                "amount": 1000000,
                "applicant": "body",
            },
        ]
        version = self._tariff("1.999102", rows)
        citizen = self.receive(version=version)
        self.assertEqual(self._owed(citizen), {"Lệ phí": 50000})
        posted = self.receive(version=version, channel="post")
        self.assertEqual(self._owed(posted), {"Lệ phí": 25000})
        owner = {"name": "Công ty Thử", "kind": "company", "identity": "3600000001"}
        with frozen(THURSDAY):
            answer = (
                self.env["tthc.intake.desk"]
                .with_user(self.clerk)
                .receive({**self.intake(version=version), "owner": owner})
            )
        company = self.env["tthc.dossier"].browse(answer["id"])
        self.assertEqual(
            self._owed(company), {"Lệ phí": 50000, "Phí thẩm định": 1000000}
        )

    def test_version_says_when_and_by_whom_before_the_center_does(self):
        self.center.fee_when = "on_return"
        version = self.make_version(
            self.env, "1.999103", "Thu hộ", 1, fee_collector="post"
        )
        fee = self.receive(version=version).fee_ids
        self.assertEqual((fee.paid_when, fee.collector), ("on_return", "post"))

    def test_receipt_costs_at_most_two_more_queries(self):
        free = self.make_version(
            self.env, "1.999104", "Miễn phí", 3, fee_known=True, fee_amount=0
        )
        counts = []
        for version in (free, self.version) * 2:
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.receive(version=version)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # Free ones ask for the tariff already: one query each to ask and to put down.
        self.assertLessEqual(counts[3], counts[2] + 1)

    def test_fee_changes_with_a_reason_only_and_stays_on_record(self):
        dossier = self.receive()
        fee = dossier.fee_ids.with_user(self.clerk)
        with self.assertRaises(UserError):
            fee.action_change(50000, "  ")
        fee.action_change(50000, "Áp dụng sai biểu phí", "TT 85/2019/TT-BTC")
        self.assertEqual((fee.amount, fee.tariff), (50000, 75000))
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(event.kind, "change_fee")
        self.assertEqual(event.ground, "TT 85/2019/TT-BTC")
        self.assertIn('"before":75000', event.payload.replace(" ", ""))
        self.assertEqual(fee.changed_by_id, self.clerk)

    def test_exemption_of_the_procedure_reduces_with_its_ground(self):
        version = self.make_version(
            self.env,
            "1.999105",
            "Có miễn giảm",
            1,
            exemption_ids=[
                Command.create(
                    {"name": "Trẻ em", "reduction": 50, "legal_basis": "NQ 12/2020"}
                ),
            ],
        )
        dossier = self.receive(version=version)
        fee = dossier.fee_ids.with_user(self.clerk)
        fee.action_exempt(version.exemption_ids, "Giấy khai sinh")
        self.assertEqual((fee.amount, fee.legal_ground), (37500, "NQ 12/2020"))
        fee.action_exempt(None, "Hộ nghèo", "NQ 12/2020")
        self.assertEqual((fee.amount, fee.state), (0, "free"))
        self.assertEqual(dossier.money_state, "none")

    def test_exemption_of_another_procedure_is_refused(self):
        other = self.make_version(
            self.env,
            "1.999106",
            "Khác",
            1,
            exemption_ids=[Command.create({"name": "Trẻ em"})],
        )
        fee = self.receive().fee_ids.with_user(self.clerk)
        with self.assertRaises(UserError):
            fee.action_exempt(other.exemption_ids, "Nhầm")

    def test_nobody_writes_what_is_owed_by_hand(self):
        fee = self.receive().fee_ids
        people = (self.clerk, self.specialist, self.manager, self.inspector)
        for user in (*people, self.env.ref("base.user_admin")):
            own = fee.with_user(user).with_context(**{fee._move_key(): True})
            for call in (
                lambda own=own: own.write({"amount": 1}),
                lambda own=own: own.unlink(),
                lambda own=own: own.create({"dossier_id": fee.dossier_id.id}),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call()

    def test_other_center_changes_nothing(self):
        fee = self.receive().fee_ids.with_user(self.other_clerk)
        with self.assertRaises(AccessError):
            fee.action_change(0, "Không thu")

    def test_void_receipt_leaves_nothing_to_pay(self):
        dossier = self.receive()
        dossier.with_user(self.clerk).action_annul("Nhận nhầm")
        self.assertEqual(dossier.fee_balance, 0)

    def test_receipt_of_a_paid_dossier_is_not_void(self):
        dossier = self.receive()
        self.collect(dossier)
        with self.assertRaisesRegex(UserError, "void that payment"):
            dossier.with_user(self.clerk).action_annul("Nhận nhầm")

    def test_unpaid_dossiers_are_found(self):
        paid, unpaid = self.receive(), self.receive()
        self.collect(paid)
        dossiers = self.env["tthc.dossier"].with_user(self.clerk)
        both = [("id", "in", (paid | unpaid).ids)]
        found = dossiers.search([*both, ("money_state", "=", "unpaid")])
        self.assertEqual(found, unpaid)
        found = dossiers.search([*both, ("money_state", "=", "paid")])
        self.assertEqual(found, paid)


class TestOwedOnTheWay(FeeData, DossierCase):
    """What money means for the way of a dossier, which it does not move."""

    def _asked(self, **values):
        version = self.make_version(
            self.env, "1.999107", "Nghĩa vụ tài chính", 1, fee_known=True, fee_amount=0
        )
        dossier = self.receive(version=version)
        with frozen(THURSDAY):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_ask_fee(
                "TB 12/2026", amount=2500000, name="Lệ phí trước bạ", **values
            )
        return dossier

    def test_what_the_agency_asks_for_is_owed(self):
        dossier = self._asked()
        fee = dossier.fee_ids
        self.assertEqual((fee.amount, fee.paid_when), (2500000, "after"))
        self.assertEqual(dossier.state, "fee_wait")

    def test_receipt_of_the_center_is_the_proof_and_the_clock_goes_on(self):
        dossier = self._asked()
        with self.assertRaisesRegex(UserError, "collected here"):
            dossier.with_user(self.clerk).action_confirm_fee("BL 9")
        payment = self.collect(dossier)
        self.assertEqual(dossier.state, "processing")
        pause = dossier.pause_ids.filtered(lambda row: row.kind == "fee")
        self.assertEqual(pause.answer, payment.code)

    def test_paid_elsewhere_needs_the_proof_and_draws_no_number(self):
        dossier = self._asked(collector="agency")
        clerk = dossier.with_user(self.clerk)
        with self.assertRaises(UserError):
            clerk.action_confirm_fee()
        with frozen(THURSDAY):
            clerk.action_confirm_fee("GNT 77")
        self.assertEqual(dossier.state, "processing")
        payment = dossier.payment_line_ids.payment_id
        self.assertEqual((payment.reference, payment.number), ("GNT 77", 0))
        self.assertFalse(payment.session_id)
        self.assertEqual(dossier.fee_balance, 0)

    def test_request_taken_back_is_no_longer_owed(self):
        dossier = self._asked()
        dossier.with_user(self.specialist).action_undo()
        self.assertEqual(dossier.fee_balance, 0)
        self.assertEqual(dossier.fee_ids.state, "free")

    def test_unpaid_result_is_returned_where_the_center_only_warns(self):
        dossier = self.resolved()
        dossier.with_user(self.clerk).action_give_back(proof="receipt", means="phone")
        self.assertEqual(dossier.state, "returned")

    def test_unpaid_result_is_kept_until_paid_or_the_manager_gives_leave(self):
        self.center.unpaid_at_return = "block"
        unpaid, paid = self.resolved(), self.resolved()
        clerk = unpaid.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "75.000"):
            clerk.action_give_back(proof="receipt", means="phone")
        self.collect(paid)
        paid.with_user(self.clerk).action_give_back(proof="receipt", means="phone")
        self.assertEqual(paid.state, "returned")
        with self.assertRaises(AccessError):
            clerk.action_allow_unpaid("Hộ nghèo, nộp sau")
        unpaid.with_user(self.manager).action_allow_unpaid("Hộ nghèo, nộp sau")
        self.assertEqual(unpaid.unpaid_allowed_by_id, self.manager)
        clerk.action_give_back(proof="receipt", means="phone")
        self.assertEqual(unpaid.state, "returned")
        kinds = unpaid.event_ids.sorted("seq").mapped("kind")
        self.assertIn("allow_unpaid", kinds)
