from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.clock import frozen
from .common import TthcCommon
from .reorganisation_common import MERGER_DAY, ReorganisationMaker


class TestReorganisation(ReorganisationMaker, TthcCommon):
    """Point 9 of the catalog: people, counters, centers and units move."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = cls.env["tthc.agency"].create(
            {"name": "Phòng Thử", "kind": "unit", "parent_id": cls.justice.id}
        )

    def _merger(self, **values):
        return self._reorganise(self.justice, self.building, **values)

    def test_p09_preview_counts_each_kind_and_moves_nothing(self):
        merger = self._merger()
        with frozen(MERGER_DAY):
            merger.action_preview()
        counts = {item.label: item.count for item in merger.move_ids}
        members = len(self.justice.user_ids)
        self.assertEqual(
            counts,
            {"Units": 1, "Counters": 1, "People": members, "Agencies that end": 1},
        )
        self.assertEqual(merger.state, "previewed")
        self.assertTrue(self.justice.user_ids)
        self.assertFalse(self.justice.date_to)

    def test_p09_every_number_opens_its_list(self):
        merger = self._merger()
        with frozen(MERGER_DAY):
            merger.action_preview()
        for item in merger.move_ids:
            action = item.action_open()
            found = (
                self.env[action["res_model"]]
                .with_context(**action["context"])
                .search_count(action["domain"])
            )
            self.assertEqual(found, item.count, item.label)

    def test_p09_merger_moves_people_counters_and_units(self):
        members = self.justice.user_ids
        self._done(self._merger())
        self.assertFalse(self.justice.user_ids)
        self.assertLessEqual(members, self.building.user_ids)
        self.assertEqual(self.counter.agency_ids, self.building)
        self.assertEqual(self.unit.parent_id, self.building)

    def test_p09_old_agency_ends_with_its_successor(self):
        self._done(self._merger())
        self.assertEqual(self.justice.date_to, date(2025, 3, 1))
        self.assertEqual(self.justice.successor_id, self.building)
        self.assertEqual(self.justice._successor_at(date(2025, 3, 1)), self.building)
        self.assertEqual(
            self.justice._names_at(date(2017, 5, 15))["name"], "Sở Tư pháp Thử Nghiệm"
        )

    def test_p09_colleague_in_the_archive_moves_too(self):
        old = self._new_user("leader", "test_archived")
        old.active = False
        self._done(self._merger())
        self.assertEqual(old.tthc_agency_ids, self.building)

    def test_p09_center_of_a_dissolved_body_keeps_its_old_letterhead(self):
        self._done(self._reorganise(self.ward, self.committee, kind="dissolve"))
        self.assertEqual(self.other_center.agency_id, self.committee)
        self.assertEqual(self.other_center._body_at(date(2017, 5, 15)), self.ward)
        self.assertEqual(self.other_center._body_at(date(2025, 3, 1)), self.committee)
        self.assertEqual(
            self.other_center._names_at(date(2017, 5, 15))["name"],
            self.other_center.name,
        )

    def test_p09_earlier_name_of_the_center_keeps_the_body_of_its_time(self):
        self.other_center.name_ids = [
            Command.create(
                {
                    "name": "Bộ phận Một cửa",
                    "date_from": "2016-01-01",
                    "date_to": "2020-01-01",
                }
            )
        ]
        self._done(self._reorganise(self.ward, self.committee, kind="dissolve"))
        self.assertEqual(self.other_center._body_at(date(2017, 5, 15)), self.ward)
        self.assertEqual(self.other_center._body_at(date(2022, 5, 15)), self.ward)

    def test_p09_split_sends_named_people_and_counters_elsewhere(self):
        first, second = self.building, self.ward
        person = self.users["leader"]
        split = self._reorganise(
            self.justice,
            first | second,
            kind="split",
            lines=[
                {"from_agency_id": self.justice.id, "to_agency_id": first.id},
                {
                    "from_agency_id": self.justice.id,
                    "scope": "user",
                    "user_id": person.id,
                    "to_agency_id": second.id,
                },
                {
                    "from_agency_id": self.justice.id,
                    "scope": "counter",
                    "counter_id": self.counter.id,
                    "to_agency_id": second.id,
                },
            ],
        )
        self._done(split)
        self.assertEqual(person.tthc_agency_ids, second)
        self.assertEqual(self.users["specialist"].tthc_agency_ids, first)
        self.assertEqual(self.counter.agency_ids, second)
        self.assertEqual(self.justice.successor_id, first)

    def test_p09_agency_on_both_sides_goes_on(self):
        split = self._reorganise(
            self.justice,
            self.justice | self.building,
            kind="split",
            lines=[
                {"from_agency_id": self.justice.id, "to_agency_id": self.justice.id},
                {
                    "from_agency_id": self.justice.id,
                    "scope": "counter",
                    "counter_id": self.counter.id,
                    "to_agency_id": self.building.id,
                },
            ],
        )
        self._done(split)
        self.assertFalse(self.justice.date_to)
        self.assertTrue(self.justice.user_ids)
        self.assertEqual(self.counter.agency_ids, self.building)

    def test_p09_districts_dissolved_go_to_different_communes(self):
        districts = self.env["tthc.agency"].create(
            [
                {"name": f"UBND huyện {number}", "kind": "committee"}
                for number in range(11)
            ]
        )
        communes = self.env["tthc.agency"].create(
            [{"name": f"UBND xã {number}", "kind": "committee"} for number in range(11)]
        )
        clerks = [
            self._new_user(
                "reception", f"huyen_{n}", tthc_agency_ids=[Command.set(district.ids)]
            )
            for n, district in enumerate(districts)
        ]
        pairs = list(zip(districts, communes, strict=True))
        dissolution = self._reorganise(
            districts,
            communes,
            kind="dissolve",
            lines=[
                {"from_agency_id": district.id, "to_agency_id": commune.id}
                for district, commune in pairs
            ],
        )
        self._done(dissolution)
        self.assertEqual(
            [clerk.tthc_agency_ids for clerk in clerks], [pair[1] for pair in pairs]
        )
        self.assertEqual(districts.mapped("successor_id"), communes)

    def test_p09_new_name_keeps_the_old_one_for_its_time(self):
        renamed = self._reorganise(
            self.justice,
            self.env["tthc.agency"],
            kind="rename",
            new_name="Sở Tư pháp và Hộ tịch",
            new_identifier="H99.77",
        )
        self._done(renamed)
        self.assertEqual(
            self.justice._names_at(date(2025, 2, 28))["name"], "Sở Tư pháp Thử Nghiệm"
        )
        self.assertEqual(
            self.justice._names_at(date(2025, 2, 28))["identifier"], "H99.7"
        )
        self.assertEqual(
            self.justice._names_at(date(2025, 3, 1))["name"], "Sở Tư pháp và Hộ tịch"
        )
        self.assertEqual(self.justice.name_ids.document, renamed._ground())
        self.assertFalse(self.justice.date_to)

    def test_p09_second_new_name_begins_where_the_first_ended(self):
        nobody = self.env["tthc.agency"]
        self._done(
            self._reorganise(self.justice, nobody, kind="rename", new_name="Tên hai")
        )
        second = self._reorganise(
            self.justice,
            nobody,
            kind="rename",
            new_name="Tên ba",
            date_effective="2025-07-01",
        )
        self._done(second, datetime(2025, 7, 1, 2, 0))
        self.assertEqual(self.justice._names_at(date(2025, 6, 30))["name"], "Tên hai")
        self.assertEqual(self.justice._names_at(date(2025, 7, 1))["name"], "Tên ba")

    def test_p09_what_is_missing_is_said_in_words(self):
        merger = self.env["tthc.reorganisation"].create({})
        with self.assertRaisesRegex(
            UserError, "no day is given.*no successor is named"
        ):
            merger.action_preview()

    def test_p09_split_without_a_default_successor_is_refused(self):
        split = self._reorganise(self.justice, self.building | self.ward, kind="split")
        with self.assertRaisesRegex(UserError, "say what of Sở Tư pháp.* goes where"):
            split.action_preview()

    def test_p09_queries_do_not_grow_with_the_people(self):
        for number in range(30):
            self._new_user("reception", f"test_many_{number}")
        merger = self._merger()
        with frozen(MERGER_DAY):
            merger.action_preview()
            self.env.flush_all()
            self.env.invalidate_all()
            # Higher floors add theirs; one a person would be 30 more than 64.
            with self.assertQueryCount(85):
                merger.action_confirm()
                self.env.flush_all()
        self.assertGreaterEqual(len(self.building.user_ids), 42)
