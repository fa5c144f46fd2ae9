from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.tthc_center_hr.tests.card_common import picture

from .common import ReadinessCase


@tagged("post_install", "-at_install")
class TestReadinessRule(ReadinessCase):
    def _lacks(self, code):
        self.env.invalidate_all()
        return [row["text"] for row in self.report.findings if row["code"] == code]

    def _person(self, role):
        return self.report.person_ids.filtered(lambda row: row.role == role)

    def test_leader_main_reserve_and_contact_are_asked_for(self):
        self.assertTrue(self._lacks("leader"))
        self.assertTrue(self._lacks("postal"))
        self.assertFalse(self._lacks("main"))
        self.assertFalse(self._lacks("reserve"))
        self._person("reserve").unlink()
        self.assertTrue(self._lacks("reserve"))

    def test_main_staff_of_each_counter(self):
        counter = self.env["tthc.counter"].create(
            {
                "code": "02",
                "name": "Hộ tịch",
                "center_id": self.center.id,
                "agency_ids": self.justice.ids,
            }
        )
        (lack,) = self._lacks("main")
        self.assertIn("02", lack)
        # Whoever has no counter may serve it.
        self.report.person_ids = [(0, 0, {"role": "main", "name": "Người mới"})]
        self.assertFalse(self._lacks("main"))
        counter.active = False
        self.assertFalse(self._lacks("main"))

    def test_reserve_of_each_counter_is_shown_only(self):
        self.env["tthc.counter"].create(
            {
                "code": "02",
                "name": "Hộ tịch",
                "center_id": self.center.id,
                "agency_ids": self.justice.ids,
            }
        )
        score = self.report.score
        self.assertTrue(self._lacks("reserve_counter"))
        rule = self.env.ref("tthc_rollout.readiness_rule_reserve_counter")
        rule.active = False
        self.env.invalidate_all()
        self.assertEqual(self.report.score, score)

    def test_phone_that_is_none_is_told(self):
        person = self._person("main")
        self.assertTrue(self._lacks("phone"))
        self.report.person_ids.write({"phone": "0912 345 678"})
        self.assertFalse(self._lacks("phone"))
        person.phone = "số nhà"
        (lack,) = self._lacks("phone")
        self.assertIn(person.name, lack)
        # Inspectors read it, who see no phones.
        self.assertNotIn("số nhà", lack)

    def test_photo_is_asked_of_main_and_reserve_staff(self):
        (main, reserve) = self._person("main"), self._person("reserve")
        lacks = self._lacks("photo")
        self.assertEqual(len(lacks), 2)
        for person, lack in zip((main, reserve), lacks, strict=True):
            self.assertIn(person.name, lack)
        self.main.staff_id.photo = picture()
        (lack,) = self._lacks("photo")
        self.assertIn(reserve.name, lack)

    def test_size_is_asked_of_main_staff_without_a_dress_of_the_sector(self):
        self.assertEqual(len(self._lacks("size")), 1)
        self._person("main").size = "9"
        self.assertFalse(self._lacks("size"))
        self._person("main").size = False
        self.main.staff_id.sector_uniform = True
        self.assertFalse(self._lacks("size"))

    def test_count_that_differs_from_the_catalog_needs_a_reason(self):
        row = self.report.count_ids[0]
        self.report._moving().count_ids.write(
            {"number": "5", "system_number": "5", "system_text": "5"}
        )
        self.assertFalse(self._lacks("count"))
        row.number = "7"
        (lack,) = self._lacks("count")
        self.assertIn("7", lack)
        row.remark = "Hai thủ tục mới công bố"
        self.assertFalse(self._lacks("count"))

    def test_count_is_digits(self):
        with self.assertRaises(UserError):
            self.report.count_ids[0].number = "khoảng 30"

    def test_nothing_known_is_asked_and_never_zero(self):
        self.assertEqual(set(self.report.count_ids.mapped("number")), {False})
        self.assertTrue(self._lacks("count"))

    def test_plan_dates_in_order_and_not_past_the_opening(self):
        self.assertTrue(self._lacks("plan"))
        line = self.add_line(self.report)
        self.assertFalse(self._lacks("plan"))
        self.assertFalse(self._lacks("dates") + self._lacks("opening"))
        line.tthc_date_to = "2026-05-15"
        self.assertFalse(self._lacks("opening"))
        line.tthc_date_to = "2026-05-16"
        self.assertIn("15/05/2026", self._lacks("opening")[0])
        line.tthc_date_to = "2026-03-01"
        self.assertTrue(self._lacks("dates"))
        line.tthc_date_to = False
        self.assertTrue(self._lacks("plan"))

    def test_what_stops_keeps_the_report_from_being_filed(self):
        line = self.add_line(self.report, tthc_date_to="2026-03-01")
        with self.assertRaisesRegex(UserError, "Rà soát"):
            self.file(self.report)
        line.tthc_date_to = "2026-04-01"
        self.file(self.report)
        self.assertEqual(self.report.state, "filed")

    def test_severity_is_data(self):
        self.env.ref("tthc_rollout.readiness_rule_leader").severity = "stop"
        with self.assertRaises(UserError):
            self.file(self.report)

    def test_report_that_lacks_nothing_is_filed(self):
        self.env["tthc.readiness.rule"].search([]).active = False
        self.file(self.report)
        self.assertRecordValues(self.report, [{"state": "filed", "finding_count": 0}])

    def test_score_is_the_share_of_what_is_kept_by_weight(self):
        rules = self.env["tthc.readiness.rule"].search([("severity", "!=", "note")])
        lacking = {row["code"] for row in self.report.findings}
        kept = sum(
            rules.filtered(lambda rule: rule.code not in lacking).mapped("weight")
        )
        self.assertEqual(
            self.report.score, round(100 * kept / sum(rules.mapped("weight")))
        )
        self.assertTrue(0 < self.report.score < 100)

    def test_people_of_report_and_system_are_compared(self):
        self.report.person_ids = [(0, 0, {"role": "leader", "name": "Võ Thị Lãnh"})]
        self.make_assignment(
            "postal", self.make_staff("Lý Văn Thư"), state="draft", date_to=False
        )
        named, missing = sorted(self._lacks("named"))[::-1]
        self.assertIn("Võ Thị Lãnh", named)
        self.assertIn("Lý Văn Thư", missing)
        self.as_user(self.report, "reporter").action_refresh()
        self.assertEqual(len(self._lacks("named")), 1)
        self.assertFalse(self._lacks("postal"))

    def test_each_lack_is_mended_by_its_link(self):
        report = self.as_user(self.report, "reporter")
        action = report.mend("leader")
        self.assertEqual(action["res_model"], "tthc.assignment")
        self.assertEqual(action["context"]["default_role"], "leader")
        self.assertEqual(action["context"]["default_agency_id"], self.justice.id)
        (photo, *_rest) = [row for row in report.findings if row["code"] == "photo"]
        action = report.mend("photo", photo["res_id"])
        self.assertEqual(action["res_model"], "tthc.staff")
        self.env["tthc.staff"].with_user(self.users["reporter"]).browse(
            action["res_id"]
        ).check_access("write")

    def test_typed_in_person_becomes_an_assignment(self):
        report = self.as_user(self.report, "reporter")
        report.person_ids = [
            (0, 0, {"role": "leader", "name": "Võ Thị Lãnh", "phone": "0911222333"})
        ]
        person = report.person_ids.filtered(lambda row: row.role == "leader")
        action = person.action_assign()
        assignment = self.env["tthc.assignment"].browse(action["res_id"])
        self.assertEqual(assignment.state, "draft")
        self.assertEqual(assignment.staff_id.sudo().personal_phone, "0911222333")
        self.assertEqual(person.assignment_id, assignment)
        self.assertFalse(self._lacks("leader"))
