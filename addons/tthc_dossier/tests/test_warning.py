from datetime import date, timedelta

from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY, DossierCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
#: 09:00 of the days before the due date, Wednesday 26/8/2026 17:00.
MONDAY, TUESDAY, WEDNESDAY, NEXT_DAY = (THURSDAY + days * DAY for days in (4, 5, 6, 7))


class TestWarning(DossierCase):
    """Point 7: who is warned when; the rules are data and they fire."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.receive()
        with frozen(THURSDAY + HOUR):
            cls.dossier.with_user(cls.clerk).action_transfer()
        cls.rules = cls.env["tthc.warning.rule"]

    def _run(self, moment):
        with frozen(moment):
            return self.rules._run_all() & self.dossier

    def _activities(self):
        return self.dossier._warnings()

    def _told(self):
        return self._activities().user_id

    def _rule(self, name):
        return self.env.ref(f"tthc_dossier.warning_rule_{name}")

    def test_receipt_and_due_date_are_as_the_test_assumes(self):
        self.assertEqual(self.dossier.due, AFTER_FIVE_WORKING_DAYS)
        self.assertEqual(self.dossier.state, "processing")

    def test_nothing_before_half_of_the_time(self):
        self.assertFalse(self._run(THURSDAY + 6 * HOUR))
        self.assertFalse(self._activities())

    def test_handler_is_warned_at_half_of_the_working_time(self):
        # Five and a quarter days of eight hours: half is over on Monday morning, as
        # Saturday 22/8 is worked.
        self.assertFalse(self._run(THURSDAY + 2 * DAY))
        self.assertTrue(self._run(MONDAY + HOUR))
        self.assertEqual(self._told(), self.specialist | self.leader)
        self.assertEqual(self._activities()[0].date_deadline, date(2026, 8, 26))

    def test_leader_too_one_working_day_before(self):
        self.assertTrue(self._run(TUESDAY))
        self.assertIn(self.leader, self._told())
        self.assertNotIn(self.manager, self._told())
        self.assertEqual(
            set(self._activities().mapped("summary")),
            {self._rule("day_before").with_context(lang=self.leader.lang).name},
        )

    def test_on_the_day(self):
        self._run(WEDNESDAY)
        self.assertEqual(
            set(self._activities().mapped("summary")),
            {self._rule("on_day").with_context(lang=self.leader.lang).name},
        )

    def test_late_reaches_the_center_manager(self):
        self._run(NEXT_DAY)
        self.assertIn(self.manager, self._told())
        self.assertNotIn(self.other_specialist, self._told())

    def test_once_for_each_rule_and_due_date(self):
        self._run(TUESDAY)
        self._activities().unlink()
        self.assertFalse(self._run(TUESDAY + HOUR))
        self.assertFalse(self._activities())
        self.dossier.with_context(**self.dossier._move_context()).due = (
            AFTER_FIVE_WORKING_DAYS + DAY
        )
        self.assertTrue(self._run(WEDNESDAY))

    def test_a_graver_warning_takes_the_place_of_a_milder_one(self):
        self._run(TUESDAY)
        before = len(self._activities())
        self._run(WEDNESDAY)
        self.assertEqual(len(self._activities()), before)

    def test_of_several_rules_reached_at_once_the_gravest_is_told(self):
        self._run(NEXT_DAY)
        warnings = self.env["tthc.dossier.warning"].search(
            [("dossier_id", "=", self.dossier.id)]
        )
        self.assertIn(self._rule("late"), warnings.rule_id)
        told = warnings.filtered("user_ids")
        self.assertEqual(told.rule_id, self._rule("late"))

    def test_who_took_the_step_is_warned_alone(self):
        step = self.dossier.step_ids.filtered(lambda step: step.state == "active")
        step.with_context(**self.dossier._move_context()).user_id = self.specialist
        self._run(MONDAY + HOUR)
        self.assertEqual(self._told(), self.specialist)

    def test_before_the_hand_over_the_clerk_is_the_handler(self):
        waiting = self.receive(owner="Lê Thị Na")
        with frozen(MONDAY + HOUR):
            self.rules._run_all()
        self.assertEqual(waiting._warnings().user_id, self.clerk)

    def test_what_stands_still_is_not_warned_of(self):
        with frozen(THURSDAY + 2 * HOUR):
            self.dossier.with_user(self.specialist).action_ask_fee("Chờ nộp thuế")
        self.assertFalse(self._run(NEXT_DAY))

    def test_warnings_end_with_the_dossier(self):
        self._run(TUESDAY)
        self.assertTrue(self._activities())
        with frozen(TUESDAY + HOUR):
            self.dossier.with_user(self.specialist).action_finish_step("granted")
            self.dossier.with_user(self.leader).action_resolve(number="1")
        self.assertFalse(self._activities())

    def test_one_bad_dossier_stops_no_other(self):
        others = [self.receive(owner=name) for name in ("Lê Na", "Trần Bảy")]
        bad = others[0]
        kept = type(bad)._warn

        def warn(dossier, rules, moment):
            if dossier == bad:
                raise ValueError("broken")
            return kept(dossier, rules, moment)

        self.patch(type(bad), "_warn", warn)
        with (
            frozen(TUESDAY),
            mute_logger("odoo.addons.tthc_dossier.models.tthc_dossier_job"),
        ):
            warned = self.rules._run_all()
        self.assertNotIn(bad, warned)
        self.assertIn(others[1], warned)
        self.assertIn(self.dossier, warned)

    def test_rules_are_data(self):
        self._rule("day_before").days = 2
        self._run(MONDAY)
        self.assertEqual(
            set(self._activities().mapped("summary")),
            {self._rule("day_before").with_context(lang=self.leader.lang).name},
        )

    # -- morning digest ---------------------------------------------------------

    def _digest(self, moment):
        before = self.env["mail.message"].search([], order="id desc", limit=1).id or 0
        with frozen(moment):
            told = self.env["tthc.agency"]._send_digests()
        messages = self.env["mail.message"].search(
            [
                ("id", ">", before),
                ("partner_ids", "in", self.leader.partner_id.ids),
            ]
        )
        return told, messages

    def test_digest_tells_the_leader_what_is_due(self):
        told, messages = self._digest(WEDNESDAY)
        self.assertIn(self.agency, told)
        self.assertNotIn(self.other_agency, told)
        self.assertEqual(len(messages), 1)
        self.assertIn(self.dossier.code, messages.body)

    def test_digest_tells_nothing_where_nothing_is_due(self):
        told, messages = self._digest(THURSDAY + 2 * HOUR)
        self.assertNotIn(self.agency, told)
        self.assertFalse(messages)

    def test_no_digest_on_a_day_off(self):
        # Sunday 23/8/2026.
        told, _messages = self._digest(THURSDAY + 3 * DAY)
        self.assertFalse(told)
