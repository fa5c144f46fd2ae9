from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import frozen, now

#: Days ago, and how far the dossier has come since: number of steps taken.
STORY = (
    (21, 5),
    (16, 5),
    (14, 1),
    (12, 4),
    (9, 5),
    (8, 3),
    (7, 4),
    (6, 2),
    (5, 2),
    (4, 3),
    (3, 2),
    (2, 2),
    (1, 1),
    (1, 2),
)
PAPERS_AT_MOST = 12


class TthcSeed(models.AbstractModel):
    _inherit = "tthc.seed"

    @api.model
    def _load_dossiers_demo(self):
        """A few dossiers of invented people, in all stages, at the demo center."""
        clerk, specialist, leader = (
            self.env.ref(f"tthc_base.user_demo_{name}")
            for name in ("clerk", "specialist", "leader")
        )
        versions = self._demo_versions(clerk)
        if not versions:
            return
        calendar = clerk.tthc_center_id.resource_calendar_id
        for number, (days, steps) in enumerate(STORY, start=1):
            version = versions[number % len(versions)]
            moment = calendar.tthc_next_opening(now() - timedelta(days=days))
            moment = min(moment + timedelta(minutes=17 * number), now())
            self._demo_dossier(
                number, version, moment, (clerk, specialist, leader), steps
            )
        self._demo_other_ways(versions[0], (clerk, specialist, leader))

    @api.model
    def _demo_versions(self, clerk):
        center, agency = clerk.tthc_center_id, clerk.tthc_agency_ids
        versions = self.env["tthc.procedure.version"].search(
            self.env["tthc.procedure.version"]._domain_in_force(center._today())
            & Domain("agency_id", "in", agency.ids)
            & Domain("limit_unit", "=", "working_day")
            & Domain("procedure_id.admission_ids.center_id", "=", center.id),
        )
        return versions.filtered(
            lambda version: 0 < version.component_count <= PAPERS_AT_MOST
        )[:8]

    @api.model
    def _demo_other_ways(self, version, people):
        """One dossier each that was guided, refused, waits for papers or payment."""
        clerk, specialist, leader = people
        calendar = clerk.tthc_center_id.resource_calendar_id
        yesterday = calendar.tthc_next_opening(now() - timedelta(days=2))
        desk = self.env["tthc.intake.desk"].with_user(clerk)
        first = len(STORY) + 1
        with frozen(min(yesterday, now())):
            papers = [{"component_id": paper.id} for paper in version.component_ids]
            intake = self._demo_intake(first, version)
            desk.guide({**intake, "components": []}, "Chưa nộp giấy tờ nào", papers)
            desk.refuse(
                self._demo_intake(first + 1, version), "Không thuộc thẩm quyền (demo)"
            )
        waiting, unpaid = (
            self._demo_dossier(number, version, min(yesterday, now()), people, 2)
            for number in (first + 2, first + 3)
        )
        waiting.with_user(specialist).action_ask_supplement(
            "Bản vẽ chưa có chữ ký (demo)", [{"name": "Bản vẽ", "original_count": 1}]
        )
        waiting.with_user(clerk).action_request_supplement()
        unpaid.with_user(specialist).action_ask_fee("Thông báo thuế 01 (demo)")

    @api.model
    def _demo_dossier(self, number, version, moment, people, steps):
        clerk, specialist, leader = people
        with frozen(moment):
            desk = self.env["tthc.intake.desk"].with_user(clerk)
            answer = desk.receive(self._demo_intake(number, version))
        dossier = self.env["tthc.dossier"].browse(answer["id"])
        moves = (
            (clerk, "action_transfer", {}),
            (specialist, "action_finish_step", {"outcome": "granted"}),
            (leader, "action_resolve", {"number": f"{number}/GP-demo"}),
            (clerk, "action_give_back", {"proof": "receipt", "means": "phone"}),
        )
        for hours, (user, method, arguments) in enumerate(moves[: steps - 1], start=1):
            with frozen(min(moment + timedelta(hours=5 * hours), now())):
                getattr(dossier.with_user(user), method)(**arguments)
        return dossier

    @api.model
    def _demo_intake(self, number, version):
        """What a counter sends for a complete dossier of an invented person."""
        name = f"Nguyễn Văn Mẫu {number:02d} (demo)"
        return {
            "key": f"demo-{number}",
            "version_id": version.id,
            "components": [
                {
                    "id": paper.id,
                    "original": paper.original_count,
                    "copy": paper.copy_count,
                }
                for paper in version.component_ids
            ],
            "owner": {
                "name": name,
                # No real citizen number begins with three zeros.
                "identity": f"000{number:09d}",
                "phone": f"0900000{number:03d}",
                "address": "Phường Trảng Dài, thành phố Đồng Nai",
            },
        }
