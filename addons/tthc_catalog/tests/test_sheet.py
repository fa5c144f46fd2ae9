from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.rate_limit import RateLimit

from ..controllers.procedure_page import ProcedurePageController
from .common import CatalogCommon, CatalogMaker


class SheetMaker(CatalogMaker):
    """Makes a procedure with every part that the sheet shows."""

    @classmethod
    def _set_up_sheet(cls):
        cls.center.write(
            {
                "address": "Số 1, đường Thử Nghiệm",
                "opening_note": "7:30–11:30, 13:00–17:00",
                "phone": "0251 123456",
            }
        )
        decision = cls.env["tthc.decision"].create(
            {"name": "1234/QĐ-UBND", "date": "2025-12-01"}
        )
        cls.version = cls._new_version(
            "9.000601",
            name="Cấp giấy phép xây dựng thử nghiệm",
            decision_id=decision.id,
            fee_known=True,
            fee_amount=75000,
            currency_id=cls.env.ref("base.VND").id,
            online_submission="yes",
            set_count=2,
            condition_text="<p>Đủ 18 tuổi <img src='https://example.org/x.png'/></p>",
            subject_ids=[
                Command.link(cls.env.ref("tthc_catalog.subject_vietnamese").id)
            ],
            result_ids=[Command.create({"name": "Giấy phép xây dựng"})],
            legal_basis_ids=[
                Command.create({"name": "Luật Xây dựng", "code": "50/QH"})
            ],
            exemption_ids=[Command.create({"name": "Người khuyết tật"})],
            component_ids=[
                Command.create(
                    {
                        "name": "Đơn đề nghị",
                        "form_code": "Mẫu số 01",
                        "original_count": 1,
                        "group_name": "Giấy tờ phải nộp",
                    }
                ),
                Command.create(
                    {"name": "Sổ hộ khẩu", "copy_count": 1, "held_by_state": True}
                ),
            ],
        )
        cls.version.action_propose()
        cls.version.action_approve()
        cls._admit(cls.version)


class TestSheet(SheetMaker, CatalogCommon):
    """Point 7: the sheet of a procedure for posting (Decree 61/2018 Art 13)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_sheet()

    def _print(self, versions, user="reception"):
        reports = self.env["ir.actions.report"].with_user(self.users[user])
        content, _extension = reports._render(
            "tthc_catalog.action_report_sheet", versions.ids
        )
        return PrintedFile(content)

    def test_sheet_is_a4_and_says_what_how_long_how_much_where(self):
        printed = self._print(self.version)
        self.assertEqual(printed.sizes_mm()[0], (210.0, 297.0))
        text = " ".join(printed.texts()).replace("\N{NO-BREAK SPACE}", " ")
        for words in (
            "PHIẾU HƯỚNG DẪN THỦ TỤC HÀNH CHÍNH",
            "Cấp giấy phép xây dựng thử nghiệm",
            "Mã thủ tục: 9.000601",
            "(2 bộ)",
            "Đơn đề nghị (Mẫu số 01)",
            "Giấy tờ phải nộp",
            "cơ quan nhà nước đã có",
            "3. Hồ sơ cần nộp",
            "20 ngày làm việc",
            "75.000",
            "Trực tiếp, Trực tuyến",
            "Người khuyết tật: miễn toàn bộ",
            "Giấy phép xây dựng",
            "Công dân Việt Nam",
            "Luật Xây dựng (50/QH)",
            "Đủ 18 tuổi",
            "Số 1, đường Thử Nghiệm",
            "7:30–11:30",
            "1234/QĐ-UBND ngày 01/12/2025",
        ):
            with self.subTest(words=words):
                self.assertIn(words, text)

    def test_qr_leads_to_the_page_of_the_code(self):
        ((address, side),) = self._print(self.version).qr_codes()
        self.assertTrue(address.endswith("/tt/9.000601"), address)
        self.assertGreater(side, 18)

    def test_many_sheets_are_one_file_each_on_its_own_page(self):
        other = self._approved_version("9.000602", name="Thủ tục thứ hai")
        texts = self._print(self.version | other).texts()
        self.assertIn("9.000601", texts[0])
        self.assertIn("9.000602", texts[-1])
        self.assertGreater(len(texts), 1)

    def test_what_was_not_published_is_left_out_and_the_rest_counted(self):
        other = self._approved_version("9.000606", name="Thủ tục thứ ba")
        text = self._print(other).texts()[0]
        self.assertNotIn("Đối tượng thực hiện", text)
        self.assertIn("2. Hồ sơ cần nộp", text)

    def test_bullets_of_word_processors_are_not_printed(self):
        version = self._new_version("9.000607")
        self.env["tthc.procedure.component"].create(
            {"version_id": version.id, "name": "\uf0d8 Tờ khai"}
        )
        version.action_propose()
        version.action_approve()
        text = self._print(version).texts()[0]
        self.assertIn("Tờ khai", text)
        self.assertNotIn("\uf0d8", text)

    def test_cases_with_equal_terms_share_a_row(self):
        version = self._new_version("9.000608")
        self.env["tthc.procedure.case"].create(
            [{"version_id": version.id, "name": name} for name in ("Mới", "Lại")]
        )
        (row,) = version._sheet_terms()
        self.assertFalse(row["case"])
        version.case_ids[1].write({"limit_value": 3, "limit_unit": "day"})
        self.assertEqual(
            [row["case"] for row in version._sheet_terms()], ["Mới", "Lại"]
        )

    def test_draft_is_not_posted(self):
        draft = self._new_version("9.000603")
        with self.assertRaisesRegex(UserError, "9.000603"):
            self._print(draft)

    def test_stranger_does_not_print(self):
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(
                self.env.ref("base.public_user")
            )._render("tthc_catalog.action_report_sheet", self.version.ids)

    def test_each_case_has_its_row_and_ways_with_equal_terms_share_one(self):
        version = self._new_version("9.000604", online_submission="yes")
        case = self.env["tthc.procedure.case"].create(
            {"version_id": version.id, "name": "Cấp lại"}
        )
        self.env["tthc.procedure.channel"].create(
            {
                "version_id": version.id,
                "case_id": case.id,
                "channel": "online",
                "limit_value": 3,
                "limit_unit": "working_day",
            }
        )
        rows = version.with_context(lang="vi_VN")._sheet_terms()
        self.assertEqual(
            [(row["channels"], row["limit"]) for row in rows],
            [("Trực tiếp", "20 ngày làm việc"), ("Trực tuyến", "3 ngày làm việc")],
        )
        version.channel_ids.unlink()
        rows = version.with_context(lang="vi_VN")._sheet_terms()
        self.assertEqual([row["channels"] for row in rows], ["Trực tiếp, Trực tuyến"])


@tagged("post_install", "-at_install")
class TestProcedurePage(SheetMaker, HttpCase):
    """The public page behind the sheet's QR code."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()
        cls._set_up_catalog()
        cls._set_up_sheet()

    def setUp(self):
        super().setUp()
        limit = patch.object(ProcedurePageController, "limit", RateLimit(3, 10))
        limit.start()
        self.addCleanup(limit.stop)

    def test_page_tells_what_was_published_and_loads_nothing_else(self):
        page = self.url_open("/tt/9.000601")
        self.assertEqual(page.status_code, 200)
        for words in ("20 ngày làm việc", "Mẫu số 01", "Số 1, đường Thử Nghiệm"):
            self.assertIn(words, page.text)
        for tag in ("<script", "<link", "<img", "https://"):
            self.assertNotIn(tag, page.text)
        self.assertIn("max-age", page.headers["Cache-Control"])

    def test_row_of_the_province_is_shown_instead_of_the_national_one(self):
        self._approved_version("9.000601", self.province, name="Bản của tỉnh")
        self.assertIn("Bản của tỉnh", self.url_open("/tt/9.000601").text)

    def test_draft_is_not_published(self):
        self._new_version("9.000605", name="Dự thảo")
        self.assertEqual(self.url_open("/tt/9.000605").status_code, 404)

    def test_abolished_procedure_says_so(self):
        self.version.action_abolish()
        page = self.url_open("/tt/9.000601")
        self.assertEqual(page.status_code, 410)
        self.assertIn("không còn áp dụng", page.text)

    def test_malformed_code_is_not_found(self):
        for code in ("9.999999", "%27", "x"):
            with self.subTest(code=code):
                self.assertEqual(self.url_open(f"/tt/{code}").status_code, 404)

    def test_rate_is_limited(self):
        statuses = [self.url_open("/tt/9.000601").status_code for _n in range(4)]
        self.assertEqual(statuses, [200, 200, 200, 429])
