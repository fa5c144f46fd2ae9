from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase


class TestFavourites(DossierCase):
    """Point 7: a favourites row a clerk, the ten most received at that counter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = [
            cls.make_version(cls.env, f"1.99910{n}", f"Thủ tục số {n}", 1)
            for n in range(3)
        ]
        center = cls.clerk.tthc_center_id
        cls.counter, cls.other_counter = cls.env["tthc.counter"].create(
            [
                {"code": code, "name": code, "center_id": center.id}
                for code in ("91", "92")
            ]
        )
        cls.clerk.tthc_counter_id = cls.counter
        cls.neighbour = new_test_user(
            cls.env,
            "test_neighbour",
            groups="tthc_base.group_reception",
            tthc_center_id=center.id,
            tthc_counter_id=cls.other_counter.id,
            tthc_agency_ids=[Command.set(cls.clerk.tthc_agency_ids.ids)],
        )
        cls.desk = cls.env["tthc.intake.desk"].with_user(cls.clerk)

    def setUp(self):
        super().setUp()
        moment = frozen(THURSDAY)
        moment.__enter__()
        self.addCleanup(moment.__exit__, None, None, None)

    def _receive(self, version, counter, times=1):
        for _time in range(times):
            dossier = self.receive(THURSDAY, version=version)
            dossier.with_context(**dossier._move_context()).write(
                {"counter_id": counter.id}
            )
        self.env.flush_all()

    def _ids(self, user=None):
        desk = self.desk.with_user(user) if user else self.desk
        return [row["id"] for row in desk.favourites()]

    def test_most_received_at_this_counter_come_first(self):
        often, sometimes, elsewhere = self.others
        self._receive(sometimes, self.counter)
        self._receive(often, self.counter, 2)
        self._receive(elsewhere, self.other_counter, 3)
        self.assertEqual(self._ids()[:3], [often.id, sometimes.id, elsewhere.id])
        self.assertEqual(self._ids(self.neighbour)[0], elsewhere.id)

    def test_new_counter_starts_with_what_its_agencies_have(self):
        self._receive(self.others[0], self.other_counter, 2)
        agency = self.env["tthc.agency"].create({"name": "Sở Mới"})
        version = self.make_version(
            self.env, "1.999190", "Thủ tục của Sở Mới", 1, agency_id=agency.id
        )
        self.counter.agency_ids = agency
        self.assertEqual(self._ids()[:2], [version.id, self.others[0].id])

    def test_star_comes_first_and_is_the_clerks_own(self):
        starred = self.others[2]
        self._receive(self.others[0], self.counter, 2)
        self.desk.pin(starred.id, True)
        self.desk.pin(starred.id, True)
        first = self.desk.favourites()[0]
        self.assertEqual((first["id"], first["pinned"]), (starred.id, True))
        self.assertTrue(self.desk.open_procedure(starred.id)["pinned"])
        self.assertFalse(
            any(
                row["pinned"]
                for row in self.desk.with_user(self.neighbour).favourites()
            )
        )
        self.desk.pin(starred.id, False)
        self.assertEqual(self._ids()[0], self.others[0].id)

    def test_stars_are_no_list_to_browse(self):
        with self.assertRaises(AccessError):
            self.env["tthc.procedure.pin"].with_user(self.clerk).search([])

    def test_ten_at_most(self):
        for number in range(12):
            self.make_version(self.env, f"1.9992{number:02}", f"Thủ tục {number}", 1)
        self.assertEqual(len(self._ids()), 10)

    def test_number_of_queries_does_not_grow_with_what_was_received(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.desk.favourites()
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for version in self.others:
            self._receive(version, self.counter, 2)
        self.assertLessEqual(count(), few)
