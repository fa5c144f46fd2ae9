import re
import subprocess
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import HOUR, NINE, PostalCase

MINUTES = "tthc_postal.action_report_handover"
LIST = "tthc_postal.action_report_handover_dossiers"
#: A drawn signature: one dark pixel.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
PERSONAL = ("Nguyễn Văn Đức", "075088001234", "0912", "Cấp giấy phép")


class TestHandoverPrint(PostalCase):
    """The printed minutes, and the copies that both sides get."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossiers = [cls.receive(NINE) for _number in range(3)]
        cls.papers = cls.env["tthc.paper"].union(*(d.paper_ids for d in cls.dossiers))
        cls.run_of_day = cls.make_round()

    def delivered(self):
        self.load(self.run_of_day, self.papers)
        return self.deliver(self.run_of_day, self.papers)

    def text(self, report, minutes, user):
        """What the printed sheet says, as a user prints it."""
        reports = self.env["ir.actions.report"].with_user(user)
        content, _kind = reports._render_tthc_pdf(report, minutes.ids)
        answer = subprocess.run(
            ["pdftotext", "-raw", "-", "-"],
            input=content,
            capture_output=True,
            check=True,
        )
        return re.sub(r"\s+", " ", answer.stdout.decode())

    # -- the sheet -----------------------------------------------------------------

    def test_minutes_say_what_the_decision_asks_of_them(self):
        minutes = self.delivered()
        said = self.text(MINUTES, minutes, self.specialist)
        for words in (
            minutes.name,
            "BIÊN BẢN GIAO NHẬN HỒ SƠ",
            "Bản 1: Bên A giữ",
            "Bản 2: Bên B giữ",
            "02 bản, mỗi bên giữ 01 bản",
            self.courier.name,
            self.specialist.name,
            "10:30 ngày 20/08/2026",
            "tài khoản cá nhân",
            "Hai bên xác nhận hồ sơ đầy đủ",
            minutes.hash[:32],
            minutes.hash[32:],
        ):
            with self.subTest(words=words):
                self.assertIn(words, said)
        for dossier in self.dossiers:
            self.assertIn(dossier.code, said)
        self.assertTrue(
            minutes._minutes_url().endswith(f"/odoo/hand-overs/{minutes.id}")
        )

    def test_discrepancies_stand_on_the_sheet_with_owner_and_deadline(self):
        self.load(self.run_of_day, self.papers)
        stop = self.run_of_day.stop_ids[0]
        with frozen(NINE + 1.5 * HOUR):
            sheet = self.as_user(self.courier).open_for_stop(stop.id)
            minutes = self.sheet(sheet).with_user(self.courier)
            for paper in self.papers[:2]:
                minutes.scan(f"k{paper.id}", paper.token)
            minutes.note_found("damaged", self.papers[0].id, "Ướt mép")
            minutes.sign("a", PIXEL)
            minutes.with_user(self.specialist).sign("b")
        said = self.text(MINUTES, minutes, self.courier)
        for words in ("Ướt mép", "Hư hỏng", "Thiếu", "21/08/2026"):
            with self.subTest(words=words):
                self.assertIn(words, said)
        self.assertNotIn("hồ sơ đầy đủ", said)
        self.assertTrue(minutes._minutes_values()["sides"][0]["image"])

    def test_unsigned_minutes_are_printed_as_a_draft(self):
        with frozen(NINE):
            sheet = self.as_user(self.clerk).open_for_round(self.run_of_day.id)
        minutes = self.sheet(sheet)
        minutes.with_user(self.clerk).scan("one", self.papers[0].token)
        self.assertIn("BẢN NHÁP", self.text(MINUTES, minutes, self.clerk))

    # -- who prints what --------------------------------------------------------------

    def test_courier_prints_codes_and_counts_and_nothing_of_the_citizen(self):
        minutes = self.delivered()
        said = self.text(MINUTES, minutes, self.courier)
        self.assertIn(self.dossiers[0].code, said)
        for words in PERSONAL:
            with self.subTest(words=words):
                self.assertNotIn(words, said)

    def test_courier_does_not_print_the_list_with_names(self):
        minutes = self.delivered()
        with self.assertRaises(AccessError):
            self.text(LIST, minutes, self.courier)
        said = self.text(LIST, minutes, self.clerk)
        self.assertIn("Nguyễn Văn Đức", said)
        self.assertIn("Cấp giấy phép", said)

    def test_list_names_only_dossiers_that_the_user_may_read(self):
        minutes = self.delivered()
        foreign = self.env["tthc.dossier"].with_user(self.other_specialist)
        self.assertFalse(foreign.browse(self.dossiers[0].id)._filtered_access("read"))
        self.other_specialist.tthc_agency_ids |= self.agency
        self.env.invalidate_all()
        said = self.text(LIST, minutes, self.other_specialist)
        self.assertIn("Nguyễn Văn Đức", said)

    def test_nobody_prints_the_minutes_of_others(self):
        minutes = self.delivered()
        for user in (self.other_courier, self.other_specialist, self.other_clerk):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.text(MINUTES, minutes, user)

    def test_each_side_sees_and_prints_its_copy_and_reprints_are_counted(self):
        minutes = self.delivered()
        form = self.env.ref("tthc_postal.form_bien_ban_giao_nhan")
        for user in (self.courier, self.specialist, self.manager, self.inspector):
            own = self.as_user(user).search([("id", "=", minutes.id)])
            self.assertEqual(own, minutes)
            own._tthc_after_print(form, 2)
        prints = minutes.print_ids.sorted("id")
        self.assertEqual(prints.mapped("number"), [1, 2, 3, 4])
        self.assertEqual(prints[0].user_id, self.courier)
        self.assertIn("In lại lần 4", self.text(MINUTES, minutes, self.clerk))
        with self.assertRaises(AccessError):
            prints.with_user(self.manager).write({"copies": 9})
        with self.assertRaises(AccessError):
            self.env["tthc.handover.print"].create({"handover_id": minutes.id})
        for user in (self.other_courier, self.other_specialist):
            found = self.env["tthc.handover.print"].with_user(user).search([])
            self.assertFalse(found & prints)

    def test_rows_of_the_print_have_the_same_queries_for_many(self):
        minutes = self.delivered()

        def queries(sheet):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            sheet.with_user(self.clerk)._dossier_list_values()
            return self.env.cr.sql_log_count - before

        queries(minutes)
        few = queries(minutes)
        more = self.env["tthc.paper"]
        for _number in range(8):
            more |= self.receive(NINE).paper_ids
        run = self.make_round(code="T2-10H", name="Tuyến 2")
        self.assertLessEqual(queries(self.load(run, more, leave=False)), few)

    # -- copies by mail ---------------------------------------------------------------

    def copies(self, minutes):
        return self.env["mail.mail"].search(
            [("model", "=", "tthc.handover"), ("res_id", "=", minutes.id)]
        )

    def test_both_sides_get_a_mail_with_the_address_of_the_minutes(self):
        self.agency.email = "soxd@example.org"
        self.courier.email = "buuta@example.org"
        minutes = self.delivered()
        mails = self.copies(minutes)
        self.assertEqual(
            set(mails.mapped("email_to")), {"soxd@example.org", "buuta@example.org"}
        )
        self.assertEqual(set(mails.mapped("state")), {"outgoing"})
        for mail in mails:
            self.assertIn(minutes.name, mail.subject)
            self.assertIn(f"/hand-overs/{minutes.id}", mail.body_html)
            for words in PERSONAL:
                self.assertNotIn(words, mail.body_html)

    def test_without_an_address_nothing_is_sent_and_the_signature_holds(self):
        (self.courier | self.specialist).email = False
        self.agency.email = False
        minutes = self.delivered()
        self.assertEqual(minutes.state, "done")
        self.assertFalse(self.copies(minutes))

    def test_failing_mail_never_undoes_a_signature(self):
        self.agency.email = "soxd@example.org"
        self.load(self.run_of_day, self.papers)
        model = type(self.env["mail.template"])
        with (
            patch.object(model, "send_mail", side_effect=ValueError("broken")),
            mute_logger("odoo.addons.tthc_postal.models.tthc_handover_copying"),
        ):
            minutes = self.deliver(self.run_of_day, self.papers)
        self.assertEqual(minutes.state, "done")
        self.assertEqual(self.papers.holder_id.user_id, self.specialist)
        self.assertFalse(self.copies(minutes))
