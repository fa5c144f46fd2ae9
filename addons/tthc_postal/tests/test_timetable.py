from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from .common import DAY, HOUR, NINE, PostalCase, local


class TestTimetable(PostalCase):
    """The attachment of seeds/004, the courier's sheet, and the early round (R05)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        post = cls.env["tthc.agency"].create({"name": "Bưu điện tỉnh", "kind": "post"})
        cls.morning = cls.make_route(carrier_id=post.id, vehicle="60A-123.45")
        cls.morning.stop_ids[0].contact_ids = cls.specialist
        cls.afternoon = cls.make_route(
            code="T1-15H",
            name="Tuyến 1, 15 giờ",
            departure=15.0,
            loading_cutoff=14.75,
            return_at=17.0,
            stop_ids=[
                Command.create({"agency_id": cls.agency.id, "arrival": 15.25}),
            ],
        )

    def printed(self, report, records, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.manager)
        with frozen(NINE):
            content, _kind = reports._render_tthc_pdf(
                f"tthc_postal.{report}", records.ids
            )
        return " ".join(PrintedFile(content).texts())

    def test_agency_sheet_has_both_rounds_contact_carrier_and_the_way(self):
        self.specialist.partner_id.write(
            {"function": "Chuyên viên", "phone": "0918 000 111"}
        )
        sheet = self.printed("action_report_timetable_agency", self.morning.stop_ids[0])
        for words in (
            "Sở Xây dựng",
            "10 giờ 15",
            "15 giờ 15",
            "Bưu điện tỉnh",
            self.specialist.name,
            "Chuyên viên",
            "0918 000 111",
            "Sở Tư pháp",
            "từ ngày 01/01/2015 đến khi có lịch mới",
        ):
            self.assertIn(words, sheet)

    def test_each_agency_of_a_route_has_a_sheet_of_its_own(self):
        action = self.morning.with_user(self.manager).action_print_agencies()
        stops = self.env["tthc.courier.stop"].browse(action["context"]["active_ids"])
        groups = stops._tthc_print_groups(self.env["tthc.form"])
        self.assertEqual(
            [group.agency_id for group in groups], [self.agency, self.other_agency]
        )
        self.assertEqual([len(group) for group in groups], [2, 1])

    def test_sheet_of_an_agency_is_printed_by_its_staff_and_no_other(self):
        stop = self.morning.stop_ids[0]
        sheet = self.printed("action_report_timetable_agency", stop, self.specialist)
        self.assertIn("Sở Tư pháp", sheet)
        with self.assertRaises(AccessError):
            self.printed("action_report_timetable_agency", stop, self.other_specialist)

    def test_plan_that_ended_is_not_on_the_sheet(self):
        self.afternoon.valid_to = DAY
        with frozen(NINE):
            groups = self.morning.stop_ids[0]._tthc_print_groups(self.env["tthc.form"])
        self.assertEqual(groups[0].route_id, self.morning)

    def test_courier_sheet_has_all_stops_in_order(self):
        self.morning.stop_ids[1].write({"phone": "0251 999 888", "note": "Tầng 2"})
        text = self.printed(
            "action_report_timetable_courier", self.morning, self.courier
        )
        self.assertLess(text.index("10 giờ 15"), text.index("10 giờ 45"))
        for words in ("0251 999 888", "Tầng 2", self.specialist.name, "9 giờ 45"):
            self.assertIn(words, text)

    def test_route_tells_which_agencies_named_nobody(self):
        self.assertEqual(self.morning.missing_contacts, self.other_agency.display_name)

    def test_contact_person_can_sign(self):
        with self.assertRaisesRegex(ValidationError, "can't sign"):
            self.morning.stop_ids[0].contact_ids = self.reporter

    # -- the early round ----------------------------------------------------------

    def test_early_round_carries_what_came_after_the_cut_off(self):
        with frozen(NINE):
            action = self.morning.with_user(self.manager).action_early_round()
        early = self.env["tthc.courier.route"].browse(action["res_id"])
        self.assertEqual(early.code, "T1-10H-2")
        opening = early.departure
        self.assertEqual(early.loading_cutoff, opening)
        self.assertEqual(early.stop_ids.contact_ids, self.specialist)
        self.assertEqual(
            [stop.arrival - opening for stop in early.stop_ids], [0.25, 0.75]
        )
        late = self.receive(local(15, 30)).paper_ids
        in_time = self.receive(local(14)).paper_ids
        run = early._make_rounds(date(2026, 8, 21))
        next_morning = local(7) + 24 * HOUR
        with frozen(next_morning):
            sheet = self.as_user(self.clerk).open_for_round(run.id)
        expected = {row["paper_id"] for row in sheet["expected"]}
        self.assertEqual(expected, {late.id, in_time.id})
        self.assertEqual(late.dossier_id.transfer_due, run.departure_at)

    def test_run_at_the_opening_has_no_earlier_one(self):
        with frozen(NINE):
            early = self.env["tthc.courier.route"].browse(
                self.morning.action_early_round()["res_id"]
            )
            with self.assertRaises(UserError):
                early.action_early_round()

    def test_copy_of_a_route_has_a_code_of_its_own(self):
        copies = self.morning.copy() | self.morning.copy()
        self.assertEqual(copies.mapped("code"), ["T1-10H-2", "T1-10H-3"])
