from datetime import timedelta

from odoo.fields import Command

from odoo.addons.tthc_center_hr.tests.common import MOMENT, TODAY

from ..models.tthc_golive_template_line import LIVE_KEYS
from ..tools.golive_standing import Standing
from .golive_common import OPENING, GoliveCase


class TestGoliveLive(GoliveCase):
    """What the system counts, as of the opening day."""

    def standing(self, key, golive=None):
        """A standing, reckoned anew."""
        golive = golive or self.golive
        self.env.flush_all()
        self.env.invalidate_all()
        return golive._live_standings()[golive][key]

    def figures(self, key):
        found = self.standing(key)
        return found.done, found.total, found.missing

    def test_every_key_is_counted(self):
        self.assertEqual(
            set(self.golive._live_standings()[self.golive]), set(dict(LIVE_KEYS))
        )

    def test_words_name_what_is_missing_and_how_many_more(self):
        names = {number: f"Quầy {number}" for number in range(1, 9)}
        found = Standing.of(names, {1})
        self.assertFalse(found.holds)
        self.assertEqual(
            found.text(self.env),
            "1/8, missing: Quầy 2, Quầy 3, Quầy 4, Quầy 5, Quầy 6 and 2 more",
        )
        self.assertEqual(Standing.of(names, set(names)).text(self.env), "8/8")
        self.assertFalse(Standing().holds)
        self.assertTrue(Standing(may_be_empty=True).holds)

    def test_counters_with_agencies(self):
        self.assertEqual(self.figures("counters"), (1, 1, []))
        empty = self.env["tthc.counter"].create(
            {"code": "02", "name": "Trống", "center_id": self.center.id}
        )
        self.assertEqual(self.figures("counters"), (1, 2, [empty.display_name]))
        empty.active = False
        self.assertEqual(self.figures("counters"), (1, 1, []))

    def test_main_staff_a_counter_and_a_reserve_an_agency(self):
        self.assertEqual(self.figures("staff"), (1, 1, []))
        self.assertEqual(self.figures("reserve"), (1, 1, []))
        self.counter.agency_ids |= self.building
        self.assertEqual(self.figures("reserve"), (1, 2, [self.building.display_name]))

    def test_who_has_left_by_the_opening_does_not_count(self):
        self.main._moving().date_to = OPENING - timedelta(days=1)
        self.assertEqual(self.figures("staff"), (0, 1, [self.counter.display_name]))
        self.main._moving().date_to = OPENING
        self.assertEqual(self.figures("staff"), (1, 1, []))

    def test_who_comes_by_the_opening_counts(self):
        self.main._moving().date_from = OPENING
        self.assertEqual(self.figures("staff"), (1, 1, []))
        self.main._moving().date_from = OPENING + timedelta(days=1)
        self.assertEqual(self.figures("staff")[:2], (0, 1))

    def test_accounts_are_open_and_have_a_role(self):
        self.assertEqual(self.figures("accounts"), (2, 2, []))
        self.users["reception"].active = False
        self.assertEqual(self.figures("accounts"), (1, 2, ["Phạm Thị Chính"]))
        self.users["specialist"].group_ids = [
            Command.set(self.env.ref("base.group_user").ids)
        ]
        self.assertEqual(self.figures("accounts")[:2], (0, 2))

    def test_trainings_that_the_posts_ask_for(self):
        self.assertEqual(self.figures("trained"), (0, 0, []))
        topic = self.env["tthc.training.topic"].create({"name": "Phần mềm thử"})
        self.env["tthc.training.rule"].create(
            {
                "topic_id": topic.id,
                "role": "main",
                "center_ids": [Command.set(self.center.ids)],
                "new_days": 365,
            }
        )
        done, total, missing = self.figures("trained")
        self.assertEqual((done, total), (0, 1))
        self.assertIn("Phần mềm thử", missing[0])
        session = (
            self.env["tthc.training.session"]
            ._moving()
            .create(
                {
                    "topic_id": topic.id,
                    "center_id": self.center.id,
                    "date_from": TODAY,
                    "date_to": TODAY,
                    "state": "invited",
                }
            )
        )
        self.env["tthc.training.attendee"]._moving().create(
            {
                "session_id": session.id,
                "staff_id": self.main.staff_id.id,
                "assignment_id": self.main.id,
                "state": "attended",
            }
        )
        session._moving().state = "held"
        self.assertEqual(self.figures("trained")[:2], (1, 1))

    def test_cards_that_are_printed(self):
        self.assertEqual(self.figures("cards")[:2], (0, 2))
        self.env["tthc.card"]._moving().create(
            {"assignment_id": self.main.id, "state": "printed"}
        )
        self.assertEqual(self.figures("cards"), (1, 2, ["Trần Văn Phòng"]))

    def _admit(self, state="approved", **values):
        procedure = self.env["tthc.procedure"].create(
            {"code": f"9.99999{self.env['tthc.procedure'].search_count([])}"}
        )
        self.env["tthc.procedure.version"]._moving().create(
            {
                "procedure_id": procedure.id,
                "name": "Thủ tục thử",
                "agency_id": self.justice.id,
                "valid_from": TODAY,
                "state": state,
            }
        )
        return self.env["tthc.procedure.admission"].create(
            {"procedure_id": procedure.id, "center_id": self.center.id, **values}
        )

    def test_procedures_in_force_by_agency(self):
        self.assertEqual(self.figures("agencies"), (0, 1, [self.justice.display_name]))
        self._admit()
        self.assertEqual(self.figures("agencies"), (1, 1, []))
        self.assertEqual(self.figures("procedures"), (1, 1, []))
        self._admit(state="draft")
        self.assertEqual(
            self.figures("procedures"), (1, 2, [f"{self.justice.display_name} (1)"])
        )
        self._admit(date=OPENING + timedelta(days=1))
        self.assertEqual(self.figures("procedures")[:2], (1, 2))

    def test_routes_to_all_but_the_own_body(self):
        self.assertEqual(self.figures("routes"), (0, 1, [self.justice.display_name]))
        route = self.env["tthc.courier.route"].create(
            {
                "code": "T1",
                "name": "Tuyến thử",
                "center_id": self.center.id,
                "departure": 10.0,
                "valid_from": OPENING,
                "stop_ids": [
                    Command.create({"agency_id": self.justice.id, "arrival": 10.5})
                ],
            }
        )
        self.assertEqual(self.figures("routes"), (1, 1, []))
        route.valid_from = OPENING + timedelta(days=1)
        self.assertEqual(self.figures("routes")[:2], (0, 1))
        own = self.make_golive(center_id=self.other_center.id)
        self.assertTrue(self.standing("routes", own).holds)
        self.assertEqual(self.standing("routes", own).total, 0)

    def test_calendar_holidays_and_a_working_day(self):
        self.env["tthc.calendar.day"].search(
            [("date", ">=", "2026-01-01"), ("date", "<=", "2026-12-31")]
        ).unlink()
        self.assertEqual(self.figures("calendar")[:2], (2, 3))
        self.env["tthc.calendar.day"].create({"name": "Lễ", "date": "2026-09-02"})
        self.assertEqual(self.figures("calendar"), (3, 3, []))
        # the first Sunday after the day of the tests
        self.golive.opening_day = TODAY + timedelta(days=6)
        self.assertEqual(self.figures("calendar")[2], ["the opening on a working day"])

    def test_data_of_the_center(self):
        self.center.write({"phone": False, "address": "1 Thử", "opening_note": "7:30"})
        found = self.standing("place")
        self.assertEqual((found.done, found.total), (3, 4))
        self.center.phone = "1022"
        self.assertTrue(self.standing("place").holds)

    def test_reports_of_the_campaigns_behind_it(self):
        self.assertEqual(self.figures("reports"), (0, 0, []))
        campaign = self.env["tthc.readiness.campaign"].create(
            {
                "name": "Đợt thử",
                "center_id": self.center.id,
                "due_at": MOMENT + timedelta(days=2),
                "agency_ids": (self.justice | self.building).ids,
            }
        )
        campaign.action_open()
        self.golive.campaign_ids = campaign
        self.assertEqual(self.figures("reports")[:2], (0, 2))
        campaign.report_ids[0]._moving().state = "accepted"
        self.assertEqual(self.figures("reports")[:2], (1, 2))
