import hashlib
import json
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.tthc_base.tools.clock import frozen

from .common import DUE, ReadinessCase

MINUTE = timedelta(minutes=1)


@tagged("post_install", "-at_install")
class TestReadinessReport(ReadinessCase):
    def test_opening_fills_section_one_from_the_assignments(self):
        rows = {row.role: row for row in self.report.person_ids}
        self.assertEqual(rows["main"].name, "Phạm Thị Chính")
        self.assertEqual(rows["reserve"].name, "Trần Văn Phòng")
        self.assertFalse(rows["main"].difference)

    def test_opening_fills_section_two_with_the_seven_rows_of_the_form(self):
        self.assertEqual(
            self.report.count_ids.mapped("key"),
            [
                "procedure",
                "interlinked",
                "public_service",
                "online",
                "postal_return",
                "postal_receive",
                "online_postal",
            ],
        )

    def test_opening_fills_in_numbers_and_partners_of_the_catalog(self):
        catalog = type(self.env["tthc.catalog.count"])
        known = catalog._sections_two

        def counted(count, agencies, day, center):
            sections = known(count, agencies, day, center)
            for rows in sections.values():
                rows[1].update(value=12, text="12", partners="Công an tỉnh")
            return sections

        with patch.object(catalog, "_sections_two", counted):
            self.as_user(self.report, "reporter").action_refresh()
            row = self.report.count_ids[1]
            self.assertEqual(
                (row.key, row.number, row.partners),
                ("interlinked", "12", "Công an tỉnh"),
            )
            self.assertFalse(row.difference)
            row.write({"number": "13", "remark": "Một thủ tục mới"})
            self.assertEqual(row.difference, "12")

    def test_opening_fills_in_name_title_and_phone_as_they_are_assigned(self):
        main = self.report.person_ids.filtered(lambda row: row.role == "main")
        staff = self.main.staff_id
        self.assertEqual(main.assignment_id, self.main)
        self.assertEqual(main.name, staff.name)
        self.assertEqual(main.title or "", self.main.title or "")
        self.main.staff_id.personal_phone = "0912000333"
        self.as_user(self.report, "reporter").action_refresh()
        self.assertEqual(main.phone, "0912000333")

    def test_opening_fills_in_the_hours_of_the_routes(self):
        courier = self._new_user("courier", "test_courier_route")
        route = self.env["tthc.courier.route"].create(
            {
                "code": "T9-10H",
                "name": "Tuyến 9",
                "center_id": self.center.id,
                "courier_id": courier.id,
                "departure": 10.0,
                "loading_cutoff": 9.75,
                "return_at": 12.0,
                "valid_from": "2015-01-01",
                "stop_ids": [
                    Command.create(
                        {"sequence": 10, "agency_id": self.justice.id, "arrival": 10.25}
                    )
                ],
            }
        )
        report = self.as_user(self.report, "reporter")
        report.action_refresh()
        self.assertRecordValues(
            report.visit_ids, [{"hour": 10.25, "difference": False}]
        )
        route.stop_ids.arrival = 10.5
        self.env.invalidate_all()
        self.assertEqual(report.visit_ids.hour, 10.25)
        self.assertTrue(report.visit_ids.difference)

    def test_shirt_size_is_of_main_staff_only(self):
        self.choose(self.woman, self.size("female", "9"))
        self.reserve.staff_id.size_told = "12"
        self.as_user(self.report, "reporter").action_refresh()
        sizes = {row.role: row.size for row in self.report.person_ids}
        self.assertEqual(sizes["main"], "9")
        self.assertFalse(sizes["reserve"])

    def test_filed_at_16_29_is_on_time(self):
        self.file(self.report, DUE - MINUTE)
        self.assertEqual(self.report.state, "filed")
        self.assertFalse(self.report.is_late)

    def test_filed_at_16_31_is_late_for_ever(self):
        self.file(self.report, DUE + MINUTE)
        self.assertTrue(self.report.is_late)
        with frozen(DUE + 2 * MINUTE):
            self.as_user(self.report, "coordinator").action_return("Thiếu ảnh")
        self.file(self.report, DUE + 3 * MINUTE)
        self.assertTrue(self.report.is_late)
        self.assertEqual(self.report.first_filed_at, DUE + MINUTE)

    def test_filed_at_16_30_sharp_is_on_time(self):
        self.file(self.report, DUE)
        self.assertFalse(self.report.is_late)

    def test_overdue_is_reckoned_and_found_not_stored(self):
        reports = self.env["tthc.readiness.report"]
        mine = [("campaign_id", "=", self.campaign.id)]
        self.assertFalse(reports.search([("is_overdue", "=", True), *mine]))
        with frozen(DUE + MINUTE):
            self.env.invalidate_all()
            late = reports.search([("is_overdue", "=", True), *mine])
            self.assertEqual(late, self.campaign.report_ids)
            self.assertEqual(set(late.mapped("is_overdue")), {True})
            on_time = reports.search([("is_overdue", "=", False), *mine])
            self.assertFalse(on_time)

    def test_filing_freezes_the_content_with_its_hash(self):
        self.add_line(self.report)
        self.file(self.report)
        filing = self.report.filing_ids
        content = json.loads(filing.content)
        self.assertEqual(
            filing.digest, hashlib.sha256(filing.content.encode()).hexdigest()
        )
        self.assertEqual(content["plan"][0]["content"], "Rà soát thủ tục")
        self.assertEqual(content["people"][0]["name"], "Phạm Thị Chính")

    def test_filed_report_stays_while_live_data_move_on(self):
        self.add_line(self.report)
        self.file(self.report)
        self.main.staff_id.personal_phone = "0912345678"
        self.report.plan_ids.tthc_progress = 60
        self.env.invalidate_all()
        row = self.report.person_ids.filtered(lambda row: row.role == "main")
        self.assertEqual(row.difference, "0912345678")
        self.assertIn("60 %", self.report.plan_difference)
        content = self.report._report_content()
        self.assertEqual(content["plan"][0]["progress"], 0)
        self.assertEqual(content["people"][0]["phone"], "")

    def test_filed_report_refuses_every_change(self):
        self.file(self.report)
        report = self.as_user(self.report, "reporter")
        changes = (
            lambda: report.person_ids[0].write({"phone": "0900000000"}),
            lambda: report.person_ids[0].unlink(),
            lambda: report.count_ids[0].write({"number": "7"}),
            lambda: report.write({"person_ids": [(0, 0, {"name": "Ai đó"})]}),
            lambda: report.write({"difficulty_ids": [(0, 0, {"name": "Thiếu máy"})]}),
            lambda: report.action_refresh(),
        )
        for change in changes:
            with self.assertRaises(UserError):
                change()

    def test_filing_is_append_only_for_everybody(self):
        self.file(self.report)
        with self.assertRaises(AccessError):
            self.report.filing_ids.sudo().write({"content": "{}"})
        with self.assertRaises(AccessError):
            self.report.filing_ids.sudo().unlink()

    def test_corrected_value_keeps_what_the_system_said(self):
        report = self.as_user(self.report, "reporter")
        row = report.person_ids.filtered(lambda row: row.role == "main")
        row.write({"phone": "0911222333", "remark": "Số mới"})
        self.assertTrue(row.is_corrected)
        report.action_refresh()
        self.assertEqual(row.phone, "0911222333")
        self.main.staff_id.name = "Phạm Thị Chính Thức"
        self.env.invalidate_all()
        report.action_refresh()
        self.assertEqual(row.name, "Phạm Thị Chính")
        self.assertIn("Phạm Thị Chính Thức", row.difference)

    def test_returned_with_remarks_and_mended(self):
        self.file(self.report)
        coordinator = self.as_user(self.report, "coordinator")
        with self.assertRaises(UserError):
            coordinator.action_return(" ")
        coordinator.action_return("Bổ sung ảnh", DUE + timedelta(days=1))
        self.assertEqual(self.report.state, "returned")
        self.assertEqual(self.report.due_at, DUE + timedelta(days=1))
        self.as_user(self.report, "reporter").person_ids[0].phone = "0911222333"
        self.file(self.report, DUE + timedelta(hours=2))
        self.assertEqual(self.report.filing_ids.mapped("number"), [1, 2])
        self.assertEqual(self.report.filing_ids.mapped("is_late"), [False, False])
        self.as_user(self.report, "coordinator").action_accept()
        self.assertEqual(self.report.state, "accepted")
        self.assertFalse(self.report.remarks)

    def test_leader_approves_before_filing_where_the_agency_wants_it(self):
        self.as_user(self.report, "leader").action_toggle_approval()
        self.assertTrue(self.justice.readiness_approval)
        reporter = self.as_user(self.report, "reporter")
        with self.assertRaisesRegex(UserError, "leader"):
            reporter.action_file()
        reporter.action_submit()
        with self.assertRaises(UserError):
            reporter.person_ids[0].phone = "0911222333"
        self.as_user(self.report, "leader").action_file()
        self.assertEqual(self.report.state, "filed")
        self.assertEqual(self.report.approved_by_id, self.users["leader"])
        self.assertEqual(self.report.filing_ids.approved_by_id, self.users["leader"])

    def test_leader_gives_back_with_a_reason(self):
        self.as_user(self.report, "leader").action_toggle_approval()
        self.as_user(self.report, "reporter").action_submit()
        leader = self.as_user(self.report, "leader")
        with self.assertRaises(UserError):
            leader.action_reject("")
        leader.action_reject("Sai số điện thoại")
        self.assertEqual(self.report.state, "draft")

    def test_extension_offers_the_same_hour_of_the_next_working_day(self):
        act = self.env["tthc.readiness.act"].with_user(self.users["coordinator"])
        act = act.with_context(
            active_model="tthc.readiness.report", active_id=self.report.id
        )
        for moment, offered in (
            (DUE - timedelta(hours=1), DUE + timedelta(days=1)),
            # a Friday: nobody works until Monday
            (DUE + timedelta(days=3), DUE + timedelta(days=6)),
        ):
            with self.subTest(moment), frozen(moment):
                values = act.default_get(["mode", "until"])
                self.assertNotIn("until", values)
                values = act.with_context(default_mode="extend").default_get(
                    ["mode", "until"]
                )
                self.assertEqual(values["until"], offered)

    def test_extension_of_one_agency_with_a_reason(self):
        report = self.as_user(self.report, "coordinator")
        later = DUE + timedelta(days=2)
        with self.assertRaises(UserError):
            report.action_extend(later, "")
        with self.assertRaises(UserError):
            report.action_extend(DUE, "Sớm hơn")
        report.action_extend(later, "Mất điện")
        self.assertEqual(self.report.due_at, later)
        self.assertEqual(self.report_of(self.building).due_at, DUE)
        self.file(self.report, DUE + timedelta(days=1))
        self.assertFalse(self.report.is_late)

    def test_closed_campaign_takes_no_report(self):
        self.campaign.with_user(self.users["coordinator"]).action_close()
        with self.assertRaisesRegex(UserError, "closed"):
            self.file(self.report)

    def test_plan_line_goes_into_the_one_project_of_the_agency(self):
        lines = self.as_user(self.report, "reporter").env["project.task"]
        first = lines.create({"tthc_report_id": self.report.id, "name": "Một"})
        second = lines.create({"tthc_report_id": self.report.id, "name": "Hai"})
        self.assertEqual(first.project_id, second.project_id)
        self.assertEqual(first.tthc_agency_id, self.justice)
        self.assertEqual(self.report.plan_ids, first | second)

    def test_line_that_is_done_is_at_100_percent_and_back(self):
        line = self.add_line(self.report)
        line.tthc_progress = 100
        self.assertEqual(line.state, "1_done")
        line.tthc_progress = 80
        self.assertEqual(line.state, "01_in_progress")
        line.state = "1_done"
        self.assertEqual(line.tthc_progress, 100)

    def test_next_campaign_begins_with_what_was_filed_last(self):
        report = self.as_user(self.report, "reporter")
        line = self.add_line(self.report)
        main = report.person_ids.filtered(lambda row: row.role == "main")
        main.write({"phone": "0911222333", "remark": "Số mới"})
        report.write(
            {
                "person_ids": [(0, 0, {"role": "leader", "name": "Võ Thị Lãnh"})],
                "difficulty_ids": [(0, 0, {"name": "Chưa có máy quét"})],
            }
        )
        count = report.count_ids[0]
        count.write({"number": "99", "remark": "Gồm cả thủ tục chưa công bố"})
        self.file(self.report)
        self.as_user(self.report, "coordinator").action_accept()
        with frozen(datetime(2026, 3, 20, 1, 0)):
            campaign = self.make_readiness_campaign(due_at=datetime(2026, 3, 24, 9, 30))
            self.campaign.with_user(self.users["coordinator"]).action_close()
            campaign.with_user(self.users["coordinator"]).action_open()
        new = self.report_of(self.justice, campaign)
        self.assertEqual(new.previous_id, self.report)
        self.assertEqual(new.plan_ids, line)
        names = new.person_ids.mapped("name")
        self.assertIn("Võ Thị Lãnh", names)
        row = new.person_ids.filtered(lambda row: row.role == "main")
        self.assertEqual((row.phone, row.remark), ("0911222333", "Số mới"))
        self.assertEqual(new.count_ids[0].number, "99")
        self.assertEqual(new.earlier_difficulty_ids.name, "Chưa có máy quét")
        self.assertEqual(len(json.loads(self.report.filing_ids.content)["plan"]), 1)

    def test_agency_answers_one_campaign_of_a_center_at_a_time(self):
        second = self.make_readiness_campaign(name="Đợt hai")
        with self.assertRaisesRegex(UserError, "Báo cáo tiến độ"):
            second.with_user(self.users["coordinator"]).action_open()
