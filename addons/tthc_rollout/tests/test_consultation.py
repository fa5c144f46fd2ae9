import io
from itertools import product

from docx import Document
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import file_open

from odoo.addons.tthc_base.tests.common import ROLES, assert_reads_own_lines

from ..models.consultation_table import CONSULTATION_MOVES, REPLY_MOVES
from .voice_common import HOUR, MOMENT, TODAY, VoiceCase

DUE = MOMENT + 8 * HOUR


class TestConsultation(VoiceCase):
    """Comments on a draft, article by article, each with its answer (seed 003 §2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.consultation = (
            cls.env["tthc.consultation"]
            .with_user(cls.coordinator)
            .create(
                {
                    "name": "Dự thảo Quyết định về cơ chế một cửa",
                    "dispatch_number": "2520/SNV-CCHC",
                    "dispatch_date": TODAY,
                    "due_at": DUE,
                    "agency_ids": [Command.set((cls.justice | cls.building).ids)],
                    "article_ids": [
                        Command.create({"name": "Điều 1", "heading": "Phạm vi"}),
                        Command.create(
                            {"name": "Điều 2", "heading": "Quầy", "sequence": 20}
                        ),
                    ],
                }
            )
        )

    def opened(self):
        """The consultation, opened; its replies by agency."""
        self.consultation.action_open()
        replies = self.consultation.sudo().reply_ids
        return {reply.agency_id: reply.sudo(False) for reply in replies}

    def reply_of(self, user, agency=None):
        return (
            self.env["tthc.consultation.reply"]
            .with_user(user)
            .search([("consultation_id", "=", self.consultation.id)])
        )

    def comment(self, user, text="Nên ghi rõ", article=0, **values):
        return (
            self.env["tthc.consultation.comment"]
            .with_user(user)
            .create(
                {
                    "reply_id": self.reply_of(user).id,
                    "article_id": self.consultation.article_ids[article].id,
                    "text": text,
                    **values,
                }
            )
        )

    def test_readme_shows_the_tables(self):
        with file_open("tthc_rollout/README.md") as handle:
            text = handle.read()
        for table in (CONSULTATION_MOVES, REPLY_MOVES):
            for name, move in table.items():
                with self.subTest(name):
                    row = f"| {', '.join(move.sources)} | {name} | {move.target} |"
                    self.assertIn(row, text)

    def test_every_move_of_a_consultation_in_every_state_by_every_role(self):
        rows = {}
        for state in ("draft", "open", "closed"):
            rows[state] = self.consultation.copy({"due_at": DUE})
            rows[state].agency_ids = self.justice
            rows[state]._moving().state = state
        self.justice.user_ids = self.users["reporter"] | self.users["leader"]
        for name, state, role in product(CONSULTATION_MOVES, rows, ROLES):
            move, user = CONSULTATION_MOVES[name], self.users[role]
            may = any(map(user.has_group, move.groups))
            with self.subTest(move=name, state=state, role=role):
                savepoint = self.env.cr.savepoint()
                row = rows[state].with_user(user)
                if may and state in move.sources:
                    getattr(row, f"action_{name}")()
                    self.assertEqual(row.state, move.target)
                else:
                    with self.assertRaises(UserError) as caught:
                        getattr(row, f"action_{name}")()
                    self.assertEqual(isinstance(caught.exception, AccessError), not may)
                    self.assertEqual(rows[state].sudo().state, state)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_every_move_of_a_reply_in_every_state_by_every_role(self):
        reply = self.opened()[self.justice]
        members = self.users["reporter"] | self.users["leader"]
        self.justice.user_ids = members | self.coordinator | self.users["admin"]
        arguments = {"return": ["Viết rõ hơn"]}
        for name, state, role in product(REPLY_MOVES, ("draft", "sent"), ROLES):
            move, user = REPLY_MOVES[name], self.users[role]
            may = any(map(user.has_group, move.groups))
            with self.subTest(move=name, state=state, role=role):
                savepoint = self.env.cr.savepoint()
                reply.sudo()._moving().state = state
                mine = reply.with_user(user)
                act = getattr(mine, f"action_{name}")
                if may and state in move.sources:
                    act(*arguments.get(name, []))
                    self.assertEqual(mine.state, move.target)
                else:
                    with self.assertRaises(UserError) as caught:
                        act(*arguments.get(name, []))
                    self.assertEqual(isinstance(caught.exception, AccessError), not may)
                    self.assertEqual(reply.sudo().state, state)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_opening_needs_articles_units_and_time(self):
        for values, words in (
            ({"agency_ids": [Command.clear()]}, "which units"),
            ({"article_ids": [Command.clear()]}, "articles"),
            ({"due_at": MOMENT}, "is over"),
        ):
            with self.subTest(words):
                copy = self.consultation.copy({"due_at": DUE, **values})
                if "agency_ids" not in values:
                    copy.agency_ids = self.justice
                with self.assertRaisesRegex(UserError, words):
                    copy.action_open()

    def test_unit_is_asked_and_its_task_ends_when_it_replies(self):
        self.opened()
        reply = self.reply_of(self.reporter)
        tasks = self.env["mail.activity"].search(
            [("res_model", "=", reply._name), ("res_id", "=", reply.id)]
        )
        self.assertEqual(tasks.user_id, self.reporter)
        self.comment(self.reporter)
        reply.action_send()
        self.assertFalse(tasks.exists())
        self.assertFalse(reply.is_late)

    def test_reply_a_minute_after_the_hour_is_late_and_kept(self):
        self.opened()
        self.set_clock(DUE)
        self.reply_of(self.reporter).action_send()
        self.set_clock(DUE + HOUR / 60)
        self.reply_of(self.other_reporter).action_send()
        self.assertFalse(self.reply_of(self.reporter).is_late)
        self.assertTrue(self.reply_of(self.other_reporter).is_late)

    def test_units_do_not_see_each_other(self):
        self.opened()
        comment = self.comment(self.reporter)
        self.assertEqual(self.reply_of(self.other_reporter).agency_id, self.building)
        with self.assertRaises(AccessError):
            comment.with_user(self.other_reporter).read(["text"])
        rows = self.consultation.with_user(self.other_reporter)._table_rows()
        self.assertEqual(rows, [])
        for role in ("courier", "editor", "hr", "reception", "manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                comment.with_user(self.users[role]).read(["text"])

    def test_rule_over_replies_shows_the_own_one_only(self):
        self.opened()
        assert_reads_own_lines(
            self, self.consultation, "reply_ids", self.other_reporter
        )

    def test_who_was_not_asked_does_not_see_the_draft(self):
        self.consultation.agency_ids = self.justice
        self.consultation.action_open()
        seen = self.consultation.with_user(self.other_reporter)
        with self.assertRaises(AccessError):
            seen.read(["name"])

    def test_nobody_writes_for_another_unit(self):
        replies = self.opened()
        mine = self.comment(self.reporter)
        self.justice.user_ids |= self.users["leader"]
        with self.assertRaises(UserError):
            mine.with_user(self.coordinator).text = "Đồng ý"
        with self.assertRaises(UserError):
            replies[self.justice].with_user(self.coordinator).action_send()
        mine.with_user(self.users["leader"]).text = "Nên ghi thật rõ"
        self.assertEqual(mine.text, "Nên ghi thật rõ")

    def test_comment_is_not_changed_after_it_was_sent(self):
        self.opened()
        comment = self.comment(self.reporter)
        self.reply_of(self.reporter).action_send()
        for act in (
            lambda: comment.write({"text": "Khác"}),
            comment.unlink,
            lambda: self.comment(self.reporter),
        ):
            with self.assertRaisesRegex(UserError, "by now"):
                act()

    def test_answer_belongs_to_the_coordinator_after_sending(self):
        self.opened()
        comment = self.comment(self.reporter)
        answering = comment.with_user(self.coordinator)
        with self.assertRaisesRegex(UserError, "by now"):
            answering.answer_kind = "accepted"
        self.reply_of(self.reporter).action_send()
        with self.assertRaises(UserError):
            comment.answer_kind = "accepted"
        with self.assertRaisesRegex(UserError, "same hand"):
            answering.write({"answer_kind": "accepted", "text": "Khác"})
        with self.assertRaisesRegex(UserError, "why it is not taken up"):
            answering.write({"answer_kind": "explained", "answer": " "})
        answering.write({"answer_kind": "explained", "answer": "Luật đã quy định"})
        self.assertEqual(comment.answered_by_id, self.coordinator)
        self.assertEqual(comment.answered_at, MOMENT)

    def test_closing_waits_for_every_answer(self):
        self.opened()
        comment = self.comment(self.reporter)
        self.reply_of(self.reporter).action_send()
        with self.assertRaisesRegex(UserError, "1 comments"):
            self.consultation.action_close()
        comment.with_user(self.coordinator).answer_kind = "accepted"
        self.consultation.invalidate_recordset()
        self.consultation.action_close()
        with self.assertRaisesRegex(UserError, "by now"):
            self.reply_of(self.other_reporter).action_send()

    def test_taken_back_only_while_nobody_has_written(self):
        self.opened()
        self.consultation.action_recall()
        self.assertFalse(self.reply_of(self.reporter))
        self.opened()
        self.comment(self.reporter)
        with self.assertRaisesRegex(UserError, "written already"):
            self.consultation.action_recall()

    def test_article_of_another_draft_is_refused(self):
        self.opened()
        other = self.consultation.copy({"due_at": DUE})
        with self.assertRaisesRegex(UserError, "another draft"):
            self.comment(self.reporter, article_id=other.article_ids[0].id)

    def test_articles_stay_as_the_units_were_asked(self):
        self.opened()
        article = self.consultation.article_ids[0]
        for act in (
            lambda: article.write({"name": "Điều 9"}),
            article.unlink,
            lambda: self.consultation.write({"agency_ids": [Command.clear()]}),
        ):
            with self.assertRaisesRegex(UserError, "by now"):
                act()

    def test_table_goes_out_article_by_article_in_word_and_excel_alike(self):
        self.opened()
        self.comment(self.other_reporter, "=Chung chung", article_id=False)
        self.comment(self.reporter, "Thêm quầy", article=1, point="khoản 2")
        first = self.comment(self.reporter, "Bớt phạm vi")
        for user in (self.reporter, self.other_reporter):
            self.reply_of(user).action_send()
        first.with_user(self.coordinator).write(
            {"answer_kind": "partly", "answer": "Bớt cấp xã"}
        )
        sheet = load_workbook(io.BytesIO(self.consultation._workbook())).active
        excel = [
            [str(value) for value in row if value not in (None, "")]
            for row in sheet.iter_rows(min_row=5, values_only=True)
        ]
        excel = [row for row in excel if row]
        document = Document(io.BytesIO(self.consultation._document()))
        word = [
            list(dict.fromkeys(cell.text for cell in row.cells if cell.text))
            for row in document.tables[1].rows[1:]
        ]
        self.assertEqual(excel[: len(word)], word)
        self.assertEqual(
            [row[0] for row in word],
            ["Ý kiến chung", "1", "Điều 1. Phạm vi", "2", "Điều 2. Quầy", "3"],
        )
        self.assertEqual(word[1][-1], "=Chung chung")
        self.assertIn("Bớt cấp xã", word[3][-1])
        self.assertIn("đã gửi: 2", excel[len(word)][0])

    def test_counts_take_no_more_queries_for_more_units(self):
        self.opened()
        copies = self.consultation.copy({"due_at": DUE})
        copies.agency_ids = self.justice | self.building | self.ward
        copies.action_open()
        both = self.consultation | copies
        for rows in (self.consultation, both):
            self.env.invalidate_all()
            rows.mapped("name")
            with self.assertQueryCount(2):
                rows.mapped("replied_count")
