from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged

from ..tools.dispatch_reader import read_due, read_points
from .duty_common import DutyCase

#: Lines of the dispatches of 2017, as they stand there.
PROVINCE = """
1. Thủ trưởng các đơn vị chủ động rà soát lại các thủ tục hành chính. Kết quả báo cáo \
UBND tỉnh (thông qua Sở Tư pháp) trước ngày **15/4/2017**.

2. Giao trách nhiệm Sở Tư pháp chủ trì, phối hợp các ngành có liên quan rà soát.

5. Giao trách nhiệm Sở Nội vụ, Văn phòng UBND tỉnh phối hợp các đơn vị đưa Trung tâm \
hành chính công vào hoạt động trong tháng 5/2017.
"""
NESTED = """
1. Văn phòng UBND tỉnh:

- Chủ trì, phối hợp với các cơ quan liên quan:
 - + Đầu tư xây dựng trụ sở.
 - + Xây dựng phương án nhân sự.
- Chỉ đạo Giám đốc Trung tâm xây dựng Quy định biên chế, lao động của

Trung tâm; Quy chế phối hợp.

2. Sở Tư pháp:

Chủ trì rà soát, lập danh mục.

9. Ủy ban nhân dân các huyện, thành phố:
- UBND thành phố Quảng Ngãi, UBND các huyện: Đức Phổ, Sơn Hà:
+ Khẩn trương xây dựng Đề án.
"""


class TestDispatchReader(BaseCase):
    def test_points_agencies_and_days_of_the_dispatch_of_march_2017(self):
        points = read_points(PROVINCE)
        self.assertEqual([row["point"] for row in points], ["1.", "2.", "5."])
        self.assertEqual(points[0]["report_to"], "UBND tỉnh (thông qua Sở Tư pháp)")
        self.assertEqual(points[0]["due_kind"], "before_day")
        self.assertEqual(points[0]["due_on"], date(2017, 4, 15))
        self.assertEqual(points[1]["lead"], "Sở Tư pháp")
        self.assertEqual(points[1]["due_kind"], "none")
        self.assertEqual(points[2]["lead"], "Sở Nội vụ, Văn phòng UBND tỉnh")
        self.assertEqual(points[2]["due_on"], date(2017, 5, 31))
        self.assertEqual(points[2]["due_words"], "trong tháng 5/2017")

    def test_headings_say_who_and_dashes_are_points_of_their_own(self):
        points = read_points(NESTED)
        self.assertEqual(
            [(row["point"], row["lead"]) for row in points],
            [
                ("1. gạch đầu dòng 1 dấu cộng 1", "Văn phòng UBND tỉnh"),
                ("1. gạch đầu dòng 1 dấu cộng 2", "Văn phòng UBND tỉnh"),
                ("1. gạch đầu dòng 2", "Văn phòng UBND tỉnh"),
                ("2.", "Sở Tư pháp"),
                (
                    "9. gạch đầu dòng 1 dấu cộng 1",
                    "UBND thành phố Quảng Ngãi, UBND các huyện: Đức Phổ, Sơn Hà",
                ),
            ],
        )
        self.assertIn("lao động của Trung tâm; Quy chế", points[2]["text"])
        self.assertEqual(points[4]["due_words"], "khẩn trương")

    def test_day_of_another_paper_is_no_deadline(self):
        for text in (
            "Thực hiện văn bản số 6311/UBND-HC ngày 30/6/2017 của UBND tỉnh",
            "Trước ngày 31/02/2017",
        ):
            self.assertEqual(read_due(text)["due_kind"], "none", text)

    def test_hours_and_last_days_are_read(self):
        due = read_due("gửi trước 16 giờ 30 phút ngày 29/3/2017")
        self.assertEqual(
            (due["due_kind"], due["due_on"], due["due_hour"]),
            ("by_hour", date(2017, 3, 29), 16.5),
        )
        due = read_due("chậm nhất là ngày 5.4.2017")
        self.assertEqual((due["due_kind"], due["due_on"]), ("by_day", date(2017, 4, 5)))
        self.assertEqual(read_due("báo cáo hằng tháng")["due_words"], "hằng tháng")


@tagged("post_install", "-at_install")
class TestDispatchPaste(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.justice.short_name = "Sở Tư pháp thử"

    def paste(self, text, user=None, **values):
        dispatch = self.make_dispatch(number="paste", duty_ids=False)
        self.env["tthc.dispatch.paste"].with_user(user or self.coordinator).create(
            {"dispatch_id": dispatch.id, "text": text, **values}
        ).action_confirm()
        return dispatch.duty_ids

    def test_known_agencies_are_found_and_others_stay_words(self):
        duty = self.paste(
            "1. Giao Sở Tư pháp thử, Kho bạc Nhà nước tỉnh chủ trì rà soát.\n"
        )
        self.assertEqual(duty.lead_ids, self.justice)
        self.assertEqual(duty.lead_text, "Kho bạc Nhà nước tỉnh")
        self.assertEqual(duty.state, "draft")

    def test_name_that_two_agencies_have_is_none_of_them(self):
        self.building.short_name = "Sở Tư pháp thử"
        duty = self.paste("1. Giao Sở Tư pháp thử chủ trì rà soát.")
        self.assertFalse(duty.lead_ids)
        self.assertEqual(duty.lead_text, "Sở Tư pháp thử")

    def test_agencies_of_another_province_stay_words(self):
        duty = self.paste("1. Sở Tư pháp thử:\n- Rà soát", match_agencies=False)
        self.assertFalse(duty.lead_ids)
        self.assertEqual(duty.lead_text, "Sở Tư pháp thử")

    def test_text_without_points_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "no points"):
            self.paste("Kính gửi các sở")

    def test_only_coordinators_paste(self):
        with self.assertRaises(AccessError):
            self.paste("1. Rà soát", user=self.reporter)
