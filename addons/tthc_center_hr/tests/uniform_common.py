from .common import HrCase

#: A drawn signature, as small as a picture can be.
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
    "AABJRU5ErkJggg=="
)


class UniformData:
    """A shirt of An Phước and a skirt, the rule of Đồng Nai, people of two agencies.

    Call :meth:`make_uniform_data` after ``make_hr_data``. ``self.woman`` is main staff
    of the justice department, ``self.man`` of the building department.
    """

    @classmethod
    def make_uniform_data(cls):
        """Create prices, sizes, the rule and the people."""
        cls.shirt = cls.env.ref("tthc_center_hr.uniform_shirt_an_ph__c")
        cls.shirt.unit_price = 500000
        cls.supplier = cls.shirt.supplier_id
        cls.tailor = cls.env["tthc.uniform.supplier"].create({"name": "May Thử Nghiệm"})
        cls.skirt = cls.env["tthc.uniform.garment"].create(
            {
                "name": "Chân váy",
                "sex": "female",
                "supplier_id": cls.tailor.id,
                "unit_price": 300000,
                "size_ids": [
                    (0, 0, {"name": name, "sex": "female"}) for name in ("S", "M")
                ],
            }
        )
        cls.rule = cls.env.ref("tthc_center_hr.uniform_rule_dong_nai_52")
        cls.rule.center_ids = cls.center
        cls.woman = cls.main.staff_id
        cls.man = cls.make_staff("Lê Văn Nam", cls.building, sex="male")
        cls.man_post = cls.make_assignment("main", cls.man)

    @classmethod
    def size(cls, sex, name, garment=None):
        """A size by its sex and name, of the shirt unless told otherwise."""
        return (garment or cls.shirt).size_ids.filtered(
            lambda row: row.sex == sex and row.name == name
        )

    @classmethod
    def choose(cls, staff, size):
        """The row with a size of a person."""
        choices = cls.env["tthc.uniform.size.choice"]
        row = choices._ensure([(staff, size.garment_id)])[staff.id, size.garment_id.id]
        row.size_id = size
        return row

    @classmethod
    def make_campaign(cls, garments=None, **values):
        """A campaign of the shirt that is being prepared."""
        return cls.env["tthc.uniform.campaign"].create(
            {
                "name": "Đồng phục 2026",
                "center_id": cls.center.id,
                "garment_ids": (garments or cls.shirt).ids,
                "deadline": "2026-03-20",
                **values,
            }
        )

    @classmethod
    def make_orders(cls, garments=None, user=None, **values):
        """Orders of the shirt as the wizard makes them, without spare pieces."""
        wizard = (
            cls.env["tthc.uniform.order.make"]
            .with_user(user or cls.env.user)
            .create(
                {
                    "center_id": cls.center.id,
                    "garment_ids": (garments or cls.shirt).ids,
                    "spare_percent": 0,
                    **values,
                }
            )
        )
        before = cls.env["tthc.uniform.order"].search([])
        wizard.action_make()
        return cls.env["tthc.uniform.order"].search([]) - before

    @classmethod
    def make_closed_order(cls, **values):
        """A closed order of a shirt each for the woman (9) and the man (40)."""
        cls.choose(cls.woman, cls.size("female", "9"))
        cls.choose(cls.man, cls.size("male", "40"))
        order = cls.make_orders(**values)
        order.action_close()
        return order

    @classmethod
    def deliver(cls, order, **values):
        """Put all that is missing of an order in stock."""
        delivery = cls.env["tthc.uniform.delivery"].browse(
            order.action_deliver()["res_id"]
        )
        delivery.write(values)
        delivery.action_confirm()
        return delivery

    @classmethod
    def issue(cls, staff, size, quantity=1, **values):
        """A signed issue of a size, not handed out yet."""
        return cls.env["tthc.uniform.issue"].create(
            {
                "center_id": cls.center.id,
                "staff_id": staff.id,
                "signature": SIGNATURE,
                "line_ids": [(0, 0, {"size_id": size.id, "quantity": quantity})],
                **values,
            }
        )

    @classmethod
    def stock(cls, size):
        """The stock of a size at the center."""
        return cls.env["tthc.uniform.stock"].search(
            [("center_id", "=", cls.center.id), ("size_id", "=", size.id)]
        )


class UniformCase(UniformData, HrCase):
    """Base of the tests of uniforms."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_uniform_data()
