from datetime import datetime, timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

REASON = "Bản vẽ thiếu chữ ký của đơn vị thiết kế"


class TestIntakeOutcome(DossierCase):
    """What else a counter answers than a receipt; each leaves a record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = cls.env["tthc.intake.desk"].with_user(cls.clerk)
        cls.papers = cls.version.component_ids

    def _guide(self, missing=None, moment=THURSDAY, **values):
        """Guide a citizen who lacks papers (by default the last two of three)."""
        missing = self.papers[1:] if missing is None else missing
        components = [{"id": row.id, "original": 1} for row in self.papers - missing]
        intake = self.intake(components=components, **values)
        lines = [{"component_id": row.id} for row in missing]
        with frozen(moment):
            answer = self.desk.guide(intake, REASON, lines)
        return self.env["tthc.dossier"].browse(answer["id"])

    def test_t2_guidance_is_recorded_and_nothing_is_received(self):
        dossier = self._guide()
        self.assertEqual(dossier.state, "intake_supplement")
        self.assertFalse(dossier.code or dossier.due or dossier.register_number)
        self.assertEqual(dossier.turned_away_by_id, self.clerk)
        self.assertEqual(dossier.turned_away_at, THURSDAY)
        request = dossier.supplement_ids
        self.assertEqual(request.line_ids.component_id, self.papers[1:])
        self.assertEqual(request.reason, REASON)
        self.assertEqual(request.slip, "1/HDHS-2026")
        self.assertEqual(dossier.display_name, "1/HDHS-2026")
        self.assertEqual(dossier.event_ids.kind, "guide")
        self.assertNotIn(REASON, dossier.event_ids.payload)

    def test_t2_guidance_is_complete(self):
        with self.assertRaisesRegex(UserError, "Giấy tờ 3"):
            intake = self.intake(components=[{"id": self.papers[0].id, "original": 1}])
            self.desk.guide(intake, REASON, [{"component_id": self.papers[1].id}])

    def test_guidance_needs_a_reason_and_names(self):
        for reason, lines in ((" ", []), (REASON, [{"name": " "}])):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                self.desk.guide(self.intake(), reason, lines)

    def test_complete_file_that_is_turned_away_is_visible(self):
        guided = self._guide(missing=self.papers[:0])
        refused = self._refuse()
        lacking = self._guide()
        away = [("turned_away_complete", "=", True)]
        found = self.env["tthc.dossier"].with_user(self.manager).search(away)
        self.assertEqual(found & (guided | refused | lacking), guided | refused)

    def _refuse(self, **values):
        with frozen(THURSDAY):
            answer = self.desk.refuse(self.intake(**values), "Không thuộc thẩm quyền")
        return self.env["tthc.dossier"].browse(answer["id"])

    def test_refusal_is_recorded_with_its_reason_and_number(self):
        dossier = self._refuse()
        self.assertEqual(dossier.state, "refused_intake")
        self.assertEqual(dossier.end_reason, "Không thuộc thẩm quyền")
        self.assertEqual(dossier.intake_reference, "1/TC-2026")
        self.assertEqual(self._refuse().intake_reference, "2/TC-2026")
        self.assertFalse(dossier.register_number)
        with self.assertRaises(UserError):
            self.desk.refuse(self.intake(), "")

    def test_refusal_and_guidance_draw_no_register_number(self):
        first = self.receive()
        self._guide()
        self._refuse()
        self.assertEqual(self.receive().register_number, first.register_number + 1)

    def test_guided_dossier_is_taken_up_and_received(self):
        guided = self._guide()
        [row] = self.desk.guided("075 088 001 234", self.version.id)
        self.assertEqual((row["id"], row["reason"]), (guided.id, REASON))
        with frozen(THURSDAY + timedelta(days=1)):
            answer = self.desk.receive(self.intake(dossier_id=guided.id))
        self.assertEqual(answer["id"], guided.id)
        self.assertEqual(guided.state, "received")
        self.assertEqual(guided.component_ids.component_id, self.papers)
        self.assertEqual(guided.supplement_ids.state, "handed_in")
        self.assertEqual(guided.clock_start, THURSDAY + timedelta(days=1))
        self.assertFalse(self.desk.guided("075088001234", self.version.id))
        with self.assertRaises(UserError):
            self.desk.receive(self.intake(dossier_id=guided.id))

    def test_r02_guided_citizen_is_not_sent_home_again(self):
        guided = self._guide()
        with self.assertRaisesRegex(UserError, "HDHS"):
            guided.with_user(self.clerk).action_guide(REASON, [{"name": "Thêm nữa"}])

    def test_r02_a_regulation_may_allow_two(self):
        guided = self._guide()
        guided.regulation_id.supplement_max = 2
        lines = [{"component_id": paper.id} for paper in self.papers[1:]]
        guided.with_user(self.clerk).action_guide(REASON, lines)
        self.assertEqual(len(guided.supplement_ids), 2)

    def test_papers_come_in_until_the_receipt(self):
        guided = self._guide().with_user(self.clerk)
        guided.env["tthc.dossier.component"].create(
            {
                "dossier_id": guided.id,
                "component_id": self.papers[1].id,
                "name": "Giấy tờ 2",
            }
        )
        self.assertEqual(guided._missing_components(), self.papers[2])
        with self.assertRaises(AccessError):
            guided.write({"owner_name": "Người khác"})

    def test_requests_are_written_by_actions_only(self):
        request = self._guide().supplement_ids
        for user in (self.clerk, self.leader):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                request.with_user(user).write({"reason": "khác"})

    def test_online_submission_is_answered_within_eight_working_hours(self):
        values = self.desk._dossier_values(self.clerk, self.intake(channel="online"))
        draft = self.env["tthc.dossier"].with_user(self.clerk).create(values)
        with frozen(THURSDAY):
            draft.action_submit()
        self.assertEqual(draft.state, "submitted")
        self.assertEqual(draft.intake_due, datetime(2026, 8, 21, 2, 0))

    # -- on the spot ----------------------------------------------------------------

    def _return_now(self):
        version = self.make_version(
            self.env,
            "1.999020",
            "Chứng thực bản sao",
            1,
            immediate=True,
            limit_value=0,
            limit_unit="same_day",
        )
        with frozen(THURSDAY):
            answer = self.desk.return_now(self.intake(version), "15/CT")
        return self.env["tthc.dossier"].browse(answer["id"])

    def test_r06_same_visit_is_returned_at_once_and_logged(self):
        dossier = self._return_now()
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(dossier.outcome, "granted")
        self.assertEqual(dossier.result_number, "15/CT")
        self.assertEqual(dossier.register_number, 1)
        self.assertEqual(dossier.receiver_name, "Nguyễn Văn Đức")
        self.assertEqual(dossier.event_ids.kind, "return_now")
        self.assertFalse(dossier.step_ids)

    def test_t9_receipt_is_printed_only_when_asked_for(self):
        dossier = self._return_now()
        self.assertNotIn("print", dossier.event_ids.mapped("kind"))
        self.assertEqual(dossier._receipt_values()["submitter"], "Nguyễn Văn Đức")

    def test_r06_other_procedures_need_a_receipt(self):
        with self.assertRaisesRegex(UserError, "1.999001"):
            self.desk.return_now(self.intake())

    # -- who, for whom, how many ------------------------------------------------------

    def test_owner_submitter_and_proxy_are_kept_apart(self):
        proxy = {"name": "Trần Thị Bích", "identity": "075188004321"}
        dossier = self.receive(
            submitter=proxy, authorised=True, authorisation="Số 12, 19/8/2026"
        )
        self.assertEqual(dossier.owner_name, "Nguyễn Văn Đức")
        self.assertEqual(dossier.proxy_name, "Trần Thị Bích")
        self.assertEqual(dossier.authorisation, "Số 12, 19/8/2026")
        self.assertEqual(dossier.proxy_id, dossier.submitter_id)
        bearer = self.receive(submitter=proxy)
        self.assertEqual(bearer.submitter_name, "Trần Thị Bích")
        self.assertFalse(bearer.proxy_name)

    def test_proxy_needs_an_authorisation(self):
        intake = self.intake(submitter={"name": "Trần Thị Bích"}, authorised=True)
        with self.assertRaisesRegex(UserError, "Bích"):
            self.desk.receive(intake)

    def test_several_dossiers_go_on_one_receipt(self):
        group_key = "phieu-chung"
        dossiers = self.receive(group_key=group_key) | self.receive(
            group_key=group_key, owner="Người Khác"
        )
        alone = self.receive()
        self.assertEqual(dossiers.group_id.dossier_ids, dossiers)
        self.assertEqual(len(set(dossiers.mapped("register_number"))), 2)
        self.assertFalse(alone.group_id)

    def test_key_of_another_clerk_joins_no_group(self):
        dossier = self.receive(group_key="k1")
        groups = self.env["tthc.dossier.group"]
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            groups._of_key("k1", self.other_clerk, "Ai đó")
        self.assertEqual(dossier.group_id.user_id, self.clerk)

    def test_r12_post_counts_from_the_signed_minutes(self):
        minutes = THURSDAY - timedelta(days=1)
        dossier = self.receive(channel="post", post_minutes_at=minutes)
        self.assertEqual(dossier.clock_start, minutes)
        self.assertEqual(dossier.due, datetime(2026, 8, 25, 10, 0))
        self.assertEqual(dossier.received_at, THURSDAY)
        at_counter = self.receive(post_minutes_at=minutes)
        self.assertEqual(at_counter.clock_start, THURSDAY)

    def test_r12_minutes_are_not_signed_tomorrow(self):
        intake = self.intake(
            channel="post", post_minutes_at=THURSDAY + timedelta(days=1)
        )
        with frozen(THURSDAY), self.assertRaises(UserError):
            self.desk.receive(intake)
