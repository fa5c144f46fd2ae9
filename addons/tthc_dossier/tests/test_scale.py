from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.fields import Domain
from odoo.tests import new_test_user
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import frozen

from ..models.transition_table import OPEN_STATES
from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY, DossierCase

FEW, MANY = 10, 200
HOUR = timedelta(hours=1)
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

    def test_search_finds_beginnings_of_words_in_any_order_and_of_any_length(self):
        dossier = self.receive(owner="Hồ Thị Uyên")
        found = self.env["tthc.dossier"].with_user(self.clerk)
        for text in ("ho", "Hồ", "uyen thi ho", "u t h", "hồ uy"):
            with self.subTest(text=text):
                self.assertIn(dossier, found.search([("query", "ilike", text)]))
        for text in ("yen", "o thi", "hoa", "ho van"):
            with self.subTest(text=text):
                self.assertNotIn(dossier, found.search([("query", "ilike", text)]))

    def test_search_finds_words_longer_than_are_compared(self):
        dossier = self.receive(owner="Công ty Wolfeschlegelsteinhausen")
        found = self.env["tthc.dossier"].with_user(self.clerk)
        for text in ("wolfe", "wolfeschlegel", "Wolfeschlegelsteinhausen cong"):
            with self.subTest(text=text):
                self.assertIn(dossier, found.search([("query", "ilike", text)]))
        for text in ("wolfenstein", "schlegel", "wolfeschlegel ho"):
            with self.subTest(text=text):
                self.assertNotIn(dossier, found.search([("query", "ilike", text)]))

    def test_search_finds_organisations_by_words_that_stand_together(self):
        firm = self.receive(owner="Công ty TNHH Hợp Thành")
        person = self.receive(owner="Nguyễn Công Tý")
        company = self.receive(owner="Công ty cổ phần Tân Xá")
        made, found = firm + person + company, self.env["tthc.dossier"]
        for text, expected in (
            ("công ty", made),
            ("ty cong nguyen", person),
            ("cong t", made),
            ("cong ty tnhh", firm),
            ("tnhh", firm),
            ("phan co ty cong tan", company),
            ("cong ty hop tan xa", found),
        ):
            with self.subTest(text=text):
                domain = [("id", "in", made.ids), ("query", "ilike", text)]
                self.assertEqual(
                    found.with_user(self.clerk).search(domain, order="id"), expected
                )

    def test_words_that_stand_together_are_one_entry_to_the_database(self):
        plan = self._plan([("query", "ilike", "cong ty tnhh an")])
        self.assertIn("{an,cong+tnhh+ty}", plan)

    def test_search_without_a_word_narrows_nothing(self):
        dossier = self.receive()
        found = self.env["tthc.dossier"].with_user(self.clerk)
        self.assertIn(dossier, found.search([("query", "ilike", " - ")]))

    def test_mended_name_is_found_by_its_new_words_only(self):
        dossier = self.receive(owner="Hồ Thị Uyên").sudo()
        dossier.with_context(**dossier._move_context()).owner_name = "Lê Thị Uyên"
        found = self.env["tthc.dossier"].with_user(self.clerk)
        self.assertIn(dossier, found.search([("query", "ilike", "le uyen")]))
        self.assertNotIn(dossier, found.search([("query", "ilike", "ho uyen")]))

    def test_short_word_has_an_index_that_answers_it(self):
        plan = self._plan([("query", "ilike", "ho")])
        self.assertIn("tthc_dossier_owner_key_idx", plan)

    def test_members_see_their_agencys_at_once_from_whichever_side_they_join(self):
        dossier = self.receive()
        model, user = self.env["tthc.dossier"], self.other_specialist
        domain = [("id", "=", dossier.id)]
        self.assertFalse(model.with_user(user).search(domain))
        self.agency.user_ids = [Command.link(user.id)]
        self.assertEqual(model.with_user(user).search(domain), dossier)
        self.agency.user_ids = [Command.unlink(user.id)]
        self.assertFalse(model.with_user(user).search(domain))
        user.tthc_agency_ids = [Command.link(self.agency.id)]
        self.assertEqual(model.with_user(user).search(domain), dossier)

    def test_member_of_an_archived_agency_sees_what_it_took_part_in(self):
        dossier = self.receive()
        self.agency.active = False
        found = self.env["tthc.dossier"].with_user(self.specialist)
        self.assertEqual(found.search([("id", "=", dossier.id)]), dossier)

    def test_side_panel_reads_no_dossiers(self):
        model = self.env["tthc.dossier"].with_user(self.clerk)

        def panel():
            return [
                model.search_panel_select_range(field, expand=True, limit=200)
                for field in ("state", "sector_id")
            ]

        states, sectors = panel()
        self.assertNotIn("draft", [value["id"] for value in states["values"]])
        self.assertEqual(
            {value["id"] for value in sectors["values"]},
            set(self.version.sector_id.ids),
        )
        self.assert_constant(panel)

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

    # -- jobs -------------------------------------------------------------------

    def assert_job_constant(self, job, moment):
        """A job that finds nothing costs the same whatever is on file."""
        self._put_on_file(FEW)

        def work():
            with frozen(moment):
                job()

        for _turn in range(2):
            # what there is to do once is done
            work()
        self.assert_constant(work)

    def test_jobs_cost_the_same_with_more_dossiers_when_nothing_is_due(self):
        rules = self.env["tthc.warning.rule"]
        crons = type(self.env["ir.cron"])
        self.patch(crons, "_commit_progress", lambda *_args, **_options: True)
        for name, job in (
            ("warnings", rules._run_all),
            ("waiting", self.env["tthc.dossier"]._cron_waiting),
            ("apologies", self.env["tthc.dossier"]._cron_apologies),
            ("inspection", self.env["tthc.inspection.rule"]._run_daily),
        ):
            with self.subTest(job=name):
                self.assert_job_constant(job, THURSDAY + HOUR)

    def _digest(self):
        with frozen(AFTER_FIVE_WORKING_DAYS - HOUR):
            return self.env["tthc.agency"]._send_digests()

    def test_digest_costs_the_same_with_more_dossiers(self):
        self._put_on_file(FEW)
        self.assertIn(self.agency, self._digest())
        self.assert_constant(self._digest)

    def test_agency_with_nothing_open_costs_the_digest_no_query(self):
        self._put_on_file(FEW)
        few = self._queries(self._digest)
        leaders = self.env.ref("tthc_base.group_leader")
        for number in range(12):
            agency = self.env["tthc.agency"].create({"name": f"Sở Rỗng {number}"})
            new_test_user(
                self.env,
                f"leader_of_nothing_{number}",
                groups="tthc_base.group_leader",
                tthc_agency_ids=[Command.set(agency.ids)],
            )
        self.assertGreater(len(leaders.all_user_ids), 12)
        self.assertEqual(self._queries(self._digest), few)

    def test_digest_counts_each_kind_and_names_the_most_urgent(self):
        self._put_on_file(FEW + 2)
        with frozen(AFTER_FIVE_WORKING_DAYS - HOUR):
            found = self.agency._open_by_urgency()[self.agency.id]
        self.assertEqual(list(found), ["today"])
        count, named = found["today"]
        self.assertEqual(count, FEW + 2)
        self.assertEqual(
            named, self.dossiers.sorted(lambda row: (row.due, row.id))[:10]
        )
