import re
from datetime import timedelta
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.readiness_table import (
    CAMPAIGN_MOVES,
    DIFFICULTY_MOVES,
    REPORT_MOVES,
)
from .common import DUE, ReadinessCase

README = Path(__file__).parents[1] / "README.md"
#: What an action is called with.
WORDS = {
    "reject": ("Sửa lại",),
    "return": ("Sửa lại",),
    "answer": ("Đã cấp",),
    "ask_again": ("Chưa nhận được",),
    "follow": ("premises",),
}
NAMES = {
    "tthc_base.group_rollout_coordinator": "coordinator",
    "tthc_base.group_agency_reporter": "reporter",
    "tthc_base.group_leader": "leader",
}


@tagged("post_install", "-at_install")
class TestReadinessStates(ReadinessCase):
    def check_table(self, record, moves, words=None):
        """Try every action in every state; only the table's cells pass."""
        states = [key for key, _label in record._fields["state"].selection]
        words = {**WORDS, **(words or {})}
        for name, move in moves.items():
            role = NAMES[move.groups[0]]
            for state in states:
                with self.subTest(action=name, state=state), self.env.cr.savepoint():
                    record._moving().write({"state": state})
                    self.env.invalidate_all()
                    action = getattr(
                        record.with_user(self.users[role]), f"action_{name}"
                    )
                    if state in move.sources:
                        action(*words.get(name, ()))
                        self.assertEqual(record.state, move.target)
                    else:
                        with self.assertRaises(UserError):
                            action(*words.get(name, ()))
                    self._undo(record)

    def _undo(self, record):
        record.invalidate_recordset()
        record._moving().write(
            {
                "state": "draft"
                if "draft" in dict(record._fields["state"].selection)
                else "open"
            }
        )

    def test_every_cell_of_the_table_of_reports(self):
        self.check_table(self.report, REPORT_MOVES)

    def test_every_cell_of_the_table_of_campaigns(self):
        campaign = self.make_readiness_campaign(
            name="Đợt khác", center_id=self.other_center.id
        )
        self.check_table(campaign, CAMPAIGN_MOVES)

    def test_every_cell_of_the_table_of_difficulties(self):
        difficulty = self.env["tthc.readiness.difficulty"].create(
            {"report_id": self.report.id, "name": "Thiếu máy in"}
        )
        difficulty.with_user(self.users["coordinator"]).action_assign(self.justice)
        self.check_table(difficulty, DIFFICULTY_MOVES, {"assign": (self.justice,)})

    def test_readme_shows_the_three_tables(self):
        text = README.read_text(encoding="utf-8")
        text = text.partition("## States")[2].partition("## Late or not")[0]
        rows = re.findall(
            r"^\| ([\w, ]+) \| (\w+) \| (\w+) \| ([\w, ]+) \|$", text, re.M
        )
        shown = {
            (tuple(sources.split(", ")), name, target, tuple(who.split(", ")))
            for sources, name, target, who in rows
            if name != "action"
        }
        kept = {
            (
                move.sources,
                name,
                move.target,
                tuple(NAMES[group] for group in move.groups),
            )
            for moves in (CAMPAIGN_MOVES, REPORT_MOVES, DIFFICULTY_MOVES)
            for name, move in moves.items()
        }
        self.assertEqual(shown, kept)

    def test_nobody_writes_a_state_by_hand(self):
        coordinator = self.users["coordinator"]
        records = (
            self.campaign.with_user(coordinator),
            self.report.with_user(coordinator),
            self.env["tthc.readiness.difficulty"]
            .create({"report_id": self.report.id, "name": "Thiếu máy in"})
            .with_user(coordinator),
        )
        for record in records:
            with self.assertRaises(AccessError):
                record.write({"state": record._fields["state"].selection[-1][0]})
        # A client can send any context, but not the object that actions pass.
        with self.assertRaises(AccessError):
            self.report.with_user(coordinator).with_context(
                **{"tthc.readiness.report.move": True}
            ).write({"state": "accepted", "is_late": False})

    def test_nothing_begins_in_another_state(self):
        coordinator = self.users["coordinator"]
        campaigns = self.env["tthc.readiness.campaign"].with_user(coordinator)
        values = {
            "name": "Đợt khác",
            "center_id": self.other_center.id,
            "due_at": "2026-03-10 09:30:00",
        }
        self.assertEqual(campaigns.create({**values, "state": "draft"}).state, "draft")
        with self.assertRaises(AccessError):
            campaigns.create({**values, "state": "open"})
        with self.assertRaises(AccessError):
            campaigns.with_context(default_state="open").create(values)
        # Every user keeps defaults of the own.
        self.env["ir.default"].with_user(coordinator).set(
            "tthc.readiness.campaign", "state", "closed", user_id=True
        )
        with self.assertRaises(AccessError):
            campaigns.create(values)

    def test_reports_are_made_by_campaigns_and_never_deleted(self):
        with self.assertRaises(AccessError):
            self.env["tthc.readiness.report"].create(
                {"campaign_id": self.campaign.id, "agency_id": self.ward.id}
            )
        with self.assertRaises(AccessError):
            self.report.unlink()

    def test_open_campaign_asks_further_agencies_and_drops_none(self):
        campaign = self.campaign.with_user(self.users["coordinator"])
        campaign.agency_ids |= self.ward
        self.assertTrue(self.report_of(self.ward).count_ids)
        with self.assertRaisesRegex(UserError, "already"):
            campaign.agency_ids -= self.justice

    def test_campaign_opens_with_agencies_and_an_hour_to_come_only(self):
        nobody = self.make_readiness_campaign(agency_ids=False)
        with self.assertRaisesRegex(UserError, "Choose"):
            nobody.action_open()
        late = self.make_readiness_campaign(
            due_at="2026-03-01 09:30:00", agency_ids=self.ward.ids
        )
        with self.assertRaisesRegex(UserError, "over"):
            late.action_open()

    def test_what_the_agencies_were_asked_by_stays(self):
        campaign = self.as_user(self.campaign, "coordinator")
        for name, value in (
            ("form_edition", "2017"),
            ("count_scope", "center"),
            ("center_id", self.center.id),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                campaign.write({name: value})
        campaign.dispatch_number = "582/SNV-CCHC"
        campaign.action_close()
        with self.assertRaises(AccessError):
            campaign.due_at = DUE + timedelta(hours=1)

    def test_reports_can_not_be_due_after_the_opening(self):
        with self.assertRaises(UserError):
            self.campaign.opening_day = "2026-03-02"

    def test_difficulty_is_followed_to_its_answer(self):
        report = self.as_user(self.report, "reporter")
        report.difficulty_ids = [(0, 0, {"name": "Thiếu máy in"})]
        difficulty = report.difficulty_ids
        self.file(self.report)
        self.as_user(difficulty, "coordinator").action_assign(
            self.building, self.building_reporter, "2026-03-10"
        )
        with self.assertRaises(AccessError):
            self.as_user(difficulty, "reporter").action_answer("Tự trả lời")
        owner = difficulty.with_user(self.building_reporter)
        asker = self.as_user(difficulty, "reporter")
        self.assertEqual((owner.can_answer, owner.is_own), (True, False))
        self.assertEqual((asker.can_answer, asker.is_own), (False, True))
        reader = self.as_user(difficulty, "inspector")
        self.assertEqual((reader.can_answer, reader.is_own), (False, False))
        owner.action_answer("Đã cấp ngày 09/3")
        self.assertEqual(difficulty.answered_by_id, self.building_reporter)
        with self.assertRaisesRegex(AccessError, "alone asks again"):
            owner.action_ask_again("Hỏi hộ")
        self.as_user(difficulty, "reporter").action_ask_again("Máy hỏng")
        self.assertEqual(difficulty.state, "open")
        self.assertEqual(DUE, self.report.due_at)
