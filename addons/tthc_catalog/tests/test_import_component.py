from odoo.fields import Command

from .import_common import ImportCommon

HEAD = (
    "Mã thủ tục",
    "Thứ tự",
    "Trường hợp",
    "Nhóm giấy tờ",
    "Tên giấy tờ",
    "Bản chính",
    "Bản sao",
)


class TestImportComponent(ImportCommon):
    """Point 5: papers of procedures."""

    def test_import_adds_papers_to_a_draft_and_repeats_without_duplicates(self):
        version = self._new_version()
        content = self._components(
            ("9.000001", "1", "Đơn", "1", "0"), ("9.000001", "2", "Bản đồ", "0", "2")
        )
        self.assertCounts(self._imported(content, "component"), new=2)
        self.assertEqual(version.component_ids.mapped("copy_count"), [0, 2])
        self.assertCounts(self._imported(content, "component"), unchanged=2)
        self.assertEqual(len(version.component_ids), 2)

    def test_import_amends_an_approved_version_for_its_papers(self):
        approved = self._approved_version(
            component_ids=[
                Command.create({"name": "Đơn", "sequence": 1, "original_count": 1}),
                Command.create({"name": "Bản đồ", "sequence": 2, "copy_count": 1}),
            ]
        )
        content = self._components(
            ("9.000001", "1", "Đơn", "2", "0"), ("9.000001", "3", "Ảnh", "1", "0")
        )
        record = self._imported(content, "component", valid_from="2026-05-01")
        self.assertCounts(record, new=1, changed=1)
        draft = self._version("9.000001") - approved
        self.assertEqual(draft.component_ids.mapped("name"), ["Đơn", "Bản đồ", "Ảnh"])
        self.assertEqual(draft.component_ids[0].original_count, 2)
        self.assertEqual(approved.component_ids[0].original_count, 1)
        self.assertEqual(str(draft.valid_from), "2026-05-01")

    def test_import_says_which_papers_it_leaves(self):
        self._new_version(
            component_ids=[
                Command.create({"name": "Đơn", "sequence": 1, "original_count": 1}),
                Command.create({"name": "Bản đồ", "sequence": 2}),
            ]
        )
        record = self._checked(
            self._components(("9.000001", "1", "Đơn", "1", "0")), "component"
        )
        self.assertCounts(record, unchanged=1)
        self.assertIn("1 papers", record.problem_line_ids.message)

    def test_import_of_the_template_makes_the_cases_it_names(self):
        version = self._new_version()
        content = self._xlsx(
            HEAD,
            ("9.000001", "1", "", "Giấy tờ chung", "Đơn", "1", "0"),
            ("9.000001", "1", "Cấp lại", "", "Giấy cũ", "1", "0"),
        )
        self._imported(content, "component")
        self.assertEqual(version.case_ids.name, "Cấp lại")
        self.assertEqual(
            version.component_ids.mapped(lambda p: (p.name, p.case_id.name)),
            [("Đơn", False), ("Giấy cũ", "Cấp lại")],
        )
        self.assertCounts(self._imported(content, "component"), unchanged=2)

    def test_import_reads_the_headings_of_the_portal_as_the_seed_does(self):
        version = self._new_version()
        head = ("procedure_code", "seq", "case_name", "name", "original_count")
        self._imported(
            self._csv(
                head,
                ("9.000001", "1", "Trường hợp cấp mới:", "Đơn", "1"),
                ("9.000001", "2", "Trường hợp cấp lại:", "Đơn", "1"),
                ("9.000001", "3", "Giấy tờ phải nộp:", "Ảnh", "1"),
            ),
            "component",
        )
        self.assertEqual(
            version.case_ids.mapped("name"),
            ["Trường hợp cấp mới", "Trường hợp cấp lại"],
        )
        self.assertEqual(version.component_ids[2].group_name, "Giấy tờ phải nộp")

    def test_import_tells_papers_of_one_order_apart_by_their_place(self):
        version = self._new_version(
            component_ids=[Command.create({"name": n}) for n in ("Đơn", "Ảnh")]
        )
        record = self._imported(
            self._csv(("code", "seq", "name"), ("9.000001", "2", "Ảnh 4x6")),
            "component",
        )
        self.assertCounts(record, changed=1)
        self.assertEqual(version.component_ids.mapped("name"), ["Đơn", "Ảnh 4x6"])
