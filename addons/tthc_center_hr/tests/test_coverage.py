from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.coverage import Away, Coverage, Desk, Gap, Person, Shift

MONDAY = date(2026, 3, 2)
AM, PM = (MONDAY, "am"), (MONDAY, "pm")
JUSTICE, BUILDING = 1, 2


def desk(number, agencies=(JUSTICE,), sectors=()):
    return Desk(number, frozenset(agencies), frozenset(sectors))


def person(number, role="main", agency=JUSTICE, desks=(), sectors=(), **values):
    return Person(
        number,
        values.get("staff", number),
        role,
        agency,
        tuple(desks),
        frozenset(sectors),
        values.get("first", date(2026, 1, 1)),
        values.get("last"),
    )


class TestCoverage(BaseCase):
    def test_everybody_in_post_is_planned_at_the_own_counter(self):
        plan = Coverage([AM, PM], [desk(1)], [person(10, desks=[1])])
        self.assertEqual(plan.fill(), [Shift(1, AM, 10, 10), Shift(1, PM, 10, 10)])
        self.assertEqual(plan.gaps(), [])

    def test_who_can_serve_one_counter_only_goes_there(self):
        people = [person(10, desks=[1, 2]), person(11, desks=[1])]
        plan = Coverage([AM], [desk(1), desk(2)], people)
        placed = {shift.person: shift.desk for shift in plan.fill()}
        self.assertEqual(placed, {11: 1, 10: 2})

    def test_one_person_with_two_assignments_is_planned_once(self):
        people = [person(10, desks=[1]), person(11, desks=[2], staff=10)]
        plan = Coverage([AM], [desk(1), desk(2)], people)
        self.assertEqual([shift.person for shift in plan.fill()], [10])
        self.assertEqual(plan.gaps(), [Gap(AM, 2)])

    def test_absent_or_out_of_post_leaves_a_gap(self):
        people = [
            person(10, desks=[1]),
            person(11, desks=[2], last=date(2026, 3, 1)),
        ]
        plan = Coverage([AM, PM], [desk(1), desk(2)], people, [Away(10, AM, AM)])
        plan.fill()
        self.assertEqual(plan.gaps(), [Gap(AM, 1), Gap(AM, 2), Gap(PM, 2)])

    def test_a_planned_half_day_is_not_planned_again(self):
        people = [person(10, desks=[1]), person(11, desks=[2])]
        plan = Coverage([AM], [desk(1), desk(2)], people, shifts=[Shift(1, AM, 10, 10)])
        self.assertEqual(plan.fill(), [])
        self.assertEqual(plan.gaps(), [Gap(AM, 2)])

    def test_a_sector_that_nobody_present_knows_is_missing(self):
        people = [person(10, desks=[1], sectors=[7])]
        plan = Coverage([AM], [desk(1, sectors=[7, 8])], people)
        plan.fill()
        self.assertEqual(plan.gaps(), [Gap(AM, 1, 8)])

    def test_only_a_free_reserve_of_the_agency_who_knows_the_sectors_is_proposed(self):
        people = [
            person(10, desks=[1]),
            person(20, "reserve", agency=BUILDING),
            person(21, "reserve", sectors=[9]),
            person(22, "reserve"),
            person(23, "reserve"),
        ]
        absences = [Away(10, AM, PM), Away(22, AM, PM)]
        plan = Coverage([AM, PM], [desk(1, sectors=[7])], people, absences)
        proposed = plan.propose(plan.gaps())
        self.assertEqual({p.id for p in proposed.values()}, {23})
        self.assertEqual(set(proposed), {Gap(AM, 1), Gap(PM, 1)})

    def test_nobody_is_proposed_for_two_counters_at_once(self):
        people = [person(20, "reserve")]
        plan = Coverage([AM], [desk(1), desk(2)], people)
        self.assertEqual(len(plan.propose(plan.gaps())), 1)

    def test_who_stood_in_least_comes_first(self):
        people = [person(20, "reserve"), person(21, "reserve")]
        plan = Coverage([AM, PM], [desk(1)], people, shifts=[Shift(1, AM, 20, 20)])
        self.assertEqual(plan.candidates(Gap(PM, 1))[0].id, 21)

    @settings(
        max_examples=100,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.data())
    def test_no_plan_puts_anybody_at_two_places_or_where_absent(self, data):
        desks = [desk(number) for number in range(1, 4)]
        people = [
            person(
                number,
                data.draw(st.sampled_from(["main", "reserve", "center_staff"])),
                desks=data.draw(st.lists(st.integers(1, 3), unique=True)),
                staff=data.draw(st.integers(1, 4)),
            )
            for number in range(10, 10 + data.draw(st.integers(0, 6)))
        ]
        away = [
            Away(staff, AM, data.draw(st.sampled_from([AM, PM])))
            for staff in data.draw(st.lists(st.integers(1, 4), unique=True))
        ]
        plan = Coverage([AM, PM], desks, people, away)
        planned = plan.fill()
        places = [(shift.staff, shift.slot) for shift in planned]
        self.assertEqual(len(places), len(set(places)))
        self.assertFalse([p for p in places if plan.is_away(*p)])
        staffed = {(shift.desk, shift.slot) for shift in planned}
        gaps = {(gap.desk, gap.slot) for gap in plan.gaps()}
        everything = {(d.id, slot) for d in desks for slot in (AM, PM)}
        self.assertEqual(staffed | gaps, everything)
        self.assertFalse(staffed & gaps)
