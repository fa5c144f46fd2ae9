import json
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from odoo.addons.tthc_base.tools.clock import frozen

from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY, DossierCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
#: 31/12/2026 16:30 in Vietnam.
NEW_YEARS_EVE = datetime(2026, 12, 31, 9, 30)


class TestReceiptPack(DossierCase):
    """Receipts numbered ahead: each number is accounted for (rule R20)."""

    def test_numbers_of_packs_are_continuous_within_body_and_year(self):
        first = self.make_outage(THURSDAY, 3)
        second = self.make_outage(THURSDAY + DAY, 2)
        self.assertEqual(
            (first | second).blank_ids.sorted("number").mapped("code"),
            [f"DP-H99-26-0000{number}" for number in range(1, 6)],
        )
        self.assertEqual(second.first_code, "DP-H99-26-00004")
        next_year = self.make_outage(NEW_YEARS_EVE + 2 * DAY, 1)
        self.assertEqual(next_year.blank_ids.code, "DP-H99-27-00001")

    def test_two_centers_of_one_body_share_no_number(self):
        mine = self.make_outage(THURSDAY, 1)
        self.manager.tthc_center_id = self.other_center
        theirs = self.make_outage(THURSDAY, 1)
        self.assertNotEqual(mine.blank_ids.code, theirs.blank_ids.code)

    def test_only_the_manager_of_the_center_makes_packs_and_outages(self):
        moment = THURSDAY - HOUR
        for user in (self.clerk, self.leader, self.inspector, self.courier):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.env["tthc.receipt.pack"].with_user(user).create({"amount": 2})
                with self.assertRaises(AccessError), frozen(THURSDAY):
                    self.env["tthc.outage"].with_user(user).create(
                        {"date_from": moment, "reason": "x"}
                    )
        elsewhere = {"center_id": self.other_center.id}
        with self.assertRaises(AccessError):
            self.env["tthc.receipt.pack"].with_user(self.manager).create(elsewhere)
        with self.assertRaises(AccessError), frozen(THURSDAY):
            self.env["tthc.outage"].with_user(self.manager).create(
                {**elsewhere, "date_from": moment, "reason": "x"}
            )

    def test_numbers_are_neither_written_nor_deleted_by_anybody(self):
        pack = self.make_outage()
        blank = pack.blank_ids[0]
        admin = self.env.ref("base.user_admin")
        for user in (self.clerk, self.manager, self.inspector, admin):
            key = blank._move_key()
            for context in ({}, {key: True}, {key: 1}):
                with self.subTest(user=user.login, context=context):
                    own = blank.with_user(user).with_context(**context)
                    for values in ({"state": "used"}, {"code": "X"}, {"number": 9}):
                        with self.assertRaises(AccessError):
                            own.write(values)
                    with self.assertRaises(AccessError):
                        own.create({"pack_id": pack.id, "number": 99, "code": "X"})
            with self.assertRaises(UserError):
                blank.with_user(user).unlink()
            with self.assertRaises(UserError):
                pack.with_user(user).unlink()
            with self.assertRaises(AccessError):
                pack.with_user(user).write({"may_print": True})
        with self.assertRaises(AccessError):
            pack.with_user(self.manager).with_context(default_may_print=False).create(
                {"amount": 1}
            )

    def test_a_pack_prints_once_and_again_only_with_a_reason(self):
        pack = self.make_outage()
        clerks = pack.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "printed on"):
            clerks.action_print()
        with self.assertRaises(UserError):
            clerks.blank_ids._tthc_after_print(None, 2)
        with self.assertRaises(AccessError):
            clerks.action_allow_reprint("Kẹt giấy")
        with self.assertRaises(UserError):
            pack.action_allow_reprint(" ")
        pack.action_allow_reprint("Kẹt giấy")
        self.assertEqual(
            clerks.action_print()["context"]["active_ids"], pack.blank_ids.ids
        )
        clerks.blank_ids._tthc_after_print(None, 2)
        self.assertEqual((pack.print_count, pack.may_print), (2, False))
        log = " ".join(pack.message_ids.mapped("body"))
        self.assertIn("Kẹt giấy", log)
        self.assertIn(self.clerk.name, log)

    def test_spoiled_numbers_stay_with_their_reason(self):
        pack = self.make_outage()
        blank = pack.blank_ids[1].with_user(self.clerk)
        with self.assertRaises(UserError):
            blank.action_void("")
        blank.action_void("Viết hỏng")
        self.assertEqual(
            (blank.state, blank.void_reason, blank.settled_by_id),
            ("void", "Viết hỏng", self.clerk),
        )
        with self.assertRaisesRegex(UserError, "Viết hỏng"):
            self.receive_late(blank.code)
        for user in (self.other_clerk, self.specialist, self.inspector):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                pack.blank_ids[2].with_user(user).action_void("x")

    def test_what_was_given_out_is_waited_for(self):
        pack = self.make_outage()
        pack.action_hand_out("3")
        states = pack.blank_ids.sorted("number").mapped("state")
        self.assertEqual(states, ["given"] * 3 + ["kept"] * 2)
        with self.assertRaises(UserError):
            pack.action_hand_out("DP-H99-26-00099")

    def test_a_higher_number_that_is_entered_makes_the_lower_ones_waited_for(self):
        pack = self.make_outage()
        numbers = pack.blank_ids.sorted("number")
        self.receive_late(numbers[2].code)
        self.assertEqual(
            numbers.mapped("state"), ["given", "given", "used", "kept", "kept"]
        )
        self.assertEqual(
            (pack.kept_count, pack.given_count, pack.used_count), (2, 2, 1)
        )

    def test_managers_are_reminded_every_day_until_all_is_accounted_for(self):
        pack = self.make_outage()
        outage = self.env["tthc.outage"].search([("center_id", "=", self.center.id)])
        numbers = pack.blank_ids.sorted("number")
        self.receive_late(numbers[1].code)
        for day in (1, 2):
            with frozen(THURSDAY + day * DAY):
                self.env["tthc.outage"]._cron_remind()
                today = self.center._today()
            tasks = pack.activity_ids
            self.assertEqual(tasks.user_id, self.manager)
            self.assertIn(numbers[0].code, tasks.summary)
            self.assertNotIn(numbers[1].code, tasks.summary)
            self.assertEqual(tasks.date_deadline, today)
            self.assertEqual(outage.activity_ids.user_id, self.manager)
        with self.assertRaisesRegex(UserError, numbers[0].code):
            outage.with_user(self.manager).action_close()
        numbers[0].with_user(self.clerk).action_void("Dân trả lại")
        self.assertFalse(pack.activity_ids)
        with self.assertRaises(AccessError):
            outage.with_user(self.clerk).action_close()
        outage.with_user(self.manager).action_close()
        self.assertFalse(outage.activity_ids)

    def test_people_of_other_centers_see_none(self):
        pack = self.make_outage()
        for model in ("tthc.receipt.pack", "tthc.receipt.blank", "tthc.outage"):
            theirs = self.env[model].with_user(self.other_clerk)
            self.assertFalse(theirs.search([("center_id", "=", self.center.id)]))
        for user in (self.specialist, self.courier, self.editor):
            with self.assertRaises(AccessError):
                self.env["tthc.receipt.blank"].with_user(user).search([])
        blanks = self.env["tthc.receipt.blank"]
        self.assertEqual(
            blanks.with_user(self.inspector).search([("pack_id", "=", pack.id)]),
            pack.blank_ids,
        )
        with self.assertRaises(AccessError):
            pack.blank_ids[0].with_user(self.clerk).read(["token"])


class TestOutage(DossierCase):
    def test_an_outage_is_not_declared_ahead(self):
        outages = self.env["tthc.outage"].with_user(self.manager)
        with frozen(THURSDAY):
            for values in (
                {"date_from": THURSDAY + HOUR},
                {"date_from": THURSDAY - HOUR, "date_to": THURSDAY + HOUR},
            ):
                with self.assertRaises(ValidationError):
                    outages.create({"reason": "Mất điện", **values})

    def test_an_outage_keeps_covering_what_was_entered_in_it(self):
        pack = self.make_outage()
        self.receive_late(pack.blank_ids[0].code)
        outage = pack.blank_ids.outage_id.with_user(self.manager)
        with frozen(THURSDAY + DAY):
            outage.date_to = THURSDAY + HOUR / 2
            with self.assertRaisesRegex(ValidationError, pack.blank_ids[0].code):
                outage.date_to = THURSDAY - HOUR / 2
        with self.assertRaises(UserError):
            outage.unlink()

    def test_nothing_is_entered_or_changed_once_the_entry_is_closed(self):
        pack = self.make_outage()
        outage = self.env["tthc.outage"].search([("center_id", "=", self.center.id)])
        outage = outage.with_user(self.manager)
        with self.assertRaises(AccessError):
            outage.write({"closed_at": THURSDAY})
        outage.action_close()
        with self.assertRaisesRegex(UserError, "No outage is declared"):
            self.receive_late(pack.blank_ids[0].code)
        with self.assertRaises(UserError):
            outage.write({"date_to": THURSDAY + 3 * HOUR})
        with self.assertRaises(UserError):
            outage.action_close()


class TestLateEntry(DossierCase):
    """The clock starts at the hour on the paper; the log tells when it was entered."""

    def test_clock_starts_at_the_true_hour(self):
        pack = self.make_outage()
        dossier = self.receive_late(pack.blank_ids[0].code, told_at=THURSDAY + 3 * DAY)
        self.assertEqual(dossier.received_at, THURSDAY)
        self.assertEqual(dossier.clock_start, THURSDAY)
        self.assertEqual(dossier.due, AFTER_FIVE_WORKING_DAYS)
        self.assertEqual(dossier.due_original, AFTER_FIVE_WORKING_DAYS)
        self.assertEqual(dossier.origin, "outage")
        self.assertEqual(dossier.entered_at, THURSDAY + 3 * DAY)
        self.assertIn("-20260820-", dossier.code)
        self.assertEqual(dossier.received_by_id, self.clerk)

    def test_event_happened_at_the_true_hour_and_says_when_it_was_recorded(self):
        pack = self.make_outage()
        dossier = self.receive_late(pack.blank_ids[0].code)
        event = dossier.event_ids
        self.assertEqual(event.kind, "receive_late")
        self.assertEqual(event.happened_at, THURSDAY)
        self.assertEqual(event.recorded_at, THURSDAY + DAY)
        data = json.loads(event.payload)
        self.assertEqual(data["reserved_number"], pack.blank_ids[0].code)
        self.assertEqual(data["outage"], pack.blank_ids[0].outage_id.id)
        self.assertFalse(self.env["tthc.dossier.event"]._broken_chains(dossier))

    def test_code_and_register_go_on_without_a_hole(self):
        pack = self.make_outage()
        before = self.receive(THURSDAY - 2 * HOUR)
        late = self.receive_late(pack.blank_ids[0].code)
        after = self.receive(THURSDAY + 2 * DAY)
        self.assertEqual(
            (before | late | after).mapped("register_number"),
            [before.register_number + step for step in range(3)],
        )
        self.assertEqual(late.code_number, before.code_number + 1)

    def test_register_of_the_old_year_around_new_year(self):
        pack = self.make_outage(NEW_YEARS_EVE)
        new_year = self.receive(NEW_YEARS_EVE + 4 * DAY)
        late = self.receive_late(
            pack.blank_ids[0].code, NEW_YEARS_EVE, NEW_YEARS_EVE + 4 * DAY + HOUR
        )
        self.assertEqual((new_year.register_year, late.register_year), (2027, 2026))
        self.assertEqual(late.register_number, 1)

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(minutes=st.integers(0, 40 * 24 * 60), told=st.integers(1, 60 * 24 * 10))
    def test_due_is_the_engines_answer_for_the_true_hour(self, minutes, told):
        moment = datetime(2026, 8, 10) + timedelta(minutes=minutes)
        dossier = self.env["tthc.dossier"].new(
            {"version_id": self.version.id, "center_id": self.center.id}
        )
        with frozen(moment + timedelta(minutes=told)):
            values = dossier._received_values(moment)
        engine = self.center.resource_calendar_id.tthc_due(moment, 5, "working_day")
        self.assertEqual((values["due"], values["received_at"]), (engine.at, moment))

    def test_preview_promises_from_the_true_hour(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with frozen(THURSDAY + 3 * DAY):
            answer = desk.preview(self.version.id, at=str(THURSDAY))
        self.assertEqual(answer["due"], str(AFTER_FIVE_WORKING_DAYS))

    def test_procedure_is_the_one_that_was_in_force_at_the_true_hour(self):
        pack = self.make_outage()
        self.version._abolish(date(2026, 8, 21))
        dossier = self.receive_late(pack.blank_ids[0].code)
        self.assertEqual(dossier.version_id, self.version)

    def test_refused_hours(self):
        pack = self.make_outage()
        code = pack.blank_ids[0].code
        for received_at, told_at, words in (
            (THURSDAY - 2 * HOUR, None, "No outage"),
            (THURSDAY + 2 * HOUR, None, "No outage"),
            (THURSDAY, THURSDAY - HOUR, "future"),
        ):
            with self.subTest(received_at=received_at):
                with self.assertRaisesRegex(UserError, words):
                    self.receive_late(code, received_at, told_at)
        self.assertEqual(set(pack.blank_ids.mapped("state")), {"kept"})

    def test_a_pack_that_was_printed_afterwards_is_refused(self):
        self.make_outage()
        with frozen(THURSDAY + DAY):
            pack = self.env["tthc.receipt.pack"].with_user(self.manager).create({})
            self.assertRaisesRegex(
                UserError,
                "not printed",
                self.receive_late,
                pack.blank_ids[0].code,
                told_at=THURSDAY + DAY,
            )
            pack._note_print(pack.blank_ids)
        with self.assertRaisesRegex(UserError, "not printed"):
            self.receive_late(pack.blank_ids[0].code)

    def test_hour_before_the_guidance_is_refused(self):
        pack = self.make_outage()
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with frozen(THURSDAY + HOUR / 2):
            made = desk.guide(self.intake(), "Thiếu", [{"name": "Bản vẽ"}])
        dossier = self.env["tthc.dossier"].browse(made["id"]).with_user(self.clerk)
        with frozen(THURSDAY + DAY), self.assertRaises(UserError):
            dossier.action_receive_late(pack.blank_ids[0].code, THURSDAY)
        with frozen(THURSDAY + DAY):
            dossier.action_receive_late(pack.blank_ids[0].code, THURSDAY + HOUR / 2)
        self.assertEqual(dossier.state, "received")

    def test_a_number_is_entered_once(self):
        pack = self.make_outage()
        dossier = self.receive_late(pack.blank_ids[0].code)
        with self.assertRaisesRegex(UserError, dossier.code):
            self.receive_late(pack.blank_ids[0].code, owner="Người khác")

    def test_a_repeated_click_enters_one_dossier(self):
        pack = self.make_outage()
        twice = [
            self.receive_late(pack.blank_ids[0].code, key="mot-lan") for _n in range(2)
        ]
        self.assertEqual(*twice)

    def test_numbers_of_other_centers_are_not_found(self):
        pack = self.make_outage()
        self.clerk.write(
            {"tthc_counter_id": False, "tthc_center_id": self.other_center.id}
        )
        with self.assertRaisesRegex(UserError, "none of the packs"):
            self.receive_late(pack.blank_ids[0].code)

    def test_the_papers_code_leads_to_the_dossier(self):
        pack = self.make_outage()
        blank = pack.blank_ids[0]
        address = blank._tracking_url()
        word = address.rpartition("/")[2]
        dossiers = self.env["tthc.dossier"].with_user(self.clerk)
        self.assertFalse(dossiers.open_by_token(word))
        dossier = self.receive_late(address)
        self.assertEqual(dossiers.open_by_token(word), dossier.id)
        self.assertEqual(
            dossiers.search([("query", "=", blank.code.lower())]).id, dossier.id
        )
        self.assertEqual(dossier._tracking_url(), address)

    def test_true_hour_is_chosen_by_no_other_way(self):
        dossiers = self.env["tthc.dossier"].with_user(self.clerk)
        for values in (
            {"received_at": str(THURSDAY)},
            {"reserved_number": "DP-1"},
            {"origin": "outage"},
            {"origin": "carried_over"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                dossiers.create({"version_id": self.version.id, **values})
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with frozen(THURSDAY):
            answer = desk.receive(self.intake(received_at=str(THURSDAY - DAY)))
        self.assertEqual(dossiers.browse(answer["id"]).received_at, THURSDAY)

    def test_only_clerks_of_the_center_enter(self):
        pack = self.make_outage()
        admin_like = new_test_user(
            self.env,
            "tthc_boss",
            groups="tthc_base.group_leader",
            tthc_center_id=self.center.id,
        )
        for user in (self.manager, self.specialist, self.inspector, admin_like):
            desk = self.env["tthc.intake.desk"].with_user(user)
            for call in (
                lambda desk=desk: desk.open_late(),
                lambda desk=desk: desk.check_late(
                    pack.blank_ids[0].code, str(THURSDAY)
                ),
                lambda desk=desk: desk.receive_late({}, pack.blank_ids[0].code),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call()

    def test_hours_are_told_by_the_clock_of_the_center(self):
        pack = self.make_outage()
        self.clerk.tz = "Pacific/Auckland"
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with frozen(THURSDAY + DAY):
            answer = desk.check_late(pack.blank_ids[0].code, "2026-08-20 09:00:00")
        self.assertEqual(answer["received_at"], str(THURSDAY))
        self.assertEqual(answer["hour"], "09:00 20/08/2026")

    def test_counter_is_told_of_open_outages(self):
        self.make_outage()
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        [outage] = desk.open_late()
        self.assertIn("20/08/2026 08:00–10:00", outage["name"])
