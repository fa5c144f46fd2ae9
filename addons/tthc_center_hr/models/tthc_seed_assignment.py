from datetime import timedelta

from odoo import Command, api, models

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: Invented, as all people of the demo; each carries the mark behind the name.
SURNAMES = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi"),
    *("Đỗ", "Hồ", "Ngô"),
)
WOMEN = ("Thị Mai", "Thị Hoa", "Thu Hà", "Ngọc Lan", "Thị Yến", "Kim Chi", "Thanh Tâm")
MEN = ("Văn Bình", "Minh Đức", "Quốc Huy", "Văn Sơn", "Hữu Phước", "Đình Long")
MARK = " (demo)"
#: The people of an agency: role, title, whether at the counter.
OF_AN_AGENCY = (
    ("leader", "Phó Giám đốc Sở"),
    ("reserve", "Chuyên viên"),
    ("postal", "Văn thư"),
)
#: Sends main staff and no reserve (Decree 61/2018 Art 12.8).
WITHOUT_RESERVE = "Sở Y tế"
#: Their terms end within the 60 days of the list.
ENDING = ("03", "10", "12")
#: Days before today and after it.
TERM = (-120, 244)
TERM_THAT_ENDS = (-335, 29)


class TthcSeed(models.AbstractModel):
    _inherit = "tthc.seed"

    @api.model
    def _load_assignment_demo(self):
        """The people of the demo center: in post, ending soon, and proposed."""
        self._hide_demo_of_odoo()
        center = self.env.ref("tthc_base.center_province")
        center.hr_user_id = self.env.ref("tthc_base.user_demo_hr")
        people = self.env["tthc.assignment"]
        people |= self._demo_heads(center)
        for number, counter in enumerate(center.counter_ids):
            people |= self._demo_main(center, counter, number)
        for number, agency in enumerate(center.agency_ids - center.agency_id):
            people |= self._demo_agency(center, agency, number)
        proposed = self.env.ref("tthc_base.user_demo_reporter").tthc_agency_ids
        waiting = people.filtered(
            lambda row: row.agency_id == proposed and row.role == "postal"
        )
        self._demo_decide(center, people - waiting)
        waiting.action_propose()

    @api.model
    def _hide_demo_of_odoo(self):
        """Odoo's own demo employees do not work at this center."""
        for model in ("hr.employee", "hr.department"):
            known = self.env["ir.model.data"].search(
                [("model", "=", model), ("module", "=like", "hr%")]
            )
            self.env[model].browse(known.mapped("res_id")).exists().active = False

    @api.model
    def _demo_decide(self, center, people):
        """Propose people and issue the decision on them."""
        people.action_propose()
        people.filtered(
            lambda row: row.role == "main" and WITHOUT_RESERVE in row.agency_id.name
        ).override_reason = "Sở đang bổ sung nhân sự dự phòng"
        decision = self.env["tthc.assignment.decision"].create(
            {
                "number": "01/QĐ-UBND (demo)",
                "date": today(VIETNAM) + timedelta(days=TERM_THAT_ENDS[0] - 5),
                "authority": "Chủ tịch UBND thành phố",
                "signer": f"Đinh Văn Chủ Tịch{MARK}",
                "center_id": center.id,
            }
        )
        people._put_into(decision)
        decision.action_issue()

    @api.model
    def _demo_heads(self, center):
        people = self.env["tthc.assignment"]
        manager = self.env.ref("tthc_base.user_demo_manager")
        people |= self._demo_post(
            center,
            center.agency_id,
            "director",
            "Phó Chánh Văn phòng UBND",
            0,
            user=manager,
        )
        for number in (1, 2):
            people |= self._demo_post(
                center, center.agency_id, "deputy", "Trưởng phòng", number
            )
        return people

    @api.model
    def _demo_main(self, center, counter, number):
        """Who serves a counter; the demo's clerks have their accounts."""
        user = counter.user_ids[:1]
        role = "center_staff" if counter.agency_ids == center.agency_id else "main"
        return self._demo_post(
            center,
            counter.agency_ids[:1],
            role,
            "Chuyên viên",
            number + 3,
            user=user,
            ending=counter.code in ENDING,
            counter_ids=[Command.set(counter.ids)],
        )

    @api.model
    def _demo_agency(self, center, agency, number):
        people = self.env["tthc.assignment"]
        for place, (role, title) in enumerate(OF_AN_AGENCY):
            if role == "reserve" and WITHOUT_RESERVE in agency.name:
                continue
            user = self.env["res.users"]
            if role == "leader":
                leader = self.env.ref("tthc_base.user_demo_leader")
                user = leader if agency in leader.tthc_agency_ids else user
            people |= self._demo_post(
                center, agency, role, title, 20 + 3 * number + place, user=user
            )
        return people

    @api.model
    def _demo_post(
        self, center, agency, role, title, number, user=None, ending=False, **values
    ):
        """A proposal with the person's sheet.

        :param number: chooses the invented name
        :param ending: whether the term ends soon
        :param user: ``res.users`` whose sheet it is, with the account's name
        """
        woman = number % 2 == 0
        given = (WOMEN if woman else MEN)[number % (len(WOMEN) if woman else len(MEN))]
        name = f"{SURNAMES[number * 5 % len(SURNAMES)]} {given}{MARK}"
        if user and "Thị" in user.name:
            woman = True
        first, last = TERM_THAT_ENDS if ending else TERM
        person = self.env["tthc.staff"].create(
            {
                "name": user.name if user else name,
                **({"user_id": user.id} if user else {}),
                "agency_id": agency.id,
                "work_phone": f"(0251) 3822 {100 + number}",
                "personal_phone": f"09000000{number:02d}",
                "sex": "female" if woman else "male",
                "rank": "Chuyên viên chính" if number % 4 == 0 else "Chuyên viên",
                "field_since": today(VIETNAM) - timedelta(days=365 * (5 + number % 9)),
            }
        )
        return self.env["tthc.assignment"].create(
            {
                "staff_id": person.id,
                "role": role,
                "title": title,
                "agency_id": agency.id,
                "center_id": center.id,
                "date_from": today(VIETNAM) + timedelta(days=first),
                "date_to": today(VIETNAM) + timedelta(days=last)
                if role in ("main", "center_staff")
                else False,
                **values,
            }
        )
