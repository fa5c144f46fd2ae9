from unittest.mock import patch

from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import frozen

from ..models.transition_table import OPEN_STATES
from .common import THURSDAY, DossierCase

FEW, MANY = 10, 200
LIST_FIELDS = {
    "code": {},
    "version_id": {"fields": {"display_name": {}}},
    "owner_name": {},
    "due": {},
    "time_left": {},
    "urgency": {},
    "state": {},
}
FORM_FIELDS = {
    **LIST_FIELDS,
    "due_explanation": {},
    "can_propose": {},
    "component_ids": {"fields": {"name": {}}},
    "step_ids": {"fields": {"name": {}, "agency_id": {"fields": {"display_name": {}}}}},
    "event_ids": {"fields": {"kind": {}, "user_id": {"fields": {"display_name": {}}}}},
}


class TestScale(DossierCase):
    """What a user waits for costs the same with ten dossiers as with two hundred."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossiers = cls.env["tthc.dossier"]

    def _put_on_file(self, number):
        """Receive and hand over dossiers of different people, all at once."""
        owners = [
            {
                "version_id": self.version.id,
                "center_id": self.center.id,
                "owner_name": f"Nguyễn Văn Số {turn}",
                "owner_identity": f"0990{turn:08d}",
                "owner_phone": f"0912{turn:06d}",
                "component_ids": [
                    (0, 0, {"component_id": paper.id, "name": paper.name})
                    for paper in self.version.component_ids
                ],
            }
            for turn in range(len(self.dossiers), number)
        ]
        with frozen(THURSDAY):
            made = self.env["tthc.dossier"].with_user(self.clerk).create(owners)
            made.action_receive()
            made.action_transfer()
        self.dossiers |= made.sudo()

    def _queries(self, work):
        """Queries of a piece of work, the second time round, with empty caches."""
        for _turn in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with frozen(THURSDAY):
                work()
                self.env.flush_all()
            count = self.env.cr.sql_log_count - before
        return count

    def assert_constant(self, work):
        self._put_on_file(FEW)
        few = self._queries(work)
        self._put_on_file(MANY)
        self.env.flush_all()
        self.env.invalidate_all()
        with frozen(THURSDAY), self.assertQueryCount(few):
            work()
            self.env.flush_all()

    def _page(self, user, domain, limit=8):
        found = self.env["tthc.dossier"].with_user(user).search_count(domain)
        self.assertGreaterEqual(found, limit)
        return lambda: (
            self.env["tthc.dossier"]
            .with_user(user)
            .web_search_read(domain, LIST_FIELDS, limit=limit, order="due, id")
        )

    def test_receiving_costs_the_same(self):
        self.assert_constant(lambda: self.receive(owner="Người Mới"))

    def test_telling_the_citizen_of_a_receipt_costs_two_queries(self):
        self._put_on_file(FEW)
        quiet = patch.object(type(self.dossiers), "_tell_citizen", lambda *_event: None)
        with quiet:
            without = self._queries(lambda: self.receive(owner="Người Mới"))
        told = self._queries(lambda: self.receive(owner="Người Mới"))
        # The message, and the word that wakes the job that sends it.
        self.assertLessEqual(told - without, 2)

    def test_telling_many_costs_the_same(self):
        self._put_on_file(FEW)
        few, many = self.dossiers[:2], self.dossiers
        counts = [
            self._queries(lambda dossiers=dossiers: dossiers._tell_citizen("received"))
            for dossiers in (few, many)
        ]
        self.assertEqual(*counts)

    def test_opening_costs_the_same(self):
        self._put_on_file(FEW)
        dossier = self.dossiers[0].with_user(self.specialist)
        self.assert_constant(lambda: dossier.web_read(FORM_FIELDS))

    def test_work_queue_costs_the_same_and_has_no_query_per_row(self):
        self._put_on_file(FEW)
        domain = [("is_mine", "=", True)]
        self.assert_constant(self._page(self.specialist, domain))
        short = self._queries(self._page(self.specialist, domain, 8))
        long = self._queries(self._page(self.specialist, domain, 80))
        self.assertEqual(long, short)

    def test_search_by_name_without_accents_costs_the_same(self):
        self._put_on_file(FEW)
        domain = [("query", "ilike", "nguyen so van")]
        self.assert_constant(self._page(self.clerk, domain))

    def test_due_list_costs_the_same(self):
        self._put_on_file(FEW)
        domain = [("state", "in", OPEN_STATES), ("due", ">", THURSDAY)]
        self.assert_constant(self._page(self.clerk, domain))

    def _plan(self, domain):
        """How PostgreSQL finds dossiers when it may not read the whole table."""
        self.env.flush_all()
        query = self.env["tthc.dossier"]._search(Domain(domain))
        self.env.cr.execute(SQL("SET LOCAL enable_seqscan = off"))
        self.env.cr.execute(SQL("EXPLAIN %s", query.select()))
        return "\n".join(row[0] for row in self.env.cr.fetchall())

    def test_every_search_has_an_index_that_answers_it(self):
        code = self.receive().code
        for domain, index in (
            ([("query", "ilike", "nguyen duc")], "tthc_dossier_owner_key_idx"),
            ([("code", "=", code)], "tthc_dossier_code_uniq"),
            ([("query", "ilike", "0912345678")], "tthc_dossier__owner_phone_index"),
            ([("query", "ilike", "0912345678")], "tthc_dossier__owner_identity_index"),
        ):
            with self.subTest(domain=domain):
                self.assertIn(index, self._plan(domain))

    def test_part_of_a_code_has_an_index_that_answers_it(self):
        # On a handful of rows PostgreSQL would walk through the codes instead.
        self.env.cr.execute(SQL("DROP INDEX tthc_dossier_code_uniq"))
        plan = self._plan([("query", "ilike", "20260820-0000001")])
        self.assertIn("tthc_dossier_code_part_idx", plan)

    def test_scanned_code_finds_its_dossier_whatever_its_case(self):
        dossier, other = self.receive(), self.receive()
        self.assertNotEqual(dossier.code, other.code)
        found = self.env["tthc.dossier"].with_user(self.clerk)
        for text in (dossier.code, f" {dossier.code.lower()} "):
            self.assertEqual(found.search([("query", "ilike", text)]), dossier)

    def test_scanned_code_of_another_center_stays_hidden(self):
        code = self.receive().code
        found = self.env["tthc.dossier"].with_user(self.other_clerk)
        self.assertFalse(found.search([("query", "ilike", code)]))

    def test_part_of_a_code_is_found(self):
        dossier = self.receive()
        found = self.env["tthc.dossier"].with_user(self.clerk)
        self.assertIn(dossier, found.search([("query", "ilike", dossier.code[-9:])]))
