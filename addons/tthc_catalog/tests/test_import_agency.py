from odoo.exceptions import UserError

from .import_common import ImportCommon

HEAD = ("Mã định danh", "Tên cơ quan", "Loại cơ quan", "Cấp", "Cơ quan cấp trên")


class TestImportAgency(ImportCommon):
    """Point 5: agencies, with parents in the same file and names of earlier times."""

    def _rows(self, *rows):
        return self._xlsx(HEAD, *rows)

    def test_import_makes_agencies_below_a_parent_of_the_file(self):
        content = self._rows(
            ("H97.1.2", "Phòng Một", "Đơn vị trực thuộc", "Tỉnh", "H97.1"),
            ("H97.1", "Sở Một", "Sở", "Tỉnh", "UBND tỉnh Thử Nghiệm"),
        )
        self.assertCounts(self._imported(content, "agency"), new=2)
        unit = self.env["tthc.agency"].search([("identifier", "=", "H97.1.2")])
        self.assertEqual(unit.parent_id.identifier, "H97.1")
        self.assertEqual(unit.parent_id.parent_id, self.committee)
        self.assertEqual(unit.kind, "unit")
        self.assertCounts(self._imported(content, "agency"), unchanged=2)

    def test_import_refuses_an_unknown_parent(self):
        record = self._checked(
            self._rows(("H97.1", "Sở Một", "Sở", "Tỉnh", "UBND Atlantis")), "agency"
        )
        self.assertRefused(record, 2, "Cơ quan cấp trên", "Atlantis")

    def test_import_refuses_an_unknown_kind(self):
        record = self._checked(
            self._rows(("H97.1", "Sở Một", "Hội", "Tỉnh", "")), "agency"
        )
        self.assertRefused(record, 2, "Loại cơ quan", "Hội")

    def test_import_renames_an_agency_and_keeps_its_earlier_name(self):
        head = ("code", "name", "Tên trước đây")
        row = (
            "H99.7",
            "Sở Tư pháp Mới",
            "Sở Tư pháp Cũ | STP | | | 01/01/2016 | 01/07/2025",
        )
        record = self._imported(self._xlsx(head, row), "agency")
        self.assertCounts(record, changed=1)
        self.assertEqual(self.justice.name, "Sở Tư pháp Mới")
        self.assertEqual(str(self.justice.name_ids.date_from), "2016-01-01")
        self.assertCounts(self._imported(self._xlsx(head, row), "agency"), unchanged=1)

    def test_import_leaves_centers_out(self):
        record = self._imported(
            self._csv(("name", "kind"), ("Trung tâm Một cửa", "center")), "agency"
        )
        self.assertEqual(record.skipped_count, 1)
        self.assertCounts(record)

    def test_import_of_agencies_belongs_to_the_administrator(self):
        content = self._rows(("H97.1", "Sở Một", "Sở", "Tỉnh", ""))
        record = self._upload(content, "agency", user=self.users["editor"])
        for method in ("action_check", "action_import"):
            with (
                self.subTest(method=method),
                self.assertRaisesRegex(UserError, "admin"),
            ):
                getattr(record, method)()
        self._upload(content, "agency", user=self.users["admin"]).action_import()
        self.assertTrue(self.env["tthc.agency"].search([("identifier", "=", "H97.1")]))
