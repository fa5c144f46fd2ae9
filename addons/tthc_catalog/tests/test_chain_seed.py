from ..models.tthc_seed_chain import CHAIN_FILE
from .common import CatalogCommon


class TestChainSeed(CatalogCommon):
    """The 15 chains of the source, loaded beside a small catalog."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seed = cls.env["tthc.seed"]
        cls.seed._load_territory()
        cls.seed._load_aliases()
        cls.seed._load_aliases("chain_agency_aliases.csv")
        cls.rows = cls.seed._rows(CHAIN_FILE)
        chains = cls.env["tthc.procedure.chain"]
        chains.search([("code", "=like", "LT%")]).filtered(
            lambda chain: not chain.version_id or chain.version_id._is_open()
        ).unlink()
        cls.codes = list(dict.fromkeys(row["chain_code"] for row in cls.rows))
        cls.missing = set(cls.codes) - set(
            chains.search([("code", "in", cls.codes)]).mapped("code")
        )
        cls.loaded = cls.seed._load_chains()

    def chain(self, code):
        return self.env["tthc.procedure.chain"].search([("code", "=", code)], limit=1)

    def test_fifteen_chains_load_with_every_line(self):
        self.assertEqual(len(self.codes), 15)
        self.assertEqual(set(self.loaded.mapped("code")), self.missing)
        for code in self.codes:
            rows = [row for row in self.rows if row["chain_code"] == code]
            lines = self.chain(code).line_ids
            self.assertEqual(lines.mapped("task"), [row["task"] for row in rows], code)
            self.assertTrue(all(lines.mapped("source")))

    def test_loading_twice_changes_nothing(self):
        before = self.env["tthc.procedure.chain.line"].search_count([])
        self.assertFalse(self.seed._load_chains())
        self.assertEqual(self.env["tthc.procedure.chain.line"].search_count([]), before)

    def test_chain_lt01_loads_with_same_day_step(self):
        chain = self.chain("LT01")
        first = chain.line_ids[0]
        self.assertEqual((first.limit_value, first.limit_unit), (0, "same_day"))
        self.assertTrue(first.at_center_body)
        self.assertEqual(chain.line_ids._stage_keys(), [0, 1, 1, 2])
        self.assertEqual((chain.total_value, chain.total_unit), (20, "working_day"))
        self.assertFalse(chain.line_ids[3]._has_limit())
        self.assertEqual(chain.order, "mixed")

    def test_chain_lt06_loads_its_cumulative_line(self):
        lines = self.chain("LT06").line_ids
        self.assertEqual(lines.mapped("from_start"), [False, False, True, False])
        self.assertFalse(any(lines.mapped("parallel_group")))

    def test_lone_letters_run_beside_the_line_before(self):
        # “within the 60 days” (LT10), an opinion during the appraisal (LT09)
        self.assertEqual(self.chain("LT09").line_ids._stage_keys(), [0, 0, 1])
        self.assertEqual(self.chain("LT10").line_ids._stage_keys(), [0, 1, 1, 2, 3])
        self.assertNotIn("more than", self.chain("LT09").warning_text)

    def test_total_without_unit_keeps_none(self):
        chain = self.chain("LT03")
        self.assertEqual(chain.total_value, 105)
        self.assertFalse(chain.total_unit)

    def test_known_agencies_are_resolved_and_others_are_not(self):
        lines = {line.agency_text: line for line in self.chain("LT03").line_ids}
        self.assertEqual(lines["Sở Tư pháp"].agency_id.identifier, "H19.9")
        self.assertEqual(lines["Chủ tịch UBND cấp tỉnh"].agency_id.identifier, "H19")
        for text in ("Bộ Tư pháp", "Chủ tịch nước", "Công an cấp tỉnh"):
            self.assertFalse(lines[text]._is_assigned(), text)
            self.assertIn(text, lines[text].unresolved_reason)
            self.assertTrue(lines[text].is_unresolved)

    def test_chain_waits_for_its_procedure_and_joins_its_draft(self):
        chain = self.chain("LT23")
        if chain.version_id:
            self.skipTest("The database has this procedure.")
        self.assertTrue(all(chain.line_ids.mapped("is_unresolved")))
        version = self._new_version(chain.procedure_text)
        chain.action_find_version()
        self.assertEqual(chain.version_id, version)
        self.assertEqual(chain.line_ids.mapped("is_unresolved"), [False, True, True])
