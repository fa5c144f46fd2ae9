from .card_common import picture
from .test_card import CardCase


class TestCardPhoto(CardCase):
    """The picture 3×4: ratio, dots, and who never sees it."""

    def photo(self, width, height, kind="JPEG"):
        person = self.main.staff_id
        person.photo = picture(width, height, kind)
        return person

    def test_3x4_with_enough_dots_fits(self):
        for width, height in ((283, 378), (600, 800), (596, 800), (1200, 1600)):
            with self.subTest(f"{width}x{height}"):
                self.assertTrue(self.photo(width, height).photo_fits)

    def test_a_large_picture_keeps_its_ratio(self):
        person = self.photo(3000, 4000)
        self.assertEqual((person.photo_width, person.photo_height), (1200, 1600))
        self.assertTrue(person.photo_fits)

    def test_other_ratio_is_told(self):
        for width, height in ((800, 800), (800, 600), (560, 800)):
            person = self.photo(width, height)
            with self.subTest(f"{width}x{height}"):
                self.assertFalse(person.photo_fits)
                self.assertIn("not 3×4", person.photo_problem)

    def test_too_few_dots_are_told_with_the_least(self):
        person = self.photo(150, 200, "PNG")
        self.assertFalse(person.photo_fits)
        self.assertIn("283 × 378", person.photo_problem)

    def test_problem_is_told_in_vietnamese(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        person = self.photo(800, 600).with_context(lang="vi_VN")
        self.assertIn("800 × 600", person.photo_problem)
        self.assertNotIn("picture", person.photo_problem)

    def test_no_picture_is_told_and_found(self):
        person = self.reserve.staff_id
        self.assertFalse(person.photo_fits)
        unfit = self.env["tthc.staff"].search([("photo_fits", "=", False)])
        self.assertIn(person, unfit)
        self.assertNotIn(self.main.staff_id, unfit)

    def test_picture_never_becomes_that_of_the_employee(self):
        employee = self.main.employee_id
        public = self.env["hr.employee.public"].browse(employee.id)
        photo = self.main.staff_id.photo
        for record in (employee, public, employee.user_id.partner_id):
            self.assertNotEqual(record.image_1920, photo)
        self.assertFalse(
            employee.has_avatar_image
            if hasattr(employee, "has_avatar_image")
            else False
        )
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "tthc.staff"), ("res_field", "=", "photo")]
        )
        self.assertFalse(any(attachment.mapped("public")))
