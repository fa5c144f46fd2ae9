from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.tthc_base.tests.common import ROLES
from odoo.addons.tthc_base.tools import clock

from ..models.tthc_chain_proposal import TRANSITIONS
from .common import CatalogCommon

IN_TIME = datetime(2026, 4, 15, 9)
TOO_LATE = datetime(2026, 4, 16, 3)


class TestChainProposal(CatalogCommon):
    """Agencies propose chains by a date; the reviewing agency decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["building_editor"] = cls._new_user(
            "editor",
            login="building_editor",
            tthc_agency_ids=[Command.set(cls.building.ids)],
        )
        cls.call = cls.env["tthc.chain.call"].create(
            {
                "name": "Rà soát liên thông",
                "date_due": "2026-04-15",
                "reviewer_agency_id": cls.justice.id,
                "agency_ids": [Command.set((cls.justice | cls.building).ids)],
            }
        )
        cls.call.with_user(cls.users["editor"]).action_ask()
        by_agency = cls.call.proposal_ids.grouped("agency_id")
        cls.own, cls.foreign = by_agency[cls.justice], by_agency[cls.building]
        cls.own.partner_agency_ids = cls.justice | cls.building

    def as_role(self, role, proposal=None):
        return (proposal or self.own).with_user(self.users[role])

    def filed(self):
        with clock.frozen(IN_TIME):
            self.as_role("reporter").action_file()
        return self.own

    def test_asking_makes_one_draft_an_agency_and_never_two(self):
        self.call.action_ask()
        self.assertEqual(len(self.call.proposal_ids), 2)
        self.assertEqual(self.call.proposal_ids.mapped("state"), ["draft", "draft"])

    def test_call_shows_who_has_not_answered(self):
        self.assertEqual(self.call.missing_agency_ids, self.justice | self.building)
        self.filed()
        with clock.frozen(TOO_LATE):
            self.call.invalidate_recordset()
            self.assertEqual(self.call.missing_agency_ids, self.building)
            self.assertEqual(self.call.answered_count, 1)
            self.assertTrue(self.call.is_overdue)

    def test_filed_on_the_last_day_is_in_time(self):
        self.filed()
        self.assertEqual(str(self.own.filed_on), "2026-04-15")
        with clock.frozen(TOO_LATE):
            self.own.invalidate_recordset()
            self.assertFalse(self.own.is_late)

    def test_filed_a_day_later_is_late_and_found(self):
        with clock.frozen(TOO_LATE):
            self.as_role("reporter").action_file()
            (self.own | self.foreign).invalidate_recordset()
            late = self.own.search(
                [("is_late", "=", True), ("call_id", "=", self.call.id)]
            )
        self.assertTrue(self.own.is_late)
        self.assertEqual(late, self.own | self.foreign)

    def test_reporter_sees_the_own_agency_only(self):
        seen = self.as_role("reporter").search([("call_id", "=", self.call.id)])
        self.assertEqual(seen, self.own)
        with self.assertRaises(AccessError):
            self.as_role("reporter", self.foreign).read(["name"])
        with self.assertRaises(AccessError):
            self.as_role("reporter").create(
                {"name": "Lén lút", "agency_id": self.building.id}
            )

    def test_other_roles_see_no_proposal(self):
        allowed = {
            "reporter",
            "coordinator",
            "editor",
            "controller",
            "inspector",
            "admin",
        }
        for role in ROLES:
            access = self.env["tthc.chain.proposal"].with_user(self.users[role])
            self.assertEqual(access.has_access("read"), role in allowed, role)

    def test_inspector_reads_and_writes_nothing(self):
        proposal = self.as_role("inspector", self.foreign)
        self.assertEqual(proposal.name, self.call.name)
        with self.assertRaises(AccessError):
            proposal.name = "Khác"

    def test_every_move_starts_from_its_state_only(self):
        for action, transition in TRANSITIONS.items():
            for state, _label in self.own._fields["state"].selection:
                if state == transition.source:
                    continue
                self.own._moving().state = state
                with self.subTest(action=action, state=state):
                    with self.assertRaises(UserError):
                        getattr(self.own, f"action_{action}")()

    def test_reporter_can_not_review(self):
        self.filed()
        with self.assertRaisesRegex(AccessError, "Only the role"):
            self.as_role("reporter").action_review()
        with self.assertRaises(AccessError):
            self.as_role("reporter").decline_reason = "Không"

    def test_editor_of_another_agency_neither_files_nor_recalls(self):
        with self.assertRaisesRegex(AccessError, "proposing agency"):
            self.as_role("building_editor").action_file()
        self.filed()
        with self.assertRaisesRegex(AccessError, "proposing agency"):
            self.as_role("building_editor").action_recall()
        self.as_role("editor").action_recall()
        self.as_role("controller", self.foreign).nothing_to_propose = True
        self.as_role("controller", self.foreign).action_file()
        self.assertEqual((self.own | self.foreign).mapped("state"), ["draft", "filed"])

    def test_only_the_reviewing_agency_or_a_controller_reviews(self):
        self.filed()
        other = self.as_role("building_editor")
        self.assertFalse(other.may_review or other.may_file)
        for act in (other.action_review, lambda: other.write({"decline_reason": "x"})):
            with self.assertRaisesRegex(AccessError, "reviewing agency"):
                act()
        self.as_role("editor").action_review()
        for act in (other.action_accept, other.action_decline):
            with self.assertRaisesRegex(AccessError, "reviewing agency"):
                act()
        controller = self.as_role("controller")
        controller.sudo().call_id.reviewer_agency_id = self.ward
        self.assertTrue(controller.may_review)
        controller.action_accept()
        self.assertEqual(self.own.state, "accepted")

    def test_coordinator_can_not_file_for_another_agency(self):
        self.foreign.nothing_to_propose = True
        with self.assertRaises(AccessError):
            self.as_role("coordinator", self.foreign).action_file()

    def test_state_moves_by_no_other_way(self):
        for values in ({"state": "accepted"}, {"filed_on": "2026-01-01"}):
            with self.subTest(values), self.assertRaises(AccessError):
                own = self.as_role("admin")
                own.with_context(**{own._move_key(): True}).write(values)
        with self.assertRaises(AccessError):
            self.own.with_context(default_state="accepted").create(
                {"name": "Lén lút", "agency_id": self.justice.id}
            )

    def test_filed_proposal_is_not_rewritten(self):
        self.filed()
        with self.assertRaisesRegex(UserError, "Recall it"):
            self.as_role("reporter").name = "Khác"
        with self.assertRaises(UserError):
            self.as_role("reporter").unlink()
        self.as_role("reporter").action_recall()
        self.assertFalse(self.own.filed_on)
        self.as_role("reporter").name = "Khác"

    def test_empty_proposal_can_not_be_filed(self):
        with self.assertRaisesRegex(UserError, "Nothing to propose"):
            self.foreign.action_file()
        self.foreign.nothing_to_propose = True
        self.foreign.action_file()
        self.foreign.action_review()
        with self.assertRaises(UserError):
            self.foreign.action_accept()

    def test_declining_needs_a_reason(self):
        self.filed()
        proposal = self.as_role("editor")
        proposal.action_review()
        with self.assertRaisesRegex(UserError, "Write why"):
            proposal.action_decline()
        proposal.decline_reason = "Đã có nhóm khác"
        proposal.action_decline()
        self.assertEqual(self.own.state, "declined")

    def test_accepted_proposal_becomes_a_chain(self):
        self.filed()
        proposal = self.as_role("editor")
        proposal.action_review()
        proposal.action_accept()
        action = proposal.action_make_chain()
        chain = self.own.chain_id
        self.assertEqual(action["res_id"], chain.id)
        self.assertEqual(self.own.state, "made")
        self.assertEqual(chain.lead_agency_id, self.justice)
        self.assertEqual(chain.line_ids.agency_id, self.justice | self.building)
        self.assertTrue(all(chain.line_ids.mapped("is_unresolved")))

    def test_filing_reminds_an_editor_of_the_reviewing_agency(self):
        self.filed()
        activity = self.own.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertIn(self.justice, activity.user_id.tthc_agency_ids)
