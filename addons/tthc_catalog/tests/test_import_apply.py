from odoo.exceptions import UserError
from odoo.fields import Command

from .import_common import PROCEDURE_HEAD, ImportCommon

CHANGED = ("9.000001", "Tên mới", "", "", "20", "working_day")


class TestImportApply(ImportCommon):
    """Point 5: all or nothing, as drafts, repeatable without duplicates."""

    def _count(self):
        return (
            self.env["tthc.procedure"].with_context(active_test=False).search_count([])
        )

    def test_import_makes_drafts_of_new_procedures(self):
        record = self._imported(
            self._procedures(self._procedure_row()), valid_from="2026-03-01"
        )
        version = self._version("9.100001")
        self.assertEqual(record.state, "done")
        self.assertEqual(version.state, "draft")
        self.assertEqual(str(version.valid_from), "2026-03-01")
        self.assertEqual(version.sector_id.name, "Hộ tịch")
        self.assertEqual(version.agency_id, self.justice)
        self.assertEqual(version._faults(), [])

    def test_import_twice_makes_no_duplicates(self):
        content = self._procedures(self._procedure_row(), self._procedure_row("9.2"))
        self._imported(content)
        before = self._count()
        again = self._imported(content)
        self.assertCounts(again, unchanged=2)
        self.assertEqual(self._count(), before)
        self.assertEqual(len(self._version("9.2")), 1)

    def test_import_with_an_error_imports_nothing(self):
        content = self._procedures(
            self._procedure_row(), self._procedure_row("9.2", time_limit_unit="")
        )
        before = self._count()
        record = self._checked(content)
        with self.assertRaisesRegex(UserError, "1 errors"):
            record.action_import()
        self.assertEqual(self._count(), before)
        self.assertEqual(record.state, "checked")
        with self.assertRaisesRegex(UserError, "Row 3, time_limit_unit"):
            self._upload(content).action_import()

    def test_import_is_not_hindered_by_warnings(self):
        record = self._checked(
            self._procedures(self._procedure_row(competent_agency=""))
        )
        self.assertTrue(record.warning_count)
        record.action_import()
        self.assertTrue(self._version("9.100001"))

    def test_import_changes_a_draft_in_place(self):
        version = self._new_version()
        record = self._imported(self._procedures(CHANGED))
        self.assertCounts(record, changed=1)
        self.assertEqual(version.name, "Tên mới")
        self.assertEqual(self._version("9.000001"), version)
        self.assertIn("Tên mới", version.message_ids[0].body)

    def test_import_amends_what_is_approved(self):
        approved = self._approved_version(
            component_ids=[Command.create({"name": "Đơn", "original_count": 1})]
        )
        decision = self.env["tthc.decision"].create({"name": "12/QĐ-UBND"})
        self._imported(
            self._procedures(CHANGED), valid_from="2026-06-01", decision_id=decision.id
        )
        draft = self._version("9.000001") - approved
        self.assertEqual(approved.name, "Cấp giấy phép thử nghiệm")
        self.assertEqual((draft.state, draft.name), ("draft", "Tên mới"))
        self.assertEqual(str(draft.valid_from), "2026-06-01")
        self.assertEqual(draft.decision_id, decision)
        self.assertEqual(draft.component_ids.mapped("name"), ["Đơn"])
        again = self._imported(self._procedures(CHANGED))
        self.assertCounts(again, unchanged=1)

    def test_import_leaves_the_approved_alone_where_nothing_differs(self):
        approved = self._approved_version()
        record = self._imported(
            self._csv(
                ("code", "name", "lead_agency"),
                ("9.000001", "Cấp giấy phép thử nghiệm", "H99.7"),
            )
        )
        self.assertCounts(record, unchanged=1)
        self.assertEqual(self._version("9.000001"), approved)

    def test_import_does_not_touch_what_is_proposed(self):
        self._new_version().action_propose()
        record = self._checked(self._procedures(CHANGED))
        self.assertCounts(record, refused=1)

    def test_import_proposes_on_request_what_lacks_nothing(self):
        self._imported(
            self._procedures(
                self._procedure_row(), self._procedure_row("9.2", competent_agency="")
            ),
            propose=True,
            valid_from="2026-01-01",
        )
        self.assertEqual(self._version("9.100001").state, "proposed")
        self.assertEqual(self._version("9.2").state, "draft")

    def test_import_changes_only_the_columns_of_the_file(self):
        version = self._new_version(fee_known=True, fee_amount=50000)
        self._imported(self._csv(("code", "name"), ("9.000001", "Tên mới")))
        self.assertEqual((version.name, version.fee_amount), ("Tên mới", 50000))

    def test_import_reads_cases_channels_and_steps(self):
        content = self._xlsx(
            (*PROCEDURE_HEAD, "Trường hợp", "Cách thức thực hiện", "Quy trình nội bộ"),
            (
                *self._procedure_row(),
                "Lần đầu | 5 | ngày | Có | 20000\nCấp lại | 2 | ngày làm việc",
                "Trực tuyến | Cấp lại | 1 | ngày",
                "1 | Thẩm định | H99.7 | Chuyên viên | 3 | ngày | Có",
            ),
        )
        self._imported(content)
        version = self._version("9.100001")
        self.assertEqual(
            version.case_ids.mapped(lambda case: (case.name, case.fee_amount)),
            [("Lần đầu", 20000), ("Cấp lại", 0)],
        )
        self.assertEqual(version.channel_ids.case_id.name, "Cấp lại")
        self.assertTrue(version.step_ids.excluded_from_clock)
        self.assertCounts(self._imported(content), unchanged=1)

    def test_import_keeps_the_papers_of_a_case(self):
        version = self._new_version(case_ids=[Command.create({"name": "Lần đầu"})])
        paper = self.env["tthc.procedure.component"].create(
            {"version_id": version.id, "case_id": version.case_ids.id, "name": "Đơn"}
        )
        head = ("code", "name", "cases")
        name = "Cấp giấy phép thử nghiệm"
        self._imported(self._csv(head, ("9.000001", name, "Lần đầu | 5 | ngày")))
        self.assertEqual(paper.case_id.limit_value, 5)
        record = self._checked(self._csv(head, ("9.000001", name, "Khác | 5 | ngày")))
        self.assertRefused(record, 2, "cases", "Lần đầu")

    def test_import_of_what_was_imported_is_refused(self):
        record = self._imported(self._procedures(self._procedure_row()))
        for method in ("action_check", "action_import", "action_start"):
            with self.subTest(method=method), self.assertRaises(UserError):
                getattr(record, method)()
        with self.assertRaises(UserError):
            record.data = False

    def test_import_of_one_at_a_time(self):
        record = self._upload(self._procedures(self._procedure_row()))
        self.patch(type(record), "_turn_is_free", lambda self: False)
        with self.assertRaisesRegex(UserError, "Another import"):
            record.action_import()
        self.assertFalse(self._version("9.100001"))
