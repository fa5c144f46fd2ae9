from .import_common import PROCEDURE_HEAD, ImportCommon


class TestImportCheck(ImportCommon):
    """Point 5: a check run says of every row what would become of it, and why."""

    def check_refuses(self, column, words, **values):
        record = self._checked(self._procedures(self._procedure_row(**values)))
        self.assertRefused(record, 2, column, words)
        self.assertFalse(self._version("9.100001"))

    def test_import_refuses_limit_without_unit(self):
        self.check_refuses(
            "time_limit_unit", "12", time_limit_value="12", time_limit_unit=""
        )

    def test_import_refuses_an_unknown_unit(self):
        self.check_refuses("time_limit_unit", "năm", time_limit_unit="năm")

    def test_import_refuses_parts_of_whole_units(self):
        self.check_refuses("time_limit_value", "7.5", time_limit_value="7,5")

    def test_import_refuses_an_unknown_agency(self):
        self.check_refuses("competent_agency", "Sở Mây", competent_agency="Sở Mây")

    def test_import_refuses_a_number_that_is_none(self):
        self.check_refuses("time_limit_value", "mười", time_limit_value="mười")
        self.check_refuses("time_limit_value", "negative", time_limit_value="-3")

    def test_import_refuses_a_duplicate_key(self):
        record = self._checked(
            self._procedures(self._procedure_row(), self._procedure_row(name="Khác"))
        )
        self.assertRefused(record, 3, "code", "row 2")
        self.assertCounts(record, new=1, refused=1)

    def test_import_takes_one_code_for_the_country_and_for_a_province(self):
        head = (*PROCEDURE_HEAD, "province")
        record = self._checked(
            self._csv(
                head,
                (*self._procedure_row(), ""),
                (*self._procedure_row(), "Thử Nghiệm"),
            )
        )
        self.assertCounts(record, new=2)

    def test_import_refuses_an_unknown_province(self):
        record = self._checked(
            self._csv(
                (*PROCEDURE_HEAD, "province"), (*self._procedure_row(), "Atlantis")
            )
        )
        self.assertRefused(record, 2, "province", "Atlantis")

    def test_import_refuses_unknown_levels(self):
        for column, text in (
            ("level", "Cấp trời"),
            ("online_level", "Mức độ 9"),
            ("valid_from", "31/02/2026"),
            ("postal_return", "có lẽ"),
        ):
            with self.subTest(column=column):
                record = self._checked(
                    self._csv((*PROCEDURE_HEAD, column), (*self._procedure_row(), text))
                )
                self.assertRefused(record, 2, column, text)

    def test_import_keeps_a_name_of_800_characters_whole(self):
        name = "Thủ tục có tên rất dài " * 60
        record = self._checked(self._procedures(self._procedure_row(name=name)))
        self.assertCounts(record, new=1)
        warning = record.line_ids.filtered(lambda line: line.column == "name")
        self.assertEqual(warning.severity, "warning")
        record.action_import()
        self.assertEqual(self._version("9.100001").name, name.strip())

    def test_import_warns_of_a_code_that_excel_cut(self):
        record = self._checked(self._procedures(self._procedure_row("1.0125")))
        warning = record.line_ids.filtered(lambda line: line.column == "code")
        self.assertEqual(warning.severity, "warning")

    def test_import_refuses_component_without_procedure(self):
        record = self._checked(
            self._components(("9.999999", "1", "Đơn", "1", "0")), "component"
        )
        self.assertRefused(record, 2, "procedure_code", "9.999999")

    def test_import_refuses_components_with_bad_counts_or_twins(self):
        self._new_version()
        record = self._checked(
            self._components(
                ("9.000001", "1", "Đơn", "-1", "0"),
                ("9.000001", "2", "Đơn", "một", "0"),
                ("9.000001", "3", "Đơn", "1", "0"),
                ("9.000001", "3", "Đơn khác", "1", "0"),
                ("9.000001", "4", "", "1", "0"),
            ),
            "component",
        )
        self.assertRefused(record, 2, "original_count", "negative")
        self.assertRefused(record, 3, "original_count", "một")
        self.assertRefused(record, 5, "procedure_code", "row 4")
        self.assertRefused(record, 6, "name", "empty")
        self.assertCounts(record, new=1, refused=4)

    def test_import_shows_the_difference(self):
        self._new_version()
        record = self._checked(
            self._csv(
                ("code", "name", "time_limit_value", "time_limit_unit"),
                ("9.000001", "Cấp giấy phép thử nghiệm", "15", "ngày"),
            )
        )
        self.assertCounts(record, changed=1)
        self.assertEqual(
            record.result_line_ids.mapped(lambda r: (r.column, r.before, r.after)),
            [
                ("time_limit_value", "20", "15"),
                ("time_limit_unit", "ngày làm việc", "ngày"),
            ],
        )

    def test_import_sees_a_unit_beside_its_number(self):
        self._new_version()
        record = self._checked(
            self._csv(
                ("code", "name", "Thời hạn"),
                ("9.000001", "Cấp giấy phép thử nghiệm", "20 ngày"),
            )
        )
        self.assertEqual(record.result_line_ids.after, "ngày")

    def test_import_lets_what_the_catalog_holds_already_pass(self):
        self._new_version(
            limit_unit=False, agency_id=False, competent_text="Sở Mây", limit_value=12
        )
        record = self._checked(
            self._procedures(
                (
                    "9.000001",
                    "Cấp giấy phép thử nghiệm",
                    "",
                    "Sở Mây",
                    "12",
                    "",
                )
            )
        )
        self.assertCounts(record, unchanged=1)
        self.assertEqual(record.warning_count, 2)

    def test_check_changes_nothing_of_the_catalog(self):
        record = self._checked(self._procedures(self._procedure_row()))
        self.assertEqual(record.state, "checked")
        self.assertFalse(self._version("9.100001"))
        self.assertFalse(self.env["tthc.sector"].search([("name", "=", "Hộ tịch")]))

    def test_another_file_must_be_checked_anew(self):
        record = self._checked(self._procedures(self._procedure_row()))
        record.data = self._upload(
            self._procedures(self._procedure_row("9.100002"))
        ).data
        self.assertEqual(record.state, "draft")
        self.assertFalse(record.line_ids)

    def test_refused_rows_can_be_mended_and_imported(self):
        record = self._checked(
            self._procedures(
                self._procedure_row(),
                self._procedure_row("9.100002", time_limit_unit=""),
            )
        )
        book = self._book(record._refused_workbook())
        sheet = book.active
        self.assertEqual(sheet.max_row, 2)
        self.assertIn("unit", sheet.cell(2, len(PROCEDURE_HEAD) + 1).value)
        sheet.cell(2, PROCEDURE_HEAD.index("time_limit_unit") + 1).value = "ngày"
        mended = self._imported(self._saved(book))
        self.assertCounts(mended, new=1)
        self.assertEqual(self._version("9.100002").limit_unit, "day")
