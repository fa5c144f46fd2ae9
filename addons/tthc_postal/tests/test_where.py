from odoo.exceptions import AccessError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import HOUR, NINE
from .test_paper_loss import LossCase


class TestWhere(LossCase):
    """One scan tells who has a paper, since when, and the way that it went."""

    def where(self, word, user=None):
        with frozen(NINE + HOUR / 2):
            return self.env["tthc.paper"].with_user(user or self.clerk).where_is(word)

    def test_label_code_and_receipt_lead_to_the_same_paper(self):
        dossier = self.receive()
        paper = dossier.paper_ids
        for word in (
            paper.token,
            paper.token.lower(),
            dossier.code,
            f"  {dossier.code}  ",
            dossier.token,
            dossier._tracking_url(),
            f"{dossier._tracking_url()}/",
        ):
            with self.subTest(word=word):
                answer = self.where(word)
                self.assertEqual(answer["result"], "found")
                self.assertEqual([row["id"] for row in answer["papers"]], paper.ids)
                self.assertEqual(answer["dossier_id"], dossier.id)

    def test_holder_hour_and_path_are_told_with_the_minutes_behind(self):
        dossier = self.receive()
        paper = dossier.paper_ids
        with frozen(NINE):
            dossier.with_user(self.clerk).action_transfer()
        run = self.make_round(loading_cutoff=10.0)
        minutes = self.load(run, paper)
        (row,) = self.where(paper.token)["papers"]
        self.assertEqual(row["holder"], self.with_courier.display_name)
        self.assertIn("09:30", row["since"])
        self.assertEqual([move["seq"] for move in row["path"]], [2, 1])
        self.assertEqual(row["path"][0]["evidence"], minutes.name)
        self.assertEqual(row["path"][0]["handover_id"], minutes.id)
        self.assertFalse(row["path"][1]["handover_id"])
        self.assertIn("Sở Xây dựng", row["next"])
        self.assertIn("10:15", row["next"])

    def test_a_dossier_with_several_papers_shows_all(self):
        dossier = self.resolved()
        answer = self.where(dossier.code)
        self.assertEqual(len(answer["papers"]), 2)
        label = self.paper(dossier, "result").token
        self.assertEqual(len(self.where(label)["papers"]), 1)

    def test_what_is_expected_next_is_told(self):
        dossier = self.receive()
        paper = dossier.paper_ids
        with frozen(NINE):
            dossier.with_user(self.clerk).action_transfer()

        def following():
            return self.where(paper.token)["papers"][0]["next"]

        self.assertIn("no round is planned", following())
        self.make_round(loading_cutoff=10.0)
        self.assertIn("10:15", following())
        paper._hand_to(self.holders._person_of(self.specialist, self.agency), "minutes")
        self.assertIn("works on it", following())
        paper._hand_to(self.holders._of("citizen"), "return")
        self.assertIn("Nothing more", following())

    def test_a_lost_paper_says_who_searches_until_when(self):
        loss = self.lost()
        self.assertIn("not ordered", self.where(loss.code)["papers"][0]["next"])
        with frozen(NINE + 2 * HOUR):
            loss.with_user(self.manager).action_search([self.clerk.id], "2026-08-28")
        row = self.where(loss.code)["papers"][0]
        self.assertIn("28/08/2026", row["next"])
        self.assertIn(self.clerk.name, row["next"])
        self.assertEqual(row["loss_id"], loss.id)
        self.assertFalse(row["may_declare"])

    def test_unknown_word_is_answered_in_a_sentence(self):
        for word in ("BBBB", "", "   ", "https://example.org/hs/", None, "%", "_"):
            with self.subTest(word=word):
                answer = self.where(word)
                self.assertEqual(answer["result"], "unknown")
                self.assertIn("is not known here", answer["message"])
                self.assertFalse(answer["papers"])

    def test_dossier_without_papers_says_why(self):
        self.center.custody_from = "2030-01-01"
        dossier = self.receive()
        answer = self.where(dossier.code)
        self.assertEqual(answer["result"], "none")
        self.assertIn("did not keep the custody", answer["message"])
        self.center.custody_from = "2015-01-01"
        self.assertIn("without paper", self.where(dossier.code)["message"])

    # -- who may know what --------------------------------------------------------

    def test_who_may_know_where_a_paper_is(self):
        paper = self.receive().paper_ids
        for user, knows in (
            (self.clerk, True),
            (self.specialist, True),
            (self.manager, True),
            (self.inspector, True),
            (self.courier, True),
            (self.other_clerk, False),
            (self.other_specialist, False),
        ):
            with self.subTest(user=user.login):
                answer = self.where(paper.token, user)
                result = "found" if knows else "unknown"
                self.assertEqual(answer["result"], result)

    def test_roles_without_papers_have_no_answer(self):
        paper = self.receive().paper_ids
        for user in (self.hr, self.editor, self.reporter):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.where(paper.token, user)

    def test_an_agency_knows_of_what_came_to_it_by_mistake(self):
        paper = self.receive().paper_ids
        paper._hand_to(
            self.holders._person_of(self.other_specialist, self.other_agency), "minutes"
        )
        answer = self.where(paper.token, self.other_specialist)
        self.assertEqual(answer["result"], "found")
        self.assertFalse(answer["dossier_id"])

    def test_courier_learns_code_and_holder_and_nothing_of_the_contents(self):
        dossier = self.receive()
        answer = self.where(dossier.code, self.courier)
        self.assertFalse(answer["dossier_id"])
        told = str(answer)
        for secret in (dossier.owner_name, dossier.version_id.name, "075088001234"):
            self.assertNotIn(secret, told)

    def test_another_centers_dossier_is_not_told_to_exist(self):
        dossier = self.receive()
        known = self.where(dossier.code, self.other_clerk)["message"]
        unknown = self.where("X-1", self.other_clerk)["message"]
        self.assertEqual(known.replace(dossier.code, "…"), unknown.replace("X-1", "…"))

    def test_queries_do_not_grow_with_papers_and_moves(self):
        one = self.receive()
        many = self.resolved()
        for paper in many.paper_ids:
            for number in range(6):
                paper._hand_to(self.with_courier, "minutes", evidence=f"{number}/X")
                paper._hand_to(self.at_counter, "minutes", evidence=f"{number}/Y")
        self.env.flush_all()

        def queries(word):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.where(word)
            return self.env.cr.sql_log_count - before

        queries(one.code)
        self.assertLessEqual(queries(many.code), queries(one.code) + 6)
