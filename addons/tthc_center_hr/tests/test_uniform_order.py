import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.tthc_base.tests.print_common import PrintedFile

from .uniform_common import UniformCase


class TestUniformOrder(UniformCase):
    """Orders by supplier, garment and size; who gets what by which rule."""

    def test_order_is_for_the_people_who_are_entitled(self):
        sector = self.make_staff("Hải Quan", sector_uniform=True)
        self.make_assignment("main", sector)
        service = self.make_staff("Công Ty")
        self.make_assignment("service", service)
        proposed = self.make_staff("Chưa Duyệt")
        self.make_assignment("main", proposed, state="proposed")
        order = self.make_orders()
        self.assertEqual(order.person_ids.staff_id, self.woman | self.man)

    def test_no_rule_at_the_center_no_order(self):
        self.rule.center_ids = False
        with self.assertRaisesRegex(UserError, "No rule says"), self.env.cr.savepoint():
            self.make_orders()
        self.rule.write({"center_ids": self.center.ids, "date_from": "2027-01-01"})
        with self.assertRaisesRegex(UserError, "No rule says"), self.env.cr.savepoint():
            self.make_orders()
        with self.assertRaisesRegex(UserError, "in post then"), self.env.cr.savepoint():
            self.make_orders(year=2027)
        self.make_assignment(
            "main", self.man, date_from="2027-01-01", date_to="2027-12-31"
        )
        self.assertEqual(self.make_orders(year=2027).person_ids.staff_id, self.man)

    def test_two_rules_for_the_same_people_are_refused(self):
        refused = self.assertRaisesRegex(ValidationError, "would hold for the same")
        with refused, self.env.cr.savepoint():
            self.rule.copy({"center_ids": self.center.ids, "date_from": "2026-06-01"})
        self.rule.date_to = "2026-06-01"
        self.rule.copy(
            {"center_ids": self.center.ids, "date_from": "2026-06-01", "date_to": False}
        )

    def test_one_order_a_supplier_with_sizes_in_sum(self):
        second = self.make_staff("Ngô Thị Hai", self.building)
        self.make_assignment("main", second)
        self.choose(self.woman, self.size("female", "9"))
        self.choose(second, self.size("female", "9"))
        self.choose(self.man, self.size("male", "40"))
        orders = self.make_orders(self.shirt | self.skirt, sets=2, spare_percent=10)
        self.assertEqual(orders.supplier_id, self.supplier | self.tailor)
        shirts = orders.filtered(lambda order: order.supplier_id == self.supplier)
        self.assertRecordValues(
            shirts.line_ids,
            [
                {"size_id": self.size("female", "9").id, "need": 4, "spare": 1},
                {"size_id": self.size("male", "40").id, "need": 2, "spare": 1},
            ],
        )
        self.assertEqual((shirts.quantity, shirts.amount), (8, 4000000))
        skirts = orders - shirts
        self.assertEqual(skirts.person_ids.staff_id, self.woman | second)

    def test_closing_names_who_has_no_size(self):
        self.choose(self.woman, self.size("female", "9"))
        order = self.make_orders()
        self.assertIn("Lê Văn Nam (Sở Xây dựng Thử Nghiệm)", order.missing_names)
        with self.assertRaisesRegex(UserError, "1 people.*Lê Văn Nam"):
            order.action_close()
        self.assertEqual(order.state, "draft")
        self.choose(self.man, self.size("male", "40"))
        order.action_close()
        self.assertEqual((order.state, order.number), ("closed", 1))
        self.assertEqual(order.quantity, 2, "the size that came since is on it")

    def test_closing_takes_newcomers_and_asks_for_their_size(self):
        self.choose(self.woman, self.size("female", "9"))
        self.choose(self.man, self.size("male", "40"))
        order = self.make_orders()
        self.make_assignment("main", self.make_staff("Mới Đến"))
        with self.assertRaisesRegex(UserError, "Mới Đến"):
            order.action_close()

    def test_closing_asks_for_a_price(self):
        self.shirt.unit_price = 0
        with self.assertRaisesRegex(UserError, "no price"):
            self.make_closed_order()

    def test_nobody_is_ordered_for_beyond_the_rule_of_the_year(self):
        self.make_closed_order()
        rest = self.make_orders(sets=2)
        self.assertEqual(set(rest.person_ids.mapped("quantity")), {1})
        with self.assertRaisesRegex(UserError, "already"), self.env.cr.savepoint():
            self.make_orders()
        rest.action_cancel("Đặt nhầm")
        self.assertTrue(self.make_orders())

    def test_grid_has_the_pieces_and_what_is_spare(self):
        order = self.make_closed_order(spare_percent=50)
        grid = order.grid
        labels = [column["label"] for column in grid["columns"]]
        self.assertEqual(grid["totals"][labels.index("9")], 1)
        self.assertEqual(grid["total"], 2)
        by_label = {line["label"]: line["total"] for line in grid["lines"]}
        self.assertEqual(by_label, {"Spare": 2, "Ordered": 4, "Received": 0})
        people = self.env["tthc.uniform.order.person"]
        for row in grid["rows"]:
            for column, cell in zip(grid["columns"], row["cells"], strict=True):
                domain = order.open_grid_cell(row["id"], column["id"])["domain"]
                self.assertEqual(sum(people.search(domain).mapped("quantity")), cell)

    def test_excel_has_the_figures_of_the_screen_and_no_names(self):
        order = self.make_closed_order(spare_percent=50)
        book = load_workbook(io.BytesIO(order._workbook()))
        grid, lines = book.worksheets
        texts = {cell for sheet in book for row in sheet.values for cell in row}
        self.assertFalse(texts & {self.woman.name, self.man.name})
        head = [cell for cell in list(grid.values)[4]]
        rows = {row[1]: row for row in grid.iter_rows(min_row=6, values_only=True)}
        justice = rows[self.justice.display_name]
        self.assertEqual(justice[head.index("9")], 1)
        self.assertEqual(rows["Tổng"][-1], 2)
        total = list(lines.values)[-1]
        self.assertEqual(total[1], "Tổng")
        self.assertEqual((total[4], total[5], total[6], total[8]), (2, 2, 4, 2000000))

    def test_print_is_a4_landscape_with_totals(self):
        order = self.make_closed_order()
        report = self.env.ref("tthc_center_hr.action_report_uniform_order")
        content, _kind = self.env["ir.actions.report"]._render(report, order.ids)
        printed = PrintedFile(content)
        self.assertEqual(printed.sizes_mm()[0], (297.0, 210.0))
        text = " ".join(printed.texts())
        for words in ("ĐƠN ĐẶT MAY ĐỒNG PHỤC", "An Phước", "1.000.000", "Số 1/2026"):
            self.assertIn(words, text)

    def test_state_moves_by_actions_of_hr_alone(self):
        order = self.make_closed_order()
        for role in ("reporter", "manager", "inspector", "reception"):
            with self.subTest(role), self.assertRaises(AccessError):
                order.with_user(self.users[role]).action_cancel("x")
        hr = order.with_user(self.users["hr"])
        for vals in ({"state": "draft"}, {"number": 7}, {"year": 2020}):
            with self.assertRaises(AccessError):
                hr.write(vals)
        with self.assertRaises(UserError):
            hr.line_ids[0].spare = 5
        with self.assertRaises(AccessError):
            hr.person_ids[0].quantity = 5
        with self.assertRaises(AccessError):
            hr.create({"center_id": self.center.id, "supplier_id": self.supplier.id})
        with self.assertRaisesRegex(UserError, "why"):
            hr.action_reopen(" ")
        hr.action_reopen("Sai giá")
        self.assertEqual(hr.state, "draft")
        hr.line_ids[0].spare = 5
        with self.assertRaises(AccessError):
            hr.line_ids[0].need = 5
        hr.action_close()
        self.assertEqual((hr.number, hr.line_ids[0].spare), (1, 5))
        with self.assertRaisesRegex(UserError, "never deleted"):
            hr.unlink()

    def test_transition_table_of_the_readme_is_what_the_actions_do(self):
        actions = {
            "draft": {"action_close": "closed", "action_cancel": "cancelled"},
            "closed": {
                "action_reopen": "draft",
                "action_cancel": "cancelled",
                "action_finish": "done",
            },
            "done": {},
            "cancelled": {},
        }
        names = {name for row in actions.values() for name in row}
        for state, allowed in actions.items():
            for name in sorted(names):
                with self.subTest(state=state, action=name):
                    order = self._order_in(state)
                    call = getattr(order, name)
                    arguments = () if name == "action_close" else ("Lý do",)
                    if name in allowed:
                        call(*arguments)
                        self.assertEqual(order.state, allowed[name])
                    else:
                        with self.assertRaises(UserError):
                            call(*arguments)
                    order._moving().write({"state": "cancelled"})

    def _order_in(self, state):
        self.choose(self.woman, self.size("female", "9"))
        self.choose(self.man, self.size("male", "40"))
        order = self.make_orders()
        if state != "draft":
            order.action_close()
        if state == "done":
            order.action_finish("Không giao nữa")
        if state == "cancelled":
            order.action_cancel("Thôi")
        return order

    def test_the_number_of_queries_does_not_grow_with_the_people(self):
        order = self.make_closed_order()
        hr = self.users["hr"]

        def look():
            self.env.invalidate_all()
            order.with_user(hr).read(
                ["grid", "person_count", "missing_names", "amount"]
            )

        look()
        before = self.env.cr.sql_log_count
        look()
        count = self.env.cr.sql_log_count - before
        staff = self.env["tthc.staff"].create(
            [
                {"name": f"Người {number}", "agency_id": self.justice.id, "sex": "male"}
                for number in range(500)
            ]
        )
        order._moving().person_ids.create(
            [
                {
                    "order_id": order.id,
                    "staff_id": person.id,
                    "agency_id": person.agency_id.id,
                    "garment_id": self.shirt.id,
                    "size_id": self.size("male", "41").id,
                    "quantity": 1,
                }
                for person in staff
            ]
        )
        self.env.flush_all()
        with self.assertQueryCount(count):
            look()
        self.assertEqual(order.grid["total"], 502)
