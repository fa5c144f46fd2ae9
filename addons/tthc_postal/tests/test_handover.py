import hashlib

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import HOUR, NINE, PostalCase


class TestHandover(PostalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossiers = [cls.receive(NINE) for _number in range(3)]
        cls.papers = cls.env["tthc.paper"].union(*(d.paper_ids for d in cls.dossiers))
        cls.run_of_day = cls.make_round()

    def test_manifest_lists_what_is_in_time_most_urgent_first(self):
        late = self.receive(NINE + HOUR).paper_ids
        self.papers[1].dossier_id._moving().write({"due": NINE})
        with frozen(NINE + HOUR):
            sheet = self.as_user(self.clerk).open_for_round(self.run_of_day.id)
        shown = [row["paper_id"] for row in sheet["expected"]]
        self.assertEqual(shown[0], self.papers[1].id)
        self.assertEqual(set(shown), set(self.papers.ids))
        self.assertNotIn(late.id, shown)

    def test_papers_change_hands_when_both_have_signed(self):
        minutes = self.load(self.run_of_day, self.papers, leave=False)
        self.assertEqual(minutes.state, "done")
        self.assertEqual(minutes.name, f"{minutes.number}/BBGN-2026")
        self.assertEqual(self.papers.holder_id, self.with_courier)
        move = self.papers[0].move_ids[0]
        self.assertEqual((move.source, move.evidence), ("minutes", minutes.name))

    def test_one_signature_moves_nothing(self):
        with frozen(NINE):
            answer = self.as_user(self.clerk).open_for_round(self.run_of_day.id)
        minutes = self.sheet(answer)
        minutes.with_user(self.clerk).scan("k1", self.papers[0].token)
        minutes.with_user(self.clerk).sign("b")
        self.assertEqual(minutes.state, "signing")
        self.assertEqual(self.papers[0].holder_id, self.at_counter)
        with self.assertRaises(UserError):
            minutes.with_user(self.clerk).scan("k2", self.papers[1].token)
        minutes.with_user(self.clerk).action_reopen()
        minutes.with_user(self.clerk).scan("k2", self.papers[1].token)
        self.assertEqual(len(minutes.line_ids), 2)

    def test_delivery_at_the_agency_and_collection_on_one_sheet(self):
        ready = self.resolved(NINE - 24 * HOUR)
        result = self.paper(ready, "result")
        self.load(self.run_of_day, self.papers)
        minutes = self.deliver(self.run_of_day, self.papers | result)
        self.assertEqual(minutes.state, "done")
        self.assertEqual(self.papers.holder_id.agency_id, self.agency)
        self.assertEqual(self.papers.holder_id.user_id, self.specialist)
        self.assertEqual(result.holder_id, self.with_courier)
        self.assertFalse(self.papers.goes_to_agency_id)
        self.assertEqual(result.goes_to_center_id, self.center)

    def test_result_comes_back_and_is_given_to_the_citizen(self):
        ready = self.resolved(NINE - 24 * HOUR)
        result = self.paper(ready, "result")
        self.load(self.run_of_day, self.papers)
        self.deliver(self.run_of_day, self.papers | result)
        courier = self.run_of_day.with_user(self.courier)
        with frozen(NINE + 2 * HOUR):
            courier.stop_ids[1].action_miss("Đóng cửa")
            with self.assertRaises(UserError):
                courier.action_finish()
            sheet = self.as_user(self.courier).open_for_round(courier.id)
            minutes = self.sheet(sheet)
            self.assertEqual([r["paper_id"] for r in sheet["expected"]], result.ids)
            minutes.with_user(self.courier).scan("back", ready.code)
            minutes.with_user(self.courier).sign("a")
            minutes.with_user(self.clerk).sign("b")
            courier.action_finish()
            ready.with_user(self.clerk).action_give_back(
                proof="receipt", means="phone", originals=True
            )
        self.assertEqual(result.holder_id.kind, "citizen")
        self.assertEqual(courier.state, "done")

    def test_undelivered_papers_come_back_to_the_center(self):
        self.load(self.run_of_day, self.papers)
        courier = self.run_of_day.with_user(self.courier)
        with frozen(NINE + 2 * HOUR):
            for stop in courier.stop_ids:
                stop.action_miss("Đường ngập")
            sheet = self.as_user(self.courier).open_for_round(courier.id)
            self.assertEqual(
                {row["paper_id"] for row in sheet["expected"]}, set(self.papers.ids)
            )
            minutes = self.sheet(sheet)
            for paper in self.papers:
                answer = minutes.with_user(self.courier).scan(
                    f"back-{paper.id}", paper.token
                )
                self.assertEqual(answer["result"], "right")

    # -- scanning -----------------------------------------------------------------

    def test_each_scan_has_one_of_five_answers(self):
        wrong = self.receive(NINE).paper_ids
        elsewhere = self.receive(NINE).paper_ids
        elsewhere._hand_to(
            self.holders._of("courier", user=self.other_courier), "minutes"
        )
        self.load(self.run_of_day, self.papers)
        stop = self.run_of_day.stop_ids[1]
        with frozen(NINE + HOUR):
            sheet = self.as_user(self.courier).open_for_stop(stop.id)
        minutes = self.sheet(sheet).with_user(self.courier)
        words = {
            "unknown": "KHONGCO",
            "wrong_stop": self.papers[0].token,
            "unexpected": elsewhere.token,
        }
        for result, word in words.items():
            with self.subTest(result=result):
                self.assertEqual(minutes.scan(f"key-{result}", word)["result"], result)
        self.assertEqual(minutes.scan("k", wrong.token)["result"], "unexpected")
        self.assertFalse(minutes.line_ids)
        self.assertEqual(
            minutes.scan("forced", self.papers[0].token, force=True)["result"], "right"
        )
        self.assertFalse(minutes.line_ids.expected)
        self.assertEqual(minutes.scan("again", self.papers[0].token)["result"], "twice")

    def test_guessed_code_of_another_agency_tells_nothing(self):
        """A code can be guessed, a label can't: who reads it has the folder."""
        away = self.receive(NINE).paper_ids
        away._hand_to(self.holders._of("courier", user=self.other_courier), "minutes")
        self.load(self.run_of_day, self.papers)
        stop = self.run_of_day.stop_ids[1]
        with frozen(NINE + HOUR):
            sheet = self.as_user(self.courier).open_for_stop(stop.id)
        # Of an agency that has nothing to do with the dossier.
        minutes = self.sheet(sheet).with_user(self.other_specialist)
        answer = minutes.scan("code", away.code)
        self.assertEqual((answer["result"], answer["code"]), ("unknown", ""))
        self.assertNotIn(self.other_courier.name, answer["message"])
        answer = minutes.scan("label", away.token)
        self.assertEqual(answer["result"], "unexpected")
        self.assertIn(self.other_courier.name, answer["message"])
        with self.assertRaises(UserError):
            minutes.sign_with_pin("c", self.courier.id, "2580")
        with self.assertRaises(UserError):
            minutes.may_sign("c")

    def test_repeated_request_is_the_same_scan(self):
        with frozen(NINE):
            sheet = self.as_user(self.clerk).open_for_round(self.run_of_day.id)
        minutes = self.sheet(sheet).with_user(self.clerk)
        first = minutes.scan("one", self.papers[0].token)
        again = minutes.scan("one", self.papers[0].token)
        self.assertEqual(first, again)
        self.assertEqual(len(minutes.line_ids), 1)

    def test_receipt_code_and_label_mean_the_paper_that_can_move_here(self):
        ready = self.resolved(NINE - 24 * HOUR)
        self.load(self.run_of_day, self.papers)
        stop = self.run_of_day.stop_ids[0]
        with frozen(NINE + HOUR):
            sheet = self.as_user(self.courier).open_for_stop(stop.id)
        minutes = self.sheet(sheet).with_user(self.courier)
        url = f"https://example.org/hs/{ready.sudo().token}"
        answer = minutes.scan("receipt", url)
        self.assertEqual(answer["paper_id"], self.paper(ready, "result").id)

    def test_last_scan_is_taken_back(self):
        with frozen(NINE):
            sheet = self.as_user(self.clerk).open_for_round(self.run_of_day.id)
        minutes = self.sheet(sheet).with_user(self.clerk)
        minutes.scan("one", self.papers[0].token)
        minutes.scan("two", self.papers[1].token)
        minutes.unscan()
        self.assertEqual(minutes.line_ids.paper_id, self.papers[0])
        minutes.unscan(self.papers[0].id)
        self.assertFalse(minutes.line_ids)

    def test_scan_has_the_same_queries_whatever_the_manifest(self):
        with frozen(NINE):
            sheet = self.as_user(self.clerk).open_for_round(self.run_of_day.id)
        minutes = self.sheet(sheet).with_user(self.clerk)

        def queries(key, paper):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            minutes.scan(key, paper.token)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries("warm", self.papers[0])
        few = queries("few", self.papers[1])
        for _number in range(8):
            more = self.receive(NINE).paper_ids
            minutes.scan(f"more-{more.id}", more.token)
        self.assertEqual(queries("many", self.papers[2]), few)

    # -- signing ------------------------------------------------------------------

    def test_one_person_signs_one_side(self):
        minutes = self.load(self.run_of_day, self.papers[:1], leave=False)
        with self.assertRaises(UserError):
            minutes.with_user(self.courier).sign("a")

    def test_stranger_signs_nothing(self):
        with frozen(NINE):
            sheet = self.as_user(self.clerk).open_for_round(self.run_of_day.id)
        minutes = self.sheet(sheet)
        minutes.with_user(self.clerk).scan("one", self.papers[0].token)
        for user, side in (
            (self.other_courier, "a"),
            (self.other_clerk, "b"),
            (self.clerk, "a"),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                minutes.with_user(user).sign(side)

    def test_empty_sheet_is_not_signed(self):
        with frozen(NINE):
            sheet = self.as_user(self.clerk).open_for_round(self.run_of_day.id)
        with self.assertRaises(UserError):
            self.sheet(sheet).with_user(self.clerk).sign("b")

    def test_pin_signs_on_the_couriers_device_and_locks_after_five(self):
        self.load(self.run_of_day, self.papers)
        self.specialist.with_user(self.specialist).tthc_set_pin("2580")
        stop = self.run_of_day.stop_ids[0]
        with frozen(NINE + HOUR):
            sheet = self.as_user(self.courier).open_for_stop(stop.id)
            minutes = self.sheet(sheet).with_user(self.courier)
            minutes.scan("one", self.papers[0].token)
            minutes.sign("a")
            for _try in range(5):
                answer = minutes.sign_with_pin("b", self.specialist.id, "0000")
                self.assertIn("fault", answer)
            locked = minutes.sign_with_pin("b", self.specialist.id, "2580")
            self.assertIn("fault", locked)
            self.assertEqual(minutes.state, "signing")
            self.specialist.with_user(self.specialist).tthc_set_pin("2580")
            minutes.sign_with_pin("b", self.specialist.id, "2580")
        self.assertEqual(minutes.state, "done")
        self.assertEqual(minutes.sign_b_method, "pin")
        self.assertEqual(self.papers[0].holder_id.user_id, self.specialist)

    def test_pin_is_hashed_and_not_too_easy(self):
        for pin in ("12", "1234", "1111", "4321", "abcd", "123456789"):
            with self.subTest(pin=pin), self.assertRaises(UserError):
                self.specialist.with_user(self.specialist).tthc_set_pin(pin)
        self.specialist.with_user(self.specialist).tthc_set_pin("2580")
        own = self.env["tthc.custody.pin"].search(
            [("user_id", "=", self.specialist.id)]
        )
        self.assertNotIn("2580", own.digest)
        with self.assertRaises(AccessError):
            own.with_user(self.specialist).read(["digest"])

    def test_what_was_not_shown_at_the_stop_is_missing_and_has_an_owner(self):
        self.load(self.run_of_day, self.papers)
        minutes = self.deliver(self.run_of_day, self.papers[:2])
        row = minutes.discrepancy_ids
        self.assertEqual(row.paper_id, self.papers[2])
        self.assertEqual((row.kind, row.owner_id), ("missing", self.courier))
        self.assertEqual(self.papers[2].holder_id, self.with_courier)
        with self.assertRaises(UserError):
            row.with_user(self.manager).action_clear(" ")
        row.with_user(self.manager).action_clear("Để quên trên xe, giao chuyến sau")
        self.assertEqual(row.state, "cleared")

    def test_paper_that_moved_meanwhile_stops_the_signing(self):
        with frozen(NINE):
            sheet = self.as_user(self.clerk).open_for_round(self.run_of_day.id)
        minutes = self.sheet(sheet)
        minutes.with_user(self.clerk).scan("one", self.papers[0].token)
        minutes.with_user(self.clerk).sign("b")
        self.papers[0]._hand_to(self.holders._of("lost"), "loss")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            minutes.with_user(self.courier).sign("a")
        self.assertEqual(minutes.state, "signing")

    # -- signed minutes -------------------------------------------------------------

    def test_signed_minutes_are_never_changed(self):
        minutes = self.load(self.run_of_day, self.papers, leave=False)
        self.env.flush_all()
        for query in (
            SQL("UPDATE tthc_handover SET note = 'x' WHERE id = %s", minutes.id),
            SQL("DELETE FROM tthc_handover WHERE id = %s", minutes.id),
            SQL(
                "UPDATE tthc_handover_line SET copy_count = 9 WHERE handover_id = %s",
                minutes.id,
            ),
            SQL("DELETE FROM tthc_handover_line WHERE handover_id = %s", minutes.id),
        ):
            with (
                self.subTest(query=query),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query)
        for user in (self.clerk, self.courier, self.manager, self.env.user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                minutes.with_user(user).write({"note": "x"})

    def test_signed_minutes_carry_a_hash_of_what_they_say(self):
        minutes = self.load(self.run_of_day, self.papers, leave=False)
        digest = hashlib.sha256(minutes.payload.encode()).hexdigest()
        self.assertEqual(minutes.hash, digest)
        for personal in ("Nguyễn Văn Đức", "075088001234"):
            self.assertNotIn(personal, minutes.payload)

    def test_minutes_are_numbered_without_holes(self):
        first = self.load(self.run_of_day, self.papers[:1], leave=False)
        second = self.load(self.run_of_day, self.papers[1:], leave=False)
        self.assertEqual(second.number, first.number + 1)

    def test_signing_has_the_same_queries_whatever_the_papers(self):
        def queries(run, papers):
            with frozen(NINE + HOUR / 2):
                sheet = self.as_user(self.clerk).open_for_round(run.id)
                minutes = self.sheet(sheet)
                for paper in papers:
                    minutes.with_user(self.clerk).scan(f"k-{paper.id}", paper.token)
                minutes.with_user(self.clerk).sign("b")
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                minutes.with_user(self.courier).sign("a")
                self.env.flush_all()
            return self.env.cr.sql_log_count - before

        more = self.env["tthc.paper"]
        for _number in range(6):
            more |= self.receive(NINE).paper_ids
        queries(self.run_of_day, self.papers[0])
        queries(self.run_of_day, self.papers[1])
        one = queries(self.run_of_day, self.papers[2])
        # Caches that the first ones fill make the later ones cheaper, never dearer.
        self.assertLessEqual(queries(self.run_of_day, more), one)

    # -- roles ----------------------------------------------------------------------

    def test_courier_sees_own_rounds_and_minutes_only(self):
        minutes = self.load(self.run_of_day, self.papers)
        for model, record in (
            ("tthc.courier.round", self.run_of_day),
            ("tthc.courier.round.stop", self.run_of_day.stop_ids),
            ("tthc.handover", minutes),
            ("tthc.handover.line", minutes.line_ids),
        ):
            for user, sees in ((self.courier, True), (self.other_courier, False)):
                with self.subTest(model=model, user=user.login):
                    found = (
                        self.env[model]
                        .with_user(user)
                        .search([("id", "in", record.ids)])
                    )
                    self.assertEqual(bool(found), sees)

    def test_agency_sees_the_minutes_of_its_own_stops(self):
        self.load(self.run_of_day, self.papers)
        minutes = self.deliver(self.run_of_day, self.papers)
        for user, sees in ((self.specialist, True), (self.other_specialist, False)):
            found = self.as_user(user).search([("id", "=", minutes.id)])
            self.assertEqual(bool(found), sees)

    def test_sheet_shows_a_courier_codes_and_counts_only(self):
        self.load(self.run_of_day, self.papers)
        with frozen(NINE + HOUR):
            sheet = self.as_user(self.courier).open_for_stop(
                self.run_of_day.stop_ids[0].id
            )
        text = str(sheet)
        for dossier in self.dossiers:
            self.assertIn(dossier.code, text)
        for personal in ("Nguyễn Văn Đức", "075088001234", self.version.name):
            self.assertNotIn(personal, text)

    def test_wrong_ids_are_told_in_words(self):
        for method in ("open_for_stop", "open_for_round"):
            for wrong in (None, "x", 0, 2**40):
                with self.subTest(method=method, wrong=wrong):
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        getattr(self.as_user(self.courier), method)(wrong)

    def test_pin_dialog_keeps_nothing_of_what_was_typed(self):
        dialogs = self.env["tthc.custody.pin.set"].with_user(self.specialist)
        with self.assertRaises(UserError):
            dialogs.create({"pin": "2580", "pin_again": "2581"})
        dialog = dialogs.create({"pin": "2580", "pin_again": "2580"})
        self.assertFalse(dialog.pin)
        pins = self.env["tthc.custody.pin"]
        self.assertFalse(pins._check(self.specialist, "2580"))
        self.assertTrue(pins._check(self.specialist, "2581"))
