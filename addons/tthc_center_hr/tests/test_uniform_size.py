import csv

from odoo.exceptions import ValidationError
from odoo.tools import file_open

from .uniform_common import UniformCase

SEXES = {"nữ": "female", "nam": "male"}


class TestUniformSize(UniformCase):
    """Sizes as data, whose they are, and who is asked for them."""

    def test_sizes_are_exactly_those_the_dispatch_prints(self):
        with file_open("tthc_center_hr/data/seed/shirt_sizes.csv") as handle:
            printed = [
                (SEXES[row["gender"]], row["size"], row["source"])
                for row in csv.DictReader(handle)
            ]
        kept = [(row.sex, row.name, row.source) for row in self.shirt.size_ids]
        self.assertEqual(sorted(kept), sorted(printed))
        self.assertEqual(
            self.shirt.size_ids.sorted().mapped("name"),
            ["5", "7", "9", "12", "38", "39", "40", "41", "42"],
        )
        self.assertEqual(self.supplier.name, "An Phước")

    def test_loading_again_changes_nothing_and_keeps_what_hr_added(self):
        self.shirt.size_ids = [(0, 0, {"sex": "male", "name": "43"})]
        self.size("male", "38").active = False
        self.env["tthc.seed.uniform"]._load_uniform_sizes()
        self.assertEqual(len(self.shirt.with_context(active_test=False).size_ids), 10)
        self.assertFalse(
            self.shirt.with_context(active_test=False)
            .size_ids.filtered(lambda row: row.name == "38")
            .active
        )

    def test_size_that_the_agency_told_is_entered_once_it_is_asked_for(self):
        people = self.env["tthc.staff"]
        self.assertIn("5, 7, 9, 12", people._told_size_problem("XXL"))
        self.assertFalse(people._told_size_problem("40"))
        for person, told in ((self.woman, "9"), (self.man, "5")):
            person._take_told_size(told)
            self.assertFalse(person.size_ids)
        choices = self.env["tthc.uniform.size.choice"]
        choices._ensure([(self.woman, self.shirt), (self.man, self.shirt)])
        self.assertEqual(self.woman.size_ids.size_id, self.size("female", "9"))
        # a size of the other sex is told wrong: it is asked for
        self.assertFalse(self.man.size_ids.size_id)

    def test_told_size_waits_until_the_sex_is_known(self):
        person = self.make_staff("Người Mới", sex=False)
        self.make_assignment("main", person)
        self.env["tthc.uniform.size.choice"]._ensure([(person, self.shirt)])
        person._take_told_size("40")
        self.assertFalse(person.size_ids.size_id)
        person.sex = "male"
        self.assertEqual(person.size_ids.size_id, self.size("male", "40"))
        # what somebody entered stays
        person.size_ids.size_id = self.size("male", "41")
        person._take_told_size("42")
        self.assertEqual(person.size_ids.size_id, self.size("male", "41"))

    def test_size_of_the_other_sex_is_refused_with_those_that_fit(self):
        with self.assertRaisesRegex(ValidationError, "Phạm Thị Chính.*5, 7, 9, 12"):
            self.choose(self.woman, self.size("male", "40"))

    def test_size_of_another_garment_is_refused(self):
        row = self.choose(self.woman, self.size("female", "9"))
        with self.assertRaisesRegex(ValidationError, "no size of"):
            row.size_id = self.size("female", "M", self.skirt)

    def test_size_of_somebody_without_a_sex_is_refused(self):
        self.woman.sex = False
        with self.assertRaisesRegex(ValidationError, "woman or a man"):
            self.choose(self.woman, self.size("female", "9"))

    def test_sizes_are_asked_of_main_staff_only(self):
        with self.assertRaisesRegex(ValidationError, "main staff only"):
            self.choose(self.reserve.staff_id, self.size("female", "9"))

    def test_who_is_asked(self):
        ended = self.make_staff("Đã Nghỉ")
        self.make_assignment("main", ended, state="ended", ended_on="2026-02-01")
        over = self.make_staff("Hết Hạn")
        self.make_assignment("main", over, date_to="2026-03-01")
        proposed = self.make_staff("Mới Đề Nghị")
        self.make_assignment("main", proposed, state="proposed")
        sector = self.make_staff("Hải Quan", sector_uniform=True)
        self.make_assignment("main", sector)
        service = self.make_staff("Bảo Vệ")
        self.make_assignment("service", service)
        people = self.woman | self.reserve.staff_id | ended | over | proposed | sector
        rows = self.env["tthc.uniform.size.choice"].create(
            [
                {"staff_id": person.id, "garment_id": self.shirt.id}
                for person in people | service
            ]
        )
        asked = self.woman | proposed
        self.assertEqual(rows.filtered("is_asked").staff_id, asked)
        found = rows.search([("is_asked", "=", True), ("id", "in", rows.ids)])
        self.assertEqual(found.staff_id, asked)
        found = rows.search([("is_asked", "=", False), ("id", "in", rows.ids)])
        self.assertEqual(found.staff_id, people + service - asked)

    def test_who_entered_a_size_and_when_is_kept_not_told(self):
        row = self.choose(self.woman, self.size("female", "9"))
        self.assertEqual(row.entered_by_id, self.env.user)
        mine = row.with_user(self.users["reporter"])
        mine.write(
            {
                "size_id": self.size("female", "7").id,
                "entered_by_id": self.users["admin"].id,
            }
        )
        self.assertEqual(row.entered_by_id, self.users["reporter"])

    def test_a_size_stays_with_its_person(self):
        row = self.choose(self.woman, self.size("female", "9"))
        with self.assertRaisesRegex(ValidationError, "belongs to"):
            row.staff_id = self.man
