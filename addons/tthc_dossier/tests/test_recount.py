import json
from datetime import date, datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY, DossierCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOTICE = "TB 123/TB-VPCP"
LOGGER = "odoo.addons.tthc_dossier.wizard.tthc_dossier_recount"
#: Friday morning, when the notice comes; received THURSDAY, due Wednesday 26/8/2026.
FRIDAY = THURSDAY + DAY
FRIDAY_28 = datetime(2026, 8, 28, 10, 0)


class TestRecount(DossierCase):
    """Point 4: a holiday that is announced late moves dates by an action each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, "tthc_recount_admin", groups="tthc_base.group_admin"
        )

    def _processing(self, **values):
        dossier = self.receive(**values)
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
        return dossier

    def _holidays(self, *days, kind="holiday", **values):
        return self.env["tthc.calendar.day"].create(
            [
                {
                    "name": "Nghỉ đột xuất",
                    "date": day,
                    "kind": kind,
                    "document_number": NOTICE,
                    **values,
                }
                for day in days
            ]
        )

    def _tet(self):
        """Two days off in a row, Monday and Tuesday, announced on Friday."""
        return self._holidays(date(2026, 8, 24), date(2026, 8, 25))

    def _wizard(self, days, moment=FRIDAY):
        wizards = self.env["tthc.dossier.recount"].with_user(self.admin)
        with frozen(moment):
            wizard = wizards.with_context(
                active_model="tthc.calendar.day", active_ids=days.ids
            ).create({})
            wizard.action_preview()
        return wizard

    def _apply(self, wizard, moment=FRIDAY + HOUR):
        with frozen(moment):
            wizard.action_apply()
        self.env.invalidate_all()

    # -- preview ----------------------------------------------------------------

    def test_two_days_off_are_previewed_and_nothing_is_written(self):
        dossier = self._processing()
        count = dossier.event_count
        wizard = self._wizard(self._tet())
        line = wizard.line_ids
        self.assertEqual(line.dossier_id.id, dossier.id)
        self.assertEqual(line.old_due, AFTER_FIVE_WORKING_DAYS)
        self.assertEqual(line.new_due, FRIDAY_28)
        self.assertIn("Nghỉ đột xuất", line.explanation)
        self.assertEqual(wizard.ground, NOTICE)
        self.assertEqual(dossier.due, AFTER_FIVE_WORKING_DAYS)
        self.assertEqual(dossier.event_count, count)

    def test_only_what_spans_the_day_is_found(self):
        version = self.make_version(self.env, "1.999091", "Một ngày", 1, limit_value=1)
        self._processing(version=version)
        before_the_days = self.env["tthc.dossier.recount.line"]
        self.assertEqual(self._wizard(self._tet()).line_ids, before_the_days)

    def test_day_of_one_working_time_moves_its_centers_only(self):
        self._processing()
        calendar = self.center.resource_calendar_id
        other = calendar.copy({"name": "Giờ khác"})
        days = self._holidays(date(2026, 8, 24), calendar_id=other.id)
        self.assertFalse(self._wizard(days).line_ids)
        days.calendar_id = calendar
        self.assertTrue(self._wizard(days).line_ids)

    # -- apply ------------------------------------------------------------------

    def test_apply_moves_due_and_steps_with_one_event_that_cites_the_notice(self):
        dossier = self._processing()
        count = dossier.event_count
        self._apply(self._wizard(self._tet()))
        self.assertEqual(dossier.due, FRIDAY_28)
        self.assertEqual(dossier.due_original, AFTER_FIVE_WORKING_DAYS)
        self.assertEqual(dossier._active_steps().due, dossier.due_center)
        self.assertEqual(dossier.event_count, count + 1)
        event = dossier.event_ids.sorted("seq")[-1:]
        self.assertEqual((event.kind, event.ground), ("recount", NOTICE))
        self.assertEqual((event.source, event.user_id), ("calendar", self.admin))
        self.assertIn("Nghỉ đột xuất", event.explanation)

    def test_form_and_citizens_page_explain_the_date_after_the_recount(self):
        dossier = self._processing()
        self._apply(self._wizard(self._tet()))
        self.assertIn("Nghỉ đột xuất", dossier.due_explanation)
        lines = "\n".join(dossier._tracking_values()["lines"])
        self.assertIn("Nghỉ đột xuất", lines)
        self.assertIn("28/08/2026", dossier._tracking_values()["due_label"])

    def test_second_run_finds_nothing(self):
        self._processing()
        days = self._tet()
        self._apply(self._wizard(days))
        wizard = self._wizard(days, FRIDAY + 2 * HOUR)
        self.assertFalse(wizard.line_ids)

    def test_make_up_saturday_brings_the_date_forward(self):
        moment = datetime(2026, 8, 28, 2, 0)
        dossier = self.receive(moment)
        self.assertEqual(dossier.due, datetime(2026, 9, 9, 10, 0))
        days = self._holidays(date(2026, 9, 5), kind="make_up", replaced_weekday="0")
        self._apply(self._wizard(days, moment + HOUR), moment + HOUR)
        self.assertEqual(dossier.due, datetime(2026, 9, 8, 10, 0))

    def test_no_date_is_brought_into_the_past(self):
        dossier = self._processing()
        days = self._holidays(date(2026, 8, 23), kind="make_up", replaced_weekday="0")
        wizard = self._wizard(days, AFTER_FIVE_WORKING_DAYS - HOUR)
        self.assertEqual(wizard.line_ids.state, "over")
        self._apply(wizard, AFTER_FIVE_WORKING_DAYS - HOUR)
        self.assertEqual(dossier.due, AFTER_FIVE_WORKING_DAYS)

    def test_removed_make_up_saturday_moves_the_date_back(self):
        dossier = self._processing()
        saturday = self.env["tthc.calendar.day"].search([("date", "=", "2026-08-22")])
        saturday.active = False
        saturday.document_number = NOTICE
        self._apply(self._wizard(saturday))
        self.assertEqual(dossier.due, datetime(2026, 8, 27, 10, 0))

    def test_deleted_holiday_is_recounted_by_its_dates(self):
        days = self._tet()
        dossier = self._processing()
        self.assertEqual(dossier.due, FRIDAY_28)
        days.unlink()
        wizard = (
            self.env["tthc.dossier.recount"]
            .with_user(self.admin)
            .create(
                {"date_from": "2026-08-24", "date_to": "2026-08-25", "ground": NOTICE}
            )
        )
        with frozen(FRIDAY):
            wizard.action_preview()
        self._apply(wizard)
        self.assertEqual(dossier.due, AFTER_FIVE_WORKING_DAYS)

    def test_dossier_that_stands_still_takes_the_calendar_when_it_goes_on(self):
        dossier = self._processing()
        with frozen(THURSDAY + 2 * HOUR):
            dossier.with_user(self.specialist).action_ask_fee("Nộp thuế")
        wizard = self._wizard(self._tet())
        self.assertFalse(wizard.line_ids)
        self.assertGreaterEqual(wizard.paused_count, 1)
        with frozen(THURSDAY + 3 * HOUR):
            dossier.with_user(self.clerk).action_confirm_fee("BL 1")
        self.assertEqual(dossier.due, FRIDAY_28)

    def test_late_dossier_gets_the_day_that_was_no_working_day(self):
        dossier = self._processing()
        days = self._holidays(date(2026, 8, 26))
        thursday = AFTER_FIVE_WORKING_DAYS + 16 * HOUR
        with frozen(thursday):
            self.assertTrue(dossier.is_late)
        self._apply(self._wizard(days, thursday), thursday)
        self.assertEqual(dossier.due, datetime(2026, 8, 27, 10, 0))
        with frozen(thursday):
            dossier.invalidate_recordset()
            self.assertFalse(dossier.is_late)

    def test_promised_day_of_a_letter_moves_only_where_it_is_the_day_off(self):
        dossier = self._processing()
        with frozen(FRIDAY):
            dossier.with_user(self.leader).action_apologise(
                "Chờ kết quả", date(2026, 8, 27)
            )
        self.assertFalse(self._wizard(self._tet(), FRIDAY + HOUR).line_ids)
        days = self._holidays(date(2026, 8, 27))
        self._apply(self._wizard(days, FRIDAY + HOUR), FRIDAY + HOUR)
        self.assertEqual(dossier.due, FRIDAY_28)

    # -- the other dates --------------------------------------------------------

    def _data(self, dossier):
        return json.loads(dossier.event_ids.sorted("seq")[-1:].payload)

    def test_hand_over_that_was_due_on_the_day_off_moves(self):
        # After 15:00 on Friday: to be handed over on Saturday, a make-up day, morning.
        dossier = self.receive(datetime(2026, 8, 21, 8, 30))
        before = dossier.transfer_due
        saturday = self.env["tthc.calendar.day"].search([("date", "=", "2026-08-22")])
        saturday.active = False
        saturday.document_number = NOTICE
        moment = datetime(2026, 8, 21, 9, 0)
        wizard = self._wizard(saturday, moment)
        line = wizard.line_ids.filtered(lambda row: row.dossier_id.id == dossier.id)
        self.assertIn("24/08/2026", line.details)
        self._apply(wizard, moment)
        self.assertEqual(dossier.transfer_due, before + 2 * DAY)
        self.assertEqual(
            self._data(dossier)["transfer"],
            [before.isoformat(), dossier.transfer_due.isoformat()],
        )

    def test_citizens_time_for_a_supplement_moves_while_the_clock_stands_still(self):
        version = self.make_version(
            self.env,
            "1.999130",
            "Có hạn bổ sung",
            1,
            supplement_window_value=2,
            supplement_window_unit="working_day",
        )
        dossier = self._processing(version=version)
        with frozen(THURSDAY + 2 * HOUR):
            dossier.with_user(self.specialist).action_ask_supplement(
                "Thiếu", [{"name": "Bản vẽ"}]
            )
            dossier.with_user(self.clerk).action_request_supplement()
        request = dossier.supplement_ids
        self.assertEqual(request.window_due, datetime(2026, 8, 22, 10, 0))
        request._write_as_action({"window_told_at": FRIDAY})
        wizard = self._wizard(self._holidays(date(2026, 8, 21)), THURSDAY + 3 * HOUR)
        self.assertIn("24/08/2026", wizard.line_ids.details)
        self._apply(wizard, THURSDAY + 3 * HOUR)
        self.assertEqual(request.window_due, datetime(2026, 8, 24, 10, 0))
        self.assertFalse(request.window_told_at)
        self.assertEqual(dossier.state, "supplement")
        self.assertEqual(dossier.due, AFTER_FIVE_WORKING_DAYS)
        self.assertEqual(
            self._data(dossier)["supplement"],
            [[request.id, "2026-08-22T10:00:00", "2026-08-24T10:00:00"]],
        )

    def test_answer_date_of_a_consultation_moves(self):
        dossier = self._processing()
        with frozen(THURSDAY + 2 * HOUR):
            dossier.with_user(self.specialist).action_consult(
                self.other_agency, "Phù hợp không?", 2, "working_day"
            )
        pause = dossier.pause_ids
        self._apply(
            self._wizard(self._holidays(date(2026, 8, 21)), THURSDAY + 3 * HOUR),
            THURSDAY + 3 * HOUR,
        )
        self.assertEqual(pause.due, datetime(2026, 8, 24, 10, 0))
        self.assertEqual(self._data(dossier)["pause"][0][0], pause.id)

    def test_step_that_is_not_counted_moves_with_its_pause(self):
        version = self.make_version(
            self.env,
            "1.999131",
            "Lấy ý kiến không tính",
            1,
            step_ids=[
                Command.create(
                    {
                        "sequence": 1,
                        "name": "Lấy ý kiến",
                        "kind": "consultation",
                        "agency_id": self.other_agency.id,
                        "limit_value": 2,
                        "limit_unit": "working_day",
                        "excluded_from_clock": True,
                    }
                ),
                Command.create({"sequence": 2, "name": "Ký", "role": "leader"}),
            ],
        )
        dossier = self._processing(version=version)
        step = dossier.step_ids[0]
        self.assertTrue(dossier.paused_at)
        self.assertEqual(step.due, datetime(2026, 8, 22, 10, 0))
        self._apply(
            self._wizard(self._holidays(date(2026, 8, 21)), THURSDAY + 3 * HOUR),
            THURSDAY + 3 * HOUR,
        )
        for part in (step, dossier.pause_ids):
            self.assertEqual(part.due, datetime(2026, 8, 24, 10, 0))

    def test_step_with_a_limit_of_its_own_moves_and_is_logged(self):
        version = self.make_version(
            self.env,
            "1.999132",
            "Bước có hạn",
            1,
            step_ids=[
                Command.create(
                    {
                        "sequence": 1,
                        "name": "Thẩm định",
                        "limit_value": 2,
                        "limit_unit": "working_day",
                    }
                ),
                Command.create({"sequence": 2, "name": "Ký", "role": "leader"}),
            ],
        )
        dossier = self._processing(version=version)
        step = dossier.step_ids[0]
        wizard = self._wizard(self._holidays(date(2026, 8, 21)), THURSDAY + 3 * HOUR)
        self.assertIn("Thẩm định", wizard.line_ids.details)
        self._apply(wizard, THURSDAY + 3 * HOUR)
        self.assertEqual(step.due, datetime(2026, 8, 24, 10, 0))
        self.assertEqual(
            self._data(dossier)["step"],
            [[step.id, "2026-08-22T10:00:00", "2026-08-24T10:00:00"]],
        )
        self.assertEqual(self._data(dossier)["due"], dossier.due.isoformat())

    def test_date_of_a_part_is_not_brought_into_the_past_either(self):
        dossier = self._processing()
        moment = datetime(2026, 8, 28, 2, 0)
        with frozen(moment):
            dossier.with_user(self.specialist).action_consult(
                self.other_agency, "Phù hợp không?", 1, "working_day"
            )
        pause = dossier.pause_ids
        self.assertEqual(pause.due, datetime(2026, 9, 3, 10, 0))
        self._holidays(date(2026, 8, 29), kind="make_up", replaced_weekday="0")
        late = datetime(2026, 9, 3, 1, 0)
        with frozen(late):
            self.assertLess(dossier._recounted_answers(late)[pause], late)
            self.assertNotIn(pause, dossier._recounted(late).parts)

    # -- one that fails ---------------------------------------------------------

    def test_one_failing_dossier_does_not_roll_its_batch_back(self):
        first, bad, last = (self._processing() for _number in range(3))
        wizard = self._wizard(self._tet())
        kept = type(bad)._effect_recount

        def effect(dossiers, moment, **arguments):
            effects = kept(dossiers, moment, **arguments)
            if bad in dossiers:
                raise ValueError("no such calendar")
            return effects

        self.patch(type(bad), "_effect_recount", effect)
        with mute_logger(LOGGER):
            self._apply(wizard)
        self.assertEqual(set((first | last).mapped("due")), {FRIDAY_28})
        self.assertEqual(bad.due, AFTER_FIVE_WORKING_DAYS)
        self.assertEqual((wizard.applied_count, wizard.failed_count), (2, 1))
        failed = wizard.line_ids.filtered(lambda line: line.state == "failed")
        self.assertEqual(failed.dossier_id.id, bad.id)
        self.assertEqual(failed.explanation, "no such calendar")
        self.assertFalse(self.env["tthc.dossier.event"]._broken_chains(first | bad))

    def test_dossier_that_can_not_be_counted_is_previewed_with_its_reason(self):
        bad, good = self._processing(), self._processing()
        kept = type(bad)._recounted

        def recounted(dossier, moment):
            if dossier == bad:
                raise ValueError("no such calendar")
            return kept(dossier, moment)

        self.patch(type(bad), "_recounted", recounted)
        with mute_logger(LOGGER):
            wizard = self._wizard(self._tet())
            self._apply(wizard)
        states = {line.dossier_id.id: line.state for line in wizard.line_ids}
        self.assertEqual(states, {bad.id: "failed", good.id: "applied"})

    # -- in between, rights, scale ----------------------------------------------

    def test_what_changed_in_between_is_skipped_and_said(self):
        gone, moved = self._processing(), self._processing()
        wizard = self._wizard(self._tet())
        with frozen(FRIDAY + timedelta(minutes=5)):
            gone.with_user(self.clerk).action_withdraw("Đổi ý")
        self._apply(wizard)
        self.assertEqual(gone.due, AFTER_FIVE_WORKING_DAYS)
        self.assertEqual(moved.due, FRIDAY_28)
        self.assertEqual((wizard.applied_count, wizard.skipped_count), (1, 1))
        self.assertEqual(wizard.move_count, 0)

    def test_thousands_go_batch_by_batch(self):
        dossiers = self.env["tthc.dossier"].union(
            *(self._processing() for _number in range(3))
        )
        wizard = self._wizard(self._tet())
        self.patch(self.registry["tthc.dossier.recount"], "_batch", 2)
        self._apply(wizard)
        self.assertEqual((wizard.applied_count, wizard.move_count), (2, 1))
        self._apply(wizard)
        self.assertEqual(set(dossiers.mapped("due")), {FRIDAY_28})

    def test_last_action_is_not_taken_back_to_the_old_date(self):
        dossier = self._processing()
        self._apply(self._wizard(self._tet()))
        with self.assertRaises(UserError):
            dossier.with_user(self.clerk).action_undo()

    def test_recount_is_the_administrators_and_needs_a_document(self):
        dossier = self._processing()
        self._tet()
        with self.assertRaises(AccessError):
            self.env["tthc.dossier.recount"].with_user(self.manager).create(
                {"date_from": "2026-08-24", "date_to": "2026-08-25", "ground": "x"}
            )
        with frozen(FRIDAY):
            for user in (self.clerk, self.leader, self.manager):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    dossier.with_user(user).action_recount(NOTICE)
            with self.assertRaises(UserError):
                dossier.sudo().action_recount(" ")

    def test_queries_do_not_grow_with_the_dossiers(self):
        counts = []
        for more in (3, 9):
            days = self._tet()
            for _number in range(more):
                self._processing_before(days)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            wizard = self._wizard(days)
            self._apply(wizard)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
            self.assertEqual(wizard.applied_count, more)
            # what moved once leaves the list before the next round
            self.env["tthc.dossier"].search(
                [("version_id", "=", self.version.id), ("state", "=", "processing")]
            ).action_withdraw("Hết lượt thử")
            days.unlink()
        self.assertLessEqual(counts[1], counts[0] + 4)

    def _processing_before(self, days):
        """A dossier that was counted before the days off were known."""
        days.active = False
        dossier = self._processing()
        days.active = True
        return dossier
