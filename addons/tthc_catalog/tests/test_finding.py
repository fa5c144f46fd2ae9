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
