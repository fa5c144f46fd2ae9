from ast import literal_eval

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import CatalogCommon


class TestChain(CatalogCommon):
    """A chain and its lines: order, scope, what is unresolved, what is frozen."""

    def test_order_follows_from_the_letters(self):
        cases = {
            "sequence": (False, False, False),
            "parallel": ("A", "A", "A"),
            "mixed": (False, "A", "A"),
        }
        for number, (order, groups) in enumerate(cases.items()):
            version = self._new_version(f"9.00010{number}")
            chain = self._new_chain(
                [{"parallel_group": group} for group in groups], version
            )
            self.assertEqual(chain.order, order)

    def test_scope_follows_from_the_levels(self):
        same = self._new_chain([{}, {"agency_id": self.building.id}], version=False)
        between = self._new_chain([{}, {"agency_id": self.ward.id}], version=False)
        unknown = self._new_chain([{}, {"agency_id": False}], version=False)
        self.assertEqual(same.scope, "same_level")
        self.assertEqual(between.scope, "between_levels")
        self.assertFalse(unknown.scope)

    def test_line_is_done_by_one_agency_or_the_center_body(self):
        chain = self._new_chain([{}])
        with self.assertRaises(ValidationError):
            chain.line_ids.at_center_body = True

    @mute_logger("odoo.sql_db")
    def test_version_has_one_chain(self):
        chain = self._new_chain([{}])
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._new_chain([{}], chain.version_id)

    def test_line_without_agency_or_procedure_is_unresolved(self):
        chain = self._new_chain([{}, {"agency_id": False, "agency_text": "Bộ Tư pháp"}])
        self.assertEqual(chain.line_ids.mapped("is_unresolved"), [False, True])
        self.assertIn("Bộ Tư pháp", chain.line_ids[1].unresolved_reason)
        waiting = self._new_chain([{}], version=False, procedure_text="9.999")
        self.assertTrue(waiting.line_ids.is_unresolved)
        self.assertIn("9.999", waiting.line_ids.unresolved_reason)
        waiting.version_id = self._new_version("9.000002")
        self.assertFalse(waiting.line_ids.is_unresolved)

    def test_unresolved_lines_are_listed(self):
        chain = self._new_chain([{}, {"agency_id": False, "agency_text": "Bộ Tư pháp"}])
        action = self.env.ref("tthc_catalog.tthc_procedure_chain_line_action")
        listed = self.env["tthc.procedure.chain.line"].search(
            [*literal_eval(action.domain), ("chain_id", "=", chain.id)]
        )
        self.assertEqual(listed, chain.line_ids[1])
        self.assertEqual(chain.unresolved_count, 1)

    def test_agency_text_resolves_all_lines_that_name_it(self):
        lines = [{"agency_id": False, "agency_text": "Sở Lạ"}] * 2
        chain = self._new_chain(lines)
        frozen = self._new_chain(lines, self._new_version("9.000002"))
        frozen.version_id.action_propose()
        frozen.version_id.action_approve()
        alias = self.env["tthc.agency.alias"].create(
            {"name": "SỞ LẠ", "agency_id": self.building.id}
        )
        alias.with_user(self.users["editor"]).action_apply()
        self.assertEqual(chain.line_ids.agency_id, self.building)
        self.assertFalse(frozen.line_ids.agency_id)

    def test_editor_assigns_an_agency_to_several_lines(self):
        lines = [{"agency_id": False, "agency_text": "Sở Lạ"}] * 2
        chain = self._new_chain(lines)
        other = self._new_chain(lines[:1], self._new_version("9.000002"))
        wizard = (
            self.env["tthc.chain.resolve"]
            .with_user(self.users["editor"])
            .with_context(
                active_model="tthc.procedure.chain.line",
                active_ids=chain.line_ids[:1].ids,
            )
            .create({"agency_id": self.building.id})
        )
        self.assertEqual(wizard.text_list, "Sở Lạ")
        wizard.action_resolve()
        self.assertEqual((chain | other).line_ids.agency_id, self.building)
        self.assertEqual(
            self.env["tthc.agency.alias"]._resolve(["sở lạ"])["sở lạ"].agency_id,
            self.building,
        )

    def test_assigning_needs_an_agency(self):
        chain = self._new_chain([{"agency_id": False}])
        wizard = self.env["tthc.chain.resolve"].create(
            {"line_ids": [Command.set(chain.line_ids.ids)]}
        )
        with self.assertRaises(UserError):
            wizard.action_resolve()

    def test_lines_of_an_approved_version_are_frozen(self):
        chain = self._new_chain([{}])
        draft_chain = self._new_chain([{}], self._new_version("9.000002"))
        bare = self._approved_version("9.000003")
        chain.version_id.action_propose()
        chain.version_id.action_approve()
        changes = (
            lambda: chain.line_ids.write({"limit_value": 3}),
            lambda: chain.line_ids.unlink(),
            lambda: chain.write({"name": "Khác"}),
            lambda: draft_chain.line_ids.write({"chain_id": chain.id}),
            lambda: draft_chain.write({"version_id": bare.id}),
            lambda: chain.line_ids.create({"chain_id": chain.id, "task": "Lén lút"}),
        )
        for number, change in enumerate(changes):
            with self.subTest(number), self.assertRaises(UserError):
                change()

    def test_waiting_chain_finds_the_draft_of_its_procedure(self):
        chain = self._new_chain([{}], version=False, procedure_text="9.000005")
        with self.assertRaisesRegex(UserError, "9.000005"):
            chain.action_find_version()
        version = self._new_version("9.000005")
        chain.action_find_version()
        self.assertEqual(chain.version_id, version)

    def test_waiting_chain_leaves_an_approved_version_alone(self):
        self._approved_version("9.000005")
        chain = self._new_chain([{}], version=False, procedure_text="9.000005")
        with self.assertRaisesRegex(UserError, "Amend"):
            chain.action_find_version()
        self.assertFalse(chain.version_id)

    def test_chain_keeps_track_of_its_lines(self):
        chain = self._new_chain([{}, {}], version=False)
        self.env.cr.precommit.run()
        self.env.cr.execute(
            "UPDATE tthc_procedure_chain SET create_date = create_date - interval '1h'"
            " WHERE id = %s",
            [chain.id],
        )
        chain.invalidate_recordset(["create_date"])
        chain.line_ids[0].limit_value = 5
        chain.line_ids[1].unlink()
        chain.lead_agency_id = self.building
        self.env.cr.precommit.run()
        notes = " ".join(chain.message_ids.mapped("body"))
        self.assertIn("Việc 1 › Time limit", notes)
        self.assertIn("Removed: Việc 2", notes)
        self.assertIn(
            self.building.display_name,
            chain.message_ids.tracking_value_ids.mapped("new_value_char"),
        )

    def test_list_of_chains_is_grouped_by_the_lead_agency(self):
        action = self.env.ref("tthc_catalog.tthc_procedure_chain_action")
        self.assertEqual(literal_eval(action.context), {"search_default_by_lead": 1})
        self._new_chain([{}])
        search = self.env["tthc.procedure.chain"].get_view(
            self.env.ref("tthc_catalog.tthc_procedure_chain_view_search").id, "search"
        )
        self.assertIn("by_lead", search["arch"])

    def test_waiting_chain_says_that_the_version_has_to_be_amended(self):
        self._approved_version("9.000005")
        chain = self._new_chain([{}], version=False, procedure_text="9.000005")
        self.assertIn("9.000005 is approved", chain.warning_text)
        self.assertIn("amend it first", chain.line_ids.unresolved_reason)
        chain.procedure_text = "9.999"
        self.assertIn("9.999 is not known", chain.warning_text)
