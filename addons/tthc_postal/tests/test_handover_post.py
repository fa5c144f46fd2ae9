import json

from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import HOUR, NINE, PostalCase

#: The day before: Wednesday 19/8/2026, 16:00 at the center.
SIGNED = NINE - 17 * HOUR
NUMBER = "RB123456789VN"


class TestHandoverPost(PostalCase):
    """A dossier by post: the signed minutes start its clock (R12)."""

    def waiting(self, moment=SIGNED - HOUR, **values):
        """A dossier that came by post and waits in line at the center."""
        with frozen(moment):
            desk = self.env["tthc.intake.desk"].with_user(self.clerk)
            answer = desk.submit(self.intake(**{"channel": "post", **values}))
        return self.env["tthc.dossier"].browse(answer["id"])

    def on_sheet(self, *dossiers):
        with frozen(SIGNED):
            sheet = self.as_user(self.clerk).open_for_post(self.courier.id)
            minutes = self.sheet(sheet).with_user(self.clerk)
            for number, dossier in enumerate(dossiers):
                minutes.take_posted(f"k{number}", dossier.id, f"{NUMBER}{number}")
        return minutes

    def sign(self, minutes):
        with frozen(SIGNED):
            minutes.with_user(self.courier).sign("a")
            minutes.with_user(self.clerk).sign("b")

    def received(self, dossier):
        with frozen(NINE):
            desk = self.env["tthc.intake.desk"].with_user(self.clerk)
            desk.receive(self.intake(channel="post", dossier_id=dossier.id))

    def test_r12_clock_starts_when_the_minutes_are_signed(self):
        dossier = self.waiting()
        minutes = self.on_sheet(dossier)
        self.assertFalse(dossier.post_minutes_at)
        with frozen(SIGNED):
            minutes.with_user(self.courier).sign("a")
        self.assertFalse(dossier.post_minutes_at)
        with frozen(SIGNED):
            minutes.with_user(self.clerk).sign("b")
        self.assertEqual(dossier.post_minutes_at, SIGNED)
        self.received(dossier)
        self.assertEqual(dossier.clock_start, SIGNED)
        self.assertEqual(dossier.received_at, NINE)
        # Five working days from Wednesday: a day less than from the receipt.
        calendar = self.center.resource_calendar_id
        self.assertEqual(dossier.due, calendar.tthc_due(SIGNED, 5, "working_day").at)
        self.assertEqual(dossier.due_lines[0]["kind"], "post_minutes")
        with self.subTest("it says so"):
            self.assertTrue(dossier.due_explanation.startswith("Minutes of the Post"))

    def test_r12_log_names_the_minutes_and_the_article(self):
        dossier = self.waiting()
        minutes = self.on_sheet(dossier)
        self.sign(minutes)
        event = dossier.event_ids.filtered(lambda row: row.kind == "post_minutes")
        self.assertEqual((event.happened_at, len(event)), (SIGNED, 1))
        self.assertIn("45/2016", event.ground)
        self.assertEqual(json.loads(event.payload)["minutes"], minutes.name)
        self.assertFalse(self.env["tthc.dossier.event"]._broken_chains(dossier))

    def test_r12_other_channels_and_received_ones_keep_their_clock(self):
        received = self.receive(NINE, channel="post")
        online = self.waiting(channel="online")
        (received | online)._take_post_minutes(NINE + HOUR, "1/BBGN-2026")
        self.assertFalse(received.post_minutes_at or online.post_minutes_at)
        self.assertEqual(received.clock_start, NINE)

    def test_folder_of_the_post_is_one_paper_before_and_after_the_receipt(self):
        dossier = self.waiting()
        minutes = self.on_sheet(dossier)
        folder = dossier.paper_ids
        self.assertEqual(folder.holder_id, self.with_courier)
        self.sign(minutes)
        self.assertEqual(folder.holder_id, self.at_counter)
        self.received(dossier)
        self.assertEqual(dossier.paper_ids, folder)
        self.assertEqual(folder.code, dossier.code)
        self.assertEqual(folder.goes_to_agency_id, self.agency)
        self.assertEqual(
            folder.move_ids.sorted("seq").mapped("source"), ["intake", "minutes"]
        )

    def test_nothing_is_received_that_the_post_still_has(self):
        dossier = self.waiting()
        self.on_sheet(dossier)
        with self.assertRaises(UserError):
            self.received(dossier)

    def test_minutes_name_the_consignment_note_of_each(self):
        dossier, other = self.waiting(), self.waiting()
        minutes = self.on_sheet(dossier, other)
        third = self.waiting()
        with self.assertRaises(UserError):
            minutes.take_posted("k9", third.id)
        self.sign(minutes)
        (part,) = minutes._minutes_values()["parts"]
        self.assertEqual(
            sorted(row["number"] for row in part["rows"]), [f"{NUMBER}0", f"{NUMBER}1"]
        )

    def test_r12_minutes_end_the_pick_up_and_name_its_number(self):
        dossier = self.waiting()
        parcel = dossier.parcel_ids
        parcel._moving().write(
            {
                f"{side}_{name}": "Số 1, đường Thử"
                for side in ("sender", "receiver")
                for name in ("address", "phone")
            }
        )
        with frozen(SIGNED - HOUR / 2):
            parcel.with_user(self.clerk).write({"courier_id": self.courier.id})
            parcel.with_user(self.clerk).action_order()
            parcel.with_user(self.courier).action_collect()
            sheet = self.as_user(self.clerk).open_for_post(self.courier.id)
        folder = dossier.paper_ids
        self.assertEqual([row["paper_id"] for row in sheet["expected"]], folder.ids)
        minutes = self.sheet(sheet)
        with frozen(SIGNED):
            minutes.with_user(self.clerk).scan("k", folder.token)
        self.sign(minutes)
        (part,) = minutes._minutes_values()["parts"]
        self.assertEqual(part["rows"][0]["number"], parcel.name)
        self.assertEqual(dossier.post_minutes_at, SIGNED)
        self.assertEqual(folder.holder_id, self.at_counter)
        self.assertEqual(
            folder.move_ids.sorted("seq").mapped("source"), ["intake", "minutes"]
        )
        self.assertNotIn(parcel.state, ("accepted", "under_way"))

    def test_refused_folder_of_the_post_goes_back_to_the_citizen(self):
        dossier = self.waiting()
        self.sign(self.on_sheet(dossier))
        with frozen(NINE):
            dossier.with_user(self.clerk).action_refuse_intake("Không thuộc thẩm quyền")
        self.assertEqual(dossier.paper_ids.holder_id.kind, "citizen")

    def test_courier_sees_that_dossiers_wait_and_not_whose(self):
        dossier = self.waiting()
        with frozen(SIGNED):
            (choice,) = self.as_user(self.courier).post_choices()
            self.assertEqual((choice["id"], choice["count"]), (self.courier.id, 1))
            sheet = self.as_user(self.courier).open_for_post()
            self.assertFalse(sheet["posted"])
            self.assertNotIn("Nguyễn Văn Đức", str(sheet))
            desk = self.as_user(self.clerk).open_for_post(self.courier.id)
        self.assertEqual(desk["id"], sheet["id"])
        self.assertEqual([row["id"] for row in desk["posted"]], dossier.ids)

    def test_strangers_open_no_sheet_of_the_post(self):
        self.waiting()
        for user, courier in (
            (self.other_clerk, self.courier.id),
            (self.specialist, self.courier.id),
            (self.courier, self.other_courier.id),
            (self.clerk, self.manager.id),
            (self.clerk, 0),
        ):
            with (
                self.subTest(user=user.login, courier=courier),
                self.assertRaises(UserError),
            ):
                self.as_user(user).open_for_post(courier)

    def test_center_without_custody_keeps_the_minutes_by_hand(self):
        self.waiting()
        self.center.custody_from = False
        with frozen(SIGNED):
            self.assertFalse(self.as_user(self.clerk).post_choices())
