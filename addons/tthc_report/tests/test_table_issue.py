import io
from datetime import datetime, timedelta

from openpyxl import load_workbook
from psycopg2.errors import InsufficientPrivilege, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from .table_common import A_DAY, AUGUST, LATER, SEPTEMBER, TableCase

RECEIVER = "Văn phòng UBND tỉnh"
SIGNER = "Trần Thị Ký"


@tagged("post_install", "-at_install")
class TestTableIssue(TableCase):
    """Point 2: a table stays as it was sent, and differences are explained."""

    def setUp(self):
        super().setUp()
        self.make_dossiers()
        self.issues = self.env["tthc.table.issue"].with_user(self.manager)

    def freeze_table(self, user=None, reason=None, moment=LATER, **values):
        with frozen(moment):
            screen = self.screen(user or self.manager, **{"period": AUGUST, **values})
            issues = self.env["tthc.table.issue"].with_user(user or self.manager)
            return issues._freeze(screen, RECEIVER, SIGNER, reason)

    def undo_the_result(self):
        """Weeks after the table was sent, its settled dossier is opened again."""
        with frozen(LATER + 2 * A_DAY):
            self.settled.with_user(self.leader).action_undo()

    def test_issue_says_what_the_screen_said_and_keeps_its_dossiers(self):
        issue = self.freeze_table()
        with frozen(LATER):
            shown = self.screen(self.manager, AUGUST)._reckoned()
        self.assertEqual(issue._reckoned()["rows"], shown["rows"])
        self.assertEqual((issue.number, issue.year), (1, 2026))
        self.assertEqual(issue.center_id, self.center)
        self.assertTrue(issue.is_intact)
        codes = set(issue.line_ids.mapped("code"))
        dossiers = self.settled + self.withdrawn + self.open + self.of_justice
        self.assertEqual(codes, set(dossiers.mapped("code")))

    def test_every_cell_of_an_issue_opens_what_it_counted_then(self):
        issue = self.freeze_table()
        self.undo_the_result()
        checked = 0
        for row in issue._reckoned()["rows"]:
            for cell in row["cells"]:
                if not cell["value"]:
                    continue
                action = issue.open_cell(issue._settings(), row["key"], cell["column"])
                lines = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(len(lines.dossier_id), cell["value"])
                checked += 1
        self.assertGreater(checked, 8)

    def test_issue_excel_and_print_stay_whatever_happens(self):
        issue = self.freeze_table()
        with frozen(LATER):
            content, book = issue._reckoned(), issue._workbook()
        self.undo_the_result()
        self.center.name = "Trung tâm đổi tên"
        self.env["tthc.span.convention"]._at(AUGUST[1]).withdrawn = "left_out"
        issue.invalidate_recordset()
        with frozen(LATER + 400 * A_DAY):
            self.assertEqual(issue._reckoned(), content)
            self.assertEqual(issue._workbook(), book)
            printed, _kind = (
                self.env["ir.actions.report"]
                .with_user(self.manager)
                ._render("tthc_report.action_report_table_issue", issue.ids)
            )
        text = " ".join(PrintedFile(printed).texts())
        self.assertNotIn("đổi tên", text)
        self.assertIn(SIGNER, text)
        self.assertIn(RECEIVER, text)
        self.assertIn(issue.hash[:16], text)
        sheet = load_workbook(io.BytesIO(book)).active
        lines = {line[1]: line[2:13] for line in sheet.iter_rows(values_only=True)}
        for row in content["rows"]:
            shown = tuple(cell["value"] for cell in row["cells"])
            self.assertEqual(lines[row["label"]], shown)

    def test_nobody_changes_what_was_sent(self):
        issue = self.freeze_table()
        for record in (issue, issue.line_ids[:1]):
            with self.assertRaises(AccessError):
                record.sudo().write({"create_uid": 1})
            with self.assertRaises(AccessError):
                record.sudo().unlink()
            table = SQL.identifier(record._table)
            for sql in (
                SQL("DELETE FROM %s", table),
                SQL("UPDATE %s SET id = id", table),
            ):
                with (
                    self.assertRaises(InsufficientPrivilege),
                    mute_logger("odoo.sql_db"),
                    self.env.cr.savepoint(),
                ):
                    self.env.cr.execute(sql)
        with self.assertRaises(AccessError):
            self.issues.create({"name": "Giả"})

    def test_period_has_to_be_over(self):
        with self.assertRaisesRegex(UserError, "21/08/2026"):
            self.freeze_table(moment=datetime(2026, 8, 21, 3))

    def test_receiver_and_signer_are_asked_for(self):
        with frozen(LATER), self.assertRaises(UserError):
            self.issues._freeze(self.screen(self.manager, AUGUST), " ", SIGNER)

    def test_second_issue_replaces_the_first_and_says_why(self):
        first = self.freeze_table()
        with self.assertRaises(UserError):
            self.freeze_table()
        second = self.freeze_table(reason="Sót một hồ sơ")
        self.assertEqual(second.replaces_id, first)
        self.assertTrue(first.is_replaced)
        self.assertEqual(second.number, 2)
        self.assertIn("Thay thế biểu số 1/2026", second._reckoned()["notes"][-1])
        self.assertEqual(self.issues.search([("is_replaced", "=", True)]), first)
        self.assertEqual(self.freeze_table(reason="Lần ba").replaces_id, second)

    def test_same_table_is_not_sent_twice_at_once(self):
        self.freeze_table()
        issues = type(self.issues)
        with frozen(LATER):
            screen = self.screen(self.manager, AUGUST)
            newest = issues._newest
            # What the second of two sees: the first has not committed yet.
            self.patch(issues, "_newest", lambda model, screen: model.browse())
            with (
                self.assertRaises(UniqueViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.issues._freeze(screen, RECEIVER, SIGNER)
            self.patch(issues, "_newest", newest)

    def test_later_difference_is_explained_dossier_by_dossier(self):
        issue = self.freeze_table(period=SEPTEMBER)
        with frozen(LATER + A_DAY):
            self.assertFalse(issue._differences())
            self.assertEqual(issue.action_compare()["tag"], "display_notification")
        paper_day = datetime(2026, 9, 10, 2)
        with frozen(LATER + 2 * A_DAY):
            self.env["tthc.dossier.event"]._append(
                [
                    {
                        "dossier": self.open.sudo(),
                        "kind": "withdraw",
                        "happened_at": paper_day,
                        "state_from": self.open.state,
                        "state_to": "withdrawn",
                    }
                ]
            )
        with frozen(LATER + 3 * A_DAY):
            (row,) = issue._differences()
            action = issue.action_compare()
        self.assertEqual(row["code"], self.open.code)
        self.assertIn("(13)", row["then"])
        self.assertIn("(9)", row["now"])
        self.assertIn("10/09/2026 09:00", row["cause"])
        shown = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(shown.dossier_id, self.open)

    def test_another_convention_is_named_as_the_cause(self):
        issue = self.freeze_table()
        self.env["tthc.span.convention"]._at(AUGUST[1]).withdrawn = "left_out"
        with frozen(LATER + A_DAY):
            (row,) = issue.with_context(lang="en_US")._differences()
        self.assertEqual(row["code"], self.withdrawn.code)
        self.assertFalse(row["now"])
        self.assertIn("convention", row["cause"])

    def test_manager_and_leader_send_their_own_and_nobody_else(self):
        issue = self.freeze_table()
        own = self.freeze_table(self.leader, grouping="agency")
        self.assertEqual((own.agency_id, own.number), (self.agency, 1))
        with self.assertRaises(UserError):
            self.freeze_table(self.inspector)
        self.assertEqual(
            self.env["tthc.table.issue"].with_user(self.leader).search([]), own
        )
        self.assertEqual(self.issues.search([]), issue)
        both = self.env["tthc.table.issue"].with_user(self.inspector).search([])
        self.assertEqual(both, issue + own)
        other = self.manager.copy(
            {"login": "tthc_other_manager", "tthc_center_id": self.other_center.id}
        )
        for model in ("tthc.table.issue", "tthc.table.issue.line"):
            self.assertFalse(self.env[model].with_user(other).search([]))
        with self.assertRaises(AccessError):
            issue.with_user(other).action_compare()
        with self.assertRaises(AccessError):
            issue.with_user(other).open_cell(issue._settings(), "total", "c3")
        for user in (self.clerk, self.specialist, self.courier, self.editor):
            self.assertFalse(
                self.env["tthc.table.issue"].with_user(user).has_access("read")
            )

    def test_wizard_sends_and_remembers_the_receiver(self):
        with frozen(LATER):
            action = self.screen(self.manager, AUGUST).action_send_table()
            wizards = self.env["tthc.table.send"].with_user(self.manager)
            wizard = wizards.with_context(**action["context"]).create(
                {"receiver": RECEIVER, "signer": SIGNER}
            )
            opened = wizard.action_send()
            issue = self.env[opened["res_model"]].browse(opened["res_id"])
            self.assertEqual(issue.signer, SIGNER)
            again = wizards.with_context(**action["context"]).create({})
            self.assertEqual((again.receiver, again.earlier_id), (RECEIVER, issue))

    def test_wizard_takes_no_foreign_model(self):
        wizard = self.env["tthc.table.send"].with_user(self.manager)
        with self.assertRaises(UserError):
            wizard.new({"screen_model": "res.users", "settings": {}})._screen()

    def test_month_to_be_sent_is_put_before_the_manager_until_it_is_sent(self):
        duties = self.env["tthc.table.duty"]
        self.env.ref("tthc_report.period_law_month").is_sent = True
        after = datetime(2026, 9, 15, 3)
        with frozen(after):
            duties._cron_remind()
            duties._cron_remind()
            duty = duties.search([("center_id", "=", self.center.id)])
            self.assertEqual(len(duty), 1)
            self.assertEqual(str(duty.date_to), "2026-09-14")
            self.assertEqual(duty.activity_ids.user_id, self.manager)
            self.assertFalse(duty.is_overdue)
            with self.assertRaises(AccessError):
                duty.with_user(self.manager).write({"due_on": "2027-01-01"})
        with frozen(after + timedelta(days=9)):
            duty.invalidate_recordset()
            self.assertTrue(duty.is_overdue)
            self.assertIn(duty, duties.search([("is_overdue", "=", True)]))
        issue = self.freeze_table(
            period_kind="month", period=(duty.date_from, duty.date_to)
        )
        duty.invalidate_recordset()
        self.assertEqual(duty.issue_id, issue)
        self.assertFalse(duty.activity_ids)
        self.assertFalse(
            duties.with_user(self.manager).search(
                [("center_id", "=", self.other_center.id)]
            )
        )

    def test_further_tables_are_sent_the_same_way(self):
        issue = self.freeze_table(table="tthc.table.channel")
        self.assertTrue(issue.line_ids)
        self.assertTrue(issue.is_intact)
        with frozen(LATER + A_DAY):
            self.assertFalse(issue._differences())
