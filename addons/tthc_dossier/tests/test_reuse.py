import json
from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase
from .scan_common import pdf_bytes, picture_bytes

LATER = THURSDAY + timedelta(days=7)
NEXT_YEAR = THURSDAY + timedelta(days=400)


class TestReuse(DossierCase):
    """A paper or result of an earlier dossier of the same citizen is used again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.earlier = cls.resolved()
        cls.paper = cls.earlier.component_ids[0]
        with frozen(THURSDAY):
            cls.paper.with_user(cls.clerk)._attach(
                [("a.jpg", picture_bytes()), ("b.pdf", pdf_bytes(2))]
            )
            cls.earlier.result_ids.with_user(cls.clerk)._attach_result(
                [("kq.pdf", pdf_bytes(3))]
            )

    def _offers(self, dossier, moment=LATER, user=None):
        with frozen(moment):
            return dossier.with_user(user or self.clerk).reuse_offers()

    def test_what_is_offered_and_what_it_says(self):
        offers = self._offers(self.receive(LATER))
        self.assertEqual(
            [(row["kind"], row["id"], row["pages"]) for row in offers],
            [
                ("result", self.earlier.result_ids.id, 3),
                ("paper", self.paper.id, 3),
            ],
        )
        self.assertEqual({row["code"] for row in offers}, {self.earlier.code})
        self.assertEqual(offers[1]["issued_on"], "2026-08-20")
        self.assertFalse({"file", "owner_name"} & set(offers[0]))

    def test_reuse_copies_the_files_and_is_recorded(self):
        dossier = self.receive(LATER)
        paper = dossier.component_ids[0].with_user(self.clerk)
        with frozen(LATER):
            paper.action_reuse("paper", self.paper.id)
        self.assertEqual(paper.scan_ids.mapped("origin"), ["paper"] * 2)
        self.assertEqual(paper.scan_ids.source_scan_id, self.paper.scan_ids)
        self.assertEqual(set(paper.scan_ids.mapped("source_code")), {self.earlier.code})
        self.assertEqual(
            paper._joined_scans(), self.paper.with_user(self.clerk)._joined_scans()
        )
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(event.kind, "reuse")
        self.assertEqual(json.loads(event.payload)["source"], self.earlier.code)
        with frozen(LATER), self.assertRaises(UserError):
            paper.action_reuse("paper", self.paper.id)

    def test_result_becomes_a_paper(self):
        dossier = self.receive(LATER)
        paper = dossier.component_ids[1].with_user(self.clerk)
        with frozen(LATER):
            paper.action_reuse("result", self.earlier.result_ids.id)
        self.assertEqual(paper.scan_ids.source_result_id, self.earlier.result_ids)
        self.assertEqual(paper.page_count, 3)

    def test_what_was_taken_over_is_not_offered_a_third_time(self):
        dossier = self.receive(LATER)
        with frozen(LATER):
            dossier.component_ids[0].with_user(self.clerk).action_reuse(
                "paper", self.paper.id
            )
        third = self._offers(self.receive(LATER))
        self.assertEqual(
            [row["id"] for row in third if row["kind"] == "paper"], [self.paper.id]
        )

    def test_another_citizen_is_offered_nothing(self):
        owner = {"name": "Nguyễn Văn Đức", "identity": "075088009999"}
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with frozen(LATER):
            answer = desk.receive({**self.intake(), "owner": owner})
        dossier = self.env["tthc.dossier"].browse(answer["id"])
        self.assertEqual(self._offers(dossier), [])
        with frozen(LATER), self.assertRaises(UserError):
            dossier.component_ids[0].with_user(self.clerk).action_reuse(
                "paper", self.paper.id
            )
        self.assertFalse(dossier.component_ids.scan_ids)

    def test_citizen_without_a_number_is_offered_nothing(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        owner = {"name": "Nguyễn Văn Đức", "phone": "0912345678"}
        dossiers = self.env["tthc.dossier"]
        for moment in (THURSDAY, LATER):
            with frozen(moment):
                answer = desk.receive({**self.intake(), "owner": owner})
            dossier = dossiers.browse(answer["id"])
            with frozen(moment):
                dossier.component_ids[0].with_user(self.clerk)._attach(
                    [("a.pdf", pdf_bytes(5))]
                )
        self.assertEqual(self._offers(dossier), [])

    def test_expired_papers_are_not_offered(self):
        clerk = self.paper.with_user(self.clerk)
        clerk.action_set_validity("2026-08-01", "2026-08-26")
        kinds = [row["kind"] for row in self._offers(self.receive(LATER))]
        self.assertEqual(kinds, ["result"])
        with self.assertRaises(UserError):
            clerk.action_set_validity("2026-08-01", "2026-07-01")

    def test_kind_of_paper_says_how_long(self):
        self.env["tthc.paper.validity"].create({"name": "GIẤY TỜ 1", "months": 6})
        self.paper.with_user(self.clerk).action_set_validity("2026-08-01", False)
        self.assertEqual(str(self.paper.last_valid_day), "2027-02-01")
        kinds = [
            row["kind"] for row in self._offers(self.receive(LATER), moment=NEXT_YEAR)
        ]
        self.assertEqual(kinds, ["result"])

    def test_withdrawn_and_draft_dossiers_offer_nothing(self):
        dossier = self.receive(LATER)
        with frozen(LATER):
            paper = dossier.component_ids[0].with_user(self.clerk)
            paper._attach([("c.pdf", pdf_bytes(9))])
            dossier.with_user(self.clerk).action_withdraw("Đơn")
        ids = [row["id"] for row in self._offers(self.receive(LATER))]
        self.assertNotIn(paper.id, ids)

    def test_only_who_serves_the_dossier_learns_of_it(self):
        dossier = self.receive(LATER)
        for role in ("specialist", "leader", "manager", "inspector", "courier"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._offers(dossier, user=getattr(self, role))
        with self.assertRaises(AccessError):
            self._offers(dossier, user=self.other_clerk)

    def test_counter_is_told_by_the_exact_number_only(self):
        desk = self.env["tthc.intake.desk"]
        with frozen(LATER):
            found = desk.with_user(self.clerk).reusable("075 088 001 234")
            self.assertEqual({row["kind"] for row in found}, {"paper", "result"})
            for number in ("07508800123", "", "%"):
                with self.subTest(number=number):
                    self.assertEqual(desk.with_user(self.clerk).reusable(number), [])
            with self.assertRaises(AccessError):
                desk.with_user(self.specialist).reusable("075088001234")

    def test_counter_takes_over_with_the_receipt(self):
        asked = self.version.component_ids[2]
        dossier = self.receive(
            LATER,
            reuse=[{"paper": asked.id, "kind": "paper", "id": self.paper.id}],
        )
        paper = dossier.component_ids.filtered(lambda row: row.component_id == asked)
        self.assertEqual(paper.page_count, 3)

    def test_offers_of_many_dossiers_take_as_many_queries(self):
        counts = []
        for more in (0, 6):
            for _number in range(more):
                paper = self.receive(LATER).component_ids[0].with_user(self.clerk)
                paper._attach([("a.pdf", pdf_bytes(1))])
            dossier = self.receive(LATER)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self._offers(dossier)
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 2)
