from base64 import b64decode

from odoo.fields import Command

from .import_common import ImportCommon

KINDS = ("agency", "procedure", "component")


class TestImportExport(ImportCommon):
    """Point 5: the export imports again without a change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        decision = cls.env["tthc.decision"].create({"name": "12/QĐ-UBND"})
        cls.version = cls._approved_version(
            name="=HYPERLINK(1) | Cấp phép",
            sector_id=cls.env["tthc.sector"].create({"name": "Hộ tịch"}).id,
            decision_id=decision.id,
            fee_known=True,
            fee_amount=20000,
            fee_text="+ theo mức",
            online_level="full",
            postal_return="yes",
            condition_text="<p>Một</p><p>Hai</p>",
            same_day_cutoff=15.5,
            case_ids=[
                Command.create(
                    {"name": "A | B", "limit_value": 2, "limit_unit": "day"}
                ),
                Command.create({"name": "C", "fee_known": True}),
            ],
            result_ids=[Command.create({"name": "Giấy phép", "code": "KQ.1"})],
            legal_basis_ids=[Command.create({"name": "Luật", "code": "1/2020/QH14"})],
            exemption_ids=[Command.create({"name": "Trẻ em", "reduction": 50})],
            subject_ids=[
                Command.set(cls.env["tthc.procedure.subject"].search([], limit=2).ids)
            ],
            channel_ids=[
                Command.create(
                    {"channel": "online", "limit_value": 1, "limit_unit": "hour"}
                )
            ],
            step_ids=[
                Command.create(
                    {
                        "name": "Thẩm định",
                        "agency_id": cls.building.id,
                        "role": "leader",
                        "kind": "field_check",
                        "from_start": True,
                    }
                ),
                Command.create({"name": "Chuyển", "at_center_body": True}),
            ],
            component_ids=[
                Command.create({"name": "-Đơn", "original_count": 1, "required": True}),
                Command.create({"name": "@Ảnh", "copy_count": 2, "required": False}),
            ],
        )
        cls.draft = cls._new_version(
            "9.000002", cls.province, limit_unit=False, agency_id=False
        )

    def _export(self):
        return b64decode(self.env["tthc.catalog.import"].export_catalog())

    def test_export_imports_again_without_a_change(self):
        content = self._export()
        for kind in KINDS:
            with self.subTest(kind=kind):
                record = self._imported(content, kind)
                self.assertTrue(record.unchanged_count)
                self.assertCounts(record, unchanged=record.row_count)

    def test_export_with_one_cell_changed_changes_one_thing(self):
        for kind, title, value in (
            ("agency", "Điện thoại", "0251 000"),
            ("procedure", "Thời hạn giải quyết", 7),
            ("component", "Bản sao", 9),
        ):
            with self.subTest(kind=kind):
                book = self._book(self._export())
                names = {"agency": 0, "procedure": 1, "component": 2}
                sheet = book.worksheets[names[kind]]
                (place,) = [c.column for c in sheet[1] if c.value == title]
                sheet.cell(2, place).value = value
                record = self._checked(self._saved(book), kind)
                self.assertCounts(record, changed=1, unchanged=record.row_count - 1)
                self.assertEqual(record.result_line_ids.column, title)

    def test_export_holds_texts_not_formulas(self):
        sheets = self._book(self._export()).worksheets
        kinds = {
            cell.data_type for sheet in sheets for row in sheet.rows for cell in row
        }
        self.assertNotIn("f", kinds)
        names = [cell.value for cell in sheets[1]["C"]]
        self.assertIn("=HYPERLINK(1) | Cấp phép", names)

    def test_export_into_an_empty_catalog_makes_it_again(self):
        content = self._export()
        fields_ = (
            "name",
            "limit_value",
            "fee_amount",
            "online_level",
            "same_day_cutoff",
        )
        before = self.version.read(fields_)[0]
        procedures = (self.version | self.draft).procedure_id
        self.version.action_abolish()
        procedures.write({"active": False})
        self.env.cr.execute("UPDATE tthc_procedure SET code = 'old-' || code")
        self.env.cr.execute("UPDATE tthc_procedure_version SET code = 'old-' || code")
        self.env.invalidate_all()
        content_book = self._book(content)
        # What the catalog may hold but not get anew: a limit without a unit.
        content_book["Thủ tục"].delete_rows(3, 50)
        content = self._saved(content_book)
        self.assertCounts(self._imported(content, "procedure"), new=1)
        self._imported(content, "component")
        again = self._version("9.000001")
        self.assertEqual(again.read(fields_)[0] | {"id": 0}, before | {"id": 0})
        self.assertEqual(again.case_ids.mapped("name"), ["A | B", "C"])
        self.assertEqual(again.component_ids.mapped("name"), ["-Đơn", "@Ảnh"])
        self.assertEqual(again.exemption_ids.reduction, 50)
        self.assertEqual(again.step_ids.mapped("kind"), ["field_check", "processing"])
        self.assertEqual(again.step_ids.mapped("at_center_body"), [False, True])
        self.assertEqual(again.step_ids.mapped("from_start"), [True, False])

    def test_every_column_fills_a_field_that_there_is(self):
        models_ = {
            "procedure": "tthc.procedure.version",
            "component": "tthc.procedure.component",
            "agency": "tthc.agency",
        }
        for kind, model in models_.items():
            fields_ = self.env[model]._fields
            for key, column in (
                self.env[f"tthc.catalog.sheet.{kind}"]._columns().items()
            ):
                if not column.field:
                    continue
                with self.subTest(kind=kind, column=key):
                    self.assertIn(column.field, fields_)
                    for part in column.parts.values():
                        lines = self.env[fields_[column.field].comodel_name]
                        self.assertIn(part.field, lines._fields)

    def test_step_of_an_older_file_gets_the_usual_role_and_kind(self):
        book = self._book(self._export())
        sheet = book["Thủ tục"]
        (place,) = [c.column for c in sheet[1] if c.value == "Quy trình nội bộ"]
        sheet.cell(2, place).value = "1 | Xem xét"
        record = self._imported(self._saved(book), "procedure")
        self.assertCounts(record, changed=1, unchanged=record.row_count - 1)
        step = self._version("9.000001").filtered(lambda v: v.state == "draft").step_ids
        self.assertEqual((step.role, step.kind), ("specialist", "processing"))

    def test_template_of_each_kind_is_imported_as_an_empty_list(self):
        imports = self.env["tthc.catalog.import"]
        for kind in imports._sheets():
            with self.subTest(kind=kind):
                content = imports._template_workbook(kind)
                sheet = self._book(content).worksheets[0]
                self.assertTrue(
                    sheet.data_validations.dataValidation or kind == "component"
                )
                record = self._checked(content, kind)
                self.assertEqual((record.error_count, record.row_count), (0, 0))
