import json
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import _super_send
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from ..models.tthc_parcel_carrying import POLL_EVERY, RETRY_MINUTES
from .fake_carrier import FakeCarrier
from .parcel_common import DAY, HOUR, READY, ParcelCase

MINUTE = timedelta(minutes=1)


class TestParcelCarrier(ParcelCase):
    """A carrier over HTTP: orders once, follows what it tells, tells what fails."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fake = FakeCarrier().start()
        cls.addClassCleanup(cls.fake.stop)
        cls.carrier = cls.env["tthc.parcel.carrier"].create(
            {
                "name": "Bưu điện thử",
                "adapter": "json",
                "order_url": f"{cls.fake.url}/orders",
                "status_url": f"{cls.fake.url}/orders/{{number}}",
                "cancel_url": f"{cls.fake.url}/orders/{{number}}/cancel",
                "tracking_url": "https://post.example.vn/?code={number}",
                "token": "bi-mat",
                "timeout": 1,
            }
        )

    @classmethod
    def _request_handler(cls, session, request, /, **options):
        """Let calls to this machine pass with the timeout that they ask for."""
        if request.url.startswith("http://127.0.0.1:"):
            return _super_send(session, request, **options)
        return super()._request_handler(session, request, **options)

    def setUp(self):
        super().setUp()
        self.fake.forget()

    def run_job(self, name="_cron_order", moment=READY + MINUTE):
        """Run a job without committing."""
        commit = patch.object(
            type(self.env["ir.cron"]),
            "_commit_progress",
            lambda *_arguments, **_options: float("inf"),
        )
        with frozen(moment), commit:
            getattr(self.env["tthc.parcel"], name)()
        self.env.invalidate_all()

    def waiting(self):
        """A parcel whose order stands in line."""
        _dossier, parcel = self.post_resolved()
        with frozen(READY):
            parcel.with_user(self.clerk).carrier_id = self.carrier
            parcel.with_user(self.clerk).action_order()
        return parcel

    def placed(self):
        """A parcel that the carrier knows."""
        parcel = self.waiting()
        self.run_job()
        return parcel

    def told(self, status, parcel, moment=READY + HOUR, **values):
        """Let the carrier tell a status, and ask it."""
        self.fake.status = {"status": status, **values}
        self.run_job("_cron_poll", moment)
        return parcel

    # -- orders --------------------------------------------------------------------

    def test_order_goes_out_by_the_job_and_brings_the_number(self):
        parcel = self.waiting()
        self.assertFalse(self.fake.requests)
        self.run_job()
        self.assertEqual(parcel.order_state, "placed")
        self.assertEqual(parcel.tracking_number, "EV0001VN")
        self.assertEqual(parcel.tracking_link, "https://post.example.vn/?code=EV0001VN")
        self.run_job(moment=READY + HOUR)
        self.assertEqual(len(self.fake.requests), 1)

    def test_order_tells_where_to_and_never_what_is_inside(self):
        self.placed()
        _path, body, headers = self.fake.requests[0]
        order = json.loads(body)
        self.assertEqual(order["receiver"]["name"], "Nguyễn Văn Đức")
        self.assertEqual(order["receiver"]["phone"], "0912345678")
        self.assertEqual(headers["Authorization"], "Bearer bi-mat")
        for secret in ("075088001234", self.version.name, "12/GP", "bi-mat"):
            self.assertNotIn(secret, body)

    def test_quotes_in_a_name_do_not_break_the_order(self):
        parcel = self.waiting()
        parcel.with_user(self.clerk).receiver_name = 'Cty "A\\B"'
        self.run_job()
        order = json.loads(self.fake.requests[0][1])
        self.assertEqual(order["receiver"]["name"], 'Cty "A\\B"')

    def test_faults_are_tried_again_and_then_told(self):
        parcel = self.waiting()
        self.fake.mode = "error"
        moment = READY
        for minutes in RETRY_MINUTES:
            self.run_job(moment=moment)
            self.assertEqual(parcel.order_state, "waiting")
            self.assertEqual(parcel.order_next, moment + minutes * MINUTE)
            moment = parcel.order_next
        self.run_job(moment=moment)
        self.assertEqual(parcel.order_state, "failed")
        self.assertIn("500", parcel.order_error)
        self.assertEqual(parcel.activity_ids.user_id, self.manager)
        self.assertEqual(parcel.state, "ordered")
        self.fake.mode = ""
        with frozen(moment):
            parcel.with_user(self.clerk).action_order_again()
        self.run_job(moment=moment)
        self.assertEqual(parcel.order_state, "placed")
        self.assertEqual(len(self.fake.orders), 1)

    def test_order_that_was_not_heard_of_is_placed_once(self):
        parcel = self.waiting()
        self.fake.mode = "hangs up"
        self.run_job()
        self.assertEqual((parcel.order_state, len(self.fake.orders)), ("waiting", 1))
        self.fake.mode = ""
        self.run_job(moment=READY + 10 * MINUTE)
        self.assertEqual(parcel.tracking_number, "EV0001VN")
        self.assertEqual(len(self.fake.orders), 1)
        keys = {headers["Idempotency-Key"] for _p, _b, headers in self.fake.requests}
        self.assertEqual(len(keys), 1)

    def test_what_can_not_be_read_is_no_order(self):
        for mode in ("slow", "garbage", "empty", "list", "endless", "busy"):
            with self.subTest(mode=mode):
                parcel = self.waiting()
                self.fake.mode = mode
                self.run_job()
                self.assertEqual(parcel.order_state, "waiting")
                self.assertFalse(parcel.tracking_number)
                self.assertLess(len(parcel.order_error), 300)

    def test_refusal_is_told_at_once(self):
        for mode in ("refusal", "unauthorised", "redirect"):
            with self.subTest(mode=mode):
                parcel = self.waiting()
                self.fake.mode = mode
                self.run_job()
                self.assertEqual(parcel.order_state, "failed")

    def test_redirect_is_not_followed(self):
        self.waiting()
        self.fake.mode = "redirect"
        self.run_job()
        self.assertEqual([path for path, _b, _h in self.fake.requests], ["/orders"])

    def test_one_bad_parcel_keeps_no_other_back(self):
        bad, good = self.waiting(), self.waiting()
        real = type(self.env["tthc.parcel.adapter.json"])._place

        def place(adapter, parcel):
            if parcel == bad:
                raise ZeroDivisionError("planted")
            return real(adapter, parcel)

        with (
            patch.object(type(self.env["tthc.parcel.adapter.json"]), "_place", place),
            mute_logger("odoo.addons.tthc_postal.models.tthc_parcel_carrying"),
        ):
            self.run_job()
        self.assertEqual(good.order_state, "placed")
        self.assertEqual(bad.order_state, "waiting")
        self.assertIn("planted", bad.order_error)

    def test_note_no_longer_changes_when_the_carrier_has_the_order(self):
        parcel = self.placed().with_user(self.clerk)
        hand = self.env.ref("tthc_postal.parcel_carrier_post")
        for values in ({"receiver_address": "Nơi khác"}, {"carrier_id": hand.id}):
            with self.subTest(values=values), self.assertRaises(UserError):
                parcel.write(values)

    def test_cancelled_parcel_is_taken_back_at_the_carrier(self):
        parcel = self.placed()
        with frozen(READY + HOUR):
            parcel.with_user(self.clerk).action_cancel("Đổi ý")
        self.run_job(moment=READY + HOUR)
        self.assertEqual(parcel.order_state, "withdrawn")
        self.assertEqual(self.fake.requests[-1][0], "/orders/EV0001VN/cancel")

    def test_cancelled_before_the_job_is_never_ordered(self):
        parcel = self.waiting()
        parcel.with_user(self.clerk).action_cancel("Đổi ý")
        self.run_job()
        self.assertFalse(self.fake.requests)

    # -- status --------------------------------------------------------------------

    def test_carrier_accepts_and_delivers(self):
        parcel = self.placed()
        self.told("picked", parcel)
        self.assertEqual(parcel.state, "accepted")
        self.assertEqual(parcel.courier_name, "Bưu điện thử")
        self.told("delivered", parcel, READY + 2 * HOUR, receiver="Trần Thị B")
        self.assertEqual(parcel.state, "delivered")
        self.assertEqual((parcel.taken_by, parcel.identity_of), ("Trần Thị B", "note"))
        self.assertEqual(parcel.dossier_id.state, "returned")

    def test_steps_that_were_not_heard_of_are_made_up_for(self):
        parcel = self.placed()
        self.told("delivering", parcel)
        self.assertEqual(parcel.state, "under_way")
        self.assertTrue(parcel.due)

    def test_invitations_of_the_carrier_count_once(self):
        parcel = self.placed()
        self.told("failed", parcel, attempts=1)
        self.told("failed", parcel, READY + 2 * HOUR, attempts=1)
        self.assertEqual(parcel.attempt_count, 1)
        self.told("failed", parcel, READY + 3 * DAY, attempts=2)
        self.assertEqual(parcel.attempt_count, 2)
        self.told("returning", parcel, READY + 4 * DAY)
        self.assertEqual(parcel.state, "returning")

    def test_carrier_is_asked_every_half_hour(self):
        parcel = self.placed()
        self.told("created", parcel, READY)
        asked = len(self.fake.requests)
        self.told("created", parcel, READY + POLL_EVERY - MINUTE)
        self.assertEqual(len(self.fake.requests), asked)
        self.told("created", parcel, READY + POLL_EVERY)
        self.assertEqual(len(self.fake.requests), asked + 1)

    def test_unknown_word_moves_nothing_and_is_told_once(self):
        parcel = self.placed()
        self.told("teleported", parcel)
        self.told("teleported", parcel, READY + 2 * HOUR)
        self.assertEqual(parcel.state, "ordered")
        self.assertIn("teleported", parcel.order_error)
        self.assertEqual(len(parcel.activity_ids), 1)

    def test_what_the_carrier_tells_against_the_ledger_moves_nothing(self):
        parcel = self.placed()
        self.paper(parcel.dossier_id, "result")._hand_to(
            self.holders._person_of(self.leader, self.agency), "minutes"
        )
        self.told("delivered", parcel)
        self.assertEqual(parcel.state, "ordered")
        self.assertFalse(parcel.accepted_at)
        self.assertEqual(parcel.dossier_id.state, "resolved")
        self.assertIn("Sở Xây dựng", parcel.order_error)

    def test_number_goes_into_the_path_only(self):
        parcel = self.placed()
        parcel.with_user(self.clerk).tracking_number = "../../admin?x=1#"
        self.told("created", parcel)
        path = self.fake.requests[-1][0]
        self.assertEqual(path, "/orders/..%2F..%2Fadmin%3Fx%3D1%23")

    # -- configuration ---------------------------------------------------------------

    def test_addresses_take_nothing_into_the_name_of_the_host(self):
        for address in (
            "https://{number}.example.vn/",
            "https://post.example.vn{number}",
            "ftp://post.example.vn/",
            "https://post.example.vn/{token}",
            "post.example.vn",
        ):
            with self.subTest(address=address), self.assertRaises(ValidationError):
                self.carrier.status_url = address

    def test_order_and_words_are_checked(self):
        with self.assertRaises(ValidationError):
            self.carrier.order_body = '{"id": "{owner_identity}"}'
        with self.assertRaises(ValidationError):
            self.carrier.status_words = "eaten = eaten"
        with self.assertRaises(ValidationError):
            self.carrier.order_url = False

    def test_secret_word_is_the_administrators(self):
        for user in (self.clerk, self.manager, self.courier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.carrier.with_user(user).token  # noqa: B018

    def test_carrier_by_hand_is_never_asked(self):
        parcel = self.ordered()
        self.assertEqual(parcel.order_state, "none")
        parcel.with_user(self.clerk).tracking_number = "EE1VN"
        self.run_job()
        self.run_job("_cron_poll")
        self.assertFalse(self.fake.requests)
        with self.assertRaises(UserError):
            parcel.with_user(self.clerk).action_order_again()
