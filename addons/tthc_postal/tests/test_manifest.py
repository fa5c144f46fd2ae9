from odoo import Command

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from .common import DAY, HOUR, NINE, PostalCase, local


class TestManifest(PostalCase):
    """What must move on a round, what is held back, and why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossiers = [cls.receive(NINE) for _number in range(3)]
        cls.papers = cls.env["tthc.paper"].union(*(d.paper_ids for d in cls.dossiers))
        cls.run_of_day = cls.make_round()
        cls.first, cls.second = cls.run_of_day.stop_ids

    def manifest(self, user=None, moment=NINE + HOUR, record=None):
        record = record or self.run_of_day
        record.invalidate_recordset(["manifest"])
        with frozen(moment):
            return record.with_user(user or self.clerk).manifest

    def moving(self, manifest):
        return [row["paper_id"] for stop in manifest["stops"] for row in stop["rows"]]

    def held(self, manifest):
        return {row["paper_id"]: row for row in manifest["held"]}

    def test_what_must_move_is_what_the_scan_desk_expects_most_urgent_first(self):
        self.papers[2].dossier_id._moving().write({"due": NINE})
        manifest = self.manifest()
        with frozen(NINE + HOUR / 2):
            sheet = self.as_user(self.clerk).open_for_round(self.run_of_day.id)
        self.assertEqual(
            self.moving(manifest), [row["paper_id"] for row in sheet["expected"]]
        )
        self.assertEqual(self.moving(manifest)[0], self.papers[2].id)
        self.assertEqual(manifest["stops"][0]["rows"][0]["level"], "late")
        self.assertEqual((manifest["move_count"], manifest["held"]), (3, []))

    def test_results_are_collected_at_their_stop(self):
        result = self.paper(self.resolved(NINE - 24 * HOUR), "result")
        stop = self.manifest()["stops"][0]
        self.assertIn(result.id, [row["paper_id"] for row in stop["rows"]])
        # The folder of that dossier is still at the counter and goes nowhere.
        self.assertEqual((stop["give"], stop["take"]), (3, 1))

    def test_what_came_after_the_cut_off_goes_with_the_next_round(self):
        late = self.receive(local(9, 50)).paper_ids
        row = self.held(self.manifest())[late.id]
        self.assertEqual(row["reason"], "cutoff")
        self.assertIn("09:45", row["why"])
        self.assertIn("no round there", row["why"])
        self.assertEqual(row["link"]["model"], "tthc.courier.route")
        afternoon = self.make_round(
            code="T1-15H",
            departure=15.0,
            loading_cutoff=14.75,
            return_at=0,
            stop_ids=[Command.create({"agency_id": self.agency.id, "arrival": 15.25})],
        )
        row = self.held(self.manifest())[late.id]
        self.assertIn("T1-15H", row["why"])
        self.assertEqual(
            row["link"], {"model": "tthc.courier.round", "id": afternoon.id}
        )

    def test_supplement_brought_after_the_cut_off_is_late_itself(self):
        paper = self.papers[0]
        paper._hand_to(self.with_courier, "minutes", NINE)
        paper._hand_to(self.at_counter, "minutes", local(9, 50))
        self.assertEqual(self.held(self.manifest())[paper.id]["reason"], "cutoff")

    def test_law_is_named_where_the_next_round_is_too_late(self):
        early = self.receive(local(9, 50)).paper_ids
        self.make_route(
            code="T1-SANG",
            departure=8.0,
            loading_cutoff=8.0,
            stop_ids=[Command.create({"agency_id": self.agency.id, "arrival": 8.25})],
        )._make_rounds(DAY.replace(day=21))
        self.assertIn("by law", self.held(self.manifest())[early.id]["why"])

    def test_agency_without_a_stop_is_told(self):
        self.run_of_day.route_id.stop_ids[0].unlink()
        run = self.make_round(
            code="T2",
            stop_ids=[
                Command.create({"agency_id": self.other_agency.id, "arrival": 11.0})
            ],
        )
        rows = self.held(self.manifest(record=run))
        self.assertEqual(rows[self.papers[0].id]["reason"], "other_round")
        self.run_of_day.with_user(self.manager).action_cancel("Xe hỏng")
        row = self.held(self.manifest(record=run))[self.papers[0].id]
        self.assertEqual(row["reason"], "no_stop")
        self.assertIn("Sở Xây dựng", row["why"])

    def test_dossier_on_hold_keeps_its_papers_at_the_center(self):
        dossier = self.dossiers[0]
        with frozen(NINE):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_ask_fee("Thuế đất")
        self.assertEqual(dossier.state, "fee_wait")
        row = self.held(self.manifest())[self.papers[0].id]
        self.assertEqual(row["reason"], "hold")
        self.assertEqual(row["link"], {"model": "tthc.dossier", "id": dossier.id})
        self.assertNotIn(self.papers[0].id, self.moving(self.manifest()))
        with frozen(NINE + HOUR / 2):
            sheet = self.as_user(self.clerk).open_for_round(self.run_of_day.id)
        expected = [row["paper_id"] for row in sheet["expected"]]
        self.assertNotIn(self.papers[0].id, expected)

    def test_courier_is_not_told_for_what_a_dossier_waits(self):
        dossier = self.dossiers[0]
        with frozen(NINE):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_ask_fee("Thuế đất")
        row = self.held(self.manifest(self.courier))[self.papers[0].id]
        self.assertNotIn("payment", row["why"])
        self.assertFalse(row["link"])

    def test_paper_on_other_unsigned_minutes_is_held(self):
        with frozen(NINE):
            answer = self.as_user(self.clerk).open_direct(self.agency.id)
            direct = self.sheet(answer)
            direct.with_user(self.clerk).scan("k1", self.papers[0].token)
        row = self.held(self.manifest())[self.papers[0].id]
        self.assertEqual(row["reason"], "minutes")
        self.assertEqual(row["link"], {"model": "tthc.handover", "id": direct.id})

    def test_missing_paper_is_held_with_its_discrepancy(self):
        self.load(self.run_of_day, self.papers)
        minutes = self.deliver(self.run_of_day, self.papers[:2])
        self.assertEqual(minutes.discrepancy_ids.paper_id, self.papers[2])
        row = self.held(self.manifest(moment=local(11)))[self.papers[2].id]
        self.assertEqual(row["reason"], "discrepancy")
        self.assertEqual(row["link"]["id"], minutes.discrepancy_ids.id)

    def test_missing_paper_is_noted_once_and_lets_the_round_end(self):
        self.load(self.run_of_day, self.papers)
        self.deliver(self.run_of_day, self.papers[:2])
        result = self.paper(self.resolved(NINE - 24 * HOUR), "result")
        result._hand_to(self.with_courier, "minutes", NINE + HOUR)
        courier = self.run_of_day.with_user(self.courier)
        with frozen(local(11)):
            courier.stop_ids[1].action_miss("Đóng cửa")
            minutes = self.sheet(self.as_user(self.courier).open_for_round(courier.id))
            minutes.with_user(self.courier).scan("back", result.token)
            minutes.with_user(self.courier).sign("a")
            minutes.with_user(self.clerk).sign("b")
            courier.action_finish()
        rows = self.env["tthc.handover.discrepancy"].search(
            [("paper_id", "=", self.papers[2].id)]
        )
        self.assertEqual(len(rows), 1)
        self.assertEqual(courier.state, "done")

    def test_papers_of_another_courier_and_of_a_missed_stop_stay(self):
        other = self.holders._of("courier", user=self.other_courier)
        self.papers[0]._hand_to(other, "minutes", NINE)
        result = self.paper(self.resolved(NINE - 24 * HOUR), "result")
        self.load(self.run_of_day, self.papers[1:])
        with frozen(local(10, 20)):
            self.first.with_user(self.courier).action_miss("Không có ai")
        manifest = self.manifest(moment=local(10, 30))
        held = self.held(manifest)
        self.assertEqual(held[self.papers[0].id]["reason"], "other_courier")
        self.assertEqual(held[result.id]["reason"], "missed")
        self.assertEqual(
            {row["paper_id"] for row in manifest["back"]}, set(self.papers[1:].ids)
        )

    def test_lost_paper_is_named_with_its_search_until_it_is_replaced(self):
        paper = self.papers[0]
        with frozen(NINE):
            loss = paper.with_user(self.clerk).action_declare_lost("Không thấy")
        row = self.held(self.manifest())[paper.id]
        self.assertEqual(row["reason"], "lost")
        self.assertEqual(row["link"], {"model": "tthc.paper.loss", "id": loss.id})
        with frozen(NINE):
            loss.with_user(self.manager).action_search()
        row = self.held(self.manifest())[paper.id]
        self.assertIn("Being searched", row["why"])
        with frozen(NINE):
            loss.with_user(self.clerk).action_replace("from_scan", "In lại")
        manifest = self.manifest()
        self.assertNotIn(paper.id, self.held(manifest))
        self.assertIn(loss.replacement_id.id, self.moving(manifest))

    def test_paper_that_turned_up_again_moves_though_its_case_is_open(self):
        self.load(self.run_of_day, self.papers)
        self.deliver(self.run_of_day, self.papers[:2])
        missing = self.papers[2]
        with frozen(local(11)):
            loss = missing.with_user(self.courier).action_declare_lost("Không thấy")
        with frozen(local(12)):
            loss.with_user(self.clerk).action_find("Nằm ở quầy")
        afternoon = self.make_round(
            code="T1-15H",
            departure=15.0,
            loading_cutoff=14.75,
            return_at=0,
            stop_ids=[Command.create({"agency_id": self.agency.id, "arrival": 15.25})],
        )
        manifest = self.manifest(moment=local(14), record=afternoon)
        self.assertIn(missing.id, self.moving(manifest))

    def test_agency_whose_turn_has_not_come(self):
        version = self.make_version(
            self.env,
            "1.999077",
            "Thủ tục liên thông thử",
            1,
            step_ids=[
                Command.create(
                    {
                        "sequence": order,
                        "name": f"Bước {order}",
                        "agency_id": agency.id,
                        "limit_value": 2,
                        "limit_unit": "working_day",
                    }
                )
                for order, agency in ((1, self.agency), (2, self.other_agency))
            ],
        )
        dossier = self.receive(NINE, version=version)
        file = dossier.paper_ids
        with frozen(NINE):
            dossier.with_user(self.clerk).action_transfer()
        file._hand_to(
            self.holders._person_of(self.specialist, self.agency), "minutes", NINE
        )
        row = self.held(self.manifest())[file.id]
        self.assertEqual((row["reason"], row["stop_id"]), ("not_due", self.second.id))
        self.assertIn("Sở Tư pháp", row["why"])

    def test_folder_that_lies_where_it_is_worked_on_is_no_news(self):
        self.load(self.run_of_day, self.papers)
        self.deliver(self.run_of_day, self.papers)
        manifest = self.manifest(moment=local(11))
        self.assertEqual((manifest["move_count"], manifest["held"]), (0, []))
        with frozen(local(11)):
            self.dossiers[0].with_user(self.clerk).action_transfer()
        manifest = self.manifest(moment=local(11))
        self.assertEqual((manifest["move_count"], manifest["held"]), (0, []))

    def test_agency_sees_its_own_stop_only(self):
        manifest = self.manifest(self.other_specialist)
        self.assertEqual([stop["id"] for stop in manifest["stops"]], [self.second.id])
        self.assertFalse(manifest["held"] or manifest["back"])
        own = self.manifest(self.specialist)
        self.assertEqual([stop["id"] for stop in own["stops"]], [self.first.id])
        self.assertEqual(own["move_count"], 3)

    def test_stop_shows_its_part(self):
        late = self.receive(local(9, 50)).paper_ids
        stop = self.first
        manifest = self.manifest(record=stop)
        self.assertEqual(set(self.moving(manifest)), set(self.papers.ids))
        self.assertEqual(list(self.held(manifest)), late.ids)
        self.assertEqual((stop.give_count, stop.take_count, stop.held_count), (3, 0, 1))

    def test_ended_round_has_no_manifest(self):
        self.run_of_day.with_user(self.manager).action_cancel("Xe hỏng")
        self.assertTrue(self.manifest()["over"])

    def test_queries_do_not_grow_with_the_papers(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.manifest()
            return self.env.cr.sql_log_count - before

        late = [self.receive(local(9, 50)) for _number in range(2)]
        queries()
        few = queries()
        for _number in range(4):
            self.receive(NINE)
            late.append(self.receive(local(9, 50)))
        self.assertEqual(queries(), few)

    def test_loading_list_names_what_moves_and_what_stays(self):
        late = self.receive(local(9, 50))
        reports = self.env["ir.actions.report"].with_user(self.courier)
        with frozen(NINE + HOUR):
            content, _kind = reports._render_tthc_pdf(
                "tthc_postal.action_report_loading_list", self.run_of_day.ids
            )
        text = " ".join(PrintedFile(content).texts())
        for words in (
            "BẢNG KÊ HỒ SƠ CỦA CHUYẾN",
            "Phải chuyển: 3",
            "Giữ lại: 1",
            "Sở Xây dựng",
        ):
            self.assertIn(words, text)
        self.assertNotIn(late.owner_name, text)
