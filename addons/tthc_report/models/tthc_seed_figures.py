from datetime import timedelta

from odoo import api, models
from odoo.fields import Command

from odoo.addons.tthc_base.tools.clock import frozen, now

#: How many dossiers of a plain procedure and of the interlinked one the demo settles.
PLAIN, CHAINED = 24, 12
#: Numbers of the people of these dossiers begin here; others have lower ones.
FIRST_NUMBER = 700
CODE = "DVC.0002"
STEPS = (("Thẩm định hồ sơ", 0, 2), ("Xác nhận thông tin hộ tịch", 1, 1))
#: Working hours that a step takes, in turn: mostly quick, now and then too slow.
HOURS = (3, 5, 4, 9, 6, 14, 2, 7, 30, 5, 4, 11)
HOUR = timedelta(hours=1)


class TthcSeed(models.AbstractModel):
    _inherit = "tthc.seed"

    @api.model
    def _load_figures_demo(self):
        """Two months of settled dossiers of invented people, for the tables."""
        seed = self.with_context(lang="vi_VN")
        clerk = seed._demo_user("clerk")
        versions = seed._demo_versions(clerk)
        if not versions:
            return
        chained = seed._demo_chained_version(clerk.tthc_center_id, versions[0])
        for number in range(PLAIN):
            seed._demo_settled(number, versions[number % 2], 2 * number + 2)
        for number in range(PLAIN, PLAIN + CHAINED):
            seed._demo_settled(number, chained, 3 * (number - PLAIN) + 3)
        self.env["tthc.step.usual"]._refresh()

    @api.model
    def _demo_chained_version(self, center, like):
        """A procedure of two agencies, marked as one of the demo.

        :param center: ``tthc.center`` that receives it
        :param like: ``tthc.procedure.version`` of the same sector
        """
        first, second = (
            self._demo_user(name).tthc_agency_ids[:1]
            for name in ("specialist", "specialist2")
        )
        steps = [
            {
                "sequence": 10 * place,
                "name": name,
                "agency_id": (first, second)[agency].id,
                "role": "specialist",
                "limit_value": days,
                "limit_unit": "working_day",
            }
            for place, (name, agency, days) in enumerate(STEPS, 1)
        ]
        steps.append(
            {
                "sequence": 30,
                "name": "Ký kết quả",
                "agency_id": first.id,
                "role": "leader",
                "limit_value": 1,
                "limit_unit": "working_day",
            }
        )
        procedure = self.env["tthc.procedure"].create(
            {
                "code": CODE,
                "province_id": self._province().id,
                "admission_ids": [Command.create({"center_id": center.id})],
            }
        )
        version = self.env["tthc.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "name": "Xác nhận thông tin công trình và hộ tịch liên thông (demo)",
                "agency_id": first.id,
                "sector_id": like.sector_id.id,
                "valid_from": center._today() - timedelta(days=400),
                "limit_value": 5,
                "limit_unit": "working_day",
                "fee_known": True,
                "online_level": "full",
                "is_interlinked": True,
                "level_province": True,
                "component_ids": [
                    Command.create(
                        {"sequence": 1, "name": "Đơn đề nghị", "original_count": 1}
                    )
                ],
                "step_ids": [Command.create(step) for step in steps],
            }
        )
        version.action_propose()
        version.action_approve()
        return version

    @api.model
    def _demo_settled(self, number, version, back):
        """One dossier, received so many working days ago, as far as it has come."""
        clerk, specialist, second, leader = (
            self._demo_user(name)
            for name in ("clerk", "specialist", "specialist2", "leader")
        )
        moment = self._demo_opening(back) + (number % 5) * HOUR
        dossier = self._demo_receive(
            FIRST_NUMBER + number,
            version,
            moment,
            channel="online" if number % 3 == 0 else "direct",
            result_channel="online" if number % 6 == 0 else "direct",
        )
        calendar = dossier.center_id.resource_calendar_id
        at = calendar.tthc_add_working_time(moment, HOUR)
        self._demo_act(at, clerk, dossier, "action_transfer")
        if number % 8 == 5:
            at = self._demo_supplement(dossier, calendar, at)
        if number % 12 == 10:
            at = self._demo_apology(dossier, calendar, at)
        if number % 12 == 3:
            at = self._demo_consultation(dossier, calendar, at)
        turn = number
        while dossier.state == "processing":
            at = calendar.tthc_add_working_time(at, HOURS[turn % len(HOURS)] * HOUR)
            turn += 5
            if at > now():
                return
            step = dossier._active_steps()[:1]
            if step.role == "leader":
                self._demo_decide(dossier, at, leader, number)
                return
            user = (
                specialist if step.agency_id in specialist.tthc_agency_ids else second
            )
            self._demo_act(at, user, dossier, "action_finish_step", "granted")

    @api.model
    def _demo_supplement(self, dossier, calendar, at):
        """The citizen brings what was missing, a working day and a half later."""
        specialist, clerk = self._demo_user("specialist"), self._demo_user("clerk")
        asked = calendar.tthc_add_working_time(at, 2 * HOUR)
        back = calendar.tthc_add_working_time(asked, 12 * HOUR)
        if back > now():
            return at
        self._demo_act(
            asked,
            specialist,
            dossier,
            "action_ask_supplement",
            "Đơn chưa có chữ ký (demo)",
            [{"name": "Đơn có chữ ký", "original_count": 1}],
        )
        self._demo_act(asked, clerk, dossier, "action_request_supplement")
        self._demo_act(back, clerk, dossier, "action_accept_supplement")
        return back

    @api.model
    def _demo_consultation(self, dossier, calendar, at):
        """Another agency is asked and answers a working day later."""
        second = self._demo_user("specialist2")
        asked = calendar.tthc_add_working_time(at, HOUR)
        answered = calendar.tthc_add_working_time(asked, 8 * HOUR)
        if answered > now():
            return at
        with frozen(asked):
            dossier.with_user(self._demo_user("specialist")).action_consult(
                agency=second.tthc_agency_ids[:1],
                reason="Đề nghị xác nhận thông tin hộ tịch (demo)",
                value=2,
                unit="working_day",
            )
        with frozen(answered):
            dossier.with_user(second).action_end_pause(answer="Thống nhất (demo)")
        return answered

    @api.model
    def _demo_apology(self, dossier, calendar, at):
        """The agency sees early that it needs three days more."""
        signed = calendar.tthc_add_working_time(at, HOUR)
        if signed > now() or not dossier.due:
            return at
        promised = dossier.center_id._local_day(dossier.due)
        self._demo_act(
            signed,
            self._demo_user("leader"),
            dossier,
            "action_apologise",
            "Cần xác minh thực địa (demo)",
            calendar.tthc_working_day_after(promised, 3),
        )
        return calendar.tthc_add_working_time(signed, 30 * HOUR)

    @api.model
    def _demo_decide(self, dossier, at, leader, number):
        refused = number % 11 == 7
        with frozen(at):
            dossier.with_user(leader).action_resolve(
                outcome="refused" if refused else "granted",
                number=f"{number}/KQ-demo",
                note="Không đủ điều kiện theo quy định (demo)" if refused else None,
            )

    @api.model
    def _demo_act(self, at, user, dossier, action, *arguments):
        with frozen(at):
            getattr(dossier.with_user(user), action)(*arguments)
