from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import DAY, HOUR, NINE, PostalCase


class TestHandoverCounting(PostalCase):
    """What is counted and found before both sign, and whose it is afterwards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossiers = [cls.receive(NINE) for _number in range(3)]
        cls.papers = cls.env["tthc.paper"].union(*(d.paper_ids for d in cls.dossiers))
        cls.run_of_day = cls.make_round()
        cls.load(cls.run_of_day, cls.papers)

    def at_stop(self, papers, user=None):
        """The courier's sheet at the first stop, with papers scanned."""
        stop = self.run_of_day.stop_ids[0]
        with frozen(NINE + 1.5 * HOUR):
            sheet = self.as_user(self.courier).open_for_stop(stop.id)
            minutes = self.sheet(sheet).with_user(user or self.courier)
            for paper in papers:
                minutes.scan(f"stop-{paper.id}", paper.token)
        return minutes

    def signed(self, minutes):
        with frozen(NINE + 1.5 * HOUR):
            minutes.with_user(self.courier).sign("a")
            minutes.with_user(self.specialist).sign("b")
        return minutes.sudo()

    def found(self, minutes, kind):
        return minutes.sudo().discrepancy_ids.filtered(lambda row: row.kind == kind)

    # -- counts -------------------------------------------------------------------

    def test_counts_begin_as_the_checklist_says_and_are_changed_by_the_person(self):
        minutes = self.at_stop(self.papers)
        line = minutes.sudo().line_ids.filtered(
            lambda line: line.paper_id == self.papers[0]
        )
        self.assertEqual((line.original_count, line.copy_count), (3, 0))
        self.assertEqual(line.condition, "complete")
        minutes.count_line(self.papers[0].id, 2, 1)
        self.assertEqual((line.original_count, line.copy_count), (2, 1))
        self.assertEqual(line.condition, "count")
        self.signed(minutes)
        row = self.found(minutes, "count")
        self.assertEqual(row.paper_id, self.papers[0])
        self.assertIn("2", row.note)
        self.assertIn("3", row.note)
        self.assertFalse(minutes.sudo().is_complete)

    def test_counted_back_to_what_was_listed_is_complete(self):
        minutes = self.at_stop(self.papers)
        minutes.count_line(self.papers[0].id, 2, 1)
        minutes.count_line(self.papers[0].id, 3, 0)
        self.signed(minutes)
        self.assertFalse(minutes.sudo().discrepancy_ids)
        self.assertTrue(minutes.sudo().is_complete)

    def test_wrong_numbers_are_told_in_words(self):
        minutes = self.at_stop(self.papers[:1])
        for originals, copies in ((-1, 0), (1, "2"), (None, 1), (10000, 0), (1.5, 0)):
            with self.subTest(originals=originals), self.assertRaises(UserError):
                minutes.count_line(self.papers[0].id, originals, copies)
        with self.assertRaises(UserError):
            minutes.count_line(self.papers[1].id, 1, 1)

    def test_after_the_first_signature_nothing_is_counted_or_noted(self):
        minutes = self.at_stop(self.papers)
        with frozen(NINE + 1.5 * HOUR):
            minutes.sign("a")
        for work in (
            lambda: minutes.count_line(self.papers[0].id, 1, 1),
            lambda: minutes.note_found("damaged", self.papers[0].id, "Rách"),
            lambda: minutes.note_nobody("Không ai"),
        ):
            with self.assertRaises(UserError):
                work()

    # -- what is found --------------------------------------------------------------

    def test_damage_has_owner_and_deadline_when_both_have_signed(self):
        minutes = self.at_stop(self.papers)
        minutes.note_found("damaged", self.papers[0].id, "Ướt mép")
        row = self.found(minutes, "damaged")
        self.assertEqual(row.state, "noted")
        self.assertFalse(row.owner_id or row.activity_ids)
        self.signed(minutes)
        self.assertEqual((row.state, row.owner_id), ("open", self.courier))
        # Thursday; the next working day by the center's calendar.
        next_day = self.center.resource_calendar_id.tthc_working_day_after(DAY, 1)
        self.assertEqual(row.deadline, next_day)
        self.assertEqual(row.activity_ids.user_id, self.courier)
        line = minutes.sudo().line_ids.filtered(
            lambda line: line.paper_id == self.papers[0]
        )
        self.assertEqual(line.condition, "damaged")
        # It is damaged, but it did change hands.
        self.assertEqual(self.papers[0].holder_id.user_id, self.specialist)

    def test_days_to_clear_up_are_a_setting_in_working_days(self):
        self.center.discrepancy_days = 3
        minutes = self.at_stop(self.papers)
        minutes.note_found("damaged", self.papers[0].id, "Ướt mép")
        minutes.count_line(self.papers[1].id, 0, 0)
        self.signed(minutes)
        calendar = self.center.resource_calendar_id
        self.assertEqual(
            set(minutes.sudo().discrepancy_ids.mapped("deadline")),
            {calendar.tthc_working_day_after(DAY, 3)},
        )

    def test_missing_noted_by_hand_is_noted_once(self):
        minutes = self.at_stop(self.papers[:2])
        minutes.note_found("missing", self.papers[2].id, "Không có trên xe")
        self.signed(minutes)
        row = self.found(minutes, "missing")
        self.assertEqual(len(row), 1)
        self.assertEqual((row.note, row.owner_id), ("Không có trên xe", self.courier))
        self.assertEqual(self.papers[2].holder_id, self.with_courier)

    def test_only_what_is_expected_can_be_missing(self):
        minutes = self.at_stop(self.papers[:2])
        elsewhere = self.receive(NINE).paper_ids
        for paper in (self.papers[0].id, elsewhere.id, 0, "x"):
            with self.subTest(paper=paper), self.assertRaises(UserError):
                minutes.note_found("missing", paper)

    def test_extra_is_noticed_whether_taken_along_or_not(self):
        other = self.make_version(
            self.env, "1.999002", "Việc khác", 1, agency_id=self.other_agency.id
        )
        self.counter.agency_ids |= self.other_agency
        stray = self.receive(NINE, version=other).paper_ids
        stray._hand_to(self.with_courier, "minutes")
        minutes = self.at_stop(self.papers)
        answer = minutes.scan("stray", stray.token)
        self.assertEqual(answer["result"], "wrong_stop")
        minutes.scan("stray-2", stray.token, force=True)
        minutes.note_found("extra", None, "Một bìa không nhãn")
        self.signed(minutes)
        extra = self.found(minutes, "extra")
        self.assertEqual(len(extra), 2)
        self.assertEqual(extra.paper_id, stray)
        self.assertTrue(all(row.owner_id and row.deadline for row in extra))

    def test_paper_without_label_needs_words(self):
        minutes = self.at_stop(self.papers)
        for kind in ("extra", "missing"):
            with self.subTest(kind=kind), self.assertRaises(UserError):
                minutes.note_found(kind, None, " ")
        with self.assertRaises(UserError):
            minutes.note_found("damaged", self.papers[0].id)
        with self.assertRaises(UserError):
            minutes.note_found("nobody", None, "x")

    def test_note_is_taken_back_without_a_trace(self):
        minutes = self.at_stop(self.papers)
        minutes.note_found("damaged", self.papers[0].id, "Ướt mép")
        minutes.note_found("damaged", self.papers[0].id, "Rách bìa")
        row = self.found(minutes, "damaged")
        self.assertEqual(row.note, "Rách bìa")
        minutes.unnote(row.id)
        self.assertFalse(row.exists())
        minutes.note_found("damaged", self.papers[1].id, "Rách bìa")
        minutes.unscan(self.papers[1].id)
        self.assertFalse(minutes.sudo().discrepancy_ids)

    def test_nobody_to_receive_drops_the_sheet_and_tells_the_manager(self):
        minutes = self.at_stop(self.papers[:1])
        minutes.note_found("damaged", self.papers[0].id, "Ướt mép")
        with self.assertRaises(UserError):
            minutes.note_nobody(" ")
        with frozen(NINE + 1.5 * HOUR):
            minutes.note_nobody("Văn thư họp, gọi không nghe")
        self.assertEqual(minutes.state, "dropped")
        row = minutes.sudo().discrepancy_ids
        self.assertEqual((row.kind, row.state), ("nobody", "open"))
        self.assertEqual(row.owner_id, self.manager)
        self.assertIn("3", row.note)
        self.assertEqual(self.papers.holder_id, self.with_courier)

    def test_missing_paper_is_declared_lost_from_its_discrepancy(self):
        minutes = self.at_stop(self.papers[:2])
        minutes.note_found("missing", self.papers[2].id, "Không có trên xe")
        row = self.found(minutes, "missing")
        self.assertFalse(row.with_user(self.courier).loss_step)
        self.signed(minutes)
        steps = {
            user.login: row.with_user(user).loss_step
            for user in (self.courier, self.manager, self.specialist)
        }
        self.assertEqual(
            steps,
            {
                self.courier.login: "declare",
                self.manager.login: "declare",
                self.specialist.login: False,
            },
        )
        with self.assertRaises(UserError):
            row.with_user(self.courier).action_open_loss()
        step = self.env["tthc.paper.loss.step"].with_user(self.courier)
        context = {
            "active_model": row._name,
            "active_id": row.id,
            "default_mode": "declare",
        }
        wizard = step.with_context(**context).create({})
        self.assertEqual(wizard.words, "Không có trên xe")
        with frozen(NINE + 2 * HOUR):
            wizard.action_confirm()
        self.assertEqual(self.papers[2].holder_kind, "lost")
        row.invalidate_recordset()
        self.assertEqual(row.with_user(self.courier).loss_step, "open")
        action = row.with_user(self.courier).action_open_loss()
        self.assertEqual(action["res_id"], self.papers[2].loss_ids.id)
        self.assertEqual(row.state, "open")

    def test_damage_is_no_loss(self):
        minutes = self.at_stop(self.papers)
        minutes.note_found("damaged", self.papers[0].id, "Rách bìa")
        self.signed(minutes)
        row = self.found(minutes, "damaged")
        self.assertFalse(row.with_user(self.manager).loss_step)

    def test_what_was_found_is_not_reworded_after_the_signatures(self):
        minutes = self.at_stop(self.papers)
        minutes.note_found("damaged", self.papers[0].id, "Ướt mép")
        self.signed(minutes)
        row = self.found(minutes, "damaged")
        with self.assertRaises(UserError):
            minutes.unnote(row.id)
        for user in (self.manager, self.clerk, self.courier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                row.with_user(user).write({"note": "Không sao"})

    def test_strangers_count_and_note_nothing(self):
        minutes = self.at_stop(self.papers)
        for user in (self.other_courier, self.other_specialist, self.other_clerk):
            sheet = minutes.with_user(user)
            for work in (
                lambda sheet=sheet: sheet.count_line(self.papers[0].id, 1, 1),
                lambda sheet=sheet: sheet.note_found("extra", None, "x"),
                lambda sheet=sheet: sheet.note_nobody("x"),
                lambda sheet=sheet: sheet.unnote(1),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    work()

    def test_dialogs_of_the_form_do_the_same(self):
        minutes = self.at_stop(self.papers[:2])
        line = minutes.sudo().line_ids[0]
        remark = self.env["tthc.handover.remark"].with_user(self.courier)

        def dialog(record, mode, **values):
            context = {
                "active_model": record._name,
                "active_id": record.id,
                "default_mode": mode,
            }
            remark.with_context(**context).create(values).action_confirm()

        dialog(line, "count", original_count=1, copy_count=4)
        self.assertEqual((line.original_count, line.copy_count), (1, 4))
        dialog(line, "damaged", note="Rách")
        dialog(minutes, "missing", paper_code=self.papers[2].code)
        dialog(minutes, "extra", note="Bìa lạ")
        self.assertEqual(
            set(minutes.sudo().discrepancy_ids.mapped("kind")),
            {"damaged", "missing", "extra"},
        )
        with self.assertRaises(UserError):
            dialog(minutes, "missing", paper_code="KHÔNG CÓ")
        dialog(minutes, "nobody", note="Về hết")
        self.assertEqual(minutes.state, "dropped")

    # -- queries ----------------------------------------------------------------------

    def test_counting_and_noting_have_the_same_queries_whatever_the_sheet(self):
        def queries(minutes, paper):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            minutes.count_line(paper.id, 2, 1)
            minutes.note_found("damaged", paper.id, "Rách")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        minutes = self.at_stop(self.papers[:2])
        queries(minutes, self.papers[1])
        few = queries(minutes, self.papers[0])
        more = self.env["tthc.paper"]
        for _number in range(8):
            more |= self.receive(NINE).paper_ids
        more._hand_to(self.with_courier, "minutes")
        minutes = self.at_stop(more)
        self.assertLessEqual(queries(minutes, more[3]), few)
