from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase
from .scan_common import pdf_bytes

DAY = timedelta(days=1)
NEXT_YEAR = THURSDAY + 380 * DAY
DOCUMENTS = [
    {"name": "Đơn đề nghị", "author": "Nguyễn Văn Đức", "sheet_count": 2},
    {"name": "Giấy phép", "number": "12/GP", "sheet_count": 1},
]


class TestArchive(DossierCase):
    """Closing a file, and its way into the archive (Decree 30/2020 Art 29-30)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.archivist, cls.other_archivist = (
            new_test_user(
                cls.env,
                login,
                groups="tthc_dossier.group_archivist",
                tthc_center_id=center.id,
            )
            for login, center in (
                ("tthc_archivist", cls.center),
                ("tthc_other_archivist", cls.other_center),
            )
        )
        cls.dossier = cls._returned()

    @classmethod
    def _returned(cls):
        dossier = cls.resolved()
        with frozen(THURSDAY + DAY):
            dossier.with_user(cls.clerk).action_give_back(
                proof="receipt", means="phone"
            )
        return dossier

    def _close(self, dossier=None, documents=()):
        """Close a file; None leaves the list of documents to the suite."""
        chosen = DOCUMENTS if documents == () else documents
        with frozen(THURSDAY + 2 * DAY):
            (dossier or self.dossier).with_user(self.clerk).action_close_file(chosen)

    def _handover(self, *dossiers):
        handover = self.env["tthc.archive.handover"].with_user(self.clerk).create({})
        handover._add(self.env["tthc.dossier"].union(*dossiers).with_user(self.clerk))
        return handover

    def _handed(self):
        self._close()
        handover = self._handover(self.dossier)
        with frozen(NEXT_YEAR):
            handover.action_hand_over()
        return handover

    # -- closing --------------------------------------------------------------------

    def test_closing_numbers_the_sheets_through(self):
        self._close()
        self.assertRecordValues(
            self.dossier.document_ids,
            [
                {"sequence": 1, "name": "Đơn đề nghị", "sheet_label": "1-2"},
                {"sequence": 2, "name": "Giấy phép", "sheet_label": "3"},
            ],
        )
        self.assertRecordValues(
            self.dossier,
            [
                {
                    "sheet_count": 3,
                    "file_code": "1/2026",
                    "closed_by_id": self.clerk.id,
                    "state": "returned",
                    "retention_until": date(2046, 12, 31),
                }
            ],
        )

    def test_numbers_of_files_have_no_holes(self):
        other = self._returned()
        self._close()
        self._close(other)
        self.assertEqual(other.file_code, "2/2026")

    def test_retention_is_the_procedures(self):
        self.version.procedure_id.retention_id = self.env.ref(
            "tthc_dossier.retention_permanent"
        )
        self._close()
        self.assertFalse(self.dossier.retention_until)
        self.assertTrue(self.dossier.retention_id.permanent)

    def test_sheets_are_counted_where_the_file_is_kept_five_years(self):
        with self.assertRaisesRegex(UserError, "Đơn"):
            self._close(documents=[{"name": "Đơn"}])
        self.version.procedure_id.retention_id = self.env.ref(
            "tthc_dossier.retention_2"
        )
        self._close(documents=[{"name": "Đơn"}])
        self.assertTrue(self.dossier.closed_at)

    def test_scans_are_the_sheets_unless_somebody_counts(self):
        for paper in self.dossier.component_ids:
            paper.with_user(self.clerk)._attach([("a.pdf", pdf_bytes(2))])
        self._close(documents=None)
        self.assertEqual(self.dossier.sheet_count, 3 * 2 + 1)
        self.assertEqual(self.dossier.document_ids[-1].number, "12/GP")

    def test_closed_file_changes_no_more(self):
        self._close()
        paper = self.dossier.component_ids[0].with_user(self.clerk)
        with self.assertRaises(UserError):
            paper._attach([("a.pdf", pdf_bytes())])
        with self.assertRaises(UserError):
            self._close()
        for role in ("clerk", "leader", "manager"):
            rows = self.dossier.document_ids.with_user(getattr(self, role))
            with self.subTest(role=role), self.assertRaises(AccessError):
                rows.write({"name": "x"})

    def test_open_matters_void_receipts_and_held_originals_are_not_closed(self):
        running = self.receive()
        void = self.receive()
        void.with_user(self.clerk).action_annul("Nhầm")
        papers = [
            {"id": paper.id, "original": 1, "to_give_back": True}
            for paper in self.version.component_ids
        ]
        held = self.receive(components=papers)
        held.with_user(self.clerk).action_withdraw("Đơn")
        for dossier in (running, void, held, self.resolved()):
            with self.subTest(state=dossier.state), self.assertRaises(UserError):
                self._close(dossier)
        held.with_user(self.clerk).action_give_originals()
        self._close(held)
        self.assertTrue(held.closed_at)

    def test_result_that_nobody_collected_is_closed_with_its_file(self):
        dossier = self.resolved()
        with frozen(THURSDAY + 200 * DAY):
            dossier.with_user(self.clerk).action_end_keeping()
            dossier.with_user(self.clerk).action_close_file(DOCUMENTS)
        self.assertTrue(dossier.closed_at)

    def test_file_is_opened_again_until_it_stands_on_a_list(self):
        self._close()
        clerk = self.dossier.with_user(self.clerk)
        with self.assertRaises(UserError):
            clerk.action_reopen_file()
        clerk.action_reopen_file("Thiếu giấy tờ")
        self.assertFalse(self.dossier.closed_at or self.dossier.document_ids)
        self._close()
        self.assertEqual(self.dossier.file_code, "1/2026")
        self._handover(self.dossier)
        with self.assertRaises(UserError):
            clerk.action_reopen_file("Thiếu giấy tờ")

    # -- what is due ------------------------------------------------------------------

    def test_due_by_the_months_of_the_center(self):
        dossiers = self.env["tthc.dossier"].with_user(self.clerk)
        domain = [("is_archive_due", "=", True), ("id", "=", self.dossier.id)]
        with frozen(THURSDAY + 300 * DAY):
            self.assertFalse(dossiers.search(domain))
        with frozen(NEXT_YEAR):
            self.assertTrue(dossiers.search(domain))
            self.assertTrue(dossiers.browse(self.dossier.id).is_archive_due)
        self.center.archive_after_months = 24
        with frozen(NEXT_YEAR):
            self.assertFalse(dossiers.search(domain))

    def test_list_takes_what_is_due_and_closed(self):
        self._returned()
        self._close()
        handover = self.env["tthc.archive.handover"].with_user(self.clerk).create({})
        with frozen(NEXT_YEAR):
            handover.action_fill()
            self.assertEqual(handover.line_ids.dossier_id, self.dossier)
            with self.assertRaises(UserError):
                handover.action_fill()

    # -- hand-over --------------------------------------------------------------------

    def test_from_the_center_to_the_archive(self):
        handover = self._handed()
        self.assertEqual(handover.name, "1/BBGN-2027")
        self.assertEqual(self.dossier.archived_at, NEXT_YEAR)
        received = handover.with_user(self.archivist)
        with frozen(NEXT_YEAR + DAY):
            received.action_receive()
        self.assertRecordValues(
            handover,
            [
                {
                    "state": "received",
                    "giver_id": self.clerk.id,
                    "receiver_id": self.archivist.id,
                    "file_count": 1,
                    "sheet_count": 3,
                }
            ],
        )
        kinds = self.dossier.event_ids.sorted("seq").mapped("kind")
        self.assertEqual(kinds[-2:], ["hand_archive", "receive_archive"])
        self.assertFalse(self.env["tthc.dossier.event"]._broken_chains(self.dossier))

    def test_line_says_what_the_list_of_the_archive_says(self):
        line = self._handed().line_ids
        self.assertRecordValues(
            line,
            [
                {
                    "code": "1/2026",
                    "dossier_code": self.dossier.code,
                    "date_from": date(2026, 8, 20),
                    "date_to": date(2026, 8, 21),
                    "retention": "20 năm",
                    "sheet_count": 3,
                }
            ],
        )
        self.assertIn("Cấp giấy phép thử nghiệm", line.title)

    def test_archive_sends_back_with_a_reason_and_the_number_stays(self):
        handover = self._handed()
        with self.assertRaises(UserError):
            handover.with_user(self.archivist).action_send_back(" ")
        handover.with_user(self.archivist).action_send_back("Thiếu tờ 2")
        self.assertEqual((handover.state, handover.number), ("draft", 1))
        self.assertFalse(self.dossier.archived_at)
        with frozen(NEXT_YEAR + DAY):
            handover.action_hand_over()
        self.assertEqual(handover.name, "1/BBGN-2027")

    def test_who_may_do_what(self):
        self._close()
        handover = self._handover(self.dossier)
        for role in ("specialist", "manager", "inspector", "archivist", "other_clerk"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                handover.with_user(getattr(self, role)).action_hand_over()
        with frozen(NEXT_YEAR):
            handover.action_hand_over()
        for role in ("clerk", "manager", "inspector", "other_archivist"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                handover.with_user(getattr(self, role)).action_receive()

    def test_nobody_receives_what_he_handed_over(self):
        self.clerk.group_ids += self.env.ref("tthc_dossier.group_archivist")
        with self.assertRaises(UserError):
            self._handed().action_receive()

    def test_archive_sees_no_drafts_and_no_dossiers(self):
        self._close()
        handover = self._handover(self.dossier)
        lists = self.env["tthc.archive.handover"].with_user(self.archivist)
        domain = [("id", "=", handover.id)]
        self.assertFalse(lists.search(domain))
        with frozen(NEXT_YEAR):
            handover.action_hand_over()
        self.assertTrue(lists.search(domain))
        self.assertTrue(lists.browse(handover.id).line_ids.mapped("title"))
        self.assertFalse(lists.with_user(self.other_archivist).search(domain))
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.archivist).read(["owner_name"])
        for role in ("specialist", "courier", "editor", "hr", "reporter"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                lists.with_user(getattr(self, role)).search(domain)

    def test_nothing_is_written_by_hand(self):
        self._close()
        handover = self._handover(self.dossier)
        for values in (
            {"state": "received"},
            {"number": 9},
            {"giver_id": self.clerk.id},
            {"corrects_id": handover.id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                handover.write(values)
            with self.subTest(values=values), self.assertRaises(AccessError):
                handover.create(values)
        with self.assertRaises(AccessError):
            handover.line_ids.write({"sheet_count": 9})
        with frozen(NEXT_YEAR):
            handover.action_hand_over()
        for call in (
            lambda: handover.write({"box_count": 9}),
            lambda: handover.line_ids.write({"box": "9"}),
            lambda: handover.line_ids.unlink(),
            lambda: handover.write({"line_ids": [Command.clear()]}),
        ):
            with self.assertRaises(AccessError):
                call()
        with self.assertRaises(UserError):
            handover.unlink()

    def test_open_file_and_file_of_another_center_do_not_go(self):
        with self.assertRaises(UserError):
            self._handover(self.dossier)

    def test_mistake_is_mended_by_a_correction_only(self):
        handover = self._handed()
        handover.with_user(self.archivist).action_receive()
        with self.assertRaises(UserError):
            handover.action_correct("")
        action = handover.action_correct("Sai số tờ")
        correction = handover.browse(action["res_id"])
        self.assertEqual(correction.corrects_id, handover)
        correction.line_ids.write({"sheet_count": 4})
        with frozen(NEXT_YEAR + DAY):
            correction.action_hand_over()
        self.assertEqual(correction.name, "2/BBGN-2027")
        self.assertEqual(handover.line_ids.sheet_count, 3)
        self.assertEqual(correction.line_ids.corrected_line_id, handover.line_ids)

    def test_minutes_and_list_in_two_copies(self):
        handover = self._handed()
        for name, title in (
            ("minutes", "BIÊN BẢN GIAO NHẬN HỒ SƠ, TÀI LIỆU"),
            ("list", "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU"),
        ):
            content, _kind = (
                self.env["ir.actions.report"]
                .with_user(self.clerk)
                ._render(f"tthc_dossier.action_report_archive_{name}", handover.ids)
            )
            printed = PrintedFile(content)
            self.assertEqual(printed.sizes_mm(), [(210.0, 297.0)] * 2)
            first, second = printed.texts()
            for words in (title, "1/BBGN-2027", "Bên giao giữ"):
                with self.subTest(name=name, words=words):
                    self.assertIn(words, first)
            self.assertIn("Bên nhận giữ", second)
            self.assertNotIn("Phụ lục", first)
        self.assertIn("một hồ sơ", first)
        self.assertIn("Cấp giấy phép thử nghiệm", first)

    def test_draft_is_not_printed(self):
        self._close()
        handover = self._handover(self.dossier)
        with self.assertRaises(UserError):
            self.env["ir.actions.report"].with_user(self.clerk)._render(
                "tthc_dossier.action_report_archive_minutes", handover.ids
            )

    def test_list_of_documents_of_a_file(self):
        self._close()
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.clerk)
            ._render("tthc_dossier.action_report_file_index", self.dossier.ids)
        )
        text = PrintedFile(content).texts()[0]
        for words in ("MỤC LỤC VĂN BẢN", "1-2", "12/GP", "31/12/2046"):
            with self.subTest(words=words):
                self.assertIn(words, text)

    def test_many_files_cost_no_more_queries_each(self):
        counts = []
        for number in (2, 10):
            dossiers = self.env["tthc.dossier"].union(
                *(self._returned() for _number in range(number))
            )
            for dossier in dossiers:
                self._close(dossier)
            self.env.flush_all()
            self.env.invalidate_all()
            handover = (
                self.env["tthc.archive.handover"].with_user(self.clerk).create({})
            )
            start = self.env.cr.sql_log_count
            handover._add(dossiers.with_user(self.clerk))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 8)
