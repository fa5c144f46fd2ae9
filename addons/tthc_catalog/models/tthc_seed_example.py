from contextlib import nullcontext
from datetime import date, datetime, time, timedelta

from odoo import api, models
from odoo.fields import Command

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

DEMO = "Demo: không phải văn bản thật."
CHAIRMAN = "Chủ tịch UBND thành phố Đồng Nai"
#: Ten in the morning in Vietnam, naive UTC.
MORNING = time(3)
POLICE, TAX = "Công an Thành phố Đồng Nai", "Thuế Thành phố Đồng Nai"
#: Procedures of the vertical agencies, whose roadmap the demo shows; the days until
#: they are planned to be received are negative where the plan is overdue.
PLANS = {
    POLICE: {"1.001445": 45, "2.001410": -12, "3.000275": 45, "3.000333": 75},
    TAX: {"1.008510": 75, "1.008566": 75, "1.008588": 105},
}
EXCLUDED = ("1.003703", "1.008124")
AMENDED, ABOLISHED = "2.001333", "2.001258"
PUBLIC_SERVICE = "DVC.0001"
#: What the published text itself names; nothing is added to it.
STATED = {
    "3.000333": {
        "subject_ids": ("vietnamese", "foreigner", "overseas_vietnamese"),
        "result_ids": ({"name": "Phiếu Lý lịch tư pháp"},),
        "legal_basis_ids": (
            {
                "name": "Thông tư số 244/2016/TT-BTC ngày 11/11/2016 của Bộ Tài chính",
                "code": "244/2016/TT-BTC",
            },
        ),
    },
    "1.008566": {"subject_ids": ("enterprise",)},
}


class TthcSeedExample(models.AbstractModel):
    """A little of everything an editor meets, on top of the loaded catalog.

    Made through the actions that people take, on days around the day of loading, so
    that what is overdue, or yet to come, is so. All of it is marked as demo.
    """

    _name = "tthc.seed.example"
    _description = "Examples of the catalog's demo"

    @api.model
    def _load_catalog_examples(self):
        """Agencies, plans, exclusions, decisions, targets and a call, once."""
        center = self.env["tthc.center"].search([("level", "=", "province")], limit=1)
        if not center or self.env["tthc.agency"].search_count([("name", "=", POLICE)]):
            return
        verticals = self._load_vertical_agencies(center)
        self._load_plans(center, verticals)
        self._load_exclusions(center)
        self._load_targets(center)
        self._load_amendment()
        self._load_abolition()
        self._load_public_service(center)
        self._load_call()

    @api.model
    def _on(self, days):
        """A day counted from today.

        :param days: days from today, negative ones are past
        """
        return clock.today(VIETNAM) + timedelta(days=days)

    @api.model
    def _as_of(self, days):
        """What is done in the block is done in the morning of a day from today.

        :param days: days from today; 0 leaves the clock alone
        :return: context manager
        """
        if not days:
            return nullcontext()
        return clock.frozen(datetime.combine(self._on(days), MORNING))

    @api.model
    def _agency(self, identifier):
        return self.env["tthc.agency"].search([("identifier", "=", identifier)])

    @api.model
    def _published(self, *codes):
        """The approved versions of national procedures."""
        return self.env["tthc.procedure.version"].search(
            [
                ("code", "in", codes),
                ("province_id", "=", False),
                ("state", "=", "approved"),
            ]
        )

    @api.model
    def _load_vertical_agencies(self, center):
        """Police and tax, and the drafts of theirs that lack nothing but the agency.

        :param center: ``tthc.center`` of the province
        :return: dict of name → ``tthc.agency``
        """
        agencies = self.env["tthc.agency"].create(
            [
                {
                    "name": name,
                    "kind": "vertical",
                    "parent_id": center.agency_id.id,
                    "source": "Demo: cơ quan ngành dọc, chưa có mã định danh.",
                }
                for name in PLANS
            ]
        )
        by_name = {agency.name: agency for agency in agencies}
        for name, plans in PLANS.items():
            drafts = self.env["tthc.procedure.version"].search(
                [("code", "in", list(plans)), ("state", "=", "draft")]
            )
            drafts.agency_id = by_name[name]
            for draft in drafts:
                draft.write(self._stated_values(draft.code))
            drafts.action_propose()
            drafts.action_approve()
        return by_name

    @api.model
    def _stated_values(self, code):
        values = dict(STATED.get(code, {}))
        names = values.pop("subject_ids", ())
        subjects = [self.env.ref(f"tthc_catalog.subject_{name}").id for name in names]
        rows = {
            name: [Command.create(row) for row in lines]
            for name, lines in values.items()
        }
        return rows | {"subject_ids": [Command.set(subjects)]}

    @api.model
    def _load_plans(self, center, verticals):
        """The roadmap of the vertical agencies (dispatch 2522 of 2017, point 3)."""
        for name in verticals:
            for code, days in PLANS[name].items():
                with self._as_of(-60):
                    day = self._on(days + 60)
                    self._say(center, self._published(code), "planned", day)

    @api.model
    def _say(self, center, versions, state, day, **values):
        """Say how procedures stand at a center, with the wizard that people use."""
        self.env["tthc.admission.batch"].create(
            {
                "procedure_ids": [Command.set(versions.procedure_id.ids)],
                "center_ids": [Command.set(center.ids)],
                "state": state,
                "date": day,
                **values,
            }
        ).action_apply()

    @api.model
    def _load_exclusions(self, center):
        decision = self._decision("1480/QĐ-UBND", -40, -30, "kept")
        self._say(
            center,
            self._published(*EXCLUDED),
            "excluded",
            decision.date_effective,
            reason_id=self.env.ref("tthc_catalog.admission_reason_inspection").id,
            reason="Lấy mẫu, kiểm tra tại nơi hàng hóa đến (demo)",
            decision_id=decision.id,
        )

    @api.model
    def _decision(self, number, signed, effective, kind):
        """A decision of the chairman that is not a real one.

        :param number: of the decision
        :param signed: days from today on which it was signed
        :param effective: days from today from which it is in effect
        :param kind: key of the selection
        """
        editor = self.env.ref("tthc_base.user_demo_editor", raise_if_not_found=False)
        return self.env["tthc.decision"].create(
            {
                "name": f"{number} (demo)",
                "date": self._on(signed),
                "date_effective": self._on(effective),
                "authority": CHAIRMAN,
                "kind": kind,
                "user_id": editor.id if editor else False,
            }
        )

    @api.model
    def _load_targets(self, center):
        year = clock.today(VIETNAM).year + 1
        self.env["tthc.admission.target"].create(
            [
                {
                    "center_id": center.id,
                    "percent": 100,
                    "date": date(year, 1, 1),
                    "source": f"{DEMO} Theo mẫu Công văn 3530/UBND-NC năm 2017 của "
                    "UBND tỉnh Bắc Giang, mục 2.",
                },
                {
                    "center_id": center.id,
                    "agency_id": self._agency("H19.9").id,
                    "percent": 100,
                    "date": self._on(30),
                    "source": DEMO,
                },
            ]
        )

    @api.model
    def _load_amendment(self):
        """A proposal that waits for a controller: a fee changes, a paper is added."""
        version = self._published(AMENDED)
        version.action_amend()
        draft = self.env["tthc.procedure.version"].search(
            [("amended_from_id", "=", version.id)]
        )
        decision = self._decision("1602/QĐ-UBND", -3, 14, "amended")
        draft.write(
            {
                "decision_id": decision.id,
                "valid_from": decision.date_effective,
                "valid_from_note": False,
                "fee_amount": 400000,
                "fee_text": "400.000 đồng (demo)",
                "supplement_policy": "exclude",
                "supplement_window_value": 30,
                "supplement_window_unit": "day",
                "supplement_window_end": "close",
                "component_ids": [
                    Command.create(
                        {
                            "name": "Bản sao Giấy đăng ký hoạt động đã cấp (demo)",
                            "copy_count": 1,
                            "held_by_state": True,
                            "sequence": 90,
                            "source": DEMO,
                        }
                    )
                ],
            }
        )
        draft.action_propose()

    @api.model
    def _load_abolition(self):
        """A version that ends on a day to come."""
        decision = self._decision("1610/QĐ-UBND", -2, 25, "abolished")
        decision.ending_ids = self._published(ABOLISHED)
        decision.action_abolish_versions()

    @api.model
    def _load_public_service(self, center):
        """A public service that is no procedure: received like one, counted apart."""
        version = self.env["tthc.procedure.version"].create(
            {
                "procedure_id": self.env["tthc.procedure"]
                .create(
                    {
                        "code": PUBLIC_SERVICE,
                        "province_id": self.env["tthc.seed"]._province().id,
                    }
                )
                .id,
                "name": "Cung cấp thông tin quy hoạch xây dựng theo yêu cầu (demo)",
                "agency_id": self._agency("H19.14").id,
                "valid_from": self._on(-90),
                "is_public_service": True,
                "level_province": True,
                "limit_value": 2,
                "limit_unit": "working_day",
                "fee_known": True,
                "online_level": "full",
                "online_submission": "yes",
                "postal_submission": "no",
                "postal_return": "yes",
                "source": DEMO,
            }
        )
        version.action_propose()
        version.action_approve()
        self._say(center, version, "in", self._on(-90))

    @api.model
    def _load_call(self):
        """Three agencies were asked: one answered in time, one late, one not yet."""
        in_time, late, silent = (
            self._agency(identifier) for identifier in ("H19.14", "H19.151", "H19.7")
        )
        justice = self._agency("H19.9")
        with self._as_of(-45):
            call = self.env["tthc.chain.call"].create(
                {
                    "name": "Đề xuất nhóm thủ tục liên thông (demo)",
                    "document": "Theo mẫu Công văn 2522/UBND-HCTC ngày 21/3/2017",
                    "date_due": self._on(35),
                    "reviewer_agency_id": justice.id,
                    "agency_ids": [Command.set((in_time | late | silent).ids)],
                }
            )
            call.action_ask()
        self._answer(
            call,
            in_time,
            -15,
            name="Cấp phép xây dựng – đấu nối giao thông (demo)",
            field_text="Xây dựng – giao thông",
            partner_agency_ids=[Command.set((in_time | late).ids)],
        ).action_review()
        self._answer(
            call,
            late,
            -4,
            name="Giao đất – giấy phép môi trường – xây dựng (demo)",
            field_text="Đất đai – môi trường – xây dựng",
            partner_agency_ids=[Command.set((late | in_time).ids)],
        )

    @api.model
    def _answer(self, call, agency, days, **values):
        """File the answer of an agency.

        :param call: ``tthc.chain.call``
        :param agency: ``tthc.agency`` that answers
        :param days: days from today on which it is filed
        :param values: of the proposal
        :return: ``tthc.chain.proposal``
        """
        proposal = call.proposal_ids.filtered(lambda row: row.agency_id == agency)
        proposal.write(values)
        with self._as_of(days):
            proposal.action_file()
        return proposal
