from datetime import timedelta

from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY, DossierCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class TestEnding(DossierCase):
    """Refusal, return, withdrawal, stop."""

    def _refused(self, moment):
        dossier = self.receive()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_finish_step("refused")
        with frozen(moment):
            dossier.with_user(self.leader).action_resolve(note="Không đủ điều kiện")
        return dossier

    def test_r07_refusal_is_a_result_and_counts_as_one(self):
        dossier = self._refused(THURSDAY + DAY)
        self.assertEqual((dossier.state, dossier.outcome), ("resolved", "refused"))
        self.assertEqual(dossier.punctuality, "early")
        self.assertFalse(dossier.refused_after_limit)

    def test_t4_refusal_after_the_limit_is_marked_for_good(self):
        dossier = self._refused(AFTER_FIVE_WORKING_DAYS + DAY)
        self.assertTrue(dossier.refused_after_limit)
        self.assertIn('"after_limit":true', dossier.event_ids.mapped("payload")[-1])
        with self.assertRaises(UserError):
            dossier.with_user(self.leader).write({"refused_after_limit": False})

    def test_r07_late_refusal_is_listed_to_the_inspector_and_found(self):
        late = self._refused(AFTER_FIVE_WORKING_DAYS + DAY)
        timely = self._refused(THURSDAY + DAY)
        rules = self.env["tthc.inspection.rule"]
        rule = rules.search([("code", "=", "late_refusal")])
        with frozen(AFTER_FIVE_WORKING_DAYS + 2 * DAY):
            self.assertEqual(rule._found() & (late | timely), late)
        dossiers = self.env["tthc.dossier"].with_user(self.inspector)
        marked = dossiers.search([("refused_after_limit", "=", True)])
        self.assertEqual(marked & (late | timely), late)

    def test_r09_early_result_is_told_before_it_is_returned(self):
        dossier = self.resolved().with_user(self.clerk)
        with frozen(THURSDAY + DAY):
            with self.assertRaises(UserError):
                dossier.action_give_back(proof="receipt")
            dossier.action_notify_result("sms")
            dossier.action_give_back(proof="receipt")
        self.assertEqual(dossier.notified_by, "sms")
        self.assertEqual(dossier.state, "returned")

    def test_r09_on_its_day_a_result_needs_no_notice(self):
        dossier = self.resolved().with_user(self.clerk)
        with frozen(AFTER_FIVE_WORKING_DAYS):
            dossier.action_give_back(proof="receipt")
        self.assertFalse(dossier.notified_at)

    def test_r10_who_collects_shows_the_receipt(self):
        dossier = self.resolved().with_user(self.clerk)
        with frozen(AFTER_FIVE_WORKING_DAYS):
            with self.assertRaises(UserError):
                dossier.action_give_back()
            dossier.action_give_back(proof="identity")
        self.assertEqual(dossier.collector_proof, "identity")

    def test_r10_somebody_else_needs_an_authorisation(self):
        dossier = self.resolved().with_user(self.clerk)
        with frozen(AFTER_FIVE_WORKING_DAYS):
            with self.assertRaisesRegex(UserError, "Bích"):
                dossier.action_give_back(receiver="Trần Thị Bích", proof="receipt")
            dossier.action_give_back(
                receiver="Trần Thị Bích", proof="receipt", authorisation="Số 15"
            )
        self.assertEqual(dossier.receiver_name, "Trần Thị Bích")
        self.assertEqual(dossier.collector_authorisation, "Số 15")

    def test_r11_originals_shown_for_comparison_go_back(self):
        papers = [
            {"id": paper.id, "original": 1, "to_give_back": number == 0}
            for number, paper in enumerate(self.version.component_ids)
        ]
        dossier = self.receive(components=papers)
        for user, method, arguments in (
            (self.clerk, "action_transfer", ()),
            (self.specialist, "action_finish_step", ("granted",)),
            (self.leader, "action_resolve", ()),
        ):
            getattr(dossier.with_user(user), method)(*arguments)
        clerk = dossier.with_user(self.clerk)
        with frozen(AFTER_FIVE_WORKING_DAYS):
            with self.assertRaisesRegex(UserError, "Giấy tờ 1"):
                clerk.action_give_back(proof="receipt")
            clerk.action_give_back(proof="receipt", originals=True)
        self.assertEqual(
            dossier.component_ids.mapped("given_back_at"),
            [AFTER_FIVE_WORKING_DAYS, False, False],
        )

    def test_withdrawal_needs_the_request_and_ends_the_clock(self):
        dossier = self.receive().with_user(self.clerk)
        with self.assertRaises(UserError):
            dossier.action_withdraw()
        with frozen(THURSDAY + DAY):
            dossier.action_withdraw("Đơn xin rút ngày 21/8/2026")
        self.assertEqual(dossier.state, "withdrawn")
        self.assertEqual(dossier.ended_at, THURSDAY + DAY)
        self.assertEqual(dossier.urgency, "stopped")
        self.assertNotIn("Đơn xin rút", dossier.event_ids.mapped("payload")[-1])

    def test_many_withdrawals_cost_no_more_queries_each(self):
        few = self.env["tthc.dossier"].union(*(self.receive() for _n in range(2)))
        many = self.env["tthc.dossier"].union(*(self.receive() for _n in range(12)))
        self.env.flush_all()
        counts = []
        for dossiers in (few, many):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            dossiers.with_user(self.clerk).action_withdraw("Đơn xin rút")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 4)

    def test_result_is_not_withdrawn(self):
        with self.assertRaises(UserError):
            self.resolved().with_user(self.clerk).action_withdraw("Đơn")

    def test_stop_is_the_lead_agencys_with_a_reason(self):
        dossier = self.receive()
        dossier.with_user(self.clerk).action_transfer()
        dossier.with_context(**dossier._move_context()).agency_ids |= self.other_agency
        self.leader.tthc_agency_ids = self.other_agency
        with self.assertRaisesRegex(UserError, "Xây dựng"):
            dossier.with_user(self.leader).action_stop("Lý do")
        self.leader.tthc_agency_ids = self.agency
        dossier.with_user(self.leader).action_stop("Đang tranh chấp")
        self.assertEqual(dossier.stop_reason, "decision")
        self.assertEqual(dossier.end_reason, "Đang tranh chấp")
