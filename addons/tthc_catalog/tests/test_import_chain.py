from base64 import b64decode

from odoo.tools import file_open

from .import_common import ImportCommon

HEAD = (
    "chain_code",
    "chain_name",
    "procedure_code",
    "seq",
    "agency",
    "task",
    "duration",
    "unit",
    "parallel",
    "total_limit",
    "total_unit",
)


class TestImportChain(ImportCommon):
    """Point 5: interlinked chains, one row an agency's share."""

    def _row(self, seq, agency="Sở Tư pháp Thử Nghiệm", **values):
        row = {
            "chain_code": "LT90",
            "chain_name": "Liên thông thử",
            "procedure_code": "9.000001",
            "seq": seq,
            "agency": agency,
            "task": f"Việc {seq}",
            "duration": "5",
            "unit": "day",
            "parallel": "",
            "total_limit": "10",
            "total_unit": "day",
        } | values
        return tuple(row[key] for key in HEAD)

    def _chain(self):
        return self.env["tthc.procedure.chain"].search([("code", "=", "LT90")])

    def test_import_makes_a_chain_of_the_draft_and_repeats_without_duplicates(self):
        version = self._new_version()
        content = self._csv(
            HEAD, self._row("1"), self._row("2", parallel="cộng dồn", unit="ngày")
        )
        self.assertCounts(self._imported(content, "chain"), new=2)
        chain = self._chain()
        self.assertEqual(chain.version_id, version)
        self.assertEqual(chain.line_ids.mapped("from_start"), [False, True])
        self.assertEqual(chain.line_ids.agency_id, self.justice)
        self.assertCounts(self._imported(content, "chain"), unchanged=2)
        self.assertEqual(len(self._chain().line_ids), 2)

    def test_import_warns_of_what_stays_unresolved(self):
        record = self._imported(
            self._csv(HEAD, self._row("1", "Sở Mây", procedure_code="9.999999")),
            "chain",
        )
        self.assertEqual(record.warning_count, 2)
        self.assertTrue(self._chain().line_ids.is_unresolved)

    def test_import_refuses_a_share_without_unit_and_chains_that_differ(self):
        record = self._checked(
            self._csv(
                HEAD,
                self._row("1", unit=""),
                self._row("2", chain_name="Khác"),
                self._row("2"),
            ),
            "chain",
        )
        self.assertRefused(record, 2, "unit", "5")
        self.assertRefused(record, 3, "chain_name", "row 2")
        self.assertRefused(record, 4, "chain_code", "row 3")

    def test_import_changes_one_share(self):
        self._new_version()
        self._imported(self._csv(HEAD, self._row("1"), self._row("2")), "chain")
        record = self._imported(
            self._csv(HEAD, self._row("1"), self._row("2", duration="3")), "chain"
        )
        self.assertCounts(record, changed=1, unchanged=1)
        self.assertEqual(self._chain().line_ids.mapped("limit_value"), [5, 3])

    def test_import_of_the_public_chains_and_their_export(self):
        self.env["tthc.procedure.chain"].search([]).unlink()
        with file_open("tthc_catalog/data/seed/interlinked.csv", "rb") as handle:
            content = handle.read()
        record = self._imported(content, "chain")
        self.assertCounts(record, new=67)
        self.assertCounts(self._imported(content, "chain"), unchanged=67)
        exported = b64decode(self.env["tthc.catalog.import"].export_catalog())
        self.assertCounts(self._imported(exported, "chain"), unchanged=67)

    def test_export_of_a_chain_keeps_role_kind_clock_and_consent(self):
        self.env["tthc.procedure.chain"].search([]).unlink()
        self._new_chain(
            [
                {"role": "leader", "kind": "decision", "parallel_group": "A"},
                {
                    "kind": "consultation",
                    "parallel_group": "A",
                    "from_start": True,
                    "excluded_from_clock": True,
                    "tacit_consent": True,
                },
            ],
            version=False,
        )
        content = b64decode(self.env["tthc.catalog.import"].export_catalog())
        self.assertCounts(self._imported(content, "chain"), unchanged=2)
        book = self._book(content)
        sheet = book["Liên thông"]
        (place,) = [c.column for c in sheet[1] if c.value == "Loại việc"]
        sheet.cell(2, place).value = "Lấy ý kiến"
        record = self._checked(self._saved(book), "chain")
        self.assertCounts(record, changed=1, unchanged=1)
        self.assertEqual(record.result_line_ids.column, "Loại việc")
        self.env["tthc.procedure.chain"].search([]).unlink()
        self._imported(content, "chain")
        lines = self.env["tthc.procedure.chain.line"].search([])
        self.assertEqual(lines.mapped("role"), ["leader", "specialist"])
        self.assertEqual(lines.mapped("kind"), ["decision", "consultation"])
        self.assertEqual(lines.mapped("parallel_group"), ["A", "A"])
        for name in ("from_start", "excluded_from_clock", "tacit_consent"):
            self.assertEqual(lines.mapped(name), [False, True], name)
