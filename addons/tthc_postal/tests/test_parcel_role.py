from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .parcel_common import HOUR, READY, ParcelCase

#: What a phone is told of a parcel; nothing may be added without a thought.
PHONE = {
    "id",
    "name",
    "code",
    "direction",
    "state",
    "state_label",
    "party",
    "address",
    "phone",
    "cod",
    "price",
    "due",
    "late",
    "attempts",
    "attempts_min",
    "next_attempt",
    "later",
    "may_send_back",
    "identity",
    "tries_left",
}


class TestParcelRole(ParcelCase):
    """Who sees and moves which parcels."""

    def seen(self, user, parcel):
        return bool(
            self.env["tthc.parcel"].with_user(user).search([("id", "=", parcel.id)])
        )

    def test_parcels_are_seen_by_center_agency_courier_and_inspector(self):
        parcel = self.ordered()
        for user, sees in (
            (self.clerk, True),
            (self.manager, True),
            (self.specialist, True),
            (self.leader, True),
            (self.inspector, True),
            (self.courier, True),
            (self.other_courier, False),
            (self.other_clerk, False),
            (self.other_specialist, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self.seen(user, parcel), sees)
        for user in (self.hr, self.editor, self.reporter):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["tthc.parcel"].with_user(user).search([])

    def test_courier_never_reads_contents_procedure_or_identity(self):
        parcel = self.accepted().with_user(self.courier)
        for name in (
            "dossier_id",
            "version_id",
            "line_ids",
            "paper_ids",
            "authorisation",
            "signature",
            "photo",
            "end_reason",
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                parcel.read([name])
            with self.subTest(name=name), self.assertRaises(AccessError):
                # Of a required field “is set” asks nothing.
                value = parcel.ids if name == "dossier_id" else False
                parcel.search([(name, "in", value)] if value else [(name, "!=", value)])
        with self.assertRaises(AccessError):
            parcel.env["tthc.parcel.line"].search([])
        self.assertEqual(
            parcel.read(["receiver_name"])[0]["receiver_name"][:6], "Nguyễn"
        )

    def test_phone_is_told_a_white_list(self):
        parcel = self.accepted()
        day = self.env["tthc.parcel"].with_user(self.courier).courier_day()
        (row,) = day["parcels"]
        self.assertEqual(set(row), PHONE)
        self.assertEqual((row["id"], row["party"]), (parcel.id, "Nguyễn Văn Đức"))
        for secret in ("075088001234", self.version.name, "12/GP", "Giấy tờ"):
            self.assertNotIn(secret, str(day))

    def test_phone_is_the_couriers_only(self):
        for user in (self.clerk, self.specialist, self.inspector):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["tthc.parcel"].with_user(user).courier_day()
        self.accepted()
        other = self.env["tthc.parcel"].with_user(self.other_courier).courier_day()
        self.assertFalse(other["parcels"])

    def test_other_courier_moves_nothing(self):
        parcel = self.accepted().with_user(self.other_courier)
        for move in (
            parcel.action_depart,
            lambda: parcel.action_fail("nobody"),
            lambda: parcel.check_identity("075088001234"),
            lambda: parcel.action_deliver(taken_by="X", authorisation="Y"),
            parcel.action_send_back,
        ):
            with self.assertRaises(AccessError):
                move()
        self.assertEqual(parcel.sudo().identity_tries, 0)

    def test_specialist_and_inspector_only_look(self):
        parcel = self.ordered()
        for user in (self.specialist, self.inspector, self.leader):
            record = parcel.with_user(user)
            with self.subTest(user=user.login):
                for call in (
                    record.action_order,
                    record.action_accept,
                    lambda record=record: record.action_cancel("x"),
                    lambda record=record: record.write({"price": 1}),
                    lambda: self.env["tthc.parcel"].with_user(user).create({}),  # noqa: B023
                ):
                    with self.assertRaises(UserError):
                        call()

    def test_clerk_sends_no_dossier_that_is_not_hers_or_not_there(self):
        _dossier, parcel = self.post_resolved()
        parcels = self.env["tthc.parcel"].with_user(self.clerk)
        elsewhere = self.receive()
        elsewhere._moving().write({"center_id": self.other_center.id})
        for dossier in (elsewhere, self.receive()):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                parcels.create({"dossier_id": dossier.id})
        for values in (
            {"dossier_id": self.receive().id},
            {"direction": "pickup"},
            {"center_id": self.other_center.id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                parcel.with_user(self.clerk).write(values)

    def test_courier_writes_nothing_by_hand(self):
        parcel = self.accepted().with_user(self.courier)
        for values in (
            {"state": "delivered"},
            {"receiver_phone": "1"},
            {"tracking_number": "1"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                parcel.write(values)

    def test_clerk_can_not_say_that_identity_was_checked_as_a_courier(self):
        parcel = self.accepted()
        with frozen(READY + HOUR), self.assertRaises(AccessError):
            parcel.with_user(self.courier).action_deliver(
                taken_by="X", identity_on_note=True, signed_on_paper=True
            )
        self.assertEqual(parcel.state, "accepted")
