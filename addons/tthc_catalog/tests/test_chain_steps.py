from odoo.exceptions import UserError

from .common import CatalogCommon

LINES = [
    {"limit_value": 2, "limit_unit": "working_day", "task": "Lấy ý kiến"},
    {
        "limit_value": 7,
        "limit_unit": "working_day",
        "parallel_group": "A",
        "task": "Cho ý kiến",
        "kind": "consultation",
        "tacit_consent": True,
    },
    {"limit_value": 5, "limit_unit": "day", "parallel_group": "A"},
    {"limit_value": 14, "limit_unit": "working_day", "from_start": True},
]


class TestChainSteps(CatalogCommon):
    """Lines of a chain become steps of the version; never an unresolved one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chain = cls._new_chain(LINES)
        cls.version = cls.chain.version_id

    def test_proposing_makes_the_steps_that_the_controller_sees(self):
        self.version.with_user(self.users["editor"]).action_propose()
        steps = self.version.step_ids
        self.assertEqual(steps.mapped("sequence"), [10, 20, 20, 30])
        self.assertEqual(steps.chain_line_id, self.chain.line_ids)
        self.assertEqual(steps[1].name, "Cho ý kiến")
        self.assertEqual(steps[1].kind, "consultation")
        self.assertTrue(steps[1].tacit_consent)
        self.assertEqual((steps[2].limit_value, steps[2].limit_unit), (5, "day"))
        self.assertEqual(steps.mapped("from_start"), [False, False, False, True])

    def test_approval_makes_the_steps_where_there_are_none(self):
        self.version.action_propose()
        self.version.step_ids.unlink()
        self.version.with_user(self.users["controller"]).action_approve()
        self.assertEqual(len(self.version.step_ids), len(LINES))
        with self.assertRaises(UserError):
            self.version.step_ids.unlink()

    def test_steps_made_by_hand_are_kept_and_warned_about(self):
        self.version.step_ids = [(0, 0, {"name": "Làm tay", "sequence": 10})]
        self.version.action_propose()
        self.assertEqual(self.version.step_ids.mapped("name"), ["Làm tay"])
        self.assertIn("“Làm tay” is not in the chain", self.version.step_warning_text)
        self.assertIn(
            "“Cho ý kiến” of the chain is no step", self.version.step_warning_text
        )

    def test_button_makes_the_steps_anew(self):
        self.version.action_make_steps()
        self.version.step_ids[0].limit_value = 99
        self.assertIn(
            "“Lấy ý kiến” differs from its line", self.version.step_warning_text
        )
        self.version.with_user(self.users["editor"]).action_make_steps()
        self.assertEqual(self.version.step_ids.mapped("limit_value"), [2, 7, 5, 14])
        self.assertFalse(self.version.step_warning_text)

    def test_unresolved_line_makes_no_steps_and_does_not_block(self):
        self.chain.line_ids[0].agency_id = False
        with self.assertRaisesRegex(UserError, "Lấy ý kiến"):
            self.version.action_make_steps()
        self.version.action_propose()
        self.version.action_approve()
        self.assertEqual(self.version.state, "approved")
        self.assertFalse(self.version.step_ids)
        self.assertIn("1 lines of the chain", self.version.step_warning_text)

    def test_amending_copies_the_chain_and_points_its_steps_to_the_copy(self):
        self.version.action_propose()
        self.version.action_approve()
        amended = self.version.copy()
        self.assertEqual(len(amended.chain_ids.line_ids), len(LINES))
        self.assertNotEqual(amended.chain_ids, self.chain)
        self.assertEqual(amended.step_ids.chain_line_id, amended.chain_ids.line_ids)
        self.assertEqual(amended.step_ids.mapped("sequence"), [10, 20, 20, 30])
        self.assertFalse(amended.step_warning_text)

    def test_step_is_done_by_the_body_of_the_receiving_center(self):
        step = self.env["tthc.procedure.step"].create(
            [
                {"version_id": self.version.id, "name": "a", "at_center_body": True},
                {"version_id": self.version.id, "name": "b"},
                {
                    "version_id": self.version.id,
                    "name": "c",
                    "agency_id": self.building.id,
                },
            ]
        )
        agencies = [one._agency_at(self.other_center, self.justice) for one in step]
        self.assertEqual(agencies, [self.ward, self.justice, self.building])

    def test_approval_copies_chains_in_a_batch(self):
        versions = self.version
        for number in range(3):
            version = self._new_version(f"9.00020{number}")
            self._new_chain(LINES, version)
            versions |= version
        versions.action_propose()
        versions.action_approve()
        self.assertEqual(len(versions.step_ids), 4 * len(LINES))
