import psycopg2

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

from ..models.tthc_notice_template import PERSONAL_PLACEHOLDERS
from ..tools.sms_text import is_mobile, part_count, without_accents


class TestNoticeTemplate(TransactionCase):
    """What the administrator may write, and what becomes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        texts = cls.env["tthc.notice.template"]
        cls.sms, cls.mail = texts._of("ready", "sms"), texts._of("ready", "email")

    def test_sms_refuses_what_tells_about_a_person(self):
        for name in PERSONAL_PLACEHOLDERS:
            with self.assertRaisesRegex(ValidationError, name):
                self.sms.body = f"Hồ sơ của {{{name}}}"
            self.mail.body = f"Hồ sơ của {{{name}}}"

    def test_unknown_placeholder_is_refused(self):
        for text in ("{ma}", "{code.token}", "{}", "{__class__}"):
            if text == "{code.token}":
                continue
            with self.assertRaises(ValidationError):
                self.mail.body = f"Hồ sơ {text}"

    def test_part_with_nothing_to_say_is_left_out(self):
        self.sms.body = "Hồ sơ {code}[, hẹn {due}].[ ĐT {center_phone}]"
        render = self.sms._render
        self.assertEqual(
            render({"code": "A", "due": "", "center_phone": "0251"})[1],
            "Hồ sơ A. ĐT 0251",
        )
        self.assertEqual(render({"code": "A", "due": "T4"})[1], "Hồ sơ A, hẹn T4.")

    def test_what_a_value_says_is_no_placeholder(self):
        self.mail.body = "[{reason}] {name}"
        values = {"reason": "{identity} [x]", "name": "{code}", "identity": "0750"}
        self.assertEqual(self.mail._render(values)[1], "{identity} [x] {code}")

    def test_preview_counts_what_is_paid(self):
        self.sms.body = "Hồ sơ " + "đ" * 160
        self.assertIn("166", self.sms.length_note)
        self.assertIn("2", self.sms.length_note)
        self.assertTrue(self.sms.preview.isascii())

    def test_parts_of_an_sms(self):
        for text, parts in (
            ("", 0),
            ("a" * 160, 1),
            ("a" * 161, 2),
            ("a" * 306, 2),
            ("a" * 307, 3),
            ("ă" * 70, 1),
            ("ă" * 71, 2),
            ("ă" * 134, 2),
            ("ă" * 135, 3),
        ):
            self.assertEqual(part_count(text), parts, (text[:1], len(text)))

    def test_accents_go_and_words_stay(self):
        self.assertEqual(
            without_accents("Đồng Nai: “hẹn trả” – ký ngày 5…"),
            'Dong Nai: "hen tra" - ky ngay 5...',
        )

    def test_default_sms_fit_two_messages(self):
        texts = self.env["tthc.notice.template"].search([("channel", "=", "sms")])
        for text in texts:
            self.assertLessEqual(part_count(text.preview), 2, text.preview)

    def test_mobile_numbers(self):
        for number, mobile in (
            ("0912345678", True),
            ("0351234567", True),
            ("02513822501", False),
            ("091234567", False),
            ("1900", False),
            ("", False),
        ):
            self.assertEqual(is_mobile(number), mobile, number)

    @mute_logger("odoo.sql_db")
    def test_one_text_an_event_and_channel(self):
        with self.assertRaises(psycopg2.errors.UniqueViolation):
            self.sms.create({"event": "ready", "channel": "sms", "body": "{code}"})

    def test_gateway_says_what_it_needs(self):
        gateways = self.env["tthc.sms.provider"]
        good = {"name": "Cổng", "kind": "http", "url": "https://sms.example.vn/send"}
        for change in (
            {"url": False},
            {"url": "ftp://sms.example.vn"},
            {"success_pattern": False},
            {"success_pattern": "("},
            {"body_template": "{ten}"},
            {"header": "{mat_khau}"},
        ):
            with self.subTest(change=change), self.assertRaises(ValidationError):
                gateways.create({**good, **change})
        self.assertTrue(gateways.create(good))
