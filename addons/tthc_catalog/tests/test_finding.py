from datetime import date

from .common import CatalogCommon

DAY = date(2026, 3, 2)


class TestFinding(CatalogCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house = cls._approved_version(
            "9.000101",
            name="Cấp giấy phép xây dựng nhà ở riêng lẻ",
            agency_id=cls.building.id,
        )
        cls.birth = cls._approved_version("9.000202", name="Đăng ký khai sinh")
        cls._admit(cls.house | cls.birth)
        cls.version_model = cls.env["tthc.procedure.version"]

    def _find(self, text, **values):
        return self.version_model._find_for_center(text, self.center, DAY, **values)

    def test_words_without_accents_find_a_name_with_accents(self):
        self.assertEqual(self._find("dang ky khai sinh"), self.birth)

    def test_words_with_accents_find_the_same(self):
        self.assertEqual(self._find("Đăng ký Khai Sinh"), self.birth)

    def test_words_are_found_in_any_order(self):
        self.assertEqual(self._find("nha o xay dung cap phep"), self.house)

    def test_every_word_must_occur(self):
        self.assertFalse(self._find("khai sinh nha"))

    def test_part_of_a_code_finds(self):
        self.assertEqual(self._find("000202"), self.birth)

    def test_name_of_the_agency_finds(self):
        self.assertEqual(self._find("so xay dung"), self.house)

    def test_code_that_begins_as_typed_comes_first(self):
        named = self._approved_version("8.111111", name="Thay 9.000101 bằng bản mới")
        self._admit(named)
        self.assertEqual(list(self._find("9.000101")), [self.house, named])

    def test_words_of_the_name_come_before_words_of_the_agency(self):
        road = self._approved_version(
            "1.000001",
            name="Cấp giấy phép lưu hành xe quá tải",
            agency_id=self.building.id,
        )
        self._admit(road)
        self.assertEqual(list(self._find("giay phep xay dung")), [self.house, road])

    def test_no_more_than_the_limit(self):
        self.assertEqual(len(self._find("", limit=1)), 1)

    def test_other_center_does_not_find(self):
        found = self.version_model._find_for_center("", self.other_center, DAY)
        self.assertFalse(found)

    def test_draft_is_not_found(self):
        self._admit(self._new_version("9.000303", name="Đăng ký kết hôn"))
        self.assertFalse(self._find("ket hon"))

    def test_row_of_the_province_hides_the_national_one(self):
        local = self._approved_version(
            "9.000202", self.province, name="Đăng ký khai sinh tại tỉnh"
        )
        self._admit(local)
        self.assertEqual(self._find("khai sinh"), local)

    def test_national_row_is_hidden_where_only_its_name_matches(self):
        local = self._approved_version("9.000202", self.province, name="Thủ tục khác")
        self._admit(local)
        self.assertFalse(self._find("khai sinh"))

    def test_national_row_is_hidden_where_the_province_excludes_its_own(self):
        local = self._approved_version("9.000202", self.province)
        self._admit(local, state="excluded", reason="Lưu động")
        self.assertFalse(self._find("9.000202"))

    def test_draft_of_the_province_hides_nothing(self):
        self._admit(self._new_version("9.000202", self.province))
        self.assertEqual(self._find("9.000202"), self.birth)

    def test_number_of_queries_does_not_grow_with_the_catalog(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._find("dang ky")
            return self.env.cr.sql_log_count - before

        self._find("dang ky")
        few = count()
        for number in range(30):
            self._admit(
                self._approved_version(f"9.1{number:05}", name=f"Đăng ký {number}")
            )
        self.assertLessEqual(count(), few)

    def test_search_field_folds_accents_for_lists(self):
        domain = [("query", "ilike", "Giấy XÂY nhà")]
        self.assertIn(self.house, self.version_model.search(domain))
        self.assertNotIn(self.birth, self.version_model.search(domain))

    def test_search_field_can_be_negated(self):
        found = self.version_model.search([("query", "not ilike", "xay dung")])
        self.assertIn(self.birth, found)
        self.assertNotIn(self.house, found)

    def test_reference_to_a_version_is_found_by_words(self):
        names = self.version_model.name_search("khai sinh")
        self.assertIn(self.birth.id, [id_ for id_, _name in names])

    def test_procedure_is_found_by_the_words_of_its_versions(self):
        names = self.env["tthc.procedure"].name_search("khai sinh")
        self.assertIn(self.birth.procedure_id.id, [id_ for id_, _name in names])

    # -- forms ------------------------------------------------------------------

    def _with_form(self, code, **paper):
        version = self._new_version(code, name=f"Thủ tục {code}")
        self.env["tthc.procedure.component"].create(
            {"version_id": version.id, "name": "Tờ khai", **paper}
        )
        version.action_propose()
        version.action_approve()
        self._admit(version)
        return version

    def test_form_code_finds_what_carries_it(self):
        version = self._with_form("9.000501", form_code="Mẫu số 01")
        for text in ("Mẫu số 01", "mau so 01", "mẫu 1", "Mau 01"):
            with self.subTest(text=text):
                self.assertEqual(self._find(text), version)

    def test_form_code_is_no_beginning_of_another_number(self):
        self._with_form("9.000502", form_code="Mẫu số 10")
        self.assertFalse(self._find("mẫu số 1"))

    def test_exact_form_comes_before_its_variants(self):
        variant = self._with_form("9.000503", form_code="Mẫu số 01/LPTB")
        exact = self._with_form("9.000504", form_code="mẫu số 1")
        self.assertEqual(list(self._find("mẫu số 01")), [exact, variant])
        self.assertEqual(self._find("01/LPTB"), variant)

    def test_form_that_the_name_of_a_paper_cites_is_found(self):
        version = self._with_form("9.000505", name="Phiếu khai báo (mẫu NA17)")
        self.assertEqual(self._find("NA17"), version)
        self.assertEqual(self._find("na1"), version)
        self.assertEqual(self._find("na17 thu tuc"), version)

    def test_changed_form_is_found_by_its_new_code_only(self):
        version = self._new_version("9.000506")
        paper = self.env["tthc.procedure.component"].create(
            {"version_id": version.id, "name": "Đơn", "form_code": "CT01"}
        )
        paper.form_code = "CT02"
        found = self.version_model.search([("form_query", "ilike", "ct01")])
        self.assertNotIn(version, found)
        found = self.version_model.search([("form_query", "ilike", "ct02")])
        self.assertIn(version, found)

    def test_search_of_procedures_finds_by_form_agency_and_sector(self):
        version = self._with_form("9.000507", form_code="NA99")
        sector = self.env["tthc.sector"].create({"name": "Xuất nhập cảnh"})
        draft = version.copy({"sector_id": sector.id})
        procedures = self.env["tthc.procedure"]
        for domain in (
            [("form_query", "ilike", "na99")],
            [("sector_id", "=", sector.id)],
            [("agency_id", "child_of", self.justice.id)],
            [("name", "ilike", "nhap xuat canh")],
        ):
            with self.subTest(domain=domain):
                self.assertIn(draft.procedure_id, procedures.search(domain))

    def test_first_page_is_one_search_whatever_is_typed(self):
        for text in ("", "9.0", "dang ky", "mẫu số 01"):
            self._find(text)
            self.env.invalidate_all()
            with self.subTest(text=text), self.assertQueryCount(2):
                self._find(text).mapped("name")
