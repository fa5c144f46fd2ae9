import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY

from .common import PostalCase


class TestCustody(PostalCase):
    def _give_back(self, dossier):
        dossier.with_user(self.clerk).action_give_back(
            proof="receipt", means="phone", originals=True
        )

    def test_receipt_begins_custody_at_the_counter(self):
        dossier = self.receive()
        paper = dossier.paper_ids
        self.assertEqual(paper.kind, "file")
        self.assertEqual(paper.holder_id, self.at_counter)
        self.assertEqual(paper.held_since, THURSDAY)
        self.assertEqual(paper.original_count, 3)
        self.assertEqual(paper.move_ids.source, "intake")
        self.assertFalse(paper.move_ids.from_id)

    def test_originals_to_give_back_travel_by_themselves(self):
        papers = [
            {"id": paper.id, "original": 1, "to_give_back": not index}
            for index, paper in enumerate(self.version.component_ids)
        ]
        dossier = self.receive(components=papers)
        self.assertEqual(
            sorted(dossier.paper_ids.mapped(lambda p: (p.kind, p.original_count))),
            [("file", 2), ("originals", 1)],
        )

    def test_originals_given_back_on_record_leave_the_ledger_with_the_last_one(self):
        papers = [
            {"id": paper.id, "original": 1, "to_give_back": index < 2}
            for index, paper in enumerate(self.version.component_ids)
        ]
        dossier = self.receive(components=papers)
        originals = dossier.paper_ids.filtered(lambda row: row.kind == "originals")
        clerk = dossier.with_user(self.clerk)
        clerk.action_give_originals(dossier.component_ids[0])
        self.assertEqual(originals.holder_id, self.at_counter)
        clerk.action_give_originals()
        self.assertEqual(originals.holder_kind, "citizen")

    def test_center_without_custody_has_no_papers_and_gives_back_freely(self):
        self.center.custody_from = "2030-01-01"
        dossier = self.resolved()
        self.assertFalse(dossier.paper_ids)
        self._give_back(dossier)
        self.assertEqual(dossier.state, "returned")

    def test_no_transition_carries_a_folder_to_an_agency(self):
        dossier = self.resolved()
        self.assertEqual(self.paper(dossier).holder_id, self.at_counter)
        result = self.paper(dossier, "result")
        self.assertEqual(result.holder_id.agency_id, self.agency)
        self.assertEqual(result.holder_id.user_id, self.leader)

    def test_result_is_given_back_only_when_it_is_here(self):
        dossier = self.resolved()
        with self.assertRaisesRegex(UserError, "Sở Xây dựng"):
            self._give_back(dossier)
        self.assertEqual(dossier.state, "resolved")
        result = self.paper(dossier, "result")
        result._hand_to(self.with_courier, "minutes", evidence="1/BBGN-2026")
        result._hand_to(self.at_counter, "minutes", evidence="2/BBGN-2026")
        self._give_back(dossier)
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(result.holder_id.kind, "citizen")
        self.assertEqual(
            result.move_ids.sorted("seq").mapped("source"),
            ["result", "minutes", "minutes", "return"],
        )

    def test_result_of_another_center_is_not_here(self):
        dossier = self.resolved()
        elsewhere = self.holders._of("counter", center=self.other_center)
        self.paper(dossier, "result")._hand_to(elsewhere, "minutes")
        with self.assertRaises(UserError):
            self._give_back(dossier)

    def test_result_taken_back_is_no_longer_there(self):
        dossier = self.resolved()
        result = self.paper(dossier, "result")
        dossier.with_user(self.leader).action_undo()
        self.assertEqual(result.holder_id.kind, "void")
        self.assertNotIn("void", (dossier.paper_place or ""))

    def test_result_that_left_can_not_be_taken_back(self):
        dossier = self.resolved()
        self.paper(dossier, "result")._hand_to(self.with_courier, "minutes")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            dossier.with_user(self.leader).action_undo()
        self.assertEqual(dossier.state, "resolved")

    def test_void_receipt_hands_the_papers_back(self):
        dossier = self.receive()
        dossier.with_user(self.clerk).action_annul(reason="Nhập nhầm")
        self.assertEqual(dossier.paper_ids.holder_id.kind, "citizen")

    def test_where_the_paper_is_stands_on_dossier_and_step(self):
        dossier = self.resolved()
        self.assertIn(self.counter.display_name, dossier.paper_place)
        self.assertIn("Sở Xây dựng", dossier.step_ids[0].paper_place)

    def test_paper_goes_only_from_who_has_it(self):
        paper = self.receive().paper_ids
        paper._hand_to(self.with_courier, "minutes", expected=self.at_counter)
        with self.assertRaisesRegex(UserError, self.counter.name):
            paper._hand_to(self.with_courier, "minutes", expected=self.at_counter)
        self.assertEqual(paper.move_count, 2)

    def test_each_move_begins_where_the_last_one_ended(self):
        dossiers = self.receive() | self.receive() | self.receive()
        papers = dossiers.paper_ids
        papers._hand_to(self.with_courier, "minutes")
        papers._hand_to(self.holders._of("lost"), "loss")
        for paper in papers:
            moves = paper.move_ids.sorted("seq")
            self.assertEqual(moves.mapped("seq"), [1, 2, 3])
            self.assertEqual(moves[1:].from_id, moves[:-1].to_id)
            self.assertEqual(paper.holder_id, moves[-1].to_id)

    def test_queries_do_not_grow_with_the_papers(self):
        papers = self.env["tthc.paper"]
        for _number in range(6):
            papers |= self.receive().paper_ids
        lost = self.holders._of("lost")
        self.env.flush_all()

        def queries(chosen):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            chosen._hand_to(lost, "loss")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(papers[:1])
        self.assertEqual(queries(papers[:1]), queries(papers[1:]))

    def test_same_holder_is_one_row(self):
        again = self.holders._of("counter", center=self.center, counter=self.counter)
        self.assertEqual(again, self.at_counter)

    # -- ledger -------------------------------------------------------------------

    def test_ledger_refuses_change_through_the_orm_for_everybody(self):
        move = self.receive().paper_ids.move_ids
        for user in (self.clerk, self.env.ref("base.user_admin"), self.env.user):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    move.with_user(user).write({"source": "loss"})
                with self.assertRaises(AccessError):
                    move.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    move.with_user(user).copy()

    def test_holder_changes_by_moves_only(self):
        paper = self.receive().paper_ids
        for user in (self.clerk, self.env.ref("base.user_admin"), self.env.user):
            forged = paper.with_user(user).with_context(**{paper._move_key(): True})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                forged.write({"holder_id": self.with_courier.id})
        with self.assertRaises(AccessError):
            paper.copy()
        with self.assertRaises(AccessError):
            paper.unlink()

    def test_ledger_refuses_change_in_sql(self):
        move = self.receive().paper_ids.move_ids
        self.env.flush_all()
        for query in (
            SQL("UPDATE tthc_custody_move SET source = 'loss' WHERE id = %s", move.id),
            SQL("DELETE FROM tthc_custody_move WHERE id = %s", move.id),
            SQL("TRUNCATE tthc_custody_move"),
        ):
            with (
                self.subTest(query=query),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query)

    def test_changed_ledger_is_found(self):
        paper, untouched = self.receive().paper_ids, self.receive().paper_ids
        moves = self.env["tthc.custody.move"]
        self.assertFalse(moves._broken_chains(paper | untouched))
        self.env.cr.execute(
            SQL("ALTER TABLE tthc_custody_move DISABLE TRIGGER tthc_no_change")
        )
        self.env.cr.execute(
            SQL(
                "UPDATE tthc_custody_move SET payload = replace(payload, 'intake',"
                " 'return') WHERE paper_id = %s",
                paper.id,
            )
        )
        self.env.cr.execute(
            SQL("ALTER TABLE tthc_custody_move ENABLE TRIGGER tthc_no_change")
        )
        self.env.invalidate_all()
        self.assertEqual(moves._broken_chains(paper | untouched), paper)
        self.assertIn(paper, moves._broken_chains())

    def test_supplement_travels_by_itself(self):
        dossier = self.receive()
        with frozen(THURSDAY):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_ask_supplement(
                "Thiếu bản vẽ", [{"name": "Bản vẽ", "original_count": 1}]
            )
            dossier.with_user(self.clerk).action_request_supplement()
            dossier.with_user(self.clerk).action_accept_supplement()
        brought = self.paper(dossier, "supplement")
        self.assertEqual(brought.holder_id, self.at_counter)
        self.assertEqual(brought.original_count, 1)
        self.assertEqual(self.paper(dossier).move_count, 1)
        with frozen(THURSDAY):
            dossier.with_user(self.clerk).action_undo()
        self.assertEqual(brought.holder_id.kind, "void")
