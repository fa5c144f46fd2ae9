from datetime import timedelta

from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import HOUR, NINE, PostalCase, local


class TestRoundWatch(PostalCase):
    """Late, missed and never run: noticed, said in a sentence, told once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossiers = [cls.receive(NINE) for _number in range(3)]
        cls.papers = cls.env["tthc.paper"].union(*(d.paper_ids for d in cls.dossiers))
        cls.run_of_day = cls.make_round()
        cls.stop = cls.run_of_day.stop_ids[0]
        # Due at the end of the next working day, Friday.
        cls.dossiers[0]._moving().write({"due": local(17) + 24 * HOUR})

    def watch(self, moment):
        self.run_of_day.invalidate_recordset()
        self.stop.invalidate_recordset()
        with frozen(moment):
            self.env["tthc.courier.round"]._cron_watch()

    def tasks(self):
        return self.run_of_day.activity_ids

    def test_missed_stop_says_how_many_and_what_falls_due(self):
        self.load(self.run_of_day, self.papers)
        with frozen(local(10, 20)):
            self.stop.with_user(self.courier).action_miss("Không có người nhận")
        row = self.env["tthc.handover.discrepancy"].search(
            [("round_stop_id", "=", self.stop.id)]
        )
        self.assertEqual(
            row.note,
            "3 paper(s) for Sở Xây dựng missed 10:00 (Không có người nhận); 1 of them "
            "due by the end of the next working day",
        )
        self.assertEqual(row.activity_ids.summary, row.note)
        self.assertEqual(row.activity_ids.user_id, self.manager)
        self.stop.invalidate_recordset()
        self.assertEqual(self.stop.notice, row.note)
        self.assertEqual(self.run_of_day.notice, row.note)

    def test_stop_that_was_not_reached_is_no_stop_without_a_receiver(self):
        self.load(self.run_of_day, self.papers)
        with frozen(local(10, 20)):
            wizard = self.env["tthc.postal.reason"].with_user(self.courier)
            wizard = wizard.with_context(
                active_model=self.stop._name, active_ids=self.stop.ids
            )
            wizard.create(
                {"mode": "miss_stop", "cause": "missed", "reason": "Hỏng xe"}
            ).action_confirm()
        row = self.env["tthc.handover.discrepancy"].search(
            [("round_stop_id", "=", self.stop.id)]
        )
        self.assertEqual((row.kind, self.stop.left_count), ("missed", 3))

    def test_missed_stop_at_which_nothing_waited_is_no_alarm(self):
        self.load(self.run_of_day, self.papers)
        empty = self.run_of_day.stop_ids[1]
        with frozen(local(10, 45)):
            empty.with_user(self.courier).action_miss("Không có người nhận")
            empty.invalidate_recordset()
            self.assertFalse(empty.notice)

    def test_round_that_has_not_left_is_told_once(self):
        self.watch(local(10, 5))
        self.assertFalse(self.tasks())
        self.watch(local(10, 15))
        task = self.tasks()
        self.assertEqual(task.user_id, self.manager)
        with frozen(local(10, 15)):
            self.run_of_day.invalidate_recordset()
            self.assertIn("3", self.stop.notice)
            self.assertIn("missed 10:00; 1 of them", self.stop.notice)
        self.watch(local(10, 25))
        self.assertEqual(self.tasks(), task)

    def test_late_stop_under_way_is_told(self):
        self.load(self.run_of_day, self.papers)
        self.watch(local(10, 20))
        self.assertFalse(self.tasks())
        self.watch(local(10, 30))
        self.assertEqual(len(self.tasks()), 1)
        self.assertTrue(self.stop.told_at)
        self.assertFalse(self.run_of_day.stop_ids[1].told_at)

    def test_late_stop_at_which_nothing_waits_is_no_news(self):
        self.papers._hand_to(self.holders._of("lost"), "loss", NINE)
        self.watch(local(11))
        self.assertFalse(self.tasks())

    def test_round_that_was_never_run_is_cancelled_the_next_day(self):
        self.watch(local(18))
        self.assertEqual(self.run_of_day.state, "planned")
        self.watch(local(7) + 24 * HOUR)
        self.assertEqual(self.run_of_day.state, "cancelled")
        self.assertTrue(self.run_of_day.cancel_reason)
        self.assertEqual(set(self.run_of_day.stop_ids.mapped("state")), {"missed"})
        rows = self.env["tthc.handover.discrepancy"].search(
            [("round_stop_id", "in", self.run_of_day.stop_ids.ids)]
        )
        self.assertEqual(rows.round_stop_id, self.stop)
        self.assertEqual((rows.kind, rows.owner_id), ("missed", self.manager))

    def test_loaded_round_is_not_ended_by_the_job(self):
        self.load(self.run_of_day, self.papers, leave=False)
        self.watch(local(7) + 24 * HOUR)
        self.assertEqual(self.run_of_day.state, "loading")
        self.assertTrue(self.tasks())

    # -- cancelling -------------------------------------------------------------------

    def test_cancelled_round_says_what_it_leaves(self):
        with frozen(local(9, 50)):
            self.run_of_day.with_user(self.manager).action_cancel("Xe hỏng")
        words = self.run_of_day.message_ids.mapped("body")
        self.assertTrue(
            any("3 paper(s)" in body and "1 dossier(s)" in body for body in words)
        )

    def test_loaded_papers_keep_the_round_and_its_courier(self):
        self.load(self.run_of_day, self.papers, leave=False)
        managed = self.run_of_day.with_user(self.manager)
        with self.assertRaises(UserError):
            managed.action_cancel("Xe hỏng")
        with self.assertRaises(UserError):
            managed.courier_id = self.other_courier
        with frozen(local(9, 50)):
            minutes = self.sheet(
                self.as_user(self.clerk).open_for_round(self.run_of_day.id)
            )
            for paper in self.papers:
                answer = minutes.with_user(self.clerk).scan(
                    f"back-{paper.id}", paper.token, force=True
                )
                self.assertEqual(answer["result"], "right")
            minutes.with_user(self.clerk).sign("b")
            minutes.with_user(self.courier).sign("a")
        managed.courier_id = self.other_courier
        managed.action_cancel("Xe hỏng")
        self.assertEqual(self.papers.holder_id, self.at_counter)

    def test_round_goes_on_when_all_that_was_scanned_is_signed_for(self):
        clerk, courier = self.clerk, self.courier
        run = self.run_of_day.with_user(courier)
        with frozen(local(9, 30)):
            minutes = self.sheet(self.as_user(clerk).open_for_round(run.id))
            minutes.with_user(clerk).scan("one", self.papers[0].token)
            with self.assertRaisesRegex(UserError, "1 paper"):
                run.action_leave()
            minutes.with_user(clerk).sign("b")
            with self.assertRaises(UserError):
                run.action_leave()
            minutes.with_user(courier).sign("a")
            run.action_leave()
            stop = run.stop_ids[0]
            at_stop = self.sheet(self.as_user(courier).open_for_stop(stop.id))
            at_stop.with_user(courier).scan("two", self.papers[0].token)
            run.stop_ids[1].action_miss("Đường ngập")
            with self.assertRaisesRegex(UserError, "1 paper"):
                run.action_finish()
            at_stop.with_user(courier).sign("a")
            at_stop.with_user(self.specialist).sign("b")
            run.action_finish()
        self.assertEqual(run.state, "done")

    def test_cancelled_round_leaves_no_open_sheet_behind(self):
        with frozen(local(9, 30)):
            minutes = self.sheet(
                self.as_user(self.clerk).open_for_round(self.run_of_day.id)
            )
            minutes.with_user(self.clerk).scan("one", self.papers[0].token)
            self.run_of_day.with_user(self.manager).action_cancel("Xe hỏng")
        self.assertEqual(minutes.state, "dropped")
        self.assertEqual(self.papers.holder_id, self.at_counter)

    # -- the morning of the manager ---------------------------------------------------

    def test_card_of_the_day_counts_stops_and_papers_on_board(self):
        self.load(self.run_of_day, self.papers)
        with frozen(local(10, 15)):
            self.stop.with_user(self.courier).action_arrive()
        card = self.run_of_day.with_user(self.manager)
        card.invalidate_recordset()
        self.assertEqual((card.stop_made, card.stop_total, card.on_board), (1, 2, 3))

    def test_board_of_the_day_takes_as_many_queries_for_many_rounds(self):
        days = [
            self.run_of_day.route_id._make_rounds(
                self.run_of_day.date + timedelta(days=number)
            )
            for number in (1, 4, 5, 6)
        ]
        runs = self.env["tthc.courier.round"].union(*days)
        names = ("is_late", "notice", "stop_total", "stop_made", "on_board")

        def queries(chosen):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with frozen(local(11) + 10 * 24 * HOUR):
                chosen.with_user(self.manager).mapped(
                    lambda run: [run[name] for name in names]
                )
            return self.env.cr.sql_log_count - before

        queries(runs)
        self.assertEqual(queries(runs[:1]), queries(runs))
